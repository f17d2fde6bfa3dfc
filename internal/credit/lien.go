package credit

import (
	"context"
	"slices"
	"time"

	"shurong.org/shurong/daycount"
	"shurong.org/shurong/internal/api"
	"shurong.org/shurong/internal/auth"
	"shurong.org/shurong/internal/db"
	"shurong.org/shurong/internal/desk"
	"shurong.org/shurong/internal/directory"
	"shurong.org/shurong/internal/registry"
	"shurong.org/shurong/internal/sequence"
)

// LienView is a pledge with what was disclosed about it. It is made of shared facts; only the application is the
// parties'.
type LienView struct {
	ID          string              `json:"id"`
	Certificate string              `json:"certificate"`
	Title       string              `json:"title"`
	Pledgor     desk.Party          `json:"pledgor"`
	Pledgee     desk.Party          `json:"pledgee"`
	Status      registry.LienStatus `json:"status" enum:"proposed,accepted,effective,enforcing,released,declined,withdrawn,expired"`
	Rank        int                 `json:"rank" doc:"among the live liens on the certificate, 1 is first; 0 when it has ended"`
	SecuredFen  int64               `json:"secured_fen"`
	NoFurther   bool                `json:"no_further"`
	FilingNo    string              `json:"filing_no,omitempty" doc:"PBOC unified register"`
	Contract    string              `json:"contract" doc:"commitment to the pledge contract"`
	Index       uint64              `json:"index" doc:"log position, which decides the rank"`
	At          time.Time           `json:"proposed_at"`
	ProposedOn  daycount.Date       `json:"proposed_on"`
	AcceptedOn  daycount.Date       `json:"accepted_on,omitzero"`
	NoticeUntil daycount.Date       `json:"notice_until" doc:"last day of the notice to earlier pledgees"`
	Ahead       []AheadView         `json:"ahead" doc:"liens ahead when it was proposed, in rank order"`
	Application string              `json:"application,omitempty" doc:"parties only"`
	Acts        []Act               `json:"acts" doc:"what the caller's organisation may do now"`
}

// AheadView is a lien ahead of another.
type AheadView struct {
	ID         string              `json:"id"`
	Pledgee    desk.Party          `json:"pledgee"`
	SecuredFen int64               `json:"secured_fen"`
	NoFurther  bool                `json:"no_further"`
	Status     registry.LienStatus `json:"status" enum:"proposed,accepted,effective,enforcing,released,declined,withdrawn,expired"`
	Live       bool                `json:"live"`
	Informed   bool                `json:"informed" doc:"its pledgee acknowledged the later lien"`
}

// Lien returns a pledge.
func (s *Service) Lien(ctx context.Context, id string) (LienView, error) {
	p, err := auth.Must(ctx)
	if err != nil {
		return LienView{}, err
	}
	row, err := s.Dir.Lien(ctx, id)
	if err != nil {
		return LienView{}, err
	}
	if row == nil {
		return LienView{}, notFound("质押", "lien", id)
	}
	return s.lienView(ctx, row, p.Org)
}

