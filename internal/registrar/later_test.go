package registrar_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"shurong.org/shurong/canon"
	"shurong.org/shurong/daycount"
	"shurong.org/shurong/internal/auth"
	"shurong.org/shurong/internal/registrar"
	"shurong.org/shurong/internal/registrar/recognition"
	"shurong.org/shurong/internal/registry"
	"shurong.org/shurong/internal/registry/decision"
	"shurong.org/shurong/internal/sequence"
	"shurong.org/shurong/internal/vault"
)

var contact = registrar.Contact{Name: "李四", Phone: "13900000000"}

// registered brings a farm's data to its certificate.
func (d *desk) registered() string {
	d.t.Helper()
	id := d.file(farm, form(), 0, 3000)
	d.posted(id)
	return d.certified(id)
}

// latest is the newest case about a certificate.
func (d *desk) latest(org, code string) registrar.CaseItem {
	d.t.Helper()
	h, err := d.TitleHistory(as(org), code)
	d.ok(err)
	if len(h.Cases) == 0 {
		d.t.Fatal("no later case")
	}
	return h.Cases[0]
}

// concluded leads a filed later case to its end.
func (d *desk) concluded(id string) {
	d.t.Helper()
	d.posted(id)
	d.Days(10)
	d.ok(d.Deposit(as(office), id))
	p, err := d.Conclude(as(office), id)
	d.approve(office, p, err)
}

func TestATransferOverBothDesks(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		code := d.registered()
		in := registrar.TransferFiling{
			LaterForm: registrar.LaterForm{Text: "全部经营权转让", Contact: contact}, To: uscc(hotel), Rights: []registry.Right{registry.Operating},
		}
		_, err := d.Transfer(as(hotel), code, in)
		d.fails(err, registrar.ErrNotFound)
		p, err := d.Transfer(as(farm), code, in)
		d.approve(farm, p, err)
		item := d.latest(farm, code)
		if item.Type != registry.TypeTransfer || item.Status != registry.CaseConsenting {
			t.Fatalf("%+v", item)
		}
		c := d.get(hotel, item.ID)
		if c.Access != "party" || c.Annex == nil || c.Annex.Text != "全部经营权转让" || !strings.Contains(d.text(c.Acts), "consent") {
			t.Fatalf("the transferee sees %s", d.text(c))
		}
		work, err := d.Work(as(hotel))
		d.ok(err)
		if len(work.Items) != 1 {
			t.Errorf("the transferee's work list: %s", d.text(work))
		}
		p, err = d.Consent(as(hotel), item.ID)
		d.approve(hotel, p, err)
		if c := d.status(item.ID, registry.CaseFiled); c.Term == nil || c.Term.Name != registry.ClockAcceptance {
			t.Errorf("term %+v", c.Term)
		}
		d.concluded(item.ID)
		made := d.get(hotel, item.ID).Certificates[0]
		shown, err := d.Registration(as(bank), made, "")
		d.ok(err)
		if shown.Holder.USCC != uscc(hotel) || shown.Form == nil || shown.Form.Title != form().Title || len(shown.Rights) != 1 {
			t.Errorf("the new certificate: %s", d.text(shown))
		}
		h, err := d.TitleHistory(as(bank), made)
		d.ok(err)
		if len(h.Links) != 3 || h.Links[0].Certificate != code || h.Links[2].Holder.USCC != uscc(hotel) {
			t.Errorf("titles: %s", d.text(h.Links))
		}
	})
}

func TestAChangeKeepsSourceAndRights(t *testing.T) {
	d := newDesk(t, node(t))
	code := d.registered()
	in := registrar.ChangeFiling{LaterForm: registrar.LaterForm{Text: "更正数据概述", Contact: contact}, Changes: []string{"description"}, Form: form()}
	_, err := d.Change(as(farm), code, in)
	d.fails(err, registrar.ErrNoChange)
	in.Form.Industry = "A01"
	_, err = d.Change(as(farm), code, in)
	d.fails(err, registrar.ErrSubject)
	in.Form = form()
	in.Form.Summary = "江苏省内道路运输车辆的行程记录，含起止时间、里程与载重，不含个人信息。"
	p, err := d.Change(as(farm), code, in)
	d.approve(farm, p, err)
	item := d.latest(farm, code)
	if c := d.get(farm, item.ID); len(c.Annex.Changed) != 1 || c.Annex.Changed[0].Field != "summary" {
		t.Errorf("annex 3: %s", d.text(c.Annex))
	}
	d.concluded(item.ID)
	shown, err := d.Registration(context.Background(), code, "")
	d.ok(err)
	if shown.Form == nil || shown.Form.Summary != in.Form.Summary {
		t.Errorf("%s", d.text(shown))
	}
}

