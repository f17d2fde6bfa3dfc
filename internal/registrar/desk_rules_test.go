package registrar_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"shurong.org/shurong/fault"
	"shurong.org/shurong/internal/audit"
	"shurong.org/shurong/internal/auth"
	"shurong.org/shurong/internal/db"
	"shurong.org/shurong/internal/db/dbtest"
	"shurong.org/shurong/internal/keyring"
	"shurong.org/shurong/internal/registrar"
	"shurong.org/shurong/internal/registrar/admission"
	"shurong.org/shurong/internal/registry"
	"shurong.org/shurong/sketch"
)

func TestACopyUnderOtherColumnNamesIsFoundAndMustBeAnswered(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		original := d.file(farm, form(), 0, 4000)
		d.posted(original)
		d.certified(original)
		f := form()
		f.Title = "2025年江苏省酒店车辆接送数据"
		d.columns = []string{"plate", "start", "km"}
		copied := d.file(hotel, f, 1200, 4000) // 70 % of the original
		c := d.get(office, copied)
		if len(c.Findings) != 1 {
			t.Fatalf("findings %+v, want one", c.Findings)
		}
		got := c.Findings[0]
		if got.Case != original || got.Grade != sketch.Red || got.HereInThere < 600_000 || got.HereInThere > 800_000 || got.Title != form().Title {
			t.Errorf("finding %+v, want red, about 70 %% of %s", got, original)
		}
		if mine := d.get(hotel, copied); len(mine.Findings) != 0 {
			t.Error("the applicant sees the findings before the review")
		}
		d.ok(d.Accept(as(office), copied))
		_, err := d.Review(as(office), copied, passing())
		d.fails(err, registrar.ErrUnanswered)
		_, err = d.Review(as(office), copied, passing(registrar.Determination{Case: "CA-NONE", Text: "无关联"}))
		d.fails(err, registrar.ErrNoFinding)
		answer := registrar.Determination{Case: original, Text: "申请人持有原登记人的授权，系授权使用"}
		p, err := d.Review(as(office), copied, passing(answer))
		d.approve(office, p, err)
		mine := d.get(hotel, copied)
		if len(mine.Review.Similar) != 1 || mine.Review.Similar[0].Determination.Text != answer.Text || mine.Review.Similar[0].HereInThere != got.HereInThere {
			t.Errorf("disclosed %+v", mine.Review.Similar)
		}
	})
}

func TestUnrelatedDataGivesNoFinding(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		d.file(farm, form(), 0, 1000)
		id := d.file(hotel, form(), 500_000, 1000)
		if c := d.get(office, id); len(c.Findings) != 0 {
			t.Errorf("findings %+v", c.Findings)
		}
	})
}

func TestWithdrawnDataIsNotComparedWith(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		d.ok(d.Withdraw(as(farm), d.file(farm, form(), 0, 1000)))
		if c := d.get(office, d.file(farm, form(), 0, 1000)); len(c.Findings) != 0 {
			t.Errorf("findings %+v", c.Findings)
		}
	})
}

func TestRowsBelongToTheirParties(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		ds := d.stock(farm, 0, 500)
		_, err := d.Dataset(as(hotel), ds.ID)
		d.fails(err, registrar.ErrNotFound)
		_, err = d.Measure(as(hotel), ds.ID, d.upload(0, 500))
		d.fails(err, registrar.ErrNotFound)
		_, err = d.File(as(hotel), registrar.Filing{Dataset: ds.ID, Registrar: uscc(office), Form: form()})
		d.fails(err, registrar.ErrNotFound)
		p, err := d.File(as(farm), registrar.Filing{Dataset: ds.ID, Registrar: uscc(office), Form: form()})
		d.ok(err)
		_, err = d.Proposal(as(hotel), p.Approval)
		if err == nil {
			t.Error("another organisation reads the proposal")
		}
		d.approve(farm, p, nil)
		ds, err = d.Dataset(as(farm), ds.ID)
		d.ok(err)
		id := ds.Cases[0].Case
		for _, stranger := range []string{hotel, bank} {
			_, err = d.Get(as(stranger), id)
			d.fails(err, registrar.ErrNotFound)
			d.fails(d.Accept(as(stranger), id), registrar.ErrNotFound)
			d.fails(d.Withdraw(as(stranger), id), registrar.ErrNotFound)
			d.fails(d.Object(as(stranger), id, registrar.Grounds{Text: "尚未公示的案件不能提出异议"}), registrar.ErrNotFound)
			listed, err := d.Cases(as(stranger), registrar.CaseQuery{}, page())
			d.ok(err)
			if len(listed.Items) != 0 {
				t.Errorf("%s lists %v", stranger, listed.Items)
			}
		}
		d.fails(d.Accept(as(farm), id), registry.ErrParty)
		d.posted(id)
		seen := d.text(d.get(hotel, id))
		for _, private := range []string{form().Contact.Name, form().Contact.Phone, "车载终端采购合同", ds.ID, "三项审查均通过"} {
			if strings.Contains(seen, private) {
				t.Errorf("a stranger sees %q", private)
			}
		}
		if c := d.get(hotel, id); c.Access != "public" || c.Public == nil || c.Public.Title != form().Title {
			t.Errorf("a stranger does not see what is public: %+v", c.Public)
		}
		board, err := d.Postings(t.Context(), false, page())
		d.ok(err)
		if len(board.Items) != 1 || board.Items[0].Summary != form().Summary || !board.Items[0].Open || strings.Contains(d.text(board), form().Contact.Phone) {
			t.Errorf("board %+v", board.Items)
		}
	})
}

