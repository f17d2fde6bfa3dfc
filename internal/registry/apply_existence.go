package registry

import (
	"strings"

	"shurong.org/shurong/canon"
	"shurong.org/shurong/fault"
	"shurong.org/shurong/internal/registry/monitoring"
	"shurong.org/shurong/proof"
)

// Faults of existence and schedule.
var (
	ErrExistence = fault.Define("existence.commit", fault.Invalid,
		"存在性承诺不符合要求：{why_zh}", "the commitment to the data's existence does not fit: {why}")
	ErrRenewal = fault.Define("existence.renewal", fault.Conflict,
		"质押 {lien} 的挑战现在不能更新：{why_zh}", "the challenges of lien {lien} cannot be renewed now: {why}").
		Hint("挑战剩余不足八分之一、且上一次应答通过时才能更新；否则请质权人放弃原挑战（existence.waive）",
			"they are renewed when an eighth is left and the last answer passed; otherwise the pledgee waives them first")
	ErrChallenge = fault.Define("existence.challenge", fault.Invalid,
		"挑战 {index} 不是质押 {lien} 所承诺的下一个", "challenge {index} is not the next that lien {lien} is committed to").
		Hint("请用封存文件中的下一个挑战", "reveal the next one of the sealed package")
	ErrChallengePending = fault.Define("existence.pending", fault.Conflict,
		"质押 {lien} 的挑战 {index} 尚未应答", "challenge {index} of lien {lien} has no answer yet").
		Hint("请等待下一次心跳", "wait for the next heartbeat")
	ErrAnswer = fault.Define("existence.answer", fault.Conflict,
		"质押 {lien} 没有等待应答的挑战 {index}", "lien {lien} has no challenge {index} that waits for an answer").
		Hint("应答只能针对已揭示且未应答的挑战，每个一次", "an answer is to a challenge that was revealed and not answered, once")
	ErrLive = fault.Define("heartbeat.live", fault.Invalid,
		"心跳的动态指标 {what} 超出范围", "the heartbeat's figure {what} is out of range")
)

// recipientChars are those of an age X25519 recipient in Bech32.
const recipientChars = "0123456789abcdefghijklmnopqrstuvwxyz"

// pledged loads a lien that holds a rank.
func (c *Context) pledged(id string) (*Lien, error) {
	return c.lien(id, LienProposed, LienAccepted, LienEffective, LienEnforcing)
}

func (m *ExistenceCommit) apply(c *Context) error {
	l, err := c.pledged(m.Lien)
	if err != nil {
		return err
	}
	if err := c.party(l.Pledgor); err != nil {
		return err
	}
	if err := m.check(); err != nil {
		return err
	}
	old, err := find[Existence](c, PrefixExistence+l.ID)
	if err != nil {
		return err
	}
	e := &Existence{Lien: l.ID, Certificate: l.Certificate, Lender: l.Pledgee, Round: 1, Index: c.Index,
		Partitions: m.Partitions, Bytes: m.Bytes, Blocks: m.Blocks, Content: m.Content, Challenges: m.Challenges,
		Sampled: m.Sampled, Root: m.Root, Package: m.Package, Recipient: m.Recipient}
	if old == nil && len(m.Consistency) > 0 {
		return ErrExistence.With("why", "there is no round before", "why_zh", "此前没有承诺").At("body.consistency")
	}
	if old != nil {
		if err := m.renews(old); err != nil {
			return err
		}
		e.Round, e.Passed, e.Failed, e.Missed, e.Last = old.Round+1, old.Passed, old.Failed, old.Missed, old.Last
	}
	put(c, PrefixExistence+l.ID, e)
	c.Emit("existence.committed", e)
	return nil
}

// check bounds the figures and holds them against each other.
func (m *ExistenceCommit) check() error {
	bad := func(field, why, zh string) error {
		return ErrExistence.With("why", why, "why_zh", zh).At("body." + field)
	}
	whole := (m.Bytes + BlockSize - 1) / BlockSize
	switch {
	case m.Partitions < 1 || m.Partitions > 1<<20:
		return bad("partitions", "1 to 1,048,576 partitions", "分区数应为 1 至 1048576")
	case m.Bytes < 1 || m.Bytes > 1<<50:
		return bad("bytes", "from one byte to 1 PiB", "内容应为 1 字节至 1 PiB")
	case m.Blocks < whole || m.Blocks > whole+int64(m.Partitions):
		return bad("blocks", "the number of 64-KiB blocks does not follow from the bytes", "块数与字节数不符")
	case m.Challenges < 1 || m.Challenges > MaxChallenges:
		return bad("challenges", "1 to 4,096 challenges", "挑战数应为 1 至 4096")
	case m.Sampled < 1 || int64(m.Sampled) > m.Blocks || m.Sampled > 1<<20:
		return bad("sampled", "a challenge reads at least one block and at most all", "每次抽查的块数应在 1 至总块数之间")
	case !strings.HasPrefix(m.Recipient, "age1") || len(m.Recipient) > 128 ||
		strings.Trim(m.Recipient, recipientChars) != "":
		return bad("recipient", "an age recipient begins with age1", "接收公钥应以 age1 开头")
	}
	return digest(m.Package, "body.package")
}