func TestRenewalAndCancellationAtTheCounter(t *testing.T) {
	d := newDesk(t, node(t))
	code := d.registered()
	later := registrar.LaterForm{Text: "继续使用，申请续期", Contact: contact}
	_, err := d.Renew(as(farm), code, registrar.RenewalFiling{LaterForm: later})
	d.fails(err, registry.ErrRenewalWindow)
	p, err := d.CancelOwn(as(farm), code, registrar.CancellationFiling{LaterForm: later, Grounds: "request"})
	d.approve(farm, p, err)
	d.concluded(d.latest(farm, code).ID)
	shown, err := d.Registration(context.Background(), code, "")
	d.ok(err)
	if shown.Status != "cancelled" {
		t.Errorf("%s", d.text(shown))
	}
}

func (d *desk) paper(org, kind, body string) vault.Paper {
	d.t.Helper()
	p, err := d.vault.Upload(as(org), "合同.txt", kind, "text/plain", []byte(body))
	d.ok(err)
	return p
}

func TestJointApplicantsWithPapers(t *testing.T) {
	d := newDesk(t, node(t))
	ds := d.stock(farm, 0, 2000)
	paper := d.paper(farm, "contract", "甲乙双方共同采集，各享有持有权和使用权。")
	in := registrar.Filing{
		Dataset: ds.ID, Registrar: uscc(office), Form: form(), Papers: []string{paper.ID},
		Joint: []registrar.JointFiling{{Org: uscc(hotel), Rights: []registrar.RightClaim{{Right: registry.Holding}, {Right: registry.Use}}}},
	}
	p, err := d.File(as(farm), in)
	d.approve(farm, p, err)
	ds, err = d.Dataset(as(farm), ds.ID)
	d.ok(err)
	id := ds.Cases[0].Case
	if c := d.status(id, registry.CaseConsenting); len(c.Attachments) != 1 || c.Attachments[0].Commitment != paper.Commitment {
		t.Fatalf("attachments: %s", d.text(c.Attachments))
	}
	// The registrar reads the paper for a purpose, and the owner sees that it did; a stranger does not get it.
	_, _, err = d.vault.Content(as(office), paper.ID, "")
	d.fails(err, vault.ErrPurpose)
	_, body, err := d.vault.Content(as(office), paper.ID, "审查来源")
	d.ok(err)
	if !strings.HasPrefix(string(body), "甲乙") {
		t.Errorf("%q", body)
	}
	_, _, err = d.vault.Content(as(bank), paper.ID, "好奇")
	d.fails(err, vault.ErrNotFound)
	log, err := d.vault.Log(as(farm), "paper/"+paper.ID, 1<<60, 10)
	d.ok(err)
	if len(log) != 1 || log[0].Org != uscc(office) || log[0].Purpose != "审查来源" {
		t.Errorf("access log: %s", d.text(log))
	}
	_, err = d.vault.ErasePaper(as(farm), paper.ID)
	d.fails(err, vault.ErrNeeded)
	p, err = d.Consent(as(hotel), id)
	d.approve(hotel, p, err)
	d.posted(id)
	d.certified(id)
	if c := d.get(hotel, id); len(c.Certificates) != 2 {
		t.Errorf("certificates %v", c.Certificates)
	}
}

