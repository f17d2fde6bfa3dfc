// Package disposal is the lender's view of a pledged data asset: what it would bring if the lender had to sell it, and which
// pledge rate that carries. It stands beside the appraiser's value and never changes it.
//
//	p, err := disposal.Decode(bytes, "lender.yaml")
//	v, err := disposal.Of(p, report.ValueFen)       // appraised value in
//	v.ForcedFen, v.PledgeRate                        // and out
//
// # The model
//
// A data asset sold in enforcement brings less than its appraised value V for five reasons, each a parameter with its
// source:
//
//	discount d          a forced seller takes less
//	no sale q           sometimes nobody buys
//	time to sell T      a distribution in months: the price comes later …
//	half-life H         … and the data has aged meanwhile: its value halves every H months
//	costs               a share c of the price, a fixed amount F, and h a month while it is kept
//
// With ρ = ln(1+r)/12 the lender's discount rate a month and s = ρ + ln 2/H, what is recovered in expectation, at the start
// of an enforcement τ months after the appraisal, is
//
//	R = max(0, V·2^(−τ/H)·(1−d)·(1−q)·(1−c)·L(s) − F − h·(1−L(ρ))/ρ),   L(s) = E[e^(−sT)]
//
// L is the Laplace transform of T, in closed form for every distribution offered; no simulation is needed. The prudent
// value puts the time to sell at its quantile instead (90 % by default).
//
// # The pledge rate
//
// At an enforcement the lender is owed the loan and the interest unpaid: 1 + i·u/12 a yuan lent. The loan is safe at
// rate R/V/(1+i·u/12), taken at the latest enforcement the file allows for (the loan's term and the months until
// enforcement begins), prudent, and never above the lender's cap. A bank's caps on record: 0.30, hard 0.50.
//
// The formulas stand on a [formula.Graph] like every valuation, so that they are exact to 50 digits, shown as text and
// written into workbooks without a second copy.
package disposal

import (
	"shurong.org/shurong/canon"
	"shurong.org/shurong/money"
	"shurong.org/shurong/valuation/decimal"
	"shurong.org/shurong/valuation/formula"
)

// View is the lender's view of an asset.
type View struct {
	Version      int       `json:"version"`
	Lender       string    `json:"lender"`
	AppraisedFen money.Fen `json:"appraised_fen"`
	// ForcedFen is what a sale begun on the valuation date brings in expectation; PrudentFen with a long time to sell.
	ForcedFen  money.Fen `json:"forced_fen"`
	PrudentFen money.Fen `json:"prudent_fen"`
	// LateFen is the prudent value of a sale begun at the latest enforcement.
	LateFen money.Fen `json:"late_fen"`
	// Supported is what the recovery carries, PledgeRate what the lender's cap leaves of it. Rounded down to the basis
	// point: a rate is a limit.
	SupportedBP int64 `json:"supported_bp"`
	PledgeBP    int64 `json:"pledge_bp"`
	// LoanFen is the appraised value at the pledge rate, rounded down to the yuan.
	LoanFen money.Fen `json:"loan_fen"`
	Lines   []Line    `json:"lines"`
	Sources []Source  `json:"sources"`
	// Graph is what the lines were written from; workbooks read it.
	Graph *formula.Graph `json:"-"`
}

// Line is one line of the derivation.
type Line struct {
	Key     string       `json:"key"`
	Label   formula.Text `json:"label"`
	Formula string       `json:"formula"`
	Result  string       `json:"result"`
}

// Source says where a parameter comes from.
type Source struct {
	Input string `json:"input"`
	Text  string `json:"text"`
}

// Of derives the view of an asset appraised at so much.
func Of(p Parameters, appraised money.Fen) (View, error) {
	if err := p.Validate(); err != nil {
		return View{}, err
	}
	m := model{g: formula.New(), p: p}
	n := m.build(appraised)
	if err := m.g.Err(); err != nil {
		return View{}, err
	}
	v := View{Version: 1, Lender: p.Lender, AppraisedFen: appraised, Graph: m.g,
		ForcedFen: fen(m.g.Value(n.forced)), PrudentFen: fen(m.g.Value(n.prudent)), LateFen: fen(m.g.Value(n.late)),
		SupportedBP: floor(m.g.Value(n.supported), 10_000), PledgeBP: floor(m.g.Value(n.pledge), 10_000)}
	v.LoanFen = money.Fen(floor(m.g.Value(n.loan), 1)) * money.Yuan
	for _, r := range m.g.Rows() {
		result := m.g.Value(r.Node).Fixed(6)
		if r.Show == formula.ShowMoney {
			result = m.g.Value(r.Node).Fixed(2)
		}
		v.Lines = append(v.Lines, Line{Key: r.Key, Label: r.Label, Formula: m.g.Text(r), Result: result})
	}
	for _, q := range parameters {
		if s := p.Sources[q.name]; s != "" {
			v.Sources = append(v.Sources, Source{q.name, s})
		}
	}
	return v, nil
}

// fen brings an amount in yuan to fen, halves to even.
func fen(d decimal.Decimal) money.Fen {
	f, err := money.ParseYuan(d.Fixed(2))
	if err != nil {
		return 0
	}
	return f
}

// floor is the whole part of x times scale, for x ≥ 0.
func floor(x decimal.Decimal, scale int64) int64 {
	var a decimal.Arith
	return a.Floor(a.Mul(x, decimal.Int(scale)))
}

// JSON is the view's canonical JSON.
func (v View) JSON() []byte { return canon.Must(v) }
