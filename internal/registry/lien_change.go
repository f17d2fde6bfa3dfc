package registry

import (
	"cmp"
	"slices"

	"shurong.org/shurong/fault"
	"shurong.org/shurong/internal/registry/facts"
	"shurong.org/shurong/money"
)

// LienAmend changes what was filed. More can be secured only while nobody stands behind: who does came on the strength of
// the old amount, so more is a new filing with a rank of its own. By the pledgee.
type LienAmend struct {
	Lien       string `json:"lien"`
	SecuredFen int64  `json:"secured_fen"`
	FilingNo   string `json:"filing_no,omitempty"` // empty: as it was
	IPNo       string `json:"ip_no,omitempty"`
	Agreement  string `json:"agreement"` // commitment
}

// LienExtend lengthens the registered term before it ends. By the pledgee.
type LienExtend struct {
	Lien   string `json:"lien"`
	Months int    `json:"months"`
}

// LienAssign hands the lien with its claim to another bank or guarantor. By the pledgee.
type LienAssign struct {
	Lien      string `json:"lien"`
	To        string `json:"to"`
	Agreement string `json:"agreement"`
}

// LienSubordinate offers to stand behind the next lien. By the pledgee that yields.
type LienSubordinate struct {
	Lien      string `json:"lien"`
	Behind    string `json:"behind"`
	Agreement string `json:"agreement"`
}

// LienAdvance accepts that, under the same agreement, and the two exchange ranks. By the pledgee that advances.
type LienAdvance struct {
	Lien      string `json:"lien"`
	Over      string `json:"over"`
	Agreement string `json:"agreement"`
}

func (*LienAmend) Kind() string       { return "lien.amend" }
func (*LienExtend) Kind() string      { return "lien.extend" }
func (*LienAssign) Kind() string      { return "lien.assign" }
func (*LienSubordinate) Kind() string { return "lien.subordinate" }
func (*LienAdvance) Kind() string     { return "lien.advance" }

// Faults of changing a lien.
var (
	ErrMoreSecured = fault.Define("lien.more_secured", fault.Conflict,
		"质押 {lien} 之后还有质权人，担保金额不能增加", "there are pledgees behind lien {lien}: it cannot secure more").
		Hint("请就增加的部分另行登记", "file the further amount as a lien of its own")
	ErrNotNext = fault.Define("lien.not_next", fault.Conflict,
		"质押 {lien} 与 {other} 顺位不相邻", "liens {lien} and {other} are not next to each other in rank").
		Hint("顺位变更不得影响中间的质权人；请逐一与其约定", "those between must not be affected: agree with each in turn")
	ErrNotOffered = fault.Define("lien.not_offered", fault.Conflict,
		"质押 {lien} 没有按此协议让与顺位", "lien {lien} was not offered to yield under this agreement")
	ErrNoTerm = fault.Define("lien.no_term", fault.Conflict,
		"质押 {lien} 没有登记期限", "lien {lien} has no registered term")
)

// pledgees loads a lien that binds and requires the sender to be its pledgee.
func (c *Context) pledgees(id string) (*Lien, error) {
	l, err := c.lien(id, LienEffective, LienEnforcing)
	if err != nil {
		return nil, err
	}
	return l, c.party(l.Pledgee)
}

func (m *LienAmend) apply(c *Context) error {
	l, err := c.pledgees(m.Lien)
	if err != nil {
		return err
	}
	if err := digest(m.Agreement, "body.agreement"); err != nil {
		return err
	}
	if m.SecuredFen <= 0 || m.SecuredFen > int64(money.Max) {
		return ErrField.With("why", "the secured amount is positive and within the largest amount").At("body.secured_fen")
	}
	live, err := c.liens(l.Certificate)
	if err != nil {
		return err
	}
	if m.SecuredFen > l.SecuredFen && live[len(live)-1].ID != l.ID {
		return ErrMoreSecured.With("lien", l.ID).At("body.secured_fen")
	}
	if m.FilingNo != "" {
		if err := filingNo(m.FilingNo); err != nil {
			return err
		}
		l.FilingNo = m.FilingNo
	}
	if m.IPNo != "" {
		if text(m.IPNo, 4, 40, "body.ip_no") != nil {
			return ErrIPNo.At("body.ip_no")
		}
		l.IPNo = m.IPNo
	}
	l.SecuredFen, l.Contract = m.SecuredFen, m.Agreement
	l.Amended++
	return c.saveLien(l, "lien.amended")
}

