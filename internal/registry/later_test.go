package registry

import (
	"testing"

	"shurong.org/shurong/canon"
	"shurong.org/shurong/daycount"
)

// start files a later registration and returns its case.
func (w *world) start(org string, cmd Command) string {
	w.t.Helper()
	return w.eventCase(w.must(org, cmd))
}

func (w *world) eventCase(events []Event) string {
	w.t.Helper()
	for _, e := range events {
		if e.Kind == "case.filed" {
			var c Case
			if err := canon.Unmarshal(e.Body, &c); err != nil {
				w.t.Fatal(err)
			}
			return c.ID
		}
	}
	w.t.Fatal("nothing was filed")
	return ""
}

// cleared leads a filed case to where it can be deposited. It moves the clock.
func (w *world) cleared(id string) {
	w.t.Helper()
	w.must(registrar, &CaseAccept{Case: id})
	w.must(registrar, &CaseReview{Case: id, Accuracy: true, Compliance: true, Clarity: true, Opinion: hash("o")})
	w.must(registrar, &CasePost{Case: id})
	_, cal, _ := Rules(w.state)
	w.on(cal.AddWorkingDays(daycount.DateOf(w.now), 6).String())
}

// conclude leads a filed case to its end.
func (w *world) conclude(id string) {
	w.t.Helper()
	w.cleared(id)
	w.must(registrar, &CaseDeposit{Case: id})
	w.must(registrar, &CaseConclude{Case: id})
}

func (w *world) cert(code string) *Certificate { return fact[Certificate](w, PrefixCertificate+code) }

func (w *world) transfer(code string, rights ...Right) string {
	w.t.Helper()
	id := w.start(farm, &TransferFile{Certificate: code, To: uscc(hotel), Rights: rights, FormCommitment: hash("annex 2")})
	w.must(hotel, &CaseConsent{Case: id})
	return id
}

func TestATransferNeedsBothPartiesAndLeavesNothingBehind(t *testing.T) {
	w := newWorld(t)
	code := w.certify(farm, w.filing())
	file := &TransferFile{Certificate: code, To: uscc(hotel), Rights: []Right{Use, Operating}, FormCommitment: hash("annex 2")}
	w.refused(ErrHolder, hotel, file)
	w.refused(ErrTransferee, farm, &TransferFile{Certificate: code, To: uscc(farm), Rights: file.Rights, FormCommitment: hash("f")})
	w.refused(ErrApplicant, farm, &TransferFile{Certificate: code, To: uscc(bankA), Rights: file.Rights, FormCommitment: hash("f")})
	w.refused(ErrNotHeld, farm, &TransferFile{Certificate: code, To: uscc(hotel), Rights: []Right{"deletion"}, FormCommitment: hash("f")})
	id := w.start(farm, file)
	if got := w.caseOf(id).Status; got != CaseConsenting {
		t.Fatalf("before the transferee consents the case is %s", got)
	}
	w.refused(ErrCaseStatus, registrar, &CaseAccept{Case: id})
	w.refused(ErrParty, bankA, &CaseConsent{Case: id})
	w.on("2026-03-12")
	w.must(hotel, &CaseConsent{Case: id})
	if c := w.caseOf(id); c.Status != CaseFiled || c.Clock.Since != daycount.MustDate("2026-03-12") {
		t.Fatalf("the clock of acceptance runs from the last consent: %+v", c.Clock)
	}
	w.conclude(id)
	made := w.caseOf(id).Certificates[0]
	old, got := w.cert(code), w.cert(made)
	if len(old.Rights) != 1 || old.Rights[0].Right != Holding || old.Cancelled || old.Pending != "" {
		t.Errorf("the transferor keeps %+v", old)
	}
	if got.Holder != uscc(hotel) || got.Previous != code || got.ValidUntil != old.ValidUntil || !got.Grants(Operating, daycount.DateOf(w.now)) {
		t.Errorf("the transferee gets %+v", got)
	}
	w.refused(ErrNoOperating, farm, &PledgePropose{Certificate: code, Pledgee: uscc(bankA), SecuredFen: 1, Contract: hash("c")})
	w.must(hotel, &PledgePropose{Certificate: made, Pledgee: uscc(bankA), SecuredFen: 1, Contract: hash("c")})
	w.conclude(w.transfer(code, Holding))
	if old = w.cert(code); !old.Cancelled || old.Closed != "transferred" {
		t.Errorf("without a right left the certificate is %+v", old)
	}
}

