package filing

import (
	"context"
	"fmt"

	"shurong.org/shurong/fault"
	"shurong.org/shurong/internal/approval"
	"shurong.org/shurong/internal/auth"
	"shurong.org/shurong/internal/clock"
	"shurong.org/shurong/internal/db"
	"shurong.org/shurong/internal/desk"
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
	// ErrServiced says that a lien secures a loan whose books are kept here.
	ErrServiced = fault.Define("filing.serviced", fault.Conflict,
		"质押 {lien} 担保的贷款 {loan} 正由本系统管理，质权不能单独转让",
		"lien {lien} secures loan {loan}, which is serviced here: the lien cannot be assigned").
		Hint("质权随主债权转移：请先结清该贷款，或由受让人另行放款结清后再转让",
			"the lien goes with its claim: settle the loan first, for instance by a new loan of the assignee's")
)

// Service is the counter.
type Service struct {
	*desk.Desk
	vault *vault.Service

	// Serviced, if set, names the open loan that this node keeps the books of and that a lien secures; empty if there is none.
	Serviced func(ctx context.Context, lien string) (loan string, err error)
}

// New returns the counter and registers its kinds of request.
func New(
	store *db.DB, ledger sequence.Ledger, keys *keyring.Keys, dir *directory.Directory, approvals *approval.Service, c clock.Clock,
	papers *vault.Service,
) *Service {
	s := &Service{
		Desk: &desk.Desk{Store: store, Ledger: ledger, Keys: keys, Dir: dir, Approvals: approvals, Clock: c}, vault: papers,
	}
	handle[registry.LienFile](s, auth.LienFile, "登记质权", "File a lien")
	handle[registry.LienAmend](s, auth.LienFile, "变更质权登记", "Amend a lien")
	handle[registry.LienExtend](s, auth.LienFile, "展期质权登记", "Extend a lien")
	desk.HandleIf[registry.LienAssign](s.Desk, "lien.assign", auth.LienFile,
		approval.Text{ZH: "转让质权", EN: "Assign a lien"},
		func(ctx context.Context, m *registry.LienAssign) error { return s.MayAssign(ctx, m.Lien) })
	handle[registry.LienSubordinate](s, auth.LienFile, "让与顺位", "Yield the rank of a lien")
	handle[registry.LienAdvance](s, auth.LienFile, "受让顺位", "Advance a lien")
	handle[registry.LienAllow](s, auth.LienConsent, "同意转让或许可", "Consent to a transfer or licence")
	handle[registry.LienObject](s, auth.LienObject, "质押登记异议", "Object to a lien")
	desk.Handle[registry.PledgeRelease](s.Desk, KindRelease, auth.LienRelease,
		approval.Text{ZH: "注销质权登记", EN: "Release a lien"})
	handle[registry.LienCompel](s, auth.LienCompel, "强制注销质押", "Release a lien on a court's document")
	handle[registry.AnnotationPlace](s, auth.AnnotationPlace, "登记备注", "Place an annotation")
	handle[registry.AnnotationLift](s, auth.AnnotationPlace, "解除备注", "Lift an annotation")
	handle[registry.AnnotationPermit](s, auth.AnnotationPlace, "登记权利机关的同意", "Record an authority's consent")
	handle[registry.LicenceNote](s, auth.LicenceNote, "登记许可", "Note a licence")
	handle[registry.LicenceEnd](s, auth.LicenceNote, "终止许可", "End a licence")
	return s
}

// handle registers the request whose execution sends a command C.
func handle[C any, P interface {
	*C
	registry.Command
}](s *Service, action auth.Action, zh, en string) {
	desk.Handle[C, P](s.Desk, P(new(C)).Kind(), action, approval.Text{ZH: zh, EN: en})
}

// Grounds are what an act rests on: a text, or a paper kept in the vault.
type Grounds struct {
	Text  string `json:"text,omitempty" maxLength:"4000"`
	Paper string `json:"paper,omitempty" maxLength:"40" doc:"identifier of a paper kept before, instead of a text"`
}

// commit returns the commitment to what an act rests on, and its words, none where the vault keeps it.
func (s *Service) commit(ctx context.Context, org, kind string, g Grounds) (string, []desk.Words, error) {
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
	w, err := desk.Say(org, kind, desk.Note{Text: g.Text})
	return w.Commitment, []desk.Words{w}, err
}

// propose asks a colleague to have a command sent. It is tried against the registry first.
func (s *Service) propose(
	ctx context.Context, subject, zh, en string, body registry.Command, said []desk.Words,
) (desk.Proposed, error) {
	return desk.Answer(s.Propose(ctx, subject, approval.Text{ZH: zh, EN: en}, body, said...))
}

// act proposes a command that rests on a document; command makes it of the document's commitment.
func (s *Service) act(
	ctx context.Context, subject, zh, en string, g Grounds, command func(commitment string) registry.Command,
) (desk.Proposed, error) {
	p, err := auth.Must(ctx)
	if err != nil {
		return desk.Proposed{}, err
	}
	commitment, w, err := s.commit(ctx, p.Org, "document", g)
	if err != nil {
		return desk.Proposed{}, err
	}
	return s.propose(ctx, subject, zh, en, command(commitment), w)
}

// yuan writes fen for a summary.
func yuan(fen int64) string { return fmt.Sprintf("%d.%02d", fen/100, fen%100) }