func TestTheLogHoldsNoWords(t *testing.T) {
	d := newDesk(t, dbtest.Node(t))
	id := d.file(farm, withheld(), 0, 500)
	d.posted(id)
	entries, err := d.Ledger.Entries(t.Context(), 0, int(d.Ledger.Size()))
	d.ok(err)
	for _, e := range entries {
		for _, private := range []string{"行程", "张三", "13800000000", "商业秘密", "三项审查"} {
			if strings.Contains(string(e.Bytes), private) {
				t.Errorf("entry %d holds %q", e.Index, private)
			}
		}
	}
}

func TestAFilingIsRefusedWhileItsAuthorLooksAtIt(t *testing.T) {
	d := newDesk(t, dbtest.Node(t))
	ds := d.stock(farm, 0, 500)
	long := strings.Repeat("数", 41)
	cases := []struct {
		name  string
		spoil func(*registrar.Form)
		want  error
		field string
	}{
		{"title of 41 characters", func(f *registrar.Form) { f.Title = long }, registrar.ErrLength, "body.form.title"},
		{"summary of 401", func(f *registrar.Form) { f.Summary = strings.Repeat("简", 401) }, registrar.ErrLength, "body.form.summary"},
		{"unknown frequency", func(f *registrar.Form) { f.UpdateFrequency = "often" }, registrar.ErrChoice, "body.form.update_frequency"},
		{"telephone", func(f *registrar.Form) { f.Contact.Phone = "12345" }, registrar.ErrPhone, "body.form.contact.phone"},
		{"industry", func(f *registrar.Form) { f.Industry = "54" }, registry.ErrField, "body.form.industry"},
		{"core data", func(f *registrar.Form) { f.Grade = "core" }, registry.ErrCoreData, "body.form.grade"},
		{"state body", func(f *registrar.Form) { f.StateBody = true }, registry.ErrStateBody, "body.form.state_body"},
		{"entrusted processing", func(f *registrar.Form) { f.Source.Kind = registry.SourceEntrusted }, registry.ErrRights, "body.form.rights"},
		{"crawled, right to operate", func(f *registrar.Form) { f.Source.Kind = registry.SourcePublicCrawl }, registry.ErrRights, "body.form.rights"},
		{"withheld without reason", func(f *registrar.Form) { f.Withhold = true }, registrar.ErrLength, "body.form.withhold_reason"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			f := form()
			c.spoil(&f)
			_, err := d.File(as(farm), registrar.Filing{Dataset: ds.ID, Registrar: uscc(office), Form: f})
			d.fails(err, c.want)
			if got := fault.From(err).Field; got != c.field {
				t.Errorf("field %q, want %q", got, c.field)
			}
		})
	}
	_, err := d.File(as(farm), registrar.Filing{Dataset: ds.ID, Registrar: uscc(bank), Form: form()})
	d.fails(err, registry.ErrRole)
	if n := d.count(t, "SELECT COUNT(*) FROM desk_words"); n != 0 {
		t.Errorf("%d words were left by refused filings", n)
	}
}

