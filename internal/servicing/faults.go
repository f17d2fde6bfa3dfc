package servicing

import "shurong.org/shurong/fault"

var (
	// ErrNotFound says that a thing does not exist, or not for the one who asks.
	ErrNotFound = fault.Define("servicing.not_found", fault.NotFound,
		"未找到{zh} {id}", "there is no {en} {id}").
		Hint("请核对编号；只能查看本机构作为贷款人或借款人的贷款", "check the number; you see the loans your organisation gave or took")
	// ErrState says that a loan is not at the point where this can be done.
	ErrState = fault.Define("servicing.state", fault.Conflict,
		"贷款 {loan} 当前状态为 {state}，不能{zh}", "loan {loan} is {state}: it cannot be {en} now")
	// ErrParty says that the act is the other side's.
	ErrParty = fault.Define("servicing.party", fault.Forbidden,
		"只有{zh}可以这样做", "only the {en} can do this")
	// ErrAmount says that an amount is not positive, or over what there is to pay.
	ErrAmount = fault.Define("servicing.amount", fault.Invalid,
		"金额 {have} 元应大于零且不超过 {most} 元", "the amount {have} should be over zero and at most {most}")
	// ErrPayoffAmount says that an amount does not close the loan.
	ErrPayoffAmount = fault.Define("servicing.payoff_amount", fault.Conflict,
		"结清金额为 {want} 元，而非 {have} 元", "{want} closes the loan, not {have}").
		Hint("请按当日结清报价办理；报价随利息逐日变化", "use the day's quote; it changes from day to day with the interest")
	// ErrPayment says that a payment was decided on before.
	ErrPayment = fault.Define("servicing.payment_decided", fault.Conflict,
		"第 {n} 笔款项已处理（{state}）", "payment {n} was decided on before ({state})")
	// ErrNothingOwed says that margin can only be applied to what is due.
	ErrNothingOwed = fault.Define("servicing.nothing_due", fault.Conflict,
		"贷款 {loan} 没有可由保证金抵偿的到期款项", "nothing is due on loan {loan} that its margin could pay")
	// ErrNoDefault says that there are no grounds to enforce.
	ErrNoDefault = fault.Define("servicing.no_default", fault.Conflict,
		"贷款 {loan} 既无逾期款项，也无逾期未补足的追加保证金，不能启动处置",
		"loan {loan} is not overdue and no margin call on it has failed: enforcement cannot be opened").
		Hint("追加保证金期限届满后的次日起方可启动", "it can be opened from the day after a call's deadline")
	// ErrReason says that a text is missing or too long.
	ErrReason = fault.Define("servicing.reason", fault.Invalid,
		"请填写说明（2 至 1000 个字）", "say why in 2 to 1,000 characters")
	// ErrOtherLog says that the cursor is beyond the log: the node store and the registry come from different backups.
	ErrOtherLog = fault.Define("servicing.other_log", fault.Conflict,
		"贷后监测已读至日志第 {cursor} 条，而日志只有 {size} 条", "monitoring has read {cursor} entries of a log that has {size}").
		Hint("登记库与节点库须来自同一备份", "registry and node store must come from one backup")
	// ErrBooks says that a loan and its books disagree: a fault of the program, nothing was changed.
	ErrBooks = fault.Define("servicing.books", fault.Internal,
		"贷款 {loan} 与账簿不一致：{why}", "loan {loan} and its books disagree: {why}")
)