func TestAnyCertificateShowsItsWholeHistory(t *testing.T) {
	w := newWorld(t)
	code := w.certify(farm, w.filing())
	w.conclude(w.start(farm, &ChangeFile{Certificate: code, Changes: []string{"description"}, FormCommitment: hash("changed")}))
	if got := w.cert(code); got.FormCommitment != hash("changed") || got.Edition != 1 {
		t.Errorf("after the change: %+v", got)
	}
	renamed := &ChangeFile{Certificate: code, Changes: []string{"description"}, NewName: "新名称有限公司", FormCommitment: hash("changed")}
	w.refused(ErrField, farm, renamed)
	renamed.Changes = []string{"identity"}
	w.conclude(w.start(farm, renamed))
	if o := fact[Organisation](w, PrefixOrg+uscc(farm)); o.Name != renamed.NewName || len(o.Former) != 1 {
		t.Errorf("after the change of name: %+v", o)
	}
	first := w.transfer(code, Holding, Use, Operating)
	w.conclude(first)
	second := w.caseOf(first).Certificates[0]
	back := w.start(hotel, &TransferFile{Certificate: second, To: uscc(farm), Rights: []Right{Operating}, FormCommitment: hash("back")})
	w.must(farm, &CaseConsent{Case: back})
	w.conclude(back)
	third := w.caseOf(back).Certificates[0]
	chain, err := Chain(w.state, third)
	if err != nil {
		t.Fatal(err)
	}
	want := []struct{ code, kind string }{
		{code, TypeInitial}, {code, TypeChange}, {code, TypeChange}, {code, TypeTransfer}, {second, TypeTransfer}, {second, TypeTransfer}, {third, TypeTransfer},
	}
	if len(chain) != len(want) {
		t.Fatalf("chain of %d links: %+v", len(chain), chain)
	}
	for i, l := range chain {
		if l.Certificate != want[i].code || l.Type != want[i].kind {
			t.Errorf("link %d is %s on %s, want %+v", i, l.Type, l.Certificate, want[i])
		}
		if i > 0 && l.Index < chain[i-1].Index {
			t.Errorf("link %d lies before its predecessor", i)
		}
	}
	if own, err := Chain(w.state, code); err != nil || len(own) != 4 {
		t.Errorf("the first certificate's chain: %+v, %v", own, err)
	}
}

func TestAfterDepositNothingElseHappensToTheCertificate(t *testing.T) {
	w := newWorld(t)
	code := w.certify(farm, w.filing())
	id := w.transfer(code, Operating)
	w.cleared(id)
	w.must(registrar, &CaseDeposit{Case: id})
	w.refused(ErrPending, farm, &PledgePropose{Certificate: code, Pledgee: uscc(bankA), SecuredFen: 1, Contract: hash("c")})
	w.refused(ErrPending, farm, &LicenceNote{Certificate: code, Licensee: uscc(hotel), Contract: hash("c"), From: daycount.DateOf(w.now)})
	w.refused(ErrPending, registrar, &CertificateCancel{Code: code, Reason: hash("r")})
	w.refused(ErrPending, farm, &ChangeFile{Certificate: code, Changes: []string{"identity"}, FormCommitment: hash("f")})
	w.refused(ErrCaseStatus, farm, &CaseWithdraw{Case: id})
	w.refused(ErrConclude, registrar, &CertificateIssue{Case: id, ValidUntil: daycount.MustDate("2028-01-01")})
	// An objection that is upheld before the conclusion undoes it.
	w.must(appraiser, &ObjectionFile{Case: id, Grounds: hash("g")})
	w.refused(ErrOpenObjection, registrar, &CaseConclude{Case: id})
	w.must(registrar, &ObjectionResolve{Case: id, Objection: w.caseOf(id).Objections[0].ID, Upheld: true, Opinion: hash("o")})
	if c := w.cert(code); c.Pending != "" || w.caseOf(id).Status != CaseRefused {
		t.Errorf("certificate %+v", c)
	}
	w.propose(code, bankA, false)
}

