package encumbrance

import (
	"cmp"
	"slices"

	"shurong.org/shurong/fault"
	"shurong.org/shurong/internal/registry/act"
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

func (*LienAmend) Kind() string { return "lien.amend" }

func (m *LienAmend) Apply(c *act.Context) error {
	l, err := pledgees(c, m.Lien)
	if err != nil {
		return err
	}
	if err := act.Digest(m.Agreement, "body.agreement"); err != nil {
		return err
	}
	if m.SecuredFen <= 0 || m.SecuredFen > int64(money.Max) {
		return act.ErrField.With("why", "the secured amount is positive and within the largest amount").At("body.secured_fen")
	}
	live, err := liens(c, l.Certificate)
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
		if act.Text(m.IPNo, 4, 40, "body.ip_no") != nil {
			return ErrIPNo.At("body.ip_no")
		}
		l.IPNo = m.IPNo
	}
	l.SecuredFen, l.Contract = m.SecuredFen, m.Agreement
	l.Amended++
	return saveLien(c, l, "lien.amended")
}

// LienExtend lengthens the registered term before it ends. By the pledgee.
type LienExtend struct {
	Lien   string `json:"lien"`
	Months int    `json:"months"`
}

func (*LienExtend) Kind() string { return "lien.extend" }

func (m *LienExtend) Apply(c *act.Context) error {
	l, err := pledgees(c, m.Lien)
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
	return saveLien(c, l, "lien.extended")
}

// LienAssign hands the lien with its claim to another bank or guarantor. By the pledgee.
type LienAssign struct {
	Lien      string `json:"lien"`
	To        string `json:"to"`
	Agreement string `json:"agreement"`
}

func (*LienAssign) Kind() string { return "lien.assign" }

func (m *LienAssign) Apply(c *act.Context) error {
	l, err := pledgees(c, m.Lien)
	if err != nil {
		return err
	}
	to, err := act.Organisation(c, m.To, "body.to")
	if err != nil {
		return err
	}
	if !to.Has(facts.RoleBank) && !to.Has(facts.RoleGuarantor) {
		return act.ErrRole.With("org", m.To, "role", facts.RoleBank, "kind", c.Kind).At("body.to")
	}
	if m.To == l.Pledgee || m.To == l.Holder() || m.To == l.Pledgor {
		return ErrOwnLien.At("body.to")
	}
	if err := act.Digest(m.Agreement, "body.agreement"); err != nil {
		return err
	}
	if len(l.Assigned) >= maxAssigned {
		return act.ErrField.With("why", "at most 50 assignments").At("body.lien")
	}
	open, err := act.Find[facts.LoanRef](c, facts.PrefixLienLoan+l.ID)
	if err != nil {
		return err
	}
	if open != nil { // the claim goes with the lien; its first lender may go on collecting it
		n, err := act.Load[facts.LoanNote](c, facts.PrefixLoan+open.Loan, "")
		if err != nil {
			return err
		}
		n.Originator = cmp.Or(n.Originator, n.Lender)
		n.Lender = m.To
		act.Put(c, facts.PrefixLoan+n.ID, n)
		c.Emit("loan.assigned", n)
	}
	l.Assigned = append(l.Assigned, facts.Assignment{From: l.Pledgee, To: m.To, Agreement: m.Agreement, On: c.Today(), Index: c.Index})
	l.Pledgee, l.Yields = m.To, nil
	return saveLien(c, l, "lien.assigned")
}

// LienSubordinate offers to stand behind the next lien. By the pledgee that yields.
type LienSubordinate struct {
	Lien      string `json:"lien"`
	Behind    string `json:"behind"`
	Agreement string `json:"agreement"`
}

func (*LienSubordinate) Kind() string { return "lien.subordinate" }

func (m *LienSubordinate) Apply(c *act.Context) error {
	l, err := pledgees(c, m.Lien)
	if err != nil {
		return err
	}
	if err := act.Digest(m.Agreement, "body.agreement"); err != nil {
		return err
	}
	if err := adjacent(c, l, m.Behind); err != nil {
		return err
	}
	l.Yields = &facts.Subordination{Behind: m.Behind, Agreement: m.Agreement, On: c.Today()}
	return saveLien(c, l, "lien.yields")
}

// LienAdvance accepts that, under the same agreement, and the two exchange ranks. By the pledgee that advances.
type LienAdvance struct {
	Lien      string `json:"lien"`
	Over      string `json:"over"`
	Agreement string `json:"agreement"`
}

func (*LienAdvance) Kind() string { return "lien.advance" }

func (m *LienAdvance) Apply(c *act.Context) error {
	l, err := pledgees(c, m.Lien)
	if err != nil {
		return err
	}
	over, err := Lien(c, m.Over, facts.LienEffective, facts.LienEnforcing)
	if err != nil {
		return err
	}
	if over.Yields == nil || over.Yields.Behind != l.ID || over.Yields.Agreement != m.Agreement {
		return ErrNotOffered.With("lien", over.ID).At("body.agreement")
	}
	if over.Certificate != l.Certificate {
		return ErrNotNext.With("lien", l.ID, "other", over.ID).At("body.over")
	}
	if err := adjacent(c, over, l.ID); err != nil {
		return err
	}
	if len(over.Yielded) >= maxAssigned {
		return act.ErrField.With("why", "at most 50 agreements").At("body.over")
	}
	enc, err := act.Load[facts.Encumbrance](c, facts.PrefixEncumbrance+l.Certificate, "")
	if err != nil {
		return err
	}
	i, j := slices.Index(enc.Liens, over.ID), slices.Index(enc.Liens, l.ID)
	enc.Liens[i], enc.Liens[j] = enc.Liens[j], enc.Liens[i]
	act.Put(c, facts.PrefixEncumbrance+l.Certificate, enc)
	over.Yielded = append(over.Yielded, *over.Yields)
	over.Yields = nil
	if err := saveLien(c, over, "lien.subordinated"); err != nil {
		return err
	}
	return saveLien(c, l, "lien.advanced")
}

// maxAssigned bounds how often a lien changes hands.
const maxAssigned = 50

// adjacent requires another lien to come right behind one.
func adjacent(c *act.Context, l *facts.Lien, behind string) error {
	live, err := liens(c, l.Certificate)
	if err != nil {
		return err
	}
	at := slices.IndexFunc(live, func(o *facts.Lien) bool { return o.ID == l.ID })
	if at < 0 || at+1 >= len(live) || live[at+1].ID != behind {
		return ErrNotNext.With("lien", l.ID, "other", act.Printable(behind)).At("body.lien")
	}
	return nil
}

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
