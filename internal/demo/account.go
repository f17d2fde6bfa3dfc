package demo

import (
	"context"

	"shurong.org/shurong/money"
)

// account closes the books: every entry of every party is walked, debits equal credits, and each loan's statement is left.
func (s *Story) account(ctx context.Context) error {
	entries, parties := 0, map[string]bool{}
	for _, a := range s.lent() {
		for _, key := range []string{a.Key, a.Loan.Bank} {
			if parties[key] {
				continue
			}
			parties[key] = true
			n, err := s.walk(ctx, key)
			if err != nil {
				return err
			}
			entries += n
		}
		statement, err := s.desks[a.Loan.Bank].maker.download(ctx, "/loans/"+a.loan+"/statement")
		if err != nil {
			return err
		}
		if err := s.write(a.Key+"-statement.json", statement); err != nil {
			return err
		}
	}
	s.prove("%d 家的账簿逐笔走查 %d 笔分录，借贷相等；每笔贷款附对账单", "the books of %d parties walked, %d entries, debits equal credits; a statement of each loan", len(parties), entries)
	return nil
}

func (s *Story) walk(ctx context.Context, key string) (int, error) {
	var checked struct {
		Entries int `json:"entries"`
	}
	if err := s.desks[key].maker.get(ctx, "/books/check", &checked); err != nil {
		return 0, err
	}
	var trial struct {
		Debit  money.Fen `json:"debit_fen"`
		Credit money.Fen `json:"credit_fen"`
	}
	if err := s.desks[key].maker.get(ctx, "/books/balances", &trial); err != nil {
		return 0, err
	}
	return checked.Entries, expect(trial.Debit == trial.Credit && trial.Debit > 0, "the books of %s: debits %s, credits %s", key, trial.Debit, trial.Credit)
}
