package demo

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"shurong.org/shurong/canon"
	"shurong.org/shurong/internal/credit"
	"shurong.org/shurong/internal/registry"
	"shurong.org/shurong/money"
)

// appView is what the story looks at of an application.
type appView struct {
	ID         string `json:"id"`
	Lien       string `json:"lien"`
	LienStatus string `json:"lien_status"`
}

// capBP is the cap of the example's product: half of the appraised value is the most any bank gives, and this one does.
const capBP = 5000

// waiting is the company whose application stays on the bank's desk, for whoever signs in next.
const waiting = "tenders"

// barred is the company that is put on the sanction list before it is paid.
const barred = "resold"

// apply has every company apply for credit with its bank.
func (s *Story) apply(ctx context.Context) error {
	for _, a := range s.inOrder() {
		var v appView
		err := s.desks[a.Key].maker.post(ctx, "/applications", map[string]any{
			"certificate": a.certificate, "lender": s.uscc(a.Loan.Bank), "requested_fen": a.Loan.Requested, "purpose": a.Loan.Use.ZH,
			"term_months": a.Loan.Months, "method": a.Loan.Method,
		}, &v)
		if err != nil {
			return err
		}
		a.application = v.ID
	}
	s.prove("%d 件授信申请", "%d applications for credit", len(s.assets))
	return nil
}

// decide has the banks assess and approve: the limit is the smaller of what was asked and cap × value.
func (s *Story) decide(ctx context.Context) error {
	for _, a := range s.inOrder() {
		if a.Key == waiting {
			continue
		}
		bank := s.desks[a.Loan.Bank]
		var assessed struct {
			Limit money.Fen `json:"limit_fen"`
		}
		if err := bank.maker.get(ctx, fmt.Sprintf("/applications/%s/assessment?cap_bp=%d", a.application, capBP), &assessed); err != nil {
			return err
		}
		want := min(a.Loan.Requested, a.value*capBP/10_000)
		if err := expect(assessed.Limit == want, "limit of %s is %s, not %s", a.Key, assessed.Limit, want); err != nil {
			return err
		}
		a.amount = assessed.Limit
		terms := map[string]any{
			"amount_fen": a.amount, "rate": a.Loan.Rate, "every": a.Loan.Every, "cap_bp": capBP, "no_further": a.Key == "parking",
			"initial_margin_fen": a.amount / 20, "heartbeat_days": 60,
		}
		over := map[string]any{"amount_fen": a.amount + 1, "rate": a.Loan.Rate, "cap_bp": capBP}
		if err := bank.maker.post(ctx, "/applications/"+a.application+"/approve", over, nil); err == nil {
			return expect(false, "a credit over the limit was approved for %s", a.Key)
		}
		if err := bank.bind(ctx, "/applications/"+a.application+"/approve", terms); err != nil {
			return err
		}
	}
	s.prove("额度 = min(申请额, 质押率上限 × 评估值)；超出一分即被拒绝", "limit = min(requested, cap × value); one fen more was refused")
	return nil
}

// pledge sets up the liens, and shows what happens to a second one.
func (s *Story) pledge(ctx context.Context) error {
	for i, a := range s.approved() {
		if err := s.pledgeOne(ctx, a, a.application, a.Loan.Bank, i, []string{}); err != nil {
			return err
		}
	}
	s.prove("%d 项质押生效，记载动产融资统一登记编号，顺位按日志位置", "%d liens are effective with their filing numbers, ranked by log position", len(s.approved()))
	if s.own() {
		return nil
	}
	if err := s.secondRefused(ctx); err != nil {
		return err
	}
	return s.secondDisclosed(ctx)
}

// pledgeOne has the borrower propose and the bank accept, naming the liens ahead.
func (s *Story) pledgeOne(ctx context.Context, a *asset, application, bank string, i int, seen []string) error {
	if err := s.desks[a.Key].bind(ctx, "/applications/"+application+"/pledge", nil); err != nil {
		return err
	}
	return s.desks[bank].bind(ctx, "/applications/"+application+"/pledge/accept", map[string]any{
		"filing_no": fmt.Sprintf("2026%013d", 70_000_001+i), "seen": seen,
	})
}

// approved lists the companies whose credit was approved.
func (s *Story) approved() []*asset {
	return slices.DeleteFunc(s.inOrder(), func(a *asset) bool { return a.Key == waiting })
}

// lent lists the companies that were paid.
func (s *Story) lent() []*asset {
	return slices.DeleteFunc(s.approved(), func(a *asset) bool { return a.Key == barred })
}

// otherBank is the bank that did not lend.
func otherBank(a *asset) string {
	if a.Loan.Bank == "bank_a" {
		return "bank_b"
	}
	return "bank_a"
}

// second brings a second credit on the same certificate, with the other bank, to where the pledge is proposed.
func (s *Story) second(ctx context.Context, a *asset, amount money.Fen) (string, error) {
	var v appView
	err := s.desks[a.Key].maker.post(ctx, "/applications", map[string]any{
		"certificate": a.certificate, "lender": s.uscc(otherBank(a)), "requested_fen": amount, "purpose": "补充流动资金",
		"term_months": 6, "method": "bullet_all",
	}, &v)
	if err != nil {
		return "", err
	}
	return v.ID, s.desks[otherBank(a)].bind(ctx, "/applications/"+v.ID+"/approve", map[string]any{"amount_fen": amount, "rate": "0.052", "cap_bp": capBP, "heartbeat_days": 60})
}

