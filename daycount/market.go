package daycount

import "sync"

// marketClosed are weekdays on which markets are closed although they are legal working days: notices of the exchanges.
var marketClosed = map[int][]Date{2024: {MustDate("2024-02-09")}} // 除夕, which the State Council only encouraged to take off

// Exchange is the trading calendar of the stock exchanges of the mainland: weekends are closed even where worked.
func Exchange() *Calendar { return exchange() }

// Interbank is the calendar of the interbank market: closed as the exchanges are, open on working weekends.
func Interbank() *Calendar { return interbank() }

var (
	exchange  = sync.OnceValue(func() *Calendar { return market(false) })
	interbank = sync.OnceValue(func() *Calendar { return market(true) })
)

func market(workWeekends bool) *Calendar {
	years := StateCouncil().Years()
	for i := range years {
		y := &years[i]
		y.Holidays = append(append([]Date(nil), y.Holidays...), marketClosed[y.Year]...)
		if !workWeekends {
			y.WorkingWeekends = nil
		}
	}
	c, err := NewCalendar(years...)
	if err != nil {
		panic(err)
	}
	return c
}

// Weekdays is the calendar that knows no holidays: Monday to Friday.
func Weekdays() *Calendar { return weekdays() }

var weekdays = sync.OnceValue(func() *Calendar { return &Calendar{} })
