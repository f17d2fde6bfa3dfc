package sketch

// Version names the format and the method. Sketches of different versions are not comparable.
const Version = "shurong-sketch/2"

// Sketch is what is known of a table's content. Its canonical JSON is the published format (codec.go).
type Sketch struct {
	Version     string
	Domain      string // the function that made the tags, and its key: Public, or what a registry names its own
	RowCount    int64  // rows read, repeated and empty ones included
	ColumnCount int    // columns of the table, also those not described
	Columns     []Column
	Keys        []Key // the best first; none if the table has no column that can select rows
}

// Column describes a column without its values.
type Column struct {
	Index int    // position in the table, from 0
	Name  string // clipped to 90 bytes
	Shape Shape
}

// Key is a column, or a column and one of times, by whose values rows were selected.
type Key struct {
	Columns  []int // positions in Sketch.Columns
	Distinct int64 // distinct keys in the table: exact if Bound is everything, else an estimate within 6 %
	Bound    int   // threshold below which all keys were selected; see level.go
	Entity   bool  // the key stands for something that other tables are about as well
	Pairs    []Pair
	Rows     []Row
}

// Pair is a column whose values are tagged together with a key.
type Pair struct {
	Column       int   // position in Sketch.Columns
	Proof        bool  // else a hint
	CollisionPPB int64 // probability that two rows have the same value, in 10⁻⁹
}

// Row is a selected row: how deep its key's hash lies below the threshold, and its tags in ascending order.
type Row struct {
	Level int
	Tags  []Tag
}

// Tag stands for a key's value together with another column's.
type Tag struct {
	Column int // position in Sketch.Columns
	Value  uint64
}

// Tags lists all tags, as one looks them up in an index of others' [Postings].
func (s *Sketch) Tags() []uint64 {
	var out []uint64
	for _, k := range s.Keys {
		for _, r := range k.Rows {
			for _, t := range r.Tags {
				out = append(out, t.Value)
			}
		}
	}
	return out
}
