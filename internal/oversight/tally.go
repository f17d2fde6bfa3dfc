package oversight

import (
	"shurong.org/shurong/canon"
	"shurong.org/shurong/daycount"
	"shurong.org/shurong/internal/desk"
	"shurong.org/shurong/internal/registry"
	"shurong.org/shurong/internal/sequence"
)

// tally is the field being counted in one snapshot.
type tally struct {
	overview   Overview
	registrars map[string]*Scorecard // by credit code; Registrar.Name is filled where it is shown
	today      daycount.Date
	profile    registry.Profile
	cal        *daycount.Calendar
	places     map[string]place // by case, of those registered
	live       map[string]bool  // certificates
	values     map[string]registry.Valuation
}

// place is where a case's data belongs.
type place struct{ region, industry string }

func newTally(today daycount.Date) *tally {
	return &tally{
		today: today, registrars: map[string]*Scorecard{}, places: map[string]place{}, live: map[string]bool{},
		values: map[string]registry.Valuation{},
	}
}

func (t *tally) run(snap *sequence.Snapshot) error {
	t.overview.Size, t.overview.AsOf = snap.Size(), t.today
	var err error
	if t.profile, t.cal, err = registry.Rules(snap); err != nil {
		return err
	}
	// In this order: certificates need their cases, heartbeats the live certificates.
	for _, step := range []func(*sequence.Snapshot) error{
		t.organisations, t.cases, t.certificates, t.liens, t.valuations, t.loans, t.heartbeats, t.sanctions,
	} {
		if err := step(snap); err != nil {
			return err
		}
	}
	t.places, t.live, t.values = nil, nil, nil // the result is kept, what it was made of is not
	return nil
}

// each reads all facts under a prefix, in the order of their keys.
func each[T any](snap *sequence.Snapshot, prefix string, do func(*T)) error {
	after := ""
	for {
		rows, err := snap.Scan(prefix, after, sequence.MaxScan)
		if err != nil {
			return err
		}
		for _, r := range rows {
			v := new(T)
			if err := canon.Unmarshal(r.Value, v); err != nil {
				return err
			}
			do(v)
		}
		if len(rows) < sequence.MaxScan {
			return nil
		}
		after = rows[len(rows)-1].Key
	}
}

func (t *tally) card(registrar string) *Scorecard {
	c := t.registrars[registrar]
	if c == nil {
		c = &Scorecard{Registrar: desk.Party{USCC: registrar}}
		t.registrars[registrar] = c
	}
	return c
}

func (t *tally) organisations(snap *sequence.Snapshot) error {
	o, roles := &t.overview.Organisations, counts{}
	err := each(snap, registry.PrefixOrg, func(v *registry.Organisation) {
		o.Total++
		for _, r := range v.Roles {
			roles[string(r)]++
		}
		if v.Has(registry.RoleRegistrar) {
			t.card(v.USCC)
		}
	})
	o.ByRole = roles.list()
	return err
}

func (t *tally) cases(snap *sequence.Snapshot) error {
	o, statuses := &t.overview.Cases, counts{}
	err := each(snap, registry.PrefixCase, func(v *registry.Case) {
		c := v.AsOf(t.cal, t.today, t.profile)
		s := t.card(c.Registrar)
		o.Total++
		s.Cases++
		statuses[string(c.Status)]++
		if open(c.Status) {
			s.Open++
			if c.Clock.Name != "" && t.today.After(c.Clock.Until(t.cal)) {
				o.Overdue++
				s.Overdue++
			}
		}
		s.count(&c)
		for i := range c.Objections {
			o.Objections++
			s.Objections++
			switch {
			case !c.Objections[i].Resolved:
				o.OpenObjections++
				s.OpenObjections++
			case c.Objections[i].Upheld:
				o.Upheld++
				s.Upheld++
			}
		}
		if len(c.Certificates) > 0 {
			t.places[c.ID] = place{first(c.Region, 2), first(c.Industry, 1)}
		}
	})
	o.ByStatus = statuses.list()
	return err
}

