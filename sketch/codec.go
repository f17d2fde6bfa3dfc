package sketch

import (
	"bytes"
	"encoding/binary"
	"math"

	"github.com/go-json-experiment/json/jsontext"

	"shurong.org/shurong/canon"
	"shurong.org/shurong/fault"
)

// Version names the format and the method. Hashes of different versions are not comparable.
const Version = "shurong-sketch/1"

// MaxBytes is the largest encoded sketch: 50 columns of 187 hashes, 1024 rows, names and numbers.
const MaxBytes = 128 << 10

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

// Sketch is what is known of a table's content. Its canonical JSON is the published format.
type Sketch struct {
	Version     string
	KeyID       string // first 8 bytes of the key's SHA-256, hexadecimal
	RowCount    int64  // rows read, duplicates and empty ones included
	ColumnCount int    // columns of the table, also those not kept
	Rows        Sample
	Columns     []Column
}

// Sample is a bottom-k sample of a set of hashes.
type Sample struct {
	K        int      // size the sample may have
	Cells    int64    // values that went in, repeats included
	Distinct int64    // distinct values: exact if Whole, else an estimate
	Whole    bool     // the sample is the whole set
	Hashes   []uint64 // ascending
}

// Column is a column's sample and how much its values can tell.
type Column struct {
	Sample
	Index        int    // position in the table, from 0
	Name         string // clipped to 90 bytes
	CollisionPPB int64  // probability that two cells drawn at random are equal, in 10⁻⁹
	CommonPPM    int64  // share of cells that are dates, times or short numbers, in 10⁻⁶
	Running      bool   // integers that number the rows
}

// The wire forms: hashes are big-endian, 8 bytes each, one base64 string.
type wireSample struct {
	K        int    `json:"k"`
	Cells    int64  `json:"cells"`
	Distinct int64  `json:"distinct"`
	Whole    bool   `json:"whole"`
	Hashes   []byte `json:"hashes"`
}

type wireColumn struct {
	Index        int        `json:"index"`
	Name         string     `json:"name"`
	CollisionPPB int64      `json:"collision_ppb"`
	CommonPPM    int64      `json:"common_ppm"`
	Running      bool       `json:"running"`
	Values       wireSample `json:"values"`
}

type wireSketch struct {
	Version     string       `json:"version"`
	KeyID       string       `json:"key_id"`
	RowCount    int64        `json:"row_count"`
	ColumnCount int          `json:"column_count"`
	Rows        wireSample   `json:"rows"`
	Columns     []wireColumn `json:"columns"`
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
	w := &wireSketch{Version: s.Version, KeyID: s.KeyID, RowCount: s.RowCount, ColumnCount: s.ColumnCount,
		Rows: s.Rows.wire(), Columns: make([]wireColumn, len(s.Columns))}
	for i, c := range s.Columns {
		w.Columns[i] = wireColumn{Index: c.Index, Name: c.Name, CollisionPPB: c.CollisionPPB, CommonPPM: c.CommonPPM,
			Running: c.Running, Values: c.wire()}
	}
	return w
}

func (s *Sample) wire() wireSample {
	raw := make([]byte, 0, 8*len(s.Hashes))
	for _, h := range s.Hashes {
		raw = binary.BigEndian.AppendUint64(raw, h)
	}
	return wireSample{K: s.K, Cells: s.Cells, Distinct: s.Distinct, Whole: s.Whole, Hashes: raw}
}

// Decode reads a sketch and checks all that can be checked without the table. The bytes must be canonical.
func Decode(b []byte) (*Sketch, error) {
	if len(b) > MaxBytes {
		return nil, ErrTooLarge.With("size", len(b), "max", MaxBytes)
	}
	var w wireSketch
	if err := canon.Unmarshal(b, &w); err != nil {
		return nil, ErrMalformed.With("why", fault.From(err).EN()).Because(err)
	}
	if w.Version != Version {
		return nil, ErrVersion.With("version", clip(w.Version), "want", Version).At("version")
	}
	bad := func(field, why string) error { return ErrMalformed.With("why", field+": "+why).At(field) }
	if len(w.KeyID) != 16 || !lowerHex(w.KeyID) {
		return nil, bad("key_id", "16 hexadecimal digits expected")
	}
	if w.RowCount < 0 || w.RowCount > maxCount {
		return nil, bad("row_count", "out of range")
	}
	if w.ColumnCount < 1 || w.ColumnCount > math.MaxInt32 || len(w.Columns) > min(MaxColumns, w.ColumnCount) {
		return nil, bad("columns", "more columns than the table has or a sketch may keep")
	}
	s := &Sketch{Version: w.Version, KeyID: w.KeyID, RowCount: w.RowCount, ColumnCount: w.ColumnCount}
	var why string
	if s.Rows, why = w.Rows.open(RowSample, w.RowCount); why != "" {
		return nil, bad("rows", why)
	}
	last := -1
	for _, c := range w.Columns {
		d := Column{Index: c.Index, Name: c.Name, CollisionPPB: c.CollisionPPB, CommonPPM: c.CommonPPM, Running: c.Running}
		switch {
		case c.Index <= last || c.Index >= w.ColumnCount:
			return nil, bad("columns.index", "not ascending or beyond the table")
		case c.Name != clip(c.Name):
			return nil, bad("columns.name", "longer than 90 bytes or not trimmed")
		case c.CollisionPPB < 0 || c.CollisionPPB > 1e9 || c.CommonPPM < 0 || c.CommonPPM > 1e6:
			return nil, bad("columns", "a share is out of range")
		}
		if d.Sample, why = c.Values.open(columnSample(w.ColumnCount), w.RowCount); why != "" {
			return nil, bad("columns.values", why)
		}
		last = c.Index
		s.Columns = append(s.Columns, d)
	}
	if !bytes.Equal(s.Encode(), b) {
		return nil, ErrMalformed.With("why", "a member is missing, or the JSON is not canonical")
	}
	return s, nil
}

// maxCount keeps counts within exact JSON numbers.
const maxCount = 1<<53 - 1

func (w *wireSample) open(k int, rows int64) (s Sample, why string) {
	n := len(w.Hashes) / 8
	switch {
	case w.K != k:
		return s, "the sample size is not the one for this number of columns"
	case len(w.Hashes)%8 != 0 || n > k:
		return s, "the hashes are cut off or too many"
	case w.Cells < int64(n) || w.Cells > rows:
		return s, "the number of cells does not fit"
	case !w.Whole && n != k:
		return s, "a sample that is not whole must be full"
	}
	s = Sample{K: w.K, Cells: w.Cells, Distinct: w.Distinct, Whole: w.Whole, Hashes: make([]uint64, n)}
	var last uint64
	for i := range s.Hashes {
		h := binary.BigEndian.Uint64(w.Hashes[8*i:])
		if h <= last {
			return s, "the hashes are not ascending"
		}
		s.Hashes[i], last = h, h
	}
	if uint64(w.Distinct) != distinct(s.Hashes, s.Whole) {
		return s, "the distinct count does not follow from the hashes"
	}
	return s, ""
}

func lowerHex(s string) bool {
	for i := 0; i < len(s); i++ {
		if c := s[i]; (c < '0' || c > '9') && (c < 'a' || c > 'f') {
			return false
		}
	}
	return true
}
