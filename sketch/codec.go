package sketch

import (
	"bytes"
	"encoding/binary"
	"math"
	"slices"

	"github.com/go-json-experiment/json/jsontext"

	"shurong.org/shurong/canon"
	"shurong.org/shurong/fault"
)

// MaxBytes is more than the largest encoded sketch: 1,536 tags of 8 bytes with their columns in base64, 768 rows, 250
// columns with their names and, three times, what they prove.
const MaxBytes = 64 << 10

var (
	// ErrMalformed says that bytes are not a sketch.
	ErrMalformed = fault.Define("sketch.malformed", fault.Invalid,
		"内容指纹格式不正确：{why}", "not a sketch: {why}").
		Hint("请用本平台的代理程序重新生成", "make it again with the agent")
	// ErrTooLarge says that bytes are longer than any sketch.
	ErrTooLarge = fault.Define("sketch.too_large", fault.Limit,
		"内容指纹有 {size} 字节，超过上限 {max}", "the sketch has {size} bytes, over the limit of {max}")
	// ErrVersion says that a sketch is of a version this program does not read.
	ErrVersion = fault.Define("sketch.version", fault.Invalid,
		"内容指纹版本 {version} 不受支持，应为 {want}", "sketch version {version} is not supported; expected {want}").
		Hint("请用当前版本的代理程序重新生成", "make it again with the current agent")
)

// The wire forms. Tags are big-endian, 8 bytes each, row by row; rows has a byte for each row, its level times
// eight plus the number of its tags; tag_columns has a byte for each tag; pairs has six for each: the column, 1 for
// proof and 0 for hint, and the collision probability, big-endian.
type wireKey struct {
	Columns    []int  `json:"columns"`
	Distinct   int64  `json:"distinct"`
	Bound      int    `json:"bound"`
	Entity     bool   `json:"entity"`
	Pairs      []byte `json:"pairs"`
	Rows       []byte `json:"rows"`
	Tags       []byte `json:"tags"`
	TagColumns []byte `json:"tag_columns"`
}

type wireShape struct {
	Kind        string `json:"kind"`
	Sampled     int    `json:"sampled"`
	PresentPPM  int64  `json:"present_ppm"`
	DistinctPPM int64  `json:"distinct_ppm"`
	TopPPM      int64  `json:"top_ppm"`
	Curve       []int  `json:"curve"`
}

type wireColumn struct {
	Index int        `json:"index"`
	Name  string     `json:"name"`
	Shape *wireShape `json:"shape,omitempty"`
}

type wireSketch struct {
	Version     string       `json:"version"`
	Domain      string       `json:"domain"`
	RowCount    int64        `json:"row_count"`
	ColumnCount int          `json:"column_count"`
	Columns     []wireColumn `json:"columns"`
	Keys        []wireKey    `json:"keys"`
}

// Encode returns the canonical bytes, at most [MaxBytes] for a sketch that a builder made.
func (s *Sketch) Encode() []byte { return canon.Must(s.wire()) }

// Digest is the SHA-256 of the canonical bytes: what the registry records.
func (s *Sketch) Digest() [32]byte { return canon.Digest(s.wire()) }

// MarshalJSON writes the canonical bytes.
func (s *Sketch) MarshalJSON() ([]byte, error) { return canon.Marshal(s.wire()) }

// UnmarshalJSON reads a sketch within other JSON, as strictly as [Decode] but for blanks and order.
func (s *Sketch) UnmarshalJSON(b []byte) error {
	v := jsontext.Value(bytes.Clone(b))
	if err := v.Canonicalize(); err != nil {
		return ErrMalformed.With("why", err.Error())
	}
	d, err := Decode(v)
	if err != nil {
		return err
	}
	*s = *d
	return nil
}

