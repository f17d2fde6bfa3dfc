package act

import (
	"bytes"
	"sync/atomic"

	"shurong.org/shurong/canon"
	"shurong.org/shurong/daycount"
	"shurong.org/shurong/internal/registry/facts"
	"shurong.org/shurong/internal/registry/profile"
)

// calendarOf remembers the parsed calendar of the calendar fact: it changes once a year and costs 100 µs to build.
var calendarOf atomic.Pointer[parsedCalendar]

type parsedCalendar struct {
	fact []byte
	*daycount.Calendar
}

// Rules returns the rule profile and the calendar of working days in force. What the profile refers to is shared and must
// not be changed.
func Rules(r Reader) (profile.Profile, *daycount.Calendar, error) {
	g, err := FindGenesis(r)
	if err != nil {
		return profile.Profile{}, nil, err
	}
	if g == nil {
		return profile.Profile{}, nil, ErrNoGenesis.With()
	}
	b, err := r.Get(facts.KeyCalendar)
	if err != nil {
		return profile.Profile{}, nil, err
	}
	if last := calendarOf.Load(); last != nil && bytes.Equal(last.fact, b) {
		return g.Profile, last.Calendar, nil
	}
	var years facts.Calendar
	if err := canon.Unmarshal(b, &years); err != nil {
		return profile.Profile{}, nil, err
	}
	cal, err := daycount.NewCalendar(years.Years...)
	if err != nil {
		return profile.Profile{}, nil, err
	}
	calendarOf.Store(&parsedCalendar{bytes.Clone(b), cal})
	return g.Profile, cal, nil
}
