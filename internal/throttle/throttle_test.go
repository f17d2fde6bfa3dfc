package throttle

import (
	"fmt"
	"testing"
	"time"
)

var noon = time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)

func TestAPlaceWaitsOnceARateIsUsedUpAndAnotherDoesNot(t *testing.T) {
	th := New(100, Rate{2, time.Hour}, Rate{3, 24 * time.Hour})
	take := func(after time.Duration, address string, want time.Duration) {
		t.Helper()
		wait, ok := th.Take(noon.Add(after), address)
		if wait != want || ok != (want == 0) {
			t.Errorf("after %s, %s: %s, %v; want %s", after, address, wait, ok, want)
		}
	}
	take(0, "192.0.2.1", 0)
	take(time.Minute, "192.0.2.1", 0)
	take(2*time.Minute, "192.0.2.1", 58*time.Minute)
	take(2*time.Minute, "192.0.2.2", 0)
	take(2*time.Minute, "::ffff:192.0.2.1", 58*time.Minute) // the same address, written otherwise
	take(time.Hour, "192.0.2.1", 0)
	take(3*time.Hour, "192.0.2.1", 21*time.Hour) // the day's rate
	take(24*time.Hour, "192.0.2.1", 0)
}

func TestAnIPv6CustomerIsOnePlace(t *testing.T) {
	th := New(100, Rate{1, time.Hour})
	if _, ok := th.Take(noon, "2001:db8::1"); !ok {
		t.Fatal("the first was refused")
	}
	if _, ok := th.Take(noon, "2001:db8::ffff:2"); ok {
		t.Error("another address of the same /64 was not counted with it")
	}
	if _, ok := th.Take(noon, "2001:db8:0:1::1"); !ok {
		t.Error("another /64 was")
	}
}

func TestAFloodFromManyPlacesTakesNoMoreMemoryThanIsRemembered(t *testing.T) {
	th := New(1000, Rate{1, time.Hour})
	for i := range 100_000 {
		th.Take(noon, fmt.Sprintf("2001:db8:%x:%x::1", i>>16, i&0xffff))
	}
	if n := th.Places(); n != 1000 {
		t.Errorf("%d places are remembered", n)
	}
}