func TestAReviewAnswersItsChecklist(t *testing.T) {
	d := newDesk(t, node(t))
	id := d.file(farm, form(), 0, 2000)
	d.ok(d.Accept(as(office), id))
	aid, err := d.Aid(as(office), id, registrar.Established{})
	d.ok(err)
	if aid.Verdict.Outcome != decision.Registrables || len(aid.Checklist) < 15 {
		t.Fatalf("%s", d.text(aid))
	}
	if v, err := d.Aid(as(office), id, registrar.Established{Dispute: true}); err != nil || v.Verdict.Outcome != decision.Refused {
		t.Errorf("with a dispute: %s, %v", v.Verdict.Outcome, err)
	}
	o := passing()
	for _, c := range aid.Checklist {
		o.Checks = append(o.Checks, decision.CheckAnswer{Code: c.Code, OK: c.Code != "grade"})
	}
	_, err = d.Review(as(office), id, o)
	d.fails(err, decision.ErrHeadPassed)
	for i := range o.Checks {
		o.Checks[i].OK = true
	}
	p, err := d.Review(as(office), id, o)
	d.approve(office, p, err)
	if c := d.get(farm, id); len(c.Review.Checks) != len(o.Checks) {
		t.Errorf("%d checks are shown", len(c.Review.Checks))
	}
}

func TestATradeSecretShowsThatItExistsAndIsOpenedByItsHolder(t *testing.T) {
	d := newDesk(t, node(t))
	ds := d.stock(farm, 0, 2000)
	formula := d.paper(farm, "evidence", "配方：甲三份，乙七份。")
	in := registrar.Filing{Dataset: ds.ID, Registrar: uscc(office), Form: withheld(), Secret: &registrar.SecretFiling{
		Descriptor: "一种运输调度参数", Papers: []string{formula.ID},
	}}
	_, err := d.File(as(farm), in)
	d.fails(err, decision.ErrUnanswered)
	for _, c := range decision.SecrecyChecklist() {
		in.Secret.Measures = append(in.Secret.Measures, decision.CheckAnswer{Code: c.Code, OK: true})
	}
	p, err := d.File(as(farm), in)
	d.approve(farm, p, err)
	ds, err = d.Dataset(as(farm), ds.ID)
	d.ok(err)
	id := ds.Cases[0].Case
	d.reviewed(id)
	d.ok(d.Post(as(office), id, true))
	code := d.certified(id)
	for name, ctx := range map[string]context.Context{"nobody": context.Background(), "a stranger": as(bank)} {
		shown, err := d.Registration(ctx, code, "查询")
		d.ok(err)
		if shown.Access != "existence" || shown.Holder != nil || shown.Form != nil || strings.Contains(d.text(shown), form().Title) {
			t.Errorf("%s sees %s", name, d.text(shown))
		}
	}
	_, err = d.vault.Authorise(as(hotel), code, vault.NewGrant{Grantee: uscc(bank), Scope: vault.ScopePapers, Until: d.today().AddDays(30)})
	d.fails(err, vault.ErrNotFound)
	g, err := d.vault.Authorise(as(farm), code, vault.NewGrant{Grantee: uscc(bank), Scope: vault.ScopePapers, Until: d.today().AddDays(30)})
	d.ok(err)
	_, err = d.Registration(as(bank), code, "")
	d.fails(err, vault.ErrPurpose)
	shown, err := d.Registration(as(bank), code, "贷前调查")
	d.ok(err)
	if shown.Access != "authorised" || shown.Form == nil || len(shown.Papers) != 1 {
		t.Errorf("the authorised bank sees %s", d.text(shown))
	}
	log, err := d.vault.Log(as(farm), "certificate/"+code, 1<<60, 10)
	d.ok(err)
	if len(log) != 2 || log[0].Act != "search" || log[0].Purpose != "贷前调查" {
		t.Errorf("access log: %s", d.text(log))
	}
	// The holder proves to the bank that the document it is shown is the one registered.
	open, err := d.vault.PaperOpening(as(farm), formula.ID)
	d.ok(err)
	check, err := d.vault.Check(context.Background(), open.Commitment, open.Salt, []byte("配方：甲三份，乙七份。"))
	d.ok(err)
	if !*check.Opens || check.Registered == nil || check.Registered.Case != id {
		t.Errorf("opening: %s", d.text(check))
	}
	if check, _ := d.vault.Check(context.Background(), open.Commitment, open.Salt, []byte("配方：甲四份，乙六份。")); *check.Opens {
		t.Error("another document opens the commitment")
	}
	_, err = d.vault.Revoke(as(farm), g.ID)
	d.ok(err)
	if shown, err := d.Registration(as(bank), code, "贷后检查"); err != nil || shown.Access != "existence" {
		t.Errorf("after the revocation: %s, %v", d.text(shown), err)
	}
}

