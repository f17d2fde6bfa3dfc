// Package credittest makes the credit desks for tests: the world of package keyringtest with an enterprise that has
// registered its data, two banks, an appraiser and a regulator, and the services of appraisal, credit and servicing
// over it.
//
// Organisations are named by words. Each has two persons, a maker and a checker.
package credittest

import (
	"context"
	"errors"
	"testing"
	"time"

	"shurong.org/shurong/canon"
	"shurong.org/shurong/daycount"
	"shurong.org/shurong/internal/appraisal"
	"shurong.org/shurong/internal/approval"
	"shurong.org/shurong/internal/auth"
	"shurong.org/shurong/internal/credit"
	"shurong.org/shurong/internal/db"
	"shurong.org/shurong/internal/directory"
	"shurong.org/shurong/internal/keyring"
	"shurong.org/shurong/internal/keyring/keyringtest"
	"shurong.org/shurong/internal/registry"
	"shurong.org/shurong/internal/sequence"
	"shurong.org/shurong/internal/servicing"
	"shurong.org/shurong/loan"
	"shurong.org/shurong/money"
)

// The organisations.
const (
	Office    = keyringtest.Registrar
	Farm      = "farm"
	Other     = "other" // another enterprise
	Bank      = "bank"
	Second    = "second" // another bank
	Appraiser = "appraiser"
	Regulator = "regulator"
)

var roles = map[string][]auth.Role{
	Office: {auth.Registrar}, Farm: {auth.Enterprise}, Other: {auth.Enterprise}, Bank: {auth.Bank}, Second: {auth.Bank},
	Appraiser: {auth.Appraiser}, Regulator: {auth.Regulator},
}

// Desk is the world with the desks.
type Desk struct {
	*keyringtest.World
	T         testing.TB
	Dir       *directory.Directory
	Approvals *approval.Service
	Appraisal *appraisal.Service
	Loans     *servicing.Service
	Credit    *credit.Service

	beats map[string]registry.Heartbeat
	forms int
}

// New makes the desks on a node store.
func New(t testing.TB, node *db.DB) *Desk {
	t.Helper()
	d := &Desk{World: keyringtest.New(t, node), T: t, beats: map[string]registry.Heartbeat{}}
	for _, o := range []string{Farm, Other, Bank, Second, Appraiser, Regulator} {
		d.Admit(o, registry.Role(roles[o][0]))
	}
	for _, o := range []string{Farm, Other} {
		pub, err := d.Keys.Create(context.Background(), USCC(o), registry.PurposeAgent)
		d.OK(err)
		d.Submit(o, &registry.KeyAdd{Pub: pub, Purpose: registry.PurposeAgent})
	}
	d.Restart(d.Ledger)
	return d
}

// Restart makes the services anew over the same stores, as a restarted process would, on a ledger that may be one
// that fails on purpose.
func (d *Desk) Restart(ledger sequence.Ledger) {
	d.T.Helper()
	var err error
	if ledger != d.Ledger {
		d.Keys, err = keyring.Open(context.Background(), d.Node, ledger, d.KeyFile)
		d.OK(err)
	}
	d.Dir, err = directory.Open(context.Background(), d.Node, ledger)
	d.OK(err)
	d.OK(d.Dir.CatchUp(context.Background()))
	d.Approvals = approval.New(d.Node, d.Clock, nil)
	d.Appraisal = appraisal.New(d.Node, ledger, d.Keys, d.Dir, d.Approvals, d.Clock)
	d.Loans = servicing.New(d.Node, ledger, d.Keys, d.Dir, d.Approvals, d.Clock, nil)
	d.Credit = credit.New(d.Node, ledger, d.Keys, d.Dir, d.Approvals, d.Loans, d.Clock, nil)
}

// USCC is the credit code of an organisation.
func USCC(name string) string { return keyringtest.USCC(name) }

// As is a context of the first person of an organisation; Checker is one of the second.
func As(org string) context.Context { return Person(org, "maker") }

// Checker is a context of the second person of an organisation.
func Checker(org string) context.Context { return Person(org, "checker") }

// Person is a context of a person of an organisation.
func Person(org, who string) context.Context {
	return auth.With(context.Background(), auth.Principal{User: "u_" + org + "_" + who, Name: org + " " + who,
		Org: USCC(org), Roles: roles[org]})
}

// OK fails the test on an error.
func (d *Desk) OK(err error) {
	d.T.Helper()
	if err != nil {
		d.T.Fatal(err)
	}
}

// Fails requires a fault.
func (d *Desk) Fails(err, want error) {
	d.T.Helper()
	if !errors.Is(err, want) {
		d.T.Fatalf("error = %v, want %v", err, want)
	}
}

