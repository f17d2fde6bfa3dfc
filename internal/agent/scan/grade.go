package scan

import (
	"fmt"
	"slices"
)

// Proposal is the grade proposed by GB/T 43697-2024. It is a proposal: core and important data are what the
// authorities' catalogues say.
type Proposal struct {
	// general, important, core. The last two are candidates that the competent authority confirms.
	Level string `json:"level"`
	Text  Text   `json:"text"`
	// General is the level of general data by annex H, 1 (public) to 4.
	General int `json:"general"`
	// Impacts are the reasons: whom a leak, change or loss would harm and how badly. The highest wins (就高从严).
	Impacts []Impact `json:"impacts"`
	// After is what is left when every finding was cured as advised.
	After After `json:"after"`
}

// Impact is one cell of the table of GB/T 43697, 6.5.
type Impact struct {
	// national_security, economy, social_order, public_interest, organisation, individual
	Object string `json:"object"`
	Degree string `json:"degree"` // general, serious, very_serious
	Level  string `json:"level"`
	Reason Text   `json:"reason"`
}

// After is the grade after cure.
type After struct {
	Level   string `json:"level"`
	General int    `json:"general"`
	Grade   Grade  `json:"grade"` // by GB/T 35273
	Text    Text   `json:"text"`
}

// Levels.
const (
	General   = "general"
	Important = "important"
	CoreData  = "core"
)

// Objects and degrees.
const (
	security   = "national_security"
	social     = "social_order"
	public     = "public_interest"
	firms      = "organisation"
	individual = "individual"

	slight = "general"
	grave  = "serious"
	worst  = "very_serious"
)

// levelOf is the table of GB/T 43697-2024, 6.5: object × degree.
func levelOf(object, degree string) string {
	switch object {
	case security:
		if degree == slight {
			return Important
		}
		return CoreData
	case firms, individual:
		return General
	}
	switch degree {
	case worst:
		return CoreData
	case grave:
		return Important
	}
	return General
}

func levelRank(level string) int {
	switch level {
	case CoreData:
		return 2
	case Important:
		return 1
	}
	return 0
}

// Scales at which personal data is no longer only individuals' concern: GB/T 35273-2020, 11.1 (over a million persons,
// or sensitive data of over 100,000), and Regulation 790, Art. 28 (ten million: the duties of important data).
const (
	manyPersons     = 1_000_000
	manySensitive   = 100_000
	massPersons     = 10_000_000
	seriousPersons  = 10_000
	accurateRecords = 1_000_000
)

func (p *Proposal) add(object, degree, zh, en string) {
	i := Impact{Object: object, Degree: degree, Level: levelOf(object, degree), Reason: Text{zh, en}}
	p.Impacts = append(p.Impacts, i)
	if levelRank(i.Level) > levelRank(p.Level) {
		p.Level = i.Level
	}
}

// propose grades the table.
func (r *Result) propose(in *Input) {
	p := Proposal{Level: General, General: levelAnonymous, Impacts: []Impact{}}
	n := r.Persons
	switch r.Grade {
	case Sensitive:
		p.General = levelSensitive
		degree := grave
		if n > manySensitive {
			degree = worst
		}
		p.add(individual, degree, "含敏感个人信息，泄露易致人格尊严或人身、财产受损",
			"sensitive personal information: a leak easily harms dignity, person or property")
	case Personal:
		p.General = levelPersonal
		if n > seriousPersons {
			p.General = levelSerious
		}
		p.add(individual, slight, "含一般个人信息", "personal information")
	}
	for i := range r.Findings {
		if r.Findings[i].State != Plain {
			p.General = max(p.General, levelDeidentified)
		}
	}
	switch {
	case n >= massPersons && r.Grade != None:
		p.add(public, grave, fmt.Sprintf("约 %d 人，达到 1000 万人（《网络数据安全管理条例》第二十八条，按重要数据处理者履行义务）", n),
			fmt.Sprintf("about %d persons, ten million or more: duties as for important data (Regulation 790, Art. 28)",
				n))
	case n > manyPersons && r.Grade != None:
		p.add(social, grave, fmt.Sprintf("约 %d 人，超过 100 万人（GB/T 35273 11.1），影响不限于个人", n),
			fmt.Sprintf("about %d persons, over a million (GB/T 35273, 11.1): more than individuals are touched", n))
	case n > manySensitive && r.Grade == Sensitive:
		p.add(social, grave, fmt.Sprintf("约 %d 人的敏感个人信息，超过 10 万人（GB/T 35273 11.1）", n),
			fmt.Sprintf("sensitive data of about %d persons, over 100,000 (GB/T 35273, 11.1)", n))
	}
	for i := range r.Findings {
		switch f := &r.Findings[i]; {
		case f.Category == "secret" && f.plain():
			p.add(firms, grave, "含口令或密钥，可被用来侵入系统", "credentials, by which systems can be entered")
			p.General = levelSensitive
		case f.Category == "location" && f.Grade == None && f.Matching >= accurateRecords:
			p.add(social, slight, "大量精确坐标：是否属测绘或重要设施数据，需核对",
				"many precise coordinates: ask whether they are of surveying or of critical sites")
		}
	}
	for _, c := range in.Columns {
		if core(c.Name) {
			p.add(security, slight, "列名“"+c.Name+"”提示涉密、军事或国防内容",
				"the column's name “"+c.Name+"” points at secret, military or defence matters")
		}
	}
	p.General = max(p.General, levelAnonymous)
	p.Text = proposalText(&p)
	p.After = r.after(&p)
	r.Proposal = p
}

