package daycount

// The Gregorian calendar in whole numbers. Years are counted from March, so that the leap day comes last; 400 years are
// 146,097 days. A conversion costs a few nanoseconds either way, which is what a projection of a million loans spends
// most of its time on.

const (
	eraDays  = 146097
	yearDays = 365
	// marchZero is 0000-03-01 on the scale of Date, whose 1 is 0001-01-01.
	marchZero = -305
)

// civil splits the date into year, month and day.
func (d Date) civil() (year, month, day int) {
	n := int(d.n) - marchZero
	past := 0
	for n < 0 { // before year 0, where no valid date lies
		n, past = n+eraDays, past+400
	}
	u := uint32(n)
	era := u / eraDays
	doe := u - era*eraDays
	yoe := (doe - doe/1460 + doe/36524 - doe/146096) / yearDays
	doy := doe - (yearDays*yoe + yoe/4 - yoe/100)
	mp := (5*doy + 2) / 153
	day = int(doy - (153*mp+2)/5 + 1)
	year = int(yoe+era*400) - past
	if mp < 10 {
		return year, int(mp) + 3, day
	}
	return year + 1, int(mp) - 9, day
}

// newCivil is the date of a day that exists.
func newCivil(year, month, day int) Date {
	if month <= 2 {
		year, month = year-1, month+12
	}
	era := year / 400 // rounds to 0 below year 0, where no valid date lies
	yoe := year - era*400
	doy := (153*(month-3)+2)/5 + day - 1
	return Date{int32(era*eraDays + yoe*yearDays + yoe/4 - yoe/100 + doy + marchZero)}
}

func floorDiv(a, b int) int {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}

func isLeap(year int) bool { return year%4 == 0 && (year%100 != 0 || year%400 == 0) }

func monthDays(year, month int) int {
	switch month {
	case 2:
		if isLeap(year) {
			return 29
		}
		return 28
	case 4, 6, 9, 11:
		return 30
	}
	return 31
}

// MonthEnd is the last day of the date's month.
func (d Date) MonthEnd() Date {
	y, m, _ := d.civil()
	return newCivil(y, m, monthDays(y, m))
}

func (d Date) isMonthEnd() bool {
	y, m, day := d.civil()
	return day == monthDays(y, m)
}

// IsMonthEnd reports whether the date is the last day of its month.
func (d Date) IsMonthEnd() bool { return d.isMonthEnd() }
