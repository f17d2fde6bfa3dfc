package registrar_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"testing"

	"shurong.org/shurong/canon"
	"shurong.org/shurong/daycount"
	"shurong.org/shurong/internal/api"
	"shurong.org/shurong/internal/approval"
	"shurong.org/shurong/internal/auth"
	"shurong.org/shurong/internal/db"
	"shurong.org/shurong/internal/db/dbtest"
	"shurong.org/shurong/internal/directory"
	"shurong.org/shurong/internal/keyring/keyringtest"
	"shurong.org/shurong/internal/registrar"
	"shurong.org/shurong/internal/registry"
	"shurong.org/shurong/internal/vault"
	"shurong.org/shurong/sketch"
)

const (
	office = keyringtest.Registrar
	farm   = "farm"
	hotel  = "hotel"
	bank   = "bank"
)

func uscc(name string) string { return keyringtest.USCC(name) }

// desk is the world with the desk of registration in it.
type desk struct {
	*keyringtest.World
	t         *testing.T
	dir       *directory.Directory
	approvals *approval.Service
	vault     *vault.Service
	columns   []string // names of the columns of what is uploaded
	*registrar.Service
}

func newDesk(t *testing.T, node *db.DB) *desk {
	t.Helper()
	d := &desk{World: keyringtest.New(t, node), t: t, columns: []string{"车牌", "时间", "里程"}}
	d.Admit(farm, registry.RoleEnterprise)
	d.Admit(hotel, registry.RoleEnterprise)
	d.Admit(bank, registry.RoleBank)
	var err error
	if d.dir, err = directory.Open(context.Background(), node, d.Ledger); err != nil {
		t.Fatal(err)
	}
	d.ok(d.dir.CatchUp(context.Background()))
	d.approvals = approval.New(node, d.Clock, nil)
	d.vault = vault.New(node, d.Ledger, d.Keys, d.dir, d.Clock)
	d.Service = registrar.New(node, d.Ledger, d.Keys, d.dir, d.approvals, d.Clock, d.vault)
	return d
}

// Admit of the desk is that of the world: the desk's own goes through a registrar's officer.
func (d *desk) Admit(name string, roles ...registry.Role) { d.World.Admit(name, roles...) }

// node is a store for tests that one store is enough for.
func node(t *testing.T) *db.DB { return dbtest.SQLite(t, db.NodeMigrations()) }

func each(t *testing.T, test func(t *testing.T, d *desk)) {
	dbtest.Each(t, db.NodeMigrations(), func(t *testing.T, node *db.DB) { test(t, newDesk(t, node)) })
}

func (d *desk) ok(err error) {
	d.t.Helper()
	if err != nil {
		d.t.Fatal(err)
	}
}

func (d *desk) fails(err error, want error) {
	d.t.Helper()
	if !errors.Is(err, want) {
		d.t.Fatalf("error = %v, want %v", err, want)
	}
}

// as is a context of the first person of an organisation; checker is one of the second.
func as(org string) context.Context      { return person(org, "maker") }
func checker(org string) context.Context { return person(org, "checker") }

func person(org, who string) context.Context {
	roles := map[string][]auth.Role{office: {auth.Registrar}, farm: {auth.Enterprise}, hotel: {auth.Enterprise}, bank: {auth.Bank}}
	return auth.With(context.Background(), auth.Principal{User: "u_" + org + "_" + who, Name: org + " " + who, Org: uscc(org), Roles: roles[org]})
}

// approve has the second person of an organisation carry out what the first proposed.
func (d *desk) approve(org string, p registrar.Proposed, err error) {
	d.t.Helper()
	d.ok(err)
	_, err = d.approvals.Approve(checker(org), p.Approval)
	d.ok(err)
}

// upload makes a measurement and sketch of rows that are numbered from first: overlapping numbers are the same data.
func (d *desk) upload(first, n int) registrar.Upload {
	d.t.Helper()
	b, err := sketch.NewBuilder(d.columns, sketch.Options{})
	d.ok(err)
	for i := first; i < first+n; i++ {
		b.Add([][]byte{fmt.Appendf(nil, "苏A%06d", i*7919%999983), fmt.Appendf(nil, "2026-01-%02d 0%d:17:%02d", i%28+1, i%9, i%60), fmt.Appendf(nil, "%d.%03d", i*31%977, i%997)})
	}
	sk := b.Sketch().Encode()
	profile := canon.Must(map[string]any{"rows": n})
	return registrar.Upload{
		Measurement: registry.Measurement{
			MeasuredAt: d.Clock.Now().UnixMilli(), Rows: int64(n), Columns: 3, QualityPPM: 960_000, FileDigest: canon.Hex([]byte{1}),
			SchemaDigest: canon.Hex([]byte{2}), ProfileDigest: canon.Hex(profile), SketchDigest: canon.Hex(sk),
			PersonalData: "none", AgentVersion: "1.0",
		},
		Sketch: sk, Profile: profile,
	}
}

