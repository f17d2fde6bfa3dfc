package encumbrance

import (
	"cmp"
	"slices"
	"strings"

	"shurong.org/shurong/fault"
	"shurong.org/shurong/internal/registry/act"
	"shurong.org/shurong/internal/registry/decision"
	"shurong.org/shurong/internal/registry/facts"
	"shurong.org/shurong/money"
)

// PledgePropose offers a pledge of the right to operate. By the certificate's holder. From here on the lien holds its rank.
type PledgePropose struct {
	Certificate string `json:"certificate"`
	Pledgee     string `json:"pledgee"`
	SecuredFen  int64  `json:"secured_fen"`
	NoFurther   bool   `json:"no_further"`
	Contract    string `json:"contract"`
	Months      int    `json:"months,omitzero"` // registered term, 1 to 360; zero: none
}

func (*PledgePropose) Kind() string { return "pledge.propose" }

func (m *PledgePropose) Apply(c *act.Context) error {
	cert, err := c.Live(m.Certificate, "body.certificate")
	if err != nil {
		return err
	}
	if cert.Holder != c.Org || !cert.Grants(decision.Operating, c.Today()) {
		return ErrNoOperating.With("org", c.Org, "code", cert.Code).At("body.certificate")
	}
	pledgee, err := act.Organisation(c, m.Pledgee, "body.pledgee")
	if err != nil {
		return err
	}
	if !pledgee.Has(facts.RoleBank) && !pledgee.Has(facts.RoleGuarantor) {
		return act.ErrRole.With("org", m.Pledgee, "role", facts.RoleBank, "kind", c.Kind).At("body.pledgee")
	}
	if m.SecuredFen <= 0 || m.SecuredFen > int64(money.Max) {
		return act.ErrField.With("why", "the secured amount is positive and within the largest amount").At("body.secured_fen")
	}
	if err := act.Digest(m.Contract, "body.contract"); err != nil {
		return err
	}
	if m.Months != 0 {
		if err := checkTerm(m.Months); err != nil {
			return err
		}
	}
	ahead, err := mayPledge(c, cert)
	if err != nil {
		return err
	}
	l := &facts.Lien{
		ID: act.NewID(act.IDLien, c.Sum), Certificate: cert.Code, Pledgor: c.Org, Pledgee: m.Pledgee, Index: c.Index,
		SecuredFen: m.SecuredFen, NoFurther: m.NoFurther, Contract: m.Contract, Status: facts.LienProposed,
		Ahead: ahead, Informed: []string{}, ProposedOn: c.Today(),
	}
	if m.Months != 0 {
		l.Until = c.Today().AddMonths(m.Months)
	}
	if act.Exists(c, facts.PrefixLien+l.ID) {
		return act.ErrExists.With("what", l.ID)
	}
	act.Put(c, facts.PrefixEncumbrance+cert.Code, &facts.Encumbrance{Liens: append(slices.Clone(ahead), l.ID)})
	c.Tell(facts.PrefixLien+l.ID, "pledge.proposed", l)
	return nil
}

// PledgeAccept agrees to a pledge. By the pledgee, who names the liens ahead as disclosed to it (it has seen them) and the
// number of its filing in the PBOC unified register.
type PledgeAccept struct {
	Lien     string   `json:"lien"`
	Seen     []string `json:"seen"` // must equal the live liens ahead, in rank order
	FilingNo string   `json:"filing_no"`
	IPNo     string   `json:"ip_no,omitempty"` // at the IP office, for data-IP
}

func (*PledgeAccept) Kind() string { return "pledge.accept" }

func (m *PledgeAccept) Apply(c *act.Context) error {
	l, err := Lien(c, m.Lien, facts.LienProposed)
	if err != nil {
		return err
	}
	if err := c.Party(l.Pledgee); err != nil {
		return err
	}
	cert, err := c.Live(l.Certificate, "body.lien")
	if err != nil {
		return err
	}
	if err := checkNumbers(c, cert, m.FilingNo, m.IPNo); err != nil {
		return err
	}
	ahead, err := stillAhead(c, l)
	if err != nil {
		return err
	}
	ids := make([]string, len(ahead))
	for i, a := range ahead {
		ids[i] = a.ID
	}
	if !slices.Equal(ids, m.Seen) {
		return ErrDisclosure.With("ahead", strings.Join(ids, ", ")).At("body.seen")
	}
	l.Status, l.FilingNo, l.IPNo, l.AcceptedOn = facts.LienAccepted, m.FilingNo, m.IPNo, c.Today()
	return saveOrEffect(c, l, "pledge.accepted", false)
}

// PledgeAcknowledge is an earlier pledgee's word that the later lien was disclosed to it.
type PledgeAcknowledge struct {
	Lien string `json:"lien"`
}

func (*PledgeAcknowledge) Kind() string { return "pledge.acknowledge" }

func (m *PledgeAcknowledge) Apply(c *act.Context) error {
	l, err := Lien(c, m.Lien, facts.LienProposed, facts.LienAccepted)
	if err != nil {
		return err
	}
	ahead, err := stillAhead(c, l)
	if err != nil {
		return err
	}
	known := false
	for _, a := range ahead {
		if a.Pledgee == c.Org {
			known = true
			if !slices.Contains(l.Informed, a.ID) {
				l.Informed = append(l.Informed, a.ID)
			}
		}
	}
	if !known {
		return ErrNotAhead.With("org", c.Org, "lien", l.ID).At("body.lien")
	}
	return saveOrEffect(c, l, "pledge.acknowledged", false)
}

