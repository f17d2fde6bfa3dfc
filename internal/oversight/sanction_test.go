package oversight_test

import (
	"errors"
	"strings"
	"testing"

	"shurong.org/shurong/canon"
	"shurong.org/shurong/daycount"
	"shurong.org/shurong/internal/api"
	"shurong.org/shurong/internal/certificate/certificatetest"
	"shurong.org/shurong/internal/db"
	"shurong.org/shurong/internal/desk"
	"shurong.org/shurong/internal/oversight"
	"shurong.org/shurong/internal/registry"
)

const words = "经查，该企业以同一数据经营权重复出质，事实清楚，依据联合惩戒办法列入名单。"

func listing() oversight.Listing {
	return oversight.Listing{Subject: uscc("farm"), Grounds: "repeated_pledge", Until: daycount.NewDate(2027, 3, 1),
		Decision: words}
}

// list puts the farm on the list, both persons.
func (d *office) list(in oversight.Listing) {
	d.t.Helper()
	var p desk.Proposed
	d.call("regulator maker", "POST", "/sanctions", in, 202, &p)
	d.call("regulator checker", "POST", "/approvals/"+p.Approval+"/approve", nil, 200, nil)
}

func (d *office) lift(text string) {
	d.t.Helper()
	var p desk.Proposed
	d.call("regulator maker", "POST", "/sanctions/"+uscc("farm")+"/lift", oversight.Lifting{Decision: text}, 202, &p)
	d.call("regulator checker", "POST", "/approvals/"+p.Approval+"/approve", nil, 200, nil)
}

func (d *office) words() (n int) {
	d.t.Helper()
	if err := d.Node.View(d.t.Context(), func(tx *db.Tx) error {
		return tx.QueryRow(d.t.Context(), "SELECT COUNT(*) FROM desk_words").Scan(&n)
	}); err != nil {
		d.t.Fatal(err)
	}
	return n
}

func TestASanctionIsDecidedByTwoAndReadByAll(t *testing.T) {
	each(t, func(t *testing.T, d *office) {
		size := d.Ledger.Size()
		var p desk.Proposed
		d.call("regulator maker", "POST", "/sanctions", listing(), 202, &p)
		d.want("nothing in the log yet", d.Ledger.Size(), size)
		d.want("nor on the list", len(get[api.Page[oversight.Sanction]](d, "bank x", "/sanctions").Items), 0)
		v := get[oversight.ProposalView](d, "regulator checker", "/sanctions/proposals/"+p.Approval)
		d.want("the checker reads", v.Text+v.Grounds+v.Until.String()+v.Subject.Name,
			words+"repeated_pledge2027-03-01测试farm有限公司")
		d.call("regulator maker", "POST", "/approvals/"+p.Approval+"/approve", nil, 403, nil)
		d.call("regulator checker", "POST", "/approvals/"+p.Approval+"/approve", nil, 200, nil)
		for who, text := range map[string]string{"bank x": "", "registrar x": "", "farm x": words,
			"regulator maker": words} {
			list := get[api.Page[oversight.Sanction]](d, who, "/sanctions?subject="+uscc("farm"))
			d.want("on the list for "+who, []any{len(list.Items), list.Items[0].State, list.Items[0].Grounds},
				[]any{1, "in_force", "repeated_pledge"})
			d.want("the words for "+who, list.Items[0].Text, text)
		}
		raw, err := d.Ledger.Entries(t.Context(), d.Ledger.Size()-1, 1)
		if err != nil || strings.Contains(string(raw[0].Bytes), "重复出质") {
			t.Errorf("the words are in the log (%v)", err)
		}
	})
}

func TestASanctionedOrganisationIsPaidNoLoanUntilLifted(t *testing.T) {
	each(t, func(t *testing.T, d *office) {
		code := d.Certify("farm", "2025年江苏省水稻种植记录数据")
		lien := d.Pledge(code, "bank", 1_000_000, nil)
		d.list(listing())
		pay := &registry.LoanDisburse{Lien: lien, Contract: certificatetest.Digest("contract")}
		if _, err := d.Keys.Submit(t.Context(), uscc("bank"), pay); !errors.Is(err, registry.ErrSanctioned) {
			t.Fatalf("paid: %v", err)
		}
		d.lift("整改完毕，经核实后移出名单。")
		d.Submit("bank", pay)
		s := get[api.Page[oversight.Sanction]](d, "farm x", "/sanctions").Items[0]
		d.want("state", s.State, "lifted")
		d.want("words", s.Text+s.LiftedText, words+"整改完毕，经核实后移出名单。")
		d.want("by", s.LiftedBy.Name, "测试regulator有限公司")
		d.want("words for others", get[api.Page[oversight.Sanction]](d, "bank x", "/sanctions").Items[0].LiftedText, "")
		d.refused("regulator maker", "POST", "/sanctions/"+uscc("farm")+"/lift", oversight.Lifting{Decision: words},
			404, "registry.not_found subject")
	})
}

