package progress

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

type hand struct{ at time.Time }

func (h *hand) Now() time.Time { return h.at }

func (h *hand) move(d time.Duration) { h.at = h.at.Add(d) }

func newHand() *hand { return &hand{time.Unix(1_800_000_000, 0)} }

func TestABarTellsShareRateAndTimeLeft(t *testing.T) {
	var out bytes.Buffer
	h := newHand()
	w := New(&out, Bar, h)
	w.width = func() int { return 120 }
	h.move(time.Second)
	w.Update(State{Read: 650e6, Total: 1300e6, Unit: Bytes, Rows: 5e6})
	want := "\r读取  ██████████░░░░░░░░░░  50 %  650 MB / 1.3 GB  650 MB/s  5,000,000 行  剩余 0:01"
	if out.String() != want {
		t.Errorf("%q", out.String())
	}
	out.Reset()
	w.Update(State{Read: 651e6, Total: 1300e6, Unit: Bytes})
	if out.Len() > 0 {
		t.Errorf("written again at once: %q", out.String())
	}
	w.Done()
	if s := out.String(); strings.Trim(s, "\r ") != "" || len(s) < 80 {
		t.Errorf("the line is not taken away: %q", s)
	}
}

func TestABarIsNoWiderThanItsTerminal(t *testing.T) {
	for width := 5; width < 100; width += 7 {
		var out bytes.Buffer
		h := newHand()
		w := New(&out, Bar, h)
		w.width = func() int { return width }
		h.move(time.Second)
		w.Update(State{Read: 650e6, Total: 1300e6, Unit: Bytes, Rows: 5e6})
		if n := cells(strings.Trim(out.String(), "\r")); n > max(width, 4) {
			t.Errorf("%d cells in %d: %q", n, width, out.String())
		}
	}
}

func TestProgramsReadLines(t *testing.T) {
	var out bytes.Buffer
	h := newHand()
	w := New(&out, JSON, h)
	for i := int64(1); i <= 20; i++ {
		h.move(100 * time.Millisecond)
		w.Update(State{Read: i * 10, Total: 200, Unit: Rows, Rows: i * 10})
	}
	w.Done()
	w.Update(State{Read: 1})
	lines := strings.Split(strings.TrimSpace(out.String()), "\n")
	if len(lines) != 5 {
		t.Fatalf("%d lines: %s", len(lines), out.String())
	}
	var last, second report
	if json.Unmarshal([]byte(lines[4]), &last) != nil || json.Unmarshal([]byte(lines[1]), &second) != nil {
		t.Fatal(out.String())
	}
	if !last.Done || last.Read != 200 || last.PerSecond != 100 || second.Done || second.SecondsLeft == nil ||
		*second.SecondsLeft != 1 {
		t.Errorf("%s", out.String())
	}
}

func TestAReadingThatFailedIsNotDone(t *testing.T) {
	var out bytes.Buffer
	w := New(&out, JSON, newHand())
	w.Update(State{Read: 5, Unit: Bytes})
	w.Stop()
	if strings.Contains(out.String(), `"done":true`) || strings.Contains(out.String(), "total") ||
		strings.Contains(out.String(), "seconds_left") {
		t.Error(out.String())
	}
}

func TestAFileGetsNoBar(t *testing.T) {
	f, err := os.Create(filepath.Join(t.TempDir(), "log"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	h := newHand()
	w := New(f, Auto, h)
	h.move(time.Second)
	w.Update(State{Read: 1, Total: 2, Unit: Bytes})
	w.Done()
	if info, err := f.Stat(); err != nil || info.Size() != 0 {
		t.Errorf("%v %v", info.Size(), err)
	}
	var none *Writer
	none.Update(State{})
	none.Done()
}
