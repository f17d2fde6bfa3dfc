package directory_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"shurong.org/shurong/canon"
	"shurong.org/shurong/internal/db"
	"shurong.org/shurong/internal/db/dbtest"
	"shurong.org/shurong/internal/directory"
	"shurong.org/shurong/internal/keyring/keyringtest"
	"shurong.org/shurong/internal/registry"
	"shurong.org/shurong/internal/sequence"
)

var ctx = context.Background()

const (
	registrar = keyringtest.Registrar
	farm      = "farm"
	bank      = "bank"
	second    = "second-bank"
	appraiser = "appraiser"
	regulator = "regulator"
)

func uscc(name string) string { return keyringtest.USCC(name) }

func digest(s string) string { return canon.Hex([]byte(s)) }

func measurement(w *keyringtest.World) registry.Measurement {
	return registry.Measurement{
		MeasuredAt: w.Clock.Now().UnixMilli(), Rows: 1000, Columns: 8, QualityPPM: 950_000, FileDigest: digest("file"),
		SchemaDigest: digest("schema"), ProfileDigest: digest("profile"), SketchDigest: digest("sketch"),
		PersonalData: "none", AgentVersion: "1.0",
	}
}

// chain drives the registry from filing to release and names what it made.
type chain struct {
	caseID, code, lien, secondLien, valuation, loan string
}

func id[T any](t *testing.T, r *sequence.Receipt, kind string, of func(*T) string) string {
	t.Helper()
	for _, e := range r.Events {
		if e.Kind == kind {
			v := new(T)
			if err := canon.Unmarshal(e.Body, v); err != nil {
				t.Fatal(err)
			}
			return of(v)
		}
	}
	t.Fatalf("no event %s", kind)
	return ""
}

func run(t *testing.T, w *keyringtest.World) (c chain) {
	t.Helper()
	w.Admit(farm, registry.RoleEnterprise)
	w.Admit(bank, registry.RoleBank)
	w.Admit(second, registry.RoleBank)
	w.Admit(appraiser, registry.RoleAppraiser)
	w.Admit(regulator, registry.RoleRegulator)
	agent, err := w.Keys.Create(ctx, uscc(farm), registry.PurposeAgent)
	if err != nil {
		t.Fatal(err)
	}
	w.Submit(farm, &registry.KeyAdd{Pub: agent, Purpose: registry.PurposeAgent})
	r := w.Submit(farm, &registry.CaseFile{
		Registrar: uscc(registrar), FormCommitment: digest("form"), Industry: "A01", Region: "320100",
		Source:      registry.Source{Kind: registry.SourceCollected, Lawful: true},
		Rights:      []registry.GrantedRight{{Right: registry.Holding}, {Right: registry.Operating}},
		Measurement: measurement(w), Grade: "general",
	})
	c.caseID = id(t, r, "case.filed", func(v *registry.Case) string { return v.ID })
	w.Submit(registrar, &registry.CaseAccept{Case: c.caseID})
	w.Submit(registrar, &registry.CaseReview{Case: c.caseID, Accuracy: true, Compliance: true, Clarity: true, Opinion: digest("opinion")})
	w.Submit(registrar, &registry.CasePost{Case: c.caseID})
	w.Days(14)
	w.Submit(registrar, &registry.CaseDeposit{Case: c.caseID})
	today := registry.Day(w.Clock.Now().UnixMilli())
	r = w.Submit(registrar, &registry.CertificateIssue{Case: c.caseID, ValidUntil: today.AddMonths(36)})
	c.code = id(t, r, "certificate.issued", func(v *registry.Certificate) string { return v.Code })
	r = w.Submit(appraiser, &registry.ValuationRecord{
		Certificate: c.code, Date: today, ValidUntil: today.AddMonths(11), ValueFen: 100_000_00, LowFen: 90_000_00,
		HighFen: 110_000_00, Approaches: []string{"income"}, ValueType: "market", Report: digest("report"),
	})
	c.valuation = id(t, r, "valuation.recorded", func(v *registry.Valuation) string { return v.ID })
	prev := ""
	for seq := range uint64(3) {
		hb := &registry.HeartbeatRecord{Certificate: c.code, Seq: seq + 1, Prev: prev, Measurement: measurement(w)}
		w.Submit(farm, hb)
		prev = canon.Hex(canon.Must(hb))
		w.Days(1)
	}
	propose := func(pledgee string) string {
		r := w.Submit(farm, &registry.PledgePropose{Certificate: c.code, Pledgee: uscc(pledgee), SecuredFen: 50_000_00, Contract: digest(pledgee)})
		return id(t, r, "pledge.proposed", func(v *registry.Lien) string { return v.ID })
	}
	c.lien, c.secondLien = propose(bank), propose(second)
	w.Submit(bank, &registry.PledgeAccept{Lien: c.lien, Seen: []string{}, FilingNo: "0123456789"})
	r = w.Submit(bank, &registry.LoanDisburse{Lien: c.lien, Contract: digest("loan")})
	c.loan = id(t, r, "loan.disbursed", func(v *registry.LoanNote) string { return v.ID })
	w.Submit(regulator, &registry.SanctionList{Subject: uscc(farm), Grounds: "default", Until: today.AddMonths(12), Decision: digest("a")})
	w.Submit(regulator, &registry.SanctionLift{Subject: uscc(farm), Decision: digest("b")})
	w.Submit(regulator, &registry.SanctionList{Subject: uscc(farm), Grounds: "other", Until: today.AddMonths(6), Decision: digest("c")})
	w.Submit(bank, &registry.LoanSettle{Loan: c.loan})
	w.Submit(bank, &registry.PledgeRelease{Lien: c.lien})
	return c
}

