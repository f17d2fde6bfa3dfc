package registry

import (
	"bytes"
	"flag"
	"os"
	"testing"
	"time"

	"shurong.org/shurong/canon"
	"shurong.org/shurong/daycount"
)

var writeLog = flag.Bool("write-log", false, "record testdata/log-v1.jsonl anew: only when a format version is given up")

// TestLogOfTheFirstVersionReplaysToTheSameBytes: a log is kept for decades. Commands of its first day must bring about
// the same events and facts, byte for byte, whatever was added since.
func TestLogOfTheFirstVersionReplaysToTheSameBytes(t *testing.T) {
	const file, sum = "testdata/log-v1.jsonl", "testdata/log-v1.sum"
	if *writeLog {
		w := newWorld(t)
		firstVersionScript(w)
		var out bytes.Buffer
		for _, r := range w.log {
			out.Write(append(canon.Must(r), '\n'))
		}
		if err := os.WriteFile(file, out.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(sum, []byte(w.digest()+" "+canon.Hex(canon.Must(w.events))+"\n"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	lines, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	w := &world{t: t, state: memory{}}
	for line := range bytes.Lines(lines) {
		var r recorded
		if err := canon.Unmarshal(line, &r); err != nil {
			t.Fatal(err)
		}
		w.now = time.UnixMilli(r.Time)
		if _, err := w.submit(r.Raw); err != nil {
			t.Fatalf("entry %d: %v", w.index, err)
		}
	}
	want, err := os.ReadFile(sum)
	if err != nil {
		t.Fatal(err)
	}
	if got := w.digest() + " " + canon.Hex(canon.Must(w.events)) + "\n"; got != string(want) {
		t.Errorf("replay gives %s, the log's first run gave %s", got, want)
	}
}

// firstVersionScript uses every command of the first version.
func firstVersionScript(w *world) {
	w.must(farm, &KeyAdd{Pub: w.pub("agent"), Purpose: PurposeAgent})
	w.must(hotel, &KeyAdd{Pub: w.pub("hotel-2"), Purpose: PurposeOrganisation})
	w.must(hotel, &KeyRevoke{Key: KeyID(w.pub("hotel-2"))})
	w.must(registrar, &CalendarAdd{Year: daycount.Year{Year: 2099, Source: "test", Holidays: []daycount.Date{}, WorkingWeekends: []daycount.Date{}}})
	code := w.certify(farm, w.filing())
	first := w.propose(code, bankA, false)
	w.must(bankA, &PledgeAccept{Lien: first.ID, Seen: []string{}, FilingNo: filing})
	second := w.propose(code, bankB, false)
	w.must(bankB, &PledgeAccept{Lien: second.ID, Seen: []string{first.ID}, FilingNo: filing})
	w.must(bankA, &PledgeAcknowledge{Lien: second.ID})
	third := w.propose(code, bankB, true)
	w.must(farm, &PledgeWithdraw{Lien: third.ID})
	fourth := w.propose(code, bankB, false)
	w.must(bankB, &PledgeAccept{Lien: fourth.ID, Seen: []string{first.ID, second.ID}, FilingNo: filing})
	w.must(appraiser, &ValuationRecord{
		Certificate: code, Date: daycount.DateOf(w.now), ValidUntil: daycount.DateOf(w.now).AddMonths(6), ValueFen: 10, LowFen: 5,
		HighFen: 20, Approaches: []string{"income"}, ValueType: "market", Report: hash("report"),
	})
	if _, err := w.submit(w.sign(farm, "agent", &HeartbeatRecord{Certificate: code, Seq: 1, Measurement: w.measurement(10_100)})); err != nil {
		w.t.Fatal(err)
	}
	w.must(bankA, &LoanDisburse{Lien: first.ID, Contract: hash("loan")})
	loan := fact[LoanRef](w, PrefixLienLoan+first.ID).Loan
	w.must(regulator, &SanctionList{Subject: uscc(hotel), Grounds: "misuse", Until: daycount.MustDate("2027-01-31"), Decision: hash("d")})
	w.must(regulator, &SanctionLift{Subject: uscc(hotel), Decision: hash("d")})
	w.on("2026-04-20")
	w.must(bankB, &PledgeEffect{Lien: fourth.ID})
	w.must(bankB, &PledgeEnforce{Lien: second.ID, Grounds: hash("g")})
	w.must(bankA, &LoanSettle{Loan: loan})
	w.must(bankA, &PledgeRelease{Lien: first.ID})
	w.must(bankB, &PledgeRelease{Lien: second.ID})

	id := w.file(farm, w.filing())
	w.must(registrar, &CaseCorrect{Case: id, List: hash("list")})
	w.must(farm, &CaseResubmit{Case: id, FormCommitment: hash("new")})
	w.must(registrar, &CaseAccept{Case: id})
	w.must(registrar, &CaseExtend{Case: id, Reason: hash("r")})
	w.must(registrar, &CaseReview{Case: id, Accuracy: true, Compliance: true, Clarity: true, Opinion: hash("o"), Similar: []Similarity{
		{Case: fact[Certificate](w, PrefixCertificate+code).Case, HereInThere: 10, ThereInHere: 20, Determination: hash("d")},
	}})
	w.must(registrar, &CasePost{Case: id})
	w.must(hotel, &ObjectionFile{Case: id, Grounds: hash("g")})
	w.on("2026-05-06")
	w.must(registrar, &ObjectionResolve{Case: id, Objection: w.caseOf(id).Objections[0].ID, Opinion: hash("dismissed")})
	w.must(registrar, &CaseDeposit{Case: id})
	w.must(registrar, &CertificateIssue{Case: id, ValidUntil: daycount.MustDate("2028-01-01")})
	w.must(hotel, &ObjectionFile{Case: id, Grounds: hash("late")})
	w.must(registrar, &ObjectionResolve{Case: id, Objection: w.caseOf(id).Objections[1].ID, Upheld: true, Opinion: hash("o")})

	silent := w.file(hotel, w.filing())
	w.on("2026-06-01")
	w.must(registrar, &CaseDecline{Case: silent, Reasons: hash("r")})
	w.must(farm, &CaseWithdraw{Case: w.file(farm, w.filing())})
	secret := w.filing()
	secret.Withhold, secret.WithholdReason = true, hash("secret")
	id = w.reviewed(secret)
	w.must(registrar, &CasePost{Case: id, Withheld: true})
	w.must(registrar, &CaseDeposit{Case: id})
	w.must(registrar, &CertificateIssue{Case: id, ValidUntil: daycount.MustDate("2028-01-01")})
	w.must(registrar, &CertificateCancel{Code: w.caseOf(id).Certificates[0], Reason: hash("r")})
}
