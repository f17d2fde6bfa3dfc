package registry

import (
	"strings"
	"testing"

	"shurong.org/shurong/daycount"
)

func TestJointApplicantsEachConsentAndEachGetACertificate(t *testing.T) {
	w := newWorld(t)
	f := w.filing()
	f.Joint = []JointClaim{{Org: uscc(hotel), Rights: []GrantedRight{{Right: Holding}, {Right: Use}}}}
	bad := *f
	bad.Joint = []JointClaim{{Org: uscc(farm), Rights: f.Rights}}
	w.refused(ErrJoint, farm, &bad)
	bad.Joint = []JointClaim{{Org: uscc(registrar), Rights: f.Rights}}
	w.refused(ErrSelfRegister, farm, &bad)
	bad.Joint = []JointClaim{{Org: uscc(bankA), Rights: f.Rights}}
	w.refused(ErrApplicant, farm, &bad)
	id := w.file(farm, f)
	w.refused(ErrCaseStatus, registrar, &CaseAccept{Case: id})
	w.refused(ErrParty, farm, &CaseConsent{Case: id})
	w.must(hotel, &CaseConsent{Case: id})
	w.refused(ErrCaseStatus, hotel, &CaseConsent{Case: id})
	w.must(registrar, &CaseAccept{Case: id})
	w.must(registrar, &CaseReview{Case: id, Accuracy: true, Compliance: true, Clarity: true, Opinion: hash("o")})
	w.must(registrar, &CasePost{Case: id})
	w.refused(ErrParty, hotel, &ObjectionFile{Case: id, Grounds: hash("g")})
	w.on("2026-03-12")
	w.must(registrar, &CaseDeposit{Case: id})
	w.must(registrar, &CertificateIssue{Case: id, ValidUntil: daycount.MustDate("2029-03-01")})
	codes := w.caseOf(id).Certificates
	if len(codes) != 2 {
		t.Fatalf("certificates %v", codes)
	}
	first, second := w.cert(codes[0]), w.cert(codes[1])
	today := daycount.DateOf(w.now)
	if first.Holder != uscc(farm) || !first.Grants(Operating, today) || second.Holder != uscc(hotel) || second.Grants(Operating, today) || !second.Grants(Use, today) {
		t.Errorf("certificates %+v, %+v", first, second)
	}
}

func TestAnyJointApplicantCanWithdrawFromTheApplication(t *testing.T) {
	w := newWorld(t)
	f := w.filing()
	f.Joint = []JointClaim{{Org: uscc(hotel), Rights: f.Rights}}
	id := w.file(farm, f)
	w.refused(ErrParty, bankA, &CaseWithdraw{Case: id})
	w.must(hotel, &CaseWithdraw{Case: id})
	if got := w.caseOf(id).Status; got != CaseWithdrawn {
		t.Errorf("status %s", got)
	}
}

func TestAttachmentsAreBoundedCommitments(t *testing.T) {
	w := newWorld(t)
	paper := func(change func(*Attachment)) *CaseFile {
		a := Attachment{Commitment: hash("contract.pdf"), Kind: "contract", Type: "application/pdf", Size: 120_000}
		change(&a)
		f := w.filing()
		f.Attachments = []Attachment{a}
		return f
	}
	w.refused(ErrDigest, farm, paper(func(a *Attachment) { a.Commitment = "contract.pdf" }))
	w.refused(ErrAttachment, farm, paper(func(a *Attachment) { a.Kind = "virus" }))
	w.refused(ErrAttachment, farm, paper(func(a *Attachment) { a.Size = 0 }))
	w.refused(ErrAttachment, farm, paper(func(a *Attachment) { a.Type = "pdf" }))
	many := paper(func(*Attachment) {})
	for len(many.Attachments) <= 50 {
		many.Attachments = append(many.Attachments, many.Attachments[0])
	}
	w.refused(ErrAttachment, farm, many)
	id := w.file(farm, paper(func(*Attachment) {}))
	w.must(registrar, &CaseCorrect{Case: id, List: hash("list")})
	w.must(farm, &CaseResubmit{Case: id, FormCommitment: hash("new"), Attachments: paper(func(*Attachment) {}).Attachments})
	if got := w.caseOf(id).Attachments; len(got) != 2 {
		t.Errorf("after the resubmission there are %d attachments", len(got))
	}
}

