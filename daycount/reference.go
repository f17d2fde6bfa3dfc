package daycount

// Reference is what some conventions rest on beside two dates.
type Reference struct {
	// Anchor is any date of the regular coupon grid and Frequency the coupons a year (1, 2, 3, 4, 6 or 12): ACT/ACT ICMA.
	Anchor    Date
	Frequency int
	// EndOfMonth puts the grid on last days of months if Anchor is one.
	EndOfMonth bool
	// Termination is the date the contract ends: 30E/360 ISDA.
	Termination Date
	// Calendar tells business days: BUS/252.
	Calendar *Calendar
}

// FractionIn is the exact year fraction from from (included) to to (excluded), negative if to is earlier.
func (c DayCount) FractionIn(from, to Date, ref Reference) (num, den int64, err error) {
	switch c {
	case ThirtyE360ISDA:
		return int64(c.thirty(from, to, ref.Termination)), 360, nil
	case Bus252:
		if ref.Calendar == nil {
			return 0, 0, ErrReference.With("name", c, "zh", "工作日历", "en", "a calendar of business days")
		}
		return int64(ref.Calendar.businessDays(from, to)), 252, nil
	case ActActICMA:
		if ref.Anchor.IsZero() || ref.Frequency < 1 || 12%ref.Frequency != 0 {
			return 0, 0, ErrReference.With("name", c, "zh", "付息日基准与每年付息次数",
				"en", "an anchor and a number of coupons a year that divides 12")
		}
		if to.Before(from) {
			num, den = ref.icma(to, from)
			return -num, den, nil
		}
		num, den = ref.icma(from, to)
		return num, den, nil
	}
	if !c.Known() {
		return 0, 0, ErrDayCount.With("name", quote(string(c)))
	}
	num, den = c.Fraction(from, to)
	return num, den, nil
}

// businessDays counts from from (included) to to (excluded), and the same days negatively if to is earlier.
func (c *Calendar) businessDays(from, to Date) int {
	if to.Before(from) {
		return -c.businessDays(to, from)
	}
	return c.WorkingDaysBetween(from.AddDays(-1), to.AddDays(-1))
}

// grid is the k-th date of the coupon grid.
func (r Reference) grid(k int) Date {
	d := r.Anchor.AddMonths(k * 12 / r.Frequency)
	if r.EndOfMonth && r.Anchor.isMonthEnd() {
		return d.MonthEnd()
	}
	return d
}

// icma adds, over the coupon periods that from–to touches, the part of each that it covers, over coupons a year. At most
// the first and the last are covered in part, so two fractions and a whole number make the sum exact.
func (r Reference) icma(from, to Date) (num, den int64) {
	months := 12 / r.Frequency
	k := monthsBetween(r.Anchor, from)/months - 1
	for !r.grid(k + 1).After(from) {
		k++
	}
	num, den = 0, int64(r.Frequency)
	for ; from.Before(to); k++ {
		start, end := r.grid(k), r.grid(k+1)
		stop := end
		if to.Before(end) {
			stop = to
		}
		part, whole := int64(stop.Sub(from)), int64(end.Sub(start))
		if part == whole {
			num += den / int64(r.Frequency)
		} else {
			num, den = num*whole+part*(den/int64(r.Frequency)), den*whole
		}
		from = stop
	}
	return num, den
}

// actActISDA is exact over 365 × 366.
func actActISDA(from, to Date) (num, den int64) {
	const ordinary, leap = 365, 366
	if to.Before(from) {
		num, den = actActISDA(to, from)
		return -num, den
	}
	for from.Before(to) {
		y, _, _ := from.civil()
		stop := newCivil(y+1, 1, 1)
		if to.Before(stop) {
			stop = to
		}
		days := int64(stop.Sub(from))
		if isLeap(y) {
			num += days * ordinary
		} else {
			num += days * leap
		}
		from = stop
	}
	return num, ordinary * leap
}

// actActAFB is the rule of the Association Française des Banques: whole years back from the end, a 28 February of a leap
// year counting as its 29th.
func actActAFB(from, to Date) (num, den int64) {
	if to.Before(from) {
		num, den = actActAFB(to, from)
		return -num, den
	}
	end, years := to, int64(0)
	for {
		prev := end.AddMonths(-12)
		if y, m, d := prev.civil(); m == 2 && d == 28 && isLeap(y) {
			prev = prev.AddDays(1)
		}
		if prev.Before(from) || end == from {
			break
		}
		end, years = prev, years+1
	}
	den = 365
	y1, _, _ := from.civil()
	y2, _, _ := end.civil()
	for y := y1; y <= y2; y++ {
		if isLeap(y) {
			if leapDay := newCivil(y, 2, 29); end.After(leapDay) && !from.After(leapDay) {
				den = 366
			}
		}
	}
	return years*den + int64(end.Sub(from)), den
}

func monthsBetween(from, to Date) int {
	y1, m1, _ := from.civil()
	y2, m2, _ := to.civil()
	return 12*(y2-y1) + m2 - m1
}
