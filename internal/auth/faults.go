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

// The faults of signing in. ErrCredentials does not say which half was wrong, nor whether the account exists.
var (
	ErrCredentials = fault.Define("auth.credentials", fault.Unauthenticated,
		"账号或密码不正确", "account or password is not right")
	ErrTooMany = fault.Define("auth.too_many", fault.Limit,
		"尝试次数过多，请在 {retry_after} 秒后再试", "too many attempts; try again in {retry_after} seconds")
	ErrBusy = fault.Define("auth.busy", fault.Limit,
		"登录请求过多，请在 {retry_after} 秒后再试", "too many people are signing in; try again in {retry_after} seconds")
	ErrLink = fault.Define("auth.link", fault.Forbidden,
		"链接无效、已使用或已过期", "the link is not valid, was used, or has expired").
		Hint("请向节点管理员索取新的链接；首个管理员的链接在程序启动时打印，重新启动会换新",
			"ask the node's administrator for a new one; the first administrator's is printed when the program starts")
	ErrSetupDone = fault.Define("auth.setup_done", fault.Conflict,
		"已有管理员，初始设置已完成", "there is an administrator already; setup is done")
)

// The faults of accounts.
var (
	ErrAccountForm = fault.Define("auth.account_form", fault.Invalid,
		"账号应为 3 至 64 个小写字母、数字或 . _ - @，以字母或数字开头",
		"an account is 3 to 64 lower-case letters, digits or . _ - @, beginning with a letter or digit")
	ErrAccountTaken = fault.Define("auth.account_taken", fault.Conflict,
		"账号 {account} 已被使用", "the account {account} is taken")
	ErrName = fault.Define("auth.name", fault.Invalid,
		"姓名应为 1 至 64 个字", "a name is 1 to 64 characters")
	ErrRoles = fault.Define("auth.roles", fault.Invalid,
		"机构没有角色 {role}", "the organisation does not have the role {role}")
	ErrNoOrg = fault.Define("auth.no_org", fault.NotFound,
		"节点上没有机构 {org}", "there is no organisation {org} on this node")
	ErrNeedsOrg = fault.Define("auth.needs_org", fault.Invalid,
		"除管理员外，用户须属于一个机构", "a user belongs to an organisation, unless an administrator")
	ErrNoUser = fault.Define("auth.no_user", fault.NotFound,
		"没有用户 {user}", "there is no user {user}")
	ErrLastAdmin = fault.Define("auth.last_admin", fault.Conflict,
		"不能停用最后一位管理员", "the last administrator cannot be disabled")
	ErrPasswordShort = fault.Define("auth.password_short", fault.Invalid,
		"密码至少 {min} 个字符", "a password has at least {min} characters")
	ErrPasswordLong = fault.Define("auth.password_long", fault.Invalid,
		"密码至多 {max} 个字符", "a password has at most {max} characters")
	ErrPasswordWeak = fault.Define("auth.password_weak", fault.Invalid,
		"密码过于简单", "the password is too easy to guess").
		Hint("不要包含账号，也不要由少数几个字符重复而成", "leave the account out of it, and do not repeat a few characters")
	ErrPasswordWrong = fault.Define("auth.password_wrong", fault.Forbidden,
		"当前密码不正确", "the present password is not right")
	ErrNoSession = fault.Define("auth.no_session", fault.NotFound, "没有这个会话", "there is no such session")
	ErrNoToken   = fault.Define("auth.no_token", fault.NotFound, "没有这个令牌", "there is no such token")
	ErrTokenLife = fault.Define("auth.token_life", fault.Invalid,
		"令牌有效期应为 1 至 {max} 天", "a token lives for 1 to {max} days")
	ErrTokenAction = fault.Define("auth.token_action", fault.Invalid,
		"令牌不能包含 {action}：您无权进行，或该操作不接受令牌",
		"a token cannot be given {action}: you may not do it, or it does not take tokens")
	ErrTokenCount = fault.Define("auth.token_count", fault.Conflict,
		"每人至多 {max} 个有效令牌", "a person has at most {max} live tokens").
		Hint("请先撤销不再使用的令牌", "revoke one that is no longer used")
)
