package registry

import (
	"testing"

	"shurong.org/shurong/canon"
	"shurong.org/shurong/daycount"
	"shurong.org/shurong/internal/registry/encumbrance"
)

const filing = "20263388000123456"

func (w *world) propose(code, bank string, noFurther bool) *Lien {
	w.t.Helper()
	events := w.must(farm, &PledgePropose{Certificate: code, Pledgee: uscc(bank), SecuredFen: 5_000_000_00, NoFurther: noFurther, Contract: hash("contract")})
	l := new(Lien)
	if err := canon.Unmarshal(events[0].Body, l); err != nil {
		w.t.Fatal(err)
	}
	return l
}

func (w *world) lien(id string) *Lien { return fact[Lien](w, PrefixLien+id) }

func TestPledgeNeedsALiveRightToOperate(t *testing.T) {
	w := newWorld(t)
	f := w.filing()
	f.Rights = f.Rights[:2] // holding and use
	weak := w.certify(farm, f)
	strong := w.certify(farm, w.filing())
	pledge := func(code string) *PledgePropose {
		return &PledgePropose{Certificate: code, Pledgee: uscc(bankA), SecuredFen: 1, Contract: hash("c")}
	}
	w.refused(ErrNoOperating, farm, pledge(weak))
	w.refused(ErrNoOperating, hotel, pledge(strong))
	w.refused(ErrRole, farm, &PledgePropose{Certificate: strong, Pledgee: uscc(hotel), SecuredFen: 1, Contract: hash("c")})
	w.refused(ErrNotFound, farm, pledge("SJ3212026039999"))
	w.on("2029-12-31")
	w.refused(ErrNotLive, farm, pledge(strong))
}

func TestTermOfTheRightToOperateMayEndBeforeTheCertificate(t *testing.T) {
	w := newWorld(t)
	f := w.filing()
	f.Rights[2].Until = daycount.MustDate("2026-06-30")
	code := w.certify(farm, f)
	w.on("2026-07-01")
	w.refused(ErrNoOperating, farm, &PledgePropose{Certificate: code, Pledgee: uscc(bankA), SecuredFen: 1, Contract: hash("c")})
}

func TestEncumbranceExistsExactlyWhileALienLives(t *testing.T) {
	w := newWorld(t)
	code := w.certify(farm, w.filing())
	if fact[Encumbrance](w, PrefixEncumbrance+code) != nil {
		t.Fatal("a fresh certificate is encumbered")
	}
	l := w.propose(code, bankA, false)
	if e := fact[Encumbrance](w, PrefixEncumbrance+code); e == nil || e.Liens[0] != l.ID {
		t.Fatalf("encumbrance %+v", e)
	}
	w.refused(ErrEncumbered, registrar, &CertificateCancel{Code: code, Reason: hash("r")})
	w.must(farm, &PledgeWithdraw{Lien: l.ID})
	if fact[Encumbrance](w, PrefixEncumbrance+code) != nil {
		t.Error("withdrawn, but still encumbered")
	}
	l = w.propose(code, bankA, false)
	w.must(bankA, &PledgeAccept{Lien: l.ID, Seen: []string{}, FilingNo: filing})
	if got := w.lien(l.ID).Status; got != LienEffective {
		t.Fatalf("sole lien is %s after acceptance", got)
	}
	w.refused(ErrParty, farm, &PledgeRelease{Lien: l.ID})
	w.must(bankA, &PledgeRelease{Lien: l.ID})
	if fact[Encumbrance](w, PrefixEncumbrance+code) != nil {
		t.Error("released, but still encumbered")
	}
}

