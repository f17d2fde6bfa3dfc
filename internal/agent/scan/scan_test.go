package scan

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"shurong.org/shurong/canon"
	"shurong.org/shurong/identifier"
)

// column is a labelled column of the test set: what is in it and what should be found, "" for nothing.
type column struct {
	header string
	want   string // category/confidence
	cell   func(r *rand.Rand) string
}

func digits(r *rand.Rand, n int) string {
	var b strings.Builder
	for range n {
		b.WriteByte(byte('0' + r.IntN(10)))
	}
	return b.String()
}

func mobile(r *rand.Rand) string { return fmt.Sprintf("1%d%s", 3+r.IntN(7), digits(r, 9)) }

func date(r *rand.Rand) string {
	return fmt.Sprintf("%04d%02d%02d", 1950+r.IntN(60), 1+r.IntN(12), 1+r.IntN(28))
}

// resident tries check characters until the number passes: check-digit rules live in package identifier alone.
func resident(r *rand.Rand) string {
	prefix := fmt.Sprintf("%d%04d", 11+r.IntN(40), r.IntN(9999)) + date(r) + digits(r, 3)
	for _, c := range "0123456789X" {
		if s := prefix + string(c); identifier.IsResidentID(s) {
			return s
		}
	}
	return prefix + "0"
}

func card(r *rand.Rand) string {
	s, err := identifier.MakeBankCard("6222" + digits(r, 14))
	if err != nil {
		panic(err)
	}
	return s
}

func uscc(r *rand.Rand) string {
	c, err := identifier.MakeUSCC("91320100MA" + digits(r, 7))
	if err != nil {
		panic(err)
	}
	return string(c)
}

func pick(r *rand.Rand, of ...string) string { return of[r.IntN(len(of))] }

func name(r *rand.Rand) string {
	return pick(r, "王", "李", "张", "刘", "陈", "欧阳") + pick(r, "伟", "芳", "娜", "建国", "秀英", "小明")
}

func plate(r *rand.Rand) string {
	return pick(r, "苏", "浙", "豫", "鄂") + pick(r, "A", "B", "E") + pick(r, "", "D", "·") + digits(r, 5)
}

var labelled = []column{
	{"手机号", "mobile/high", mobile},
	{"x1", "mobile/medium", mobile},
	{"联系方式", "mobile/high",
		func(r *rand.Rand) string { m := mobile(r); return "+86 " + m[:3] + "-" + m[3:7] + "-" + m[7:] }},
	{"user_phone", "mobile/high", func(r *rand.Rand) string { return pick(r, mobile(r), "未填", "010-"+digits(r, 8)) }},
	{"身份证号", "resident_id/high", resident},
	{"col7", "resident_id/high", resident},
	{"idcard", "resident_id/high", func(r *rand.Rand) string {
		return pick(r, resident(r), resident(r), resident(r),
			digits(r, 18))
	}},
	{"银行卡号", "bank_card/high", card},
	{"acct", "bank_card/medium", card},
	{"email", "email/high", func(r *rand.Rand) string { return digits(r, 6) + "@example.com" }},
	{"c2", "email/medium", func(r *rand.Rand) string { return "u." + digits(r, 4) + "@mail.example.cn" }},
	{"车牌号", "plate/high", plate},
	{"col3", "plate/medium", plate},
	{"姓名", "name/high", name},
	{"driver_name", "name/high", name},
	{"住址", "address/high", func(r *rand.Rand) string {
		return "江苏省南京市鼓楼区中山路" + digits(r, 2) + "号" + digits(r, 3) + "室"
	}},
	{"统一社会信用代码", "credit_code/high", uscc},
	{"vendor", "credit_code/high", uscc},
	{"备注", "in_text/low", func(r *rand.Rand) string {
		return pick(r, "客户来电"+mobile(r)+"要求改期", "正常完成，没有其他情况需要说明")
	}},
	{"客服电话", "mobile/low", func(r *rand.Rand) string { return pick(r, "13800138000", "13900139000") }},
	// Hard negatives.
	{"订单号", "", func(r *rand.Rand) string { return "2026" + digits(r, 14) }},
	{"流水号", "", func(r *rand.Rand) string { return digits(r, 16) }},
	{"sn", "", func(r *rand.Rand) string {
		return fmt.Sprintf("%d%04d", 11+r.IntN(40), r.IntN(9999)) + date(r) + digits(r, 4)
	}},
	{"serial", "", func(r *rand.Rand) string { return "6" + digits(r, 18) }},
	{"trip_no", "", func(r *rand.Rand) string { return digits(r, 11) }},
	{"md5", "", func(r *rand.Rand) string { return fmt.Sprintf("%016x%016x", r.Uint64(), r.Uint64()) }},
	{"时间戳", "", func(r *rand.Rand) string { return fmt.Sprint(1767225600 + r.IntN(1e7)) }},
	{"epoch_ms", "", func(r *rand.Rand) string { return fmt.Sprint(1767225600000 + r.IntN(1e9)) }},
	{"金额", "", func(r *rand.Rand) string { return fmt.Sprintf("%d.%02d", r.IntN(1e6), r.IntN(100)) }},
	{"城市", "", func(r *rand.Rand) string { return pick(r, "黄山", "高淳", "南京市", "马鞍山", "张家港") }},
	{"项目名称", "", func(r *rand.Rand) string { return "道路照明设施采购第" + digits(r, 2) + "标段" }},
	{"公司名称", "", func(r *rand.Rand) string { return "王" + pick(r, "府", "氏") + "食品有限公司" }},
	{"hex_code", "", func(r *rand.Rand) string { return strings.ToUpper(fmt.Sprintf("%018x", r.Uint64())) }},
	{"经度", "", func(r *rand.Rand) string { return "118." + digits(r, 6) }},
}

