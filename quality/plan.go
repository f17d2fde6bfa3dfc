package quality

import (
	"bytes"
	"regexp"
	"slices"
	"strconv"
	"time"
	"unicode/utf8"
)

// Rows is a block of rows, as package table decodes it. nil is no value.
type Rows interface {
	Rows() int
	Cell(r, c int) []byte
}

// Plan is rules made ready for one table. It is immutable; every worker takes a [Counter] of it.
type Plan struct {
	rules  Rules
	read   Reader
	simple []columnTests // rules that look at one cell, by column
	joint  []jointRule   // the others
	pairs  int           // how many of joint remember values
	absent []Rule
	last   map[int]int // the place in simple that a column's next rule goes to
}

// columnTests are the rules of one column, at most 64 (a bit each), and what to do with its cells.
type columnTests struct {
	column int
	rules  []int // of Plan.rules.List
	tests  []test
}

// test says whether a rule applies to a cell, and if so whether the cell keeps it.
type test func(cell []byte, v Value) (applies, ok bool)

// jointRule is a rule over several columns, or under a condition.
type jointRule struct {
	rule    int
	check   Check
	columns []int
	target  int // of a dependency
	test    test
	op      string
	when    int // column of the condition, or −1
	is      map[string]bool
	memory  int // number among those that remember values, or −1
}

// Plan makes rules ready for a table with these columns. Rules about columns that the table does not have are left out
// and listed by [Plan.Absent].
func (r Rules) Plan(columns []string, read Reader) *Plan {
	p := &Plan{rules: r, read: read, last: map[int]int{}}
	at := map[string]int{}
	for i, c := range columns {
		at[c] = i
	}
	for i := range r.List {
		rule := &r.List[i]
		if slices.ContainsFunc(rule.all(), func(c string) bool { _, ok := at[c]; return !ok }) {
			p.absent = append(p.absent, *rule)
			continue
		}
		if !rule.joint() {
			p.addSimple(at[rule.Columns[0]], i, rule.test())
			continue
		}
		j := jointRule{rule: i, check: rule.Check, op: rule.Op, when: -1, memory: -1}
		for _, c := range rule.Columns {
			j.columns = append(j.columns, at[c])
		}
		if rule.Determines != "" {
			j.target = at[rule.Determines]
		}
		if rule.When != nil {
			j.when, j.is = at[rule.When.Column], set(rule.When.Is)
		}
		switch rule.Check {
		case CheckUnique, CheckDependency:
			j.memory = p.pairs
			p.pairs++
		case CheckOrder, CheckCompare, CheckEqual:
		default:
			j.test = rule.test()
		}
		p.joint = append(p.joint, j)
	}
	return p
}

// keep drops the rules that wanted says no to.
func (p *Plan) keep(wanted func(rule int) bool) {
	var simple []columnTests
	for _, s := range p.simple {
		left := columnTests{column: s.column}
		for k, rule := range s.rules {
			if wanted(rule) {
				left.rules, left.tests = append(left.rules, rule), append(left.tests, s.tests[k])
			}
		}
		if len(left.rules) > 0 {
			simple = append(simple, left)
		}
	}
	joint := p.joint
	p.simple, p.joint, p.pairs = simple, nil, 0
	for _, j := range joint {
		if !wanted(j.rule) {
			continue
		}
		if j.memory >= 0 {
			j.memory = p.pairs
			p.pairs++
		}
		p.joint = append(p.joint, j)
	}
}

// Absent lists the rules about columns that the table does not have.
func (p *Plan) Absent() []Rule { return p.absent }

func (p *Plan) addSimple(column, rule int, t test) {
	i, ok := p.last[column]
	if !ok || len(p.simple[i].rules) == 64 {
		i = len(p.simple)
		p.simple = append(p.simple, columnTests{column: column})
		p.last[column] = i
	}
	s := &p.simple[i]
	s.rules, s.tests = append(s.rules, rule), append(s.tests, t)
}

func set(list []string) map[string]bool {
	m := make(map[string]bool, len(list))
	for _, s := range list {
		m[s] = true
	}
	return m
}

// test makes the test of a rule that looks at one cell. All but not_null pass over cells without a value.
func (r *Rule) test() test {
	if r.Check == CheckNotNull {
		return func(_ []byte, v Value) (bool, bool) { return true, v.Kind != Missing }
	}
	of := func(ok func([]byte, Value) bool) test {
		return func(cell []byte, v Value) (bool, bool) {
			if v.Kind == Missing {
				return false, false
			}
			return true, ok(bytes.TrimSpace(cell), v)
		}
	}
	switch r.Check {
	case CheckType:
		return of(func(_ []byte, v Value) bool { return v.fits(r.Is) })
	case CheckFormat:
		return of(func(s []byte, _ Value) bool { return Format(r.Is).holds(s) })
	case CheckLength:
		least, most := bound(r.Min, 0), bound(r.Max, 1<<40)
		return of(func(s []byte, _ Value) bool {
			n := float64(utf8.RuneCount(s))
			return n >= least && n <= most
		})
	case CheckPattern:
		re := regexp.MustCompile(`^(?:` + r.Matches + `)$`) // checked by [ParseRules]
		return of(func(s []byte, _ Value) bool { return re.Match(s) })
	case CheckValues, CheckReference:
		in := set(r.Values)
		return of(func(s []byte, _ Value) bool { return in[string(s)] })
	case CheckRange:
		least, most := readBound(r.Min), readBound(r.Max)
		return of(func(_ []byte, v Value) bool { return least.admits(v, 1) && most.admits(v, -1) })
	}
	return func([]byte, Value) (bool, bool) { return false, false }
}

func bound(s string, otherwise float64) float64 {
	if f, err := strconv.ParseFloat(s, 64); err == nil {
		return f
	}
	return otherwise
}

// limit is one end of a range: a number, an instant, or nothing.
type limit struct {
	given, timed bool
	number       float64
	seconds      int64
}

// boundForms are how a date may be written in a rule. A day as an upper bound includes the whole day.
var boundForms = []string{time.DateOnly, time.DateTime, "2006-01-02 15:04"}

func readBound(s string) limit {
	if s == "" {
		return limit{}
	}
	if f, err := strconv.ParseFloat(s, 64); err == nil {
		return limit{given: true, number: f}
	}
	for _, form := range boundForms {
		if t, err := time.Parse(form, s); err == nil {
			return limit{given: true, timed: true, seconds: t.Unix()}
		}
	}
	return limit{}
}

// admits says whether a value is on the right side: at or over for sign 1, at or under for sign −1.
func (l limit) admits(v Value, sign int) bool {
	switch {
	case !l.given:
		return true
	case l.timed && !v.Timed || !l.timed && !v.numeric():
		return false
	case l.timed && sign > 0:
		return v.Seconds >= l.seconds
	case l.timed:
		end := l.seconds
		if end%86400 == 0 {
			end += 86399
		}
		return v.Seconds <= end
	case sign > 0:
		return v.Number >= l.number
	}
	return v.Number <= l.number
}
