package registry

import (
	"cmp"
	"slices"
	"strings"

	"shurong.org/shurong/money"
)

// maxLiens bounds the live liens on a certificate: each is a fact of every document about it, and the second already is rare.
const maxLiens = 20

func (m *PledgePropose) apply(c *Context) error {
	cert, err := c.live(m.Certificate, "body.certificate")
	if err != nil {
		return err
	}
	if cert.Holder != c.Env.Org || !cert.Grants(Operating, c.Today()) {
		return ErrNoOperating.With("org", c.Env.Org, "code", cert.Code).At("body.certificate")
	}
	pledgee, err := memoOrg.load(c, PrefixOrg+m.Pledgee, "body.pledgee")
	if err != nil {
		return err
	}
	if !pledgee.Has(RoleBank) && !pledgee.Has(RoleGuarantor) {
		return ErrRole.With("org", m.Pledgee, "role", RoleBank, "kind", c.Env.Kind).At("body.pledgee")
	}
	if m.SecuredFen <= 0 || m.SecuredFen > int64(money.Max) {
		return ErrField.With("why", "the secured amount is positive and within the largest amount").At("body.secured_fen")
	}
	if err := digest(m.Contract, "body.contract"); err != nil {
		return err
	}
	if m.Months != 0 {
		if err := checkTerm(m.Months); err != nil {
			return err
		}
	}
	ahead, err := c.mayPledge(cert)
	if err != nil {
		return err
	}
	l := &Lien{
		ID: makeID(idLien, c.Sum), Certificate: cert.Code, Pledgor: c.Env.Org, Pledgee: m.Pledgee, Index: c.Index,
		SecuredFen: m.SecuredFen, NoFurther: m.NoFurther, Contract: m.Contract, Status: LienProposed,
		Ahead: ahead, Informed: []string{}, ProposedOn: c.Today(),
	}
	if m.Months != 0 {
		l.Until = c.Today().AddMonths(m.Months)
	}
	if exists(c, PrefixLien+l.ID) {
		return ErrExists.With("what", l.ID)
	}
	put(c, PrefixEncumbrance+cert.Code, &Encumbrance{Liens: append(slices.Clone(ahead), l.ID)})
	c.tell(PrefixLien+l.ID, "pledge.proposed", l)
	return nil
}

// lien loads a lien in one of the given statuses. LienExpired among them stands for a lien in one of the others whose
// registered term has ended.
func (c *Context) lien(id string, allowed ...LienStatus) (*Lien, error) {
	l, err := load[Lien](c, PrefixLien+id, "body.lien")
	if err != nil {
		return nil, err
	}
	if !slices.Contains(allowed, l.Status) || l.Status == LienExpired {
		return nil, ErrLienStatus.With("lien", l.ID, "status", l.Status, "kind", c.Env.Kind).At("body.lien")
	}
	if l.Status.Live() && !l.LiveOn(c.Today()) && !slices.Contains(allowed, LienExpired) {
		return nil, ErrLienStatus.With("lien", l.ID, "status", LienExpired, "kind", c.Env.Kind).At("body.lien")
	}
	return l, nil
}

func (c *Context) party(org string) error {
	if c.Env.Org != org {
		return ErrParty.With("org", c.Env.Org, "kind", c.Env.Kind).At("org")
	}
	return nil
}

func (c *Context) saveLien(l *Lien, event string) error {
	c.tell(PrefixLien+l.ID, event, l)
	return nil
}

// stillAhead returns the liens ahead of l that still live, in rank order.
func (c *Context) stillAhead(l *Lien) ([]*Lien, error) {
	var out []*Lien
	for _, id := range l.Ahead {
		a, err := load[Lien](c, PrefixLien+id, "")
		if err != nil {
			return nil, err
		}
		if a.LiveOn(c.Today()) {
			out = append(out, a)
		}
	}
	return out, nil
}

func (m *PledgeAccept) apply(c *Context) error {
	l, err := c.lien(m.Lien, LienProposed)
	if err != nil {
		return err
	}
	if err := c.party(l.Pledgee); err != nil {
		return err
	}
	cert, err := c.live(l.Certificate, "body.lien")
	if err != nil {
		return err
	}
	if err := c.checkNumbers(cert, m.FilingNo, m.IPNo); err != nil {
		return err
	}
	ahead, err := c.stillAhead(l)
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
	l.Status, l.FilingNo, l.IPNo, l.AcceptedOn = LienAccepted, m.FilingNo, m.IPNo, c.Today()
	return c.saveOrEffect(l, "pledge.accepted", false)
}

func (m *PledgeAcknowledge) apply(c *Context) error {
	l, err := c.lien(m.Lien, LienProposed, LienAccepted)
	if err != nil {
		return err
	}
	ahead, err := c.stillAhead(l)
	if err != nil {
		return err
	}
	known := false
	for _, a := range ahead {
		if a.Pledgee == c.Env.Org {
			known = true
			if !slices.Contains(l.Informed, a.ID) {
				l.Informed = append(l.Informed, a.ID)
			}
		}
	}
	if !known {
		return ErrNotAhead.With("org", c.Env.Org, "lien", l.ID).At("body.lien")
	}
	return c.saveOrEffect(l, "pledge.acknowledged", false)
}

