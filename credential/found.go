package credential

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"shurong.org/shurong/daycount"
)

// Found is one certificate as a document proves it.
type Found struct {
	Code string `json:"code"`
	// Withheld marks an unpublished registration of which only the existence is shown. The rest is empty then.
	Withheld    bool           `json:"withheld,omitempty"`
	Certificate Certificate    `json:"certificate"`
	Holder      Organisation   `json:"holder"`
	Registrar   Organisation   `json:"registrar"`
	Live        bool           `json:"live"`
	Status      State          `json:"status"`
	States      []State        `json:"states"`
	Liens       []Lien         `json:"liens"` // in rank order; empty is proven
	Pledgees    []Organisation `json:"pledgees"`
	Annotations []Annotation   `json:"annotations"` // not lifted; empty is proven unless NotesUnknown
	Similar     []Similar      `json:"similar,omitempty"`
	// Later are the later registrations, among those the document names, that were disclosed to be similar. That there
	// are no others is not proven.
	Later []LaterSimilar `json:"later,omitempty"`
	// NotesUnknown marks a document from before annotations were part of it.
	NotesUnknown bool `json:"notes_unknown,omitempty"`
}

// State is what holds of a certificate on a day.
type State string

// The states, the gravest first. Several can hold at once.
const (
	Cancelled     State = "cancelled"      // 已注销
	Lapsed        State = "lapsed"         // 已失效
	Seized        State = "seized"         // 查封、管制
	ObjectionOpen State = "objection_open" // 异议未决
	Pledged       State = "pledged"        // 已质押
	Valid         State = "valid"          // 有效
)

var stateNames = map[State][2]string{
	Cancelled: {"已注销", "cancelled"}, Lapsed: {"已失效", "lapsed"}, Seized: {"有查封或管制", "seized"},
	ObjectionOpen: {"异议未决", "objection open"}, Pledged: {"已质押", "pledged"}, Valid: {"有效", "valid"},
}

// ZH is the state in Chinese.
func (s State) ZH() string { return stateNames[s][0] }

// EN is the state in English.
func (s State) EN() string { return stateNames[s][1] }

// StatesOf says what holds of a certificate on a day, the gravest first. A certificate that ended is not valid, but the
// liens and seizures on it are still told.
func StatesOf(cert *Certificate, liens []Lien, annotations []Annotation, today daycount.Date) []State {
	var out []State
	switch {
	case cert.Cancelled:
		out = append(out, Cancelled)
	case !cert.Live(today):
		out = append(out, Lapsed)
	}
	for i := range annotations {
		if a := &annotations[i]; (a.Kind == "seizure" || a.Kind == "control") && a.Active(today) {
			out = append(out, Seized)
			break
		}
	}
	if len(cert.Objections) > 0 {
		out = append(out, ObjectionOpen)
	}
	pledged := false
	for i := range liens {
		pledged = pledged || liens[i].Live(today)
	}
	for i := range annotations { // pledges that were filed elsewhere
		pledged = pledged || annotations[i].Kind == "pledge" && annotations[i].Active(today)
	}
	if pledged {
		out = append(out, Pledged)
	}
	if cert.Live(today) {
		out = append(out, Valid)
	}
	return out
}

// identity reads a certificate with its parties.
func (v *verification) identity(code string) (*Found, error) {
	at := prefixCertificate + code
	cert, err := read[Certificate](v.book, at)
	if err != nil {
		return nil, err
	}
	if cert.Code != code {
		return nil, badFact(at, "属于另一凭证", "it is of another certificate")
	}
	holder, err := read[Organisation](v.book, prefixOrg+cert.Holder)
	if err != nil {
		return nil, err
	}
	registrar, err := read[Organisation](v.book, prefixOrg+cert.Registrar)
	if err != nil {
		return nil, err
	}
	return &Found{Code: code, Certificate: *cert, Holder: *holder, Registrar: *registrar, Liens: []Lien{},
		Pledgees: []Organisation{}, Annotations: []Annotation{}}, nil
}