func TestADisputedRightDoesNotMove(t *testing.T) {
	w := newWorld(t)
	code := w.certify(farm, w.filing())
	id := w.transfer(code, Operating)
	w.cleared(id)
	first := w.cert(code).Case
	w.must(appraiser, &ObjectionFile{Case: first, Grounds: hash("g")})
	w.refused(ErrOpenObjection, registrar, &CaseDeposit{Case: id})
	w.must(registrar, &ObjectionResolve{Case: first, Objection: w.caseOf(first).Objections[0].ID, Opinion: hash("dismissed")})
	w.must(registrar, &CaseDeposit{Case: id})
}

func TestAPledgedRightMovesOnlyWithThePledgeesConsentAndTheLienFollows(t *testing.T) {
	w := newWorld(t)
	code := w.certify(farm, w.filing())
	l := w.propose(code, bankA, false)
	w.must(bankA, &PledgeAccept{Lien: l.ID, Seen: []string{}, FilingNo: filing})
	w.must(bankA, &LoanDisburse{Lien: l.ID, Contract: hash("loan")})
	w.refused(ErrConsent, farm, &TransferFile{
		Certificate: code, To: uscc(hotel), Rights: []Right{Operating}, FormCommitment: hash("annex 2"),
	})
	today := daycount.DateOf(w.now)
	w.must(bankA, &LienAllow{Lien: l.ID, Act: "transfer", To: uscc(hotel), Until: today, Document: hash("d")})
	id := w.transfer(code, Operating)
	w.cleared(id)
	w.refused(ErrConsent, registrar, &CaseDeposit{Case: id}) // the consent was good until the day of filing
	until := daycount.DateOf(w.now).AddDays(30)
	w.refused(ErrParty, bankB, &LienAllow{Lien: l.ID, Act: "transfer", To: uscc(hotel), Until: until, Document: hash("d")})
	w.must(bankA, &LienAllow{Lien: l.ID, Act: "transfer", To: uscc(bankB), Until: until, Document: hash("d")})
	w.refused(ErrConsent, registrar, &CaseDeposit{Case: id}) // to somebody else
	w.must(bankA, &LienAllow{Lien: l.ID, Act: "transfer", To: uscc(hotel), Until: until, Document: hash("d")})
	w.must(registrar, &CaseDeposit{Case: id})
	w.must(registrar, &CaseConclude{Case: id})
	made := w.caseOf(id).Certificates[0]
	got := w.lien(l.ID)
	if got.Certificate != made || got.Owner != uscc(hotel) || got.Pledgor != uscc(farm) || !got.Consents[2].Used {
		t.Errorf("the lien is %+v", got)
	}
	if fact[Encumbrance](w, PrefixEncumbrance+code) != nil || fact[Encumbrance](w, PrefixEncumbrance+made).Liens[0] != l.ID {
		t.Error("the rank did not follow the right")
	}
	// A right that is not pledged moves freely.
	w.conclude(w.transfer(code, Holding))
}

func TestALicenceOfAPledgedRightNeedsConsent(t *testing.T) {
	w := newWorld(t)
	code := w.certify(farm, w.filing())
	note := &LicenceNote{Certificate: code, Licensee: uscc(hotel), Contract: hash("c"), From: daycount.DateOf(w.now), Exclusive: true}
	w.must(farm, note)
	l := w.propose(code, bankA, false)
	w.must(bankA, &PledgeAccept{Lien: l.ID, Seen: []string{}, FilingNo: filing})
	w.refused(ErrConsent, farm, note)
	w.must(bankA, &LienAllow{Lien: l.ID, Act: "licence", To: uscc(hotel), Until: daycount.DateOf(w.now), Document: hash("d")})
	w.must(farm, note)
	w.refused(ErrConsent, farm, note) // a consent serves once
	first := fact[Notes](w, PrefixNotes+code).Annotations[0]
	w.refused(ErrParty, hotel, &LicenceEnd{Annotation: first, Document: hash("e")})
	w.must(farm, &LicenceEnd{Annotation: first, Document: hash("e")})
	w.refused(ErrLifted, farm, &LicenceEnd{Annotation: first, Document: hash("e")})
}

