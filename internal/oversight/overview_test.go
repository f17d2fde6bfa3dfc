package oversight_test

import (
	"fmt"
	"testing"

	"shurong.org/shurong/internal/api"
	"shurong.org/shurong/internal/certificate/certificatetest"
	"shurong.org/shurong/internal/keyring/keyringtest"
	"shurong.org/shurong/internal/oversight"
	"shurong.org/shurong/internal/registry"
)

func (d *office) appraise(code string, yuan int64) {
	d.t.Helper()
	today := registry.Day(d.Clock.Now().UnixMilli())
	d.Submit("appraiser", &registry.ValuationRecord{
		Certificate: code, Date: today, ValidUntil: today.AddMonths(6), ValueFen: yuan * 100, LowFen: yuan * 90,
		HighFen:    yuan * 110,
		Approaches: []string{"income"}, ValueType: "market", Report: certificatetest.Digest("report"),
	})
}

// field is a little of everything.
func (d *office) field() (first, second, cancelled string) {
	d.t.Helper()
	d.Admit("appraiser", registry.RoleAppraiser)
	d.Agent()
	first = d.Certify("farm", "2025年江苏省水稻种植记录数据")
	second = d.Certify("farm", "2025年江苏省小麦种植记录数据")
	cancelled = d.Certify("farm", "将注销的数据")
	d.Submit(keyringtest.Registrar, &registry.CertificateCancel{Code: cancelled, Reason: certificatetest.Digest("x")})
	d.Beat(first, 120_000)
	lien := d.Pledge(first, "bank", 3_000_000, nil)
	d.Pledge(first, "second", 500_000, []string{lien}, "bank")
	d.Submit("bank", &registry.LoanDisburse{Lien: lien, Contract: certificatetest.Digest("contract")})
	d.appraise(first, 9_000_000)
	d.appraise(first, 8_000_000) // the latest counts
	d.appraise(second, 2_000_001)
	d.Submit("bank", &registry.ObjectionFile{Case: d.caseOf(second), Grounds: certificatetest.Digest("grounds")})
	d.Sync()
	return first, second, cancelled
}

func (d *office) caseOf(code string) string {
	d.t.Helper()
	row, err := d.Directory.Certificate(d.t.Context(), code)
	if err != nil || row == nil {
		d.t.Fatal(err)
	}
	return row.Fact.Case
}

func TestTheOverviewCountsTheField(t *testing.T) {
	each(t, func(t *testing.T, d *office) {
		d.field()
		d.list(listing())
		o := get[oversight.Overview](d, "regulator x", "/oversight/overview")
		d.want("size", o.Size, d.Ledger.Size())
		d.want("organisations", []any{o.Organisations.Total, o.Organisations.ByRole}, []any{6,
			"[{appraiser 1} {bank 2} {enterprise 1} {registrar 1} {regulator 1}]"})
		d.want("cases", []any{o.Cases.Total, o.Cases.ByStatus, o.Cases.Objections, o.Cases.OpenObjections}, []any{3,
			"[{certified 3}]", 1, 1})
		c := o.Certificates
		d.want("certificates", []any{c.Total, c.ByStatus, c.ByRegion, c.ByIndustry, c.Objected, c.Encumbered},
			[]any{3, "[{cancelled 1} {live 2}]", "[{32 2}]", "[{A 2}]", 1, 1})
		d.want("liens", []any{o.Liens.Total, o.Liens.ByStatus, o.Liens.SecuredFen}, []any{2,
			"[{effective 2 350000000}]", 350_000_000})
		d.want("valuations", o.Valuations, oversight.ValuationCounts{Recorded: 3, N: 2, Current: 2,
			TotalFen: 1_000_000_100, MedianFen: 500_000_050})
		d.want("loans", o.Loans, oversight.LoanCounts{Open: 1})
		d.want("heartbeats", o.Heartbeats, oversight.HeartbeatCounts{Today: 1, Never: 1})
		d.want("sanctions", o.Sanctions, "{1 0 [{repeated_pledge 1}]}")
		d.want("again", get[oversight.Overview](d, "regulator x", "/oversight/overview"), o)
		d.Days(3)
		d.want("three days later", get[oversight.Overview](d, "regulator x", "/oversight/overview").Heartbeats,
			oversight.HeartbeatCounts{Week: 1, Never: 1})
		d.Days(4 * 365)
		later := get[oversight.Overview](d, "regulator x", "/oversight/overview")
		d.want("four years later", []any{later.Certificates.ByStatus, later.Valuations.Current,
			later.Sanctions.Lapsed}, []any{"[{cancelled 1} {expired 2}]", 0, 1})
	})
}

