package actus

import "math"

// maxRate is the yearly rate from which terms are taken for a mistake of unit: 1000 %.
const maxRate = 10

// check refuses terms that contradict each other or make no sense together.
func (c *Contract) check() error {
	if c.Role == 0 {
		return ErrMissing.With("term", "contractRole").At("contractRole")
	}
	if c.Status == 0 {
		return ErrMissing.With("term", "statusDate").At("statusDate")
	}
	if c.Notional.V < 0 {
		return ErrNegative.With("term", "notionalPrincipal", "value", c.Notional.V).At("notionalPrincipal")
	}
	for _, r := range []struct {
		term string
		rate Number
	}{{"nominalInterestRate", c.Rate}, {"nextResetRate", c.NextReset}, {"rateSpread", c.Spread}} {
		if math.Abs(r.rate.V) >= maxRate {
			return ErrRate.With("term", r.term, "value", r.rate.V, "percent", r.rate.V*100).At(r.term)
		}
	}
	if c.settlement != "" && c.settlement != c.Currency {
		return ErrCurrency.With("a", c.Currency, "b", c.settlement).At("settlementCurrency")
	}
	switch c.Type {
	case CEG, CEC:
		return c.checkCover()
	case CSH, COM:
		return nil
	}
	if c.Exchange == 0 {
		return ErrMissing.With("term", "initialExchangeDate").At("initialExchangeDate")
	}
	if !c.Notional.Set {
		return ErrMissing.With("term", "notionalPrincipal").At("notionalPrincipal")
	}
	for _, end := range []struct {
		term string
		at   Time
	}{{"maturityDate", c.Maturity}, {"amortizationDate", c.Amortized}, {"terminationDate", c.Terminated}} {
		if end.at != 0 && end.at <= c.Exchange {
			return ErrMaturity.With("term", end.term, "end", end.at, "start", c.Exchange).At(end.term)
		}
	}
	return c.checkSchedules()
}

// checkSchedules refuses plans that lack what they rest on.
func (c *Contract) checkSchedules() error {
	if c.redeems() && !c.Redemption.any() {
		return ErrMissing.With("term", "cycleOfPrincipalRedemption").At("cycleOfPrincipalRedemption")
	}
	if c.Type == LAX && len(c.Steps) == 0 {
		const term = "arrayCycleAnchorDateOfPrincipalRedemption"
		return ErrMissing.With("term", term).At(term)
	}
	return nil
}

// checkCover refuses an enhancement that covers nothing, or in another currency.
func (c *Contract) checkCover() error {
	if len(c.coveredIDs) == 0 {
		return ErrMissing.With("term", "contractStructure").At("contractStructure")
	}
	if c.Coverage.V < 0 {
		return ErrNegative.With("term", "coverageOfCreditEnhancement", "value", c.Coverage.V).At("coverageOfCreditEnhancement")
	}
	for _, list := range [][]*Contract{c.Covered, c.Collateral} {
		for _, other := range list {
			if other.Currency != c.Currency {
				return ErrCurrency.With("a", c.Currency, "b", other.Currency).At("contractStructure." + other.ID)
			}
			if other.Type == CEG || other.Type == CEC {
				return ErrUnsupported.With("term", "contractType", "value", other.Type).At("contractStructure." + other.ID)
			}
		}
	}
	return nil
}
