package registry

import (
	"slices"
	"testing"

	"shurong.org/shurong/canon"
	"shurong.org/shurong/daycount"
	"shurong.org/shurong/internal/registry/facts"
)

// objectTo has a stranger object to a case after registration, and the registrar conclude the inquiry.
func (w *world) objectTo(id string, upheld bool) {
	w.t.Helper()
	w.must(appraiser, &ObjectionFile{Case: id, Grounds: hash("it was never his to give")})
	all := w.caseOf(id).Objections
	w.must(registrar, &ObjectionResolve{
		Case: id, Objection: all[len(all)-1].ID, Upheld: upheld, Opinion: hash("opinion"),
	})
}

func rightsOf(c *Certificate) []Right {
	out := []Right{}
	for _, g := range c.Rights {
		out = append(out, g.Right)
	}
	return out
}

func TestAnObjectionUpheldAgainstAConcludedTransferReturnsTheRights(t *testing.T) {
	w := newWorld(t)
	code := w.certify(farm, w.filing())
	id := w.transfer(code, Use, Operating)
	w.conclude(id)
	made := w.caseOf(id).Certificates[0]
	// What the transferee did with the right meanwhile goes back with it.
	lien := w.lienOf(w.must(bankA, &LienFile{
		Certificate: made, SecuredFen: 1, Months: 12, Contract: hash("c"), Seen: []string{}, FilingNo: filing,
	}))
	w.objectTo(id, true)
	old, gone := w.cert(code), w.cert(made)
	if !slices.Equal(rightsOf(old), AllRights) || old.Cancelled || !old.Live(daycount.DateOf(w.now)) {
		t.Errorf("the first certificate is %+v", old)
	}
	if len(gone.Rights) != 0 || !gone.Cancelled || gone.Closed != "returned" {
		t.Errorf("the transferee's certificate is %+v", gone)
	}
	l := w.lien(lien)
	if l.Certificate != code || l.Holder() != uscc(farm) || fact[Encumbrance](w, PrefixEncumbrance+made) != nil {
		t.Errorf("the lien is %+v", l)
	}
	chain, err := Chain(w.state, code)
	if err != nil || len(chain) != 3 || chain[1].To != made || chain[2].Type != TypeReturn || chain[2].From != made {
		t.Errorf("the chain of title is %+v, %v", chain, err)
	}
	chain, err = Chain(w.state, made)
	if err != nil || chain[len(chain)-1].Type != TypeReturn || chain[len(chain)-1].To != code {
		t.Errorf("the transferee's chain is %+v, %v", chain, err)
	}
	if why := w.broken(nil, nil); why != "" {
		t.Error(why)
	}
}

func TestACertificateThatWasGivenAwayWholeOpensAgain(t *testing.T) {
	w := newWorld(t)
	code := w.certify(farm, w.filing())
	id := w.transfer(code, AllRights...)
	w.conclude(id)
	if old := w.cert(code); !old.Cancelled || old.Closed != "transferred" {
		t.Fatalf("after the transfer: %+v", old)
	}
	w.objectTo(id, false)
	if !w.cert(code).Cancelled {
		t.Fatal("an objection that was dismissed returned rights")
	}
	w.objectTo(id, true)
	if old := w.cert(code); old.Cancelled || old.Closed != "" || !slices.Equal(rightsOf(old), AllRights) {
		t.Errorf("after the return: %+v", old)
	}
	w.propose(code, bankA, false) // it is a certificate like any other
}

func TestWhatWentOnToAThirdIsNotReturned(t *testing.T) {
	w := newWorld(t)
	code := w.certify(farm, w.filing())
	id := w.transfer(code, Use, Operating)
	w.conclude(id)
	made := w.caseOf(id).Certificates[0]
	on := w.start(hotel, &TransferFile{
		Certificate: made, To: uscc(farm), Rights: []Right{Operating}, FormCommitment: hash("annex 2"),
	})
	w.must(farm, &CaseConsent{Case: on})
	w.cleared(on)
	w.must(registrar, &CaseDeposit{Case: on})
	w.must(appraiser, &ObjectionFile{Case: id, Grounds: hash("g")})
	resolve := &ObjectionResolve{
		Case: id, Objection: w.caseOf(id).Objections[0].ID, Upheld: true, Opinion: hash("o"),
	}
	w.refused(ErrPending, registrar, resolve)
	w.must(registrar, &CaseConclude{Case: on})
	w.must(registrar, resolve)
	if got := rightsOf(w.cert(code)); !slices.Equal(got, []Right{Holding, Use}) {
		t.Errorf("returned: %v", got)
	}
	if got := rightsOf(w.cert(w.caseOf(on).Certificates[0])); !slices.Equal(got, []Right{Operating}) {
		t.Errorf("the third has %v", got)
	}
	if why := w.broken(nil, nil); why != "" {
		t.Error(why)
	}
}

func TestALogOfTheFirstEditionGoesOnAsItBeganUntilTheNextIsAdopted(t *testing.T) {
	w := newWorldOf(t, facts.EditionFirst)
	code := w.certify(farm, w.filing())
	note := w.seize(code, Operating)
	id := w.transfer(code, Operating) // asked for at deposit only
	w.cleared(id)
	w.refused(ErrSeized, registrar, &CaseDeposit{Case: id})
	w.must(registrar, &AnnotationLift{Annotation: note, Document: hash("lifted")})
	w.must(registrar, &CaseDeposit{Case: id})
	w.must(registrar, &CaseConclude{Case: id})
	w.objectTo(id, true)
	if got := rightsOf(w.cert(code)); slices.Contains(got, Operating) {
		t.Errorf("rights were returned by rules that did not know it: %v", got)
	}
	w.refused(ErrRole, farm, &RulesAdopt{Edition: facts.EditionConsent})
	w.refused(ErrEdition, registrar, &RulesAdopt{Edition: LatestEdition + 1})
	w.must(registrar, &RulesAdopt{Edition: facts.EditionConsent})
	w.refused(ErrEdition, registrar, &RulesAdopt{Edition: facts.EditionConsent})
	w.seize(code, Use)
	w.refused(ErrSeized, farm, &TransferFile{
		Certificate: code, To: uscc(hotel), Rights: []Right{Use}, FormCommitment: hash("annex 2"),
	})
}

// lienOf is the identifier of the lien that a filing brought about.
func (w *world) lienOf(events []Event) string {
	w.t.Helper()
	var l Lien
	if err := canon.Unmarshal(events[0].Body, &l); err != nil {
		w.t.Fatal(err)
	}
	return l.ID
}
