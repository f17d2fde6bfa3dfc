package filing

import (
	"context"
	"fmt"

	"github.com/go-json-experiment/json/jsontext"

	"shurong.org/shurong/canon"
	"shurong.org/shurong/fault"
	"shurong.org/shurong/internal/approval"
	"shurong.org/shurong/internal/audit"
	"shurong.org/shurong/internal/auth"
	"shurong.org/shurong/internal/clock"
	"shurong.org/shurong/internal/db"
	"shurong.org/shurong/internal/directory"
	"shurong.org/shurong/internal/keyring"
	"shurong.org/shurong/internal/registry"
	"shurong.org/shurong/internal/sequence"
	"shurong.org/shurong/internal/vault"
)

var (
	// ErrNotFound says that a thing does not exist.
	ErrNotFound = fault.Define("filing.not_found", fault.NotFound,
		"未找到 {what}", "{what} was not found").Hint("请核对编号", "check the number")
	// ErrDocument says that an act does not say what it rests on.
	ErrDocument = fault.Define("filing.document", fault.Invalid,
		"请填写说明（4 至 4000 个字符）或选择已保存的材料", "say what it rests on, in 4 to 4,000 characters, or name a paper kept before")
)

// Service is the counter.
type Service struct {
	store     *db.DB
	ledger    sequence.Ledger
	keys      *keyring.Keys
	dir       *directory.Directory
	approvals *approval.Service
	clock     clock.Clock
	vault     *vault.Service
}

// New returns the counter and registers its kinds of request.
func New(
	store *db.DB, ledger sequence.Ledger, keys *keyring.Keys, dir *directory.Directory, approvals *approval.Service, c clock.Clock,
	papers *vault.Service,
) *Service {
	s := &Service{store: store, ledger: ledger, keys: keys, dir: dir, approvals: approvals, clock: c, vault: papers}
	handle[registry.LienFile](s, auth.LienFile, "登记质权", "File a lien")
	handle[registry.LienAmend](s, auth.LienFile, "变更质权登记", "Amend a lien")
	handle[registry.LienExtend](s, auth.LienFile, "展期质权登记", "Extend a lien")
	handle[registry.LienAssign](s, auth.LienFile, "转让质权", "Assign a lien")
	handle[registry.LienSubordinate](s, auth.LienFile, "让与顺位", "Yield the rank of a lien")
	handle[registry.LienAdvance](s, auth.LienFile, "受让顺位", "Advance a lien")
	handle[registry.LienAllow](s, auth.LienConsent, "同意转让或许可", "Consent to a transfer or licence")
	handle[registry.LienObject](s, auth.LienObject, "质押登记异议", "Object to a lien")
	handleAs[registry.PledgeRelease](s, KindRelease, auth.LienRelease, "注销质权登记", "Release a lien")
	handle[registry.LienCompel](s, auth.LienCompel, "强制注销质押", "Release a lien on a court's document")
	handle[registry.AnnotationPlace](s, auth.AnnotationPlace, "登记备注", "Place an annotation")
	handle[registry.AnnotationLift](s, auth.AnnotationPlace, "解除备注", "Lift an annotation")
	handle[registry.AnnotationPermit](s, auth.AnnotationPlace, "登记权利机关的同意", "Record an authority's consent")
	handle[registry.LicenceNote](s, auth.LicenceNote, "登记许可", "Note a licence")
	handle[registry.LicenceEnd](s, auth.LicenceNote, "终止许可", "End a licence")
	return s
}

// request is the payload: the command to send, and the words that belong to it.
type request struct {
	Command jsontext.Value `json:"command"`
	Words   []string       `json:"words"`
}

// handle registers the request whose execution sends a command C.
func handle[C any, P interface {
	*C
	registry.Command
}](s *Service, action auth.Action, zh, en string) {
	handleAs[C, P](s, P(new(C)).Kind(), action, zh, en)
}

// handleAs is the same under a name of its own: another desk has requests of the command's name.
func handleAs[C any, P interface {
	*C
	registry.Command
}](s *Service, kind string, action auth.Action, zh, en string) {
	s.approvals.Handle(kind, approval.Handler{
		Title: approval.Text{ZH: zh, EN: en}, Action: action,
		Execute: func(ctx context.Context, r approval.Request) error {
			var p request
			if err := r.Into(&p); err != nil {
				return err
			}
			receipt, err := keyring.CarryOut[C, P](ctx, s.keys, r.Ref(), r.Org, p.Command)
			if err != nil {
				return err
			}
			return s.dir.Wait(ctx, receipt.Index+1)
		},
		Closed: func(ctx context.Context, tx *db.Tx, r approval.Request) error {
			var p request
			if err := r.Into(&p); err != nil {
				return err
			}
			for _, w := range p.Words {
				if _, err := tx.Exec(ctx, "DELETE FROM filing_words WHERE commitment = ?", w); err != nil {
					return err
				}
			}
			return nil
		},
	})
}

