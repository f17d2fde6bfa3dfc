package servicing

import (
	"context"
	"fmt"
	"testing"
	"time"

	"pgregory.net/rapid"

	"shurong.org/shurong/daycount"
	"shurong.org/shurong/fault"
	"shurong.org/shurong/internal/books"
	"shurong.org/shurong/internal/db"
	"shurong.org/shurong/internal/db/dbtest"
	"shurong.org/shurong/internal/registry"
	"shurong.org/shurong/loan"
	"shurong.org/shurong/money"
)

// still is a clock that a test moves.
type still struct{ now time.Time }

func (c *still) Now() time.Time { return c.now }

// machine drives one loan by random money, days and values, without a registry.
type machine struct {
	ctx   context.Context
	s     *Service
	clock *still
	cal   *daycount.Calendar
	id    string
	index uint64
}

func (m *machine) today() daycount.Date { return daycount.DateOf(m.clock.now) }

// move runs one change of the loan in a transaction. A refusal is as good as a success, as long as nothing of it is
// left.
func (m *machine) move(t *rapid.T, fn func(*ledger) error) {
	err := m.s.store.Tx(m.ctx, func(tx *db.Tx) error {
		_, err := m.s.books(m.ctx, tx, m.id, fn)
		return err
	})
	if err != nil && fault.From(err).Kind() == fault.Internal {
		t.Fatal(err)
	}
}

