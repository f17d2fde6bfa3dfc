package observation

import (
	"slices"

	"shurong.org/shurong/daycount"
	"shurong.org/shurong/fault"
	"shurong.org/shurong/internal/registry/act"
	"shurong.org/shurong/internal/registry/facts"
	"shurong.org/shurong/money"
)

// ValuationRecord puts an appraisal on record. By an appraiser that is neither holder nor pledgee.
type ValuationRecord struct {
	Certificate string        `json:"certificate"`
	Date        daycount.Date `json:"date"`
	ValidUntil  daycount.Date `json:"valid_until"`
	ValueFen    int64         `json:"value_fen"`
	LowFen      int64         `json:"low_fen"`
	HighFen     int64         `json:"high_fen"`
	Approaches  []string      `json:"approaches"`
	ValueType   string        `json:"value_type"`
	Report      string        `json:"report"`
}

func (*ValuationRecord) Kind() string { return "valuation.record" }

func (m *ValuationRecord) Apply(c *act.Context) error {
	if _, err := c.Sender(facts.RoleAppraiser); err != nil {
		return err
	}
	cert, err := c.Live(m.Certificate, "body.certificate")
	if err != nil {
		return err
	}
	if err := m.independent(c, cert); err != nil {
		return err
	}
	if m.LowFen <= 0 || m.LowFen > m.ValueFen || m.ValueFen > m.HighFen || m.HighFen > int64(money.Max) {
		return ErrValueRange.At("body.value_fen")
	}
	p, _, err := c.Rules()
	if err != nil {
		return err
	}
	if m.Date.IsZero() || m.Date.After(c.Today()) || m.ValidUntil.Before(c.Today()) || !m.ValidUntil.Before(m.Date.AddMonths(p.ValuationMaxMonth)) {
		return ErrValuationDate.With("months", p.ValuationMaxMonth).At("body.date")
	}
	if len(m.Approaches) == 0 || len(m.Approaches) > 3 {
		return act.ErrField.With("why", "one to three approaches").At("body.approaches")
	}
	for i, a := range m.Approaches {
		if !slices.Contains([]string{"cost", "income", "market"}, a) || slices.Contains(m.Approaches[:i], a) {
			return act.ErrField.With("why", "approaches are cost, income, market, each once").At("body.approaches")
		}
	}
	if !slices.Contains(valueTypes, m.ValueType) {
		return act.ErrField.With("why", "value type is market, investment, liquidation or in_use").At("body.value_type")
	}
	if err := act.Digest(m.Report, "body.report"); err != nil {
		return err
	}
	v := &facts.Valuation{
		ID: act.NewID(act.IDValuation, c.Sum), Certificate: cert.Code, Appraiser: c.Org, Date: m.Date, ValidUntil: m.ValidUntil,
		ValueFen: m.ValueFen, LowFen: m.LowFen, HighFen: m.HighFen, Approaches: m.Approaches, ValueType: m.ValueType,
		Report: m.Report, Index: c.Index,
	}
	if act.Exists(c, facts.PrefixValuation+v.ID) {
		return act.ErrExists.With("what", v.ID)
	}
	act.Put(c, facts.PrefixValue+cert.Code, &facts.ValueRef{Valuation: v.ID})
	c.Tell(facts.PrefixValuation+v.ID, "valuation.recorded", v)
	return nil
}

// independent refuses an appraiser with a stake in the asset.
func (m *ValuationRecord) independent(c *act.Context, cert *facts.Certificate) error {
	stake := cert.Holder == c.Org
	enc, err := act.Find[facts.Encumbrance](c, facts.PrefixEncumbrance+cert.Code)
	if err != nil {
		return err
	}
	if enc != nil {
		for _, id := range enc.Liens {
			lien, err := act.Load[facts.Lien](c, facts.PrefixLien+id, "")
			if err != nil {
				return err
			}
			stake = stake || lien.Pledgee == c.Org
		}
	}
	if stake {
		return ErrIndependence.With("org", c.Org).At("org")
	}
	return nil
}

// valueTypes are the types of value an appraisal may state (中评协〔2023〕17号).
var valueTypes = []string{"market", "investment", "liquidation", "in_use"}

// Faults of valuations.
var (
	ErrIndependence = fault.Define("valuation.independence", fault.Forbidden,
		"评估机构 {org} 不得评估自己持有或受质押的数据资产", "appraiser {org} must not appraise data it holds or has in pledge")
	ErrValueRange = fault.Define("valuation.range", fault.Invalid,
		"应满足 0 < 下限 ≤ 评估值 ≤ 上限，且不超过上限金额", "0 < low ≤ value ≤ high must hold, within the largest amount")
	ErrValuationDate = fault.Define("valuation.date", fault.Invalid,
		"评估基准日不得晚于今日，报告有效期自基准日起不超过 {months} 个月", "the valuation date is not after today, and a report is valid for at most {months} months from it")
)
