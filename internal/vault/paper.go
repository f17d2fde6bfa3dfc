package vault

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"slices"
	"time"

	"shurong.org/shurong/internal/audit"
	"shurong.org/shurong/internal/auth"
	"shurong.org/shurong/internal/db"
	"shurong.org/shurong/internal/keyring"
	"shurong.org/shurong/internal/registry"
)

// Paper is a document handed in with a form.
type Paper struct {
	ID         string     `json:"id"`
	Name       string     `json:"name"`
	Kind       string     `json:"kind" enum:"identity,source,contract,sample,description,licence,evidence,report,certificate,other"`
	Type       string     `json:"type" doc:"media type, as the bytes say"`
	Size       int64      `json:"size"`
	SHA256     string     `json:"sha256"`
	Commitment string     `json:"commitment" doc:"what stands in the log: SHA-256 of salt and bytes"`
	CreatedAt  time.Time  `json:"created_at"`
	ErasedAt   *time.Time `json:"erased_at,omitempty"`
	Case       string     `json:"case,omitempty" doc:"where it was registered first"`
	org        string
	seq        int64
	salt, body []byte
}

// PaperKinds are the kinds of papers (Guide annexes 1–5).
var PaperKinds = []string{
	"identity", "source", "contract", "sample", "description", "licence", "evidence", "report", "certificate", "other",
}

// maxPapers bounds the papers of an organisation, maxKept their bytes together.
const (
	maxPapers = 10_000
	maxKept   = 5 << 30
)

// Upload keeps a paper of the caller's organisation.
func (s *Service) Upload(ctx context.Context, name, kind, claimed string, body []byte) (Paper, error) {
	p, err := auth.Must(ctx)
	if err != nil {
		return Paper{}, err
	}
	if n := len([]rune(name)); n < 1 || n > 120 {
		return Paper{}, ErrType.With("why", "name").At("query.name")
	}
	if !slices.Contains(PaperKinds, kind) {
		return Paper{}, ErrType.With("why", "kind "+printable(kind)).At("query.kind")
	}
	found, err := inspect(body, claimed)
	if err != nil {
		return Paper{}, err
	}
	sum := sha256.Sum256(body)
	paper := Paper{ID: db.NewID("PA"), Name: name, Kind: kind, Type: found, Size: int64(len(body)), SHA256: hex.EncodeToString(sum[:])}
	var salt []byte
	paper.Commitment, salt = keyring.Commit(body)
	now := s.clock.Now()
	err = s.store.Tx(ctx, func(tx *db.Tx) error {
		var n, bytes int64
		if err := tx.QueryRow(ctx, "SELECT COUNT(*), COALESCE(SUM(size), 0) FROM vault_paper WHERE org = ? AND erased = 0", p.Org).
			Scan(&n, &bytes); err != nil {
			return err
		}
		if n >= maxPapers || bytes+paper.Size > maxKept {
			return ErrMany.With("most", maxPapers, "gb", maxKept>>30)
		}
		if _, err := tx.Exec(ctx, `INSERT INTO vault_paper (id, seq, org, name, kind, type, size, sha256, commitment, salt, body, created, erased)
			SELECT ?, COALESCE(MAX(seq), 0) + 1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0 FROM vault_paper`,
			paper.ID, p.Org, name, kind, found, paper.Size, paper.SHA256, paper.Commitment, salt, body, now.UnixMilli()); err != nil {
			return err
		}
		after := map[string]any{"commitment": paper.Commitment, "kind": kind, "size": paper.Size, "type": found}
		return audit.Record(ctx, tx, audit.Entry{Action: "paper.add", Subject: "paper/" + paper.ID, After: after})
	})
	paper.CreatedAt = now.UTC()
	return paper, err
}

const paperColumns = "id, seq, org, name, kind, type, size, sha256, commitment, created, erased"

func scanPaper(scan func(...any) error) (Paper, error) {
	var p Paper
	var created, erased int64
	err := scan(&p.ID, &p.seq, &p.org, &p.Name, &p.Kind, &p.Type, &p.Size, &p.SHA256, &p.Commitment, &created, &erased)
	p.CreatedAt = time.UnixMilli(created).UTC()
	if erased != 0 {
		t := time.UnixMilli(erased).UTC()
		p.ErasedAt = &t
	}
	return p, err
}

// Papers lists those of the caller's organisation, newest first.
func (s *Service) Papers(ctx context.Context, before int64, limit int) ([]Paper, error) {
	p, err := auth.Must(ctx)
	if err != nil {
		return nil, err
	}
	out := []Paper{}
	err = s.store.View(ctx, func(tx *db.Tx) error {
		return tx.Each(ctx, func(rows *sql.Rows) error {
			paper, err := scanPaper(rows.Scan)
			out = append(out, paper)
			return err
		}, "SELECT "+paperColumns+" FROM vault_paper WHERE org = ? AND seq < ? ORDER BY seq DESC LIMIT ?", p.Org, before, limit)
	})
	return out, err
}

// Seq is the paper's place in its list.
func (p Paper) Seq() int64 { return p.seq }

// ByCommitments returns the papers kept here under commitments, by commitment.
func (s *Service) ByCommitments(ctx context.Context, all []registry.Attachment) (map[string]Paper, error) {
	out := map[string]Paper{}
	err := s.store.View(ctx, func(tx *db.Tx) error {
		for _, a := range all {
			p, err := scanPaper(tx.QueryRow(ctx, "SELECT "+paperColumns+" FROM vault_paper WHERE commitment = ?", a.Commitment).Scan)
			if errors.Is(err, sql.ErrNoRows) {
				continue
			}
			if err != nil {
				return err
			}
			out[a.Commitment] = p
		}
		return nil
	})
	return out, err
}

