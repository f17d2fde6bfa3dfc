// Package books is double entry: the private ledger of each organisation on the node store.
//
// An [Entry] is two or more [Line]s whose debits equal their credits. [Post] writes all of it or nothing, inside the
// caller's transaction, so that a loan's state and its money change together. [Disbursement], [Accrual], [Repayment]
// and the other recipes make entries; they are pure functions, and the only place that knows which account is debited.
//
// Invariants, checked before the first write and again from what was written:
//
//   - debits equal credits in every entry, hence in every organisation's books on every day;
//   - a line is one positive amount on one side of one account of the [Chart]; sums stay far inside int64;
//   - an account that is kept by contract names its contract, and never turns to its wrong side: no more principal is
//     repaid than was lent, no more margin released than was deposited;
//   - one ref posts once: posted again with the same content it is the same entry, with other content it is an error;
//   - nothing posted is changed or removed. A correction is a [Reversal], once per entry, followed by the right entry;
//   - a [Hold] reserves: it counts against what may be taken until it is posted, voided or has expired;
//   - after a [Close] nothing is booked on that day or before it; what is worth from an earlier day is booked later.
//
// Entries of an organisation are numbered without gaps and chained by digest; [Verify] walks the chain, recomputes every
// total and says the first thing that does not hold.
//
// Writing is set by set. [Batch] reads the totals, refs and chain that many entries touch by a few statements, judges every
// entry in memory in order, and writes entries, lines and totals by a few more; [Post] is a batch of one. [Writer] gathers
// what many callers post at once into one transaction. An entry then costs a share of about ten statements, eleven index
// insertions on two lines, and a digest of half a kilobyte.
//
// Current balances are kept beside the lines and cost one row; balances as of a day add up lines by index. All amounts are
// fen of CNY.
package books

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"shurong.org/shurong/daycount"
	"shurong.org/shurong/fault"
	"shurong.org/shurong/money"
)

// Kind says what an entry is about; it is the name of the recipe.
type Kind string

const (
	KindDisbursement   Kind = "disbursement"
	KindAccrual        Kind = "accrual"
	KindRepayment      Kind = "repayment"
	KindAdvanceApplied Kind = "advance_applied"
	KindRefund         Kind = "refund"
	KindMarginDeposit  Kind = "margin_deposit"
	KindMarginRelease  Kind = "margin_release"
	KindMarginApplied  Kind = "margin_applied"
	KindProvision      Kind = "provision"
	KindWriteOff       Kind = "write_off"
	KindRecovery       Kind = "recovery"
	KindReversal       Kind = "reversal"
)

// Text is what people read, in both languages.
type Text struct {
	ZH string `json:"zh"`
	EN string `json:"en"`
}

// Line is one amount on one side of an account: exactly one of Debit and Credit is positive, the other zero.
type Line struct {
	Account  Account   `json:"account"`
	Contract string    `json:"contract,omitempty"`
	Debit    money.Fen `json:"debit_fen,omitzero"`
	Credit   money.Fen `json:"credit_fen,omitzero"`
}

// Entry is what is posted. Ref names the business event ("loan/L-1/drawdown") and makes posting repeatable.
type Entry struct {
	Org      string        `json:"org"`
	Date     daycount.Date `json:"date"`            // value date: the day from which it counts
	Booked   daycount.Date `json:"booked,omitzero"` // booking date; zero: Date, or the first day that is not closed
	Time     int64         `json:"time"`            // of posting, Unix milliseconds by the node's clock
	Kind     Kind          `json:"kind"`
	Ref      string        `json:"ref"`
	Reverses string        `json:"reverses,omitempty"` // the ref this entry undoes
	Memo     Text          `json:"memo"`
	Lines    []Line        `json:"lines"`
}

// Bounds of an entry. The limits on text are those of what a screen can show; refs are made by programs.
const (
	MaxLines = 200
	maxRef   = 200
	maxName  = 64 // org, kind, contract
	maxMemo  = 500

	// maxSum keeps the totals of one account, and sums of ten of them, inside int64.
	maxSum = int64(900_000_000_000_000_000)
)