// Approve has the second person of an organisation carry out a request.
func (d *Desk) Approve(org, request string) {
	d.T.Helper()
	_, err := d.Approvals.Approve(Checker(org), request)
	d.OK(err)
}

// Today is the day of the world's clock.
func (d *Desk) Today() daycount.Date { return daycount.DateOf(d.Clock.Now()) }

// To moves the clock to ten in the morning of a day.
func (d *Desk) To(day daycount.Date) {
	d.T.Helper()
	d.OK(d.Clock.Set(context.Background(), day.Time().Add(10*time.Hour)))
}

// Measurement is one of the world's data.
func (d *Desk) Measurement(rows, quality int64, stale int) registry.Measurement {
	h := canon.Hex([]byte("data"))
	return registry.Measurement{MeasuredAt: d.Clock.Now().UnixMilli(), Rows: rows, Columns: 12, QualityPPM: quality,
		StaleDays:  stale,
		FileDigest: h, SchemaDigest: h, ProfileDigest: h, SketchDigest: h, PersonalData: "none", AgentVersion: "1"}
}

// Register takes an enterprise's data through registration and returns the certificate. It takes two weeks.
func (d *Desk) Register(org string) string {
	d.T.Helper()
	d.forms++
	hash := canon.Hex([]byte{byte(d.forms)})
	r := d.Submit(org, &registry.CaseFile{
		Registrar: USCC(Office), FormCommitment: hash, Industry: "A01", Region: "410100",
		Source: registry.Source{Kind: registry.SourceCollected, Lawful: true},
		Rights: []registry.GrantedRight{{Right: registry.Holding}, {Right: registry.Use},
			{Right: registry.Operating}},
		Measurement: d.Measurement(10_000, 960_000, 0), Grade: "general",
	})
	id := event[registry.Case](d, r, "case.filed").ID
	d.Submit(Office, &registry.CaseAccept{Case: id})
	d.Submit(Office, &registry.CaseReview{Case: id, Accuracy: true, Compliance: true, Clarity: true, Opinion: hash})
	d.Submit(Office, &registry.CasePost{Case: id})
	d.Days(14)
	d.Submit(Office, &registry.CaseDeposit{Case: id})
	r = d.Submit(Office, &registry.CertificateIssue{Case: id, ValidUntil: d.Today().AddMonths(59)})
	code := event[registry.Certificate](d, r, "certificate.issued").Code
	d.OK(d.Dir.Wait(context.Background(), r.Index+1))
	return code
}

func event[T any](d *Desk, r *sequence.Receipt, kind string) T {
	d.T.Helper()
	var v T
	for _, e := range r.Events {
		if e.Kind == kind {
			d.OK(canon.Unmarshal(e.Body, &v))
			return v
		}
	}
	d.T.Fatalf("no event %s", kind)
	return v
}

// Beat sends a heartbeat of the data behind a certificate.
func (d *Desk) Beat(org, code string, rows, quality int64, stale int) {
	d.T.Helper()
	last := d.beats[code]
	r := d.Submit(org, &registry.HeartbeatRecord{Certificate: code, Seq: last.Seq + 1, Prev: last.Digest,
		Measurement: d.Measurement(rows, quality, stale)})
	d.beats[code] = event[registry.Heartbeat](d, r, "heartbeat.recorded")
	d.OK(d.Dir.Wait(context.Background(), r.Index+1))
	d.OK(d.Loans.Wait(context.Background(), r.Index+1))
}

// Sanction puts an enterprise on the joint sanction list until a day.
func (d *Desk) Sanction(org string, until daycount.Date) {
	d.T.Helper()
	d.Submit(Regulator, &registry.SanctionList{Subject: USCC(org), Grounds: "misuse", Until: until,
		Decision: canon.Hex([]byte("decision"))})
}

// Value has a certificate appraised at so many times 10,000 yuan, and returns the valuation.
func (d *Desk) Value(org, code, wan string) string {
	d.T.Helper()
	c, err := d.Appraisal.Commission(As(org), appraisal.NewCommission{Certificate: code, Appraiser: USCC(Appraiser),
		Purpose: "pledge", UpdateEveryDays: 1})
	d.OK(err)
	_, err = d.Appraisal.PutDraft(As(Appraiser), c.ID, File(d.Today(), wan))
	d.OK(err)
	p, err := d.Appraisal.Submit(As(Appraiser), c.ID)
	d.OK(err)
	d.Approve(Appraiser, p.Approval)
	c, err = d.Appraisal.Get(As(Appraiser), c.ID)
	d.OK(err)
	return c.Valuation
}