func (d *desk) count(t *testing.T, query string) (n int) {
	t.Helper()
	err := d.Node.View(t.Context(), func(tx *db.Tx) error { return tx.QueryRow(t.Context(), query).Scan(&n) })
	d.ok(err)
	return n
}

func TestARejectedProposalLeavesNoWords(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		ds := d.stock(farm, 0, 500)
		p, err := d.File(as(farm), registrar.Filing{Dataset: ds.ID, Registrar: uscc(office), Form: withheld()})
		d.ok(err)
		ds, err = d.Dataset(as(farm), ds.ID)
		d.ok(err)
		if ds.Stage != "proposed" {
			t.Errorf("stage %s, want proposed", ds.Stage)
		}
		_, err = d.approvals.Reject(checker(farm), p.Approval, "名称不准确")
		d.ok(err)
		if n := d.count(t, "SELECT COUNT(*) FROM desk_words"); n != 0 {
			t.Errorf("%d words are left", n)
		}
	})
}

// inRequest is a context of an HTTP request under an idempotency key.
func inRequest(ctx context.Context, key string) context.Context {
	return audit.WithOrigin(ctx, audit.Origin{Request: "r", Once: key})
}

func TestAnActSentTwiceUnderOneKeyHappensOnce(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		id := d.file(farm, form(), 0, 500)
		d.posted(id)
		size := d.Ledger.Size()
		g := registrar.Grounds{Text: "该数据与我公司数据雷同，请核查"}
		for range 2 {
			d.ok(d.Object(inRequest(as(hotel), "key-1"), id, g))
		}
		if d.Ledger.Size() != size+1 {
			t.Errorf("%d entries, want 1", d.Ledger.Size()-size)
		}
		d.fails(d.Object(inRequest(as(hotel), "key-1"), id, registrar.Grounds{Text: "另一个完全不同的理由说明"}), keyring.ErrOtherBody)
		d.ok(d.Object(inRequest(as(hotel), "key-2"), id, g))
		c := d.get(office, id)
		if len(c.Objections) != 2 || c.Objections[0].Grounds.Text != g.Text || c.Objections[1].Grounds.Text != g.Text {
			t.Errorf("objections %+v, want two with their grounds", c.Objections)
		}
	})
}

func TestARefusedActLeavesNoWords(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		id := d.file(farm, form(), 0, 500)
		before := d.count(t, "SELECT COUNT(*) FROM desk_words")
		d.fails(d.Extend(inRequest(as(office), "key-1"), id, "案件尚未受理，不能延长"), registry.ErrCaseStatus)
		if n := d.count(t, "SELECT COUNT(*) FROM desk_words"); n != before {
			t.Errorf("%d words are left", n-before)
		}
	})
}

func TestACallerWhoLeftMidwayFindsTheActDoneOnce(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		id := d.file(farm, form(), 0, 500)
		size := d.Ledger.Size()
		gone, cancel := context.WithCancel(inRequest(as(office), "key-1"))
		cancel()
		if err := d.Accept(gone, id); err == nil {
			t.Fatal("a cancelled call succeeded")
		}
		d.ok(d.Accept(inRequest(as(office), "key-1"), id))
		d.ok(d.Accept(inRequest(as(office), "key-1"), id))
		if d.Ledger.Size() != size+1 {
			t.Errorf("%d entries, want 1", d.Ledger.Size()-size)
		}
	})
}

func TestAnUploadMustMatchItsDigests(t *testing.T) {
	d := newDesk(t, dbtest.Node(t))
	u := d.upload(0, 500)
	u.Measurement.SketchDigest = u.Measurement.FileDigest
	_, err := d.AddDataset(as(farm), registrar.NewDataset{Name: "x", Upload: u})
	d.fails(err, registrar.ErrDigest)
	u = d.upload(0, 500)
	u.Profile = []byte(`{"rows":7}`)
	_, err = d.AddDataset(as(farm), registrar.NewDataset{Name: "x", Upload: u})
	d.fails(err, registrar.ErrDigest)
	u = d.upload(0, 500)
	u.Sketch = []byte(`{"name":"x"}`)
	_, err = d.AddDataset(as(farm), registrar.NewDataset{Name: "x", Upload: u})
	d.fails(err, sketch.ErrMalformed)
	u = d.upload(0, 500)
	u.Sketch = nil
	ds, err := d.AddDataset(as(farm), registrar.NewDataset{Name: "x", Upload: u})
	d.ok(err)
	_, err = d.File(as(farm), registrar.Filing{Dataset: ds.ID, Registrar: uscc(office), Form: form()})
	d.fails(err, registrar.ErrNoSketch)
	d.Days(1)
	ds, err = d.Measure(as(farm), ds.ID, d.upload(0, 600))
	d.ok(err)
	if ds.Latest.N != 2 || ds.Latest.Rows != 600 || !ds.Latest.HasSketch {
		t.Errorf("latest %+v", ds.Latest)
	}
	detail, err := d.DatasetDetail(as(farm), ds.ID)
	d.ok(err)
	if len(detail.Measurements) != 2 || detail.Sketch == nil || detail.Sketch.Rows != 600 || len(detail.Profile) == 0 {
		t.Errorf("detail %+v", detail)
	}
}

