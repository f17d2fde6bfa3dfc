package registry

import (
	"testing"
	"time"

	"shurong.org/shurong/canon"
	"shurong.org/shurong/daycount"
	"shurong.org/shurong/identifier"
)

func TestFilingIsRefusedOnItsFace(t *testing.T) {
	w := newWorld(t)
	for name, c := range map[string]struct {
		change func(*CaseFile)
		want   error
	}{
		"party-government body":            {func(f *CaseFile) { f.StateBody = true }, ErrStateBody},
		"public data without its number":   {func(f *CaseFile) { f.PublicData = true }, ErrPublicRegistry},
		"core data":                        {func(f *CaseFile) { f.Grade = "core" }, ErrCoreData},
		"important data":                   {func(f *CaseFile) { f.Grade = "important" }, ErrImportant},
		"unknown grade":                    {func(f *CaseFile) { f.Grade = "" }, ErrField},
		"entrusted processing":             {func(f *CaseFile) { f.Source.Kind = SourceEntrusted }, ErrRights},
		"operating right in crawled data":  {func(f *CaseFile) { f.Source.Kind = SourcePublicCrawl }, ErrRights},
		"unknown source":                   {func(f *CaseFile) { f.Source.Kind = "gift" }, ErrSource},
		"no right":                         {func(f *CaseFile) { f.Rights = nil }, ErrField},
		"a right twice":                    {func(f *CaseFile) { f.Rights[1] = f.Rights[0] }, ErrField},
		"a fourth right":                   {func(f *CaseFile) { f.Rights[0].Right = "deletion" }, ErrField},
		"form not a commitment":            {func(f *CaseFile) { f.FormCommitment = "the form" }, ErrDigest},
		"withheld without reasons":         {func(f *CaseFile) { f.Withhold = true }, ErrDigest},
		"registrar is no registrar":        {func(f *CaseFile) { f.Registrar = uscc(bankA) }, ErrRole},
		"measured in the future":           {func(f *CaseFile) { f.Measurement.MeasuredAt += 1e9 }, ErrMeasurement},
		"more than all of it is excellent": {func(f *CaseFile) { f.Measurement.QualityPPM = 1_000_001 }, ErrMeasurement},
		"5,001 columns":                    {func(f *CaseFile) { f.Measurement.Columns = 5001 }, ErrMeasurement},
	} {
		t.Run(name, func(t *testing.T) {
			f := w.filing()
			c.change(f)
			w.t = t
			w.refused(c.want, farm, f)
		})
	}
	w.t = t
	w.refused(ErrRole, bankA, w.filing())
}

func TestSilenceAcceptsOnTheFirstWorkingDayAfterTheTerm(t *testing.T) {
	w := newWorld(t)
	w.on("2026-09-28") // Monday; the National Day holiday runs from 1 to 7 October
	id := w.file(farm, w.filing())
	w.on("2026-09-30")
	if got := w.caseOf(id).Status; got != CaseFiled {
		t.Fatalf("on the second working day the case is %s", got)
	}
	_, cal, _ := Rules(w.state)
	until := cal.AddWorkingDays(daycount.MustDate("2026-09-28"), 3)
	w.on(until.String())
	if got := w.caseOf(id).Status; got != CaseFiled {
		t.Fatalf("on the last day of the term the case is %s", got)
	}
	w.on(until.AddDays(1).String())
	c := w.caseOf(id)
	if c.Status != CaseReviewing || !c.Deemed || c.AcceptedOn != cal.AddWorkingDays(until, 1) {
		t.Errorf("after the term: status %s, deemed %v, accepted on %s", c.Status, c.Deemed, c.AcceptedOn)
	}
	w.refused(ErrCaseStatus, registrar, &CaseAccept{Case: id})
	w.must(registrar, &CaseReview{Case: id, Accuracy: true, Compliance: true, Clarity: true, Opinion: hash("o")})
}

func TestFilingNotCorrectedInTimeIsNotFiled(t *testing.T) {
	w := newWorld(t)
	id := w.file(farm, w.filing())
	w.must(registrar, &CaseCorrect{Case: id, List: hash("list")})
	w.refused(ErrCaseStatus, registrar, &CaseCorrect{Case: id, List: hash("list")})
	w.on("2026-06-01")
	if got := w.caseOf(id).Status; got != CaseNotFiled {
		t.Errorf("status %s", got)
	}
	w.refused(ErrCaseStatus, farm, &CaseResubmit{Case: id, FormCommitment: hash("new")})
}

func TestCorrectionsAreAskedForOnce(t *testing.T) {
	w := newWorld(t)
	id := w.file(farm, w.filing())
	w.must(registrar, &CaseCorrect{Case: id, List: hash("list")})
	w.must(farm, &CaseResubmit{Case: id, FormCommitment: hash("new")})
	w.refused(ErrCorrectedOnce, registrar, &CaseCorrect{Case: id, List: hash("list")})
}

func TestReviewClockStopsWhileTheApplicantSupplements(t *testing.T) {
	w := newWorld(t)
	id := w.file(farm, w.filing())
	w.must(registrar, &CaseAccept{Case: id}) // 2 March, 10 days
	w.on("2026-03-06")                       // four working days used
	w.must(registrar, &CaseCorrect{Case: id, List: hash("list")})
	w.on("2026-03-12")
	w.must(farm, &CaseResubmit{Case: id, FormCommitment: hash("new")})
	c := w.caseOf(id)
	_, cal, _ := Rules(w.state)
	if c.Status != CaseReviewing || c.Clock.Days != 6 || c.Clock.Until(cal) != daycount.MustDate("2026-03-20") {
		t.Errorf("clock %+v until %s, status %s", c.Clock, c.Clock.Until(cal), c.Status)
	}
	w.must(registrar, &CaseExtend{Case: id, Reason: hash("r")})
	w.refused(ErrExtendedOnce, registrar, &CaseExtend{Case: id, Reason: hash("r")})
	if got := w.caseOf(id).Clock.Days; got != 16 {
		t.Errorf("extended review has %d days", got)
	}
}

