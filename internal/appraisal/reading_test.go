package appraisal_test

import (
	"bytes"
	"context"
	"os"
	"testing"

	"shurong.org/shurong/internal/appraisal"
	ct "shurong.org/shurong/internal/credit/credittest"
	"shurong.org/shurong/internal/standard"
)

// A template must compute as it stands, whatever the data's industry, else the appraiser begins with somebody else's fault.
func TestEveryTemplateComputesAsItStands(t *testing.T) {
	each(t, func(t *testing.T, d *ct.Desk) {
		code := d.Register(ct.Farm)
		c := commission(d, ct.Bank, code)
		for _, m := range []string{"cost", "cost_expert9", "direct", "royalty", "excess_earnings", "incremental", "contracts", "market"} {
			tpl, err := d.Appraisal.Template(ct.As(ct.Appraiser), c.ID, m)
			d.OK(err)
			r, err := appraisal.Preview(tpl.Text)
			if err != nil {
				t.Fatalf("%s: %v\n%s", m, err, tpl.Text)
			}
			if string(r.Approaches[0].Method) != m || r.Certificate != code {
				t.Errorf("%s: %s of %s", m, r.Approaches[0].Method, r.Certificate)
			}
			if m == "cost_expert9" && (r.Quality == nil || r.Quality.From != "profile" || r.Quality.LogPosition == nil) {
				t.Errorf("the quality is not cited: %+v", r.Quality)
			}
		}
	})
}

func TestTwoReportsAreHeldAgainstEachOtherInputByInput(t *testing.T) {
	each(t, func(t *testing.T, d *ct.Desk) {
		code := d.Register(ct.Farm)
		a, b := d.Value(ct.Farm, code, "1000"), d.Value(ct.Farm, code, "1200")
		c, err := d.Appraisal.Compare(ct.As(ct.Farm), a, b)
		d.OK(err)
		if c.GapFen != 200_000_000 || c.GapBP != 2000 || c.Differ != 1 || len(c.Values) != 1 {
			t.Fatalf("comparison: %+v", c)
		}
		p := c.Inputs[0]
		if p.Name != "cost.costs.direct" || p.A != "10000000.00" || p.B != "12000000.00" || p.EffectFen == nil || *p.EffectFen != c.GapFen {
			t.Errorf("input: %+v", p)
		}
		rivals, err := d.Appraisal.Rivals(ct.As(ct.Farm), a)
		d.OK(err)
		if len(rivals) != 1 || rivals[0].Valuation != b {
			t.Errorf("rivals: %+v", rivals)
		}
		_, err = d.Appraisal.Compare(ct.As(ct.Farm), a, d.Value(ct.Farm, d.Register(ct.Farm), "500"))
		d.Fails(err, appraisal.ErrOtherAsset)
		_, err = d.Appraisal.Compare(ct.As(ct.Second), a, b)
		d.Fails(err, appraisal.ErrNotFound)
	})
}

func TestAReportIsDrawnAsPDFAndWorkbookAndBesideTheLendersView(t *testing.T) {
	each(t, func(t *testing.T, d *ct.Desk) {
		code := d.Register(ct.Farm)
		id := d.Value(ct.Farm, code, "1000")
		for format, magic := range map[string]string{"pdf": "%PDF-", "xlsx": "PK"} {
			for _, lang := range []string{"zh", "en"} {
				f, err := d.Appraisal.Document(ct.As(ct.Farm), id, format, lang)
				d.OK(err)
				if !bytes.HasPrefix(f.Body, []byte(magic)) {
					t.Errorf("%s in %s begins with %q", format, lang, f.Body[:8])
				}
			}
		}
		l, err := d.Appraisal.Lender(ct.As(ct.Farm), id, "")
		d.OK(err)
		if l.View.ForcedFen <= 0 || l.View.ForcedFen >= l.View.AppraisedFen || l.View.AppraisedFen != 1_000_000_000 {
			t.Errorf("lender's view: %+v", l.View)
		}
		d.Beat(ct.Farm, code, 500, 900_000, 0)
		s, err := d.Appraisal.Series(ct.As(ct.Farm), id)
		d.OK(err)
		if len(s.Points) != 1 || s.Points[0].ValueFen <= 0 || s.Points[0].ValueFen > 1_000_000_000 || len(s.Points[0].Drivers) == 0 {
			t.Errorf("series: %+v", s)
		}
	})
}

func TestNobodyValuesTheSameDataForAFourthYearInARow(t *testing.T) {
	each(t, func(t *testing.T, d *ct.Desk) {
		code := d.Register(ct.Farm)
		for range appraisal.MaxYears {
			d.Value(ct.Farm, code, "1000")
			d.To(d.Today().AddMonths(12))
		}
		_, err := d.Appraisal.Commission(ct.As(ct.Farm), appraisal.NewCommission{Certificate: code,
			Appraiser: ct.USCC(ct.Appraiser), Purpose: "pledge"})
		d.Fails(err, appraisal.ErrYears)
	})
}

func TestASanctionedAppraiserIsNotCommissioned(t *testing.T) {
	each(t, func(t *testing.T, d *ct.Desk) {
		code := d.Register(ct.Farm)
		d.Sanction(ct.Appraiser, d.Today().AddMonths(6))
		_, err := d.Appraisal.Commission(ct.As(ct.Farm), appraisal.NewCommission{Certificate: code,
			Appraiser: ct.USCC(ct.Appraiser), Purpose: "pledge"})
		d.Fails(err, appraisal.ErrSanctioned)
	})
}

func TestStatisticsShowACellFromThreeValuesOn(t *testing.T) {
	each(t, func(t *testing.T, d *ct.Desk) {
		for i, wan := range []string{"1000", "3000", "2000"} {
			d.Value(ct.Farm, d.Register(ct.Farm), wan)
			table, err := standard.Read(context.Background(), d.Appraisal.Store, standard.Query{})
			d.OK(err)
			if i < 2 && (len(table.All) != 0 || len(table.Methods) != 0 || table.Values != 0) {
				t.Fatalf("after %d values: %+v", i+1, table)
			}
			if i == 2 && (len(table.Methods) != 1 || table.Methods[0].MedianFen != 2_000_000_000 || table.Methods[0].Count != 3 ||
				table.Methods[0].Method != "cost") {
				t.Fatalf("table: %+v", table)
			}
		}
	})
}

func TestTheExampleOfALenderIsThePublishedOne(t *testing.T) {
	b, err := os.ReadFile("../../examples/disposal/lender.yaml")
	if err != nil {
		t.Fatal(err)
	}
	if string(b) != appraisal.LenderExample {
		t.Error("lender.yaml differs from examples/disposal/lender.yaml")
	}
}