func proposalText(p *Proposal) Text {
	switch p.Level {
	case CoreData:
		return Text{"核心数据（候选，须报主管部门认定）", "core data (a candidate: the competent authority decides)"}
	case Important:
		return Text{"重要数据（候选，须对照本行业、本地区目录认定）",
			"important data (a candidate: the catalogues of the industry and region decide)"}
	}
	return Text{fmt.Sprintf("一般数据 %d 级（附录 H 四级框架）", p.General), fmt.Sprintf("general data, level %d of four (annex H)",
		p.General)}
}

// after is the grade when every finding was cured as advised.
func (r *Result) after(p *Proposal) After {
	a := After{Level: General, General: levelAnonymous, Grade: None}
	for i := range r.Findings {
		f := &r.Findings[i]
		if f.Grade == None && f.State == Plain {
			continue
		}
		a.General = max(a.General, f.Cure.LevelAfter)
	}
	if len(r.InText) > 0 {
		a.General = max(a.General, levelDeidentified)
	}
	for _, i := range p.Impacts {
		if i.Object == security {
			a.Level = i.Level // no masking cures a secret
		}
	}
	a.Text = Text{fmt.Sprintf("按建议处理后：一般数据 %d 级", a.General), fmt.Sprintf("after the cures: general data, level %d",
		a.General)}
	if a.Level != General {
		a.Text = Text{"脱敏不能改变：先由主管部门认定", "masking does not change it: the authority decides first"}
	}
	return a
}

// block says what stands in the way of registration.
func (r *Result) block(in *Input) {
	by := map[string]*Block{}
	var order []string
	add := func(code, column string, absolute bool, zh, en string) {
		b := by[code]
		if b == nil {
			b = &Block{Code: code, Absolute: absolute, Text: Text{zh, en}}
			by[code] = b
			order = append(order, code)
		}
		for _, c := range b.Columns {
			if c == column {
				return
			}
		}
		b.Columns = append(b.Columns, column)
	}
	for _, c := range in.Columns {
		if core(c.Name) {
			add("core_marker", c.Name, true, "可能含国家秘密或核心数据，不予登记，先由主管部门认定",
				"may hold state secrets or core data: not registered before the competent authority has decided")
		}
	}
	for i, c := range in.Columns {
		if isValue(c.Name) {
			add("value_as_name", fmt.Sprintf("#%d", i+1), true, "列名本身是个人信息或凭据（文件可能没有标题行）：列名会随测量离开本地，须先改正",
				"a column's name is itself personal data or a secret (the file may have no header row): names leave "+
					"the site, so correct it first")
		}
	}
	for i := range r.Findings {
		f := &r.Findings[i]
		if !f.plain() {
			continue
		}
		switch {
		case f.Category == "secret":
			add("secret", f.Column, true, "含口令、密钥等凭据，须删除并更换",
				"credentials: remove them and replace them where they are in use")
		case f.Category == "minor":
			add("minors", f.Column, false, "含不满十四周岁未成年人的个人信息，须监护人单独同意",
				"children under fourteen: needs their guardians' separate consent")
		case f.Grade == Sensitive:
			add("sensitive_unmasked", f.Column, false, "敏感个人信息未脱敏，须单独同意等合法性依据或先脱敏",
				"sensitive personal information in the clear: separate consent or another basis, or cure it first")
		case f.Grade == Personal:
			add("personal_unmasked", f.Column, false, "个人信息未脱敏，须有合法性依据或先脱敏",
				"personal information in the clear: a legal basis, or cure it first")
		}
	}
	for _, t := range r.InText {
		switch {
		case t.Category == "secret":
			add("secret", t.Column, true, "含口令、密钥等凭据，须删除并更换",
				"credentials: remove them and replace them where they are in use")
		case t.Per10k >= inTextGrading || t.Grade == Sensitive:
			add("in_text", t.Column, false, "文本中夹有个人信息，须替换为占位符",
				"personal information inside texts: replace it by placeholders")
		}
	}
	for _, code := range order {
		r.Blocks = append(r.Blocks, *by[code])
	}
	slices.SortStableFunc(r.Blocks, func(a, b Block) int {
		switch {
		case a.Absolute == b.Absolute:
			return 0
		case a.Absolute:
			return -1
		}
		return 1
	})
}

// isValue reports whether a column's name is a value: of a file without a header row the first row is taken for names.
func isValue(header string) bool {
	v := examine([]byte(header)).valid
	for _, k := range []kind{residentID, mobile, bankCard, email, plate} {
		if v.has(k) {
			return true
		}
	}
	return len(header) >= 16 && beginsSecret([]byte(header), true) && secretRule(header) != ""
}

// Blocked reports whether anything stands in the way of registration.
func (r *Result) Blocked() bool { return len(r.Blocks) > 0 }
