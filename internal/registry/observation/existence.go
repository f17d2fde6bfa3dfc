package observation

import (
	"strings"

	"shurong.org/shurong/fault"
	"shurong.org/shurong/internal/registry/act"
	"shurong.org/shurong/internal/registry/encumbrance"
	"shurong.org/shurong/internal/registry/facts"
	"shurong.org/shurong/internal/registry/monitoring"
	"shurong.org/shurong/proof"
)

// ExistenceCommit commits to the content that is pledged and to the challenges about it, or renews them when they run
// low. By the pledgor's key or its agent's.
type ExistenceCommit struct {
	Lien        string       `json:"lien"`
	Partitions  int          `json:"partitions"`
	Bytes       int64        `json:"bytes"`
	Blocks      int64        `json:"blocks"`
	Content     proof.Hash   `json:"content"`
	Challenges  int          `json:"challenges"`
	Sampled     int          `json:"sampled"`
	Root        proof.Hash   `json:"root"`
	Package     string       `json:"package"`
	Recipient   string       `json:"recipient"`             // age key of the lender that the package is sealed to
	Consistency []proof.Hash `json:"consistency,omitempty"` // renewal: the partitions begin with those of the round before
}

func (*ExistenceCommit) Kind() string { return "existence.commit" }

func (m *ExistenceCommit) Apply(c *act.Context) error {
	l, err := pledged(c, m.Lien)
	if err != nil {
		return err
	}
	if err := c.Party(l.Pledgor); err != nil {
		return err
	}
	if err := m.check(); err != nil {
		return err
	}
	old, err := act.Find[monitoring.Existence](c, facts.PrefixExistence+l.ID)
	if err != nil {
		return err
	}
	e := &monitoring.Existence{Lien: l.ID, Certificate: l.Certificate, Lender: l.Pledgee, Round: 1, Index: c.Index,
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
	act.Put(c, facts.PrefixExistence+l.ID, e)
	c.Emit("existence.committed", e)
	return nil
}

// check bounds the figures and holds them against each other.
func (m *ExistenceCommit) check() error {
	bad := func(field, why, zh string) error {
		return ErrExistence.With("why", why, "why_zh", zh).At("body." + field)
	}
	whole := (m.Bytes + monitoring.BlockSize - 1) / monitoring.BlockSize
	switch {
	case m.Partitions < 1 || m.Partitions > 1<<20:
		return bad("partitions", "1 to 1,048,576 partitions", "分区数应为 1 至 1048576")
	case m.Bytes < 1 || m.Bytes > 1<<50:
		return bad("bytes", "from one byte to 1 PiB", "内容应为 1 字节至 1 PiB")
	case m.Blocks < whole || m.Blocks > whole+int64(m.Partitions):
		return bad("blocks", "the number of 64-KiB blocks does not follow from the bytes", "块数与字节数不符")
	case m.Challenges < 1 || m.Challenges > monitoring.MaxChallenges:
		return bad("challenges", "1 to 4,096 challenges", "挑战数应为 1 至 4096")
	case m.Sampled < 1 || int64(m.Sampled) > m.Blocks || m.Sampled > 1<<20:
		return bad("sampled", "a challenge reads at least one block and at most all", "每次抽查的块数应在 1 至总块数之间")
	case !strings.HasPrefix(m.Recipient, "age1") || len(m.Recipient) > 128 ||
		strings.Trim(m.Recipient, recipientChars) != "":
		return bad("recipient", "an age recipient begins with age1", "接收公钥应以 age1 开头")
	}
	return act.Digest(m.Package, "body.package")
}

// renews requires that a new round covers what the old one did, and that the data was there last time.
func (m *ExistenceCommit) renews(old *monitoring.Existence) error {
	bad := func(why, zh string) error {
		return ErrRenewal.With("lien", old.Lien, "why", why, "why_zh", zh).At("body.lien")
	}
	switch {
	case old.Pending != nil:
		return bad("a challenge waits for its answer", "有挑战尚未应答")
	case !old.Low():
		return bad("enough challenges are left", "剩余挑战尚足")
	case old.Last == monitoring.ResultFailed:
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

// ExistenceChallenge reveals the next challenge. By the lien's pledgee.
type ExistenceChallenge struct {
	Lien       string       `json:"lien"`
	Index      int          `json:"index"`
	Nonce      proof.Hash   `json:"nonce"`
	Salt       proof.Hash   `json:"salt"`
	Commitment proof.Hash   `json:"commitment"`
	Path       []proof.Hash `json:"path"`
}

func (*ExistenceChallenge) Kind() string { return "existence.challenge" }

func (m *ExistenceChallenge) Apply(c *act.Context) error {
	l, err := pledged(c, m.Lien)
	if err != nil {
		return err
	}
	if err := c.Party(l.Pledgee); err != nil {
		return err
	}
	e, err := act.Load[monitoring.Existence](c, facts.PrefixExistence+l.ID, "body.lien")
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
	e.Pending = &monitoring.Challenge{Index: m.Index, Nonce: m.Nonce, Salt: m.Salt, Commitment: m.Commitment, RevealedAt: c.Time}
	act.Put(c, facts.PrefixExistence+l.ID, e)
	c.Emit("existence.challenged", e)
	return nil
}

// ExistenceWaive gives up a lien's challenges, so that the pledgor may commit to the data as it is now: after a failed
// answer, or when the sealed package cannot be opened. By the lien's pledgee.
type ExistenceWaive struct {
	Lien string `json:"lien"`
}

func (*ExistenceWaive) Kind() string { return "existence.waive" }

func (m *ExistenceWaive) Apply(c *act.Context) error {
	l, err := pledged(c, m.Lien)
	if err != nil {
		return err
	}
	if err := c.Party(l.Pledgee); err != nil {
		return err
	}
	e, err := act.Load[monitoring.Existence](c, facts.PrefixExistence+l.ID, "body.lien")
	if err != nil {
		return err
	}
	c.Delete(facts.PrefixExistence + l.ID)
	c.Emit("existence.waived", e)
	return nil
}

// recipientChars are those of an age X25519 recipient in Bech32.
const recipientChars = "0123456789abcdefghijklmnopqrstuvwxyz"

// pledged loads a lien that holds a rank.
func pledged(c *act.Context, id string) (*facts.Lien, error) {
	return encumbrance.Lien(c, id, facts.LienProposed, facts.LienAccepted, facts.LienEffective, facts.LienEnforcing)
}

// Faults of existence.
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
)