func TestTheWorkListPutsWhatIsDueFirst(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		old := d.file(farm, form(), 0, 100)
		d.ok(d.Accept(as(office), old)) // ten working days from now
		d.Days(1)
		fresh := d.file(hotel, form(), 900_000, 100) // three
		waiting := d.file(farm, form(), 800_000, 100)
		d.ok(d.Correct(as(office), waiting, registrar.Corrections{Items: []string{"补充来源说明"}}))
		w, err := d.Work(as(office))
		d.ok(err)
		if len(w.Items) != 2 || w.Items[0].ID != fresh || w.Items[1].ID != old || len(w.Other) != 1 || w.Other[0].ID != waiting {
			t.Errorf("work %v, other %v", w.Items, w.Other)
		}
		if w.Items[1].Term.WorkingDaysLeft != 9 || w.Items[1].Term.Until.String() != "2026-03-16" {
			t.Errorf("term %+v, want 9 working days to 2026-03-16", w.Items[1].Term)
		}
		mine, err := d.Work(as(farm))
		d.ok(err)
		if len(mine.Items) != 1 || mine.Items[0].ID != waiting {
			t.Errorf("the applicant's work %v", mine.Items)
		}
	})
}

func TestListsArePagedToTheirEnd(t *testing.T) {
	d := newDesk(t, dbtest.Node(t))
	for i := range 5 {
		d.file(farm, form(), i*100_000, 50)
	}
	p := page()
	p.Limit = 2
	var seen []string
	for {
		got, err := d.Cases(as(farm), registrar.CaseQuery{As: "applicant", View: "open"}, p)
		d.ok(err)
		for _, it := range got.Items {
			seen = append(seen, it.ID)
		}
		if p.Cursor = got.NextCursor; p.Cursor == "" {
			break
		}
	}
	if len(seen) != 5 {
		t.Errorf("%d cases over all pages, want 5", len(seen))
	}
}

func TestARegistrarAdmitsAHostedOrganisationOnce(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		in := admission.Admission{USCC: uscc("newcomer"), Name: "新来者数据有限公司", Region: "320100", Roles: []registry.Role{registry.RoleEnterprise}}
		ctx := inRequest(as(office), "key-admit")
		for range 2 {
			got, err := d.Admission.Admit(ctx, in)
			d.ok(err)
			if !got.Hosted || len(got.Keys) != 1 || got.AdmittedBy.USCC != uscc(office) {
				t.Errorf("admitted %+v", got)
			}
		}
		_, err := d.Admission.Admit(inRequest(as(farm), "key-2"), admission.Admission{USCC: uscc("other"), Name: "某公司", Region: "320100", Roles: []registry.Role{registry.RoleBank}})
		d.fails(err, registry.ErrRole)
		if n := d.count(t, "SELECT COUNT(*) FROM keyring_key WHERE org = '"+uscc("other")+"'"); n != 0 {
			t.Error("a refused admission left a key")
		}
		in.USCC = in.USCC[:17] + "?"
		_, err = d.Admission.Admit(as(office), in)
		if err == nil || fault.From(err).Field != "body.uscc" {
			t.Errorf("a wrong credit code: %v", err)
		}
	})
}

func TestNobodyIsServedWithoutSigningIn(t *testing.T) {
	d := newDesk(t, dbtest.Node(t))
	_, err := d.Datasets(t.Context(), page())
	if !errors.Is(err, auth.ErrSignIn) {
		t.Errorf("error = %v, want ErrSignIn", err)
	}
	_, err = d.Get(t.Context(), "CA-1")
	d.fails(err, auth.ErrSignIn)
}
