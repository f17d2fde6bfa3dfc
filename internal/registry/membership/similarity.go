package membership

import (
	"bytes"

	"shurong.org/shurong/daycount"
	"shurong.org/shurong/fault"
	"shurong.org/shurong/internal/registry/act"
	"shurong.org/shurong/internal/registry/facts"
)

// SimilarityPublish makes the key of an epoch public, under which data is sealed that is compared at this registrar: who
// pins a key can see that everybody was given the same. By a registrar.
//
// Epochs follow one another; the first that is published may have any number, for those before it are over. A key that
// another registrar published already is shared with it, and stays as it was published.
//
// The rules look at the form. That the parts are points of the group and that their makers hold the shares is checked by
// whoever seals: a wrong key harms only who published it, and the order of the log depends on no library of curves.
type SimilarityPublish struct {
	From daycount.Date          `json:"from"`
	Key  facts.SimilarityPublic `json:"key"`
}

// Bounds of a key: those of RFC 9497's suite, and of the bodies between which it is split.
const (
	similaritySuite      = "ristretto255-SHA512"
	similarityBodies     = 5
	similarityEpochs     = 1 << 20
	similarityElement    = 32 // bytes
	similarityPossession = 96 // bytes: an element, a challenge, an answer
	similarityMonths     = 12 // how long before its first day a key is published at most
)

func (*SimilarityPublish) Kind() string { return "similarity.publish" }

func (m *SimilarityPublish) Apply(c *act.Context) error {
	if _, err := c.Sender(facts.RoleRegistrar); err != nil {
		return err
	}
	if err := similarityForm(&m.Key); err != nil {
		return err
	}
	last, err := act.Find[facts.SimilarityRef](c, facts.PrefixSimilarity+c.Org)
	if err != nil {
		return err
	}
	if last == nil {
		last = &facts.SimilarityRef{Epoch: m.Key.Epoch - 1, From: c.Today()}
	}
	if m.Key.Epoch != last.Epoch+1 {
		return ErrSimilarityEpoch.With("epoch", m.Key.Epoch, "want", last.Epoch+1).At("body.key.epoch")
	}
	if m.From.Before(c.Today()) || m.From.Before(last.From) || m.From.After(c.Today().AddMonths(similarityMonths)) {
		return act.ErrField.With("why", "a key begins within a year from today, and not before the one it follows").At("body.from")
	}
	k := &facts.SimilarityKey{
		Fingerprint: m.Key.Fingerprint(), From: m.From, Key: m.Key, Previous: last.Fingerprint, Registrar: c.Org,
	}
	act.Put(c, facts.PrefixSimilarity+c.Org, &facts.SimilarityRef{Epoch: m.Key.Epoch, Fingerprint: k.Fingerprint, From: m.From})
	if !act.Exists(c, facts.PrefixSimilarityKey+k.Fingerprint) {
		act.Put(c, facts.PrefixSimilarityKey+k.Fingerprint, k)
	}
	c.Emit("similarity.published", k)
	return nil
}

func similarityForm(k *facts.SimilarityPublic) error {
	bad := func(why, field string) error { return ErrSimilarityKey.With("why", why).At("body.key." + field) }
	switch {
	case k.V != 1 || k.Suite != similaritySuite:
		return bad("version or suite", "suite")
	case k.Epoch < 1 || k.Epoch > similarityEpochs:
		return bad("epoch", "epoch")
	case len(k.Parts) < 1 || len(k.Parts) > similarityBodies:
		return bad("number of parts", "parts")
	}
	for i := range k.Parts {
		p := &k.Parts[i]
		if p.Epoch != k.Epoch || len(p.Public) != similarityElement || len(p.Possession) != similarityPossession {
			return bad("a part's epoch, key or proof of possession", "parts")
		}
		if i > 0 && bytes.Compare(k.Parts[i-1].Public, p.Public) >= 0 {
			return bad("parts repeat or are out of order", "parts")
		}
		if err := act.Text(p.Body, 1, 100, "body.key.parts"); err != nil {
			return err
		}
	}
	return nil
}

// Faults of publishing a key of sketches.
var (
	ErrSimilarityEpoch = fault.Define("similarity.next_epoch", fault.Conflict,
		"密钥周期为 {epoch}，应为 {want}：周期逐一递增", "the key is of epoch {epoch}, the next is {want}: epochs rise by one").
		Hint("请先公布前一周期的密钥；已公布的不能替换", "publish the epoch before it first; what was published is not replaced")
	ErrSimilarityKey = fault.Define("similarity.public_key", fault.Invalid,
		"相似性公钥格式不正确：{why}", "not a public key of sketches: {why}").
		Hint("公钥由 shurong similarity key join 生成", "shurong similarity key join makes one")
)
