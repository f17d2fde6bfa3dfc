package demo

import (
	"context"
	"errors"

	"shurong.org/shurong/internal/auth"
	"shurong.org/shurong/internal/example"
	"shurong.org/shurong/internal/node"
)

// registrarCode is the example registrar's part of certificate codes: province 32, digit 1.
const (
	registrarRegion = "32"
	registrarDigit  = "1"
)

// Operator is the account of the example node's administrator.
const Operator = "operator"

// Seed founds the registry of an example node and makes the sign-ins of the registrar and of the node's administrator. It
// may be repeated.
func Seed(ctx context.Context, n *node.Node) error {
	for _, o := range example.Organisations() {
		if o.Role != "registrar" {
			continue
		}
		err := n.Found(ctx, node.Founding{
			USCC: o.USCC, NameZH: o.Name.ZH, NameEN: o.Name.EN, Region: o.Region, CodeRegion: registrarRegion, CodeDigit: registrarDigit,
		})
		if err != nil && !errors.Is(err, node.ErrFounded) {
			return err
		}
		if err := people(ctx, n, o); err != nil {
			return err
		}
	}
	return user(ctx, n, auth.NewUser{Account: Operator, Name: "运维", Admin: true})
}

// people makes the sign-ins of an organisation's two persons.
func people(ctx context.Context, n *node.Node, o example.Organisation) error {
	for _, p := range []example.Person{o.Maker, o.Checker} {
		if err := user(ctx, n, auth.NewUser{Account: p.Account, Name: p.Name, Org: o.USCC}); err != nil {
			return err
		}
	}
	return nil
}

func user(ctx context.Context, n *node.Node, u auth.NewUser) error {
	if _, err := n.Auth.UserByAccount(ctx, u.Account); err == nil {
		return nil
	}
	_, err := n.Auth.CreateUser(ctx, u, Password)
	return err
}