var (
	// ErrUnbalanced says that debits and credits of an entry differ.
	ErrUnbalanced = fault.Define("books.unbalanced", fault.Invalid,
		"借贷不平：借方 {debit} 元，贷方 {credit} 元", "debits of {debit} do not equal credits of {credit}").
		Hint("分录未入账，请检查金额", "nothing was posted; check the amounts")
	// ErrEmpty says that an entry has no lines, or only one.
	ErrEmpty = fault.Define("books.empty", fault.Invalid,
		"分录至少两行，至多 {max} 行", "an entry has at least two lines and at most {max}")
	// ErrLine says that a line is not one positive amount on one side.
	ErrLine = fault.Define("books.line", fault.Invalid,
		"第 {n} 行应且只应有一个大于零的借方或贷方金额", "line {n} must be one positive amount, debit or credit")
	// ErrAccount says that the chart has no such account.
	ErrAccount = fault.Define("books.account", fault.Invalid,
		"科目 {account} 不存在", "there is no account {account}")
	// ErrContract says that an account kept by contract was used without one.
	ErrContract = fault.Define("books.contract", fault.Invalid,
		"科目 {account} 须注明合同", "account {account} needs a contract")
	// ErrHead says that a field of an entry is empty, too long, or not plain text.
	ErrHead = fault.Define("books.head", fault.Invalid,
		"分录的 {field} 为空、过长或含不可用字符", "{field} of the entry is empty, too long, or holds characters it may not")
	// ErrRange says that an amount or a total is beyond what books hold.
	ErrRange = fault.Define("books.range", fault.Invalid,
		"金额或科目累计发生额超出范围", "an amount, or an account's total, is out of range")
	// ErrWrongSide says that an account would turn to its wrong side.
	ErrWrongSide = fault.Define("books.wrong_side", fault.Conflict,
		"合同 {contract} 的“{zh}”余额不足：现有 {have} 元，需要 {need} 元", "contract {contract} has {have} of {en}, {need} is needed").
		Hint("分录未入账；请先核对该合同的往来明细", "nothing was posted; check the contract's statement first")
	// ErrRefReused says that a ref was posted before with other content.
	ErrRefReused = fault.Define("books.ref_reused", fault.Conflict,
		"业务编号 {ref} 已用于另一笔内容不同的分录", "ref {ref} was posted before with other content").
		Hint("更正请先冲销原分录，再以新编号入账", "to correct it, reverse the entry and post again under a new ref")
	// ErrReversal says that an entry cannot be reversed so.
	ErrReversal = fault.Define("books.reversal", fault.Conflict,
		"不能冲销 {ref}：{zh}", "{ref} cannot be reversed: {en}")
	// ErrHeld says that a ref belongs to a hold, which is posted or voided, not posted past.
	ErrHeld = fault.Define("books.held", fault.Conflict,
		"业务编号 {ref} 是一笔预占", "ref {ref} is a hold").
		Hint("请对该预占确认入账或撤销", "post the hold or void it")
	// ErrHoldEnded says that a hold was posted, voided or expired before.
	ErrHoldEnded = fault.Define("books.hold_ended", fault.Conflict,
		"预占 {ref} 已结束：{zh}", "hold {ref} has ended: {en}")
	// ErrHoldLines says that a hold would be posted with more than was held, or elsewhere.
	ErrHoldLines = fault.Define("books.hold_lines", fault.Invalid,
		"入账内容超出预占 {ref} 的科目或金额", "the lines go beyond the accounts or amounts of hold {ref}")
	// ErrClosed says that a day is closed.
	ErrClosed = fault.Define("books.closed", fault.Conflict,
		"账簿已结至 {closed}，不能再记入 {day}", "the books are closed to {closed}; nothing is booked on {day} any more").
		Hint("更正请记入未结账日，起息日可以更早", "book it on an open day; its value date may be earlier")
	// ErrOverLimit says that an account would go over its bound.
	ErrOverLimit = fault.Define("books.over_limit", fault.Conflict,
		"合同 {contract} 的“{zh}”余额将为 {would} 元，超过上限 {most} 元",
		"{en} of contract {contract} would be {would}, over its bound of {most}")
	// ErrTie says that a sub-ledger does not add up to the books.
	ErrTie = fault.Define("books.tie", fault.Conflict,
		"科目 {account}（合同 {contract}）账簿为 {have} 元，明细为 {want} 元，未结账",
		"account {account} (contract {contract}) is {have} in the books and {want} in the sub-ledger; not closed").
		Hint("请查明差额后再结账", "find the difference, then close again")
	// ErrNotFound says that the books have no entry of that ref.
	ErrNotFound = fault.Define("books.not_found", fault.NotFound,
		"没有业务编号为 {ref} 的分录", "there is no entry with ref {ref}")
	// ErrCursor says that a page's cursor was not made by us.
	ErrCursor = fault.Define("books.cursor", fault.Invalid,
		"翻页游标无效", "the cursor is not valid")
	// ErrTooLong says that a statement would be longer than one answer may be.
	ErrTooLong = fault.Define("books.statement_too_long", fault.Limit,
		"对账单超过 {max} 行，请缩小日期范围", "the statement has more than {max} lines; choose a shorter period")
	// ErrCorrupt says that the stored books contradict themselves.
	ErrCorrupt = fault.Define("books.corrupt", fault.Internal,
		"账簿数据不一致：{org} 第 {seq} 笔，{why}", "the books contradict themselves: {org}, entry {seq}, {why}").
		Hint("请停止记账并从备份恢复", "stop posting and restore from a copy")
)

