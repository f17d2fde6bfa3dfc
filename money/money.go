// Package money is integer money: an amount of renminbi in fen (分, a hundredth of a yuan).
//
// Every shared fact and every posting in the books holds a [Fen]; in JSON it is a number in a field whose name ends in
// _fen. What people write and read is yuan with at most two decimals, or 万元 with at most six; both are parsed exactly,
// and a digit that a fen cannot hold is an error, never rounded away. Contracts and valuations compute in decimals and
// come back here through one stated [Rounding].
package money

import (
	"math"
	"strconv"
	"strings"

	"github.com/quagmt/udecimal"

	"shurong.org/shurong/fault"
)

// Fen is an amount in fen. It may be negative. int64 holds ±92 quadrillion yuan.
type Fen int64

// Yuan and Wan are one yuan and ten thousand yuan (万元) in fen.
const (
	Yuan Fen = 100
	Wan  Fen = 10000 * Yuan
)

// Max is the largest amount accepted from outside: CNY 10 trillion, far over any data-asset loan, and far enough under
// int64 that sums of thousands of amounts cannot overflow.
const Max = 10_000_000_000_000 * Yuan

var (
	// ErrFormat says that a text is not an amount.
	ErrFormat = fault.Define("money.format", fault.Invalid,
		"{text} 不是有效金额", "{text} is not an amount of money").
		Hint("请按 12345.67 的格式填写，可用逗号分节，不带货币符号", "write it as 12345.67; commas may group digits; no currency sign")
	// ErrPrecision says that an amount is finer than one fen.
	ErrPrecision = fault.Define("money.precision", fault.Invalid,
		"金额 {text} 超过 {places} 位小数，最小单位为分", "amount {text} has more than {places} decimals; the smallest unit is the fen").
		Hint("请自行取整到分后再提交，系统不代为取舍", "round it to the fen yourself; we do not choose for you")
	// ErrRange says that an amount is over Max.
	ErrRange = fault.Define("money.range", fault.Invalid,
		"金额 {text} 超出可接受范围", "amount {text} is out of range")
)

// ParseYuan reads an amount in yuan with at most two decimals: "12345.6", "-0.01", "1,234,567.00".
func ParseYuan(s string) (Fen, error) { return parse(s, 2) }

// ParseWan reads an amount in 万元 with at most six decimals: "896.8" is 8,968,000 yuan.
func ParseWan(s string) (Fen, error) { return parse(s, 6) }

// maxText is the longest amount read: sign, 18 digits with commas, point and decimals fit well within it.
const maxText = 40

func parse(s string, places int) (Fen, error) {
	text := s
	if len(text) > maxText {
		text = text[:maxText] + "…"
	}
	text = strings.ToValidUTF8(text, "?")
	if len(s) > maxText {
		return 0, ErrFormat.With("text", text)
	}
	digits, negative := strings.CutPrefix(s, "-")
	whole, frac, point := strings.Cut(digits, ".")
	whole, ok := ungroup(whole)
	if !ok || !allDigits(whole) || whole == "" || point && (frac == "" || !allDigits(frac)) {
		return 0, ErrFormat.With("text", text)
	}
	if len(strings.TrimRight(frac, "0")) > places {
		return 0, ErrPrecision.With("text", text, "places", places)
	}
	frac = (frac + "000000")[:places]
	n, err := strconv.ParseInt(whole+frac, 10, 64)
	if err != nil || Fen(n) > Max {
		return 0, ErrRange.With("text", text)
	}
	if negative {
		n = -n
	}
	return Fen(n), nil
}

// ungroup removes commas that group digits by three or by four, the Chinese way, and refuses any other.
func ungroup(s string) (string, bool) {
	groups := strings.Split(s, ",")
	if len(groups) == 1 {
		return s, true
	}
	size := len(groups[1])
	if size != 3 && size != 4 || groups[0] == "" || len(groups[0]) > size {
		return "", false
	}
	for _, g := range groups[1:] {
		if len(g) != size {
			return "", false
		}
	}
	return strings.Join(groups, ""), true
}

func allDigits(s string) bool {
	for _, r := range s {
		if r < '0' || r > '9' {
			return false
		}
	}
	return true
}

// String is the amount in yuan with two decimals: "12345.60".
func (f Fen) String() string {
	sign, n := f.split()
	return sign + strconv.FormatUint(n/100, 10) + "." + pad(n%100, 2)
}

// Grouped is String with commas every three digits, for documents and terminals.
func (f Fen) Grouped() string {
	sign, n := f.split()
	return sign + group(strconv.FormatUint(n/100, 10)) + "." + pad(n%100, 2)
}

// Wan is the amount in 万元 without trailing zeros and at least two decimals: "896.80", "0.000001".
func (f Fen) Wan() string {
	sign, n := f.split()
	frac := pad(n%uint64(Wan), 6)
	for len(frac) > 2 && frac[len(frac)-1] == '0' {
		frac = frac[:len(frac)-1]
	}
	return sign + group(strconv.FormatUint(n/uint64(Wan), 10)) + "." + frac
}

func (f Fen) split() (sign string, n uint64) {
	if f < 0 {
		return "-", -uint64(f)
	}
	return "", uint64(f)
}

func pad(n uint64, width int) string {
	s := strconv.FormatUint(n, 10)
	return strings.Repeat("0", width-len(s)) + s
}

func group(s string) string {
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// Decimal is the amount in yuan as an exact decimal.
func (f Fen) Decimal() udecimal.Decimal { return udecimal.MustFromInt64(int64(f), 2) }

// Rounding is a rule that brings a decimal to whole fen. The empty Rounding is HalfEven.
type Rounding string

const (
	// HalfEven rounds halves to the even neighbour, so that errors cancel over many periods. The default.
	HalfEven Rounding = "half_even"
	// HalfUp rounds halves away from zero (四舍五入), as most Chinese contracts say.
	HalfUp Rounding = "half_up"
	// Truncate drops what is under a fen, towards zero.
	Truncate Rounding = "truncate"
)

// ErrRounding says that a rounding rule is not one of those known.
var ErrRounding = fault.Define("money.rounding", fault.Invalid,
	"舍入规则 {name} 不支持", "rounding rule {name} is not supported").
	Hint("可用：half_even、half_up、truncate", "use half_even, half_up or truncate")

// UnmarshalText refuses unknown rules where they enter.
func (r *Rounding) UnmarshalText(b []byte) error {
	switch v := Rounding(b); v {
	case "", HalfEven, HalfUp, Truncate:
		*r = v
		return nil
	}
	return ErrRounding.With("name", strings.ToValidUTF8(string(b[:min(len(b), maxText)]), "?"))
}

// Round brings d to a number of decimals by the rule.
func (r Rounding) Round(d udecimal.Decimal, places uint8) udecimal.Decimal {
	switch r {
	case HalfUp:
		return d.RoundHAZ(places)
	case Truncate:
		return d.Trunc(places)
	}
	return d.RoundBank(places)
}

// Fen brings an amount in yuan to fen by the rule. An amount over Max, either way, is ErrRange.
func (r Rounding) Fen(yuan udecimal.Decimal) (Fen, error) {
	d := r.Round(yuan, 2)
	n, err := d.Mul(udecimal.MustFromInt64(100, 0)).Int64()
	if err != nil || n > int64(Max) || n < -int64(Max) || n == math.MinInt64 {
		return 0, ErrRange.With("text", yuan.StringFixed(2))
	}
	return Fen(n), nil
}