func (m *machine) loan(t *rapid.T) *Loan {
	var l *Loan
	err := m.s.store.View(m.ctx, func(tx *db.Tx) (err error) {
		l, err = load(m.ctx, tx, m.id)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// check holds the loan against both books, and its calls and amounts against their rules.
func (m *machine) check(t *rapid.T) {
	err := m.s.store.View(m.ctx, func(tx *db.Tx) error {
		l, err := load(m.ctx, tx, m.id)
		if err != nil {
			return err
		}
		if err := check(m.ctx, tx, l); err != nil {
			return err
		}
		for _, org := range []string{l.Lender, l.Borrower} {
			trial, err := books.TrialBalance(m.ctx, tx, org, daycount.Date{})
			if err != nil {
				return err
			}
			if trial.Debit != trial.Credit {
				t.Fatalf("%s: debits %s, credits %s", org, trial.Debit, trial.Credit)
			}
		}
		if l.Advance < 0 || l.Margin < 0 || l.Paid.Principal > l.Terms.Contract.Principal {
			t.Fatalf("amounts out of range: %+v", l)
		}
		if l.State == Repaid && (l.Advance != 0 || l.Margin != 0 || l.Accrued.Interest != l.Paid.Interest ||
			l.Accrued.Penalty != l.Paid.Penalty) {
			t.Fatalf("repaid, and yet: %+v", l)
		}
		c, err := lastCall(m.ctx, tx, m.id)
		if err == nil && c != nil && c.State == CallOpen && (l.Value == nil || !l.Value.Call) {
			t.Fatalf("a call is open although the last test found nothing: %+v", l.Value)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestWhateverHappensBothBooksSayWhatTheLoanSays(t *testing.T) {
	store := dbtest.Node(t)
	n := 0
	rapid.Check(t, func(t *rapid.T) {
		n++
		c := &still{now: time.Date(2026, 3, 2, 10, 0, 0, 0, daycount.China)}
		m := &machine{ctx: context.Background(), s: &Service{store: store, clock: c}, clock: c,
			cal: daycount.StateCouncil(), id: fmt.Sprintf("LC-%d", n), index: 10}
		m.begin(t, n)
		m.check(t)
		t.Repeat(map[string]func(*rapid.T){
			"":        m.check,
			"days":    m.days,
			"pay":     m.pay,
			"payoff":  m.payoff,
			"deposit": m.deposit,
			"apply":   m.apply,
			"value":   m.value,
			"call in": m.callIn,
		})
	})
}

func (m *machine) begin(t *rapid.T, n int) {
	rate, err := loan.ParseRate(rapid.SampledFrom([]string{"0", "0.0345", "0.12", "0.24"}).Draw(t, "rate"))
	if err != nil {
		t.Fatal(err)
	}
	contract, err := loan.Contract{
		Principal: money.Fen(rapid.Int64Range(1, 500_000_000).Draw(t, "principal")), Rate: rate,
		Method: rapid.SampledFrom([]loan.Method{loan.EqualInstalment, loan.EqualPrincipal, loan.InterestOnly,
			loan.BulletAll}).Draw(t, "method"),
		Drawdown: m.today(), Maturity: m.today().AddMonths(rapid.IntRange(1, 15).Draw(t,
			"months")), GraceDays: rapid.IntRange(0, 5).Draw(t, "grace"),
	}.Normal()
	if err != nil {
		t.Fatal(err)
	}
	margin, err := loan.MarginTerms{}.Normal()
	if err != nil {
		t.Fatal(err)
	}
	value := contract.Principal*10/3 + 1
	err = m.s.store.Tx(m.ctx, func(tx *db.Tx) error {
		err := Open(m.ctx, tx, Opening{ID: m.id, Lender: fmt.Sprintf("bank%d", n), Borrower: fmt.Sprintf("firm%d", n),
			Terms: Terms{
				Contract: contract, Margin: margin, HeartbeatDays: 10, Value: value}})
		if err != nil {
			return err
		}
		return m.s.Disburse(m.ctx, tx, m.id, "LO-1", m.index, m.cal)
	})
	if err != nil {
		t.Fatal(err)
	}
}

func (m *machine) days(t *rapid.T) {
	m.clock.now = m.clock.now.AddDate(0, 0, rapid.SampledFrom([]int{1, 1, 3, 17, 31, 95}).Draw(t, "days"))
	m.move(t, func(b *ledger) error { return b.endDay(m.today()) })
}

// take records money as the service does, announcement and audit left out.
func (m *machine) take(t *rapid.T, kind PaymentKind, amount money.Fen) {
	m.move(t, func(b *ledger) error {
		p := &Payment{Kind: kind, Amount: amount}
		if err := b.acceptable(p); err != nil {
			return err
		}
		if err := b.take(p, m.today(), m.cal); err != nil {
			return err
		}
		return putPayment(b.ctx, b.tx, b.l.ID, p)
	})
}

func (m *machine) pay(t *rapid.T) {
	l := m.loan(t)
	amount := money.Fen(rapid.Int64Range(1, int64(l.Terms.Contract.Principal)).Draw(t, "amount"))
	if l.Seen.NextFen > 0 && rapid.Bool().Draw(t, "instalment") {
		amount = l.Seen.NextFen
	}
	if l.Seen.Due > 0 && rapid.Bool().Draw(t, "dues") {
		amount = l.Seen.Due
	}
	m.take(t, Repayment, amount)
}

func (m *machine) payoff(t *rapid.T) {
	if rapid.IntRange(0, 4).Draw(t, "rarely") != 0 {
		t.Skip("not now")
	}
	l := m.loan(t)
	var q loan.Quote
	err := m.s.store.View(m.ctx, func(tx *db.Tx) error {
		paid, err := posted(m.ctx, tx, m.id)
		if err != nil {
			return err
		}
		q, err = loan.Payoff(l.Terms.Contract, l.Schedule, paid, m.today())
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if q.Total > 0 {
		m.take(t, Payoff, q.Total)
	}
}

func (m *machine) deposit(t *rapid.T) {
	l := m.loan(t)
	m.take(t, Deposit, money.Fen(rapid.Int64Range(1, int64(l.Terms.Contract.Principal)).Draw(t, "margin")))
}

func (m *machine) apply(t *rapid.T) {
	m.move(t, func(b *ledger) error {
		day := m.today()
		if err := b.to(day); err != nil {
			return err
		}
		if err := b.look(day); err != nil {
			return err
		}
		most, err := b.l.applicable()
		if err != nil {
			return err
		}
		b.l.Margin -= most
		split, err := b.receive(day, most, books.KindMarginApplied, books.MarginApplied)
		if err != nil {
			return err
		}
		pay := &Payment{Kind: Applied, State: Posted, Date: day, Amount: most}
		pay.setSplit(split)
		if err := putPayment(b.ctx, b.tx, b.l.ID, pay); err != nil {
			return err
		}
		return b.weighAgain(day, m.cal)
	})
}

func (m *machine) value(t *rapid.T) {
	m.index++
	value := money.Fen(rapid.Int64Range(0, 2*int64(m.loan(t).Terms.Value)).Draw(t, "value"))
	m.move(t, func(b *ledger) error {
		if !b.l.State.owes() {
			return nil
		}
		return b.sighted(Point{Source: ByHeartbeat, At: m.clock.now.UnixMilli(), Date: m.today(), Index: m.index,
			Value: value}, new(registry.Heartbeat), m.cal)
	})
}

func (m *machine) callIn(t *rapid.T) {
	if rapid.IntRange(0, 9).Draw(t, "rarely") != 0 {
		t.Skip("not now")
	}
	m.move(t, func(b *ledger) error {
		if b.l.State != Active {
			return nil
		}
		b.l.State = Enforcing
		if err := b.callIn(m.today()); err != nil {
			return err
		}
		return b.look(m.today())
	})
}

func TestCheckpointsAreTheSameVisitedOneByOneOrAtOnce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		start := daycount.MustDate("2026-01-01").AddDays(rapid.IntRange(0, 400).Draw(t, "start"))
		var schedule []loan.Instalment
		due := start
		for range rapid.IntRange(0, 8).Draw(t, "instalments") {
			due = due.AddDays(rapid.IntRange(1, 70).Draw(t, "gap"))
			schedule = append(schedule, loan.Instalment{Due: due})
		}
		end := start.AddDays(rapid.IntRange(0, 500).Draw(t, "length"))
		want := fmt.Sprint(checkpoints(schedule, start, end))
		var got []daycount.Date
		for from := start; from.Before(end); {
			to := from.AddDays(rapid.IntRange(1, 60).Draw(t, "step"))
			if to.After(end) {
				to = end
			}
			got = append(got, checkpoints(schedule, from, to)...)
			from = to
		}
		if fmt.Sprint(got) != want && len(got)+len(checkpoints(schedule, start, end)) > 0 {
			t.Fatalf("one by one %v, at once %v", got, want)
		}
		for i, d := range checkpoints(schedule, start, end) {
			if !d.After(start) || d.After(end) || i > 0 && !d.After(checkpoints(schedule, start, end)[i-1]) {
				t.Fatalf("%s is out of place in %s", d, want)
			}
		}
	})
}
