package actus

import "strings"

// Terms by the kind of their value. What is in none of these tables and not in passive is no term of the standard.

var timeTerms = map[string]func(*Contract) *Time{
	"statusDate":                               func(c *Contract) *Time { return &c.Status },
	"initialExchangeDate":                      func(c *Contract) *Time { return &c.Exchange },
	"maturityDate":                             func(c *Contract) *Time { return &c.Maturity },
	"amortizationDate":                         func(c *Contract) *Time { return &c.Amortized },
	"purchaseDate":                             func(c *Contract) *Time { return &c.Purchase },
	"terminationDate":                          func(c *Contract) *Time { return &c.Terminated },
	"capitalizationEndDate":                    func(c *Contract) *Time { return &c.Capitalized },
	"cycleAnchorDateOfInterestPayment":         func(c *Contract) *Time { return &c.Interest.Anchor },
	"cycleAnchorDateOfPrincipalRedemption":     func(c *Contract) *Time { return &c.Redemption.Anchor },
	"cycleAnchorDateOfRateReset":               func(c *Contract) *Time { return &c.Reset.Anchor },
	"cycleAnchorDateOfScalingIndex":            func(c *Contract) *Time { return &c.Scaling.Anchor },
	"cycleAnchorDateOfInterestCalculationBase": func(c *Contract) *Time { return &c.Fixed.Anchor },
	"cycleAnchorDateOfFee":                     func(c *Contract) *Time { return &c.Fee.Anchor },
}

var cycleTerms = map[string]func(*Contract) *Cycle{
	"cycleOfInterestPayment":         func(c *Contract) *Cycle { return &c.Interest.Cycle },
	"cycleOfPrincipalRedemption":     func(c *Contract) *Cycle { return &c.Redemption.Cycle },
	"cycleOfRateReset":               func(c *Contract) *Cycle { return &c.Reset.Cycle },
	"cycleOfScalingIndex":            func(c *Contract) *Cycle { return &c.Scaling.Cycle },
	"cycleOfInterestCalculationBase": func(c *Contract) *Cycle { return &c.Fixed.Cycle },
	"cycleOfFee":                     func(c *Contract) *Cycle { return &c.Fee.Cycle },
	"xDayNotice":                     func(c *Contract) *Cycle { return &c.Notice },
	"settlementPeriod":               func(c *Contract) *Cycle { return &c.Notice },
}

var numberTerms = map[string]func(*Contract) *Number{
	"notionalPrincipal":              func(c *Contract) *Number { return &c.Notional },
	"premiumDiscountAtIED":           func(c *Contract) *Number { return &c.Premium },
	"nominalInterestRate":            func(c *Contract) *Number { return &c.Rate },
	"accruedInterest":                func(c *Contract) *Number { return &c.Accrued },
	"priceAtPurchaseDate":            func(c *Contract) *Number { return &c.PriceBought },
	"priceAtTerminationDate":         func(c *Contract) *Number { return &c.PriceTerminated },
	"nextPrincipalRedemptionPayment": func(c *Contract) *Number { return &c.NextRedemption },
	"nextResetRate":                  func(c *Contract) *Number { return &c.NextReset },
	"rateSpread":                     func(c *Contract) *Number { return &c.Spread },
	"rateMultiplier":                 func(c *Contract) *Number { return &c.Multiplier },
	"periodCap":                      func(c *Contract) *Number { return &c.PeriodCap },
	"periodFloor":                    func(c *Contract) *Number { return &c.PeriodFloor },
	"lifeCap":                        func(c *Contract) *Number { return &c.LifeCap },
	"lifeFloor":                      func(c *Contract) *Number { return &c.LifeFloor },
	"notionalScalingMultiplier":      func(c *Contract) *Number { return &c.NotionalScale },
	"interestScalingMultiplier":      func(c *Contract) *Number { return &c.InterestScale },
	"interestCalculationBaseAmount":  func(c *Contract) *Number { return &c.BaseAmount },
	"feeRate":                        func(c *Contract) *Number { return &c.FeeRate },
	"feeAccrued":                     func(c *Contract) *Number { return &c.FeeAccrued },
	"coverageOfCreditEnhancement":    func(c *Contract) *Number { return &c.Coverage },
	"quantity":                       func(c *Contract) *Number { return &c.Quantity },
	"marketValueObserved":            func(c *Contract) *Number { return &c.MarketValue },
}

var textTerms = map[string]func(*Contract) *string{
	"contractID":                     func(c *Contract) *string { return &c.ID },
	"currency":                       func(c *Contract) *string { return &c.Currency },
	"marketObjectCode":               func(c *Contract) *string { return &c.MarketCode },
	"marketObjectCodeOfRateReset":    func(c *Contract) *string { return &c.ResetCode },
	"marketObjectCodeOfScalingIndex": func(c *Contract) *string { return &c.ScalingCode },
	"creditEventTypeCovered":         func(c *Contract) *string { return &c.CreditEvent },
}

