package registrar_test

import (
	"slices"
	"strings"
	"testing"

	"shurong.org/shurong/daycount"
	"shurong.org/shurong/internal/approval"
	"shurong.org/shurong/internal/registrar"
	"shurong.org/shurong/internal/registry"
)

func TestTheSevenStepsLeadToACertificate(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		id := d.file(farm, form(), 0, 3000)
		c := d.status(id, registry.CaseFiled)
		d.steps(c, "done", "current", "waiting", "waiting", "waiting", "waiting", "waiting")
		if c.Term == nil || c.Term.Name != registry.ClockAcceptance || c.Term.WorkingDaysLeft != 3 || c.Steps[1].Term == nil {
			t.Errorf("term %+v, want acceptance with 3 working days", c.Term)
		}
		if c.Form == nil || c.Form.Records != 3000 || c.Title != form().Title {
			t.Errorf("form %+v: want it with the measured records", c.Form)
		}
		d.ok(d.Accept(as(office), id))
		d.steps(d.status(id, registry.CaseReviewing), "done", "done", "current", "waiting", "waiting", "waiting", "waiting")
		p, err := d.Review(as(office), id, passing())
		d.ok(err)
		if pending := d.get(office, id).Pending; len(pending) != 1 || pending[0].Kind != registrar.KindReview || pending[0].May.Decide {
			t.Errorf("pending %+v, want the review, not to be decided by its maker", pending)
		}
		view, err := d.Proposal(checker(office), p.Approval)
		d.ok(err)
		if view.Opinion == nil || view.Opinion.Text != passing().Text || view.Case != id {
			t.Errorf("the checker sees %+v", view)
		}
		_, err = d.approvals.Approve(as(office), p.Approval)
		d.fails(err, approval.ErrOwn)
		d.approve(office, p, nil)
		d.ok(d.Post(as(office), id, false))
		d.steps(d.status(id, registry.CasePublicity), "done", "done", "done", "current", "waiting", "waiting", "waiting")
		_, err = d.Issue(as(office), id, daycount.Date{})
		d.fails(err, registry.ErrCaseStatus)
		d.Days(6) // five working days from Monday end on the next Monday
		d.status(id, registry.CasePublicity)
		d.Days(2)
		d.steps(d.status(id, registry.CaseCleared), "done", "done", "done", "done", "left_out", "current", "waiting")
		d.ok(d.Deposit(as(office), id))
		p, err = d.Issue(as(office), id, daycount.Date{})
		d.approve(office, p, err)
		c = d.status(id, registry.CaseCertified)
		d.steps(c, "done", "done", "done", "done", "left_out", "done", "done")
		if len(c.Certificates) != 1 || c.DepositedAt == nil {
			t.Fatalf("certificates %v, deposited %v", c.Certificates, c.DepositedAt)
		}
		cert, err := d.dir.Certificate(t.Context(), c.Certificates[0])
		d.ok(err)
		if want := registry.Day(c.DepositedAt.UnixMilli()).AddMonths(60).AddDays(-1); cert.Fact.ValidUntil != want {
			t.Errorf("valid until %s, want %s", cert.Fact.ValidUntil, want)
		}
		kinds := make([]string, len(c.Log))
		for i, p := range c.Log {
			kinds[i] = p.Kind
		}
		want := []string{"case.filed", "case.accepted", "case.reviewed", "case.posted", "case.deposited", "certificate.issued", "case.certified"}
		if !slices.Equal(kinds, want) {
			t.Errorf("log %v, want %v", kinds, want)
		}
		stage, err := d.Datasets(as(farm), page())
		d.ok(err)
		if stage.Items[0].Stage != "registered" {
			t.Errorf("stage %s, want registered", stage.Items[0].Stage)
		}
	})
}

func TestSilenceForThreeWorkingDaysIsAcceptance(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		id := d.file(farm, form(), 0, 500)
		d.Days(3) // Thursday: the term's last day
		d.status(id, registry.CaseFiled)
		d.Days(1)
		c := d.status(id, registry.CaseReviewing)
		if !c.Deemed || c.AcceptedOn.String() != "2026-03-06" {
			t.Errorf("deemed %v, accepted on %s; want deemed on 2026-03-06", c.Deemed, c.AcceptedOn)
		}
		listed, err := d.Cases(as(office), registrar.CaseQuery{Status: registry.CaseReviewing}, page())
		d.ok(err)
		if len(listed.Items) != 1 {
			t.Errorf("%d cases listed as reviewing, want the deemed one", len(listed.Items))
		}
		d.fails(d.Accept(as(office), id), registry.ErrCaseStatus)
		p, err := d.Review(as(office), id, passing())
		d.approve(office, p, err)
		d.status(id, registry.CaseReviewed)
	})
}