// PledgeEffect makes an accepted lien effective although an earlier pledgee stayed silent for Profile.LienNoticeDays. By
// pledgor or pledgee.
type PledgeEffect struct {
	Lien string `json:"lien"`
}

func (*PledgeEffect) Kind() string { return "pledge.effect" }

func (m *PledgeEffect) Apply(c *act.Context) error {
	l, err := Lien(c, m.Lien, facts.LienAccepted)
	if err != nil {
		return err
	}
	if c.Org != l.Pledgor && c.Org != l.Pledgee {
		return c.Party(l.Pledgee)
	}
	p, cal, err := c.Rules()
	if err != nil {
		return err
	}
	if until := cal.AddWorkingDays(l.ProposedOn, p.LienNoticeDays); !c.Today().After(until) {
		return ErrNoticeRuns.With("until", until).At("body.lien")
	}
	return saveOrEffect(c, l, "pledge.notice_lapsed", true)
}

// saveOrEffect stores a lien, and makes it effective once it is accepted and every pledgee still ahead was informed, or
// the notice to them lapsed.
func saveOrEffect(c *act.Context, l *facts.Lien, event string, lapsed bool) error {
	ahead, err := stillAhead(c, l)
	if err != nil {
		return err
	}
	informed := true
	for _, a := range ahead {
		informed = informed && slices.Contains(l.Informed, a.ID)
	}
	c.Emit(event, l)
	if l.Status == facts.LienAccepted && (informed || lapsed) {
		l.Status, l.EffectiveAt = facts.LienEffective, c.Index
		c.Emit("pledge.effective", l)
	}
	act.Put(c, facts.PrefixLien+l.ID, l)
	return nil
}

// PledgeDecline (by the pledgee) and PledgeWithdraw (by the pledgor) end a lien that is not effective yet.
type PledgeDecline struct {
	Lien string `json:"lien"`
}

func (*PledgeDecline) Kind() string { return "pledge.decline" }

func (m *PledgeDecline) Apply(c *act.Context) error {
	l, err := Lien(c, m.Lien, facts.LienProposed, facts.LienAccepted, facts.LienExpired)
	if err != nil {
		return err
	}
	if err := c.Party(l.Pledgee); err != nil {
		return err
	}
	return end(c, l, facts.LienDeclined, "pledge.declined")
}

type PledgeWithdraw struct {
	Lien string `json:"lien"`
}

func (*PledgeWithdraw) Kind() string { return "pledge.withdraw" }

func (m *PledgeWithdraw) Apply(c *act.Context) error {
	l, err := Lien(c, m.Lien, facts.LienProposed, facts.LienExpired)
	if err != nil {
		return err
	}
	if err := c.Party(l.Pledgor); err != nil {
		return err
	}
	return end(c, l, facts.LienWithdrawn, "pledge.withdrawn")
}

// PledgeEnforce opens enforcement. By the pledgee.
type PledgeEnforce struct {
	Lien    string `json:"lien"`
	Grounds string `json:"grounds"`
}

func (*PledgeEnforce) Kind() string { return "pledge.enforce" }

func (m *PledgeEnforce) Apply(c *act.Context) error {
	l, err := Lien(c, m.Lien, facts.LienEffective)
	if err != nil {
		return err
	}
	if err := cmp.Or(c.Party(l.Pledgee), act.Digest(m.Grounds, "body.grounds")); err != nil {
		return err
	}
	l.Status = facts.LienEnforcing
	return saveLien(c, l, "pledge.enforcing")
}

// PledgeRelease ends a lien. By the pledgee, when no loan on it is open.
type PledgeRelease struct {
	Lien string `json:"lien"`
}

func (*PledgeRelease) Kind() string { return "pledge.release" }

func (m *PledgeRelease) Apply(c *act.Context) error {
	l, err := Lien(c, m.Lien, facts.LienEffective, facts.LienEnforcing, facts.LienExpired)
	if err != nil {
		return err
	}
	if err := c.Party(l.Pledgee); err != nil {
		return err
	}
	loan, err := act.Find[facts.LoanRef](c, facts.PrefixLienLoan+l.ID)
	if err != nil {
		return err
	}
	if loan != nil {
		return ErrOpenLoan.With("lien", l.ID, "loan", loan.Loan).At("body.lien")
	}
	return end(c, l, facts.LienReleased, "pledge.released")
}

// Faults of a pledge that both sides agree on.
var (
	ErrNotAhead = fault.Define("pledge.not_ahead", fault.Forbidden,
		"机构 {org} 不是质押 {lien} 的在先质权人", "organisation {org} is not a pledgee ahead of lien {lien}")
	ErrNoticeRuns = fault.Define("pledge.notice_runs", fault.Conflict,
		"在先质权人的告知期至 {until} 届满", "the earlier pledgees' notice runs until {until}")
	ErrOpenLoan = fault.Define("pledge.open_loan", fault.Conflict,
		"质押 {lien} 担保的贷款 {loan} 尚未结清", "loan {loan} secured by lien {lien} is not settled").
		Hint("请先登记贷款结清", "record the loan's settlement first")
)
