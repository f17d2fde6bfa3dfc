package example

import (
	"slices"

	"shurong.org/shurong/fault"
	"shurong.org/shurong/money"
)

// Text is a text in both languages.
type Text struct {
	ZH string `json:"zh"`
	EN string `json:"en"`
}

// Person acts for an organisation. Account is the sign-in name.
type Person struct {
	Account string `json:"account"`
	Name    string `json:"name"`
}

// Organisation is one of the example's organisations. Role is a role of the registry; Key names it in code and tests.
type Organisation struct {
	Key     string `json:"key"`
	Role    string `json:"role"`
	Name    Text   `json:"name"`
	USCC    string `json:"uscc"`
	Region  string `json:"region"` // GB/T 2260 code of the city, or of the province for provincial bodies
	Maker   Person `json:"maker"`
	Checker Person `json:"checker"`
}

// Company is an organisation that owns data, with the facts of its registration and its loan.
type Company struct {
	Organisation
	City     Text   `json:"city"`
	Province Text   `json:"province"`
	Industry string `json:"industry"` // GB/T 4754: letter and class

	Title           string `json:"title"`   // time, region, industry, content, type (Guide Art. 19); at most 40 characters
	Summary         Text   `json:"summary"` // at most 400 characters
	SourceKind      string `json:"source_kind"`
	UpdateFrequency string `json:"update_frequency"` // 日 周 月 年 按需 实时, as the form has it (Guide Annex 1)

	File   string `json:"file"`
	Format Format `json:"format"`
	Rows   int    `json:"rows"` // as first registered

	// PersonalData says that the file holds personal data that must be found before it is registered.
	PersonalData bool `json:"personal_data,omitempty"`
	// CopyOf is the key of the company whose rows make up 70 % of the file.
	CopyOf string `json:"copy_of,omitempty"`

	Appraisal Appraisal `json:"appraisal"`
	Loan      Loan      `json:"loan"`
}

// Loan is what the company asks a bank for. Words are those of package loan.
type Loan struct {
	Bank      string    `json:"bank"` // key of the bank
	Requested money.Fen `json:"requested_fen"`
	Method    string    `json:"method"`
	Every     string    `json:"every"`
	Rate      string    `json:"rate"` // per year
	Months    int       `json:"months"`
	Use       Text      `json:"use"`
}

// ErrUnknown says that no company or organisation of the example has a key.
var ErrUnknown = fault.Define("example.unknown", fault.NotFound,
	"示例中没有名为 {key} 的机构", "the example has no organisation named {key}").
	Hint("可用的名称见 examples/README.md", "see examples/README.md for the names")

// Find returns a company by its key.
func Find(key string) (Company, error) {
	for _, c := range Companies() {
		if c.Key == key {
			return c, nil
		}
	}
	return Company{}, ErrUnknown.With("key", key)
}

// Everyone returns the companies' and the other organisations' records, companies first.
func Everyone() []Organisation {
	var out []Organisation
	for _, c := range Companies() {
		out = append(out, c.Organisation)
	}
	return slices.Concat(out, Organisations())
}

// Companies returns the nine companies. The amounts they ask for are 10 to 25 million each, 133.7 million together, as
// in the deal.
func Companies() []Company { return slices.Concat(eastern(), central()) }
