package demo

import (
	"context"

	"shurong.org/shurong/credential"
	"shurong.org/shurong/daycount"
	"shurong.org/shurong/money"
)

// Who lives through what. In a user's own story the one company lives through all but the failure.
const (
	cures    = "crops"   // tops up when called
	fails    = "meters"  // does not, and is enforced against
	releases = "parking" // pays off early
)

func (s *Story) one(key string) *asset {
	if a, ok := s.assets[key]; ok {
		return a
	}
	return s.inOrder()[0]
}

// live lets a month pass in which all is well: new data, heartbeats, first instalments.
func (s *Story) live(ctx context.Context) error {
	if err := s.moveTo(ctx, daycount.NewDate(2026, 8, 14)); err != nil {
		return err
	}
	for _, a := range s.lent() {
		v, err := s.after(ctx, a, s.refresh)
		if err != nil {
			return err
		}
		if err := expect(v.Call == nil && v.State == "active", "%s is called for margin although its data is well", a.Key); err != nil {
			return err
		}
	}
	s.prove("一个月后：%d 份数据如约更新，心跳正常，无追加保证金", "a month on: %d data sets renewed as promised, heartbeats regular, no margin called", len(s.lent()))
	if err := s.moveTo(ctx, daycount.NewDate(2026, 8, 31)); err != nil {
		return err
	}
	for _, a := range s.lent() {
		if !s.keeps(a) {
			continue
		}
		if _, err := s.after(ctx, a, s.refresh); err != nil {
			return err
		}
	}
	return s.instalments(ctx)
}

// after changes a company's data, has its agent report, and returns the loan as it then stands.
func (s *Story) after(ctx context.Context, a *asset, change func(*asset) error) (*loanView, error) {
	if err := change(a); err != nil {
		return nil, err
	}
	if err := s.beat(ctx, a); err != nil {
		return nil, err
	}
	return s.loanOf(ctx, a)
}

// instalments has every borrower pay what is due.
func (s *Story) instalments(ctx context.Context) error {
	n := 0
	for _, a := range s.lent() {
		v, err := s.loanOf(ctx, a)
		if err != nil {
			return err
		}
		if v.Due == 0 || v.State != "active" {
			continue
		}
		if err := s.receive(ctx, a, "repayment", v.Due); err != nil {
			return err
		}
		if v, err = s.loanOf(ctx, a); err != nil {
			return err
		}
		if err := expect(v.Due == 0, "%s still owes %s after paying what was due", a.Key, v.Due); err != nil {
			return err
		}
		n++
	}
	if n > 0 {
		s.prove("%d 笔到期款项收讫，利息按实际天数/360 计提，账簿逐笔平衡", "%d instalments received; interest accrued by actual days over 360; every entry balances", n)
	}
	return nil
}

// receive has the borrower announce a payment and the bank confirm that it arrived.
func (s *Story) receive(ctx context.Context, a *asset, kind string, amount money.Fen) error {
	var v struct {
		Payments []struct {
			N     int    `json:"n"`
			State string `json:"state"`
		} `json:"payments"`
	}
	body := map[string]any{"kind": kind, "amount_fen": amount, "reference": "DEMO-" + kind}
	if err := s.desks[a.Key].maker.post(ctx, "/loans/"+a.loan+"/payments", body, &v); err != nil {
		return err
	}
	for _, p := range v.Payments {
		if p.State == "announced" {
			return s.desks[a.Loan.Bank].maker.post(ctx, "/loans/"+a.loan+"/payments/"+itoa(p.N)+"/confirm", nil, nil)
		}
	}
	return expect(false, "the payment of %s was not announced", a.Key)
}

// fall degrades the data of two companies; their values fall by more than a fifth, and margin is called.
func (s *Story) fall(ctx context.Context) error {
	if err := s.moveTo(ctx, daycount.NewDate(2026, 9, 7)); err != nil {
		return err
	}
	for _, a := range s.troubled() {
		v, err := s.after(ctx, a, s.degrade)
		if err != nil {
			return err
		}
		if err := expect(v.Call != nil && v.Call.State == "open" && v.Drop > 2000, "no margin was called from %s: %+v", a.Key, v); err != nil {
			return err
		}
		s.prove("《%s》数据质量劣化，价值较放款时下降 %d%%，追加保证金 %s 元，限 %s 前", "“%s”: the data degraded, its value fell by %d%% since disbursement; %s yuan of margin called, due %s",
			a.Title, v.Drop/100, v.Call.Shortfall.Grouped(), v.Call.Deadline)
	}
	return nil
}

