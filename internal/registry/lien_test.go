package registry

import (
	"slices"
	"testing"

	"shurong.org/shurong/canon"
	"shurong.org/shurong/daycount"
	"shurong.org/shurong/internal/registry/facts"
)

// fileLien files a notice and returns the lien.
func (w *world) fileLien(bank, code string, months int, seen ...string) *Lien {
	w.t.Helper()
	if seen == nil {
		seen = []string{}
	}
	events := w.must(bank, &LienFile{
		Certificate: code, SecuredFen: 1_000_000_00, Months: months, Contract: hash("contract"), Seen: seen, FilingNo: filing,
	})
	l := new(Lien)
	if err := canon.Unmarshal(events[len(events)-1].Body, l); err != nil {
		w.t.Fatal(err)
	}
	return l
}

func (w *world) ranks(code string) []string {
	e := fact[Encumbrance](w, PrefixEncumbrance+code)
	if e == nil {
		return nil
	}
	return e.Liens
}

func TestANoticeFiledByThePledgeeRanksFromItsLogPosition(t *testing.T) {
	w := newWorld(t)
	code := w.certify(farm, w.filing())
	m := &LienFile{Certificate: code, SecuredFen: 100, Months: 12, Contract: hash("c"), Seen: []string{}, FilingNo: filing}
	w.refused(ErrRole, hotel, m)
	for months, want := range map[int]error{0: ErrTerm, 361: ErrTerm} {
		bad := *m
		bad.Months = months
		w.refused(want, bankA, &bad)
	}
	bad := *m
	bad.FilingNo = ""
	w.refused(ErrFilingNo, bankA, &bad)
	first := w.fileLien(bankA, code, 360)
	if first.Status != LienEffective || !first.Notice || first.Pledgor != uscc(farm) || first.Until != daycount.DateOf(w.now).AddMonths(360) {
		t.Errorf("%+v", first)
	}
	w.refused(ErrDisclosure, bankB, m) // who files has searched
	second := w.fileLien(bankB, code, 12, first.ID)
	if first.Index >= second.Index || !slices.Equal(w.ranks(code), []string{first.ID, second.ID}) {
		t.Errorf("ranks %v", w.ranks(code))
	}
	proposed := w.propose(code, bankB, false)
	if got := w.ranks(code); got[2] != proposed.ID {
		t.Errorf("a proposed pledge does not rank behind the notices: %v", got)
	}
}

func TestANoticeAgainstTheCovenantIsRefused(t *testing.T) {
	w := newWorld(t)
	code := w.certify(farm, w.filing())
	l := w.propose(code, bankA, true)
	m := &LienFile{Certificate: code, SecuredFen: 100, Months: 12, Contract: hash("c"), Seen: []string{l.ID}, FilingNo: filing}
	w.refused(ErrCovenant, bankB, m)
}

func TestALienExpiresByItsTermAndLeavesTheRanks(t *testing.T) {
	w := newWorld(t)
	code := w.certify(farm, w.filing())
	first := w.fileLien(bankA, code, 1)
	w.refused(ErrNotExpired, bankA, &LienExpire{Lien: first.ID})
	w.on(first.Until.String())
	w.must(bankA, &LienExtend{Lien: first.ID, Months: 1})
	w.refused(ErrTerm, bankA, &LienExtend{Lien: first.ID, Months: 0})
	w.on(w.lien(first.ID).Until.AddDays(1).String())
	if s := facts.SecurityOf(w.lien(first.ID), w.cert(code), daycount.DateOf(w.now)); s.Secured || s.Why != "expired" {
		t.Errorf("%+v", s)
	}
	w.refused(ErrLienStatus, bankA, &LienExtend{Lien: first.ID, Months: 1})
	w.refused(ErrLienStatus, bankA, &LoanDisburse{Lien: first.ID, Contract: hash("loan")})
	second := w.fileLien(bankB, code, 12) // sees nobody ahead
	if got := w.lien(first.ID); got.Status != LienExpired || got.EndedAt == 0 || !slices.Equal(w.ranks(code), []string{second.ID}) {
		t.Errorf("%+v, ranks %v", got, w.ranks(code))
	}
	third := w.fileLien(bankA, code, 1, second.ID)
	w.on(third.Until.AddDays(1).String())
	w.must(farm, &LienExpire{Lien: third.ID})
	w.refused(ErrLienStatus, bankA, &PledgeRelease{Lien: third.ID})
}

func TestMoreIsSecuredOnlyWhileNobodyStandsBehind(t *testing.T) {
	w := newWorld(t)
	code := w.certify(farm, w.filing())
	first := w.fileLien(bankA, code, 12)
	w.refused(ErrParty, bankB, &LienAmend{Lien: first.ID, SecuredFen: 1, Agreement: hash("a")})
	w.must(bankA, &LienAmend{Lien: first.ID, SecuredFen: first.SecuredFen + 1, Agreement: hash("a")})
	second := w.fileLien(bankB, code, 12, first.ID)
	w.refused(ErrMoreSecured, bankA, &LienAmend{Lien: first.ID, SecuredFen: first.SecuredFen + 2, Agreement: hash("a")})
	w.must(bankA, &LienAmend{Lien: first.ID, SecuredFen: 5, FilingNo: "99999999", Agreement: hash("b")})
	if got := w.lien(first.ID); got.SecuredFen != 5 || got.FilingNo != "99999999" || got.Contract != hash("b") || got.Amended != 2 {
		t.Errorf("%+v", got)
	}
	w.must(bankB, &LienAmend{Lien: second.ID, SecuredFen: second.SecuredFen * 2, Agreement: hash("a")})
}

