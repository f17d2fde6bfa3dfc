package sketch

import (
	"encoding/binary"
	"math"
	"slices"

	"shurong.org/shurong/canon"
	"shurong.org/shurong/fault"
)

// stateVersion names the format of a builder's state.
const stateVersion = "shurong-sketch-state/2"

// MaxState bounds a state in bytes.
const MaxState = 512 << 20

// ErrState says that bytes are not a builder's state.
var ErrState = fault.Define("sketch.state", fault.Invalid,
	"内容指纹的续算状态不正确：{why}", "not the state of a sketch: {why}").
	Hint("请删除状态文件后从全部数据重新计算", "delete the state and compute it again from all data")

type wireState struct {
	Version    string          `json:"version"`
	Columns    []string        `json:"columns"`
	Rows       int64           `json:"rows"`
	Reservoirs []wireReservoir `json:"reservoirs"`
}

type wireReservoir struct {
	Column int    `json:"column"`
	Time   int    `json:"time"` // −1: none
	Seen   int64  `json:"seen"`
	Bound  []byte `json:"bound"`
	Data   []byte `json:"data"`
}

// State returns what the builder knows, for [Resume]: with the rows that are added later the sketch is that of all
// rows. It holds hashes and numbers of the data's values: it belongs beside the data and must not leave the site.
func (b *Builder) State() []byte {
	w := wireState{Version: stateVersion, Columns: b.names, Rows: int64(b.count), Reservoirs: []wireReservoir{}}
	for c, r := range b.single {
		if r != nil {
			w.Reservoirs = append(w.Reservoirs, r.wire(c, -1))
		}
	}
	for c := range maxParts {
		for t := range maxParts {
			if r := b.double[c*maxParts+t]; r != nil {
				w.Reservoirs = append(w.Reservoirs, r.wire(c, t))
			}
		}
	}
	return canon.Must(w)
}

func (r *reservoir) wire(c, t int) wireReservoir {
	w := wireReservoir{Column: c, Time: t, Seen: int64(r.seen), Data: []byte{}}
	kept, whole := r.final()
	limit := r.bound
	if !whole {
		limit = kept[len(kept)-1].hash + 1
	}
	w.Bound = binary.BigEndian.AppendUint64(nil, limit)
	for _, e := range kept {
		for _, x := range []uint64{e.hash, e.count, e.prefix, e.tail} {
			w.Data = binary.BigEndian.AppendUint64(w.Data, x)
		}
		w.Data = append(w.Data, byte(e.form), byte(e.lead>>8), byte(e.lead), byte(e.size>>8), byte(e.size),
			byte(len(e.rows)))
		for _, row := range e.rows {
			w.Data = append(w.Data, byte(len(row)))
			for _, x := range row {
				w.Data = binary.BigEndian.AppendUint16(w.Data, uint16(x.column))
				w.Data = binary.BigEndian.AppendUint64(w.Data, x.value)
				w.Data = binary.BigEndian.AppendUint64(w.Data, math.Float64bits(x.number))
				w.Data = append(w.Data, byte(x.form), byte(bit(x.flag)|bit(x.derived)<<1))
			}
		}
	}
	return w
}

// Resume returns a builder as it was when its state was taken.
func Resume(state []byte, o Options) (*Builder, error) {
	if len(state) > MaxState {
		return nil, ErrTooLarge.With("size", len(state), "max", MaxState)
	}
	var w wireState
	if err := canon.Unmarshal(state, &w); err != nil {
		return nil, ErrState.With("why", err.Error())
	}
	if w.Version != stateVersion {
		return nil, ErrVersion.With("version", clip(w.Version, maxName), "want", stateVersion)
	}
	if w.Rows < 0 || w.Rows > maxCount || len(w.Columns) > math.MaxUint16 {
		return nil, ErrState.With("why", "rows or columns out of range")
	}
	b, err := NewBuilder(w.Columns, o)
	if err != nil {
		return nil, err
	}
	b.count = uint64(w.Rows)
	for _, x := range w.Reservoirs {
		parts := min(len(b.single), maxParts)
		if x.Column < 0 || x.Column >= len(b.single) || x.Time < -1 || x.Time >= parts || x.Time >= 0 &&
			x.Column >= parts ||
			x.Seen < 0 || x.Seen > w.Rows || len(x.Bound) != 8 {
			return nil, ErrState.With("why", "a part is out of range")
		}
		r, ok := x.open(len(w.Columns))
		if !ok {
			return nil, ErrState.With("why", "the rows of a part are malformed or cut off")
		}
		if x.Time < 0 {
			b.single[x.Column] = r
		} else {
			b.double[x.Column*maxParts+x.Time] = r
		}
	}
	return b, nil
}

func (w *wireReservoir) open(columns int) (*reservoir, bool) {
	r := &reservoir{seen: uint64(w.Seen), bound: binary.BigEndian.Uint64(w.Bound)}
	d := w.Data
	for len(d) > 0 {
		if len(d) < 38 || len(r.entries) == K {
			return nil, false
		}
		e := entry{hash: binary.BigEndian.Uint64(d), count: binary.BigEndian.Uint64(d[8:]),
			prefix: binary.BigEndian.Uint64(d[16:]),
			tail:   binary.BigEndian.Uint64(d[24:]), form: form(d[32]), lead: binary.BigEndian.Uint16(d[33:]),
			size: int(d[35])<<8 | int(d[36])}
		rows := int(d[37])
		d = d[38:]
		last := len(r.entries) - 1
		if e.form >= forms || e.count < 1 || e.count > uint64(w.Seen) || rows >= heavy || e.count >= heavy &&
			rows > 0 ||
			!r.interested(e.hash) || last >= 0 && r.entries[last].hash >= e.hash {
			return nil, false
		}
		for range rows {
			if len(d) < 1 || len(d) < 1+20*int(d[0]) || int(d[0]) > maxCells {
				return nil, false
			}
			row := make([]cell, d[0])
			d = d[1:]
			for i := range row {
				row[i] = cell{column: int(binary.BigEndian.Uint16(d)), value: binary.BigEndian.Uint64(d[2:]),
					number: math.Float64frombits(binary.BigEndian.Uint64(d[10:])), form: form(d[18]),
					flag: d[19]&1 > 0, derived: d[19]&2 > 0}
				if row[i].column >= columns || row[i].form >= forms || math.IsNaN(row[i].number) {
					return nil, false
				}
				d = d[20:]
			}
			e.rows = append(e.rows, slices.Clip(row))
		}
		r.entries = append(r.entries, e)
	}
	size := 64
	for size < 4*len(r.entries) {
		size *= 2
	}
	r.index(size)
	return r, true
}
