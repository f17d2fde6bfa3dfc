package filing

import (
	"context"
	"slices"
	"time"

	"shurong.org/shurong/daycount"
	"shurong.org/shurong/internal/approval"
	"shurong.org/shurong/internal/auth"
	"shurong.org/shurong/internal/desk"
	"shurong.org/shurong/internal/directory"
	"shurong.org/shurong/internal/registry"
	"shurong.org/shurong/internal/registry/facts"
	"shurong.org/shurong/internal/sequence"
)

// NewLien is a lien to be filed.
type NewLien struct {
	Grounds
	Certificate string   `json:"certificate" minLength:"15" maxLength:"15"`
	SecuredFen  int64    `json:"secured_fen" minimum:"1"`
	Months      int      `json:"months" minimum:"1" maximum:"360" doc:"registered term"`
	NoFurther   bool     `json:"no_further,omitempty" doc:"the pledgor agreed to give no further pledge"`
	Seen        []string `json:"seen" maxItems:"20" doc:"live liens ahead, in rank order, as the search showed them"`
	FilingNo    string   `json:"filing_no,omitempty" maxLength:"30" doc:"PBOC unified register"`
	IPNo        string   `json:"ip_no,omitempty" maxLength:"40" doc:"IP office, of data-IP"`
}

// Security is what a lien is worth as security today.
type Security struct {
	Lien        string                  `json:"lien"`
	Certificate string                  `json:"certificate"`
	Pledgor     string                  `json:"pledgor"`
	PledgorName string                  `json:"pledgor_name"`
	Owner       string                  `json:"owner" doc:"who holds the pledged right now"`
	OwnerName   string                  `json:"owner_name"`
	Pledgee     string                  `json:"pledgee"`
	PledgeeName string                  `json:"pledgee_name"`
	Rank        int                     `json:"rank" doc:"1 is first; 0: none"`
	SecuredFen  int64                   `json:"secured_fen"`
	Notice      bool                    `json:"notice" doc:"filed by the pledgee alone"`
	Status      registry.LienStatus     `json:"status" enum:"proposed,accepted,effective,enforcing,released,declined,withdrawn,expired"`
	Term        daycount.Date           `json:"term,omitzero" doc:"last day of the registered term"`
	FilingNo    string                  `json:"filing_no,omitempty"`
	IPNo        string                  `json:"ip_no,omitempty"`
	Today       registry.Security       `json:"today"`
	Consents    []registry.LienConsent  `json:"consents"`
	Objections  []Objection             `json:"objections"`
	Yields      *registry.Subordination `json:"yields,omitempty" doc:"its pledgee offered to stand behind another"`
	Assigned    []facts.Assignment      `json:"assigned"`
	FiledAt     time.Time               `json:"filed_at"`
	Index       uint64                  `json:"index"`
}

// Objection is the pledgor's, beside a lien.
type Objection struct {
	registry.LienObjection
	ByName string `json:"by_name"`
}

// Lien returns what a lien is worth: shared facts, for everybody who may see certificates.
func (s *Service) Lien(ctx context.Context, id string) (Security, error) {
	row, err := s.Dir.Lien(ctx, id)
	if err != nil {
		return Security{}, err
	}
	if row == nil {
		return Security{}, ErrNotFound.With("what", "lien")
	}
	return s.show(ctx, row)
}

func (s *Service) show(ctx context.Context, row *directory.Row[registry.Lien]) (Security, error) {
	l := &row.Fact
	v := Security{
		Lien: l.ID, Certificate: l.Certificate, Pledgor: l.Pledgor, PledgorName: s.Dir.Name(ctx, l.Pledgor), Owner: l.Holder(),
		OwnerName: s.Dir.Name(ctx, l.Holder()), Pledgee: l.Pledgee, PledgeeName: s.Dir.Name(ctx, l.Pledgee), SecuredFen: l.SecuredFen,
		Notice: l.Notice, Status: l.Status, Term: l.Until, FilingNo: l.FilingNo, IPNo: l.IPNo, Consents: []registry.LienConsent{},
		Objections: []Objection{}, Yields: l.Yields, Assigned: []facts.Assignment{}, FiledAt: time.UnixMilli(row.At).UTC(), Index: row.Index,
	}
	v.Consents, v.Assigned = append(v.Consents, l.Consents...), append(v.Assigned, l.Assigned...)
	for _, o := range l.Objections {
		v.Objections = append(v.Objections, Objection{o, s.Dir.Name(ctx, o.By)})
	}
	err := s.Ledger.View(ctx, func(snap *sequence.Snapshot) error {
		cert, err := registry.Find[registry.Certificate](snap, registry.PrefixCertificate+l.Certificate)
		if err != nil {
			return err
		}
		v.Today = facts.SecurityOf(l, cert, registry.Day(s.Clock.Now().UnixMilli()))
		enc, err := registry.Find[registry.Encumbrance](snap, registry.PrefixEncumbrance+l.Certificate)
		if enc != nil {
			v.Rank = slices.Index(enc.Liens, l.ID) + 1
		}
		return err
	})
	return v, err
}

