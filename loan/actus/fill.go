package actus

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"shurong.org/shurong/daycount"
	"shurong.org/shurong/fault"
)

// decodeTerms fills a contract. Empty terms count as absent.
func decodeTerms(c *Contract, terms map[string]json.RawMessage) error {
	arrays := map[string][]string{}
	for _, term := range slices.Sorted(maps.Keys(terms)) {
		if strings.HasPrefix(term, "array") {
			arrays[term] = texts(terms[term])
			continue
		}
		if err := decodeTerm(c, term, terms[term]); err != nil {
			return err
		}
	}
	return c.fillSteps(arrays)
}

func decodeTerm(c *Contract, term string, raw json.RawMessage) (err error) {
	if term == "contractStructure" {
		return c.fillStructure(raw)
	}
	s := text(raw)
	if s == "" {
		if !known(term) {
			return ErrTerm.With("term", short(term)).At(term)
		}
		return nil
	}
	if f := timeTerms[term]; f != nil {
		*f(c), err = parseTime(term, s)
		return err
	}
	if f := cycleTerms[term]; f != nil {
		*f(c), err = parseCycleTerm(term, s)
		return err
	}
	if f := numberTerms[term]; f != nil {
		n := f(c)
		n.V, err = parseNumber(term, s)
		n.Set = true
		return err
	}
	if f := textTerms[term]; f != nil {
		*f(c) = s
		return nil
	}
	if codes := codeTerms[term]; codes != nil {
		set := codes[s]
		if set == nil {
			return ErrUnsupported.With("term", term, "value", short(s)).At(term)
		}
		set(c)
		return nil
	}
	switch term {
	case "calendar":
		return c.fillCalendar(s)
	case "businessDayConvention":
		return c.fillConvention(s)
	case "scalingIndexAtContractDealDate", "scalingIndexAtStatusDate":
		c.ScalingBase, err = parseNumber(term, s)
		return err
	case "settlementCurrency":
		c.settlement = s
		return nil
	}
	if !passive[term] {
		return ErrTerm.With("term", short(term)).At(term)
	}
	return nil
}

func known(term string) bool {
	switch term {
	case "calendar", "businessDayConvention", "scalingIndexAtContractDealDate", "scalingIndexAtStatusDate", "settlementCurrency":
		return true
	}
	return passive[term] || timeTerms[term] != nil || cycleTerms[term] != nil || numberTerms[term] != nil ||
		textTerms[term] != nil || codeTerms[term] != nil
}

func (c *Contract) fillCalendar(s string) error {
	switch s {
	case "NC", "NoCalendar":
	case "MF", "MondayToFriday":
		c.convention.calendar = daycount.Weekdays()
	case "CN", "CN-StateCouncil":
		c.convention.calendar = daycount.StateCouncil()
	case "CN-Exchange":
		c.convention.calendar = daycount.Exchange()
	case "CN-Interbank":
		c.convention.calendar = daycount.Interbank()
	default:
		return ErrUnsupported.With("term", "calendar", "value", short(s)).At("calendar")
	}
	return nil
}

var rolls = map[string]daycount.Roll{"F": daycount.Following, "MF": daycount.ModifiedFollowing, "P": daycount.Preceding,
	"MP": daycount.ModifiedPreceding}

func (c *Contract) fillConvention(s string) error {
	if s == "NOS" || s == "NULL" {
		return nil
	}
	roll := rolls[strings.TrimPrefix(strings.TrimPrefix(s, "SC"), "CS")]
	if roll == daycount.Unadjusted || !strings.HasPrefix(s, "SC") && !strings.HasPrefix(s, "CS") {
		return ErrUnsupported.With("term", "businessDayConvention", "value", short(s)).At("businessDayConvention")
	}
	c.convention.roll, c.convention.calcFirst = roll, s[0] == 'C'
	return nil
}