func (d *desk) today() daycount.Date { return registry.Day(d.Clock.Now().UnixMilli()) }

func TestAPersonObjectsOnThePublicPageThroughTheRegistrar(t *testing.T) {
	d := newDesk(t, node(t))
	id := d.file(farm, form(), 0, 2000)
	in := registrar.NewPublicObjection{Name: "王五", Contact: "13700000000", Text: "该数据由本人采集，申请人无权登记。"}
	_, err := d.ObjectInPublic(context.Background(), id, in)
	d.fails(err, registrar.ErrNotFound) // not posted
	d.posted(id)
	receipt, err := d.ObjectInPublic(context.Background(), id, in)
	d.ok(err)
	list, err := d.PublicObjections(as(office), "open", 1<<60, 10)
	d.ok(err)
	if len(list) != 1 || list[0].Name != "王五" {
		t.Fatalf("%s", d.text(list))
	}
	_, err = d.FilePublicObjection(as(farm), receipt.ID)
	d.fails(err, registrar.ErrNotFound)
	c, err := d.FilePublicObjection(as(office), receipt.ID)
	d.ok(err)
	if c.Status != registry.CaseObjected || !strings.Contains(c.Objections[0].OnBehalf, "王五") {
		t.Errorf("%s", d.text(c.Objections))
	}
	if c := d.get(farm, id); strings.Contains(d.text(c), "13700000000") {
		t.Error("the applicant sees who objected")
	}
	list, err = d.PublicObjections(as(office), "", 1<<60, 10)
	d.ok(err)
	if list[0].State != "filed" || list[0].Name != "" || list[0].Contact != "" {
		t.Errorf("particulars stay: %s", d.text(list))
	}
}

const list = "\ufeff原凭证编号,统一社会信用代码,数据名称,数据概述,行业,地域代码,数据来源,权利,发证机构,发证日期,有效期至,佐证材料\r\n"

func row(code, holder, rights, issued, until string) string {
	return code + "," + holder + ",2024年江苏省车辆里程数据,江苏省内车辆的里程记录，不含个人信息。,G54,320100,采集生成," + rights + ",江苏省知识产权局," + issued + "," + until + ",证书复印件\r\n"
}

func TestEarlierCertificatesAreCarriedOverRowByRow(t *testing.T) {
	d := newDesk(t, node(t))
	body := []byte(list +
		row("JS2024001", uscc(farm), "数据持有权、数据经营权", "2024-05-01", "2027-04-30") +
		row("ＪＳ２０２４００２", uscc(hotel), "数据资源持有权", "2024年5月1日", "2027/4/30") +
		row("JS2024003", uscc(bank), "持有权", "2024-05-01", "2027-04-30") + // no applicant
		row("JS2024001", uscc(farm), "持有权", "2024-05-01", "2027-04-30") + // twice
		row("JS2024005", uscc(farm), "持有权", "2021-05-01", "2024-04-30")) // over
	_, err := d.Preview(as(office), "清单.csv", "zhejiang-ip-2023", body)
	d.fails(err, registry.ErrRegime)
	p, err := d.Adopt(as(office), "zhejiang-ip-2023")
	d.approve(office, p, err)
	im, err := d.Preview(as(office), "清单.csv", "zhejiang-ip-2023", body)
	d.ok(err)
	states := ""
	for _, r := range im.Rows {
		states += string(r.State[0])
	}
	if states != "acrrr" || im.Accepted != 1 || im.Corrected != 1 || im.Refused != 3 || len(im.Rows[1].Corrections) != 4 {
		t.Fatalf("%s: %s", states, d.text(im.Rows))
	}
	p, err = d.Carry(as(office), im.ID)
	d.approve(office, p, err)
	_, err = d.Carry(as(office), im.ID)
	d.fails(err, registrar.ErrNothing)
	im, err = d.Import(as(office), im.ID)
	d.ok(err)
	if im.State != "done" || im.Rows[0].Certificate == "" || im.Rows[1].State != recognition.Corrected || im.Rows[1].Certificate == "" {
		t.Fatalf("%s", d.text(im.Rows))
	}
	shown, err := d.Registration(as(bank), im.Rows[0].Certificate, "")
	d.ok(err)
	if shown.Holder == nil || shown.Holder.USCC != uscc(farm) || shown.Form == nil || shown.ValidUntil != daycount.MustDate("2027-04-30") {
		t.Errorf("%s", d.text(shown))
	}
	again, err := d.Preview(as(office), "清单.csv", "zhejiang-ip-2023", body)
	d.ok(err)
	if again.Accepted+again.Corrected != 0 {
		t.Errorf("a second time: %s", d.text(again.Rows))
	}
}

