package credential

import (
	"crypto/ed25519"
	"strconv"

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
	Closed         string        `json:"closed,omitempty"`   // why a later registration ended it
	Renewing       *Renewing     `json:"renewing,omitempty"` // keeps it in force past its term
	Pending        string        `json:"pending,omitempty"`  // case that took effect and is being concluded
	Previous       string        `json:"previous,omitempty"` // certificate the rights were transferred from
	History        []TitleEntry  `json:"history,omitempty"`
	Withheld       bool          `json:"withheld,omitempty"`
}

// Renewing says that a renewal was applied for in time (Guide Art. 36). A zero Until is as long as it is open.
type Renewing struct {
	Until daycount.Date `json:"until,omitzero"`
}

// Live reports whether the certificate proves its rights on a day.
func (c *Certificate) Live(today daycount.Date) bool {
	held := c.Renewing != nil && (c.Renewing.Until.IsZero() || !today.After(c.Renewing.Until))
	return !c.Cancelled && (held || !today.After(c.ValidUntil))
}

// TitleEntry is what a registration left on a certificate.
type TitleEntry struct {
	Type       string        `json:"type"` // initial, transfer, change, renewal, cancellation
	Case       string        `json:"case"`
	Index      uint64        `json:"index"` // log position; zero: of the issue
	At         int64         `json:"at"`    // effective, Unix milliseconds
	Holder     string        `json:"holder"`
	Rights     []Right       `json:"rights"`
	ValidUntil daycount.Date `json:"valid_until"`
	From       string        `json:"from,omitempty"`
	To         string        `json:"to,omitempty"`
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
	USCC  string   `json:"uscc"`
	Name  string   `json:"name"`
	Roles []string `json:"roles,omitempty"`
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

	Certificate string          `json:"certificate,omitempty"`
	IPNo        string          `json:"ip_no,omitempty"`  // number at the IP office
	Until       daycount.Date   `json:"until,omitzero"`   // last day of the registered term, if there is one
	Notice      bool            `json:"notice,omitempty"` // filed by the pledgee alone
	Owner       string          `json:"owner,omitempty"`  // who holds the right since it was transferred
	Objections  []LienObjection `json:"objections,omitempty"`
}

// LienObjection is the pledgor's objection beside a lien; it takes nothing from it.
type LienObjection struct {
	By      string        `json:"by"`
	On      daycount.Date `json:"on"`
	EndedOn daycount.Date `json:"ended_on,omitzero"`
}

// Live reports whether the lien's registered term, if it has one, still runs on a day.
func (l *Lien) Live(today daycount.Date) bool { return l.Until.IsZero() || !today.After(l.Until) }

// Annotation is the fact under "annotation/<id>" (备注, Guide Art. 23).
type Annotation struct {
	ID          string        `json:"id"`
	Certificate string        `json:"certificate"`
	Kind        string        `json:"kind"` // term, seizure, control, pledge, licence, other
	Rights      []string      `json:"rights,omitempty"`
	Authority   string        `json:"authority,omitempty"`
	Licensee    string        `json:"licensee,omitempty"`
	Exclusive   bool          `json:"exclusive,omitempty"`
	From        daycount.Date `json:"from"`
	Until       daycount.Date `json:"until,omitzero"`
	LiftedOn    daycount.Date `json:"lifted_on,omitzero"`
}

// Active reports whether the annotation is in force on a day.
func (a *Annotation) Active(today daycount.Date) bool {
	return a.LiftedOn.IsZero() && (a.Until.IsZero() || !today.After(a.Until))
}

// Similar is a disclosure from the review: other registered data shares content with this. It refuses nothing.
type Similar struct {
	Case          string `json:"case"`
	HereInThere   int64  `json:"here_in_there_ppm"` // share of this data found in the other, parts per million
	ThereInHere   int64  `json:"there_in_here_ppm"`
	Determination string `json:"determination"` // commitment to the registrar's finding
}