// renews requires that a new round covers what the old one did, and that the data was there last time.
func (m *ExistenceCommit) renews(old *Existence) error {
	bad := func(why, zh string) error {
		return ErrRenewal.With("lien", old.Lien, "why", why, "why_zh", zh).At("body.lien")
	}
	switch {
	case old.Pending != nil:
		return bad("a challenge waits for its answer", "有挑战尚未应答")
	case !old.Low():
		return bad("enough challenges are left", "剩余挑战尚足")
	case old.Last == ResultFailed:
		return bad("the last answer failed", "上一次应答未通过")
	case m.Partitions < old.Partitions || m.Bytes < old.Bytes:
		return bad("it covers less than before", "覆盖的内容少于从前")
	}
	err := proof.VerifyConsistency(uint64(old.Partitions), uint64(m.Partitions), proof.Path(m.Consistency), old.Content,
		m.Content)
	if err != nil {
		return bad("the partitions do not begin with those of before", "分区没有从原有分区延续")
	}
	return nil
}

func (m *ExistenceChallenge) apply(c *Context) error {
	l, err := c.pledged(m.Lien)
	if err != nil {
		return err
	}
	if err := c.party(l.Pledgee); err != nil {
		return err
	}
	e, err := load[Existence](c, PrefixExistence+l.ID, "body.lien")
	if err != nil {
		return err
	}
	if e.Pending != nil {
		return ErrChallengePending.With("lien", l.ID, "index", e.Pending.Index).At("body.lien")
	}
	leaf := monitoring.ChallengeLeaf(m.Index, m.Nonce, m.Commitment)
	if m.Index != e.Spent || e.Left() <= 0 || proof.VerifyInclusion(leaf, uint64(m.Index), uint64(e.Challenges),
		proof.Path(m.Path), e.Root) != nil {
		return ErrChallenge.With("lien", l.ID, "index", m.Index).At("body.index")
	}
	e.Spent++
	e.Pending = &Challenge{Index: m.Index, Nonce: m.Nonce, Salt: m.Salt, Commitment: m.Commitment, RevealedAt: c.Time}
	put(c, PrefixExistence+l.ID, e)
	c.Emit("existence.challenged", e)
	return nil
}

func (m *ExistenceWaive) apply(c *Context) error {
	l, err := c.pledged(m.Lien)
	if err != nil {
		return err
	}
	if err := c.party(l.Pledgee); err != nil {
		return err
	}
	e, err := load[Existence](c, PrefixExistence+l.ID, "body.lien")
	if err != nil {
		return err
	}
	c.Delete(PrefixExistence + l.ID)
	c.Emit("existence.waived", e)
	return nil
}

func (m *HeartbeatSchedule) apply(c *Context) error {
	l, err := c.pledged(m.Lien)
	if err != nil {
		return err
	}
	if err := c.party(l.Pledgee); err != nil {
		return err
	}
	if m.EveryDays < 1 || m.EveryDays > 366 {
		return ErrField.With("why", "a heartbeat every 1 to 366 days").At("body.every_days")
	}
	if m.GraceDays < 0 || m.GraceDays > 90 {
		return ErrField.With("why", "0 to 90 days of grace").At("body.grace_days")
	}
	s := &Schedule{Lien: l.ID, Certificate: l.Certificate, EveryDays: m.EveryDays, GraceDays: m.GraceDays,
		From: c.Today(), Index: c.Index}
	put(c, PrefixSchedule+l.ID, s)
	c.Emit("schedule.set", s)
	return nil
}

// checkLive bounds what a heartbeat says beyond its measurement.
func checkLive(c *Context, l *Live) error {
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
		return digest(l.Baseline, "body.live.baseline")
	}
	return nil
}

// answers judges the answers that a heartbeat carries, and counts the challenges it left open although they had been
// revealed when it was measured.
func (m *HeartbeatRecord) answers(c *Context, cert string) ([]Result, error) {
	if len(m.Answers) > maxLiens {
		return nil, ErrField.With("why", "one answer a lien").At("body.answers")
	}
	var out []Result
	for i, a := range m.Answers {
		e, err := load[Existence](c, PrefixExistence+a.Lien, "body.answers")
		if err != nil {
			return nil, err
		}
		for _, other := range m.Answers[:i] {
			if other.Lien == a.Lien {
				return nil, ErrAnswer.With("lien", printable(a.Lien), "index", a.Index).At("body.answers")
			}
		}
		if e.Certificate != cert || e.Pending == nil || e.Pending.Index != a.Index {
			return nil, ErrAnswer.With("lien", printable(a.Lien), "index", a.Index).At("body.answers")
		}
		r := Result{Lien: e.Lien, Index: a.Index, Result: ResultFailed}
		want := e.Pending.Commitment.Hex()
		if a.Answer != (proof.Hash{}) && canon.Commit(e.Pending.Salt[:], a.Answer[:]) == want {
			r.Result = ResultPassed
			e.Passed++
		} else {
			e.Failed++
		}
		e.Last, e.Pending = r.Result, nil
		put(c, PrefixExistence+e.Lien, e)
		c.Emit("existence."+r.Result, e)
		out = append(out, r)
	}
	return m.missed(c, cert, out)
}

func (m *HeartbeatRecord) missed(c *Context, cert string, out []Result) ([]Result, error) {
	enc, err := find[Encumbrance](c, PrefixEncumbrance+cert)
	if err != nil || enc == nil {
		return out, err
	}
	for _, id := range enc.Liens {
		e, err := find[Existence](c, PrefixExistence+id)
		if err != nil {
			return nil, err
		}
		if e == nil || e.Pending == nil || e.Pending.RevealedAt >= m.Measurement.MeasuredAt {
			continue
		}
		e.Missed++
		put(c, PrefixExistence+id, e)
		c.Emit("existence.missed", e)
		out = append(out, Result{Lien: id, Index: e.Pending.Index, Result: ResultMissed})
	}
	return out, nil
}
