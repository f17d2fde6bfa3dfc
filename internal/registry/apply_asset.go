package registry

import (
	"cmp"
	"slices"

	"shurong.org/shurong/canon"
	"shurong.org/shurong/internal/registry/facts"
	"shurong.org/shurong/money"
)

// maxClockSkew is how far, in milliseconds, an agent's clock may be ahead of the log's: five minutes.
const maxClockSkew = 5 * 60 * 1000

// checkMeasurement bounds a measurement; now is the log's time.
func checkMeasurement(m *Measurement, now int64, field string) error {
	bad := func(what string) error { return ErrMeasurement.With("what", what).At(field + "." + what) }
	switch {
	case m.MeasuredAt <= 0 || m.MeasuredAt > now+maxClockSkew:
		return bad("measured_at")
	case m.Rows < 0 || m.Rows > 1<<50:
		return bad("rows")
	case m.Columns < 1 || m.Columns > 5000:
		return bad("columns")
	case m.QualityPPM < 0 || m.QualityPPM > 1_000_000:
		return bad("quality_ppm")
	case m.StaleDays < 0 || m.StaleDays > 200*366:
		return bad("stale_days")
	case !slices.Contains([]string{"none", "personal", "sensitive"}, m.PersonalData):
		return bad("personal_data")
	case len(m.Postings) > facts.MaxPostings || len(m.Postings)%8 != 0:
		return bad("postings")
	}
	return cmp.Or(
		digest(m.FileDigest, field+".file_digest"),
		digest(m.SchemaDigest, field+".schema_digest"),
		digest(m.ProfileDigest, field+".profile_digest"),
		digest(m.SketchDigest, field+".sketch_digest"),
		text(m.AgentVersion, 1, 32, field+".agent_version"),
	)
}

// live loads a certificate that proves its rights today.
func (c *Context) live(code, field string) (*Certificate, error) {
	cert, err := load[Certificate](c, PrefixCertificate+code, field)
	if err != nil {
		return nil, err
	}
	if !cert.Live(c.Today()) {
		return nil, ErrNotLive.With("code", cert.Code).At(field)
	}
	return cert, nil
}

// valueTypes are the types of value an appraisal may state (中评协〔2023〕17号).
var valueTypes = []string{"market", "investment", "liquidation", "in_use"}

func (m *ValuationRecord) apply(c *Context) error {
	if _, err := c.sender(RoleAppraiser); err != nil {
		return err
	}
	cert, err := c.live(m.Certificate, "body.certificate")
	if err != nil {
		return err
	}
	if err := m.independent(c, cert); err != nil {
		return err
	}
	if m.LowFen <= 0 || m.LowFen > m.ValueFen || m.ValueFen > m.HighFen || m.HighFen > int64(money.Max) {
		return ErrValueRange.At("body.value_fen")
	}
	p, _, err := c.rules()
	if err != nil {
		return err
	}
	if m.Date.IsZero() || m.Date.After(c.Today()) || m.ValidUntil.Before(c.Today()) || !m.ValidUntil.Before(m.Date.AddMonths(p.ValuationMaxMonth)) {
		return ErrValuationDate.With("months", p.ValuationMaxMonth).At("body.date")
	}
	if len(m.Approaches) == 0 || len(m.Approaches) > 3 {
		return ErrField.With("why", "one to three approaches").At("body.approaches")
	}
	for i, a := range m.Approaches {
		if !slices.Contains([]string{"cost", "income", "market"}, a) || slices.Contains(m.Approaches[:i], a) {
			return ErrField.With("why", "approaches are cost, income, market, each once").At("body.approaches")
		}
	}
	if !slices.Contains(valueTypes, m.ValueType) {
		return ErrField.With("why", "value type is market, investment, liquidation or in_use").At("body.value_type")
	}
	if err := digest(m.Report, "body.report"); err != nil {
		return err
	}
	v := &Valuation{
		ID: makeID(idValuation, c.Sum), Certificate: cert.Code, Appraiser: c.Env.Org, Date: m.Date, ValidUntil: m.ValidUntil,
		ValueFen: m.ValueFen, LowFen: m.LowFen, HighFen: m.HighFen, Approaches: m.Approaches, ValueType: m.ValueType,
		Report: m.Report, Index: c.Index,
	}
	if exists(c, PrefixValuation+v.ID) {
		return ErrExists.With("what", v.ID)
	}
	put(c, PrefixValue+cert.Code, &ValueRef{Valuation: v.ID})
	c.tell(PrefixValuation+v.ID, "valuation.recorded", v)
	return nil
}

