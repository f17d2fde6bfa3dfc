package observation

import (
	"shurong.org/shurong/canon"
	"shurong.org/shurong/fault"
	"shurong.org/shurong/internal/registry/act"
	"shurong.org/shurong/internal/registry/encumbrance"
	"shurong.org/shurong/internal/registry/facts"
	"shurong.org/shurong/internal/registry/monitoring"
	"shurong.org/shurong/proof"
)

// HeartbeatRecord is an agent's sign of life with what it measured. Signed by an agent's key of the holder.
type HeartbeatRecord struct {
	Certificate string              `json:"certificate"`
	Seq         uint64              `json:"seq"`            // 1, 2, 3, …
	Prev        string              `json:"prev,omitempty"` // digest of the heartbeat before, empty for the first
	Measurement facts.Measurement   `json:"measurement"`
	Live        *monitoring.Live    `json:"live,omitempty"`    // how the data moved
	Answers     []monitoring.Answer `json:"answers,omitempty"` // to challenges that lenders revealed, one a lien
}

func (*HeartbeatRecord) Kind() string { return "heartbeat.record" }

func (m *HeartbeatRecord) Apply(c *act.Context) error {
	cert, err := act.Load[facts.Certificate](c, facts.PrefixCertificate+m.Certificate, "body.certificate")
	if err != nil {
		return err
	}
	if cert.Holder != c.Org {
		return act.ErrParty.With("org", c.Org, "kind", c.Kind).At("org")
	}
	if err := act.CheckMeasurement(&m.Measurement, c.Time, "body.measurement"); err != nil {
		return err
	}
	last, err := act.Find[facts.Heartbeat](c, facts.PrefixHeartbeat+cert.Code)
	if err != nil {
		return err
	}
	if last == nil {
		last = new(facts.Heartbeat)
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
	h := &facts.Heartbeat{
		Certificate: cert.Code, Seq: m.Seq, Digest: canon.Hex(canon.Must(m)), Key: c.Key, Index: c.Index,
		Measurement: m.Measurement, Live: m.Live, Results: results,
	}
	c.Tell(facts.PrefixHeartbeat+cert.Code, "heartbeat.recorded", h)
	return nil
}

// answers judges the answers that a heartbeat carries, and counts the challenges it left open although they had been
// revealed when it was measured.
func (m *HeartbeatRecord) answers(c *act.Context, cert string) ([]monitoring.Result, error) {
	if len(m.Answers) > encumbrance.MaxLiens {
		return nil, act.ErrField.With("why", "one answer a lien").At("body.answers")
	}
	var out []monitoring.Result
	for i, a := range m.Answers {
		e, err := act.Load[monitoring.Existence](c, facts.PrefixExistence+a.Lien, "body.answers")
		if err != nil {
			return nil, err
		}
		for _, other := range m.Answers[:i] {
			if other.Lien == a.Lien {
				return nil, ErrAnswer.With("lien", act.Printable(a.Lien), "index", a.Index).At("body.answers")
			}
		}
		if e.Certificate != cert || e.Pending == nil || e.Pending.Index != a.Index {
			return nil, ErrAnswer.With("lien", act.Printable(a.Lien), "index", a.Index).At("body.answers")
		}
		r := monitoring.Result{Lien: e.Lien, Index: a.Index, Result: monitoring.ResultFailed}
		want := e.Pending.Commitment.Hex()
		if a.Answer != (proof.Hash{}) && canon.Commit(e.Pending.Salt[:], a.Answer[:]) == want {
			r.Result = monitoring.ResultPassed
			e.Passed++
		} else {
			e.Failed++
		}
		e.Last, e.Pending = r.Result, nil
		act.Put(c, facts.PrefixExistence+e.Lien, e)
		c.Emit("existence."+r.Result, e)
		out = append(out, r)
	}
	return m.missed(c, cert, out)
}

func (m *HeartbeatRecord) missed(c *act.Context, cert string, out []monitoring.Result) ([]monitoring.Result, error) {
	enc, err := act.Find[facts.Encumbrance](c, facts.PrefixEncumbrance+cert)
	if err != nil || enc == nil {
		return out, err
	}
	for _, id := range enc.Liens {
		e, err := act.Find[monitoring.Existence](c, facts.PrefixExistence+id)
		if err != nil {
			return nil, err
		}
		if e == nil || e.Pending == nil || e.Pending.RevealedAt >= m.Measurement.MeasuredAt {
			continue
		}
		e.Missed++
		act.Put(c, facts.PrefixExistence+id, e)
		c.Emit("existence.missed", e)
		out = append(out, monitoring.Result{Lien: id, Index: e.Pending.Index, Result: monitoring.ResultMissed})
	}
	return out, nil
}

// HeartbeatSchedule says how often heartbeats are expected. By the lien's pledgee, as its contract says.
type HeartbeatSchedule struct {
	Lien      string `json:"lien"`
	EveryDays int    `json:"every_days"` // 1…366
	GraceDays int    `json:"grace_days"` // 0…90
}

func (*HeartbeatSchedule) Kind() string { return "heartbeat.schedule" }

func (m *HeartbeatSchedule) Apply(c *act.Context) error {
	l, err := pledged(c, m.Lien)
	if err != nil {
		return err
	}
	if err := c.Party(l.Pledgee); err != nil {
		return err
	}
	if m.EveryDays < 1 || m.EveryDays > 366 {
		return act.ErrField.With("why", "a heartbeat every 1 to 366 days").At("body.every_days")
	}
	if m.GraceDays < 0 || m.GraceDays > 90 {
		return act.ErrField.With("why", "0 to 90 days of grace").At("body.grace_days")
	}
	s := &monitoring.Schedule{Lien: l.ID, Certificate: l.Certificate, EveryDays: m.EveryDays, GraceDays: m.GraceDays,
		From: c.Today(), Index: c.Index}
	act.Put(c, facts.PrefixSchedule+l.ID, s)
	c.Emit("schedule.set", s)
	return nil
}

// checkLive bounds what a heartbeat says beyond its measurement.
func checkLive(c *act.Context, l *monitoring.Live) error {
	bad := func(what string) error { return ErrLive.With("what", what).At("body.live." + what) }
	switch {
	case l.Newest.After(c.Today().AddDays(366)):
		return bad("newest")
	case l.GrowthRows < -1<<50 || l.GrowthRows > 1<<50:
		return bad("growth_rows")
	case l.RetentionPPM < 0 || l.RetentionPPM > 1_000_000:
		return bad("retention_ppm")
	case l.Sampled < 0 || l.Sampled > 1<<20 || l.Retained < 0 || l.Retained > l.Sampled:
		return bad("retained")
	case l.Drifted < 0 || l.Drifted > 5000:
		return bad("drifted")
	case l.DriftPPM < 0 || l.DriftPPM > 1<<40:
		return bad("drift_ppm")
	case l.Baseline != "":
		return act.Digest(l.Baseline, "body.live.baseline")
	}
	return nil
}

// Faults of heartbeats.
var (
	ErrHeartbeatChain = fault.Define("heartbeat.chain", fault.Conflict,
		"心跳应为第 {seq} 次并引用前一次的摘要", "the heartbeat should be number {seq} and name the digest of the one before").
		Hint("请查询最新心跳后续接", "ask for the latest heartbeat and continue from it")
	ErrHeartbeatTime = fault.Define("heartbeat.time", fault.Invalid,
		"测量时间不得早于上一次心跳，也不得晚于登记时间", "the measurement is not before the last heartbeat's, nor after the time of registration")
	ErrLive = fault.Define("heartbeat.live", fault.Invalid,
		"心跳的动态指标 {what} 超出范围", "the heartbeat's figure {what} is out of range")
)