func (s *Sketch) wire() *wireSketch {
	w := &wireSketch{Version: s.Version, Domain: s.Domain, RowCount: s.RowCount, ColumnCount: s.ColumnCount,
		Columns: make([]wireColumn, len(s.Columns)), Keys: make([]wireKey, len(s.Keys))}
	for i, c := range s.Columns {
		w.Columns[i] = wireColumn{Index: c.Index, Name: c.Name}
		if c.Shape.Kind != "" {
			shape := wireShape(c.Shape)
			if shape.Curve == nil {
				shape.Curve = []int{}
			}
			w.Columns[i].Shape = &shape
		}
	}
	for i, k := range s.Keys {
		w.Keys[i] = k.wire()
	}
	return w
}

func (k *Key) wire() wireKey {
	w := wireKey{Columns: k.Columns, Distinct: k.Distinct, Bound: k.Bound, Entity: k.Entity, Pairs: []byte{},
		Rows: []byte{}, Tags: []byte{}, TagColumns: []byte{}}
	for _, p := range k.Pairs {
		w.Pairs = binary.BigEndian.AppendUint32(append(w.Pairs, byte(p.Column), byte(bit(p.Proof))),
			uint32(p.CollisionPPB))
	}
	for _, r := range k.Rows {
		w.Rows = append(w.Rows, byte(r.Level<<3|len(r.Tags)))
		for _, t := range r.Tags {
			w.Tags = binary.BigEndian.AppendUint64(w.Tags, t.Value)
			w.TagColumns = append(w.TagColumns, byte(t.Column))
		}
	}
	return w
}

// Decode reads a sketch and checks all that can be checked without the table. The bytes must be canonical.
func Decode(b []byte) (*Sketch, error) {
	if len(b) > MaxBytes {
		return nil, ErrTooLarge.With("size", len(b), "max", MaxBytes)
	}
	var w wireSketch
	if err := canon.Unmarshal(b, &w); err != nil {
		var v struct {
			Version string `json:"version"`
		}
		if e := jsonVersion(b, &v.Version); e == nil && v.Version != Version && v.Version != "" {
			return nil, ErrVersion.With("version", clip(v.Version, maxName), "want", Version)
		}
		return nil, ErrMalformed.With("why", err.Error())
	}
	if w.Version != Version {
		return nil, ErrVersion.With("version", clip(w.Version, maxName), "want", Version)
	}
	bad := func(field, why string) error { return ErrMalformed.With("why", why).At(field) }
	switch {
	case w.Domain == "" || w.Domain != clip(w.Domain, maxName):
		return nil, bad("domain", "empty, longer than 90 bytes or not trimmed")
	case w.RowCount < 0 || w.RowCount > maxCount:
		return nil, bad("row_count", "out of range")
	case w.ColumnCount < 1 || w.ColumnCount > math.MaxInt32 || len(w.Columns) > min(MaxColumns, w.ColumnCount):
		return nil, bad("columns", "more columns than the table has or a sketch may describe")
	case len(w.Keys) > MaxKeys:
		return nil, bad("keys", "too many keys")
	}
	s := &Sketch{Version: w.Version, Domain: w.Domain, RowCount: w.RowCount, ColumnCount: w.ColumnCount}
	last := -1
	for _, c := range w.Columns {
		d := Column{Index: c.Index, Name: c.Name}
		if c.Index <= last || c.Index >= w.ColumnCount {
			return nil, bad("columns.index", "not ascending or beyond the table")
		}
		if c.Name != clip(c.Name, maxName) {
			return nil, bad("columns.name", "longer than 90 bytes or not trimmed")
		}
		if c.Shape != nil {
			if !c.Shape.valid() {
				return nil, bad("columns.shape", "out of range")
			}
			d.Shape = Shape(*c.Shape)
		}
		last = c.Index
		s.Columns = append(s.Columns, d)
	}
	for i := range w.Keys {
		k, why := w.Keys[i].open(len(s.Columns), w.RowCount)
		if why != "" {
			return nil, bad("keys", why)
		}
		s.Keys = append(s.Keys, k)
	}
	if len(s.Tags()) > MaxTags {
		return nil, bad("keys", "too many tags")
	}
	if !bytes.Equal(s.Encode(), b) {
		return nil, ErrMalformed.With("why", "a member is missing, or the JSON is not canonical")
	}
	return s, nil
}