// dump is every projected row of a store.
func dump(t *testing.T, d *db.DB) []string {
	t.Helper()
	var out []string
	err := d.View(ctx, func(tx *db.Tx) error {
		for _, q := range []string{
			"SELECT 'event', subject, idx, n, kind, command, org, at FROM directory_event ORDER BY subject, idx, n",
			"SELECT 'cursor', leaf, size, 0, '', '', '', 0 FROM directory_cursor",
		} {
			if err := read(tx, q, 8, &out); err != nil {
				return err
			}
		}
		for _, table := range []string{"organisation", "key", "case", "certificate", "lien", "valuation", "heartbeat", "sanction", "loan"} {
			q := "SELECT '" + table + "', id, idx, updated, at, updated_at, fact FROM directory_" + table + " ORDER BY id"
			if err := read(tx, q, 7, &out); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func read(tx *db.Tx, query string, columns int, out *[]string) error {
	rows, err := tx.Query(ctx, query)
	if err != nil {
		return err
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		cells, at := make([]string, columns), make([]any, columns)
		for i := range cells {
			at[i] = &cells[i]
		}
		if err := rows.Scan(at...); err != nil {
			return err
		}
		*out = append(*out, strings.Join(cells, "|"))
	}
	return rows.Err()
}

func open(t *testing.T, w *keyringtest.World) *directory.Directory {
	t.Helper()
	d, err := directory.Open(ctx, w.Node, w.Ledger)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func each(t *testing.T, test func(t *testing.T, w *keyringtest.World)) {
	dbtest.Each(t, db.NodeMigrations(), func(t *testing.T, d *db.DB) { test(t, keyringtest.New(t, d)) })
}

func TestRebuildingFromEntryZeroGivesTheSameRows(t *testing.T) {
	each(t, func(t *testing.T, w *keyringtest.World) {
		run(t, w)
		d := open(t, w)
		if err := d.CatchUp(ctx); err != nil {
			t.Fatal(err)
		}
		before := dump(t, w.Node)
		if len(before) < 40 {
			t.Fatalf("only %d rows were projected", len(before))
		}
		if err := d.Rebuild(ctx); err != nil {
			t.Fatal(err)
		}
		if after := dump(t, w.Node); !slices.Equal(before, after) {
			t.Errorf("rows differ:\n%v", firstDifference(before, after))
		}
	})
}

func TestFollowingEntryByEntryWithRestartsGivesTheSameRows(t *testing.T) {
	each(t, func(t *testing.T, w *keyringtest.World) {
		run(t, w)
		for size := uint64(1); size <= w.Ledger.Size(); size++ {
			d, err := directory.Open(ctx, w.Node, short{w.Ledger, size})
			if err != nil {
				t.Fatal(err)
			}
			if err := d.CatchUp(ctx); err != nil {
				t.Fatal(err)
			}
		}
		stepwise := dump(t, w.Node)
		if err := open(t, w).Rebuild(ctx); err != nil {
			t.Fatal(err)
		}
		if whole := dump(t, w.Node); !slices.Equal(stepwise, whole) {
			t.Errorf("rows differ:\n%v", firstDifference(stepwise, whole))
		}
	})
}

// short is a ledger of which only the first entries are there yet.
type short struct {
	sequence.Ledger
	size uint64
}

func (s short) Size() uint64 { return s.size }

func (s short) Entries(ctx context.Context, from uint64, limit int) ([]sequence.RawEntry, error) {
	return s.Ledger.Entries(ctx, from, min(limit, int(s.size-from)))
}

func firstDifference(a, b []string) string {
	for i := range a {
		if i >= len(b) || a[i] != b[i] {
			return fmt.Sprintf("%s\n%v", a[i], b[min(i, len(b)-1)])
		}
	}
	return fmt.Sprintf("%d rows, %d rows", len(a), len(b))
}

func TestListsShowWhatTheLogSays(t *testing.T) {
	each(t, func(t *testing.T, w *keyringtest.World) {
		c := run(t, w)
		d := open(t, w)
		if err := d.Wait(ctx, w.Ledger.Size()); err != nil {
			t.Fatal(err)
		}
		want := func(what string, got, want any) {
			t.Helper()
			if fmt.Sprint(got) != fmt.Sprint(want) {
				t.Errorf("%s = %v, want %v", what, got, want)
			}
		}
		cases, err := d.Cases(ctx, directory.CaseFilter{Party: uscc(registrar), Statuses: []registry.CaseStatus{registry.CaseCertified}}, directory.Page{})
		check(t, err)
		want("cases", len(cases), 1)
		want("case", cases[0].Fact.ID, c.caseID)
		want("the filing is before the last change", cases[0].Index < cases[0].Updated && cases[0].At < cases[0].UpdatedAt, true)
		byForm, err := d.CasesByForm(ctx, []string{digest("form"), digest("none")})
		check(t, err)
		want("cases by form", len(byForm), 1)
		certs, err := d.Certificates(ctx, directory.CertificateFilter{Holder: uscc(farm)}, directory.Page{})
		check(t, err)
		want("certificate", certs[0].Fact.Code, c.code)
		liens, err := d.Liens(ctx, directory.LienFilter{Certificate: c.code}, directory.Page{})
		check(t, err)
		want("liens, the lowest rank first", []string{liens[0].Fact.ID, liens[1].Fact.ID}, []string{c.secondLien, c.lien})
		live, err := d.Liens(ctx, directory.LienFilter{Certificate: c.code, Statuses: []registry.LienStatus{registry.LienProposed, registry.LienEffective}}, directory.Page{})
		check(t, err)
		want("live liens", len(live), 1)
		hb, err := d.Heartbeats(ctx, c.code, directory.Page{Limit: 2})
		check(t, err)
		want("latest heartbeats", []uint64{hb[0].Fact.Seq, hb[1].Fact.Seq}, []uint64{3, 2})
		hb, err = d.Heartbeats(ctx, c.code, directory.Page{Limit: 2, Before: hb[1].Index})
		check(t, err)
		want("the page after", len(hb), 1)
		values, err := d.Valuations(ctx, directory.ValuationFilter{Appraiser: uscc(appraiser)}, directory.Page{})
		check(t, err)
		want("valuation", values[0].Fact.ID, c.valuation)
		settled := true
		loans, err := d.Loans(ctx, directory.LoanFilter{Certificate: c.code, Settled: &settled}, directory.Page{})
		check(t, err)
		want("loan", loans[0].Fact.ID, c.loan)
		sanctions, err := d.Sanctions(ctx, directory.SanctionFilter{Subject: uscc(farm)}, directory.Page{})
		check(t, err)
		want("sanctions, past ones kept", len(sanctions), 2)
		banks, err := d.Organisations(ctx, directory.OrganisationFilter{Role: registry.RoleBank, Region: "32"}, directory.Page{})
		check(t, err)
		want("banks", len(banks), 2)
		keys, err := d.Keys(ctx, uscc(farm))
		check(t, err)
		want("keys", len(keys), 2)
		want("name", d.Name(ctx, uscc(farm)), keyringtest.Name(farm))
		want("name of nobody", d.Name(ctx, "X"), "X")
	})
}

func check(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func TestEveryFactOfTheLedgerHasItsRow(t *testing.T) {
	each(t, func(t *testing.T, w *keyringtest.World) {
		run(t, w)
		d := open(t, w)
		check(t, d.CatchUp(ctx))
		rows := map[string]string{}
		check(t, w.Node.View(ctx, func(tx *db.Tx) error {
			for prefix, table := range map[string]string{
				registry.PrefixOrg: "organisation", registry.PrefixKey: "key", registry.PrefixCase: "case", registry.PrefixCertificate: "certificate",
				registry.PrefixLien: "lien", registry.PrefixValuation: "valuation", registry.PrefixLoan: "loan",
			} {
				err := tx.Each(ctx, func(r *sql.Rows) error {
					var id, fact string
					err := r.Scan(&id, &fact)
					rows[prefix+id] = fact
					return err
				}, "SELECT id, fact FROM directory_"+table)
				if err != nil {
					return err
				}
			}
			return nil
		}))
		check(t, w.Ledger.View(ctx, func(s *sequence.Snapshot) error {
			found := 0
			for _, prefix := range []string{
				registry.PrefixOrg, registry.PrefixKey, registry.PrefixCase, registry.PrefixCertificate, registry.PrefixLien,
				registry.PrefixValuation, registry.PrefixLoan,
			} {
				facts, err := s.Scan(prefix, "", 1000)
				if err != nil {
					return err
				}
				for _, f := range facts {
					found++
					if rows[f.Key] != string(f.Value) {
						t.Errorf("%s: row %s, fact %s", f.Key, rows[f.Key], f.Value)
					}
				}
			}
			if found != len(rows) || found == 0 {
				t.Errorf("%d facts, %d rows", found, len(rows))
			}
			return nil
		}))
	})
}

func TestASanctionAfterTheLastRanOutIsANewRow(t *testing.T) {
	w := keyringtest.New(t, dbtest.Node(t))
	w.Admit(farm, registry.RoleEnterprise)
	w.Admit(regulator, registry.RoleRegulator)
	list := func(days int) {
		until := registry.Day(w.Clock.Now().UnixMilli()).AddDays(days)
		w.Submit(regulator, &registry.SanctionList{Subject: uscc(farm), Grounds: "other", Until: until, Decision: digest("d")})
	}
	list(10)
	w.Days(5)
	list(10) // a renewal
	w.Days(20)
	list(10)
	d := open(t, w)
	check(t, d.CatchUp(ctx))
	rows, err := d.Sanctions(ctx, directory.SanctionFilter{Subject: uscc(farm)}, directory.Page{})
	check(t, err)
	if len(rows) != 2 || rows[1].Index == rows[1].Updated {
		t.Errorf("%d rows, want a renewed and a new one", len(rows))
	}
}

func TestATimelineIsPagedByWholeEntries(t *testing.T) {
	each(t, func(t *testing.T, w *keyringtest.World) {
		c := run(t, w)
		d := open(t, w)
		check(t, d.CatchUp(ctx))
		all, err := d.Timeline(ctx, "certificate/"+c.code, directory.Page{Limit: directory.MaxLimit})
		check(t, err)
		if all[len(all)-1].Kind != "certificate.issued" || all[0].Kind != "pledge.released" {
			t.Errorf("timeline from %s to %s", all[len(all)-1].Kind, all[0].Kind)
		}
		var paged []directory.Event
		for page := (directory.Page{Limit: 2}); ; {
			part, err := d.Timeline(ctx, "certificate/"+c.code, page)
			check(t, err)
			if len(part) == 0 {
				break
			}
			paged = append(paged, part...)
			page.Before = part[len(part)-1].Index
		}
		if !slices.Equal(all, paged) {
			t.Errorf("paged %d events, whole %d", len(paged), len(all))
		}
	})
}

func TestWaitGivesReadYourWritesWithRunInTheBackground(t *testing.T) {
	each(t, func(t *testing.T, w *keyringtest.World) {
		d := open(t, w)
		running, stop := context.WithCancel(ctx)
		ended := make(chan error, 1)
		go func() { ended <- d.Run(running) }()
		for i := range 20 {
			name := fmt.Sprintf("org-%d", i)
			w.Admit(name, registry.RoleInvestor)
			check(t, d.Wait(ctx, w.Ledger.Size()))
			if o, err := d.Organisation(ctx, uscc(name)); err != nil || o == nil {
				t.Fatalf("organisation %d is not there after Wait: %v", i, err)
			}
		}
		stop()
		if err := <-ended; err != nil {
			t.Errorf("Run ended with %v", err)
		}
		late, cancel := context.WithTimeout(ctx, time.Millisecond)
		defer cancel()
		if err := d.Wait(late, w.Ledger.Size()+1); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("waiting for an entry that never comes: %v", err)
		}
	})
}

func TestTheTablesOfAnotherLogAreRecognised(t *testing.T) {
	w := keyringtest.New(t, dbtest.Node(t))
	check(t, open(t, w).CatchUp(ctx))
	other := keyringtest.New(t, dbtest.Node(t))
	if _, err := directory.Open(ctx, w.Node, other.Ledger); !errors.Is(err, directory.ErrOtherLog) {
		t.Errorf("error = %v, want ErrOtherLog", err)
	}
	if _, err := directory.Open(ctx, w.Node, short{w.Ledger, 0}); !errors.Is(err, directory.ErrOtherLog) {
		t.Errorf("a log shorter than the tables: %v, want ErrOtherLog", err)
	}
}
