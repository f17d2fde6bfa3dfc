package registrar

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"time"

	"shurong.org/shurong/canon"
	"shurong.org/shurong/internal/approval"
	"shurong.org/shurong/internal/audit"
	"shurong.org/shurong/internal/auth"
	"shurong.org/shurong/internal/db"
	"shurong.org/shurong/internal/desk"
	"shurong.org/shurong/internal/keyring"
	"shurong.org/shurong/internal/registrar/recognition"
	"shurong.org/shurong/internal/registry"
	"shurong.org/shurong/internal/sequence"
)

// Import is a list of earlier certificates with the report on each row (Guide Art. 41).
type Import struct {
	ID        string               `json:"id"`
	Name      string               `json:"name"`
	Profile   string               `json:"profile"`
	SHA256    string               `json:"sha256" doc:"of the file"`
	CreatedAt time.Time            `json:"created_at"`
	State     string               `json:"state" enum:"draft,proposed,done"`
	Accepted  int                  `json:"accepted"`
	Corrected int                  `json:"corrected"`
	Refused   int                  `json:"refused"`
	Rows      []recognition.Result `json:"rows" doc:"empty in lists"`
	seq       int64
	org       string
}

// importing is the payload of a request to carry a list over.
type importing struct {
	Import string `json:"import"`
}

// handleImport registers the request that carries a list over, row by row, each exactly once.
func (s *Service) handleImport() {
	s.Approvals.Handle(KindImport, approval.Handler{
		Title: approval.Text{ZH: "承接以往登记", EN: "Recognise earlier certificates"}, Action: auth.ImportCarry,
		Execute: func(ctx context.Context, r approval.Request) error {
			var p importing
			if err := r.Into(&p); err != nil {
				return err
			}
			return s.carry(ctx, r, p.Import)
		},
	})
}

// adopted returns a profile a registrar adopted, nil if it did not.
func (s *Service) adopted(ctx context.Context, registrar, name string) (*registry.Profile, error) {
	return sequence.Find[registry.Profile](ctx, s.Ledger, registry.PrefixProfile+registrar+"/"+name)
}

// Preview reads a list and reports on each row; nothing is registered. profile is a regime the registrar adopted.
func (s *Service) Preview(ctx context.Context, name, profile string, body []byte) (Import, error) {
	p, err := auth.Must(ctx)
	if err != nil {
		return Import{}, err
	}
	rules, err := s.adopted(ctx, p.Org, profile)
	if err != nil {
		return Import{}, err
	}
	if rules == nil {
		return Import{}, registry.ErrRegime.With("registrar", p.Org, "profile", profile).At("query.profile")
	}
	rows, err := recognition.Read(name, body)
	if err != nil {
		return Import{}, err
	}
	sum := sha256.Sum256(body)
	im := Import{
		ID: db.NewID("IM"), Name: name, Profile: profile, SHA256: hex.EncodeToString(sum[:]), CreatedAt: s.Clock.Now().UTC(), State: "draft",
		Rows: recognition.Judge(rows, registry.Day(s.Clock.Now().UnixMilli()), rules.ValidityMonths), org: p.Org,
	}
	var all []desk.Words
	for i := range im.Rows {
		r := &im.Rows[i]
		if r.State == recognition.Refused {
			continue
		}
		form, evidence, err := s.sayRow(p.Org, &im, r)
		if err != nil {
			return Import{}, err
		}
		r.Form, r.Papers = form.Commitment, evidence.Commitment
		if err := s.Keys.Try(ctx, p.Org, command(&im, r), s.Clock.Now()); err != nil {
			if !keyring.Refused(err) {
				return Import{}, err
			}
			r.Refuse("row", err)
			continue
		}
		all = append(all, form, evidence)
	}
	im.count()
	err = s.Store.Tx(ctx, func(tx *db.Tx) error {
		if err := desk.Keep(ctx, tx, "", all); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, `INSERT INTO registrar_import (id, seq, org, name, profile, sha256, created, state, report)
			SELECT ?, COALESCE(MAX(seq), 0) + 1, ?, ?, ?, ?, ?, ?, ? FROM registrar_import`,
			im.ID, p.Org, im.Name, im.Profile, im.SHA256, im.CreatedAt.UnixMilli(), im.State, string(canon.Must(im.Rows))); err != nil {
			return err
		}
		after := map[string]any{"sha256": im.SHA256, "accepted": im.Accepted, "corrected": im.Corrected, "refused": im.Refused}
		return audit.Record(ctx, tx, audit.Entry{Action: "import.preview", Subject: "import/" + im.ID, After: after})
	})
	return im, err
}