// check is every rule that can be read off an entry alone.
func (e Entry) check() error {
	for _, f := range []struct {
		name, text string
		most       int
	}{
		{"org", e.Org, maxName}, {"kind", string(e.Kind), maxName}, {"ref", e.Ref, maxRef},
		{"date", e.Date.String(), maxName}, {"memo.zh", e.Memo.ZH, maxMemo}, {"memo.en", e.Memo.EN, maxMemo},
	} {
		if f.text == "" || !clean(f.text, f.most) {
			return ErrHead.With("field", f.name).At(f.name)
		}
	}
	if !clean(e.Reverses, maxRef) || (e.Reverses != "") != (e.Kind == KindReversal) {
		return ErrHead.With("field", "reverses").At("reverses")
	}
	if len(e.Lines) < 2 || len(e.Lines) > MaxLines {
		return ErrEmpty.With("max", MaxLines).At("lines")
	}
	var debit, credit money.Fen
	for i, l := range e.Lines {
		info, ok := Chart.Find(l.Account)
		switch {
		case !ok:
			return ErrAccount.With("account", brief(string(l.Account))).At("lines")
		case l.Debit < 0 || l.Credit < 0 || (l.Debit == 0) == (l.Credit == 0):
			return ErrLine.With("n", i+1).At("lines")
		case l.Debit > money.Max || l.Credit > money.Max:
			return ErrRange.At("lines")
		case info.PerContract && l.Contract == "":
			return ErrContract.With("account", info.Code).At("lines")
		case !clean(l.Contract, maxName):
			return ErrHead.With("field", "contract").At("lines")
		}
		debit += l.Debit
		credit += l.Credit
	}
	if debit != credit {
		return ErrUnbalanced.With("debit", debit, "credit", credit).At("lines")
	}
	if debit > money.Max {
		return ErrRange.At("lines")
	}
	return nil
}

// clean reports whether a text is short enough, UTF-8 and free of control characters, which one of the engines refuses.
func clean(s string, most int) bool {
	return len(s) <= most && utf8.ValidString(s) && strings.IndexFunc(s, unicode.IsControl) < 0
}

// brief bounds a text from outside that goes into an error.
func brief(s string) string {
	r := []rune(strings.ToValidUTF8(s, "?"))
	return string(r[:min(len(r), 32)])
}
