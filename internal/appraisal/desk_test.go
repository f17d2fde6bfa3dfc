package appraisal_test

import (
	"context"
	"encoding/hex"
	"errors"
	"strings"
	"testing"

	"shurong.org/shurong/canon"
	"shurong.org/shurong/daycount"
	"shurong.org/shurong/fault"
	"shurong.org/shurong/internal/api"
	"shurong.org/shurong/internal/appraisal"
	"shurong.org/shurong/internal/approval"
	ct "shurong.org/shurong/internal/credit/credittest"
	"shurong.org/shurong/internal/db"
	"shurong.org/shurong/internal/db/dbtest"
	"shurong.org/shurong/internal/keyring"
	"shurong.org/shurong/internal/registry"
	"shurong.org/shurong/valuation"
)

func each(t *testing.T, test func(t *testing.T, d *ct.Desk)) {
	dbtest.Each(t, db.NodeMigrations(), func(t *testing.T, node *db.DB) { test(t, ct.New(t, node)) })
}

func commission(d *ct.Desk, client, code string) appraisal.Commission {
	d.T.Helper()
	c, err := d.Appraisal.Commission(ct.As(client), appraisal.NewCommission{Certificate: code,
		Appraiser: ct.USCC(ct.Appraiser), Purpose: "pledge", UpdateEveryDays: 7})
	d.OK(err)
	return c
}

func TestAReportGoesFromCommissionToTheLog(t *testing.T) {
	each(t, func(t *testing.T, d *ct.Desk) {
		code := d.Register(ct.Farm)
		d.Beat(ct.Farm, code, 12_345, 970_000, 2)
		c := commission(d, ct.Bank, code)
		if c.Client.USCC != ct.USCC(ct.Bank) || c.Holder.USCC != ct.USCC(ct.Farm) || c.State != appraisal.Open {
			t.Fatalf("commission: %+v", c)
		}
		draft, err := d.Appraisal.PutDraft(ct.As(ct.Appraiser), c.ID, ct.File(d.Today(), "1000"))
		d.OK(err)
		if draft.Report == nil || draft.Report.ValueFen != 1_000_000_000 {
			t.Fatalf("draft: %+v", draft)
		}
		p, err := d.Appraisal.Submit(ct.As(ct.Appraiser), c.ID)
		d.OK(err)
		if got, _ := d.Appraisal.Get(ct.As(ct.Farm),
			c.ID); got.State != appraisal.Submitted || got.Approval != "" || got.Draft != nil {
			t.Errorf("the holder sees the appraiser's work: %+v", got)
		}
		_, err = d.Approvals.Approve(ct.As(ct.Appraiser), p.Approval)
		d.Fails(err, approval.ErrOwn)
		d.Approve(ct.Appraiser, p.Approval)
		got, err := d.Appraisal.Get(ct.As(ct.Appraiser), c.ID)
		d.OK(err)
		row, err := d.Dir.Valuation(context.Background(), got.Valuation)
		d.OK(err)
		if got.State != appraisal.Reported || row == nil || row.Fact.ValueFen != 1_000_000_000 {
			t.Fatalf("commission %+v, valuation %+v", got, row)
		}
		for _, reader := range []string{ct.Farm, ct.Bank, ct.Appraiser} {
			r, err := d.Appraisal.Report(ct.As(reader), got.Valuation)
			d.OK(err)
			salt, _ := hex.DecodeString(r.Salt)
			if !keyring.Opens(row.Fact.Report, []byte(r.Document), salt) || !canon.IsCanonical([]byte(r.Document)) {
				t.Error("the report does not open its commitment")
			}
			if r.Base.Measurement.Rows != 12_345 || r.Base.Heartbeat != 1 || r.Base.UpdateEveryDays != 7 {
				t.Errorf("base: %+v", r.Base)
			}
			again, err := valuation.Value(r.File)
			d.OK(err)
			if again.Digest() != r.Report.Digest() || len(r.Report.Sensitivity) == 0 ||
				len(r.Report.Approaches[0].Rows) == 0 {
				t.Error("the report does not follow from its file")
			}
			page, err := d.Appraisal.Reports(ct.As(reader), code, api.Paging{})
			d.OK(err)
			if len(page.Items) != 1 || !page.Items[0].Valid {
				t.Errorf("%s's list: %+v", reader, page)
			}
		}
		_, err = d.Appraisal.Report(ct.As(ct.Second), got.Valuation)
		d.Fails(err, appraisal.ErrNotFound)
		_, err = d.Appraisal.Submit(ct.As(ct.Appraiser), c.ID)
		d.Fails(err, appraisal.ErrClosed)
	})
}

