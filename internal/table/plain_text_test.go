package table

import (
	"math"
	"math/rand/v2"
	"strconv"
	"testing"
	"time"
)

func TestInstantsAreWrittenAsTheLibraryDoes(t *testing.T) {
	check := func(n int64, unit time.Duration) {
		per := int64(time.Second / unit)
		at := time.Unix(n/per, n%per*int64(unit)).UTC()
		if got, want := string(appendInstant(nil, n, unit)), at.Format("2006-01-02 15:04:05.999999999"); got != want {
			t.Fatalf("%d × %v: %s, want %s", n, unit, got, want)
		}
		day := int64(int32(n))
		if got, want := string(appendDay(nil, day)), time.Unix(day*86400, 0).UTC().Format(time.DateOnly); got != want {
			t.Fatalf("day %d: %s, want %s", day, got, want)
		}
	}
	rng := rand.New(rand.NewPCG(1, 2))
	for _, unit := range []time.Duration{time.Nanosecond, time.Microsecond, time.Millisecond, time.Second} {
		for _, n := range []int64{0, -1, 1, 999, 1000, firstDay, firstDay - 1, lastDay, lastDay + 1, math.MaxInt32, math.MinInt32,
			-62135596800, -62135596801, 253402300799, 253402300800} {
			check(n, unit)
		}
		for range 25_000 {
			check(rng.Int64N(1<<rng.IntN(60)+1), unit)
			check(-rng.Int64N(1<<rng.IntN(60)+1), unit)
		}
	}
	for day := int64(firstDay) - 400; day <= lastDay+400; day++ {
		if day%97 != 0 && day > firstDay+1000 && day < lastDay-1000 && (day < -1000 || day > 30_000) {
			continue
		}
		check(day, time.Second)
	}
}

// FuzzAppendDouble: a number is written as the library writes it.
func FuzzAppendDouble(f *testing.F) {
	for _, x := range []float64{0, math.Copysign(0, -1), 0.1, 12.5, -3.07, 1e13 + 0.01, 123456789012.34, 1e15, 1e300, 5e-324, 0.005,
		math.Inf(1), math.NaN(), 4503599627370497.5} {
		f.Add(x, int64(x))
	}
	f.Fuzz(func(t *testing.T, x float64, n int64) {
		for _, x := range []float64{x, float64(n) / 100, float64(n%1_000_000_000) / 100, float64(n%100_000) / 1000} {
			if got, want := string(appendDouble(nil, x)), strconv.FormatFloat(x, 'f', -1, 64); got != want {
				t.Fatalf("%s, want %s", got, want)
			}
		}
	})
}
