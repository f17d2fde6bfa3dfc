package credential

import (
	"crypto/ed25519"

	"github.com/go-json-experiment/json"

	"shurong.org/shurong/daycount"
	"shurong.org/shurong/fault"
	"shurong.org/shurong/proof"
)

// The registry's facts, by the fields that a reader of certificates needs.

// Certificate is the fact under "certificate/<code>".
type Certificate struct {
	Code           string        `json:"code"`
	Asset          string        `json:"asset"`
	Case           string        `json:"case"`
	Holder         string        `json:"holder"`
	Registrar      string        `json:"registrar"`
	Rights         []Right       `json:"rights"`
	FormCommitment string        `json:"form_commitment"`
	EffectiveAt    int64         `json:"effective_at"`
	IssuedOn       daycount.Date `json:"issued_on"`
	ValidUntil     daycount.Date `json:"valid_until"`
	Cancelled      bool          `json:"cancelled"`
	Objections     []string      `json:"objections"`
}

// Right is one registered right. A zero Until is the certificate's own term.
type Right struct {
	Right string        `json:"right"` // holding, use, operating
	Until daycount.Date `json:"until,omitzero"`
}

// rightNames are the three rights (Guide Art. 3) in Chinese and English.
var rightNames = map[string][2]string{
	"holding": {"数据持有权", "right to hold"}, "use": {"数据使用权", "right to use"}, "operating": {"数据经营权", "right to operate"},
}

// ZH is the right's name in Chinese; a right this version does not know keeps its code.
func (r Right) ZH() string { return r.name(0) }

// EN is the right's name in English.
func (r Right) EN() string { return r.name(1) }

func (r Right) name(language int) string {
	if names, ok := rightNames[r.Right]; ok {
		return names[language]
	}
	return short(r.Right)
}

// Organisation is the fact under "org/<credit code>".
type Organisation struct {
	USCC string `json:"uscc"`
	Name string `json:"name"`
}

// Lien is the fact under "lien/<id>".
type Lien struct {
	ID         string `json:"id"`
	Pledgor    string `json:"pledgor"`
	Pledgee    string `json:"pledgee"`
	Index      uint64 `json:"index"`
	SecuredFen int64  `json:"secured_fen"`
	NoFurther  bool   `json:"no_further"`
	FilingNo   string `json:"filing_no"`
	Status     string `json:"status"`
}

type key struct {
	ID      string `json:"id"`
	Org     string `json:"org"`
	Pub     []byte `json:"pub"`
	Purpose string `json:"purpose"`
	Revoked bool   `json:"revoked"`
}

type encumbrance struct {
	Liens []string `json:"liens"`
}

type entryLeaf struct {
	Command struct {
		Body struct {
			Case string `json:"case"`
		} `json:"body"`
		Kind string `json:"kind"`
		Org  string `json:"org"`
	} `json:"command"`
	Events []struct {
		Body struct {
			Code string `json:"code"`
		} `json:"body"`
		Kind string `json:"kind"`
	} `json:"events"`
	Index uint64 `json:"index"`
	Time  int64  `json:"time"`
}

// The keys of facts, as the registry writes them.
const (
	prefixCertificate = "certificate/"
	prefixOrg         = "org/"
	prefixKey         = "key/"
	prefixEncumbrance = "encumbrance/"
	prefixLien        = "lien/"
)

// Keys lists the facts that a document about a certificate must carry first; liens found there come in addition, with
// their pledgees.
func Keys(code, holder, registrar, signingKey string) []string {
	return []string{
		prefixCertificate + code, prefixOrg + holder, prefixOrg + registrar, prefixKey + signingKey,
		prefixEncumbrance + code,
	}
}

// LienKey and OrgKey are the keys of a lien's and an organisation's fact.
func LienKey(id string) string { return prefixLien + id }

// OrgKey is the key of an organisation's fact.
func OrgKey(uscc string) string { return prefixOrg + uscc }

// book is the document's facts after every proof was checked.
type book map[string]Fact

// read decodes a proven fact that must exist.
func read[T any](b book, key string) (*T, error) {
	f, ok := b[key]
	if !ok {
		return nil, badFact(key, "缺失", "missing")
	}
	if f.Value == nil {
		return nil, badFact(key, "已证明不存在", "it is proven not to exist")
	}
	v := new(T)
	if err := json.Unmarshal(f.Value, v); err != nil {
		return nil, badFact(key, "内容无法读取", "not readable").Because(err)
	}
	return v, nil
}

func badFact(key, zh, en string) *fault.Error {
	return ErrFact.With("key", short(key)).With(because(zh, en)...).At("facts." + short(key))
}

// prove checks every fact of the document against a state root.
func prove(facts []Fact, root proof.Hash) (book, error) {
	b := make(book, len(facts))
	for i, f := range facts {
		if _, twice := b[f.Key]; twice {
			return nil, badFact(f.Key, "重复给出", "given twice")
		}
		if err := proof.VerifyMap(facts[i].Proof, f.Key, f.Value, root); err != nil {
			return nil, fault.From(err).At("facts." + short(f.Key))
		}
		b[f.Key] = f
	}
	return b, nil
}

func (k *key) public() ed25519.PublicKey {
	if len(k.Pub) != ed25519.PublicKeySize {
		return nil
	}
	return k.Pub
}
