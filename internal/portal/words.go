package portal

import (
	"html/template"
	"slices"
	"time"

	"github.com/go-json-experiment/json"

	"shurong.org/shurong/credential"
	"shurong.org/shurong/daycount"
	"shurong.org/shurong/money"
)

// functions are what the pages call.
var functions = template.FuncMap{
	"t":      func(lang, zh, en string) string { return pick(lang == "zh", zh, en) },
	"right":  func(lang, code string) string { return word(rights, lang, code) },
	"lien":   func(lang, code string) string { return word(liens, lang, code) },
	"state":  func(lang string, code any) string { return word(states, lang, code) },
	"note":   func(lang, code string) string { return word(notes, lang, code) },
	"title":  func(lang, code string) string { return word(titleTypes, lang, code) },
	"hold":   func(lang string, s credential.State) string { return pick(lang == "zh", s.ZH(), s.EN()) },
	"source": func(lang, code string) string { return word(sources, lang, code) },
	"money":  func(fen int64) string { return money.Fen(fen).Grouped() },
	"day":    func(ms int64) string { return daycount.DateOf(time.UnixMilli(ms)).String() },
	"time":   func(ms int64) string { return time.UnixMilli(ms).In(daycount.China).Format("2006-01-02 15:04") },
}

func pick(first bool, a, b string) string {
	if first {
		return a
	}
	return b
}

// term is a word of the field in both languages (brief glossary).
type term struct{ code, zh, en string }

var rights = []term{
	{"holding", "数据持有权", "right to hold"}, {"use", "数据使用权", "right to use"}, {"operating", "数据经营权", "right to operate"},
}

var liens = []term{
	{"proposed", "已提出", "proposed"}, {"accepted", "已接受，告知中", "accepted, notice running"},
	{"effective", "已生效", "effective"}, {"enforcing", "实现程序中", "being enforced"},
}

var notes = []term{
	{"term", "行使期限或条件", "term or condition"}, {"seizure", "查封等保全", "seizure"}, {"control", "临时管制", "administrative control"},
	{"pledge", "已办质押", "pledge filed elsewhere"}, {"licence", "许可", "licence"}, {"other", "其他", "other"},
}

var titleTypes = []term{
	{"initial", "初次登记", "first registration"}, {"transfer", "转让登记", "transfer"}, {"change", "变更登记", "change"},
	{"renewal", "续期登记", "renewal"}, {"cancellation", "注销登记", "cancellation"},
	{"return", "异议成立，权利返还", "rights returned on an upheld objection"},
}

var sources = []term{
	{"collected", "采集生成", "collected or generated"}, {"authorised", "授权他人采集、由其促成产生", "collected by another on authorisation"},
	{"own_person", "自然人本人数据", "a natural person's own"}, {"public_crawl", "自动化程序收集公开数据", "public data collected by a program"},
	{"agreement", "协议取得", "acquired by agreement"}, {"fused", "融合开发", "developed by fusion"},
	{"derived", "衍生创造", "derived"}, {"entrusted", "受托处理", "processed on behalf"},
}

var states = []term{
	{"publicity", "公示中", "in publicity"}, {"objected", "异议处理中", "objection under inquiry"}, {"cleared", "公示期满",
		"publicity over"},
	{"deposited", "已存证", "deposited"}, {"certified", "已核发凭证", "certified"},
}

func word(terms []term, lang string, code any) string {
	s := toString(code)
	i := slices.IndexFunc(terms, func(t term) bool { return t.code == s })
	if i < 0 {
		return s
	}
	return pick(lang == "zh", terms[i].zh, terms[i].en)
}

func toString(v any) string {
	b, err := json.Marshal(v)
	if err != nil || len(b) < 2 {
		return ""
	}
	return string(b[1 : len(b)-1]) // codes are plain words: nothing to unescape
}
