// Package progress tells how far a reading is: as one line that renews itself on a terminal, or as JSON lines for
// programs.
//
//	p := progress.New(os.Stderr, progress.Auto, clock.System{})
//	p.Update(progress.State{Read: read, Total: total, Unit: progress.Bytes, Rows: rows})   // as often as one likes
//	p.Done()
//
// Where the output is no terminal and JSON was not asked for, nothing is written: logs are not for bars. The bar is
// written to the error stream, so that results can be piped.
//
//	读取 ██████████░░░░░░░░░░  50 %  650 MB / 1.3 GB  430 MB/s  5,000,000 行  剩余 0:02
//
// A JSON line is
// {"read":…,"total":…,"unit":"bytes","rows":…,"per_second":…,"seconds_left":…,"elapsed_ms":…,"done":false}; total and
// seconds_left are left out where they are not known. The last line has done true, and done is only ever true if the
// reading came to its end.
package progress

import (
	"encoding/json"
	"io"
	"os"
	"strconv"
	"strings"
	"sync"
	"time"
	"unicode/utf8"

	"golang.org/x/term"
)

// Clock tells the time; package clock has one.
type Clock interface{ Now() time.Time }

// Mode is how to write.
type Mode int

// Modes. Auto is a bar on a terminal and nothing elsewhere.
const (
	Auto Mode = iota
	None
	JSON
	Bar // whatever the output is
)

// ParseMode reads the value of a --progress flag.
func ParseMode(s string) (m Mode, ok bool) {
	switch s {
	case "", "auto":
		return Auto, true
	case "none", "off":
		return None, true
	case "json":
		return JSON, true
	case "bar":
		return Bar, true
	}
	return Auto, false
}

// Unit is what is counted.
type Unit string

// Units.
const (
	Bytes Unit = "bytes"
	Rows  Unit = "rows" // databases
)

// State is how far a reading is.
type State struct {
	Read, Total int64 // Total 0: not known
	Unit        Unit
	Rows        int64 // 0: not known
}

// Lines are renewed this often at most.
const (
	barEvery  = 100 * time.Millisecond
	jsonEvery = 500 * time.Millisecond
)

// Writer writes progress. It may be used by several goroutines. The zero value and nil write nothing.
type Writer struct {
	mu     sync.Mutex
	out    io.Writer
	mode   Mode
	clock  Clock
	width  func() int
	begun  time.Time
	last   time.Time
	state  State
	rate   float64 // a second, smoothed
	at     int64   // Read when rate was last renewed
	since  time.Time
	drawn  int // characters of the line on the terminal
	closed bool
}

// New writes to out, as mode says.
func New(out io.Writer, mode Mode, c Clock) *Writer {
	w := &Writer{out: out, mode: mode, clock: c, width: func() int { return 80 }}
	if f, ok := out.(*os.File); ok && term.IsTerminal(int(f.Fd())) {
		w.width = func() int {
			if n, _, err := term.GetSize(int(f.Fd())); err == nil && n > 0 {
				return n
			}
			return 80
		}
	} else if mode == Auto {
		w.mode = None
	}
	if w.mode == Auto {
		w.mode = Bar
	}
	if w.mode != None {
		w.begun = c.Now()
		w.since = w.begun
	}
	return w
}

