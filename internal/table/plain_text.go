package table

import (
	"math"
	"strconv"
	"time"
)

// What follows writes days, instants and amounts as the library does, in less time: it knows one form only,
// and leaves to the library what is out of the ordinary.

// Days from 1970 of the years that have four digits.
const (
	firstDay = -719162 // 0001-01-01
	lastDay  = 2932896 // 9999-12-31
)

const secondsOfDay = 86400

// appendDay writes the day so many days after 1970-01-01 as 2006-01-02.
func appendDay(dst []byte, day int64) []byte {
	if day < firstDay || day > lastDay {
		return time.Unix(day*secondsOfDay, 0).UTC().AppendFormat(dst, time.DateOnly)
	}
	// Howard Hinnant, chrono-compatible low-level date algorithms: eras of 400 years that begin in March.
	z := uint32(day + 719468)
	era, doe := z/146097, z%146097
	yoe := (doe - doe/1460 + doe/36524 - doe/146096) / 365
	doy := doe - (365*yoe + yoe/4 - yoe/100)
	mp := (5*doy + 2) / 153
	y, m, d := era*400+yoe, mp+3, doy-(153*mp+2)/5+1
	if m > 12 {
		y, m = y+1, m-12
	}
	return append(dst, '0'+byte(y/1000), '0'+byte(y/100%10), '0'+byte(y/10%10), '0'+byte(y%10),
		'-', '0'+byte(m/10), '0'+byte(m%10), '-', '0'+byte(d/10), '0'+byte(d%10))
}

// appendInstant writes the instant so many units after 1970 as 2006-01-02 15:04:05, and what is left of a second.
func appendInstant(dst []byte, n int64, unit time.Duration) []byte {
	per := int64(time.Second / unit)
	sec, rest := n/per, n%per
	if rest < 0 {
		sec, rest = sec-1, rest+per
	}
	day, of := sec/secondsOfDay, sec%secondsOfDay
	if of < 0 {
		day, of = day-1, of+secondsOfDay
	}
	if day < firstDay || day > lastDay {
		return time.Unix(sec, rest*int64(unit)).UTC().AppendFormat(dst, "2006-01-02 15:04:05.999999999")
	}
	t := uint32(of)
	h, m, s := t/3600, t/60%60, t%60
	dst = append(appendDay(dst, day), ' ', '0'+byte(h/10), '0'+byte(h%10), ':', '0'+byte(m/10), '0'+byte(m%10), ':',
		'0'+byte(s/10), '0'+byte(s%10))
	if rest != 0 {
		dst = append(dst, '.')
		for p := per / 10; rest > 0; p /= 10 {
			dst = append(dst, '0'+byte(rest/p))
			rest %= p
		}
	}
	return dst
}

// appendDouble writes a number with as many digits as tell it from all others. Of a decimal of up to 15 digits there
// is only one such number, and the decimal is the shortest: so a number that is so many hundredths is written as them.
func appendDouble(dst []byte, x float64) []byte {
	k := math.RoundToEven(x * 100)
	if !(math.Abs(k) < 1e15) || k/100 != x || k == 0 {
		return strconv.AppendFloat(dst, x, 'f', -1, 64)
	}
	n := int64(k)
	if n < 0 {
		dst, n = append(dst, '-'), -n
	}
	dst = strconv.AppendInt(dst, n/100, 10)
	if tenths, last := n/10%10, n%10; last > 0 {
		dst = append(dst, '.', '0'+byte(tenths), '0'+byte(last))
	} else if tenths > 0 {
		dst = append(dst, '.', '0'+byte(tenths))
	}
	return dst
}