func TestAnApplicantHandsItsReportToTheBank(t *testing.T) {
	each(t, func(t *testing.T, d *ct.Desk) {
		code := d.Register(ct.Farm)
		id := d.Value(ct.Farm, code, "1000")
		_, err := d.Appraisal.Report(ct.As(ct.Bank), id)
		d.Fails(err, appraisal.ErrNotFound)
		d.Apply(ct.Farm, ct.Bank, code, 1_000_000)
		_, err = d.Appraisal.Report(ct.As(ct.Bank), id)
		d.OK(err)
	})
}

func TestARejectedReportGoesBackToWork(t *testing.T) {
	each(t, func(t *testing.T, d *ct.Desk) {
		code := d.Register(ct.Farm)
		c := commission(d, ct.Farm, code)
		_, err := d.Appraisal.Submit(ct.As(ct.Appraiser), c.ID)
		d.Fails(err, appraisal.ErrNoDraft)
		_, err = d.Appraisal.PutDraft(ct.As(ct.Appraiser), c.ID, ct.File(d.Today(), "1000"))
		d.OK(err)
		p, err := d.Appraisal.Submit(ct.As(ct.Appraiser), c.ID)
		d.OK(err)
		_, err = d.Appraisal.PutDraft(ct.As(ct.Appraiser), c.ID, "x")
		d.Fails(err, appraisal.ErrProposed)
		_, err = d.Approvals.Reject(ct.Checker(ct.Appraiser), p.Approval, "依据不足")
		d.OK(err)
		_, err = d.Appraisal.PutDraft(ct.As(ct.Appraiser), c.ID, ct.File(d.Today(), "900"))
		d.OK(err)
		p, err = d.Appraisal.Submit(ct.As(ct.Appraiser), c.ID)
		d.OK(err)
		d.Approve(ct.Appraiser, p.Approval)
	})
}

func TestAFaultyDraftIsKeptAndItsFaultNamesTheLine(t *testing.T) {
	each(t, func(t *testing.T, d *ct.Desk) {
		code := d.Register(ct.Farm)
		c := commission(d, ct.Farm, code)
		text := strings.Replace(ct.File(d.Today(), "1000"), "direct:", "dirct:", 1)
		draft, err := d.Appraisal.PutDraft(ct.As(ct.Appraiser), c.ID, text)
		d.OK(err)
		if draft.Report != nil || draft.Problem == nil || draft.Problem.Code != "valuation.unknown_key" ||
			draft.Problem.Line != 12 {
			t.Errorf("draft: %+v", draft.Problem)
		}
		_, err = d.Appraisal.Submit(ct.As(ct.Appraiser), c.ID)
		d.Fails(err, valuation.ErrUnknownKey)
		_, err = d.Appraisal.PutDraft(ct.As(ct.Farm), c.ID, text)
		d.Fails(err, appraisal.ErrRole)
		other := strings.Replace(ct.File(d.Today(), "1000"), "purpose: pledge", "purpose: transfer", 1)
		draft, err = d.Appraisal.PutDraft(ct.As(ct.Appraiser), c.ID, other)
		d.OK(err)
		if draft.Problem == nil || draft.Problem.Code != appraisal.ErrOther.Code() {
			t.Errorf("a file of another purpose: %+v", draft)
		}
	})
}

func TestAnAppraiserWithAStakeIsRefused(t *testing.T) {
	each(t, func(t *testing.T, d *ct.Desk) {
		code := d.Register(ct.Farm)
		for org, want := range map[string]error{ct.Farm: appraisal.ErrAppraiser, ct.Bank: appraisal.ErrAppraiser} {
			_, err := d.Appraisal.Commission(ct.As(ct.Farm), appraisal.NewCommission{Certificate: code,
				Appraiser: ct.USCC(org), Purpose: "pledge"})
			d.Fails(err, want)
		}
		_, err := d.Appraisal.Commission(ct.As(ct.Other), appraisal.NewCommission{Certificate: code,
			Appraiser: ct.USCC(ct.Appraiser), Purpose: "pledge"})
		d.Fails(err, appraisal.ErrRole)
		_, err = d.Appraisal.Commission(ct.As(ct.Farm), appraisal.NewCommission{Certificate: "SJ3212026030999",
			Appraiser: ct.USCC(ct.Appraiser), Purpose: "pledge"})
		d.Fails(err, appraisal.ErrCertificate)
	})
}

