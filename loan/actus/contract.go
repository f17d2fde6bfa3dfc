package actus

// Type is a contract type.
type Type uint8

// The contract types.
const (
	PAM Type = iota
	LAM
	NAM
	ANN
	LAX
	CLM
	UMP
	CSH
	CEG
	CEC
	COM // a commodity: collateral that a CEC rests on
)

var typeNames = [...]string{"PAM", "LAM", "NAM", "ANN", "LAX", "CLM", "UMP", "CSH", "CEG", "CEC", "COM"}

// String is the standard's name.
func (t Type) String() string { return typeNames[t] }

// Number is a number that may be absent.
type Number struct {
	V   float64
	Set bool
}

func (n Number) or(v float64) float64 {
	if n.Set {
		return n.V
	}
	return v
}

// Repeat is the anchor and cycle of a schedule. No anchor is the zero Time.
type Repeat struct {
	Anchor Time
	Cycle  Cycle
}

func (r Repeat) any() bool { return r.Anchor != 0 || !r.Cycle.IsZero() }

// interestBase says what interest is counted on.
type interestBase uint8

const (
	baseNotional interestBase = iota // NT: the notional
	baseInitial                      // NTIED: the notional at initial exchange
	baseLagged                       // NTL: the notional at the last fixing
)

// Step is one line of the arrays of an LAX: from Anchor, every Cycle until the next line.
type Step struct {
	Repeat
	Amount   float64
	Increase bool // principal drawn instead of repaid
	Variable bool // Amount is a spread on the market's rate
}

// Contract is what the terms say, without text. Only [Decode] makes one that is checked.
type Contract struct {
	Type       Type
	ID         string
	Role       float64 // +1 or −1
	Currency   string
	Status     Time
	Exchange   Time // initial exchange
	Maturity   Time
	Amortized  Time // when the annuity would end
	Purchase   Time
	Terminated Time

	Notional, Premium, Rate, Accrued            Number
	PriceBought, PriceTerminated                Number
	Interest, Redemption, Reset, Scaling, Fixed Repeat
	Fee                                         Repeat
	Capitalized                                 Time
	NextRedemption, NextReset                   Number
	Spread, Multiplier                          Number
	PeriodCap, PeriodFloor, LifeCap, LifeFloor  Number
	ResetCode, ScalingCode                      string
	ScalingBase                                 float64
	ScaleNotional, ScaleInterest                bool
	NotionalScale, InterestScale                Number
	FeeRate, FeeAccrued                         Number
	FeeAbsolute                                 bool
	base                                        interestBase
	BaseAmount                                  Number
	eom                                         bool
	convention                                  Convention
	basis                                       basis
	Steps, RateSteps, InterestSteps             []Step
	Notice                                      Cycle // between call and settlement

	// Of credit enhancements, and of the commodity behind one.
	Coverage     Number
	WithInterest bool // the exposure covered includes accrued interest
	Covered      []*Contract
	Collateral   []*Contract
	CreditEvent  string
	settlement   string // currency of settlement, if the terms name one
	coveredIDs   []string
	MarketCode   string
	Quantity     Number
	MarketValue  Number
}

func (c *Contract) years(from, to Time) float64 {
	return c.basis.years(from, to, c.convention.calendar, c.Maturity)
}

// redeems reports the types that repay principal by a plan of equal or level amounts.
func (c *Contract) redeems() bool { return c.Type == LAM || c.Type == NAM || c.Type == ANN }

// callable reports the types that run until they are called.
func (c *Contract) callable() bool { return c.Type == CLM || c.Type == UMP }