// secondRefused: the first lien of parking carries a no-further-pledge covenant. The second bank's desk sees it and stops;
// a borrower who goes past the desk is stopped by the registry.
func (s *Story) secondRefused(ctx context.Context) error {
	a := s.assets["parking"]
	_, err := s.second(ctx, a, 10*money.Wan)
	if err := expect(refusedWith(err, credit.ErrBlocked), "a second credit was approved in spite of the covenant: %v", err); err != nil {
		return err
	}
	_, err = s.Node.Keys.Submit(ctx, a.USCC, &registry.PledgePropose{
		Certificate: a.certificate, Pledgee: s.uscc(otherBank(a)), SecuredFen: int64(10 * money.Wan), Contract: canon.Hex([]byte("a contract that nobody drew up")),
	})
	if err := expect(errors.Is(err, registry.ErrCovenant), "the registry took a second pledge in spite of the covenant: %v", err); err != nil {
		return err
	}
	s.prove("《%s》：在先质押约定不得再次出质，第二家银行的审批受阻，登记簿也拒绝", "“%s”: the first lien's covenant stops the second bank's approval, and the registry refuses as well", a.Title)
	return nil
}

// secondDisclosed: a second lien on the production line's data takes effect only when both pledgees know.
func (s *Story) secondDisclosed(ctx context.Context) error {
	a := s.assets["line"]
	application, err := s.second(ctx, a, 10*money.Wan)
	if err != nil {
		return err
	}
	first, err := s.application(ctx, a, a.application)
	if err != nil {
		return err
	}
	if err := s.pledgeOne(ctx, a, application, otherBank(a), 900, []string{first.Lien}); err != nil {
		return err
	}
	v, err := s.application(ctx, a, application)
	if err != nil {
		return err
	}
	if err := expect(v.LienStatus == "accepted", "the second lien is %s before the first pledgee knows", v.LienStatus); err != nil {
		return err
	}
	if err := s.desks[a.Loan.Bank].maker.post(ctx, "/liens/"+v.Lien+"/acknowledge", nil, nil); err != nil {
		return err
	}
	if v, err = s.application(ctx, a, application); err != nil {
		return err
	}
	s.prove("《%s》：第二顺位质押在两家质权人均知悉后方才生效", "“%s”: the second lien took effect only once both pledgees knew of it", a.Title)
	return expect(v.LienStatus == "effective", "the second lien is %s after both know", v.LienStatus)
}

func (s *Story) application(ctx context.Context, a *asset, id string) (*appView, error) {
	v := new(appView)
	return v, s.desks[a.Key].maker.get(ctx, "/applications/"+id, v)
}

// sign has both sides sign, the borrower deposit its margin, and the bank pay out.
func (s *Story) disburse(ctx context.Context) error {
	for _, a := range s.approved() {
		bank := s.desks[a.Loan.Bank]
		var contract struct {
			ID string `json:"id"`
		}
		if err := bank.maker.post(ctx, "/applications/"+a.application+"/contract", map[string]any{"drawdown": s.today()}, &contract); err != nil {
			return err
		}
		a.loan = contract.ID
		for _, side := range []*desk{s.desks[a.Key], bank} {
			if err := side.bind(ctx, "/contracts/"+a.loan+"/sign", nil); err != nil {
				return err
			}
		}
		margin := map[string]any{"kind": "margin", "amount_fen": a.amount / 20, "reference": "BZJ-" + a.Key}
		if err := bank.maker.post(ctx, "/loans/"+a.loan+"/payments", margin, nil); err != nil {
			return err
		}
	}
	if !s.own() {
		if err := s.sanction(ctx); err != nil {
			return err
		}
	}
	total := money.Fen(0)
	for _, a := range s.lent() {
		if err := s.desks[a.Loan.Bank].bind(ctx, "/contracts/"+a.loan+"/disburse", nil); err != nil {
			return err
		}
		total += a.amount
	}
	s.prove("双方签约，保证金先到位，放款 %d 笔共 %s 万元，借贷双方账簿同时记账", "both sides signed, margin came first; %d loans paid out, %s ten thousand yuan, booked on both sides at once", len(s.lent()), total.Wan())
	return nil
}

// sanction puts a company on the joint sanction list; the bank cannot pay it any more.
func (s *Story) sanction(ctx context.Context) error {
	a := s.assets[barred]
	until := s.today().AddMonths(12)
	err := s.desks["regulator"].bind(ctx, "/sanctions", map[string]any{
		"subject": a.USCC, "grounds": "misuse", "until": until, "decision": "超出许可范围转售数据，列入联合惩戒名单一年。",
	})
	if err != nil {
		return err
	}
	err = s.desks[a.Loan.Bank].bind(ctx, "/contracts/"+a.loan+"/disburse", nil)
	if err := expect(refusedWith(err, registry.ErrSanctioned), "a sanctioned borrower was paid: %v", err); err != nil {
		return err
	}
	s.prove("《%s》的权利人被列入联合惩戒名单，放款被拒绝", "the holder of “%s” was put on the sanction list and could not be paid", a.Title)
	return nil
}