// Grounds are what an act rests on: a text, or a paper kept in the vault.
type Grounds struct {
	Text  string `json:"text,omitempty" maxLength:"4000"`
	Paper string `json:"paper,omitempty" maxLength:"40" doc:"identifier of a paper kept before, instead of a text"`
}

// words are a text under its commitment.
type words struct {
	commitment, org, kind, body string
	salt                        []byte
}

// commit returns the commitment to what an act rests on; w is nil where the vault keeps it.
func (s *Service) commit(ctx context.Context, org, kind string, g Grounds) (string, *words, error) {
	if g.Paper != "" {
		papers, err := s.vault.Attach(ctx, org, []string{g.Paper}, "body.paper")
		if err != nil {
			return "", nil, err
		}
		return papers[0].Commitment, nil, nil
	}
	if n := len([]rune(g.Text)); n < 4 || n > 4000 {
		return "", nil, ErrDocument.At("body.text")
	}
	w := &words{org: org, kind: kind, body: string(canon.Must(map[string]string{"text": g.Text}))}
	w.commitment, w.salt = keyring.Commit([]byte(w.body))
	return w.commitment, w, nil
}

// Proposed is the answer to an act that waits for a second person.
type Proposed struct {
	Approval string `json:"approval"`
	State    string `json:"state"`
}

// propose asks a colleague to have a command sent. It is tried against the registry first.
func (s *Service) propose(ctx context.Context, subject, zh, en string, body registry.Command, w *words) (Proposed, error) {
	return s.proposeAs(ctx, body.Kind(), subject, zh, en, body, w)
}

func (s *Service) proposeAs(
	ctx context.Context, kind, subject, zh, en string, body registry.Command, w *words,
) (Proposed, error) {
	p, err := auth.Must(ctx)
	if err != nil {
		return Proposed{}, err
	}
	if err := s.keys.Try(ctx, p.Org, body, s.clock.Now()); err != nil {
		return Proposed{}, err
	}
	var r approval.Request
	err = s.store.Tx(ctx, func(tx *db.Tx) error {
		payload := request{Command: canon.Must(body), Words: []string{}}
		if w != nil {
			payload.Words = append(payload.Words, w.commitment)
			if _, err := tx.Exec(ctx, "INSERT INTO filing_words (commitment, org, kind, salt, body) VALUES (?, ?, ?, ?, ?)",
				w.commitment, w.org, w.kind, w.salt, w.body); err != nil {
				return err
			}
		}
		r, err = s.approvals.ProposeTx(ctx, tx, kind, subject, approval.Text{ZH: zh, EN: en}, payload)
		return err
	})
	return Proposed{Approval: r.ID, State: string(r.State)}, err
}

// perform sends a command at once: it states what is so anyway.
func (s *Service) perform(ctx context.Context, subject string, body registry.Command) error {
	p, err := auth.Must(ctx)
	if err != nil {
		return err
	}
	var receipt *sequence.Receipt
	if o, ok := audit.OriginFrom(ctx); ok && o.Once != "" {
		receipt, err = s.keys.SubmitOnce(ctx, "request/"+o.Once, p.Org, body)
	} else {
		receipt, err = s.keys.Submit(ctx, p.Org, body)
	}
	if err != nil {
		return err
	}
	if err := s.dir.Wait(ctx, receipt.Index+1); err != nil {
		return err
	}
	return s.store.Tx(ctx, func(tx *db.Tx) error {
		after := map[string]any{"index": receipt.Index}
		return audit.Record(ctx, tx, audit.Entry{Action: body.Kind(), Subject: subject, After: after})
	})
}

// act proposes a command that rests on a document; command makes it of the document's commitment.
func (s *Service) act(
	ctx context.Context, subject, zh, en string, g Grounds, command func(commitment string) registry.Command,
) (Proposed, error) {
	p, err := auth.Must(ctx)
	if err != nil {
		return Proposed{}, err
	}
	commitment, w, err := s.commit(ctx, p.Org, "document", g)
	if err != nil {
		return Proposed{}, err
	}
	return s.propose(ctx, subject, zh, en, command(commitment), w)
}

// yuan writes fen for a summary.
func yuan(fen int64) string { return fmt.Sprintf("%d.%02d", fen/100, fen%100) }