func (w *world) seize(code string, rights ...Right) string {
	w.t.Helper()
	w.must(registrar, &AnnotationPlace{
		Certificate: code, As: NoteSeizure, Rights: rights, Authority: "南京市中级人民法院", Document: hash("ruling"), From: daycount.DateOf(w.now),
	})
	all := fact[Notes](w, PrefixNotes+code).Annotations
	return all[len(all)-1]
}

func TestASeizedRightIsNeitherPledgedNorMovedNorCancelled(t *testing.T) {
	w := newWorld(t)
	code := w.certify(farm, w.filing())
	w.refused(ErrParty, farm, &AnnotationPlace{Certificate: code, As: NoteSeizure, Authority: "法院", Document: hash("d"), From: daycount.DateOf(w.now)})
	w.refused(ErrLength, registrar, &AnnotationPlace{Certificate: code, As: NoteSeizure, Document: hash("d"), From: daycount.DateOf(w.now)})
	w.refused(ErrAnnotation, registrar, &AnnotationPlace{Certificate: code, As: NoteLicence, Document: hash("d"), From: daycount.DateOf(w.now)})
	note := w.seize(code, Operating)
	w.refused(ErrSeized, farm, &PledgePropose{Certificate: code, Pledgee: uscc(bankA), SecuredFen: 1, Contract: hash("c")})
	w.refused(ErrSeized, bankA, &LienFile{Certificate: code, SecuredFen: 1, Months: 12, Contract: hash("c"), Seen: []string{}, FilingNo: filing})
	w.refused(ErrSeized, farm, &LicenceNote{Certificate: code, Licensee: uscc(hotel), Contract: hash("c"), From: daycount.DateOf(w.now)})
	w.refused(ErrSeized, registrar, &CertificateCancel{Code: code, Reason: hash("r")})
	w.conclude(w.transfer(code, Holding)) // not seized
	w.refused(ErrSeized, farm, &TransferFile{
		Certificate: code, To: uscc(hotel), Rights: []Right{Operating}, FormCommitment: hash("annex 2"),
	})
	w.must(registrar, &AnnotationPermit{
		Annotation: note, Act: "transfer", To: uscc(hotel), Document: hash("court"), Until: daycount.DateOf(w.now),
	})
	id := w.transfer(code, Operating)
	w.cleared(id)
	w.refused(ErrSeized, registrar, &CaseDeposit{Case: id})
	w.refused(ErrParty, bankA, &AnnotationPermit{Annotation: note, Act: "transfer", To: uscc(hotel), Document: hash("d"), Until: daycount.DateOf(w.now)})
	w.must(registrar, &AnnotationPermit{Annotation: note, Act: "transfer", To: uscc(hotel), Document: hash("court"), Until: daycount.DateOf(w.now)})
	w.must(registrar, &CaseDeposit{Case: id})
	w.must(registrar, &CaseConclude{Case: id})
	made := w.caseOf(id).Certificates[0]
	if a := fact[Annotation](w, PrefixAnnotation+note); a.Certificate != made || fact[Notes](w, PrefixNotes+code) != nil {
		t.Errorf("the seizure did not follow the right: %+v", a)
	}
	w.must(registrar, &AnnotationLift{Annotation: note, Document: hash("lifted")})
	if a := fact[Annotation](w, PrefixAnnotation+note); a.LiftedOn.IsZero() || a.Document != hash("ruling") || fact[Notes](w, PrefixNotes+made) != nil {
		t.Errorf("lifting adds to the annotation and takes nothing: %+v", a)
	}
	w.must(hotel, &PledgePropose{Certificate: made, Pledgee: uscc(bankA), SecuredFen: 1, Contract: hash("c")})
}

func TestASeizureOfAllRightsStandsOnBothCertificatesAfterAPartialTransfer(t *testing.T) {
	w := newWorld(t)
	code := w.certify(farm, w.filing())
	note := w.seize(code)
	w.must(registrar, &AnnotationPermit{
		Annotation: note, Act: "transfer", To: uscc(hotel), Document: hash("court"), Until: daycount.DateOf(w.now).AddDays(30),
	})
	id := w.transfer(code, Operating)
	w.cleared(id)
	w.must(registrar, &CaseDeposit{Case: id})
	w.must(registrar, &CaseConclude{Case: id})
	for _, c := range []string{code, w.caseOf(id).Certificates[0]} {
		if n := fact[Notes](w, PrefixNotes+c); n == nil || len(n.Annotations) != 1 {
			t.Errorf("%s: %+v", c, n)
		}
	}
}