// File is a valuation file of a day that comes to so many times 10,000 yuan.
func File(day daycount.Date, wan string) string {
	return "version: 1\nasset: 水稻种植记录\npurpose: pledge\nvalue_type: market\nvaluation_date: " + day.String() +
		"\ncurrency_unit: 万元\napproaches:\n  - sources:\n      costs: 项目辅助账\n    cost:\n      costs:\n        direct: " + wan +
		"\n      adjustment:\n        quality: 1\n"
}

// Apply applies to a bank for credit of so many yuan on a certificate.
func (d *Desk) Apply(org, bank, code string, yuan money.Fen) credit.View {
	d.T.Helper()
	v, err := d.Credit.Apply(As(org), credit.NewApplication{Certificate: code, Lender: USCC(bank),
		Requested: yuan * money.Yuan, Purpose: "收购粮食",
		TermMonths: 12, Method: loan.EqualInstalment})
	d.OK(err)
	return v
}

// Terms are terms of a bank for so many yuan.
func Terms(yuan money.Fen) credit.Terms {
	return credit.Terms{Amount: yuan * money.Yuan, Rate: "0.0345"}
}

// Grant has a bank approve an application.
func (d *Desk) Grant(bank, application string, t credit.Terms) {
	d.T.Helper()
	p, err := d.Credit.Approve(As(bank), application, t)
	d.OK(err)
	d.Approve(bank, p.Approval)
}

// Pledge has the borrower propose the pledge, and returns the lien.
func (d *Desk) Pledge(org, application string) string {
	d.T.Helper()
	p, err := d.Credit.ProposePledge(As(org), application)
	d.OK(err)
	d.Approve(org, p.Approval)
	v, err := d.Credit.Get(As(org), application)
	d.OK(err)
	return v.Lien
}

// Accept has the bank accept the pledge of an application, having seen liens ahead.
func (d *Desk) Accept(bank, application string, seen ...string) {
	d.T.Helper()
	p, err := d.Credit.AcceptPledge(As(bank), application, credit.Acceptance{FilingNo: "202603020001", Seen: seen})
	d.OK(err)
	d.Approve(bank, p.Approval)
}

// Contract draws up a contract for today and has both sides sign it.
func (d *Desk) Contract(org, bank, application string) string {
	d.T.Helper()
	c, err := d.Credit.DrawUp(As(bank), application, credit.NewContract{})
	d.OK(err)
	for _, side := range []string{bank, org} {
		p, err := d.Credit.Sign(As(side), c.ID)
		d.OK(err)
		d.Approve(side, p.Approval)
	}
	return c.ID
}

// Disburse pays a contract out.
func (d *Desk) Disburse(bank, contract string) {
	d.T.Helper()
	p, err := d.Credit.Disburse(As(bank), contract)
	d.OK(err)
	d.Approve(bank, p.Approval)
}

// Loan takes an enterprise from registration to a disbursed loan of so many yuan on data worth ten million.
func (d *Desk) Loan(org, bank string, t credit.Terms) (code, contract string) {
	d.T.Helper()
	code = d.Register(org)
	d.Value(org, code, "1000")
	v := d.Apply(org, bank, code, t.Amount/money.Yuan)
	d.Grant(bank, v.ID, t)
	d.Pledge(org, v.ID)
	d.Accept(bank, v.ID)
	contract = d.Contract(org, bank, v.ID)
	if t.InitialMargin > 0 {
		d.Pay(bank, contract, servicing.Deposit, t.InitialMargin)
	}
	d.Disburse(bank, contract)
	return code, contract
}

// Pay records money that a bank received.
func (d *Desk) Pay(bank, contract string, kind servicing.PaymentKind, amount money.Fen) servicing.Detail {
	d.T.Helper()
	v, err := d.Loans.Pay(As(bank), contract, servicing.NewPayment{Kind: kind, Amount: amount})
	d.OK(err)
	return v
}

// See reads a loan as its lender does.
func (d *Desk) See(bank, contract string) servicing.Detail {
	d.T.Helper()
	v, err := d.Loans.Get(As(bank), contract)
	d.OK(err)
	return v
}

// Night runs the day's end of the world's day and checks every loan against both books.
func (d *Desk) Night() {
	d.T.Helper()
	d.OK(d.Loans.RunDay(context.Background(), d.Today()))
	d.Balanced()
}

// Balanced checks every loan against both books and walks them.
func (d *Desk) Balanced() {
	d.T.Helper()
	if _, err := d.Loans.Verify(context.Background()); err != nil {
		d.T.Fatal(err)
	}
}