// codeTerms take one of a few codes.
var codeTerms = map[string]map[string]func(*Contract){
	"contractType": {
		"PAM": func(c *Contract) { c.Type = PAM }, "LAM": func(c *Contract) { c.Type = LAM },
		"NAM": func(c *Contract) { c.Type = NAM }, "ANN": func(c *Contract) { c.Type = ANN },
		"LAX": func(c *Contract) { c.Type = LAX }, "CLM": func(c *Contract) { c.Type = CLM },
		"UMP": func(c *Contract) { c.Type = UMP }, "CSH": func(c *Contract) { c.Type = CSH },
		"CEG": func(c *Contract) { c.Type = CEG }, "CEC": func(c *Contract) { c.Type = CEC },
		"COM": func(c *Contract) { c.Type = COM },
	},
	"contractRole": {
		"RPA": func(c *Contract) { c.Role = 1 }, "RPL": func(c *Contract) { c.Role = -1 },
		"LG": func(c *Contract) { c.Role = 1 }, "ST": func(c *Contract) { c.Role = -1 },
		"BUY": func(c *Contract) { c.Role = 1 }, "SEL": func(c *Contract) { c.Role = -1 },
		"RFL": func(c *Contract) { c.Role = 1 }, "PFL": func(c *Contract) { c.Role = -1 },
		"COL": func(c *Contract) { c.Role = 1 }, "CNO": func(c *Contract) { c.Role = 1 },
		"GUA": func(c *Contract) { c.Role = -1 }, "OBL": func(c *Contract) { c.Role = 1 },
	},
	"dayCountConvention": {
		"AA": setBasis(basisAA), "A/AISDA": setBasis(basisAA), "A360": setBasis(basisA360), "A/360": setBasis(basisA360),
		"A365": setBasis(basisA365), "A/365": setBasis(basisA365), "30E360": setBasis(basis30E360),
		"30E/360": setBasis(basis30E360), "30E360ISDA": setBasis(basis30E360ISDA), "30E/360ISDA": setBasis(basis30E360ISDA),
		"28E336": setBasis(basis28E336), "28E/336": setBasis(basis28E336), "B252": setBasis(basisB252),
		"BUS252": setBasis(basisB252),
	},
	"endOfMonthConvention": {"SD": func(*Contract) {}, "EOM": func(c *Contract) { c.eom = true }},
	"interestCalculationBase": {
		"NT": func(*Contract) {}, "NTIED": func(c *Contract) { c.base = baseInitial }, "NTL": func(c *Contract) { c.base = baseLagged },
	},
	"scalingEffect": scalingEffects(),
	"feeBasis":      {"A": func(c *Contract) { c.FeeAbsolute = true }, "N": func(*Contract) {}},
	"guaranteedExposure": {
		"NO": func(*Contract) {}, "NI": func(c *Contract) { c.WithInterest = true },
	},
}

func setBasis(b basis) func(*Contract) { return func(c *Contract) { c.basis = b } }

// scalingEffects are three letters: interest scaled, notional scaled, and a place for what no one scales; O is not.
func scalingEffects() map[string]func(*Contract) {
	out := map[string]func(*Contract){}
	for _, code := range []string{"OOO", "IOO", "ONO", "INO", "000", "I00", "0N0", "IN0", "OOM", "IOM", "ONM", "INM"} {
		out[code] = func(c *Contract) {
			c.ScaleInterest, c.ScaleNotional = code[0] == 'I', code[1] == 'N'
		}
	}
	return out
}

// passive are terms of the standard that no event of these types depends on: names, classifications, and clauses whose
// working comes in as an observed event.
var passive = words(`boundaryCrossedFlag boundaryDirection boundaryEffect boundaryLegInitiallyActive
	boundaryMonitoringAnchorDate boundaryMonitoringCycle boundaryMonitoringEndDate boundaryValue clearingHouse
	contractDealDate contractPerformance counterpartyID creatorID creatorId creditLineAmount currency2
	cycleAnchorDateOfDividend cycleAnchorDateOfMargining cycleAnchorDateOfOptionality cycleOfDividend cycleOfMargining
	cycleOfOptionality cyclePointOfInterestPayment cyclePointOfRateReset delinquencyPeriod delinquencyRate
	deliverySettlement exDividendDate exerciseAmount exerciseDate fixingDays fixingPeriod futuresPrice gracePeriod
	initialMargin maintenanceMarginLowerBound maintenanceMarginUpperBound maximumPenaltyFreeDisbursement
	nextDividendPaymentAmount nominalInterestRate2 nonPerformingDate notionalPrincipal2 objectCodeOfPrepaymentModel
	optionExerciseEndDate optionExerciseType optionStrike1 optionStrike2 optionType penaltyRate penaltyType
	prepaymentEffect prepaymentPeriod seniority unit variationMargin`)

func words(s string) map[string]bool {
	out := map[string]bool{}
	for _, w := range strings.Fields(s) {
		out[w] = true
	}
	return out
}
