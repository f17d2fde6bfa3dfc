package auth

import "shurong.org/shurong/fault"

// ErrSignIn says that the request came without a session or token that is still good.
var ErrSignIn = fault.Define("auth.sign_in", fault.Unauthenticated,
	"请先登录", "sign in first").
	Hint("登录已过期或尚未登录；接口调用请带上 Authorization: Bearer 令牌",
		"the session has ended or there was none; programs send Authorization: Bearer with a token")

// ErrMayNot says that the policy does not let the person do this.
var ErrMayNot = fault.Define("auth.may_not", fault.Forbidden,
	"您的账号无权进行此操作（{action}）", "your account may not do this ({action})").
	Hint("请由有相应角色的同事办理，或联系节点管理员", "ask a colleague who has the role, or the node's administrator")
