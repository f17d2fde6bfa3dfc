package facts

import "shurong.org/shurong/daycount"

// AnnotationKind is what an annotation (备注, Guide Art. 23) records.
type AnnotationKind string

// The kinds, with the paragraph of Art. 23 they stand on.
const (
	NoteTerm    AnnotationKind = "term"    // (1) agreed term or conditions of exercise
	NoteSeizure AnnotationKind = "seizure" // (2) 查封等保全 by court, procuratorate, police
	NoteControl AnnotationKind = "control" // (3) temporary administrative control
	NotePledge  AnnotationKind = "pledge"  // (4) a pledge that was filed elsewhere
	NoteLicence AnnotationKind = "licence" // (5) a licence the holder gave
	NoteOther   AnnotationKind = "other"   // (5)
)

// AnnotationKinds lists them.
var AnnotationKinds = []AnnotationKind{NoteTerm, NoteSeizure, NoteControl, NotePledge, NoteLicence, NoteOther}

// Annotation is a note on a certificate. Who placed it and on which document stays for ever; lifting adds, never removes.
type Annotation struct {
	ID           string         `json:"id"`
	Certificate  string         `json:"certificate"`
	Kind         AnnotationKind `json:"kind"`
	Rights       []Right        `json:"rights,omitempty"`    // those it concerns; none: all of the certificate's
	Authority    string         `json:"authority,omitempty"` // public name of court, office or pledgee
	Document     string         `json:"document"`            // commitment to what it was placed on
	Licensee     string         `json:"licensee,omitempty"`
	Exclusive    bool           `json:"exclusive,omitzero"`
	From         daycount.Date  `json:"from"`
	Until        daycount.Date  `json:"until,omitzero"` // last day; zero: until it is lifted
	By           string         `json:"by"`
	Index        uint64         `json:"index"`
	LiftedOn     daycount.Date  `json:"lifted_on,omitzero"`
	LiftDocument string         `json:"lift_document,omitempty"`
	LiftedAt     uint64         `json:"lifted_index,omitzero"`
	Permits      []Permit       `json:"permits,omitempty"`
}

// Permit is the recorded consent of whoever an annotation protects to one act. It serves once.
type Permit struct {
	Act      string        `json:"act"` // transfer, licence
	To       string        `json:"to"`
	Document string        `json:"document"` // commitment
	Until    daycount.Date `json:"until"`
	Index    uint64        `json:"index"`
	Used     bool          `json:"used,omitzero"`
}

// Notes lists a certificate's annotations that were not lifted. The fact exists only while there is one, so its absence,
// which the state map proves, says "no annotation".
type Notes struct {
	Annotations []string `json:"annotations"`
}

// Active reports whether the annotation is in force on a day.
func (a *Annotation) Active(today daycount.Date) bool {
	return a.LiftedOn.IsZero() && (a.Until.IsZero() || !today.After(a.Until))
}

// Blocks reports whether the annotation stands in the way of disposing of a right on a day: what a court, an office or an
// earlier pledge holds cannot be transferred, licensed or pledged away.
func (a *Annotation) Blocks(r Right, today daycount.Date) bool {
	switch a.Kind {
	case NoteSeizure, NoteControl, NotePledge:
	default:
		return false
	}
	return a.Active(today) && a.Concerns(r)
}

// Concerns reports whether the annotation is about a right.
func (a *Annotation) Concerns(r Right) bool {
	for _, have := range a.Rights {
		if have == r {
			return true
		}
	}
	return len(a.Rights) == 0
}

// Permit returns the unused permit for an act in favour of somebody that is good on a day, nil if there is none.
func (a *Annotation) Permit(act, to string, today daycount.Date) *Permit {
	for i := range a.Permits {
		k := &a.Permits[i]
		if k.Act == act && k.To == to && !k.Used && !today.After(k.Until) {
			return k
		}
	}
	return nil
}
