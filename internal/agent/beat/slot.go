package beat

import (
	"crypto/sha256"
	"encoding/binary"
	"strconv"
	"time"

	"shurong.org/shurong/daycount"
)

// anchor is a slot's beginning that all others are multiples of the interval away from.
func (s *Source) anchor() time.Time {
	hour, minute := 0, 0
	if s.At != "" {
		hour, _ = strconv.Atoi(s.At[:2])
		minute, _ = strconv.Atoi(s.At[3:])
	}
	return time.Date(2026, 1, 1, hour, minute, 0, 0, daycount.China)
}

// slot is the latest slot that has begun at an instant.
func (s *Source) slot(now time.Time) time.Time {
	every := time.Duration(s.Every)
	since := now.Sub(s.anchor())
	n := since / every
	if since < 0 && since%every != 0 {
		n--
	}
	return s.anchor().Add(n * every)
}

// start is when a slot is measured: put off by chance, but by the same whenever it is asked.
func (s *Source) start(slot time.Time) time.Time {
	if s.Jitter <= 0 {
		return slot
	}
	sum := sha256.Sum256([]byte(s.Name + "\x00" + s.Certificate + "\x00" + strconv.FormatInt(slot.UnixMilli(), 10)))
	return slot.Add(time.Duration(binary.BigEndian.Uint64(sum[:8]) % uint64(s.Jitter)))
}

// due reports whether the present slot is to be measured, given the last one that was; else when the next one is. Slots
// that passed while the agent was away are not made up for: data is measured as it is, not as it was.
func (s *Source) due(last, now time.Time) (slot time.Time, next time.Time, due bool) {
	slot = s.slot(now)
	switch {
	case last.IsZero():
		return slot, now, true // never measured: at once
	case !slot.After(last):
		return slot, s.start(slot.Add(time.Duration(s.Every))), false
	case now.Before(s.start(slot)):
		return slot, s.start(slot), false
	}
	return slot, now, true
}