func (m *PledgeEffect) apply(c *Context) error {
	l, err := c.lien(m.Lien, LienAccepted)
	if err != nil {
		return err
	}
	if c.Env.Org != l.Pledgor && c.Env.Org != l.Pledgee {
		return c.party(l.Pledgee)
	}
	p, cal, err := c.rules()
	if err != nil {
		return err
	}
	if until := cal.AddWorkingDays(l.ProposedOn, p.LienNoticeDays); !c.Today().After(until) {
		return ErrNoticeRuns.With("until", until).At("body.lien")
	}
	return c.saveOrEffect(l, "pledge.notice_lapsed", true)
}

// saveOrEffect stores a lien, and makes it effective once it is accepted and every pledgee still ahead was informed, or
// the notice to them lapsed.
func (c *Context) saveOrEffect(l *Lien, event string, lapsed bool) error {
	ahead, err := c.stillAhead(l)
	if err != nil {
		return err
	}
	informed := true
	for _, a := range ahead {
		informed = informed && slices.Contains(l.Informed, a.ID)
	}
	c.Emit(event, l)
	if l.Status == LienAccepted && (informed || lapsed) {
		l.Status, l.EffectiveAt = LienEffective, c.Index
		c.Emit("pledge.effective", l)
	}
	put(c, PrefixLien+l.ID, l)
	return nil
}

func (m *PledgeDecline) apply(c *Context) error {
	l, err := c.lien(m.Lien, LienProposed, LienAccepted, LienExpired)
	if err != nil {
		return err
	}
	if err := c.party(l.Pledgee); err != nil {
		return err
	}
	return c.end(l, LienDeclined, "pledge.declined")
}

func (m *PledgeWithdraw) apply(c *Context) error {
	l, err := c.lien(m.Lien, LienProposed, LienExpired)
	if err != nil {
		return err
	}
	if err := c.party(l.Pledgor); err != nil {
		return err
	}
	return c.end(l, LienWithdrawn, "pledge.withdrawn")
}

func (m *PledgeEnforce) apply(c *Context) error {
	l, err := c.lien(m.Lien, LienEffective)
	if err != nil {
		return err
	}
	if err := cmp.Or(c.party(l.Pledgee), digest(m.Grounds, "body.grounds")); err != nil {
		return err
	}
	l.Status = LienEnforcing
	return c.saveLien(l, "pledge.enforcing")
}

func (m *PledgeRelease) apply(c *Context) error {
	l, err := c.lien(m.Lien, LienEffective, LienEnforcing, LienExpired)
	if err != nil {
		return err
	}
	if err := c.party(l.Pledgee); err != nil {
		return err
	}
	loan, err := find[LoanRef](c, PrefixLienLoan+l.ID)
	if err != nil {
		return err
	}
	if loan != nil {
		return ErrOpenLoan.With("lien", l.ID, "loan", loan.Loan).At("body.lien")
	}
	return c.end(l, LienReleased, "pledge.released")
}

// end takes a lien out of the ranks.
func (c *Context) end(l *Lien, s LienStatus, event string) error {
	enc, err := load[Encumbrance](c, PrefixEncumbrance+l.Certificate, "")
	if err != nil {
		return err
	}
	left := slices.DeleteFunc(enc.Liens, func(id string) bool { return id == l.ID })
	if len(left) == 0 {
		c.Delete(PrefixEncumbrance + l.Certificate)
	} else {
		put(c, PrefixEncumbrance+l.Certificate, &Encumbrance{Liens: left})
	}
	l.Status, l.EndedAt = s, c.Index
	return c.saveLien(l, event)
}

func (m *LoanDisburse) apply(c *Context) error {
	l, err := c.lien(m.Lien, LienEffective)
	if err != nil {
		return err
	}
	if err := cmp.Or(c.party(l.Pledgee), digest(m.Contract, "body.contract")); err != nil {
		return err
	}
	if _, err := c.live(l.Certificate, "body.lien"); err != nil {
		return err
	}
	s, err := find[Sanction](c, PrefixSanction+l.Pledgor)
	if err != nil {
		return err
	}
	if s != nil && s.Bars(c.Today()) {
		return ErrSanctioned.With("org", l.Pledgor, "until", s.Until).At("body.lien")
	}
	open, err := find[LoanRef](c, PrefixLienLoan+l.ID)
	if err != nil {
		return err
	}
	if open != nil {
		return ErrLoanExists.With("lien", l.ID, "loan", open.Loan).At("body.lien")
	}
	n := &LoanNote{ID: makeID(idLoan, c.Sum), Lender: c.Env.Org, Borrower: l.Pledgor, Lien: l.ID, Contract: m.Contract, Index: c.Index}
	if exists(c, PrefixLoan+n.ID) {
		return ErrExists.With("what", n.ID)
	}
	put(c, PrefixLoan+n.ID, n)
	put(c, PrefixLienLoan+l.ID, &LoanRef{Loan: n.ID})
	c.Emit("loan.disbursed", n)
	return nil
}

func (m *LoanSettle) apply(c *Context) error {
	n, err := load[LoanNote](c, PrefixLoan+m.Loan, "body.loan")
	if err != nil {
		return err
	}
	if c.Env.Org != n.Originator || n.Originator == "" {
		if err := c.party(n.Lender); err != nil {
			return err
		}
	}
	if n.Settled {
		return ErrExists.With("what", n.ID).At("body.loan")
	}
	n.Settled = true
	put(c, PrefixLoan+n.ID, n)
	c.Delete(PrefixLienLoan + n.Lien)
	c.Emit("loan.settled", n)
	return nil
}
