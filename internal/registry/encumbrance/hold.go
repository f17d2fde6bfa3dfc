package encumbrance

import (
	"slices"

	"shurong.org/shurong/daycount"
	"shurong.org/shurong/internal/registry/act"
	"shurong.org/shurong/internal/registry/decision"
	"shurong.org/shurong/internal/registry/facts"
)

// Hold is what somebody has in a right that stands in the way of disposing of it, and whether that somebody consented.
type Hold struct {
	Kind      string         `json:"kind"` // seizure, control, pledge (annotations); lien
	ID        string         `json:"id"`   // of the annotation or lien
	By        string         `json:"by"`   // the authority's name; of a lien, the pledgee's credit code
	Right     decision.Right `json:"right"`
	Consented bool           `json:"consented"`
}

// Holds lists what stands in the way of an act in favour of somebody on a day, annotations first, then liens by rank.
func Holds(
	r act.Reader, code string, rights []decision.Right, deed, to string, today daycount.Date,
) ([]Hold, error) {
	var out []Hold
	listed, err := act.Find[facts.Notes](r, facts.PrefixNotes+code)
	if err != nil {
		return nil, err
	}
	if listed != nil {
		for _, id := range listed.Annotations {
			a, err := act.Find[facts.Annotation](r, facts.PrefixAnnotation+id)
			if err != nil {
				return nil, err
			}
			at := slices.IndexFunc(rights, func(r decision.Right) bool { return a != nil && a.Blocks(r, today) })
			if at >= 0 {
				out = append(out, Hold{
					Kind: string(a.Kind), ID: a.ID, By: a.Authority, Right: rights[at],
					Consented: a.Permit(deed, to, today) != nil,
				})
			}
		}
	}
	if !slices.Contains(rights, decision.Operating) {
		return out, nil // a lien is on the right to operate
	}
	enc, err := act.Find[facts.Encumbrance](r, facts.PrefixEncumbrance+code)
	if err != nil || enc == nil {
		return out, err
	}
	for _, id := range enc.Liens {
		l, err := act.Find[facts.Lien](r, facts.PrefixLien+id)
		if err != nil {
			return nil, err
		}
		if l != nil && l.LiveOn(today) {
			out = append(out, Hold{
				Kind: "lien", ID: l.ID, By: l.Pledgee, Right: decision.Operating,
				Consented: l.Consent(deed, to, today) != nil,
			})
		}
	}
	return out, nil
}

// Consented refuses an act while a consent to it is missing, and says whose. Nothing is used up: that is [Spend]'s.
func Consented(c *act.Context, code string, rights []decision.Right, deed, to, field string) error {
	all, err := Holds(c, code, rights, deed, to, c.Today())
	if err != nil {
		return err
	}
	return Missing(all, code, field)
}

// Missing is the refusal for the first hold without consent, nil if there is none.
func Missing(all []Hold, code, field string) error {
	for _, h := range all {
		switch {
		case h.Consented:
		case h.Kind == "lien":
			return ErrConsent.With("code", code, "lien", h.ID, "by", h.By).At(field)
		default:
			return ErrSeized.With("code", code, "right", h.Right, "annotation", h.ID, "by", h.By).At(field)
		}
	}
	return nil
}