func (im *Import) count() {
	im.Accepted, im.Corrected, im.Refused = 0, 0, 0
	for _, r := range im.Rows {
		switch r.State {
		case recognition.Accepted:
			im.Accepted++
		case recognition.Corrected:
			im.Corrected++
		default:
			im.Refused++
		}
	}
}

// sayRow makes the form and the evidence note of a row.
func (s *Service) sayRow(org string, im *Import, r *recognition.Result) (form, evidence desk.Words, err error) {
	f := &Form{
		Title: r.Row.Title, Summary: r.Row.Summary, Industry: r.Row.Industry, Region: r.Row.Region, RegionScope: "province",
		Source: sourceOf(&r.Row), UpdateFrequency: "other", Shapes: []string{"table"}, Structure: "structured", Grade: "general",
	}
	for _, right := range r.Row.Rights {
		f.Rights = append(f.Rights, RightClaim{Right: right})
	}
	if form, err = sayForm(document{Applicant: r.Row.Holder, Form: f, V: 1}); err != nil {
		return form, evidence, err
	}
	form.Title, form.Org = r.Row.Title, org
	body := canon.Must(map[string]string{
		"file_sha256": im.SHA256, "line": fmt.Sprint(r.Line), "evidence": r.Row.Evidence, "old_code": r.Row.OldCode, "issuer": r.Row.Issuer,
	})
	evidence = desk.Words{Org: org, Kind: "evidence", Body: string(body)}
	evidence.Commitment, evidence.Salt = keyring.Commit(body)
	return form, evidence, nil
}

// sourceOf states a row's origin as the earlier office reviewed it.
func sourceOf(r *recognition.Row) registry.Source {
	s := registry.Source{Kind: r.Source, Lawful: true}
	switch r.Source {
	case registry.SourceAgreement, registry.SourceFused:
		s.ContractRights = r.Rights
	case registry.SourceDerived:
		s.SourceUseRight, s.Substantive = true, true
	}
	return s
}

// command is what registers a row.
func command(im *Import, r *recognition.Result) *registry.CertificateRecognise {
	c := &registry.CertificateRecognise{
		Holder: r.Row.Holder, Issuer: r.Row.Issuer, Profile: im.Profile, OldCode: r.Row.OldCode, IssuedOn: r.Row.IssuedOn,
		ValidUntil: r.Row.ValidUntil, Evidence: r.Papers, FormCommitment: r.Form, Industry: r.Row.Industry, Region: r.Row.Region,
		Source: sourceOf(&r.Row), Rights: []registry.GrantedRight{},
	}
	for _, right := range r.Row.Rights {
		c.Rights = append(c.Rights, registry.GrantedRight{Right: right})
	}
	return c
}

// Carry proposes to register the rows of a list that were not refused.
func (s *Service) Carry(ctx context.Context, id string) (Proposed, error) {
	im, err := s.Import(ctx, id)
	if err != nil {
		return Proposed{}, err
	}
	if im.State != "draft" || im.Accepted+im.Corrected == 0 {
		return Proposed{}, ErrNothing.With("import", id)
	}
	var r approval.Request
	err = s.Store.Tx(ctx, func(tx *db.Tx) error {
		if _, err := tx.Exec(ctx, "UPDATE registrar_import SET state = 'proposed' WHERE id = ?", id); err != nil {
			return err
		}
		n := fmt.Sprint(im.Accepted + im.Corrected)
		r, err = s.Approvals.ProposeTx(ctx, tx, KindImport, "import/"+id, approval.Text{
			ZH: "承接清单“" + im.Name + "”中的 " + n + " 项以往登记", EN: "Recognise " + n + " earlier certificates of the list “" + im.Name + "”",
		}, importing{id})
		return err
	})
	return proposed(r, nil), err
}

