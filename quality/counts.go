package quality

import (
	"slices"
	"strings"
)

// Counts are what counters found of every rule.
type Counts struct {
	Scope Scope
	plan  *Plan
	rules []ruleCount
}

type ruleCount struct {
	a, b  int64
	level uint
	first []Failure
}

// Failure is a row that breaks a rule. It stays at the site.
type Failure struct {
	Row     int64  `json:"row"` // from 1, of the rows that are well-formed, without the header
	Example string `json:"example,omitempty"`
}

// Failing are the first rows that break a rule. They are made of values and stay at the site.
type Failing struct {
	Check   Check     `json:"check"`
	Columns []string  `json:"columns"`
	ZH      string    `json:"zh"`
	EN      string    `json:"en"`
	Count   int64     `json:"count"` // how many rows do
	Scope   Scope     `json:"scope"`
	First   []Failure `json:"first"`
}

// Counts closes the counter. scope says whether it saw every row or the sample of rows. rowOf, if not nil, tells the
// number of a row of the sample in the table, from 1.
func (c *Counter) Counts(scope Scope, rowOf func(block, row int) int64) *Counts {
	c.settle()
	out := &Counts{Scope: scope, plan: c.plan, rules: make([]ruleCount, len(c.a))}
	for i := range c.plan.joint {
		j := &c.plan.joint[i]
		if j.memory < 0 {
			continue
		}
		t := &c.pairs[j.memory]
		c.first[j.rule] = nil
		fail := func(at place, example []byte) { c.first[j.rule].add(at, example) }
		if j.check == CheckUnique {
			c.a[j.rule], c.b[j.rule] = t.unique(fail)
		} else {
			c.a[j.rule], c.b[j.rule] = t.dependency(fail)
		}
		out.rules[j.rule].level = t.level
	}
	if rowOf == nil {
		rowOf = c.numbering()
	}
	for i := range c.a {
		r := &out.rules[i]
		r.a, r.b = c.a[i], c.b[i]
		for _, f := range c.first[i] {
			r.first = append(r.first, Failure{Row: rowOf(f.block, f.row),
				Example: strings.ToValidUTF8(string(f.example), "�")})
		}
	}
	return out
}

// numbering turns block and row into the number of the row, from 1.
func (c *Counter) numbering() func(block, row int) int64 {
	order := make([]int, 0, len(c.blocks))
	for k := range c.blocks {
		order = append(order, k)
	}
	slices.Sort(order)
	start, n := map[int]int64{}, int64(1)
	for _, k := range order {
		start[k] = n
		n += int64(c.blocks[k])
	}
	return func(block, row int) int64 { return start[block] + int64(row) }
}

// into fills a result from the counts.
func (c *Counts) into(res *RuleResult, i int) {
	r := c.rules[i]
	res.A, res.B, res.SampledBits = r.a, r.b, int(r.level)
	if res.Scope = c.Scope; r.b == 0 {
		res.Scope = Untested
	}
}

// Failing lists the rules that rows break, with the first of these rows, in the order of the rules.
func (c *Counts) Failing() []Failing {
	out := []Failing{}
	if c == nil {
		return out
	}
	for i, r := range c.rules {
		if r.a == r.b {
			continue
		}
		rule := &c.plan.rules.List[i]
		f := Failing{Check: rule.Check, Columns: rule.all(), Count: r.b - r.a, Scope: c.Scope, First: r.first}
		f.ZH, f.EN = rule.Sentence()
		out = append(out, f)
	}
	return out
}
