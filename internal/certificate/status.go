package certificate

import (
	"context"
	"slices"
	"time"

	"github.com/go-json-experiment/json"

	"shurong.org/shurong/credential"
	"shurong.org/shurong/daycount"
	"shurong.org/shurong/internal/api"
	"shurong.org/shurong/internal/registry"
	"shurong.org/shurong/internal/sequence"
)

// State is what holds of a certificate now, for whoever asks: no sign-in, no proof. The proof is the status document.
type State struct {
	Code       string             `json:"code"`
	Status     credential.State   `json:"status" enum:"cancelled,lapsed,seized,objection_open,pledged,valid" doc:"the gravest"`
	States     []credential.State `json:"states" enum:"cancelled,lapsed,seized,objection_open,pledged,valid" doc:"all that hold"`
	Withheld   bool               `json:"withheld,omitempty" doc:"unpublished: only whether it is in force is told"`
	ValidUntil daycount.Date      `json:"valid_until,omitzero"`
	CheckedAt  time.Time          `json:"checked_at"`
	Size       uint64             `json:"size" doc:"log size it speaks of"`
	Checkpoint string             `json:"checkpoint"`
	Key        string             `json:"key" doc:"verifier key of the checkpoint"`
}

func (s *Service) state(ctx context.Context, in *ByCode) (*api.Out[State], error) {
	now := s.clock.Now()
	out := State{Code: in.Code, CheckedAt: now.UTC(), Key: s.ledger.VerifierKey()}
	today := daycount.DateOf(now)
	var cert *registry.Certificate
	err := s.ledger.View(ctx, func(snap *sequence.Snapshot) (err error) {
		g := gather{snap: snap}
		if cert = look[registry.Certificate](&g, registry.PrefixCertificate+in.Code); cert == nil {
			return g.err
		}
		out.Size, out.Checkpoint = snap.Size(), string(snap.Checkpoint())
		out.States, err = statesNow(&g, in.Code, today)
		return err
	})
	if err != nil {
		return nil, err
	}
	if cert == nil {
		return nil, ErrNotFound.With("code", printable(in.Code)).At("path.code")
	}
	if out.Withheld, err = s.hidden(ctx, cert); err != nil {
		return nil, err
	}
	if out.Withheld {
		out.States = slices.DeleteFunc(out.States, func(v credential.State) bool {
			return v == credential.Seized || v == credential.ObjectionOpen || v == credential.Pledged
		})
	} else {
		out.ValidUntil = cert.ValidUntil
	}
	out.Status = out.States[0]
	return api.Answer(out), nil
}

// statesNow says what holds of a certificate on a day, by the rule that verifiers of documents go by.
func statesNow(g *gather, code string, today daycount.Date) ([]credential.State, error) {
	cert := readAs[credential.Certificate](g, registry.PrefixCertificate+code)
	var liens []credential.Lien
	var notes []credential.Annotation
	if enc := look[registry.Encumbrance](g, registry.PrefixEncumbrance+code); enc != nil {
		for _, id := range enc.Liens {
			if l := readAs[credential.Lien](g, registry.PrefixLien+id); l != nil {
				liens = append(liens, *l)
			}
		}
	}
	if n := look[registry.Notes](g, registry.PrefixNotes+code); n != nil {
		for _, id := range n.Annotations {
			if a := readAs[credential.Annotation](g, registry.PrefixAnnotation+id); a != nil {
				notes = append(notes, *a)
			}
		}
	}
	if g.err != nil || cert == nil {
		return []credential.State{}, g.err
	}
	return credential.StatesOf(cert, liens, notes, today), nil
}

// readAs reads a fact as a reader of documents does, who ignores what it does not know.
func readAs[T any](g *gather, key string) *T {
	if g.err != nil {
		return nil
	}
	raw, err := g.snap.Get(key)
	if err != nil || raw == nil {
		g.err = err
		return nil
	}
	v := new(T)
	g.err = json.Unmarshal(raw, v)
	return v
}