func TestFailingOneHeadRefuses(t *testing.T) {
	w := newWorld(t)
	id := w.file(farm, w.filing())
	w.must(registrar, &CaseAccept{Case: id})
	w.must(registrar, &CaseReview{Case: id, Accuracy: true, Clarity: true, Opinion: hash("o")})
	if got := w.caseOf(id).Status; got != CaseRefused {
		t.Errorf("status %s", got)
	}
}

// reviewed brings a filing past review.
func (w *world) reviewed(f *CaseFile) string {
	w.t.Helper()
	id := w.file(farm, f)
	w.must(registrar, &CaseAccept{Case: id})
	w.must(registrar, &CaseReview{Case: id, Accuracy: true, Compliance: true, Clarity: true, Opinion: hash("o")})
	return id
}

func TestPublicityLastsItsFullLength(t *testing.T) {
	w := newWorld(t)
	id := w.reviewed(w.filing())
	w.must(registrar, &CasePost{Case: id}) // Monday 2 March: until Monday 9
	w.on("2026-03-09")
	w.refused(ErrCaseStatus, registrar, &CaseDeposit{Case: id})
	w.on("2026-03-10")
	w.must(registrar, &CaseDeposit{Case: id})
}

func TestOnlyTheApplicantsRequestLeavesPublicityOut(t *testing.T) {
	w := newWorld(t)
	id := w.reviewed(w.filing())
	w.refused(ErrWithhold, registrar, &CasePost{Case: id, Withheld: true})
	f := w.filing()
	f.Withhold, f.WithholdReason = true, hash("trade secret")
	id = w.reviewed(f)
	w.must(registrar, &CasePost{Case: id, Withheld: true})
	w.must(registrar, &CaseDeposit{Case: id})
}

func TestObjectionStopsDepositUntilItIsConcluded(t *testing.T) {
	w := newWorld(t)
	id := w.reviewed(w.filing())
	w.must(registrar, &CasePost{Case: id})
	w.refused(ErrParty, farm, &ObjectionFile{Case: id, Grounds: hash("g")})
	w.must(hotel, &ObjectionFile{Case: id, Grounds: hash("g")})
	w.on("2026-03-12")
	w.refused(ErrCaseStatus, registrar, &CaseDeposit{Case: id})
	o := w.caseOf(id).Objections[0]
	w.must(registrar, &ObjectionResolve{Case: id, Objection: o.ID, Opinion: hash("dismissed")})
	if got := w.caseOf(id).Status; got != CaseCleared {
		t.Fatalf("status %s after a dismissed objection and the term's end", got)
	}
	w.must(registrar, &CaseDeposit{Case: id})
}

func TestUpheldObjectionRefuses(t *testing.T) {
	w := newWorld(t)
	id := w.reviewed(w.filing())
	w.must(registrar, &CasePost{Case: id})
	w.must(hotel, &ObjectionFile{Case: id, Grounds: hash("g")})
	w.must(registrar, &ObjectionResolve{Case: id, Objection: w.caseOf(id).Objections[0].ID, Upheld: true, Opinion: hash("theirs")})
	if got := w.caseOf(id).Status; got != CaseRefused {
		t.Errorf("status %s", got)
	}
}

func TestObjectionUpheldAfterRegistrationEndsTheCertificate(t *testing.T) {
	w := newWorld(t)
	code := w.certify(farm, w.filing())
	cert := fact[Certificate](w, PrefixCertificate+code)
	w.must(hotel, &ObjectionFile{Case: cert.Case, Grounds: hash("g")})
	if got := fact[Certificate](w, PrefixCertificate+code); len(got.Objections) != 1 || got.Cancelled {
		t.Errorf("an open objection is not noted on the certificate: %+v", got)
	}
	w.must(registrar, &ObjectionResolve{Case: cert.Case, Objection: w.caseOf(cert.Case).Objections[0].ID, Upheld: true, Opinion: hash("o")})
	if got := fact[Certificate](w, PrefixCertificate+code); len(got.Objections) != 0 || !got.Cancelled {
		t.Errorf("after an upheld objection: %+v", got)
	}
}

func TestCertificateCodesCountUpWithinTheMonthAndRunOut(t *testing.T) {
	w := newWorld(t)
	first, second := w.certify(farm, w.filing()), w.certify(hotel, w.filing())
	if first != "SJ3212026030001" || second != "SJ3212026030002" {
		t.Errorf("codes %s, %s", first, second)
	}
	march := identifier.CertificateCode{Region: 32, Registrar: 1, Year: 2026, Month: time.March}
	w.state.Put(PrefixSerial+march.String()[:11], canon.Must(&Serial{Last: identifier.MaxSerial}))
	id := w.reviewed(w.filing())
	w.must(registrar, &CasePost{Case: id})
	w.on("2026-03-31")
	w.must(registrar, &CaseDeposit{Case: id})
	w.refused(ErrSerials, registrar, &CertificateIssue{Case: id, ValidUntil: daycount.MustDate("2029-03-01")})
	w.on("2026-04-01")
	w.refused(ErrValidity, registrar, &CertificateIssue{Case: id, ValidUntil: daycount.MustDate("2031-03-31")})
	w.must(registrar, &CertificateIssue{Case: id, ValidUntil: daycount.MustDate("2031-03-30")})
	if got := w.caseOf(id).Certificates[0]; got != "SJ3212026040001" {
		t.Errorf("first code of April is %s", got)
	}
}
