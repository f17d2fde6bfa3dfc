package quality

import "strings"

var typeNames = map[string][2]string{
	"integer": {"整数", "an integer"}, "decimal": {"小数", "a number"}, "date": {"日期", "a date"},
	"datetime": {"日期时间", "a date and time"}, "time": {"时刻", "a time of day"}, "boolean": {"是否", "yes or no"},
	"code": {"编码", "a code"}, "text": {"文本", "text"},
	string(CreditCode): {"统一社会信用代码", "a credit code"}, string(ResidentID): {"居民身份证号", "a resident ID"},
	string(BankCard): {"银行卡号", "a bank card number"}, string(Certificate): {"登记凭证编号", "a certificate code"},
	string(Mobile): {"手机号", "a mobile number"}, string(Email): {"邮箱地址", "an e-mail address"},
	string(ISODate): {"YYYY-MM-DD 形式的日期", "a date as YYYY-MM-DD"},
}

// summary says what a rule asks, naming columns and no value.
func (r *Rule) summary() (zh, en string) { return r.say(false) }

// Sentence says what a rule asks, with its bounds and lists. It is for the owner of the data.
func (r *Rule) Sentence() (zh, en string) { return r.say(true) }

func (r *Rule) say(open bool) (zh, en string) {
	name := func(s string) string { return "“" + clip(s) + "”" }
	names := make([]string, len(r.Columns))
	for i, c := range r.Columns {
		names[i] = name(c)
	}
	listZH, listEN := strings.Join(names, "、"), strings.Join(names, ", ")
	boundsZH, boundsEN := "规定范围", "the stated bounds"
	if open {
		boundsZH, boundsEN = between(r.Min, r.Max)
	}
	switch r.Check {
	case CheckType, CheckFormat:
		zh, en = listZH+"应为"+typeNames[r.Is][0], listEN+" is "+typeNames[r.Is][1]
	case CheckNotNull:
		zh, en = listZH+"不应为空", listEN+" is never empty"
	case CheckLength:
		zh, en = listZH+"的字符数应为"+boundsZH, "the length of "+listEN+" is "+boundsEN
		if !open {
			zh, en = listZH+"的字符数应在"+boundsZH+"内", "the length of "+listEN+" is within "+boundsEN
		}
	case CheckRange:
		zh, en = listZH+"应为"+boundsZH, listEN+" is "+boundsEN
		if !open {
			zh, en = listZH+"应在"+boundsZH+"内", listEN+" is within "+boundsEN
		}
	case CheckPattern:
		zh, en = listZH+"应符合规定的写法", listEN+" is written as prescribed"
		if open {
			zh, en = zh+" "+clip(r.Matches), en+": "+clip(r.Matches)
		}
	case CheckValues:
		zh, en = listZH+"应为规定的取值之一", listEN+" is one of the stated values"
		if open {
			shown := r.Values[:min(len(r.Values), 8)]
			zh, en = zh+"："+clip(strings.Join(shown, "、")), en+": "+clip(strings.Join(shown, ", "))
		}
	case CheckReference:
		zh, en = listZH+"应在参考目录"+name(r.File)+"中", listEN+" is on the reference list "+name(r.File)
	case CheckUnique:
		zh, en = listZH+"不应重复", listEN+" never comes twice"
		if len(names) > 1 {
			zh, en = listZH+"的组合不应重复", "no combination of "+listEN+" comes twice"
		}
	case CheckDependency:
		zh, en = listZH+"相同时，"+name(r.Determines)+"应相同",
			"the same "+listEN+" always has the same "+name(r.Determines)
	case CheckOrder:
		zh, en = "时间次序应为 "+strings.Join(names, " ≤ "), "times are in the order "+strings.Join(names, " ≤ ")
	case CheckCompare:
		s := strings.Join(names, " "+r.Op+" ")
		zh, en = "应满足 "+s, s
	case CheckEqual:
		zh, en = listZH+"应一致", listEN+" are equal"
	}
	if r.When != nil {
		zh, en = "当"+name(r.When.Column)+"为规定取值时，"+zh, "where "+name(r.When.Column)+" is as stated, "+en
		if open {
			zh, en = strings.Replace(zh, "规定取值", clip(strings.Join(r.When.Is, "、")), 1),
				strings.Replace(en, "as stated", clip(strings.Join(r.When.Is, ", ")), 1)
		}
	}
	return zh, en
}

func between(least, most string) (zh, en string) {
	switch {
	case least == most:
		return least, least
	case most == "":
		return "不小于 " + least, "at least " + least
	case least == "":
		return "不大于 " + most, "at most " + most
	}
	return " " + least + " 至 " + most, least + " to " + most
}