// carry registers the rows under references of their own, so that a repetition after a crash registers none twice, and
// writes down what became of each.
func (s *Service) carry(ctx context.Context, req approval.Request, id string) error {
	im, err := s.importOf(ctx, id)
	if err != nil {
		return err
	}
	last := uint64(0)
	for i := range im.Rows {
		r := &im.Rows[i]
		if r.State == recognition.Refused || r.Certificate != "" {
			continue
		}
		receipt, err := s.Keys.SubmitOnce(ctx, req.Ref()+"/"+fmt.Sprint(r.Line), im.org, command(&im, r))
		if keyring.Refused(err) {
			r.Refuse("row", err)
			continue
		}
		if err != nil {
			return desk.ErrUnfinished.With("index", last).Because(err)
		}
		last = receipt.Index
		for _, e := range receipt.Events {
			if e.Kind == "certificate.issued" {
				var c registry.Certificate
				if err := canon.Unmarshal(e.Body, &c); err != nil {
					return err
				}
				r.Certificate = c.Code
			}
		}
	}
	if err := s.Dir.Wait(ctx, last+1); err != nil {
		return desk.ErrUnfinished.With("index", last).Because(err)
	}
	im.count()
	return s.Store.Tx(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec(ctx, "UPDATE registrar_import SET state = 'done', report = ? WHERE id = ?", string(canon.Must(im.Rows)), id)
		return err
	})
}

const importColumns = "id, seq, org, name, profile, sha256, created, state, report"

func scanImport(scan func(...any) error) (Import, error) {
	var im Import
	var created int64
	var report string
	if err := scan(&im.ID, &im.seq, &im.org, &im.Name, &im.Profile, &im.SHA256, &created, &im.State, &report); err != nil {
		return im, err
	}
	im.CreatedAt = desk.Instant(created)
	err := canon.Unmarshal([]byte(report), &im.Rows)
	im.count()
	return im, err
}

func (s *Service) importOf(ctx context.Context, id string) (Import, error) {
	var im Import
	err := s.Store.View(ctx, func(tx *db.Tx) (err error) {
		im, err = scanImport(tx.QueryRow(ctx, "SELECT "+importColumns+" FROM registrar_import WHERE id = ?", id).Scan)
		return err
	})
	if errors.Is(err, sql.ErrNoRows) {
		err = ErrNotFound.With("what", "import")
	}
	return im, err
}

// Import returns a list of the caller's organisation with its report.
func (s *Service) Import(ctx context.Context, id string) (Import, error) {
	p, err := auth.Must(ctx)
	if err != nil {
		return Import{}, err
	}
	im, err := s.importOf(ctx, id)
	if err == nil && im.org != p.Org {
		err = ErrNotFound.With("what", "import")
	}
	return im, err
}

// Imports lists those of the caller's organisation, newest first, without rows.
func (s *Service) Imports(ctx context.Context, before int64, limit int) ([]Import, error) {
	p, err := auth.Must(ctx)
	if err != nil {
		return nil, err
	}
	out := []Import{}
	err = s.Store.View(ctx, func(tx *db.Tx) error {
		return tx.Each(ctx, func(rows *sql.Rows) error {
			im, err := scanImport(rows.Scan)
			im.Rows = []recognition.Result{}
			out = append(out, im)
			return err
		}, "SELECT "+importColumns+" FROM registrar_import WHERE org = ? AND seq < ? ORDER BY seq DESC LIMIT ?", p.Org, before, limit)
	})
	return out, err
}
