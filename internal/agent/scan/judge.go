package scan

// class is the rule for one kind of data.
type class struct {
	mark     Marks
	category string
	grade    Grade
	check    bool
	// alone is the share, in ppm, from which the content speaks for itself; 0 if it never does. It lies well over what
	// chance gives: one tenth for Luhn, one eleventh for resident numbers, one thirty-first for credit codes.
	alone int64
	// named is the share from which content and column name together are sure.
	named int64
	zh    []string // parts of column names
	en    []string // words of column names
}

var classes = []class{
	{mark: ResidentID, category: "resident_id", grade: Sensitive, check: true, alone: 300_000, named: 50_000,
		zh: []string{"身份证", "证件号", "公民身份"}, en: []string{"idcard", "id_card", "idno", "id_no", "id_number",
			"identity", "sfz", "sfzh"}},
	{mark: BankCard, category: "bank_card", grade: Sensitive, check: true, alone: 600_000, named: 200_000,
		zh: []string{"银行卡", "卡号", "银行账号", "收款账", "银行帐号"}, en: []string{"bankcard", "bank_card", "card_no", "cardno",
			"card_number", "pan", "bank_account"}},
	{mark: Mobile, category: "mobile", grade: Personal, alone: 500_000, named: 50_000,
		zh: []string{"手机", "电话", "联系方式", "联系号码", "移动号"}, en: []string{"mobile", "phone", "tel", "cell", "telephone",
			"msisdn", "contact"}},
	{mark: Email, category: "email", grade: Personal, alone: 300_000, named: 50_000,
		zh: []string{"邮箱", "电子邮件", "邮件"}, en: []string{"email", "e_mail", "mail"}},
	{mark: Plate, category: "plate", grade: Personal, alone: 500_000, named: 100_000,
		zh: []string{"车牌", "号牌", "牌照"}, en: []string{"plate", "license_plate", "plate_no", "car_no", "vehicle_no"}},
	{mark: Name, category: "name", grade: Personal, named: 500_000,
		zh: []string{"姓名", "名字", "联系人", "司机", "驾驶员", "驾驶人", "乘客", "住客", "入住人", "客户名", "车主", "法定代表人", "负责人", "经办人",
			"收件人", "户主", "农户"},
		en: []string{"full_name", "person", "person_name", "customer_name", "driver", "driver_name", "passenger",
			"guest", "guest_name", "contact_name", "owner", "owner_name", "farmer", "xm"}},
	{mark: Address, category: "address", grade: Personal, named: 200_000,
		zh: []string{"住址", "家庭地址", "地址", "户籍", "居住地"}, en: []string{"address", "addr", "residence", "home_address"}},
	{mark: Landline, category: "landline", grade: Personal, named: 100_000,
		zh: []string{"电话", "座机", "联系方式"}, en: []string{"phone", "tel", "telephone", "landline"}},
	{mark: CreditCode, category: "credit_code", grade: None, check: true, alone: 300_000, named: 50_000,
		zh: []string{"信用代码", "税号", "统一代码"}, en: []string{"uscc", "credit_code", "tax_no", "social_credit"}},
}

// inTextFloor is how many texts must hold a number or an address for it to be reported: fewer are slips, or order
// numbers.
const inTextFloor = 3

// Judge decides on every column and on the table.
func Judge(columns []Column) Result {
	r := Result{Version: Version, Grade: None, Findings: []Finding{}}
	for i, c := range columns {
		r.Findings = append(r.Findings, c.judge(i)...)
	}
	for _, f := range r.Findings {
		if f.Confidence != Low && f.Grade.rank() > r.Grade.rank() {
			r.Grade = f.Grade
		}
	}
	return r
}

func (c *Column) judge(index int) (out []Finding) {
	words := split(c.Name)
	firm := containsAny(c.Name, organisationZH) || words.any(organisationEN)
	for _, k := range classes {
		n := c.Counts.Of(k.mark)
		if n == 0 || c.Values == 0 {
			continue
		}
		share := n * 1_000_000 / c.Values
		header := containsAny(c.Name, k.zh) || words.any(k.en)
		f := Finding{
			Column: c.Name, Index: index, Category: k.category, Grade: k.grade, Matching: n, SharePPM: share,
			Header: header, Check: k.check,
		}
		switch {
		case header && share >= k.named:
			f.Confidence = High
		case k.alone > 0 && k.check && share >= 2*k.alone:
			f.Confidence = High
		case k.alone > 0 && share >= k.alone:
			f.Confidence = Medium
		case header, k.mark == Email && n >= inTextFloor:
			f.Confidence = Low
		default:
			continue // no more than chance
		}
		// A telephone or an address of a firm is no person's, unless the numbers are mobile ones that differ row by
		// row.
		if firm && (k.mark == Address || k.mark == Landline || k.mark == Mobile && c.Distinct*10 < c.Values) {
			f.Confidence = Low
		}
		out = append(out, f)
	}
	if n := c.Counts.Of(TextMark); n >= inTextFloor {
		out = append(out, Finding{
			Column: c.Name, Index: index, Category: "in_text", Grade: Personal, Confidence: Low, Matching: n,
			SharePPM: n * 1_000_000 / c.Values,
		})
	}
	return strongest(out)
}

// strongest drops a weaker reading of the same digits: resident numbers that also pass as credit codes or cards, and
// the like.
func strongest(all []Finding) []Finding {
	best := int64(0)
	for _, f := range all {
		if f.Check && f.Confidence == High {
			best = max(best, f.SharePPM)
		}
	}
	out := all[:0]
	for _, f := range all {
		if f.Check && f.Confidence != High && best > 0 || f.Check && !f.Header && f.SharePPM*2 < best {
			continue
		}
		out = append(out, f)
	}
	return out
}

// Enumerable reports whether a column's cells are, by content alone, of a kind whose hashes could be undone by trying
// all values: such a column is left out of a sketch, whatever it is called.
func (c *Column) Enumerable() bool {
	for _, k := range classes {
		if k.alone > 0 && k.grade != None && c.Values > 0 && c.Counts.Of(k.mark)*1_000_000/c.Values >= k.alone {
			return true
		}
	}
	return false
}
