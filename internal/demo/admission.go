package demo

import (
	"context"

	"shurong.org/shurong/internal/example"
)

// admit has the registrar admit every organisation, and signs everybody in.
func (s *Story) admit(ctx context.Context) (err error) {
	if s.admin, err = signIn(ctx, s.URL, Operator); err != nil {
		return err
	}
	everyone := example.Everyone()
	for i := range everyone { // the registrar first: it admits the others
		if everyone[i].Role == "registrar" {
			everyone[0], everyone[i] = everyone[i], everyone[0]
		}
	}
	for i, o := range everyone {
		if i > 0 {
			err := s.desks["registrar"].maker.post(ctx, "/organisations", map[string]any{
				"uscc": o.USCC, "name": o.Name.ZH, "name_en": o.Name.EN, "region": o.Region, "roles": []string{o.Role},
			}, nil)
			if err != nil {
				return err
			}
			if err := people(ctx, s.Node, o); err != nil {
				return err
			}
		}
		if s.desks[o.Key], err = s.open(ctx, o); err != nil {
			return err
		}
	}
	s.prove("%d 家机构准入，统一社会信用代码校验位逐一核对", "%d organisations admitted, the check digit of every credit code verified", len(everyone))
	return nil
}

func (s *Story) open(ctx context.Context, o example.Organisation) (*desk, error) {
	maker, err := signIn(ctx, s.URL, o.Maker.Account)
	if err != nil {
		return nil, err
	}
	checker, err := signIn(ctx, s.URL, o.Checker.Account)
	return &desk{maker: maker, checker: checker}, err
}
