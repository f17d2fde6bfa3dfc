package actus

import "shurong.org/shurong/fault"

// What can be wrong with a case. Every fault names the file, and the case and term as <case>.<term>.
var (
	ErrFile = fault.Define("actus.file", fault.Invalid,
		"不是 ACTUS 用例文件：{why}", "this is no file of ACTUS cases: {why}").
		Hint("文件应为 JSON 对象：用例编号 → 用例", "the file is a JSON object: case id → case")
	ErrTerm = fault.Define("actus.term", fault.Invalid,
		"未知的 ACTUS 条款 {term}", "{term} is not a term of ACTUS").
		Hint("请对照 ACTUS 数据字典核对名称", "compare the name with the ACTUS data dictionary")
	ErrUnsupported = fault.Define("actus.unsupported", fault.Invalid,
		"条款 {term} 的值 {value} 暂不支持", "value {value} of term {term} is not supported")
	ErrValue = fault.Define("actus.value", fault.Invalid,
		"条款 {term} 的值 {value} 有误：应为{zh}", "value {value} of term {term} is not right: expected {en}")
	ErrMissing = fault.Define("actus.missing", fault.Invalid,
		"缺少条款 {term}", "term {term} is missing").
		Hint("请补充该条款", "add the term")
	ErrMaturity = fault.Define("actus.maturity", fault.Invalid,
		"{term}（{end}）不晚于起始日 {start}", "{term} {end} is not after the start {start}")
	ErrNegative = fault.Define("actus.negative", fault.Invalid,
		"{term} 不能为负：{value}", "{term} cannot be negative: {value}").
		Hint("方向由 contractRole 表示", "the direction is what contractRole says")
	ErrRate = fault.Define("actus.rate", fault.Invalid,
		"{term} 为 {value}，即年利率 {percent}%，超出上限 1000%", "{term} is {value}, {percent} % a year, not below 1000 %").
		Hint("利率以小数表示：0.05 为 5%", "a rate is a fraction: 0.05 is 5 %")
	ErrCurrency = fault.Define("actus.currency", fault.Invalid,
		"币种不一致：{a} 与 {b}", "the currencies differ: {a} and {b}").
		Hint("本工具不作汇率换算", "nothing here converts currencies")
	ErrObserved = fault.Define("actus.observed", fault.Invalid,
		"没有 {code} 在 {date} 的观测值", "there is no observation of {code} at {date}").
		Hint("请在 dataObserved 中补充", "add it to dataObserved")
	ErrMany = fault.Define("actus.many", fault.Limit,
		"事件过多：每个日程最多 {most} 个", "too many events: at most {most} in a schedule").
		Hint("请加长周期或缩短期限", "lengthen the cycle or shorten the term")
	ErrEndless = fault.Define("actus.endless", fault.Invalid,
		"每期还款 {amount} 不足以还清本金", "redemptions of {amount} never repay the principal").
		Hint("请提高还款额或给出 maturityDate", "raise the amount or name a maturityDate")
)