func TestTheListIsPagedAndKeepsPastEntries(t *testing.T) {
	each(t, func(t *testing.T, d *office) {
		in := listing()
		in.Until = daycount.NewDate(2026, 3, 10)
		d.list(in)
		d.Days(30)
		in.Until = daycount.NewDate(2026, 12, 31)
		d.list(in) // anew after the first ran out
		d.lift("整改完毕，经核实后移出名单。")
		other := listing()
		other.Subject, other.Grounds = uscc("bank"), "other"
		d.list(other)
		page := get[api.Page[oversight.Sanction]](d, "bank x", "/sanctions?limit=2")
		d.want("newest", []any{page.Items[0].Subject.USCC, page.Items[0].State, page.Items[1].State},
			[]any{uscc("bank"), "in_force", "lifted"})
		page = get[api.Page[oversight.Sanction]](d, "bank x", "/sanctions?limit=2&cursor="+page.NextCursor)
		d.want("oldest", []any{len(page.Items), page.Items[0].State, page.NextCursor}, []any{1, "lapsed", ""})
		d.refused("bank x", "GET", "/sanctions?cursor=x", nil, 422, "request.cursor query.cursor")
	})
}

func TestWhoAndWhatIsRefused(t *testing.T) {
	each(t, func(t *testing.T, d *office) {
		for _, who := range []string{"bank x", "farm x", "registrar x"} {
			d.refused(who, "POST", "/sanctions", listing(), 403, "auth.may_not")
			d.refused(who, "GET", "/oversight/overview", nil, 403, "auth.may_not")
		}
		d.call("", "GET", "/sanctions", nil, 401, nil)
		bad := func(change func(*oversight.Listing), status int, code string) {
			t.Helper()
			in := listing()
			change(&in)
			d.refused("regulator maker", "POST", "/sanctions", in, status, code)
		}
		bad(func(l *oversight.Listing) { l.Decision = " 太短 " }, 422, "oversight.length decision")
		bad(func(l *oversight.Listing) { l.Decision = strings.Repeat("长", 8001) }, 422,
			"oversight.length decision")
		bad(func(l *oversight.Listing) { l.Subject = uscc("nobody") }, 404, "registry.not_found subject")
		bad(func(l *oversight.Listing) { l.Subject = uscc("regulator") }, 403, "oversight.self subject")
		bad(func(l *oversight.Listing) { l.Until = daycount.NewDate(2026, 3, 1) }, 422, "registry.field until")
		bad(func(l *oversight.Listing) { l.Until = daycount.NewDate(2039, 3, 1) }, 422, "registry.field until")
		d.want("nothing is kept of what was refused", d.words(), 0)
		d.refused("regulator checker", "GET", "/sanctions/proposals/ap_nothing", nil, 404, "approval.not_found")
	})
}

func TestARejectedDecisionLeavesNoWords(t *testing.T) {
	each(t, func(t *testing.T, d *office) {
		var p desk.Proposed
		d.call("regulator maker", "POST", "/sanctions", listing(), 202, &p)
		d.want("kept while pending", d.words(), 1)
		d.call("regulator maker", "POST", "/sanctions", listing(), 409, nil) // one open request on one subject
		d.want("still one", d.words(), 1)
		d.call("regulator checker", "POST", "/approvals/"+p.Approval+"/reject", map[string]string{"reason": "证据不足"},
			200, nil)
		d.want("gone", d.words(), 0)
	})
}

func TestTheCommitmentOpensToTheWords(t *testing.T) {
	each(t, func(t *testing.T, d *office) {
		d.list(listing())
		s := get[api.Page[oversight.Sanction]](d, "farm x", "/sanctions").Items[0]
		var salt []byte
		if err := d.Node.View(t.Context(), func(tx *db.Tx) error {
			return tx.QueryRow(t.Context(), "SELECT salt FROM desk_words WHERE commitment = ?",
				s.Decision).Scan(&salt)
		}); err != nil {
			t.Fatal(err)
		}
		d.want("commitment", canon.Commit(salt, canon.Must(map[string]string{"text": s.Text})), s.Decision)
	})
}