// fillStructure reads the contracts that an enhancement covers (COVE) and rests on (COVI).
func (c *Contract) fillStructure(raw json.RawMessage) error {
	const term = "contractStructure"
	var parts []struct {
		Object json.RawMessage `json:"object"`
		Type   string          `json:"referenceType"`
		Role   string          `json:"referenceRole"`
	}
	if err := json.Unmarshal(raw, &parts); err != nil {
		return ErrValue.With("term", term, "value", "…", "zh", "合同引用列表", "en", "a list of references to contracts").At(term)
	}
	for _, p := range parts {
		var terms map[string]json.RawMessage
		if err := json.Unmarshal(p.Object, &terms); err != nil {
			return ErrValue.With("term", term, "value", short(string(p.Object)), "zh", "合同", "en", "a contract").At(term)
		}
		if terms[term] != nil {
			return ErrUnsupported.With("term", term, "value", "…").At(term)
		}
		if p.Type != "CNT" {
			if p.Role == "COVE" {
				c.coveredIDs = append(c.coveredIDs, text(terms["contractIdentifier"]))
			}
			continue
		}
		inner := &Contract{}
		if err := decodeTerms(inner, terms); err != nil {
			f := fault.From(err)
			return f.At(term + "." + f.Field)
		}
		if err := inner.check(); err != nil {
			f := fault.From(err)
			return f.At(term + "." + f.Field)
		}
		switch p.Role {
		case "COVE":
			c.Covered, c.coveredIDs = append(c.Covered, inner), append(c.coveredIDs, inner.ID)
		case "COVI":
			c.Collateral = append(c.Collateral, inner)
		default:
			return ErrUnsupported.With("term", "referenceRole", "value", short(p.Role)).At(term)
		}
	}
	return nil
}

// fillSteps joins the arrays of an LAX, which are told apart by name and joined by place.
func (c *Contract) fillSteps(arrays map[string][]string) error {
	for _, term := range slices.Sorted(maps.Keys(arrays)) {
		if !arrayTerms[term] {
			return ErrTerm.With("term", short(term)).At(term)
		}
	}
	for _, of := range []struct {
		name, amount, code, yes string
		steps                   *[]Step
	}{
		{"PrincipalRedemption", "arrayNextPrincipalRedemptionPayment", "arrayIncreaseDecrease", "INC", &c.Steps},
		{"InterestPayment", "", "", "", &c.InterestSteps},
		{"RateReset", "arrayRate", "arrayFixedVariable", "V", &c.RateSteps},
	} {
		anchors := arrays["arrayCycleAnchorDateOf"+of.name]
		cycles := arrays["arrayCycleOf"+of.name]
		for i, anchor := range anchors {
			s, err := step(anchor, "arrayCycleAnchorDateOf"+of.name, pick(cycles, i), "arrayCycleOf"+of.name)
			if err != nil {
				return err
			}
			if of.amount != "" {
				if s.Amount, err = parseNumber(of.amount, pick(arrays[of.amount], i)); err != nil {
					return err
				}
				flag := strings.HasPrefix(pick(arrays[of.code], i), of.yes)
				s.Increase, s.Variable = flag, flag
			}
			if i > 0 && s.Anchor <= (*of.steps)[i-1].Anchor {
				return ErrValue.With("term", "arrayCycleAnchorDateOf"+of.name, "value", short(anchor), "zh", "递增的日期",
					"en", "dates that increase").At("arrayCycleAnchorDateOf" + of.name)
			}
			*of.steps = append(*of.steps, s)
		}
	}
	return nil
}

var arrayTerms = words(`arrayCycleAnchorDateOfInterestPayment arrayCycleAnchorDateOfPrincipalRedemption
	arrayCycleAnchorDateOfRateReset arrayCycleOfInterestPayment arrayCycleOfPrincipalRedemption arrayCycleOfRateReset
	arrayFixedVariable arrayIncreaseDecrease arrayNextPrincipalRedemptionPayment arrayRate`)

func pick(list []string, i int) string {
	if i < len(list) {
		return list[i]
	}
	return ""
}

func step(anchor, anchorTerm, cycle, cycleTerm string) (s Step, err error) {
	if s.Anchor, err = parseTime(anchorTerm, anchor); err != nil || cycle == "" {
		return s, err
	}
	s.Cycle, err = parseCycleTerm(cycleTerm, cycle)
	return s, err
}