func TestATradeSecretIsRegisteredByCommitmentsAndWithheld(t *testing.T) {
	w := newWorld(t)
	f := w.filing()
	f.Secret = &TradeSecret{Descriptor: hash("d"), Measures: hash("m"), Documents: []Attachment{
		{Commitment: hash("formula"), Kind: "evidence", Type: "application/pdf", Size: 10},
	}}
	w.refused(ErrSecret, farm, f)
	f.Withhold, f.WithholdReason = true, hash("reasons")
	id := w.reviewed(f)
	w.refused(ErrPosted, registrar, &CasePost{Case: id})
	w.must(registrar, &CasePost{Case: id, Withheld: true})
	w.must(registrar, &CaseDeposit{Case: id})
	w.must(registrar, &CertificateIssue{Case: id, ValidUntil: daycount.MustDate("2029-03-01")})
	code := w.caseOf(id).Certificates[0]
	if c := w.cert(code); !c.Withheld {
		t.Error("the certificate does not say that it is withheld")
	}
	// What is registered later about it is withheld too.
	id = w.transfer(code, Use)
	w.must(registrar, &CaseAccept{Case: id})
	w.must(registrar, &CaseReview{Case: id, Accuracy: true, Compliance: true, Clarity: true, Opinion: hash("o")})
	w.refused(ErrPosted, registrar, &CasePost{Case: id})
	w.must(registrar, &CasePost{Case: id, Withheld: true})
	w.must(registrar, &CaseDeposit{Case: id})
	w.must(registrar, &CaseConclude{Case: id})
	if c := w.cert(w.caseOf(id).Certificates[0]); !c.Withheld {
		t.Error("the transferee's certificate does not say so")
	}
}

func TestImportantDataIsGatedByItsAssessment(t *testing.T) {
	w := newWorld(t)
	f := w.filing()
	f.Grade = "important"
	w.refused(ErrImportant, farm, f)
	f.RiskAssessment = hash("report")
	w.must(farm, f)
	f.Grade = "core"
	w.refused(ErrCoreData, farm, f)
}

func TestANaturalPersonAppliesUnderANumberThatTellsNothing(t *testing.T) {
	w := newWorld(t)
	identity := hash("salt and 张三 and number")
	m := &PersonAdmit{Identity: identity, Region: "330000", Pub: w.pub("zhang")}
	w.refused(ErrRole, farm, m)
	w.refused(ErrField, registrar, &PersonAdmit{Identity: identity, Region: "330106", Pub: w.pub("zhang")})
	w.must(registrar, m)
	w.refused(ErrExists, registrar, &PersonAdmit{Identity: identity, Region: "330000", Pub: w.pub("other")})
	id := PersonID(identity)
	if !strings.HasPrefix(id, "NP-") || len(id) != 15 {
		t.Fatalf("number %q", id)
	}
	f := w.filing()
	f.Source = Source{Kind: SourceOwnPerson, Lawful: true}
	w.nonces["zhang"]++
	raw, err := Sign(w.priv("zhang"), testLog, id, w.nonces["zhang"], f)
	if err != nil {
		t.Fatal(err)
	}
	events, err := w.submit(raw)
	if err != nil {
		t.Fatal(err)
	}
	if c := w.caseOf(w.eventCase(events)); c.Applicant != id {
		t.Errorf("applicant %s", c.Applicant)
	}
}

func TestALateObjectionIsNotifiedInFiveDaysAndAnswered(t *testing.T) {
	w := newWorld(t)
	code := w.certify(farm, w.filing()) // Tuesday 10 March 2026
	id := w.cert(code).Case
	w.must(hotel, &ObjectionFile{Case: id, Grounds: hash("g")})
	o := w.caseOf(id).Objections[0].ID
	w.refused(ErrNotLate, farm, &ObjectionAnswer{Case: id, Objection: o, Statement: hash("s")})
	w.refused(ErrParty, farm, &ObjectionNotify{Case: id, Objection: o})
	v := w.clockOf(id)
	if v.Name != ClockNotice || v.Until != daycount.MustDate("2026-03-17") || v.Waits != "registrar" {
		t.Fatalf("clock %+v", v)
	}
	w.must(registrar, &ObjectionNotify{Case: id, Objection: o})
	w.refused(ErrNotLate, registrar, &ObjectionNotify{Case: id, Objection: o})
	w.must(farm, &ObjectionAnswer{Case: id, Objection: o, Agreed: false, Statement: hash("s")})
	if got := w.caseOf(id).Objections[0]; got.Answer != "contested" || got.Notified.IsZero() {
		t.Errorf("%+v", got)
	}
	if v := w.clockOf(id); v.Name != "" || v.Waits != "registrar" {
		t.Errorf("after the notice: %+v", v)
	}
	w.must(registrar, &ObjectionResolve{Case: id, Objection: o, Opinion: hash("dismissed")})
	if c := w.cert(code); c.Cancelled || len(c.Objections) != 0 {
		t.Errorf("%+v", c)
	}
}