// encumbered reads the liens on a certificate in rank order, or that there is none.
func (v *verification) encumbered(f *Found) error {
	at := prefixEncumbrance + f.Code
	fact, ok := v.book[at]
	if !ok {
		return badFact(at, "缺失", "missing")
	}
	if fact.absent() {
		return nil
	}
	enc, err := read[encumbrance](v.book, at)
	if err != nil {
		return err
	}
	for _, id := range enc.Liens {
		l, err := read[Lien](v.book, prefixLien+id)
		if err != nil {
			return err
		}
		if l.ID != id || l.Certificate != "" && l.Certificate != f.Code {
			return badFact(prefixLien+id, "属于另一质押", "it is of another lien")
		}
		pledgee, err := read[Organisation](v.book, prefixOrg+l.Pledgee)
		if err != nil {
			return err
		}
		f.Liens = append(f.Liens, *l)
		f.Pledgees = append(f.Pledgees, *pledgee)
	}
	return nil
}

// noted reads the annotations on a certificate, or that there is none. Only a document that may be older than they are
// may leave them out.
func (v *verification) noted(f *Found) error {
	at := prefixNotes + f.Code
	fact, ok := v.book[at]
	if !ok && (v.Kind == Registration || v.Kind == Search) {
		f.NotesUnknown = true
		return nil
	}
	if !ok {
		return badFact(at, "缺失", "missing")
	}
	if fact.absent() {
		return nil
	}
	n, err := read[notes](v.book, at)
	if err != nil {
		return err
	}
	for _, id := range n.Annotations {
		a, err := read[Annotation](v.book, prefixAnnotation+id)
		if err != nil {
			return err
		}
		if a.ID != id || a.Certificate != f.Code {
			return badFact(prefixAnnotation+id, "属于另一凭证", "it is of another certificate")
		}
		f.Annotations = append(f.Annotations, *a)
	}
	return nil
}

// disclosed reads what the review of the asset's registration found similar, where the document tells.
func (v *verification) disclosed(f *Found) error {
	if _, ok := v.book[prefixAsset+f.Certificate.Asset]; !ok {
		return nil
	}
	a, err := read[asset](v.book, prefixAsset+f.Certificate.Asset)
	if err != nil {
		return err
	}
	c, err := read[reviewed](v.book, prefixCase+a.Case)
	if err != nil {
		return err
	}
	if c.Review != nil {
		f.Similar = c.Review.Similar
	}
	return v.later(f, a.Case)
}

// later reads the other cases of the document that name this one among what their review found similar.
func (v *verification) later(f *Found, own string) error {
	for _, key := range slices.Sorted(maps.Keys(v.book)) {
		if fact := v.book[key]; !strings.HasPrefix(key, prefixCase) || key == prefixCase+own || fact.Value == nil {
			continue
		}
		c, err := read[reviewed](v.book, key)
		if err != nil {
			return err
		}
		if prefixCase+c.ID != key {
			return badFact(key, "属于另一案件", "it is of another case")
		}
		if c.Review == nil {
			continue
		}
		for _, s := range c.Review.Similar {
			if s.Case == own {
				f.Later = append(f.Later, LaterSimilar{
					Case: c.ID, Certificates: c.Certificates, Grade: s.Grade(), HereInThere: s.ThereInHere,
					ThereInHere: s.HereInThere,
				})
			}
		}
	}
	return nil
}

// judge says what holds of a certificate on the day of reading.
func (v *verification) judge(f *Found) {
	today := daycount.DateOf(v.now)
	f.Live = f.Certificate.Live(today)
	f.States = StatesOf(&f.Certificate, f.Liens, f.Annotations, today)
	f.Status = f.States[0]
}

// absent reports whether the fact is proven not to exist.
func (f *Fact) absent() bool { return f.Value == nil && f.ValueHash == nil }

// states names all states of a certificate in one line.
func states(all []State) (zh, en string) {
	for i, s := range all {
		if i > 0 {
			zh, en = zh+"、", en+", "
		}
		zh, en = zh+s.ZH(), en+s.EN()
	}
	return zh, en
}

func count(n int) string { return strconv.Itoa(n) }