func TestRanksAreExchangedWhenBothPledgeesSignTheSameAgreement(t *testing.T) {
	w := newWorld(t)
	code := w.certify(farm, w.filing())
	a := w.fileLien(bankA, code, 12)
	b := w.fileLien(bankB, code, 12, a.ID)
	c := w.fileLien(bankA, code, 12, a.ID, b.ID)
	w.refused(ErrNotNext, bankA, &LienSubordinate{Lien: a.ID, Behind: c.ID, Agreement: hash("x")})
	w.refused(ErrParty, bankB, &LienSubordinate{Lien: a.ID, Behind: b.ID, Agreement: hash("x")})
	w.refused(ErrNotOffered, bankB, &LienAdvance{Lien: b.ID, Over: a.ID, Agreement: hash("x")})
	w.must(bankA, &LienSubordinate{Lien: a.ID, Behind: b.ID, Agreement: hash("x")})
	if !slices.Equal(w.ranks(code), []string{a.ID, b.ID, c.ID}) {
		t.Fatal("one signature moved a rank")
	}
	w.refused(ErrNotOffered, bankB, &LienAdvance{Lien: b.ID, Over: a.ID, Agreement: hash("y")})
	w.must(bankB, &LienAdvance{Lien: b.ID, Over: a.ID, Agreement: hash("x")})
	if !slices.Equal(w.ranks(code), []string{b.ID, a.ID, c.ID}) {
		t.Errorf("ranks %v", w.ranks(code))
	}
	w.refused(ErrNotOffered, bankB, &LienAdvance{Lien: b.ID, Over: a.ID, Agreement: hash("x")})
}

func TestALienIsAssignedWithTheLoanItSecures(t *testing.T) {
	w := newWorld(t)
	code := w.certify(farm, w.filing())
	l := w.fileLien(bankA, code, 12)
	w.must(bankA, &LoanDisburse{Lien: l.ID, Contract: hash("loan")})
	loan := fact[LoanRef](w, PrefixLienLoan+l.ID).Loan
	w.refused(ErrRole, bankA, &LienAssign{Lien: l.ID, To: uscc(hotel), Agreement: hash("a")})
	w.refused(ErrOwnLien, bankA, &LienAssign{Lien: l.ID, To: uscc(bankA), Agreement: hash("a")})
	w.must(bankA, &LienAssign{Lien: l.ID, To: uscc(bankB), Agreement: hash("a")})
	if n := fact[LoanNote](w, PrefixLoan+loan); n.Lender != uscc(bankB) || n.Originator != uscc(bankA) {
		t.Errorf("%+v", n)
	}
	w.refused(ErrParty, bankA, &PledgeRelease{Lien: l.ID})
	w.refused(ErrParty, hotel, &LoanSettle{Loan: loan})
	w.must(bankA, &LoanSettle{Loan: loan}) // it collects for the assignee
	w.must(bankB, &PledgeRelease{Lien: l.ID})
}

func TestThePledgorsObjectionStandsBesideTheLien(t *testing.T) {
	w := newWorld(t)
	code := w.certify(farm, w.filing())
	l := w.fileLien(bankA, code, 12)
	w.refused(ErrParty, hotel, &LienObject{Lien: l.ID, Grounds: hash("g")})
	w.must(farm, &LienObject{Lien: l.ID, Grounds: hash("g")})
	w.refused(ErrObjected, farm, &LienObject{Lien: l.ID, Grounds: hash("g")})
	if got := w.lien(l.ID); got.Status != LienEffective || len(got.Objections) != 1 {
		t.Errorf("%+v", got)
	}
	w.refused(ErrParty, bankA, &LienObjectEnd{Lien: l.ID, By: uscc(farm)})
	w.must(registrar, &LienObjectEnd{Lien: l.ID, By: uscc(farm)}) // no action was brought
	w.refused(ErrObjected, farm, &LienObjectEnd{Lien: l.ID, By: uscc(farm)})
}

func TestACourtsDocumentReleasesALien(t *testing.T) {
	w := newWorld(t)
	code := w.certify(farm, w.filing())
	l := w.fileLien(bankA, code, 12)
	w.must(bankA, &LoanDisburse{Lien: l.ID, Contract: hash("loan")})
	w.refused(ErrParty, farm, &LienCompel{Lien: l.ID, Document: hash("judgment")})
	w.must(registrar, &LienCompel{Lien: l.ID, Document: hash("judgment")})
	if got := w.lien(l.ID); got.Status != LienReleased || got.Court != hash("judgment") || w.ranks(code) != nil {
		t.Errorf("%+v", got)
	}
}

func TestALienOnALapsingCertificateIsAnnouncedAndThenUnsecured(t *testing.T) {
	w := newWorld(t)
	code := w.certify(farm, w.filing()) // valid to 2029-03-10
	l := w.fileLien(bankA, code, 120)
	cert := w.cert(code)
	for _, c := range []struct {
		day            string
		secured, alert bool
		why            string
	}{
		{"2028-08-01", true, false, ""},
		{"2028-08-10", true, true, ""},
		{"2029-03-10", true, true, ""},
		{"2029-03-11", false, false, "lapsed"},
	} {
		s := facts.SecurityOf(l, cert, daycount.MustDate(c.day))
		if s.Secured != c.secured || s.Alert != c.alert || s.Why != c.why {
			t.Errorf("on %s: %+v", c.day, s)
		}
		if s.Secured && s.Because != "certificate" {
			t.Errorf("on %s the %s ends first", c.day, s.Because)
		}
	}
	short := *l
	short.Until = daycount.MustDate("2027-01-01")
	if s := facts.SecurityOf(&short, cert, daycount.MustDate("2026-12-01")); !s.Alert || s.Because != "lien" || s.Days != 31 {
		t.Errorf("%+v", s)
	}
}