func (s *Service) lienView(ctx context.Context, row *directory.Row[registry.Lien], org string) (LienView, error) {
	l := row.Fact
	v := LienView{
		ID: l.ID, Certificate: l.Certificate, Title: s.title(ctx, l.Certificate), Pledgor: s.Party(ctx,
			l.Pledgor), Pledgee: s.Party(ctx, l.Pledgee),
		Status: l.Status, SecuredFen: l.SecuredFen, NoFurther: l.NoFurther, FilingNo: l.FilingNo, Contract: l.Contract,
		Index: l.Index,
		At:    desk.Instant(row.At), ProposedOn: l.ProposedOn, AcceptedOn: l.AcceptedOn, Ahead: []AheadView{}, Acts: []Act{},
	}
	err := s.Ledger.View(ctx, func(snap *sequence.Snapshot) error {
		profile, cal, err := registry.Rules(snap)
		if err != nil {
			return err
		}
		v.NoticeUntil = cal.AddWorkingDays(l.ProposedOn, profile.LienNoticeDays)
		enc, err := registry.Find[registry.Encumbrance](snap, registry.PrefixEncumbrance+l.Certificate)
		if err != nil {
			return err
		}
		if enc != nil {
			v.Rank = slices.Index(enc.Liens, l.ID) + 1
		}
		for _, id := range l.Ahead {
			a, err := registry.Find[registry.Lien](snap, registry.PrefixLien+id)
			if err != nil {
				return err
			}
			if a != nil {
				v.Ahead = append(v.Ahead, AheadView{ID: a.ID, Pledgee: s.Party(ctx, a.Pledgee),
					SecuredFen: a.SecuredFen, NoFurther: a.NoFurther,
					Status: a.Status, Live: a.Status.Live(), Informed: slices.Contains(l.Informed, id)})
			}
		}
		return nil
	})
	if err != nil {
		return v, err
	}
	v.Acts = lienActs(&v, org, s.Today())
	if org == l.Pledgor || org == l.Pledgee {
		err = s.Store.View(ctx, func(tx *db.Tx) error {
			a, err := applicationOf(ctx, tx, l.ID)
			if a != nil {
				v.Application = a.ID
			}
			return err
		})
	}
	return v, err
}

func lienActs(v *LienView, org string, today daycount.Date) []Act {
	out := []Act{}
	pending := v.Status == registry.LienProposed || v.Status == registry.LienAccepted
	if org == v.Pledgee.USCC && v.Status == registry.LienProposed {
		out = append(out, ActAccept)
	}
	if pending && slices.ContainsFunc(v.Ahead,
		func(a AheadView) bool { return a.Live && !a.Informed && a.Pledgee.USCC == org }) {
		out = append(out, ActAcknowledge)
	}
	if v.Status == registry.LienAccepted && today.After(v.NoticeUntil) && (org == v.Pledgor.USCC ||
		org == v.Pledgee.USCC) {
		out = append(out, ActEffect)
	}
	if pending && org == v.Pledgee.USCC {
		out = append(out, ActDecline)
	}
	if v.Status == registry.LienProposed && org == v.Pledgor.USCC {
		out = append(out, ActWithdraw)
	}
	return out
}

// LienQuery narrows a list of pledges.
type LienQuery struct {
	As          string // pledgor, pledgee; one of them unless Certificate is given
	Certificate string
	Live        bool
}

// Liens lists pledges: those of the caller's organisation, or those on a certificate, newest first.
func (s *Service) Liens(ctx context.Context, q LienQuery, page api.Paging) (api.Page[LienView], error) {
	none := api.Page[LienView]{Items: []LienView{}}
	p, err := auth.Must(ctx)
	if err != nil || p.Org == "" {
		return none, err
	}
	before, err := page.Before()
	if err != nil {
		return none, err
	}
	f := directory.LienFilter{Certificate: q.Certificate}
	switch q.As {
	case "pledgor":
		f.Pledgor = p.Org
	case "pledgee":
		f.Pledgee = p.Org
	default:
		if q.Certificate == "" {
			if p.Has(auth.Bank) || p.Has(auth.Guarantor) {
				f.Pledgee = p.Org
			} else {
				f.Pledgor = p.Org
			}
		}
	}
	if q.Live {
		f.Statuses = []registry.LienStatus{registry.LienProposed, registry.LienAccepted, registry.LienEffective,
			registry.LienEnforcing}
	}
	rows, err := s.Dir.Liens(ctx, f, directory.Page{Before: uint64(before), Limit: page.Size() + 1})
	if err != nil {
		return none, err
	}
	items := make([]LienView, len(rows))
	for i := range rows {
		if items[i], err = s.lienView(ctx, &rows[i], p.Org); err != nil {
			return none, err
		}
	}
	return api.Numbered(items, page.Size(), func(v LienView) uint64 { return v.Index }), nil
}
