package encumbrance

import (
	"slices"

	"shurong.org/shurong/fault"
	"shurong.org/shurong/internal/registry/act"
	"shurong.org/shurong/internal/registry/decision"
	"shurong.org/shurong/internal/registry/facts"
)

// maxLiens bounds the live liens on a certificate: each is a fact of every document about it, and the second already is rare.
const MaxLiens = 20

// Lien loads a lien in one of the given statuses. LienExpired among them stands for a lien in one of the others whose
// registered term has ended.
func Lien(c *act.Context, id string, allowed ...facts.LienStatus) (*facts.Lien, error) {
	l, err := act.Load[facts.Lien](c, facts.PrefixLien+id, "body.lien")
	if err != nil {
		return nil, err
	}
	if !slices.Contains(allowed, l.Status) || l.Status == facts.LienExpired {
		return nil, ErrLienStatus.With("lien", l.ID, "status", l.Status, "kind", c.Kind).At("body.lien")
	}
	if l.Status.Live() && !l.LiveOn(c.Today()) && !slices.Contains(allowed, facts.LienExpired) {
		return nil, ErrLienStatus.With("lien", l.ID, "status", facts.LienExpired, "kind", c.Kind).At("body.lien")
	}
	return l, nil
}

func saveLien(c *act.Context, l *facts.Lien, event string) error {
	c.Tell(facts.PrefixLien+l.ID, event, l)
	return nil
}

// stillAhead returns the liens ahead of l that still live, in rank order.
func stillAhead(c *act.Context, l *facts.Lien) ([]*facts.Lien, error) {
	var out []*facts.Lien
	for _, id := range l.Ahead {
		a, err := act.Load[facts.Lien](c, facts.PrefixLien+id, "")
		if err != nil {
			return nil, err
		}
		if a.LiveOn(c.Today()) {
			out = append(out, a)
		}
	}
	return out, nil
}

// liens loads the liens that hold a rank on a certificate today, in rank order.
func liens(c *act.Context, code string) ([]*facts.Lien, error) {
	enc, err := act.Find[facts.Encumbrance](c, facts.PrefixEncumbrance+code)
	if err != nil || enc == nil {
		return nil, err
	}
	var out []*facts.Lien
	for _, id := range enc.Liens {
		l, err := act.Load[facts.Lien](c, facts.PrefixLien+id, "")
		if err != nil {
			return nil, err
		}
		if l.LiveOn(c.Today()) {
			out = append(out, l)
		}
	}
	return out, nil
}

// sweep takes liens whose registered term ended out of a certificate's ranks and returns those that stay.
func sweep(c *act.Context, code string) ([]*facts.Lien, error) {
	enc, err := act.Find[facts.Encumbrance](c, facts.PrefixEncumbrance+code)
	if err != nil || enc == nil {
		return nil, err
	}
	var out []*facts.Lien
	for _, id := range slices.Clone(enc.Liens) {
		l, err := act.Load[facts.Lien](c, facts.PrefixLien+id, "")
		if err != nil {
			return nil, err
		}
		if l.LiveOn(c.Today()) {
			out = append(out, l)
			continue
		}
		if err := end(c, l, facts.LienExpired, "lien.expired"); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// mayPledge refuses a further lien on a certificate that does not take one, and returns the liens it will stand behind.
// Liens whose registered term ended leave the ranks first.
func mayPledge(c *act.Context, cert *facts.Certificate) ([]string, error) {
	if !cert.Grants(decision.Operating, c.Today()) {
		return nil, ErrNoOperating.With("org", cert.Holder, "code", cert.Code).At("body.certificate")
	}
	if cert.Pending != "" {
		return nil, act.ErrPending.With("code", cert.Code, "case", cert.Pending).At("body.certificate")
	}
	if err := Unseized(c, cert, []decision.Right{decision.Operating}, "body.certificate"); err != nil {
		return nil, err
	}
	live, err := sweep(c, cert.Code)
	if err != nil {
		return nil, err
	}
	if len(live) >= MaxLiens {
		return nil, ErrTooManyLiens.With("code", cert.Code, "most", MaxLiens).At("body.certificate")
	}
	ids := make([]string, len(live))
	for i, l := range live {
		if l.NoFurther {
			return nil, ErrCovenant.With("lien", l.ID).At("body.certificate")
		}
		ids[i] = l.ID
	}
	return ids, nil
}

// end takes a lien out of the ranks.
func end(c *act.Context, l *facts.Lien, s facts.LienStatus, event string) error {
	enc, err := act.Load[facts.Encumbrance](c, facts.PrefixEncumbrance+l.Certificate, "")
	if err != nil {
		return err
	}
	left := slices.DeleteFunc(enc.Liens, func(id string) bool { return id == l.ID })
	if len(left) == 0 {
		c.Delete(facts.PrefixEncumbrance + l.Certificate)
	} else {
		act.Put(c, facts.PrefixEncumbrance+l.Certificate, &facts.Encumbrance{Liens: left})
	}
	l.Status, l.EndedAt = s, c.Index
	return saveLien(c, l, event)
}

// pledgees loads a lien that binds and requires the sender to be its pledgee.
func pledgees(c *act.Context, id string) (*facts.Lien, error) {
	l, err := Lien(c, id, facts.LienEffective, facts.LienEnforcing)
	if err != nil {
		return nil, err
	}
	return l, c.Party(l.Pledgee)
}

// Faults of ranks.
var (
	ErrNoOperating = fault.Define("pledge.no_operating_right", fault.Conflict,
		"机构 {org} 在凭证 {code} 上没有有效的数据经营权，不能出质", "organisation {org} holds no live right to operate on certificate {code} and cannot pledge it").
		Hint("设立担保属于数据经营权（指引第三条）；请先登记该权利", "giving security belongs to the right to operate (Guide Art. 3); register it first")
	ErrCovenant = fault.Define("pledge.no_further", fault.Conflict,
		"在先质押 {lien} 约定不得再次出质", "the earlier lien {lien} carries a no-further-pledge covenant").
		Hint("须先经该质权人解除质押", "that pledgee must release it first")
	ErrTooManyLiens = fault.Define("pledge.too_many", fault.Limit,
		"凭证 {code} 上已有 {most} 项未解除的质押，不能再出质", "certificate {code} carries {most} live liens already; no further pledge is taken").
		Hint("请先由质权人解除，或撤回未被接受的质押", "have a pledgee release one, or withdraw a proposal that was not accepted")
	ErrLienStatus = fault.Define("pledge.status", fault.Conflict,
		"质押 {lien} 当前状态为 {status}，不能执行 {kind}", "lien {lien} is {status}; {kind} is not possible now")
	ErrDisclosure = fault.Define("pledge.disclosure", fault.Conflict,
		"所确认的在先质押与登记簿不一致，登记簿为：{ahead}", "the earlier liens you acknowledge are not those of the register: {ahead}").
		Hint("请重新查看在先质押后再确认", "look at the liens ahead again, then accept")
)