func TestNothingOfANaturalPersonEntersTheLogAndAllOfItCanBeErased(t *testing.T) {
	d := newDesk(t, node(t))
	who := vault.NewPerson{Particulars: vault.Particulars{Name: "赵六", IDNumber: "11010519491231002X", Phone: "13600000000"}, Province: "33"}
	bad := who
	bad.IDNumber = "110105194912310021"
	if _, err := d.vault.AdmitPerson(as(office), bad); err == nil {
		t.Error("a wrong check digit was taken")
	}
	person, err := d.vault.AdmitPerson(as(office), who)
	d.ok(err)
	self := auth.With(context.Background(), auth.Principal{User: "u_zhao", Name: "赵", Org: person.ID, Roles: []auth.Role{auth.Enterprise}})
	_, err = d.vault.ReadPerson(as(farm), person.ID, "好奇心")
	d.fails(err, vault.ErrNotFound)
	read, err := d.vault.ReadPerson(as(office), person.ID, "核对身份")
	d.ok(err)
	if read.Particulars.Name != "赵六" {
		t.Errorf("%s", d.text(read))
	}
	log, err := d.vault.Log(self, "", 1<<60, 10)
	d.ok(err)
	if len(log) != 1 || log[0].Purpose != "核对身份" {
		t.Errorf("the person's access log: %s", d.text(log))
	}
	entries, err := d.Ledger.Entries(context.Background(), 0, 1000)
	d.ok(err)
	for _, e := range entries {
		for _, secret := range []string{"赵六", "11010519491231002X", "13600000000"} {
			if strings.Contains(string(e.Bytes), secret) {
				t.Errorf("entry with %s: %s", secret, e.Bytes)
			}
		}
	}
	org, err := sequence.Find[registry.Organisation](context.Background(), d.Ledger, registry.PrefixOrg+person.ID)
	d.ok(err)
	if org == nil || org.Identity != person.Identity || !org.Has(registry.RolePerson) {
		t.Fatalf("%+v", org)
	}
	gone, err := d.vault.ErasePerson(self, person.ID)
	d.ok(err)
	if gone.ErasedAt == nil {
		t.Error("not erased")
	}
	_, err = d.vault.ReadPerson(as(office), person.ID, "再次核对")
	d.fails(err, vault.ErrErased)
	if strings.Contains(string(canon.Must(gone)), "赵六") {
		t.Error("the name is still shown")
	}
}

func TestALateObjectionIsNotifiedAndAnsweredAtTheCounter(t *testing.T) {
	d := newDesk(t, node(t))
	code := d.registered()
	id := ""
	h, err := d.TitleHistory(as(farm), code)
	d.ok(err)
	id = h.Links[0].Case
	d.ok(d.Object(as(hotel), id, registrar.Grounds{Text: "该数据包含我方采集的行程"}))
	c := d.get(office, id)
	if c.Term == nil || c.Term.Name != registry.ClockNotice || !strings.Contains(d.text(c.Acts), "notify") {
		t.Fatalf("term %+v, acts %v", c.Term, c.Acts)
	}
	waits := func(p context.Context) bool {
		w, err := d.Work(p)
		d.ok(err)
		return slices.ContainsFunc(w.Items, func(it registrar.CaseItem) bool { return it.ID == id })
	}
	if !waits(as(office)) || waits(as(farm)) {
		t.Error("the registrar has to tell the registrant, who has nothing to do before")
	}
	d.ok(d.NotifyObjection(as(office), id, c.Objections[0].ID))
	if !waits(as(farm)) {
		t.Error("the registrant does not find the objection in its work list")
	}
	d.ok(d.AnswerObjection(as(farm), id, c.Objections[0].ID, false, "行程由我方车载终端采集"))
	if c := d.get(hotel, id); c.Objections[0].Answer != "contested" || c.Objections[0].Defence.Text == "" {
		t.Errorf("the objector sees %s", d.text(c.Objections))
	}
}
