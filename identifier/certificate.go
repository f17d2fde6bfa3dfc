package identifier

import (
	"fmt"
	"time"

	"shurong.org/shurong/fault"
)

// CertificateCode is the 15-character code of a data property right certificate (数据产权登记凭证编码, Guide Annex 6):
// "SJ", region (2 digits), registrar in that region (1 digit), year and month of issue (6), serial of the month (4). It
// has no check character: a slip makes another code, so it is always looked up, never trusted by form.
type CertificateCode struct {
	Region    int // 0–99, the first two digits of GB/T 2260 for a province
	Registrar int // 0–9
	Year      int // 0–9999
	Month     time.Month
	Serial    int // 1–9999, counted per registrar and month
}

const (
	certificateLength = 15
	// MaxSerial is how many certificates one registrar can number in a month.
	MaxSerial = 9999
)

var certificateKind = kind{"登记凭证编码", "certificate code"}

var (
	// ErrCertificateRange says that a part of the code has digits, but a value it cannot have.
	ErrCertificateRange = fault.Define("identifier.certificate_range", fault.Invalid,
		"登记凭证编码 {code} 的{part_zh}应在 {from}–{to} 之间", "certificate code {code}: the {part} should be from {from} to {to}").
		Hint("编码由 SJ、地域 2 位、登记机构 1 位、年月 6 位、流水号 4 位组成",
			"the code is SJ, region (2), registrar (1), year and month (6), serial (4)")
	// ErrSerialExhausted says that a registrar has used all serials of a month.
	ErrSerialExhausted = fault.Define("identifier.serial_exhausted", fault.Conflict,
		"登记机构 {registrar} 在 {month} 的 9999 个凭证流水号已用完", "registrar {registrar} has used all 9999 serials of {month}").
		Hint("请在下月核发，或由同地域的另一登记机构编码核发", "issue next month, or under another registrar number of the region")
)

// IsCertificateCode reports whether s is a well-formed certificate code.
func IsCertificateCode(s string) bool {
	if len(s) != certificateLength || s[:2] != "SJ" || digits(s[2:]) >= 0 {
		return false
	}
	m := number(s[9:11])
	return m >= 1 && m <= 12 && s[11:] != "0000"
}

// ParseCertificateCode reads a code into its parts.
func ParseCertificateCode(s string) (CertificateCode, error) {
	if len(s) != certificateLength && ascii(s) {
		return CertificateCode{}, certificateKind.length(certificateLength, s)
	}
	for i := 0; i < 2; i++ {
		if s[i] != "SJ"[i] {
			return CertificateCode{}, certificateKind.character(i, "大写字母 SJ", "SJ in capitals")
		}
	}
	if i := digits(s[2:]); i >= 0 {
		return CertificateCode{}, certificateKind.character(runeIndex(s, i+2), "数字", "a digit")
	}
	if len(s) != certificateLength {
		return CertificateCode{}, certificateKind.length(certificateLength, s)
	}
	c := CertificateCode{Region: number(s[2:4]), Registrar: number(s[4:5]), Year: number(s[5:9]),
		Month: time.Month(number(s[9:11])), Serial: number(s[11:])}
	if err := c.Validate(); err != nil {
		return CertificateCode{}, err
	}
	return c, nil
}

// Validate checks the range of every part, for codes made in source code rather than read.
func (c CertificateCode) Validate() error {
	for _, p := range []struct {
		value, from, to int
		zh, en          string
	}{
		{c.Region, 0, 99, "地域代码", "region"},
		{c.Registrar, 0, 9, "登记机构代码", "registrar"},
		{c.Year, 0, 9999, "年份", "year"},
		{int(c.Month), 1, 12, "月份", "month"},
		{c.Serial, 1, MaxSerial, "流水号", "serial"},
	} {
		if p.value < p.from || p.value > p.to {
			return ErrCertificateRange.With("code", clip(c.String()), "part_zh", p.zh, "part", p.en, "from", p.from, "to", p.to)
		}
	}
	return nil
}

// Next returns the code after c of the same registrar and month; a c with serial 0 stands before the first. After 9999
// it is [ErrSerialExhausted].
func (c CertificateCode) Next() (CertificateCode, error) {
	if c.Serial >= MaxSerial {
		return CertificateCode{}, ErrSerialExhausted.With("registrar", fmt.Sprintf("%02d%d", c.Region, c.Registrar),
			"month", fmt.Sprintf("%04d-%02d", c.Year, int(c.Month)))
	}
	c.Serial++
	return c, c.Validate()
}

// String is the code's text; of an invalid code it is not 15 characters or does not parse.
func (c CertificateCode) String() string {
	return fmt.Sprintf("SJ%02d%d%04d%02d%04d", c.Region, c.Registrar, c.Year, int(c.Month), c.Serial)
}

// MarshalText and UnmarshalText make the text form the JSON and YAML form.
func (c CertificateCode) MarshalText() ([]byte, error) { return []byte(c.String()), c.Validate() }

// UnmarshalText reads a code strictly.
func (c *CertificateCode) UnmarshalText(b []byte) error {
	v, err := ParseCertificateCode(string(b))
	if err != nil {
		return err
	}
	*c = v
	return nil
}
