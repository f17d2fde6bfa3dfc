package spreadsheet

import (
	"math"
	"strconv"
	"strings"
	"time"
)

// dateKind says how a number format shows a number.
type dateKind byte

const (
	isNumber   dateKind = iota
	isDate              // days, and a time where there is a fraction
	isTime              // of the day
	isDuration          // hours beyond a day
)

// readStyles finds which cell styles show dates.
func (b *book) readStyles() error {
	var styles struct {
		Formats []struct {
			ID   int    `xml:"numFmtId,attr"`
			Code string `xml:"formatCode,attr"`
		} `xml:"numFmts>numFmt"`
		Cells []struct {
			Format int `xml:"numFmtId,attr"`
		} `xml:"cellXfs>xf"`
	}
	if err := b.small("xl/styles.xml", &styles); err != nil {
		return err
	}
	codes := map[int]string{}
	for _, f := range styles.Formats {
		codes[f.ID] = f.Code
	}
	for _, c := range styles.Cells {
		kind := builtin(c.Format)
		if code, ok := codes[c.Format]; ok {
			kind = kindOf(code)
		}
		b.dates = append(b.dates, kind)
	}
	return nil
}

// builtin are the numbers of formats that are in no file (ECMA-376 part 1, 18.8.30), Chinese ones included.
func builtin(id int) dateKind {
	switch {
	case id >= 14 && id <= 17, id == 22, id >= 27 && id <= 31, id == 36, id >= 50 && id <= 54, id == 57, id == 58:
		return isDate
	case id >= 18 && id <= 21, id >= 32 && id <= 35, id == 45, id == 47, id == 55, id == 56:
		return isTime
	case id == 46:
		return isDuration
	}
	return isNumber
}

// kindOf reads a format's code: letters of dates outside quotes, brackets and escapes.
func kindOf(code string) dateKind {
	code, _, _ = strings.Cut(code, ";") // what follows is for negative numbers and text
	day, clock, month := false, false, false
	for i := 0; i < len(code); i++ {
		switch c := code[i] | 0x20; {
		case code[i] == '"':
			n := strings.IndexByte(code[i+1:], '"')
			if n < 0 {
				n = len(code)
			}
			i += n + 1
		case code[i] == '\\', code[i] == '_', code[i] == '*':
			i++
		case code[i] == '[':
			n := strings.IndexByte(code[i:], ']')
			if n < 0 {
				return isNumber
			}
			if in := strings.ToLower(code[i+1 : i+n]); strings.Trim(in, "h") == "" || strings.Trim(in, "m") == "" ||
				strings.Trim(in, "s") == "" {
				return isDuration
			}
			i += n
		case c == 'y', c == 'd':
			day = true
		case c == 'e' && i+1 < len(code) && code[i+1] != '+' && code[i+1] != '-': // era years; E+ is an exponent
			day = true
		case c == 'm':
			month = true
		case c == 'h', c == 's':
			clock = true
		case c == 'g' && strings.HasPrefix(strings.ToLower(code[i:]), "general"):
			i += len("general") - 1
		}
	}
	switch {
	case day, month && !clock:
		return isDate
	case clock:
		return isTime
	}
	return isNumber
}

// appendNumber writes a number as its style means it.
func (b *book) appendNumber(dst, number []byte, style int) []byte {
	kind := isNumber
	if style >= 0 && style < len(b.dates) {
		kind = b.dates[style]
	}
	if kind == isNumber && plain(number) {
		return append(dst, number...)
	}
	f, err := strconv.ParseFloat(string(number), 64)
	if err != nil || math.IsInf(f, 0) || math.IsNaN(f) {
		return append(dst, number...)
	}
	if kind != isNumber && f >= 0 && f < 2958466 { // 9999-12-31 and its hours
		return b.appendDate(dst, f, kind)
	}
	return appendFloat(dst, f)
}

// plain reports whether the digits need no rounding.
func plain(number []byte) bool {
	if len(number) > 15 {
		return false
	}
	for _, c := range number {
		if c < '0' && c != '-' && c != '.' || c > '9' {
			return false
		}
	}
	return true
}

// appendFloat writes 15 digits, what spreadsheets compute with, and no exponent.
func appendFloat(dst []byte, f float64) []byte {
	rounded, err := strconv.ParseFloat(strconv.FormatFloat(f, 'g', 15, 64), 64)
	if err != nil {
		rounded = f
	}
	if rounded == 0 {
		return append(dst, '0')
	}
	return strconv.AppendFloat(dst, rounded, 'f', -1, 64)
}

func (b *book) appendDate(dst []byte, f float64, kind dateKind) []byte {
	days := math.Floor(f)
	seconds := int64(math.Round((f - days) * 86400))
	at := time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)
	switch {
	case b.base:
		at = time.Date(1904, 1, 1, 0, 0, 0, 0, time.UTC)
	case days < 60: // the 29th of February 1900 is counted and never was
		at = at.AddDate(0, 0, 1)
	}
	at = at.AddDate(0, 0, int(days)).Add(time.Duration(seconds) * time.Second)
	switch {
	case kind == isDuration:
		all := int64(days)*86400 + seconds
		dst = strconv.AppendInt(dst, all/3600, 10)
		return at.AppendFormat(dst, ":04:05")
	case kind == isTime && days == 0:
		return at.AppendFormat(dst, time.TimeOnly)
	case seconds == 0:
		return at.AppendFormat(dst, time.DateOnly)
	}
	return at.AppendFormat(dst, time.DateTime)
}