func TestTheLabelledSetIsFoundWhole(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 7))
	var columns []Column
	var cells []string
	for _, l := range labelled {
		c := Column{Name: l.header}
		distinct := map[string]bool{}
		for range 2000 {
			cell := l.cell(r)
			c.Values++
			distinct[cell] = true
			c.Counts.Add(Detect([]byte(cell)))
			if l.want != "" {
				cells = append(cells, cell)
			}
		}
		c.Distinct = int64(len(distinct))
		columns = append(columns, c)
	}
	result := Judge(columns)
	found := make([][]string, len(labelled))
	for _, f := range result.Findings {
		found[f.Index] = append(found[f.Index], f.Category+"/"+string(f.Confidence))
	}
	for i, l := range labelled {
		want := l.want
		if got := strings.Join(found[i], " "); l.header == "user_phone" && strings.HasPrefix(got, want) {
			continue // landlines are found there too
		} else if got != want {
			t.Errorf("%s: found %q, want %q (%v)", l.header, got, want, columns[i].Counts)
		}
	}
	if result.Grade != Sensitive {
		t.Errorf("grade %s", result.Grade)
	}
	json := string(canon.Must(result))
	for _, c := range cells {
		if len(c) > 3 && strings.Contains(json, c) {
			t.Fatal("the result repeats a value")
		}
	}
}

func TestTheGradeIsThatOfTheMostSensitiveSureFinding(t *testing.T) {
	of := func(name string, m Marks, n int64) Column {
		c := Column{Name: name, Values: 100, Distinct: 100}
		for range n {
			c.Counts.Add(m)
		}
		return c
	}
	for _, c := range []struct {
		columns []Column
		want    Grade
	}{
		{nil, None},
		{[]Column{of("a", 0, 0)}, None},
		{[]Column{of("税号", CreditCode, 90)}, None},
		{[]Column{of("手机", Mobile, 90)}, Personal},
		{[]Column{of("手机", Mobile, 90), of("身份证", ResidentID, 90)}, Sensitive},
		{[]Column{of("卡号", BankCard, 12)}, None},  // one in ten passes by chance
		{[]Column{of("sn", ResidentID, 9)}, None}, // one in eleven passes by chance
		{[]Column{of("备注", InText, 50)}, None},    // for a person to look at
	} {
		if got := Judge(c.columns).Grade; got != c.want {
			t.Errorf("%+v: %s, want %s", c.columns, got, c.want)
		}
	}
}

func TestEnumerableColumnsAreKnownByContentAlone(t *testing.T) {
	for _, l := range labelled {
		r := rand.New(rand.NewPCG(9, 9))
		c := Column{Name: "anything"}
		for range 500 {
			c.Values++
			c.Counts.Add(Detect([]byte(l.cell(r))))
		}
		category, _, _ := strings.Cut(l.want, "/")
		want := strings.Contains("mobile resident_id bank_card email plate", category) && category != "" &&
			l.header != "user_phone"
		if got := c.Enumerable(); got != want {
			t.Errorf("%s: enumerable %v", l.header, got)
		}
	}
}

func TestColumnNamesAreSplitIntoWords(t *testing.T) {
	for name, want := range map[string]bool{"customerPhone": true, "CUSTOMER_PHONE": true, "phone2": false,
		"customer-phone": true, "telephony": false, "microphone": false} {
		if got := split(name).any([]string{"phone"}); got != want {
			t.Errorf("%s: %v (%s)", name, got, split(name))
		}
	}
}

// FuzzDetect: any cell is looked at without failing, and without more than a few marks at once.
func FuzzDetect(f *testing.F) {
	for _, s := range []string{"13800138000", "((((((", "+86 138-0013-8000", "苏A·12345", "a@b.cn", "欧阳小明",
		"江苏省南京市中山路1号", "X", "\xff\xff\xff\xff\xff\xff"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		var c Counts
		c.Add(Detect(b))
		if Judge([]Column{{Name: "x", Values: 1, Distinct: 1, Counts: c}}).Grade.rank() > 2 {
			t.Fatal("no such grade")
		}
	})
}

func BenchmarkDetect(b *testing.B) {
	r := rand.New(rand.NewPCG(7, 7))
	for _, l := range labelled {
		cell := []byte(l.cell(r))
		b.Run(l.header, func(b *testing.B) {
			for b.Loop() {
				Detect(cell)
			}
		})
	}
}
