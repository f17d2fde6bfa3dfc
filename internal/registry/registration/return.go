package registration

import (
	"slices"

	"shurong.org/shurong/internal/registry/act"
	"shurong.org/shurong/internal/registry/decision"
	"shurong.org/shurong/internal/registry/encumbrance"
	"shurong.org/shurong/internal/registry/facts"
)

// undoTransfer returns the rights of a concluded transfer to the certificate they came from: those that the transferee
// still holds. What went on to a third is returned when that transfer is objected to. Liens and annotations follow the
// rights back, also those the transferee gave. In a log of the first edition the transferee's certificate ends, and no
// more.
func (d *docket) undoTransfer() error {
	edition, err := d.c.Edition()
	if err != nil {
		return err
	}
	if edition < facts.EditionConsent {
		return d.cancelAll()
	}
	made, err := act.Load[facts.Certificate](d.c, facts.PrefixCertificate+d.Certificates[0], "")
	if err != nil {
		return err
	}
	old, err := act.Load[facts.Certificate](d.c, facts.PrefixCertificate+made.Previous, "")
	if err != nil {
		return err
	}
	for _, cert := range []*facts.Certificate{made, old} {
		if cert.Pending != "" {
			return act.ErrPending.With("code", cert.Code, "case", cert.Pending).At("body.case")
		}
	}
	moved := names(d.Rights)
	back := slices.DeleteFunc(slices.Clone(made.Rights), func(g facts.GrantedRight) bool {
		return !slices.Contains(moved, g.Right)
	})
	if len(back) == 0 || made.Cancelled {
		return nil // nothing of it is left here
	}
	rights := names(back)
	made.Rights = without(made.Rights, rights)
	if old.Cancelled { // it ended when its rights were gone, or what it had left was given up: only these come back
		old.Rights, old.Cancelled, old.Closed = nil, false, ""
	}
	old.Rights = inOrder(append(without(old.Rights, rights), back...))
	event := "certificate.reduced"
	if len(made.Rights) == 0 {
		made.Cancelled, made.Closed, made.Renewing, event = true, "returned", nil, "certificate.cancelled"
	}
	d.turn(made, "", old.Code)
	d.turn(old, made.Code, "")
	d.c.Tell(facts.PrefixCertificate+made.Code, event, made)
	d.c.Tell(facts.PrefixCertificate+old.Code, "certificate.changed", old)
	if slices.Contains(rights, decision.Operating) {
		if err := encumbrance.LiensFollow(d.c, made.Code, old.Code, old.Holder); err != nil {
			return err
		}
	}
	return encumbrance.NotesFollow(d.c, made, old.Code, rights)
}

// turn adds the return to a certificate's titles.
func (d *docket) turn(cert *facts.Certificate, from, to string) {
	cert.BeginHistory()
	cert.Edition++
	cert.History = append(cert.History, facts.TitleEntry{
		Type: facts.TypeReturn, Case: d.ID, Index: d.c.Index, At: d.c.Time, Holder: cert.Holder,
		Rights: slices.Clone(cert.Rights), ValidUntil: cert.ValidUntil, FormCommitment: cert.FormCommitment,
		From: from, To: to,
	})
}

func without(all []facts.GrantedRight, gone []decision.Right) []facts.GrantedRight {
	return slices.DeleteFunc(slices.Clone(all), func(g facts.GrantedRight) bool { return slices.Contains(gone, g.Right) })
}

// inOrder puts rights in the Guide's order.
func inOrder(all []facts.GrantedRight) []facts.GrantedRight {
	slices.SortFunc(all, func(a, b facts.GrantedRight) int {
		return slices.Index(decision.AllRights, a.Right) - slices.Index(decision.AllRights, b.Right)
	})
	return all
}