func TestACommissionEndsOnceByWhoMay(t *testing.T) {
	each(t, func(t *testing.T, d *ct.Desk) {
		code := d.Register(ct.Farm)
		c := commission(d, ct.Farm, code)
		_, err := d.Appraisal.Decline(ct.As(ct.Farm), c.ID, "不做")
		d.Fails(err, appraisal.ErrRole)
		_, err = d.Appraisal.Cancel(ct.As(ct.Appraiser), c.ID, "不做")
		d.Fails(err, appraisal.ErrRole)
		_, err = d.Appraisal.Decline(ct.As(ct.Appraiser), c.ID, " ")
		d.Fails(err, appraisal.ErrReason)
		c, err = d.Appraisal.Decline(ct.As(ct.Appraiser), c.ID, "人手不足")
		d.OK(err)
		_, err = d.Appraisal.Cancel(ct.As(ct.Farm), c.ID, "撤销")
		d.Fails(err, appraisal.ErrClosed)
		_, err = d.Appraisal.Get(ct.As(ct.Bank), c.ID)
		d.Fails(err, appraisal.ErrNotFound)
	})
}

func TestTheTemplatesComputeAsTheyStand(t *testing.T) {
	each(t, func(t *testing.T, d *ct.Desk) {
		code := d.Register(ct.Farm)
		c := commission(d, ct.Farm, code)
		for _, approach := range []string{"cost", "royalty", "market"} {
			tpl, err := d.Appraisal.Template(ct.As(ct.Appraiser), c.ID, approach)
			d.OK(err)
			r, err := appraisal.Preview(tpl.Text)
			if err != nil {
				t.Errorf("%s: %v\n%s", approach, err, tpl.Text)
				continue
			}
			if r.Certificate != code || r.Purpose != "pledge" || r.ValuationDate.Date != d.Today() {
				t.Errorf("%s: %+v", approach, r)
			}
		}
	})
}

func TestAFileMayBeJSON(t *testing.T) {
	text := `{"version": 1, "asset": "行程数据", "purpose": "pledge", "value_type": "market", "valuation_date": "2026-03-02", "currency_unit": "万元",
 "approaches": [{"sources": {"costs": "辅助账"}, "cost": {"costs": {"direct": "1000"}, "adjustment": {"quality": "1"}}}]}`
	r, err := appraisal.Preview(text)
	if err != nil || r.ValueFen != 1_000_000_000 {
		t.Fatalf("%v, %v", r.ValueFen, err)
	}
	_, err = appraisal.Preview(strings.Replace(text, `"1000"`, `"1000.0000001"`, 1))
	if e := fault.From(err); err == nil || e.Line != 2 {
		t.Errorf("money finer than a fen: %v", err)
	}
}

func TestTheRegistryRefusesAReportOutOfItsTerm(t *testing.T) {
	each(t, func(t *testing.T, d *ct.Desk) {
		code := d.Register(ct.Farm)
		c := commission(d, ct.Farm, code)
		_, err := d.Appraisal.PutDraft(ct.As(ct.Appraiser), c.ID, ct.File(d.Today().AddDays(1), "1000"))
		d.OK(err)
		_, err = d.Appraisal.Submit(ct.As(ct.Appraiser), c.ID)
		d.Fails(err, registry.ErrValuationDate)
		_, err = d.Appraisal.PutDraft(ct.As(ct.Appraiser), c.ID, ct.File(daycount.MustDate("2024-01-01"), "1000"))
		d.OK(err)
		if _, err = d.Appraisal.Submit(ct.As(ct.Appraiser), c.ID); !errors.Is(err, registry.ErrValuationDate) {
			t.Errorf("an old report: %v", err)
		}
	})
}
