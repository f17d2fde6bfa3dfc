package daycount

import "shurong.org/shurong/fault"

// Roll is a business-day convention: where a date goes that is no business day. Its value is its name in contracts.
type Roll string

// The rolls. The modified ones turn round rather than leave the month.
const (
	Unadjusted        Roll = ""
	Following         Roll = "following"
	ModifiedFollowing Roll = "modified_following"
	Preceding         Roll = "preceding"
	ModifiedPreceding Roll = "modified_preceding"
	// Nearest is the nearer business day, the later one where both are as near.
	Nearest Roll = "nearest"
)

// ErrRoll says that a business-day convention is not one of those known.
var ErrRoll = fault.Define("daycount.roll", fault.Invalid,
	"营业日惯例 {name} 不支持", "business-day convention {name} is not supported").
	Hint("可用：following、modified_following、preceding、modified_preceding、nearest",
		"use following, modified_following, preceding, modified_preceding or nearest")

// UnmarshalText refuses unknown rolls where they enter.
func (r *Roll) UnmarshalText(b []byte) error {
	switch v := Roll(b); v {
	case Unadjusted, Following, ModifiedFollowing, Preceding, ModifiedPreceding, Nearest:
		*r = v
		return nil
	}
	return ErrRoll.With("name", quote(string(b)))
}

// Adjust moves d to a business day of the calendar by the convention. No calendar moves nothing.
func (r Roll) Adjust(d Date, c *Calendar) Date {
	if c == nil || r == Unadjusted || c.IsWorkingDay(d) {
		return d
	}
	later, earlier := c.AddWorkingDays(d, 1), c.AddWorkingDays(d, -1)
	month := d.Month()
	switch r {
	case Preceding:
		return earlier
	case ModifiedFollowing:
		if later.Month() != month {
			return earlier
		}
	case ModifiedPreceding:
		if earlier.Month() == month {
			return earlier
		}
	case Nearest:
		if d.Sub(earlier) < later.Sub(d) {
			return earlier
		}
	}
	return later
}
