package registry

import (
	"slices"
	"testing"

	"shurong.org/shurong/daycount"
)

// everyCommand is a history in which each kind of command is accepted at least once. The clock moves.
func everyCommand(w *world) {
	today := func() daycount.Date { return daycount.DateOf(w.now) }
	members(w)
	code := w.certify(farm, w.filing())
	observed(w, code)

	// A pledge by agreement to its end, another declined, one withdrawn, one that waited for the notice.
	first := w.propose(code, bankA, false)
	w.must(bankA, &PledgeAccept{Lien: first.ID, Seen: []string{}, FilingNo: filing})
	watched(w, code, first.ID)
	second := w.propose(code, bankB, false)
	w.must(bankB, &PledgeAccept{Lien: second.ID, Seen: []string{first.ID}, FilingNo: filing})
	w.must(bankA, &PledgeAcknowledge{Lien: second.ID})
	w.must(bankB, &PledgeDecline{Lien: w.propose(code, bankB, false).ID})
	w.must(farm, &PledgeWithdraw{Lien: w.propose(code, bankB, false).ID})
	late := w.propose(code, bankB, false)
	w.must(bankB, &PledgeAccept{Lien: late.ID, Seen: []string{first.ID, second.ID}, FilingNo: filing})
	w.on(today().AddDays(40).String())
	w.must(bankB, &PledgeEffect{Lien: late.ID})
	w.must(bankB, &PledgeEnforce{Lien: late.ID, Grounds: hash("g")})
	w.must(bankA, &LoanDisburse{Lien: first.ID, Contract: hash("loan")})
	w.must(bankA, &LoanSettle{Loan: fact[LoanRef](w, PrefixLienLoan+first.ID).Loan})
	for _, id := range []string{first.ID, second.ID, late.ID} {
		w.must(w.orgOf(w.lien(id).Pledgee), &PledgeRelease{Lien: id})
	}
	filed(w, code)
	noted(w, code)
	later(w, code)
	cases(w)
}

// orgOf is the party behind a credit code.
func (w *world) orgOf(code string) string {
	for _, n := range []string{registrar, farm, hotel, bankA, bankB, appraiser, regulator} {
		if uscc(n) == code {
			return n
		}
	}
	return ""
}

// members begins with the first edition of the rules: see newWorldOf.
func members(w *world) {
	w.must(registrar, &RulesAdopt{Edition: LatestEdition})
	w.must(registrar, &CalendarAdd{Year: daycount.Year{
		Year: 2099, Source: "test", Holidays: []daycount.Date{}, WorkingWeekends: []daycount.Date{},
	}})
	w.must(registrar, &PersonAdmit{Identity: hash("who it is"), Region: "330000", Pub: w.pub("person")})
	w.must(farm, &KeyAdd{Pub: w.pub("agent"), Purpose: PurposeAgent})
	w.must(hotel, &KeyAdd{Pub: w.pub("hotel-2"), Purpose: PurposeOrganisation})
	w.must(hotel, &KeyRevoke{Key: KeyID(w.pub("hotel-2"))})
	w.must(regulator, &SanctionList{
		Subject: uscc(hotel), Grounds: "misuse", Until: daycount.DateOf(w.now).AddMonths(6), Decision: hash("d"),
	})
	w.must(regulator, &SanctionLift{Subject: uscc(hotel), Decision: hash("d")})
	w.must(registrar, &SimilarityPublish{From: daycount.DateOf(w.now), Key: sketchKey(1, "a")})
	p := w.adopt("zhejiang-ip-2023")
	w.must(registrar, &CertificateRecognise{
		Holder: uscc(farm), Issuer: "浙江省知识产权保护中心", Profile: p.Name, OldCode: "33000024000123",
		IssuedOn: daycount.MustDate("2024-05-01"), ValidUntil: daycount.MustDate("2027-04-30"), Evidence: hash("file"),
		FormCommitment: hash("form"), Industry: "A01", Region: "330100",
		Source: Source{Kind: SourceCollected, Lawful: true}, Rights: []GrantedRight{{Right: Holding}},
	})
}

// observed has data appraised and measured.
func observed(w *world, code string) {
	today := daycount.DateOf(w.now)
	w.must(appraiser, &ValuationRecord{
		Certificate: code, Date: today, ValidUntil: today.AddMonths(6), ValueFen: 10, LowFen: 5, HighFen: 20,
		Approaches: []string{"income"}, ValueType: "market", Report: hash("report"),
	})
	if err := w.beat(code, nil); err != nil {
		w.t.Fatal(err)
	}
}

// watched has a lien's data proved to be there, and the proofs given up.
func watched(w *world, code, lien string) {
	r := makeRound("every", 8)
	w.must(bankA, &HeartbeatSchedule{Lien: lien, EveryDays: 7, GraceDays: 2})
	if _, err := w.submit(w.sign(farm, "agent", r.commit(lien))); err != nil {
		w.t.Fatal(err)
	}
	w.must(bankA, r.reveal(lien, 0))
	right := Answer{Lien: lien, Index: 0, Answer: r.answer(0)}
	if err := w.beat(code, func(m *HeartbeatRecord) { m.Answers = []Answer{right} }); err != nil {
		w.t.Fatal(err)
	}
	w.must(bankA, &ExistenceWaive{Lien: lien})
}