func TestSecondLienRanksBehindAndIsDisclosedToBothPledgees(t *testing.T) {
	w := newWorld(t)
	code := w.certify(farm, w.filing())
	first := w.propose(code, bankA, false)
	w.must(bankA, &PledgeAccept{Lien: first.ID, Seen: []string{}, FilingNo: filing})
	second := w.propose(code, bankB, false)
	if first.Index >= second.Index || second.Ahead[0] != first.ID {
		t.Fatalf("ranks: %d, %d; ahead of the second: %v", first.Index, second.Index, second.Ahead)
	}
	w.refused(ErrDisclosure, bankB, &PledgeAccept{Lien: second.ID, Seen: []string{}, FilingNo: filing})
	w.must(bankB, &PledgeAccept{Lien: second.ID, Seen: []string{first.ID}, FilingNo: filing})
	if got := w.lien(second.ID).Status; got != LienAccepted {
		t.Fatalf("before the first pledgee knows, the second lien is %s", got)
	}
	w.refused(ErrLienStatus, bankB, &LoanDisburse{Lien: second.ID, Contract: hash("loan")})
	w.refused(ErrNotAhead, bankB, &PledgeAcknowledge{Lien: second.ID})
	w.must(bankA, &PledgeAcknowledge{Lien: second.ID})
	if got := w.lien(second.ID).Status; got != LienEffective {
		t.Errorf("after both know, the second lien is %s", got)
	}
}

func TestSilenceOfTheFirstPledgeeDoesNotBlockForEver(t *testing.T) {
	w := newWorld(t)
	code := w.certify(farm, w.filing())
	first := w.propose(code, bankA, false)
	w.must(bankA, &PledgeAccept{Lien: first.ID, Seen: []string{}, FilingNo: filing})
	second := w.propose(code, bankB, false)
	w.must(bankB, &PledgeAccept{Lien: second.ID, Seen: []string{first.ID}, FilingNo: filing})
	w.refused(ErrNoticeRuns, bankB, &PledgeEffect{Lien: second.ID})
	w.on("2026-03-31")
	w.must(bankB, &PledgeEffect{Lien: second.ID})
	if got := w.lien(second.ID).Status; got != LienEffective {
		t.Errorf("after the notice the second lien is %s", got)
	}
}

func TestNoFurtherPledgeCovenantRefusesTheSecond(t *testing.T) {
	w := newWorld(t)
	code := w.certify(farm, w.filing())
	first := w.propose(code, bankA, true)
	again := &PledgePropose{Certificate: code, Pledgee: uscc(bankB), SecuredFen: 1, Contract: hash("c")}
	w.refused(ErrCovenant, farm, again)
	w.must(bankA, &PledgeDecline{Lien: first.ID})
	w.must(farm, again)
}

func TestACertificateCarriesABoundedNumberOfLiens(t *testing.T) {
	w := newWorld(t)
	code := w.certify(farm, w.filing())
	for range encumbrance.MaxLiens {
		w.propose(code, bankA, false)
	}
	w.refused(ErrTooManyLiens, farm, &PledgePropose{Certificate: code, Pledgee: uscc(bankB), SecuredFen: 1, Contract: hash("c")})
}

func TestFilingNumberIsPartOfAcceptance(t *testing.T) {
	w := newWorld(t)
	l := w.propose(w.certify(farm, w.filing()), bankA, false)
	for _, no := range []string{"", "1234567", "12345678x", "1234567890123456789012345678901"} {
		w.refused(ErrFilingNo, bankA, &PledgeAccept{Lien: l.ID, Seen: []string{}, FilingNo: no})
	}
}

func TestSanctionedOrganisationCannotBePaid(t *testing.T) {
	w := newWorld(t)
	l := w.propose(w.certify(farm, w.filing()), bankA, false)
	w.must(bankA, &PledgeAccept{Lien: l.ID, Seen: []string{}, FilingNo: filing})
	pay := &LoanDisburse{Lien: l.ID, Contract: hash("loan")}
	w.refused(ErrRole, bankA, &SanctionList{Subject: uscc(farm), Grounds: "misuse", Until: daycount.MustDate("2026-12-31"), Decision: hash("d")})
	w.must(regulator, &SanctionList{Subject: uscc(farm), Grounds: "misuse", Until: daycount.MustDate("2026-12-31"), Decision: hash("d")})
	w.refused(ErrSanctioned, bankA, pay)
	w.must(regulator, &SanctionLift{Subject: uscc(farm), Decision: hash("d")})
	w.must(bankA, pay)
}

