package scan

// Version names the method. Results of different versions are not compared finding by finding.
const Version = "shurong-scan/2"

// Grade is what a table as a whole is, by GB/T 35273-2020.
type Grade string

// Grades, in rising order. The registry knows them by these names.
const (
	None      Grade = "none"
	Personal  Grade = "personal"  // 个人信息
	Sensitive Grade = "sensitive" // 个人敏感信息 (annex B: identity documents, bank accounts)
)

func (g Grade) rank() int {
	switch g {
	case Sensitive:
		return 2
	case Personal:
		return 1
	}
	return 0
}

// Confidence says how sure a finding is. Low ones are for a person to look at and do not grade the table.
type Confidence string

// Confidences.
const (
	High   Confidence = "high"
	Medium Confidence = "medium"
	Low    Confidence = "low"
)

// State says in what form a kind of data is there.
type State string

// States. Only plain data grades a table.
const (
	Plain  State = "plain"
	Masked State = "masked" // 138****1234: cured already
	Hashed State = "hashed" // digests under a name that says what of: fit to be undone if no key was used
)

// Text is a sentence in both languages.
type Text struct {
	ZH string `json:"zh"`
	EN string `json:"en"`
}

// Finding is one kind of data found in one column.
type Finding struct {
	Column string `json:"column"`
	Index  int    `json:"index"` // of the column, from 0; -1: of the table
	// resident_id, mobile, bank_card, name, email, landline, address, plate, passport, travel_permit, birth_date,
	// device_id, ip, mac, credit_code, location, track, minor, health, finance, biometric, religion,
	// specific_identity, secret
	Category   string     `json:"category"`
	ZH         string     `json:"zh"`
	EN         string     `json:"en"`
	Grade      Grade      `json:"grade"`             // by GB/T 35273
	Annex      Text       `json:"annex"`             // where GB/T 35273 names it
	Special    string     `json:"special,omitempty"` // class of GB/T 45574, annex A
	State      State      `json:"state"`
	Confidence Confidence `json:"confidence"`
	Header     bool       `json:"header"` // the column's name says so too
	Check      bool       `json:"check"`  // a check digit was verified

	// What the decision rests on: Examined values of the sample, of which Form have the form and Passing pass every
	// rule; ChancePPM of the cells of that form would pass by chance, so that ExcessPPM of the values are truly of the
	// kind. LiftPM is the share that passes over the share by chance, in thousandths; 0 where chance says nothing.
	Examined  int64 `json:"examined"`
	Form      int64 `json:"form"`
	Passing   int64 `json:"passing"`
	ChancePPM int64 `json:"chance_ppm"`
	ExcessPPM int64 `json:"excess_ppm"`
	LiftPM    int64 `json:"lift_pm"`

	Matching int64 `json:"matching"`  // values that pass, reckoned up to the whole column
	SharePPM int64 `json:"share_ppm"` // of the values, those that pass
	Reason   Text  `json:"reason"`
	Cure     Cure  `json:"cure"`
}

// InText is what stands inside the longer texts of a column, counted over every cell, not on the sample.
type InText struct {
	Column string `json:"column"`
	Index  int    `json:"index"`
	// mobile, resident_id, bank_card, email, secret
	Category string `json:"category"`
	ZH       string `json:"zh"`
	EN       string `json:"en"`
	Grade    Grade  `json:"grade"`
	Cells    int64  `json:"cells"`    // cells with at least one; for secrets reckoned up from those tried
	Per10k   int64  `json:"per_10k"`  // of 10,000 values
	Expected int64  `json:"expected"` // cells that would be counted by chance
	Rule     string `json:"rule,omitempty"`
	Cure     Cure   `json:"cure"`
}

// Block is what stands in the way of registration.
type Block struct {
	// secret, core_marker, value_as_name, sensitive_unmasked, personal_unmasked, minors, in_text
	Code    string   `json:"code"`
	Columns []string `json:"columns"`
	Text    Text     `json:"text"`
	// Absolute blocks are lifted by cure alone; the others also by a legal basis that the registrar has seen.
	Absolute bool `json:"absolute"`
}

// Result is what was found in a table. It holds column names, counts and sentences, never a value.
type Result struct {
	Version  string    `json:"version"`
	Grade    Grade     `json:"grade"`
	Findings []Finding `json:"findings"`
	InText   []InText  `json:"in_text"`
	// Persons is about how many natural persons the table is about: the different values of the column that identifies
	// best. 0 where none does.
	Persons    int64    `json:"persons"`
	PersonsBy  string   `json:"persons_by,omitempty"` // that column
	Proposal   Proposal `json:"proposal"`
	Blocks     []Block  `json:"blocks"`
	Rows       int64    `json:"rows"`
	SampleRows int64    `json:"sample_rows"`
}