// Update says how far the reading is. It is cheap to call: most calls write nothing.
func (w *Writer) Update(s State) {
	if w == nil || w.mode == None || w.clock == nil {
		return
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.closed {
		return
	}
	w.state = s
	now := w.clock.Now()
	every := barEvery
	if w.mode == JSON {
		every = jsonEvery
	}
	if !w.last.IsZero() && now.Sub(w.last) < every {
		return
	}
	w.last = now
	w.measure(now)
	w.write(now, false)
}

// measure renews the rate: that of the last seconds counts more than what was before.
func (w *Writer) measure(now time.Time) {
	span := now.Sub(w.since).Seconds()
	if span <= 0 {
		return
	}
	fresh := float64(w.state.Read-w.at) / span
	if w.at == 0 {
		w.rate = fresh
	} else {
		weight := min(1, span/3)
		w.rate += (fresh - w.rate) * weight
	}
	w.at, w.since = w.state.Read, now
}

// Done ends the progress of a reading that came to its end.
func (w *Writer) Done() { w.end(true) }

// Stop ends the progress of a reading that did not.
func (w *Writer) Stop() { w.end(false) }

func (w *Writer) end(done bool) {
	if w == nil || w.mode == None || w.clock == nil {
		return
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.closed {
		return
	}
	w.closed = true
	if w.mode == Bar {
		if w.drawn > 0 {
			w.put("\r" + strings.Repeat(" ", w.drawn) + "\r")
		}
		return
	}
	if done {
		now := w.clock.Now()
		if s := now.Sub(w.begun).Seconds(); s > 0 {
			w.rate = float64(w.state.Read) / s // of all of it
		}
		w.write(now, true)
	}
}

func (w *Writer) put(s string) { _, _ = io.WriteString(w.out, s) } // nobody is told that they cannot be told

func (w *Writer) left() (seconds int64, known bool) {
	if w.state.Total <= 0 || w.rate <= 0 {
		return 0, false
	}
	return int64(float64(max(0, w.state.Total-w.state.Read)) / w.rate), true
}

func (w *Writer) write(now time.Time, done bool) {
	if w.mode == JSON {
		w.line(now, done)
		return
	}
	text := w.bar()
	pad := max(0, w.drawn-cells(text))
	w.drawn = cells(text)
	w.put("\r" + text + strings.Repeat(" ", pad))
}

// report is a JSON line.
type report struct {
	Read        int64  `json:"read"`
	Total       int64  `json:"total,omitempty"`
	Unit        Unit   `json:"unit"`
	Rows        int64  `json:"rows,omitempty"`
	PerSecond   int64  `json:"per_second"`
	SecondsLeft *int64 `json:"seconds_left,omitempty"`
	ElapsedMS   int64  `json:"elapsed_ms"`
	Done        bool   `json:"done"`
}

func (w *Writer) line(now time.Time, done bool) {
	r := report{Read: w.state.Read, Total: w.state.Total, Unit: w.state.Unit, Rows: w.state.Rows,
		PerSecond: int64(w.rate),
		ElapsedMS: now.Sub(w.begun).Milliseconds(), Done: done}
	if left, known := w.left(); known {
		r.SecondsLeft = &left
	}
	b, err := json.Marshal(r)
	if err != nil {
		return // numbers and two words
	}
	w.put(string(b) + "\n")
}

// bar is the line on a terminal, no wider than it.
func (w *Writer) bar() string {
	s := w.state
	var parts []string
	if s.Total > 0 {
		share := min(float64(s.Read)/float64(s.Total), 1)
		const steps = 20
		full := int(share * steps)
		parts = append(parts, strings.Repeat("█", full)+strings.Repeat("░", steps-full),
			strconv.Itoa(int(share*100))+" %",
			amount(s.Read, s.Unit)+" / "+amount(s.Total, s.Unit))
	} else {
		parts = append(parts, amount(s.Read, s.Unit))
	}
	parts = append(parts, amount(int64(w.rate), s.Unit)+"/s")
	if s.Rows > 0 && s.Unit != Rows {
		parts = append(parts, amount(s.Rows, Rows))
	}
	if left, known := w.left(); known {
		parts = append(parts, "剩余 "+clock(left))
	}
	text := "读取"
	for _, p := range parts { // what does not fit is left out
		if cells(text)+2+cells(p) < w.width() {
			text += "  " + p
		}
	}
	return text
}

func clock(s int64) string {
	two := func(n int64) string { return strconv.FormatInt(100+n, 10)[1:] }
	if s >= 3600 {
		return strconv.FormatInt(s/3600, 10) + ":" + two(s/60%60) + ":" + two(s%60)
	}
	return strconv.FormatInt(s/60, 10) + ":" + two(s%60)
}

// amount is a number that people can read.
func amount(n int64, u Unit) string {
	if u == Rows {
		digits := strconv.FormatInt(n, 10)
		for i := len(digits) - 3; i > 0; i -= 3 {
			digits = digits[:i] + "," + digits[i:]
		}
		return digits + " 行"
	}
	names := []string{"B", "kB", "MB", "GB", "TB", "PB"}
	f, i := float64(n), 0
	for f >= 999.5 && i < len(names)-1 {
		f, i = f/1000, i+1
	}
	if i == 0 || f >= 99.95 {
		return strconv.FormatFloat(f, 'f', 0, 64) + " " + names[i]
	}
	return strconv.FormatFloat(f, 'f', 1, 64) + " " + names[i]
}

// cells is how many columns of a terminal a text takes: Chinese characters take two.
func cells(s string) (n int) {
	for _, r := range s {
		n++
		if r >= 0x2e80 && r <= 0xffef && utf8.RuneLen(r) == 3 {
			n++
		}
	}
	return n
}