func TestACorrectionIsAskedForOnceAndAnsweredWithAForm(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		id := d.file(farm, form(), 0, 500)
		list := registrar.Corrections{Items: []string{"补充数据来源说明", "简介应写明时间跨度"}}
		d.ok(d.Correct(as(office), id, list))
		c := d.get(farm, id)
		if c.Status != registry.CaseCorrecting || c.Corrections == nil || !slices.Equal(c.Corrections.Items, list.Items) || !slices.Contains(c.Acts, registrar.ActResubmit) {
			t.Fatalf("the applicant sees %s, %+v, may %v", c.Status, c.Corrections, c.Acts)
		}
		other := form()
		other.Industry = "A01"
		_, err := d.Resubmit(as(farm), id, other)
		d.fails(err, registrar.ErrFixed)
		better := form()
		better.SourceNote = "由自有车辆的车载终端采集"
		p, err := d.Resubmit(as(farm), id, better)
		d.approve(farm, p, err)
		c = d.status(id, registry.CaseFiled)
		if c.Form.SourceNote != better.SourceNote || c.Term.WorkingDaysLeft != 3 {
			t.Errorf("form %+v, term %+v; want the corrected form and a new term", c.Form, c.Term)
		}
		d.fails(d.Correct(as(office), id, list), registry.ErrCorrectedOnce)
	})
}

func TestAnUncorrectedFilingLapses(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		id := d.file(farm, form(), 0, 500)
		d.ok(d.Correct(as(office), id, registrar.Corrections{Items: []string{"补充来源说明"}}))
		d.Days(20)
		c := d.status(id, registry.CaseNotFiled)
		d.steps(c, "done", "ended", "waiting", "waiting", "waiting", "waiting", "waiting")
		closed, err := d.Cases(as(farm), registrar.CaseQuery{View: "closed"}, page())
		d.ok(err)
		if len(closed.Items) != 1 {
			t.Errorf("%d closed cases, want 1", len(closed.Items))
		}
	})
}

func TestWithheldPublicityShowsNothingToThePublic(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		id := d.file(farm, withheld(), 0, 500)
		d.reviewed(id)
		d.ok(d.Post(as(office), id, true))
		c := d.status(id, registry.CaseCleared)
		d.steps(c, "done", "done", "done", "left_out", "left_out", "current", "waiting")
		if c.Publicity.Reason == nil || c.Publicity.Reason.Text != withheld().WithholdReason {
			t.Errorf("the registrar sees the reason as %+v", c.Publicity.Reason)
		}
		board, err := d.Postings(t.Context(), true, page())
		d.ok(err)
		if len(board.Items) != 0 {
			t.Errorf("the board shows %v", board.Items)
		}
		_, err = d.Get(as(hotel), id)
		d.fails(err, registrar.ErrNotFound)
		d.certified(id)
		_, err = d.Get(as(bank), id)
		d.fails(err, registrar.ErrNotFound)
		public, err := d.PublicForm(t.Context(), c.FormCommitment)
		d.ok(err)
		if public != nil {
			t.Errorf("the form is public: %+v", public)
		}
	})
}

func TestPublicityCannotBeWithheldUnasked(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		id := d.file(farm, form(), 0, 500)
		d.reviewed(id)
		d.fails(d.Post(as(office), id, true), registry.ErrWithhold)
	})
}