// jsonVersion reads the version of a document that is no sketch of this version.
func jsonVersion(b []byte, version *string) error {
	d := jsontext.NewDecoder(bytes.NewReader(b))
	if t, err := d.ReadToken(); err != nil || t.Kind() != '{' {
		return ErrMalformed.With("why", "no JSON object")
	}
	for d.PeekKind() == '"' {
		name, err := d.ReadToken()
		if err != nil {
			return err
		}
		if name.String() == "version" {
			t, err := d.ReadToken()
			if err == nil && t.Kind() == '"' {
				*version = t.String()
			}
			return err
		}
		if err := d.SkipValue(); err != nil {
			return err
		}
	}
	return nil
}

func (s *wireShape) valid() bool {
	ok := func(x int64) bool { return x >= 0 && x <= 1e6 }
	if s.Kind != "number" && s.Kind != "time" && s.Kind != "text" || s.Sampled < 1 || s.Sampled > K ||
		!ok(s.PresentPPM) || !ok(s.DistinctPPM) || !ok(s.TopPPM) || len(s.Curve) != 0 && len(s.Curve) != 7 {
		return false
	}
	for i, x := range s.Curve {
		if x < 0 || x > 1000 || i > 0 && x < s.Curve[i-1] {
			return false
		}
	}
	return true
}

// pairBytes is the size of a pair.
const pairBytes = 6

// maxCount keeps counts within exact JSON numbers.
const maxCount = 1<<53 - 1

func (w *wireKey) open(columns int, rows int64) (k Key, why string) {
	known := func(c int) bool { return c >= 0 && c < columns }
	n := len(w.TagColumns)
	switch {
	case len(w.Columns) < 1 || len(w.Columns) > 2:
		return k, "a key has one or two columns"
	case w.Distinct < 1 || w.Distinct > rows:
		return k, "the number of keys does not fit the rows"
	case w.Bound < 1 || w.Bound > everything:
		return k, "the threshold is out of range"
	case len(w.Tags) != 8*n:
		return k, "tags and their columns differ in number"
	case len(w.Rows) < 1 || len(w.Rows) > K:
		return k, "a key selects between one and 256 rows"
	}
	for _, c := range w.Columns {
		if !known(c) {
			return k, "a column is not described"
		}
	}
	k = Key{Columns: w.Columns, Distinct: w.Distinct, Bound: w.Bound, Entity: w.Entity}
	last := -1
	if len(w.Pairs)%pairBytes != 0 {
		return k, "the pairs are cut off"
	}
	for b := range slices.Chunk(w.Pairs, pairBytes) {
		p := Pair{Column: int(b[0]), Proof: b[1] == 1, CollisionPPB: int64(binary.BigEndian.Uint32(b[2:]))}
		if !known(p.Column) || p.Column <= last || b[1] > 1 || p.CollisionPPB < floorPPB || p.CollisionPPB > 1e9 {
			return k, "a pair is out of range"
		}
		last = p.Column
		k.Pairs = append(k.Pairs, p)
	}
	at := 0
	for _, b := range w.Rows {
		r := Row{Level: int(b >> 3)}
		size := int(b & 7)
		if size == 0 || at+size > n {
			return k, "a row has no tags, or tags are missing"
		}
		for ; size > 0; size-- {
			t := Tag{Column: int(w.TagColumns[at]), Value: binary.BigEndian.Uint64(w.Tags[8*at:])}
			if !known(t.Column) {
				return k, "a tag's column is not described"
			}
			r.Tags = append(r.Tags, t)
			at++
		}
		k.Rows = append(k.Rows, r)
	}
	if at != n {
		return k, "there are more tags than the rows have"
	}
	return k, ""
}