func (d *desk) stock(org string, first, n int) registrar.Dataset {
	d.t.Helper()
	ds, err := d.AddDataset(as(org), registrar.NewDataset{Name: "出行数据", Upload: d.upload(first, n)})
	d.ok(err)
	return ds
}

func form() registrar.Form {
	return registrar.Form{
		Title: "2025年江苏省道路运输车辆行程数据", Summary: "江苏省内道路运输车辆的行程记录，含起止时间与里程，不含个人信息。",
		Industry: "G54", Region: "320100", RegionScope: "province",
		Source:          registry.Source{Kind: registry.SourceCollected, Lawful: true},
		UpdateFrequency: "daily", Shapes: []string{"table"}, Structure: "structured", Grade: "general",
		Rights:  []registrar.RightClaim{{Right: registry.Holding}, {Right: registry.Use}, {Right: registry.Operating, Evidence: "车载终端采购合同"}},
		Contact: registrar.Contact{Name: "张三", Phone: "13800000000"},
	}
}

func withheld() registrar.Form {
	f := form()
	f.Withhold, f.WithholdReason = true, "数据构成商业秘密，公示将损害其经济价值"
	return f
}

// file takes a data set in stock, files it and returns the case.
func (d *desk) file(org string, f registrar.Form, first, n int) string {
	d.t.Helper()
	ds := d.stock(org, first, n)
	p, err := d.File(as(org), registrar.Filing{Dataset: ds.ID, Registrar: uscc(office), Form: f})
	d.approve(org, p, err)
	ds, err = d.Dataset(as(org), ds.ID)
	d.ok(err)
	if len(ds.Cases) != 1 {
		d.t.Fatalf("the data set has cases %v, want one", ds.Cases)
	}
	return ds.Cases[0].Case
}

func passing(answers ...registrar.Determination) registrar.Opinion {
	yes := registrar.Head{Passed: true, Note: "核对无误"}
	return registrar.Opinion{Accuracy: yes, Compliance: yes, Clarity: yes, Text: "三项审查均通过", Determinations: answers}
}

// reviewed brings a case to a passed review.
func (d *desk) reviewed(id string, answers ...registrar.Determination) {
	d.t.Helper()
	d.ok(d.Accept(as(office), id))
	p, err := d.Review(as(office), id, passing(answers...))
	d.approve(office, p, err)
}

// posted brings a case to publicity.
func (d *desk) posted(id string, answers ...registrar.Determination) {
	d.t.Helper()
	d.reviewed(id, answers...)
	d.ok(d.Post(as(office), id, false))
}

// certified brings a posted case to its certificate.
func (d *desk) certified(id string) string {
	d.t.Helper()
	d.Days(10)
	d.ok(d.Deposit(as(office), id))
	p, err := d.Issue(as(office), id, daycount.Date{})
	d.approve(office, p, err)
	return d.get(farm, id).Certificates[0]
}

func (d *desk) get(org, id string) registrar.Case {
	d.t.Helper()
	c, err := d.Get(as(org), id)
	d.ok(err)
	return c
}

func (d *desk) status(id string, want registry.CaseStatus) registrar.Case {
	d.t.Helper()
	c := d.get(office, id)
	if c.Status != want {
		d.t.Fatalf("the case is %s, want %s", c.Status, want)
	}
	return c
}

// states are the states of the seven steps.
func states(c registrar.Case) []string {
	out := make([]string, len(c.Steps))
	for i, s := range c.Steps {
		out[i] = s.State
	}
	return out
}

func (d *desk) steps(c registrar.Case, want ...string) {
	d.t.Helper()
	if got := states(c); !slices.Equal(got, want) {
		d.t.Errorf("steps are %v, want %v", got, want)
	}
}

// text is a value as the API writes it, for looking whether something private is in it.
func (d *desk) text(v any) string {
	d.t.Helper()
	b, err := json.Marshal(v)
	d.ok(err)
	return string(b)
}

func page() api.Paging { return api.Paging{Limit: 50} }