func (m *LienExtend) apply(c *Context) error {
	l, err := c.pledgees(m.Lien)
	if err != nil {
		return err
	}
	if err := checkTerm(m.Months); err != nil {
		return err
	}
	if l.Until.IsZero() {
		return ErrNoTerm.With("lien", l.ID).At("body.lien")
	}
	l.Until = l.Until.AddMonths(m.Months)
	if l.Until.Year() > 9000 {
		return ErrTerm.At("body.months")
	}
	l.Extended++
	return c.saveLien(l, "lien.extended")
}

// maxAssigned bounds how often a lien changes hands.
const maxAssigned = 50

func (m *LienAssign) apply(c *Context) error {
	l, err := c.pledgees(m.Lien)
	if err != nil {
		return err
	}
	to, err := memoOrg.load(c, PrefixOrg+m.To, "body.to")
	if err != nil {
		return err
	}
	if !to.Has(RoleBank) && !to.Has(RoleGuarantor) {
		return ErrRole.With("org", m.To, "role", RoleBank, "kind", c.Env.Kind).At("body.to")
	}
	if m.To == l.Pledgee || m.To == l.Holder() || m.To == l.Pledgor {
		return ErrOwnLien.At("body.to")
	}
	if err := digest(m.Agreement, "body.agreement"); err != nil {
		return err
	}
	if len(l.Assigned) >= maxAssigned {
		return ErrField.With("why", "at most 50 assignments").At("body.lien")
	}
	open, err := find[LoanRef](c, PrefixLienLoan+l.ID)
	if err != nil {
		return err
	}
	if open != nil { // the claim goes with the lien; its first lender may go on collecting it
		n, err := load[LoanNote](c, PrefixLoan+open.Loan, "")
		if err != nil {
			return err
		}
		n.Originator = cmp.Or(n.Originator, n.Lender)
		n.Lender = m.To
		put(c, PrefixLoan+n.ID, n)
		c.Emit("loan.assigned", n)
	}
	l.Assigned = append(l.Assigned, facts.Assignment{From: l.Pledgee, To: m.To, Agreement: m.Agreement, On: c.Today(), Index: c.Index})
	l.Pledgee, l.Yields = m.To, nil
	return c.saveLien(l, "lien.assigned")
}

func (m *LienSubordinate) apply(c *Context) error {
	l, err := c.pledgees(m.Lien)
	if err != nil {
		return err
	}
	if err := digest(m.Agreement, "body.agreement"); err != nil {
		return err
	}
	if err := c.adjacent(l, m.Behind); err != nil {
		return err
	}
	l.Yields = &Subordination{Behind: m.Behind, Agreement: m.Agreement, On: c.Today()}
	return c.saveLien(l, "lien.yields")
}

// adjacent requires another lien to come right behind one.
func (c *Context) adjacent(l *Lien, behind string) error {
	live, err := c.liens(l.Certificate)
	if err != nil {
		return err
	}
	at := slices.IndexFunc(live, func(o *Lien) bool { return o.ID == l.ID })
	if at < 0 || at+1 >= len(live) || live[at+1].ID != behind {
		return ErrNotNext.With("lien", l.ID, "other", printable(behind)).At("body.lien")
	}
	return nil
}

func (m *LienAdvance) apply(c *Context) error {
	l, err := c.pledgees(m.Lien)
	if err != nil {
		return err
	}
	over, err := c.lien(m.Over, LienEffective, LienEnforcing)
	if err != nil {
		return err
	}
	if over.Yields == nil || over.Yields.Behind != l.ID || over.Yields.Agreement != m.Agreement {
		return ErrNotOffered.With("lien", over.ID).At("body.agreement")
	}
	if over.Certificate != l.Certificate {
		return ErrNotNext.With("lien", l.ID, "other", over.ID).At("body.over")
	}
	if err := c.adjacent(over, l.ID); err != nil {
		return err
	}
	if len(over.Yielded) >= maxAssigned {
		return ErrField.With("why", "at most 50 agreements").At("body.over")
	}
	enc, err := load[Encumbrance](c, PrefixEncumbrance+l.Certificate, "")
	if err != nil {
		return err
	}
	i, j := slices.Index(enc.Liens, over.ID), slices.Index(enc.Liens, l.ID)
	enc.Liens[i], enc.Liens[j] = enc.Liens[j], enc.Liens[i]
	put(c, PrefixEncumbrance+l.Certificate, enc)
	over.Yielded = append(over.Yielded, *over.Yields)
	over.Yields = nil
	if err := c.saveLien(over, "lien.subordinated"); err != nil {
		return err
	}
	return c.saveLien(l, "lien.advanced")
}