func (s *Story) troubled() []*asset {
	if s.own() {
		return s.inOrder()
	}
	return []*asset{s.assets[cures], s.assets[fails]}
}

// cure has one borrower top up in time.
func (s *Story) cure(ctx context.Context) error {
	a := s.one(cures)
	v, err := s.loanOf(ctx, a)
	if err != nil {
		return err
	}
	if err := s.workdays(ctx, 2); err != nil {
		return err
	}
	if err := s.receive(ctx, a, "margin", v.Call.Shortfall); err != nil {
		return err
	}
	if v, err = s.loanOf(ctx, a); err != nil {
		return err
	}
	s.prove("《%s》：借款人追加 %s 元后，追加通知解除", "“%s”: the borrower deposited %s yuan and the call is cured", a.Title, v.Margin.Grouped())
	return expect(v.Call == nil, "the call on %s is still %+v", a.Key, v.Call)
}

// enforce lets the other's deadline pass; its bank opens enforcement.
func (s *Story) enforce(ctx context.Context) error {
	a := s.assets[fails]
	bank := s.desks[a.Loan.Bank]
	early := map[string]string{"reason": "数据价值下降，尚未到期。"}
	if err := bank.bind(ctx, "/loans/"+a.loan+"/enforce", early); err == nil {
		return expect(false, "enforcement was opened before the deadline")
	}
	if err := s.workdays(ctx, 5); err != nil {
		return err
	}
	v, err := s.loanOf(ctx, a)
	if err != nil {
		return err
	}
	if err := expect(v.Call != nil && v.Call.State == "failed", "the call on %s did not fail at its deadline", a.Key); err != nil {
		return err
	}
	if err := bank.bind(ctx, "/loans/"+a.loan+"/enforce", map[string]string{"reason": "未在期限内追加保证金，依质押合同启动处置。"}); err != nil {
		return err
	}
	if v, err = s.loanOf(ctx, a); err != nil {
		return err
	}
	if err := s.instalments(ctx); err != nil { // the others pay what fell due meanwhile
		return err
	}
	s.prove("《%s》：期限届满未追加，处置程序启动，登记簿可见；期限之前不能启动", "“%s”: the deadline passed without margin; enforcement is open and on the register, and could not be opened before", a.Title)
	return expect(v.State == "enforcing", "the loan of %s is %s", a.Key, v.State)
}

// release has one borrower pay off; the lien ends, and its certificate says so.
func (s *Story) release(ctx context.Context) error {
	a := s.one(releases)
	var quote struct {
		Total money.Fen `json:"total_fen"`
	}
	if err := s.desks[a.Key].maker.get(ctx, "/loans/"+a.loan+"/payoff", &quote); err != nil {
		return err
	}
	if err := s.receive(ctx, a, "payoff", quote.Total); err != nil {
		return err
	}
	if err := s.desks[a.Loan.Bank].bind(ctx, "/loans/"+a.loan+"/release", nil); err != nil {
		return err
	}
	doc, err := s.desks[a.Key].maker.download(ctx, "/certificates/"+a.certificate+"/search")
	if err != nil {
		return err
	}
	if err := s.write(a.Key+"-search.json", doc); err != nil {
		return err
	}
	r, err := credential.Verify(doc, credential.Options{LogKey: s.Node.Ledger.VerifierKey(), Now: s.Node.Clock.Now()})
	if err != nil {
		return err
	}
	s.prove("《%s》：还清 %s 元，质押解除，查询证明写明无质押并附不存在证明", "“%s”: %s yuan paid off, the lien released; the search certificate proves that none is left", a.Title, quote.Total.Grouped())
	return expect(len(r.Liens) == 0, "the certificate of %s still carries %d liens", a.Key, len(r.Liens))
}