func TestRenewalKeepsTheCodeAndTheLienAndASilentTermLapses(t *testing.T) {
	w := newWorld(t)
	code := w.certify(farm, w.filing()) // valid to 2029-03-10
	l := w.propose(code, bankA, false)
	w.must(bankA, &PledgeAccept{Lien: l.ID, Seen: []string{}, FilingNo: filing})
	renew := &RenewalFile{Certificate: code, Until: daycount.MustDate("2031-03-10"), FormCommitment: hash("annex 4")}
	w.on("2028-09-08")
	w.refused(ErrRenewalWindow, farm, renew)
	w.on("2029-03-10")
	w.refused(ErrRenewalWindow, farm, renew) // the day before was the last
	w.on("2029-03-09")
	w.refused(ErrRenewalTerm, farm, &RenewalFile{Certificate: code, Until: daycount.MustDate("2029-03-10"), FormCommitment: hash("f")})
	w.refused(ErrRenewalTerm, farm, &RenewalFile{Certificate: code, Until: daycount.MustDate("2034-03-10"), FormCommitment: hash("f")})
	id := w.start(farm, renew)
	w.refused(ErrRenewing, farm, renew)
	w.cleared(id)
	if c := w.cert(code); !c.Live(daycount.DateOf(w.now)) || !daycount.DateOf(w.now).After(c.ValidUntil) {
		t.Fatalf("a renewal applied for in time does not hold the certificate over: %+v on %s", c, w.now)
	}
	w.must(registrar, &CaseDeposit{Case: id})
	w.must(registrar, &CaseConclude{Case: id})
	if c := w.cert(code); c.ValidUntil != renew.Until || c.Renewing != nil || c.Edition != 1 || len(c.History) != 2 {
		t.Errorf("renewed: %+v", c)
	}
	if got := fact[Encumbrance](w, PrefixEncumbrance+code).Liens[0]; got != l.ID {
		t.Errorf("lien %s", got)
	}
	w.on("2031-03-11")
	if w.cert(code).Live(daycount.DateOf(w.now)) {
		t.Error("it did not lapse")
	}
}

func TestARefusedRenewalLetsTheCertificateLapse(t *testing.T) {
	w := newWorld(t)
	code := w.certify(farm, w.filing())
	w.on("2029-03-08")
	renew := &RenewalFile{Certificate: code, Until: daycount.MustDate("2031-03-10"), FormCommitment: hash("f")}
	id := w.start(farm, renew)
	w.must(registrar, &CaseCorrect{Case: id, List: hash("list")})
	if c := w.cert(code); c.Renewing == nil || c.Renewing.Until.IsZero() {
		t.Fatalf("while corrections are waited for the holdover is bounded: %+v", c.Renewing)
	}
	w.on("2029-06-01")
	if w.cert(code).Live(daycount.DateOf(w.now)) || w.caseOf(id).Status != CaseNotFiled {
		t.Error("not corrected in time, and still alive")
	}
	code = w.certify(farm, w.filing())
	w.on("2032-05-20")
	id = w.start(farm, &RenewalFile{Certificate: code, Until: daycount.MustDate("2034-05-10"), FormCommitment: hash("f")})
	w.must(registrar, &CaseDecline{Case: id, Reasons: hash("r")})
	if w.cert(code).Renewing != nil {
		t.Error("refused, and still held over")
	}
}

func TestCancellationOnRequestWaitsForLiens(t *testing.T) {
	w := newWorld(t)
	code := w.certify(farm, w.filing())
	l := w.propose(code, bankA, false)
	id := w.start(farm, &CancellationFile{Certificate: code, Grounds: "destroyed", FormCommitment: hash("annex 5")})
	w.cleared(id)
	w.refused(ErrEncumbered, registrar, &CaseDeposit{Case: id})
	w.must(farm, &PledgeWithdraw{Lien: l.ID})
	w.must(registrar, &CaseDeposit{Case: id})
	w.must(registrar, &CaseConclude{Case: id})
	if c := w.cert(code); !c.Cancelled || c.Closed != "destroyed" || len(c.History) != 2 {
		t.Errorf("%+v", c)
	}
}