func TestAnUpheldObjectionEndsTheCase(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		id := d.file(farm, form(), 0, 500)
		d.posted(id)
		d.ok(d.Object(as(hotel), id, registrar.Grounds{Text: "该数据由我公司采集，申请人系受托处理"}))
		c := d.status(id, registry.CaseObjected)
		d.steps(c, "done", "done", "done", "current", "current", "waiting", "waiting")
		p, err := d.Resolve(as(office), id, c.Objections[0].ID, true, "经查，申请人为受托处理方")
		d.approve(office, p, err)
		c = d.status(id, registry.CaseRefused)
		if c.Refusal == nil || c.Refusal.Text != "经查，申请人为受托处理方" || !c.Objections[0].Upheld {
			t.Errorf("refusal %+v, objection %+v", c.Refusal, c.Objections[0])
		}
		objector := d.get(hotel, id)
		if objector.Access != "objector" || objector.Form != nil || objector.Objections[0].Opinion == nil || objector.Objections[0].Opinion.Text == "" {
			t.Errorf("the objector sees %+v", objector.Objections)
		}
	})
}

func TestADismissedObjectionLetsPublicityGoOn(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		id := d.file(farm, form(), 0, 500)
		d.posted(id)
		d.ok(d.Object(as(hotel), id, registrar.Grounds{Text: "该数据与我公司数据雷同，请核查"}))
		d.Days(9)
		c := d.status(id, registry.CaseObjected)
		d.fails(d.Deposit(as(office), id), registry.ErrCaseStatus)
		p, err := d.Resolve(as(office), id, c.Objections[0].ID, false, "经比对，两份数据无共同内容")
		d.approve(office, p, err)
		c = d.status(id, registry.CaseCleared)
		d.steps(c, "done", "done", "done", "done", "done", "current", "waiting")
		d.ok(d.Deposit(as(office), id))
	})
}

func TestAnObjectionAfterRegistrationUpheldCancelsTheCertificate(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		id := d.file(farm, form(), 0, 500)
		d.posted(id)
		code := d.certified(id)
		d.ok(d.Object(as(office), id, registrar.Grounds{Text: "代为提出：数据系其本人的健康记录", OnBehalf: "王某"}))
		c := d.get(office, id)
		if !c.Objections[0].Late || c.Objections[0].OnBehalf != "王某" || !slices.Contains(c.Acts, registrar.ActResolve) {
			t.Errorf("objection %+v, acts %v", c.Objections[0], c.Acts)
		}
		if strings.Contains(d.text(d.get(farm, id)), "王某") {
			t.Error("the applicant learns who objected through the registrar")
		}
		p, err := d.Resolve(as(office), id, c.Objections[0].ID, true, "经查属实，注销凭证")
		d.approve(office, p, err)
		cert, err := d.dir.Certificate(t.Context(), code)
		d.ok(err)
		if !cert.Fact.Cancelled {
			t.Error("the certificate is not cancelled")
		}
	})
}

func TestAFailedReviewRefuses(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		id := d.file(farm, form(), 0, 500)
		d.ok(d.Accept(as(office), id))
		o := passing()
		o.Clarity = registrar.Head{Note: "与合作方的权利约定不明"}
		o.Text = "产权不明确，不予登记"
		p, err := d.Review(as(office), id, o)
		d.approve(office, p, err)
		c := d.get(farm, id)
		if c.Status != registry.CaseRefused || c.Refusal.Text != o.Text || c.Review.Clarity != o.Clarity {
			t.Errorf("status %s, refusal %+v, review %+v", c.Status, c.Refusal, c.Review)
		}
		d.steps(c, "done", "done", "ended", "waiting", "waiting", "waiting", "waiting")
	})
}

func TestExtensionRefusalAndWithdrawal(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		id := d.file(farm, form(), 0, 500)
		d.ok(d.Accept(as(office), id))
		d.ok(d.Extend(as(office), id, "数据量大，需现场核查"))
		if c := d.get(farm, id); !c.Extended || c.Term.Days != 20 {
			t.Errorf("term %+v, want 20 days", c.Term)
		}
		p, err := d.Decline(as(office), id, "来源不合法")
		d.approve(office, p, err)
		if c := d.get(farm, id); c.Refusal.Text != "来源不合法" {
			t.Errorf("refusal %+v", c.Refusal)
		}
		second := d.file(farm, form(), 0, 500)
		d.ok(d.Withdraw(as(farm), second))
		c := d.status(second, registry.CaseWithdrawn)
		if len(c.Acts) != 0 {
			t.Errorf("acts on a withdrawn case: %v", c.Acts)
		}
		d.fails(d.Withdraw(as(farm), second), registry.ErrCaseStatus)
	})
}