// Grade says how much is shared: red where a tenth of either is found in the other (sketch.RedAt), amber below.
func (s Similar) Grade() string {
	if max(s.HereInThere, s.ThereInHere) >= 100_000 {
		return "red"
	}
	return "amber"
}

type notes struct {
	Annotations []string `json:"annotations"`
}

type asset struct {
	ID           string   `json:"id"`
	Case         string   `json:"case"`
	Certificates []string `json:"certificates"`
}

type reviewed struct {
	ID           string   `json:"id"`
	Certificates []string `json:"certificates"`
	Review       *struct {
		Similar []Similar `json:"similar"`
	} `json:"review"`
}

// LaterSimilar is a registration that came after one's own and whose review disclosed that its data is similar.
type LaterSimilar struct {
	Case         string   `json:"case"`
	Certificates []string `json:"certificates"`
	Grade        string   `json:"grade"`             // red, amber: [Similar.Grade]
	HereInThere  int64    `json:"here_in_there_ppm"` // share of one's own data found in the later, parts per million
	ThereInHere  int64    `json:"there_in_here_ppm"`
}

type holdings struct {
	Count int `json:"count"`
}

type holdingsPage struct {
	Certificates []string `json:"certificates"`
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

// leafBody is the certificate an event tells of; empty for an event of another kind, whose members are its own.
type leafBody struct{ Certificate }

// UnmarshalJSON reads a certificate where there is one.
func (b *leafBody) UnmarshalJSON(raw []byte) error {
	if err := json.Unmarshal(raw, &b.Certificate); err != nil {
		b.Certificate = Certificate{}
	}
	return nil //nolint:nilerr // a case's objections are not a certificate's: it is an event of another kind
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
		Body leafBody `json:"body"`
		Kind string   `json:"kind"`
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
	prefixNotes       = "notes/"
	prefixAnnotation  = "annotation/"
	prefixAsset       = "asset/"
	prefixCase        = "case/"
	prefixHolder      = "holder/"
	keyGenesis        = "genesis"
)

// Keys lists the facts that a document about a certificate must carry first; liens found there come in addition, with
// their pledgees, and annotations.
func Keys(code, holder, registrar, signingKey string) []string {
	return append(CertificateKeys(code, holder, registrar), KeyKey(signingKey))
}

// CertificateKeys lists the facts that a document must carry of each certificate in it. Liens, pledgees and annotations
// come in addition.
func CertificateKeys(code, holder, registrar string) []string {
	return []string{
		prefixCertificate + code, prefixOrg + holder, prefixOrg + registrar, prefixEncumbrance + code, prefixNotes + code,
	}
}

// KeyKey is the key of a public key's fact.
func KeyKey(id string) string { return prefixKey + id }

// CertificateKey is the key of a certificate's fact.
func CertificateKey(code string) string { return prefixCertificate + code }

// AnnotationKey is the key of an annotation's fact.
func AnnotationKey(id string) string { return prefixAnnotation + id }

// AssetKey and CaseKey are the keys of an asset and of the case it was registered in.
func AssetKey(id string) string { return prefixAsset + id }

// CaseKey is the key of a case's fact.
func CaseKey(id string) string { return prefixCase + id }

// HolderKey is the key of the count of a holder's certificates.
func HolderKey(uscc string) string { return prefixHolder + uscc }

// HolderPageKey is the key of a page, from 0, of a holder's certificates.
func HolderPageKey(uscc string, page int) string {
	return prefixHolder + uscc + "/" + strconv.Itoa(page)
}

// GenesisKey is the key of how the log began.
const GenesisKey = keyGenesis

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
	if f.ValueHash != nil {
		return nil, badFact(key, "内容未披露", "its content is withheld")
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
		err := proof.VerifyMap(facts[i].Proof, f.Key, f.Value, root)
		if f.ValueHash != nil {
			if f.Value != nil {
				return nil, badFact(f.Key, "既载内容又载散列值", "both a value and its hash are given")
			}
			err = proof.VerifyMapHash(facts[i].Proof, f.Key, *f.ValueHash, root)
		}
		if err != nil {
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
