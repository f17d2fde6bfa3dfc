package main

import (
	"strings"

	"shurong.org/shurong/internal/clock"
	"shurong.org/shurong/internal/source/progress"
	"shurong.org/shurong/internal/table"
)

// watched is a stream whose progress is shown while its blocks are handed out.
type watched struct {
	table.Stream
	bar  *progress.Writer
	unit progress.Unit
}

// showProgress wraps a stream so that its progress is written to standard error; end says whether it came to its end.
func showProgress(e *env, shown, location string, s table.Stream) (_ table.Stream, end func(whole bool)) {
	mode, _ := progress.ParseMode(shown) // one of the flag's values, or empty, which is auto
	w := &watched{Stream: s, bar: progress.New(e.Err, mode, clock.System{}), unit: unitOf(location)}
	return w, func(whole bool) {
		if whole {
			w.bar.Done()
		} else {
			w.bar.Stop()
		}
	}
}

// Next implements table.Stream.
func (w *watched) Next() (table.Block, error) {
	b, err := w.Stream.Next()
	read, total := w.Size()
	w.bar.Update(progress.State{Read: read, Total: total, Unit: w.unit})
	return b, err
}

// unitOf is what a source counts in.
func unitOf(location string) progress.Unit {
	if strings.HasPrefix(location, "postgres") || strings.HasPrefix(location, "mysql") {
		return progress.Rows
	}
	return progress.Bytes
}