// filed has liens filed as notices, with all that can become of them.
func filed(w *world, code string) {
	a := w.fileLien(bankA, code, 12)
	b := w.fileLien(bankB, code, 1, a.ID)
	w.must(bankA, &LienSubordinate{Lien: a.ID, Behind: b.ID, Agreement: hash("x")})
	w.must(bankB, &LienAdvance{Lien: b.ID, Over: a.ID, Agreement: hash("x")})
	w.must(bankA, &LienAmend{Lien: a.ID, SecuredFen: 1, Agreement: hash("less")})
	w.must(bankA, &LienExtend{Lien: a.ID, Months: 6})
	w.must(farm, &LienObject{Lien: a.ID, Grounds: hash("g")})
	w.must(farm, &LienObjectEnd{Lien: a.ID, By: uscc(farm)})
	w.must(bankA, &LienAllow{
		Lien: a.ID, Act: "licence", To: uscc(hotel), Until: daycount.DateOf(w.now).AddDays(90), Document: hash("d"),
	})
	w.must(bankA, &LienAssign{Lien: a.ID, To: uscc(bankB), Agreement: hash("claim")})
	w.on(daycount.DateOf(w.now).AddMonths(1).AddDays(1).String())
	w.must(farm, &LienExpire{Lien: b.ID})
	w.must(farm, &LicenceNote{
		Certificate: code, Licensee: uscc(hotel), Contract: hash("c"), From: daycount.DateOf(w.now),
	})
	w.must(registrar, &LienCompel{Lien: a.ID, Document: hash("court")})
	w.must(farm, &LicenceEnd{Annotation: w.keysOf(PrefixAnnotation)[0], Document: hash("end")})
}

// noted has a right seized, moved by consent, and let go.
func noted(w *world, code string) {
	note := w.seize(code, Use)
	w.must(registrar, &AnnotationPermit{
		Annotation: note, Act: "transfer", To: uscc(hotel), Document: hash("court"),
		Until: daycount.DateOf(w.now).AddDays(30),
	})
	id := w.transfer(code, Use)
	w.conclude(id)
	w.must(registrar, &AnnotationLift{Annotation: note, Document: hash("lifted")})
	w.objectTo(id, true) // the right returns
}

// later has a certificate changed, renewed and cancelled, another cancelled by its registrar.
func later(w *world, code string) {
	w.conclude(w.start(farm, &ChangeFile{
		Certificate: code, Changes: []string{"description"}, FormCommitment: hash("annex 3"),
	}))
	w.must(registrar, &CertificateCancel{Code: w.certify(hotel, w.filing()), Reason: hash("r")})
	w.on(w.cert(code).ValidUntil.AddMonths(-2).String())
	w.conclude(w.start(farm, &RenewalFile{
		Certificate: code, Until: w.cert(code).ValidUntil.AddMonths(12), FormCommitment: hash("annex 4"),
	}))
	w.conclude(w.start(farm, &CancellationFile{Certificate: code, Grounds: "request", FormCommitment: hash("annex 5")}))
}

// cases has filings that are corrected, extended, objected to, refused and withdrawn.
func cases(w *world) {
	id := w.file(farm, w.filing())
	w.must(registrar, &CaseCorrect{Case: id, List: hash("list")})
	w.must(farm, &CaseResubmit{Case: id, FormCommitment: hash("new")})
	w.must(registrar, &CaseAccept{Case: id})
	w.must(registrar, &CaseExtend{Case: id, Reason: hash("r")})
	w.must(registrar, &CaseDecline{Case: id, Reasons: hash("r")})
	w.must(farm, &CaseWithdraw{Case: w.file(farm, w.filing())})
	joint := w.filing()
	joint.Joint = []JointClaim{{Org: uscc(hotel), Rights: joint.Rights}}
	w.must(hotel, &CaseConsent{Case: w.file(farm, joint)})
	id = w.cert(w.certify(farm, w.filing())).Case
	w.must(hotel, &ObjectionFile{Case: id, Grounds: hash("g")})
	o := w.caseOf(id).Objections[0].ID
	w.must(registrar, &ObjectionNotify{Case: id, Objection: o})
	w.must(farm, &ObjectionAnswer{Case: id, Objection: o, Agreed: true, Statement: hash("s")})
	w.must(registrar, &ObjectionResolve{Case: id, Objection: o, Upheld: true, Opinion: hash("o")})
}

// TestEveryKindOfCommandIsPlayedAndLeavesTheInvariants: what the tests of stores and roots play contains every kind.
func TestEveryKindOfCommandIsPlayedAndLeavesTheInvariants(t *testing.T) {
	w := newWorldOf(t, 0)
	everyCommand(w)
	if why := w.broken(nil, nil); why != "" {
		t.Error(why)
	}
	if left := unplayed(w); len(left) > 0 {
		t.Errorf("never accepted: %v", left)
	}
}

// unplayed lists the kinds of command that a world's log does not contain.
func unplayed(w *world) []string {
	return slices.DeleteFunc(Kinds(), func(kind string) bool {
		return slices.ContainsFunc(w.log, func(r recorded) bool {
			e, err := Parse(r.Raw)
			return err == nil && e.Kind == kind
		})
	})
}