func TestAScorecardShowsHowARegistrarKeepsItsTerms(t *testing.T) {
	each(t, func(t *testing.T, d *office) {
		_, second, _ := d.field()
		silent := d.File("farm", "无人理睬的申请") // accepted by silence after three working days
		d.Days(10)
		d.Submit(keyringtest.Registrar, &registry.CaseReview{Case: silent, Compliance: true, Clarity: true,
			Accuracy: true, Opinion: certificatetest.Digest("o")})
		late := d.File("farm", "迟审的申请")
		d.Submit(keyringtest.Registrar, &registry.CaseAccept{Case: late})
		d.Days(40)
		before := get[api.Page[oversight.Scorecard]](d, "regulator x", "/oversight/registrars").Items[0]
		d.want("overdue", before.Overdue, 1)
		d.Submit(keyringtest.Registrar, &registry.CaseReview{Case: late, Compliance: true, Clarity: true,
			Accuracy: true, Opinion: certificatetest.Digest("o")})
		list := get[api.Page[oversight.CaseObjections]](d, "regulator x", "/oversight/objections?open=true")
		d.want("open objections", []any{len(list.Items), list.Items[0].Case, list.Items[0].Objections[0].By.Name,
			list.Items[0].Objections[0].Late}, []any{1, d.caseOf(second), "测试bank有限公司", true})
		d.Submit(keyringtest.Registrar, &registry.ObjectionResolve{Case: d.caseOf(second),
			Objection: list.Items[0].Objections[0].ID, Upheld: true, Opinion: certificatetest.Digest("o")})
		d.Sync()
		s := get[api.Page[oversight.Scorecard]](d, "regulator x", "/oversight/registrars").Items[0]
		d.want("scorecard", []any{s.Registrar.Name, s.Cases, s.Deemed, s.LateReviews, s.Objections, s.OpenObjections,
			s.Upheld, s.Certificates, s.Overdue},
			[]any{"测试registrar有限公司", 5, 1, 1, 1, 0, 1, 3, 0})
		d.want("no open objection", len(get[api.Page[oversight.CaseObjections]](d, "regulator x",
			"/oversight/objections?open=true").Items), 0)
		d.want("but one", len(get[api.Page[oversight.CaseObjections]](d, "regulator x",
			"/oversight/objections").Items), 1)
	})
}

func TestHeartbeatsAndScorecardsArePaged(t *testing.T) {
	each(t, func(t *testing.T, d *office) {
		first, _, _ := d.field()
		d.Beat(first, 110_000)
		page := get[api.Page[oversight.Beat]](d, "regulator x", "/oversight/heartbeats?limit=1")
		d.want("newest", []any{page.Items[0].Seq, page.Items[0].Rows, page.Items[0].Holder.Name}, []any{2, 110_000,
			"测试farm有限公司"})
		page = get[api.Page[oversight.Beat]](d, "regulator x", "/oversight/heartbeats?limit=1&cursor="+page.NextCursor)
		d.want("older", []any{page.Items[0].Seq, page.NextCursor}, []any{1, ""})
		for i := range 2 {
			pub, err := d.Keys.Create(t.Context(), uscc(fmt.Sprint("office", i)), registry.PurposeOrganisation)
			if err != nil {
				t.Fatal(err)
			}
			d.Submit(keyringtest.Registrar, &registry.OrgAdmit{
				USCC: uscc(fmt.Sprint("office", i)), Name: "登记机构", Region: "330000",
				Roles: []registry.Role{registry.RoleRegistrar}, Pub: pub,
				CodeRegion: "33", CodeDigit: fmt.Sprint(i),
			})
		}
		d.Sync()
		cards := get[api.Page[oversight.Scorecard]](d, "regulator x", "/oversight/registrars?limit=2")
		rest := get[api.Page[oversight.Scorecard]](d, "regulator x",
			"/oversight/registrars?limit=2&cursor="+cards.NextCursor)
		d.want("three registrars", []any{len(cards.Items), len(rest.Items),
			cards.Items[1].Registrar.USCC < rest.Items[0].Registrar.USCC}, []any{2, 1, true})
	})
}

func TestTheRoutesDescribeThemselves(t *testing.T) {
	if spec := api.Spec("test", (*oversight.Service)(nil).Routes); len(spec) < 1000 {
		t.Errorf("%s", spec)
	}
}
