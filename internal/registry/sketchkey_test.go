package registry

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"testing"

	"shurong.org/shurong/daycount"
)

// sketchKey is the public key of an epoch, of the form the rules look at; label tells keys of one epoch apart.
func sketchKey(epoch int, label string) SimilarityPublic {
	public := sha256.Sum256(fmt.Appendf(nil, "%s %d", label, epoch))
	return SimilarityPublic{Epoch: epoch, Suite: "ristretto255-SHA512", V: 1, Parts: []SimilarityPart{
		{Body: "登记机构", Epoch: epoch, Public: public[:], Possession: make([]byte, 96)},
	}}
}

// sketchKeysFollowOneAnother: from a registrar's newest key all before it can be reached, one epoch at a time.
func (w *world) sketchKeysFollowOneAnother() string {
	for _, org := range w.keysOf(PrefixSimilarity) {
		ref := fact[SimilarityRef](w, PrefixSimilarity+org)
		for at, epoch := ref.Fingerprint, ref.Epoch; at != ""; epoch-- {
			k := fact[SimilarityKey](w, PrefixSimilarityKey+at)
			if k == nil || k.Key.Epoch != epoch || k.Fingerprint != at || k.Key.Fingerprint() != at {
				return fmt.Sprintf("key %s of epoch %d is %+v", at, epoch, k)
			}
			at = k.Previous
		}
	}
	return ""
}

func TestKeysOfSketchesArePublishedOneEpochAfterAnotherByARegistrar(t *testing.T) {
	w := newWorld(t)
	today := daycount.DateOf(w.now)
	publish := func(epoch int, label string, from daycount.Date) *SimilarityPublish {
		return &SimilarityPublish{From: from, Key: sketchKey(epoch, label)}
	}
	for _, org := range []string{farm, bankA, regulator} {
		w.refused(ErrRole, org, publish(1, "a", today))
	}
	w.must(registrar, publish(1, "a", today))
	w.refused(ErrSimilarityEpoch, registrar, publish(1, "a", today))
	w.refused(ErrSimilarityEpoch, registrar, publish(1, "b", today)) // what was published is not replaced
	w.refused(ErrSimilarityEpoch, registrar, publish(3, "a", today))
	w.refused(ErrField, registrar, publish(2, "a", today.AddDays(-1)))
	w.refused(ErrField, registrar, publish(2, "a", today.AddMonths(12).AddDays(1)))
	w.must(registrar, publish(2, "a", today.AddDays(30)))
	w.refused(ErrField, registrar, publish(3, "a", today.AddDays(29)))
	first, second := sketchKey(1, "a").Fingerprint(), sketchKey(2, "a").Fingerprint()
	old, newest := fact[SimilarityKey](w, PrefixSimilarityKey+first), fact[SimilarityKey](w, PrefixSimilarityKey+second)
	if old == nil || old.From != today || old.Registrar != uscc(registrar) || !bytes.Equal(old.Key.Parts[0].Public, sketchKey(1, "a").Parts[0].Public) {
		t.Errorf("the old key reads %+v", old)
	}
	if newest == nil || newest.Previous != first || newest.From != today.AddDays(30) {
		t.Errorf("the new key reads %+v", newest)
	}
	if why := w.sketchKeysFollowOneAnother(); why != "" {
		t.Error(why)
	}
}

func TestAKeyOfSketchesMustHaveItsForm(t *testing.T) {
	w := newWorld(t)
	from := daycount.DateOf(w.now)
	for name, change := range map[string]func(*SimilarityPublic){
		"no part": func(k *SimilarityPublic) { k.Parts = nil },
		"six parts": func(k *SimilarityPublic) {
			k.Parts = append(k.Parts, k.Parts[0], k.Parts[0], k.Parts[0], k.Parts[0], k.Parts[0])
		},
		"a part twice":      func(k *SimilarityPublic) { k.Parts = append(k.Parts, k.Parts[0]) },
		"another suite":     func(k *SimilarityPublic) { k.Suite = "P256-SHA256" },
		"another version":   func(k *SimilarityPublic) { k.V = 2 },
		"epoch zero":        func(k *SimilarityPublic) { k.Epoch = 0 },
		"a part's epoch":    func(k *SimilarityPublic) { k.Parts[0].Epoch = 2 },
		"a short key":       func(k *SimilarityPublic) { k.Parts[0].Public = k.Parts[0].Public[:31] },
		"nothing proves it": func(k *SimilarityPublic) { k.Parts[0].Possession = nil },
	} {
		key := sketchKey(1, "a")
		change(&key)
		t.Run(name, func(t *testing.T) { w.refused(ErrSimilarityKey, registrar, &SimilarityPublish{From: from, Key: key}) })
	}
	nameless := sketchKey(1, "a")
	nameless.Parts[0].Body = ""
	w.refused(ErrLength, registrar, &SimilarityPublish{From: from, Key: nameless})
}

// Two registrars of one log may share a key, so that their data can be compared. It stays as the first published it.
func TestAKeyThatAnotherRegistrarPublishedIsSharedAndStaysAsItIs(t *testing.T) {
	w := newWorld(t)
	const other = "registrar-b"
	w.must(registrar, &OrgAdmit{
		USCC: uscc(other), Name: "另一登记机构", Region: "330100", Roles: []Role{RoleRegistrar}, Pub: w.pub(other), CodeRegion: "33", CodeDigit: "2",
	})
	today := daycount.DateOf(w.now)
	w.must(registrar, &SimilarityPublish{From: today, Key: sketchKey(4, "a")})
	w.must(other, &SimilarityPublish{From: today.AddDays(3), Key: sketchKey(4, "a")})
	k := fact[SimilarityKey](w, PrefixSimilarityKey+sketchKey(4, "a").Fingerprint())
	if k.Registrar != uscc(registrar) || k.From != today {
		t.Errorf("%+v", k)
	}
	if ref := fact[SimilarityRef](w, PrefixSimilarity+uscc(other)); ref == nil || ref.Epoch != 4 || ref.Fingerprint != k.Fingerprint {
		t.Errorf("%+v", ref)
	}
}
