// Package quality scores data by the six dimensions of GB/T 36344-2018, checks it against rules, and says how one
// measurement differs from another.
//
// It is pure: counts go in, shares come out, in parts per million. Every indicator is X = A/B, and A, B and the rule
// stand beside the result, so that whoever doubts a score can recompute it:
//
//	rules := quality.Infer(in, sample, read)          // or ParseRules(name, bytes): what the owner edited
//	plan := rules.Plan(columns, read)
//	c := plan.Counter()                               // one a worker
//	c.Block(index, rows)                              // blocks in any order, each once
//	c.Merge(other)
//	r := quality.Evaluate(rules, in, c.Counts(quality.All), weights)
//	r.TotalPPM, r.Grade                               // what an appraiser takes as the quality factor
//	r.Dimensions[1].Indicators[0].A                   // cells that hold a value
//
// The standard names twenty indicators. Fourteen of them, from completeness on, are defined by the data; the six of
// normativity are measured against what is declared: a standard form, a model, rules, reference lists. [Indicators]
// lists all with their formulas. Where the data offers nothing to measure one by (no date at all, for timeliness) it
// is not assessed: it takes part neither with one nor with zero. A dimension's score is the plain mean of its assessed
// indicators, the total is the mean of the assessed dimensions by [Weights]. All divisions round half to even, once,
// at the millionth.
//
// Rules come from the profile ([Infer]) or from a file that a person edits ([ParseRules]). An inferred rule is counted
// by what the pass counted anyway, and its failing rows are looked up in the sample of rows. A rule from a file is
// counted by a [Counter] on every cell: about 10 ns for one that repeats a recent value. Whatever the number of workers
// and the order of blocks, counts and the first failing rows come out the same.
//
// Whether a value is true cannot be read off the data, only whether it can be true.
package quality

import (
	"math/big"
	"math/bits"
)

// Dimension is one of the six of GB/T 36344-2018, chapter 5.
type Dimension string

// The six dimensions.
const (
	Normativity   Dimension = "normativity"   // 规范性
	Completeness  Dimension = "completeness"  // 完整性
	Accuracy      Dimension = "accuracy"      // 准确性
	Consistency   Dimension = "consistency"   // 一致性
	Timeliness    Dimension = "timeliness"    // 时效性
	Accessibility Dimension = "accessibility" // 可访问性
)

// Dimensions in the order of the standard.
var Dimensions = []Dimension{Normativity, Completeness, Accuracy, Consistency, Timeliness, Accessibility}

// Name is the dimension's name in Chinese and in English.
func (d Dimension) Name() (zh, en string) {
	switch d {
	case Normativity:
		return "规范性", "normativity"
	case Completeness:
		return "完整性", "completeness"
	case Accuracy:
		return "准确性", "accuracy"
	case Consistency:
		return "一致性", "consistency"
	case Timeliness:
		return "时效性", "timeliness"
	case Accessibility:
		return "可访问性", "accessibility"
	}
	return string(d), string(d)
}

// PPM is a share in millionths.
type PPM = int64

const one PPM = 1_000_000

// Grade is the total in a letter.
type Grade string

// bands are the least totals of the grades; what is under all of them is E.
var bands = []struct {
	least PPM
	grade Grade
}{{900_000, "A"}, {800_000, "B"}, {700_000, "C"}, {600_000, "D"}}

// GradeOf is A from 90 points on, B from 80, C from 70, D from 60, and E under 60.
func GradeOf(total PPM) Grade {
	for _, b := range bands {
		if total >= b.least {
			return b.grade
		}
	}
	return "E"
}

// Ratio is a/b in ppm, half to even; 1 if b is 0, since nothing is then at fault. a is taken between 0 and b.
func Ratio(a, b int64) PPM {
	if b <= 0 {
		return one
	}
	a = min(max(a, 0), b)
	hi, lo := bits.Mul64(uint64(a), uint64(one))
	q, r := bits.Div64(hi, lo, uint64(b))
	if twice := 2 * r; twice > uint64(b) || twice == uint64(b) && q&1 == 1 {
		q++
	}
	return PPM(q)
}

func roundHalfEven(num, den *big.Int) int64 {
	q, r := new(big.Int).QuoRem(num, den, new(big.Int))
	switch twice := r.Lsh(r, 1); twice.Cmp(den) {
	case 1:
		return q.Int64() + 1
	case 0:
		return q.Int64() + q.Int64()&1
	}
	return q.Int64()
}