// Attach turns papers of an organisation into what a command names. field is where the request named them.
func (s *Service) Attach(ctx context.Context, org string, ids []string, field string) ([]registry.Attachment, error) {
	var out []registry.Attachment
	err := s.store.View(ctx, func(tx *db.Tx) error {
		for _, id := range ids {
			p, err := scanPaper(tx.QueryRow(ctx, "SELECT "+paperColumns+" FROM vault_paper WHERE id = ? AND org = ?", id, org).Scan)
			if err != nil {
				return at(none(err, "paper "+printable(id)), field)
			}
			if p.ErasedAt != nil {
				return ErrErased.With("what", id).At(field)
			}
			out = append(out, registry.Attachment{Commitment: p.Commitment, Kind: p.Kind, Type: p.Type, Size: p.Size})
		}
		return nil
	})
	return out, err
}

// Content returns a paper with its bytes, if the caller may read it, and writes the reading down. purpose is wanted of
// everybody but the owner.
func (s *Service) Content(ctx context.Context, id, purpose string) (Paper, []byte, error) {
	p, err := auth.Must(ctx)
	if err != nil {
		return Paper{}, nil, err
	}
	paper, err := s.load(ctx, id)
	if err != nil {
		return Paper{}, nil, err
	}
	owner := paper.org == p.Org && p.Org != ""
	if !owner {
		may, err := s.mayRead(ctx, p.Org, &paper)
		if err != nil {
			return Paper{}, nil, err
		}
		if !may {
			return Paper{}, nil, ErrNotFound.With("what", "paper")
		}
		if err := purposeOf(purpose); err != nil {
			return Paper{}, nil, err
		}
	}
	if paper.ErasedAt != nil {
		return Paper{}, nil, ErrErased.With("what", id)
	}
	if !owner {
		err = s.store.Tx(ctx, func(tx *db.Tx) error { return s.note(ctx, tx, paper.org, "paper/"+id, "read", purpose) })
	}
	return paper, paper.body, err
}

func (s *Service) load(ctx context.Context, id string) (Paper, error) {
	var paper Paper
	err := s.store.View(ctx, func(tx *db.Tx) (err error) {
		paper, err = scanPaper(tx.QueryRow(ctx, "SELECT "+paperColumns+" FROM vault_paper WHERE id = ?", id).Scan)
		if err != nil {
			return none(err, "paper")
		}
		return tx.QueryRow(ctx, "SELECT salt, body FROM vault_paper WHERE id = ?", id).Scan(&paper.salt, &paper.body)
	})
	if err != nil {
		return paper, err
	}
	r, err := s.dir.Commitment(ctx, paper.Commitment)
	if r != nil {
		paper.Case = r.Case
	}
	return paper, err
}

// mayRead reports whether an organisation that does not own a paper may read it: a party of the case it was handed in
// with, or somebody the holder of that case's certificate authorised.
func (s *Service) mayRead(ctx context.Context, org string, paper *Paper) (bool, error) {
	if org == "" || paper.Case == "" {
		return false, nil
	}
	c, err := s.theCase(ctx, paper.Case)
	if err != nil || c == nil {
		return false, err
	}
	if c.Registrar == org || c.Party(org) {
		return true, nil
	}
	for _, code := range c.Certificates {
		ok, err := s.Authorised(ctx, code, org, ScopePapers)
		if ok || err != nil {
			return ok, err
		}
	}
	return false, nil
}

// ErasePaper removes a paper's bytes and salt. By its owner, or by the registrar it was handed to, once no registration
// in force stands on it.
func (s *Service) ErasePaper(ctx context.Context, id string) (Paper, error) {
	p, err := auth.Must(ctx)
	if err != nil {
		return Paper{}, err
	}
	paper, err := s.load(ctx, id)
	if err != nil {
		return Paper{}, err
	}
	var c *registry.Case
	if paper.Case != "" {
		if c, err = s.theCase(ctx, paper.Case); err != nil {
			return Paper{}, err
		}
	}
	if p.Org == "" || paper.org != p.Org && (c == nil || c.Registrar != p.Org) {
		return Paper{}, ErrNotFound.With("what", "paper")
	}
	if paper.ErasedAt != nil {
		return paper, nil
	}
	if err := s.notNeeded(ctx, c, "paper "+id); err != nil {
		return Paper{}, err
	}
	err = s.store.Tx(ctx, func(tx *db.Tx) error {
		now := s.clock.Now().UnixMilli()
		if _, err := tx.Exec(ctx, "UPDATE vault_paper SET salt = ?, body = ?, name = '', sha256 = '', erased = ? WHERE id = ?",
			[]byte{}, []byte{}, now, id); err != nil {
			return err
		}
		if err := s.note(ctx, tx, paper.org, "paper/"+id, "erase", ""); err != nil {
			return err
		}
		return audit.Record(ctx, tx, audit.Entry{Action: "paper.erase", Subject: "paper/" + id})
	})
	if err != nil {
		return Paper{}, err
	}
	return s.load(ctx, id)
}

// notNeeded refuses to erase what an open case or a certificate in force stands on.
func (s *Service) notNeeded(ctx context.Context, c *registry.Case, what string) error {
	if c == nil {
		return nil
	}
	today := registry.Day(s.clock.Now().UnixMilli())
	if !c.Ended() {
		return ErrNeeded.With("what", what, "on", c.ID)
	}
	for _, code := range c.Certificates {
		row, err := s.dir.Certificate(ctx, code)
		if err != nil {
			return err
		}
		if row != nil && row.Fact.Live(today) {
			return ErrNeeded.With("what", what, "on", code)
		}
	}
	return nil
}
