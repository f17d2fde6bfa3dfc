package sketch

import (
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
	"time"
)

// The ways in which another system writes the same value. Nothing here uses the normaliser: dates go through package
// time, numbers through strconv.

// respellings maps a kind of column to the spellings of it.
var respellings = map[string][]func(string) string{
	"moment": {
		layout("2006/1/2 15:04:05"), layout("2006年1月2日 15时04分05秒"), layout("20060102150405"),
		layout("1/2/2006 3:04:05 PM"),
		layout("02/01/2006 15:04:05"), layout("2006-01-02T15:04:05Z"), layout("2006-01-02T15:04:05.000+08:00"),
		layout("2-Jan-2006 15:04:05"), layout("Mon, 02 Jan 2006 15:04:05 GMT"), layout("2006.01.02 15:04:05"),
		layout("Jan 2, 2006 3:04:05 PM"), layout("06-01-02 15:04:05"),
	},
	"date": {
		layoutOf("2006-01-02", "1/2/2006"), layoutOf("2006-01-02", "02.01.2006"), layoutOf("2006-01-02", "20060102"),
		layoutOf("2006-01-02", "2006年1月2日"), layoutOf("2006-01-02", "2006-01-02 00:00:00"), layoutOf("2006-01-02",
			"2 January 2006"),
		layoutOf("2006-01-02", "06/1/2"),
	},
	"phone": {
		func(s string) string { return "+86 " + s }, func(s string) string { return "0086" + s },
		func(s string) string { return "+86-" + s[:3] + "-" + s[3:7] + "-" + s[7:] },
		func(s string) string { return s[:3] + " " + s[3:7] + " " + s[7:] }, func(s string) string { return "86" + s },
		func(s string) string { return "(+86)" + s }, fullWidth,
	},
	"amount": {
		thousands, func(s string) string { return s + "0" }, scientific, func(s string) string {
			return "¥" +
				thousands(s)
		},
		func(s string) string { return "+" + s }, func(s string) string { return s + " 元" }, fullWidth,
		func(s string) string { return "00" + s },
	},
	"code": {
		strings.ToLower, fullWidth, func(s string) string { return " " + s + "  " },
		func(s string) string { return s[:4] + "-" + s[4:] },
		func(s string) string { return strings.ToLower(s[:3]) + "_" + s[3:] }, func(s string) string { return "　" + s },
	},
	"id": {
		strings.ToLower, func(s string) string { return s[:6] + " " + s[6:14] + " " + s[14:] }, fullWidth,
		func(s string) string { return "'" + s },
	},
	"text": {func(s string) string { return " " + s }, fullWidth, func(s string) string { return s + "　" }},
	"count": {
		thousands, func(s string) string { return s + ".0" }, func(s string) string { return "0" + s }, scientific,
	},
	"flag": {func(s string) string { return map[string]string{"是": "Y", "否": "N"}[s] },
		func(s string) string { return map[string]string{"是": "1", "否": "0"}[s] }},
}

func layout(to string) func(string) string { return layoutOf("2006-01-02 15:04:05", to) }

func layoutOf(from, to string) func(string) string {
	return func(s string) string {
		t, err := time.Parse(from, s)
		if err != nil {
			panic(err)
		}
		return t.Format(to)
	}
}

// fullWidth writes ASCII as the input method of a Chinese clerk does.
func fullWidth(s string) string {
	return strings.Map(func(r rune) rune {
		if r > 0x20 && r < 0x7f {
			return r + 0xfee0
		}
		return r
	}, s)
}

func thousands(s string) string {
	head, tail, _ := strings.Cut(s, ".")
	for i := len(head) - 3; i > 0; i -= 3 {
		head = head[:i] + "," + head[i:]
	}
	if tail != "" {
		return head + "." + tail
	}
	return head
}

func scientific(s string) string {
	f, err := strconv.ParseFloat(s, 64)
	if err != nil {
		panic(err)
	}
	return strconv.FormatFloat(f, 'E', -1, 64)
}

// kindsOf says what the columns of the world's tables are.
var kindsOf = map[string]string{"下单时间": "moment", "抄表时间": "moment", "出生日期": "date", "注册日期": "date", "手机号": "phone",
	"金额": "amount",
	"余额": "amount", "累计读数": "amount", "压力": "amount", "订单号": "code", "商品编码": "code", "表计编码": "code",
	"合同编号": "code", "身份证号": "id",
	"银行卡号": "id", "客户姓名": "text", "姓名": "text", "住址": "text", "渠道": "text", "序号": "count", "积分": "count",
	"是否退货": "flag",
	"指标1":  "amount", "指标4": "amount", "指标7": "amount", "指标2": "count", "指标5": "count"}

// respell writes all columns in another way, each in one.
func (t *table) respell(rng *rand.Rand) *table {
	out := t
	for c, n := range t.names {
		ways := respellings[kindsOf[n]]
		if len(ways) == 0 {
			continue
		}
		way := ways[rng.IntN(len(ways))]
		out = out.change(c, func(s string) string {
			if s == "" {
				return s
			}
			return way(s)
		})
	}
	return out
}

// recode replaces values by others, one to one, as a copier does who hides where a column came from.
func recode(salt string) func(string) string {
	return func(s string) string { return fmt.Sprintf("x%016x", hashText([]byte(salt+s))) }
}
