package auth

import (
	"context"
	"slices"

	"shurong.org/shurong/internal/audit"
)

// Role is what an organisation is admitted as. The registry uses the same words for the same roles.
type Role string

// The roles of the field.
const (
	Enterprise  Role = "enterprise"   // 数据企业: holds data, borrows
	Registrar   Role = "registrar"    // 登记机构
	Appraiser   Role = "appraiser"    // 评估机构
	Bank        Role = "bank"         // 银行
	Guarantor   Role = "guarantor"    // 担保机构
	Exchange    Role = "exchange"     // 数据交易所
	PlanManager Role = "plan_manager" // 计划管理人
	Investor    Role = "investor"     // 投资者
	Regulator   Role = "regulator"    // 监管机构
)

// Roles are all roles in the order in which screens list them.
var Roles = []Role{Enterprise, Registrar, Appraiser, Bank, Guarantor, Exchange, PlanManager, Investor, Regulator}

// Valid reports whether r is a role of the field.
func (r Role) Valid() bool { return slices.Contains(Roles, r) }

// Principal is who a request comes from: one person, acting for one organisation, in a session or by a token.
type Principal struct {
	User  string // identifier of the user; never reused
	Name  string // what colleagues call the user
	Org   string // credit code (USCC) of the organisation; empty for an administrator who belongs to none
	Roles []Role // roles of the organisation that the user may act in
	Admin bool   // administers this node: users, settings. It gives no right to an organisation's business

	Session string // identifier of the session, or empty
	Token   string // identifier of the API token, or empty
	Scope   Scope  // what the token was narrowed to
}

// Scope narrows what an API token may do of what its user may do. The zero value narrows nothing.
type Scope struct {
	ReadOnly bool     // only requests that change nothing
	Actions  []Action // only these actions; nil is all
}

// Can reports whether the policy lets p do a. Ownership of single rows is the capability's to check.
func (p Principal) Can(a Action) bool {
	rule, known := policy[a]
	if !known || p.User == "" {
		return false
	}
	if p.Token != "" && (rule.SessionOnly || p.Scope.Actions != nil && !slices.Contains(p.Scope.Actions, a)) {
		return false
	}
	switch {
	case rule.Anyone:
		return true
	case rule.Admin && p.Admin:
		return true
	case p.Org == "":
		return false
	case rule.AnyOrg:
		return true
	}
	return slices.ContainsFunc(p.Roles, func(r Role) bool { return slices.Contains(rule.Roles, r) })
}

// Has reports whether p may act in a role.
func (p Principal) Has(r Role) bool { return slices.Contains(p.Roles, r) }

type contextKey struct{}

// With returns a context that carries p. What is done under it is put down to p in the audit trail.
func With(ctx context.Context, p Principal) context.Context {
	ctx = audit.WithActor(ctx, audit.Actor{User: p.User, Name: p.Name, Org: p.Org, Token: p.Token})
	return context.WithValue(ctx, contextKey{}, p)
}

// From returns the principal of a request; ok is false when nobody is signed in.
func From(ctx context.Context) (p Principal, ok bool) {
	p, ok = ctx.Value(contextKey{}).(Principal)
	return p, ok
}

// Must returns the principal of a request, or the fault that a person who is not signed in meets.
func Must(ctx context.Context) (Principal, error) {
	if p, ok := From(ctx); ok {
		return p, nil
	}
	return Principal{}, ErrSignIn.With()
}

// Check returns the principal if it may do a, or the fault to answer with.
func Check(ctx context.Context, a Action) (Principal, error) {
	p, err := Must(ctx)
	if err != nil {
		return Principal{}, err
	}
	if !p.Can(a) {
		return Principal{}, ErrMayNot.With("action", a)
	}
	return p, nil
}