// count adds what a case says about how its registrar worked.
func (s *Scorecard) count(c *registry.Case) {
	add := func(n *int64, yes bool) {
		if yes {
			*n++
		}
	}
	add(&s.Deemed, c.Deemed)
	add(&s.Extended, c.Extended)
	add(&s.LateReviews, c.Review != nil && c.Review.Late)
	add(&s.Refused, c.Status == registry.CaseRefused)
	add(&s.Withheld, c.DepositedAt != 0 && c.Publicity != nil && c.Publicity.Withheld)
}

func (t *tally) certificates(snap *sequence.Snapshot) error {
	o := &t.overview.Certificates
	statuses, regions, industries := counts{}, counts{}, counts{}
	err := each(snap, registry.PrefixCertificate, func(c *registry.Certificate) {
		o.Total++
		s := t.card(c.Registrar)
		s.Certificates++
		switch {
		case c.Cancelled:
			statuses["cancelled"]++
			s.Cancelled++
			return
		case !c.Live(t.today):
			statuses["expired"]++
			return
		}
		statuses["live"]++
		t.live[c.Code] = true
		p := t.places[c.Case]
		regions[p.region]++
		industries[p.industry]++
		if len(c.Objections) > 0 {
			o.Objected++
		}
	})
	o.ByStatus, o.ByRegion, o.ByIndustry = statuses.list(), regions.list(), industries.list()
	return err
}

func (t *tally) liens(snap *sequence.Snapshot) error {
	o, n, secured := &t.overview.Liens, counts{}, counts{}
	encumbered := map[string]bool{}
	err := each(snap, registry.PrefixLien, func(l *registry.Lien) {
		o.Total++
		n[string(l.Status)]++
		secured[string(l.Status)] += l.SecuredFen
		if l.Status == registry.LienEffective || l.Status == registry.LienEnforcing {
			o.SecuredFen += l.SecuredFen
		}
		if l.Status.Live() {
			encumbered[l.Certificate] = true
		}
	})
	o.ByStatus = make([]LienCount, 0, len(n))
	for _, c := range n.list() {
		o.ByStatus = append(o.ByStatus, LienCount{c.Code, c.N, secured[c.Code]})
	}
	t.overview.Certificates.Encumbered = int64(len(encumbered))
	return err
}

func (t *tally) valuations(snap *sequence.Snapshot) error {
	o := &t.overview.Valuations
	err := each(snap, registry.PrefixValuation, func(v *registry.Valuation) {
		o.Recorded++
		if last, ok := t.values[v.Certificate]; !ok || v.Index > last.Index {
			t.values[v.Certificate] = *v
		}
	})
	all := make([]int64, 0, len(t.values))
	for _, v := range t.values {
		o.N++
		o.TotalFen += v.ValueFen
		if !t.today.After(v.ValidUntil) {
			o.Current++
		}
		all = append(all, v.ValueFen)
	}
	o.MedianFen = median(all)
	return err
}

func (t *tally) loans(snap *sequence.Snapshot) error {
	return each(snap, registry.PrefixLoan, func(l *registry.LoanNote) {
		if l.Settled {
			t.overview.Loans.Settled++
		} else {
			t.overview.Loans.Open++
		}
	})
}

func (t *tally) heartbeats(snap *sequence.Snapshot) error {
	o, seen := &t.overview.Heartbeats, int64(0)
	err := each(snap, registry.PrefixHeartbeat, func(h *registry.Heartbeat) {
		if !t.live[h.Certificate] {
			return
		}
		seen++
		switch day := registry.Day(h.Measurement.MeasuredAt); {
		case !day.Before(t.today):
			o.Today++
		case !day.Before(t.today.AddDays(-7)):
			o.Week++
		default:
			o.Older++
		}
	})
	o.Never = int64(len(t.live)) - seen
	return err
}

func (t *tally) sanctions(snap *sequence.Snapshot) error {
	o, grounds := &t.overview.Sanctions, counts{}
	err := each(snap, registry.PrefixSanction, func(s *registry.Sanction) {
		if !s.Bars(t.today) {
			o.Lapsed++
			return
		}
		o.InForce++
		grounds[s.Grounds]++
	})
	o.ByGrounds = grounds.list()
	return err
}
