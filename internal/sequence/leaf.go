package sequence

import (
	"strconv"

	"shurong.org/shurong/canon"
	"shurong.org/shurong/internal/registry"
)

// leaf writes the canonical JSON of a registry.Entry around the command's canonical bytes, which saves encoding the
// command again. A test holds it against canon.Marshal.
func leaf(raw []byte, events []registry.Event, index uint64, time int64) []byte {
	size := len(raw) + 96
	for i := range events {
		size += len(events[i].Body) + len(events[i].Kind) + 24
	}
	b := append(make([]byte, 0, size), `{"command":`...)
	b = append(b, raw...)
	b = append(b, `,"events":[`...)
	for i := range events {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(b, `{"body":`...)
		b = append(b, events[i].Body...)
		b = append(b, `,"kind":"`...)
		b = append(b, events[i].Kind...) // a constant of package registry: letters and dots
		b = append(b, `"}`...)
	}
	b = append(b, `],"index":`...)
	b = strconv.AppendUint(b, index, 10)
	b = append(b, `,"time":`...)
	b = strconv.AppendInt(b, time, 10)
	return append(b, `,"v":1}`...)
}

// receiptOf reads the receipt back from a leaf.
func receiptOf(leaf []byte) (*Receipt, error) {
	var e registry.Entry
	if err := canon.Unmarshal(leaf, &e); err != nil {
		return nil, ErrDamaged.With("why", "a stored entry cannot be read").Because(err)
	}
	return &Receipt{Index: e.Index, Time: e.Time, Events: e.Events}, nil
}