func TestSanctionEndsByItself(t *testing.T) {
	w := newWorld(t)
	l := w.propose(w.certify(farm, w.filing()), bankA, false)
	w.must(bankA, &PledgeAccept{Lien: l.ID, Seen: []string{}, FilingNo: filing})
	w.must(regulator, &SanctionList{Subject: uscc(farm), Grounds: "misuse", Until: daycount.MustDate("2026-04-30"), Decision: hash("d")})
	w.on("2026-04-30")
	w.refused(ErrSanctioned, bankA, &LoanDisburse{Lien: l.ID, Contract: hash("loan")})
	w.on("2026-05-01")
	w.must(bankA, &LoanDisburse{Lien: l.ID, Contract: hash("loan")})
}

func TestLienStaysWhileALoanIsOpen(t *testing.T) {
	w := newWorld(t)
	l := w.propose(w.certify(farm, w.filing()), bankA, false)
	w.must(bankA, &PledgeAccept{Lien: l.ID, Seen: []string{}, FilingNo: filing})
	var n LoanNote
	if err := canon.Unmarshal(w.must(bankA, &LoanDisburse{Lien: l.ID, Contract: hash("loan")})[0].Body, &n); err != nil {
		t.Fatal(err)
	}
	w.refused(ErrLoanExists, bankA, &LoanDisburse{Lien: l.ID, Contract: hash("loan")})
	w.refused(ErrOpenLoan, bankA, &PledgeRelease{Lien: l.ID})
	w.refused(ErrParty, farm, &LoanSettle{Loan: n.ID})
	w.must(bankA, &PledgeEnforce{Lien: l.ID, Grounds: hash("margin")})
	w.must(bankA, &LoanSettle{Loan: n.ID})
	w.must(bankA, &PledgeRelease{Lien: l.ID})
	if got := w.lien(l.ID).Status; got != LienReleased {
		t.Errorf("status %s", got)
	}
}

func TestAppraiserMustBeIndependentAndItsReportInTime(t *testing.T) {
	w := newWorld(t)
	code := w.certify(farm, w.filing())
	day := daycount.DateOf(w.now)
	v := func() *ValuationRecord {
		return &ValuationRecord{
			Certificate: code, Date: day, ValidUntil: day.AddMonths(12).AddDays(-1), ValueFen: 100, LowFen: 90, HighFen: 110,
			Approaches: []string{"income"}, ValueType: "market", Report: hash("report"),
		}
	}
	w.refused(ErrRole, farm, v())
	for _, c := range []struct {
		change func(*ValuationRecord)
		want   error
	}{
		{func(v *ValuationRecord) { v.LowFen = 0 }, ErrValueRange},
		{func(v *ValuationRecord) { v.HighFen = 99 }, ErrValueRange},
		{func(v *ValuationRecord) { v.Date = day.AddDays(1) }, ErrValuationDate},
		{func(v *ValuationRecord) { v.ValidUntil = day.AddMonths(12) }, ErrValuationDate},
		{func(v *ValuationRecord) { v.Approaches = []string{"income", "income"} }, ErrField},
		{func(v *ValuationRecord) { v.ValueType = "wishful" }, ErrField},
	} {
		bad := v()
		c.change(bad)
		w.refused(c.want, appraiser, bad)
	}
	w.must(appraiser, v())
	if ref := fact[ValueRef](w, PrefixValue+code); ref == nil || fact[Valuation](w, PrefixValuation+ref.Valuation).ValueFen != 100 {
		t.Error("the certificate's latest value is not the one recorded")
	}
}

func TestHeartbeatsFormAChain(t *testing.T) {
	w := newWorld(t)
	code := w.certify(farm, w.filing())
	w.must(farm, &KeyAdd{Pub: w.pub("agent"), Purpose: PurposeAgent})
	beat := func(seq uint64, prev string) error {
		_, err := w.submit(w.sign(farm, "agent", &HeartbeatRecord{Certificate: code, Seq: seq, Prev: prev, Measurement: w.measurement(1)}))
		return err
	}
	if err := beat(2, ""); err == nil {
		t.Error("a chain began at 2")
	}
	if err := beat(1, ""); err != nil {
		t.Fatal(err)
	}
	if err := beat(2, hash("another")); err == nil {
		t.Error("a heartbeat that names another before it was accepted")
	}
	if err := beat(2, fact[Heartbeat](w, PrefixHeartbeat+code).Digest); err != nil {
		t.Error(err)
	}
}