// Alerts lists the caller's live liens that are about to lose their ground or have lost it, newest first.
func (s *Service) Alerts(ctx context.Context) ([]Security, error) {
	p, err := auth.Must(ctx)
	if err != nil {
		return nil, err
	}
	out := []Security{}
	f := directory.LienFilter{Pledgee: p.Org, Statuses: []registry.LienStatus{registry.LienEffective, registry.LienEnforcing}}
	at := directory.Page{Limit: directory.MaxLimit}
	for p.Org != "" {
		rows, err := s.Dir.Liens(ctx, f, at)
		if err != nil {
			return nil, err
		}
		for i := range rows {
			v, err := s.show(ctx, &rows[i])
			if err != nil {
				return nil, err
			}
			if !v.Today.Secured || v.Today.Alert {
				out = append(out, v)
			}
		}
		if len(rows) < at.Limit {
			break
		}
		at.Before = rows[len(rows)-1].Index
	}
	return out, nil
}

// File proposes to file a lien as a notice.
func (s *Service) File(ctx context.Context, in NewLien) (desk.Proposed, error) {
	if in.Seen == nil {
		in.Seen = []string{}
	}
	return s.act(ctx, "certificate/"+in.Certificate, "在凭证 "+in.Certificate+" 上登记质权，担保 "+yuan(in.SecuredFen)+" 元",
		"File a lien on "+in.Certificate+" for CNY "+yuan(in.SecuredFen), in.Grounds, func(contract string) registry.Command {
			return &registry.LienFile{
				Certificate: in.Certificate, SecuredFen: in.SecuredFen, Months: in.Months, NoFurther: in.NoFurther, Contract: contract,
				Seen: in.Seen, FilingNo: in.FilingNo, IPNo: in.IPNo,
			}
		})
}

// Amendment changes a filed lien.
type Amendment struct {
	Grounds
	SecuredFen int64  `json:"secured_fen" minimum:"1"`
	FilingNo   string `json:"filing_no,omitempty" maxLength:"30"`
	IPNo       string `json:"ip_no,omitempty" maxLength:"40"`
}

// Amend proposes to change a lien.
func (s *Service) Amend(ctx context.Context, id string, in Amendment) (desk.Proposed, error) {
	return s.act(ctx, "lien/"+id, "变更质权 "+id+"，担保 "+yuan(in.SecuredFen)+" 元", "Amend lien "+id+" to CNY "+yuan(in.SecuredFen), in.Grounds,
		func(agreement string) registry.Command {
			return &registry.LienAmend{Lien: id, SecuredFen: in.SecuredFen, FilingNo: in.FilingNo, IPNo: in.IPNo, Agreement: agreement}
		})
}

// Extend proposes to lengthen a lien's registered term.
func (s *Service) Extend(ctx context.Context, id string, months int) (desk.Proposed, error) {
	return s.propose(ctx, "lien/"+id, "展期质权 "+id, "Extend lien "+id, &registry.LienExtend{Lien: id, Months: months}, nil)
}

// MayAssign refuses to hand on a lien whose loan this node keeps the books of: the claim goes with the lien, and the
// assignee's books would know nothing of it. The error is [ErrServiced].
func (s *Service) MayAssign(ctx context.Context, id string) error {
	if s.Serviced == nil {
		return nil
	}
	loan, err := s.Serviced(ctx, id)
	if err == nil && loan != "" {
		err = ErrServiced.With("lien", id, "loan", loan).At("path.lien")
	}
	return err
}

// Assign proposes to hand a lien to another.
func (s *Service) Assign(ctx context.Context, id, to string, g Grounds) (desk.Proposed, error) {
	if err := s.MayAssign(ctx, id); err != nil {
		return desk.Proposed{}, err
	}
	name := s.Dir.Name(ctx, to)
	return s.act(ctx, "lien/"+id, "将质权 "+id+" 转让给"+name, "Assign lien "+id+" to "+name, g, func(agreement string) registry.Command {
		return &registry.LienAssign{Lien: id, To: to, Agreement: agreement}
	})
}

