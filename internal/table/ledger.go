package table

import (
	"io"
	"sync"
)

// ledger adds up what workers found in their blocks, in the order of the blocks: what it says, and the first fault it
// meets, do not depend on who was faster.
type ledger struct {
	cols int

	mu      sync.Mutex
	next    int // block to be entered next
	waiting map[int]entry
	tal     Tally
	found   int   // cells of the first ragged row
	text    int64 // bytes of text
	fault   error
}

// entry is what one block has to say.
type entry struct {
	tal   Tally
	found int
	text  int64
	err   error
}

func (l *ledger) put(index int, e entry) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if index != l.next {
		if l.waiting == nil {
			l.waiting = map[int]entry{}
		}
		l.waiting[index] = e
		return
	}
	for ok := true; ok; e, ok = l.waiting[l.next] {
		delete(l.waiting, l.next)
		l.next++
		l.enter(e)
	}
}

func (l *ledger) enter(e entry) {
	if l.fault != nil {
		return
	}
	if l.fault = e.err; l.fault != nil {
		return
	}
	if l.tal.Ragged == 0 {
		l.tal.FirstRagged, l.found = e.tal.FirstRagged, e.found
	}
	l.tal.Rows += e.tal.Rows
	l.tal.Ragged += e.tal.Ragged
	l.tal.BlankLines += e.tal.BlankLines
	l.tal.InvalidBytes += e.tal.InvalidBytes
	l.text += e.text
	if l.tal.InvalidBytes > invalidFloor && l.tal.InvalidBytes*invalidShare > l.text {
		l.fault = ErrEncoding.With("count", l.tal.InvalidBytes, "encoding", UTF8)
	} else if l.tal.Rows+l.tal.Ragged >= raggedRows {
		l.fault = l.ragged()
	}
}

// ragged refuses a table with too many ragged rows.
func (l *ledger) ragged() error {
	all := l.tal.Rows + l.tal.Ragged
	if l.tal.Ragged > 0 && l.tal.Ragged*1_000_000 > all*raggedPPM {
		return ErrRagged.With("line", l.tal.FirstRagged, "expected", l.cols, "found", l.found, "count", l.tal.Ragged)
	}
	return nil
}

// failed is the first fault entered so far.
func (l *ledger) failed() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.fault
}

// close says what is wrong with the whole.
func (l *ledger) close(file string) (Tally, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	switch {
	case l.fault != nil:
		return l.tal, l.fault
	case len(l.waiting) > 0:
		return l.tal, io.ErrUnexpectedEOF
	}
	if err := l.ragged(); err != nil {
		return l.tal, err
	}
	if l.tal.Rows == 0 {
		return l.tal, ErrNoRows.With("file", file)
	}
	return l.tal, nil
}
