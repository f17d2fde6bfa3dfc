package accounting

import (
	"math/big"

	"shurong.org/shurong/daycount"
	"shurong.org/shurong/money"
	"shurong.org/shurong/valuation"
)

// Tested is an impairment test's working: carrying amount against the recoverable amount, the higher of fair value less
// costs of disposal and the present value of future flows (CAS 8 Art. 6). A loss is never reversed (Art. 17). For
// inventory it is the net realisable value (CAS 1 Art. 15), and a negative loss is a write-down no longer needed.
type Tested struct {
	Date     valuation.Date `json:"date"`
	Sign     string         `json:"sign"`
	Carrying Book           `json:"carrying_fen"`
	// The estimates are appraised values: they bound the book value and are never posted.
	FairLessCosts Appraised `json:"fair_less_costs_fen"`
	PresentValue  Appraised `json:"present_value_fen"`
	NetRealisable Appraised `json:"net_realisable_fen"`
	Recoverable   Appraised `json:"recoverable_fen"`
	Loss          Book      `json:"loss_fen"`
	FairSource    string    `json:"fair_value_source,omitzero"`
	Rate          string    `json:"pre_tax_rate,omitzero"`
	RateSource    string    `json:"rate_source,omitzero"`
}

// impair carries out the month's tests.
func (k *keeper) impair(month daycount.Date) {
	for _, t := range k.r.Impairments {
		if t.Date.MonthEnd() != month || k.goneIn(month) {
			continue
		}
		w := Tested{Date: t.Date, Sign: t.Sign, Carrying: k.carrying(), FairSource: t.FairSource, Rate: t.Rate.String(),
			RateSource: t.RateSource}
		if t.FairValue != "" {
			w.FairLessCosts = NewAppraised(max(0, k.fen(t.FairValue)-k.fen(t.DisposalCosts)))
		}
		if len(t.Flows) > 0 {
			w.PresentValue = NewAppraised(max(0, k.presentValue(t)))
		}
		w.Recoverable = NewAppraised(max(w.FairLessCosts.estimated, w.PresentValue.estimated))
		// The one place where an estimate meets the books: it can only lower them.
		w.Loss = Book{max(0, w.Carrying.carried-w.Recoverable.estimated)}
		k.Tests = append(k.Tests, w)
		k.move(month, Impaired, Charged, false, w.Loss)
	}
}

// presentValue is Σ F_t/(1+r)^t, exactly, rounded once.
func (k *keeper) presentValue(t Impairment) money.Fen {
	growth := new(big.Rat).Add(big.NewRat(1, 1), rat(t.Rate))
	compound, total := big.NewRat(1, 1), new(big.Rat)
	for _, f := range t.Flows {
		compound.Mul(compound, growth)
		flow := new(big.Rat).SetInt64(int64(k.fen(f)))
		total.Add(total, flow.Quo(flow, compound))
	}
	return roundFen(total)
}
