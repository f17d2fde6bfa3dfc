package registry

import (
	"bytes"
	"strings"
	"sync/atomic"
	"time"
	"unicode/utf8"

	"shurong.org/shurong/canon"
	"shurong.org/shurong/daycount"
	"shurong.org/shurong/fault"
	"shurong.org/shurong/identifier"
)

// Find reads the fact under a key, nil if there is none.
func Find[T any](r Reader, key string) (*T, error) {
	b, err := r.Get(key)
	if err != nil || b == nil {
		return nil, err
	}
	v := new(T)
	if err := canon.Unmarshal(b, v); err != nil {
		return nil, err
	}
	return v, nil
}

func find[T any](c *Context, key string) (*T, error) { return Find[T](c.State, key) }

// load reads a fact that must exist; field names where the sender named it.
func load[T any](c *Context, key, field string) (*T, error) {
	v, err := Find[T](c.State, key)
	if err == nil && v == nil {
		return nil, ErrNotFound.With("what", printable(key)).At(field)
	}
	return v, err
}

func exists(c *Context, key string) bool {
	b, err := c.Get(key)
	return err != nil || b != nil // unreadable counts as there: a command then fails rather than overwrites
}

func put(c *Context, key string, v any) { c.Put(key, canon.Must(v)) }

// Day is the civil date in China of an instant in Unix milliseconds.
func Day(ms int64) daycount.Date { return daycount.DateOf(time.UnixMilli(ms)) }

// calendarOf remembers the parsed calendar of the calendar fact: it changes once a year and costs 100 µs to build.
var calendarOf atomic.Pointer[parsedCalendar]

type parsedCalendar struct {
	fact []byte
	*daycount.Calendar
}

// Rules returns the rule profile and the calendar of working days in force. What the profile refers to is shared and must
// not be changed.
func Rules(r Reader) (Profile, *daycount.Calendar, error) {
	g, err := memoGenesis.find(r, KeyGenesis)
	if err != nil {
		return Profile{}, nil, err
	}
	if g == nil {
		return Profile{}, nil, ErrNoGenesis.With()
	}
	b, err := r.Get(KeyCalendar)
	if err != nil {
		return Profile{}, nil, err
	}
	if last := calendarOf.Load(); last != nil && bytes.Equal(last.fact, b) {
		return g.Profile, last.Calendar, nil
	}
	var years Calendar
	if err := canon.Unmarshal(b, &years); err != nil {
		return Profile{}, nil, err
	}
	cal, err := daycount.NewCalendar(years.Years...)
	if err != nil {
		return Profile{}, nil, err
	}
	calendarOf.Store(&parsedCalendar{bytes.Clone(b), cal})
	return g.Profile, cal, nil
}

// printable cuts what a stranger sent to something fit for a message.
func printable(s string) string {
	s = strings.ToValidUTF8(s, "?")
	if utf8.RuneCountInString(s) > 80 {
		s = string([]rune(s)[:80]) + "…"
	}
	return s
}

func checkUSCC(s, field string) error {
	if _, err := identifier.ParseUSCC(s); err != nil {
		return fault.From(err).At(field)
	}
	return nil
}

func text(s string, least, most int, field string) error {
	if n := utf8.RuneCountInString(s); n < least || n > most || strings.ContainsAny(s, "\x00\n\r") {
		return ErrLength.With("least", least, "most", most).At(field)
	}
	return nil
}

func digits(s string, n int, field string) error {
	if len(s) != n || strings.Trim(s, "0123456789") != "" {
		return ErrDigits.With("n", n).At(field)
	}
	return nil
}

// digest requires a SHA-256 in lower-case hexadecimal; commitments have the same form.
func digest(s, field string) error {
	if len(s) != 64 || strings.Trim(s, "0123456789abcdef") != "" {
		return ErrDigest.At(field)
	}
	return nil
}

func roles(rs []Role) error {
	if len(rs) == 0 || len(rs) > len(Roles) {
		return ErrField.With("why", "one to nine roles").At("body.roles")
	}
	for i, r := range rs {
		known := false
		for _, k := range Roles {
			known = known || k == r
		}
		if !known {
			return ErrField.With("why", "unknown role "+printable(string(r))).At("body.roles")
		}
		for _, other := range rs[:i] {
			if other == r {
				return ErrField.With("why", "role given twice: "+string(r)).At("body.roles")
			}
		}
	}
	return nil
}