// Yield proposes to stand behind the next lien. The agreement's commitment is what the other side then names.
func (s *Service) Yield(ctx context.Context, id, behind string, g Grounds) (desk.Proposed, error) {
	return s.act(ctx, "lien/"+id, "质权 "+id+" 让与顺位给 "+behind, "Lien "+id+" yields its rank to "+behind, g,
		func(agreement string) registry.Command {
			return &registry.LienSubordinate{Lien: id, Behind: behind, Agreement: agreement}
		})
}

// Advance proposes to take the rank that another lien yielded. The agreement is the one the other side committed to.
func (s *Service) Advance(ctx context.Context, id, over string) (desk.Proposed, error) {
	row, err := s.Dir.Lien(ctx, over)
	if err != nil {
		return desk.Proposed{}, err
	}
	if row == nil || row.Fact.Yields == nil {
		return desk.Proposed{}, registry.ErrNotOffered.With("lien", over).At("body.over")
	}
	return s.propose(ctx, "lien/"+id, "质权 "+id+" 受让 "+over+" 的顺位", "Lien "+id+" takes the rank of "+over,
		&registry.LienAdvance{Lien: id, Over: over, Agreement: row.Fact.Yields.Agreement}, nil)
}

// Consent is a pledgee's, or an authority's, to an act in favour of somebody.
type Consent struct {
	Grounds
	Act   string        `json:"act" enum:"transfer,licence"`
	To    string        `json:"to" maxLength:"18"`
	Until daycount.Date `json:"until" doc:"last day on which it can be used; it serves once"`
}

// Allow proposes to consent, as pledgee, to a transfer or licence of the pledged right (Civil Code 444, 445).
func (s *Service) Allow(ctx context.Context, id string, in Consent) (desk.Proposed, error) {
	name := s.Dir.Name(ctx, in.To)
	return s.act(ctx, "lien/"+id, "同意将已质押权利（"+id+"）转让或许可给"+name, "Consent to a "+in.Act+" to "+name+" of the right under "+id,
		in.Grounds, func(document string) registry.Command {
			return &registry.LienAllow{Lien: id, Act: in.Act, To: in.To, Until: in.Until, Document: document}
		})
}

// Object proposes to object, as pledgor, to a filed lien.
func (s *Service) Object(ctx context.Context, id string, g Grounds) (desk.Proposed, error) {
	return s.act(ctx, "lien/"+id, "对质押登记 "+id+" 提出异议", "Object to lien "+id, g, func(grounds string) registry.Command {
		return &registry.LienObject{Lien: id, Grounds: grounds}
	})
}

// EndObjection ends an objection of the caller's, or as registrar somebody else's on which no action was brought.
func (s *Service) EndObjection(ctx context.Context, id, by string) (Security, error) {
	p, err := auth.Must(ctx)
	if err != nil {
		return Security{}, err
	}
	if by == "" {
		by = p.Org
	}
	if err := s.Perform(ctx, "lien/"+id, &registry.LienObjectEnd{Lien: id, By: by}); err != nil {
		return Security{}, err
	}
	return s.Lien(ctx, id)
}

// KindRelease is the request to release a lien. The release of a loan's lien, once it is settled, is the loan desk's.
const KindRelease = "lien.release"

// Release proposes, as pledgee, to release a lien on which no credit is open.
func (s *Service) Release(ctx context.Context, id string) (desk.Proposed, error) {
	return desk.Answer(s.ProposeAs(ctx, KindRelease, "lien/"+id,
		approval.Text{ZH: "注销质权登记 " + id, EN: "Release lien " + id}, &registry.PledgeRelease{Lien: id}))
}

// Compel proposes to release a lien on a court's document, as registrar.
func (s *Service) Compel(ctx context.Context, id string, g Grounds) (desk.Proposed, error) {
	return s.act(ctx, "lien/"+id, "依法院文书注销质押 "+id, "Release lien "+id+" on a court's document", g, func(document string) registry.Command {
		return &registry.LienCompel{Lien: id, Document: document}
	})
}

// Expire takes a lien whose term ended out of the ranks.
func (s *Service) Expire(ctx context.Context, id string) (Security, error) {
	if err := s.Perform(ctx, "lien/"+id, &registry.LienExpire{Lien: id}); err != nil {
		return Security{}, err
	}
	return s.Lien(ctx, id)
}