// independent refuses an appraiser with a stake in the asset.
func (m *ValuationRecord) independent(c *Context, cert *Certificate) error {
	stake := cert.Holder == c.Env.Org
	enc, err := find[Encumbrance](c, PrefixEncumbrance+cert.Code)
	if err != nil {
		return err
	}
	if enc != nil {
		for _, id := range enc.Liens {
			lien, err := load[Lien](c, PrefixLien+id, "")
			if err != nil {
				return err
			}
			stake = stake || lien.Pledgee == c.Env.Org
		}
	}
	if stake {
		return ErrIndependence.With("org", c.Env.Org).At("org")
	}
	return nil
}

func (m *HeartbeatRecord) apply(c *Context) error {
	cert, err := load[Certificate](c, PrefixCertificate+m.Certificate, "body.certificate")
	if err != nil {
		return err
	}
	if cert.Holder != c.Env.Org {
		return ErrParty.With("org", c.Env.Org, "kind", c.Env.Kind).At("org")
	}
	if err := checkMeasurement(&m.Measurement, c.Time, "body.measurement"); err != nil {
		return err
	}
	last, err := find[Heartbeat](c, PrefixHeartbeat+cert.Code)
	if err != nil {
		return err
	}
	if last == nil {
		last = new(Heartbeat)
	}
	if m.Seq != last.Seq+1 || m.Prev != last.Digest {
		return ErrHeartbeatChain.With("seq", last.Seq+1).At("body.seq")
	}
	if m.Measurement.MeasuredAt < last.Measurement.MeasuredAt {
		return ErrHeartbeatTime.At("body.measurement.measured_at")
	}
	if m.Live != nil {
		if err := checkLive(c, m.Live); err != nil {
			return err
		}
	}
	results, err := m.answers(c, cert.Code)
	if err != nil {
		return err
	}
	h := &Heartbeat{
		Certificate: cert.Code, Seq: m.Seq, Digest: canon.Hex(canon.Must(m)), Key: c.Env.Key, Index: c.Index,
		Measurement: m.Measurement, Live: m.Live, Results: results,
	}
	c.tell(PrefixHeartbeat+cert.Code, "heartbeat.recorded", h)
	return nil
}

// sanctionGrounds are the grounds of joint sanction: misuse of data, false statements in registration or credit, pledging
// the same right twice by deceit, default in bad faith, other.
var sanctionGrounds = []string{"misuse", "false_statement", "repeated_pledge", "default", "other"}

// maxSanctionMonths: an entry ends after at most three years and can be renewed.
const maxSanctionMonths = 36

func (m *SanctionList) apply(c *Context) error {
	if _, err := c.sender(RoleRegulator); err != nil {
		return err
	}
	if _, err := memoOrg.load(c, PrefixOrg+m.Subject, "body.subject"); err != nil {
		return err
	}
	if !slices.Contains(sanctionGrounds, m.Grounds) {
		return ErrField.With("why", "grounds are misuse, false_statement, repeated_pledge, default or other").At("body.grounds")
	}
	if m.Until.Before(c.Today()) || m.Until.After(c.Today().AddMonths(maxSanctionMonths)) {
		return ErrField.With("why", "an entry ends within three years from today").At("body.until")
	}
	if err := digest(m.Decision, "body.decision"); err != nil {
		return err
	}
	s := &Sanction{Subject: m.Subject, By: c.Env.Org, Grounds: m.Grounds, Since: c.Today(), Until: m.Until, Decision: m.Decision}
	put(c, PrefixSanction+m.Subject, s)
	c.Emit("sanction.listed", s)
	return nil
}

func (m *SanctionLift) apply(c *Context) error {
	if _, err := c.sender(RoleRegulator); err != nil {
		return err
	}
	s, err := load[Sanction](c, PrefixSanction+m.Subject, "body.subject")
	if err != nil {
		return err
	}
	if err := digest(m.Decision, "body.decision"); err != nil {
		return err
	}
	c.Delete(PrefixSanction + m.Subject)
	c.Emit("sanction.lifted", s)
	return nil
}
