package sketch

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"slices"

	"shurong.org/shurong/fault"
)

// PRF evaluates a pseudorandom function on all inputs, in one call and in their order. What stands behind it is mostly
// a registry that evaluates blinded inputs, so that it learns nothing of them and nobody can evaluate without it. An
// output has at least 8 bytes, of which the first 8 are used.
type PRF func(ctx context.Context, inputs [][]byte) ([][]byte, error)

// Public is the domain of sketches that anyone can make and compare: whoever has one can also try guesses against it.
const Public = "public/1"

// ErrPRF says that the function that makes tags did not do its part.
var ErrPRF = fault.Define("sketch.prf", fault.Internal,
	"指纹标签生成失败：应得 {want} 个结果，实得 {got} 个", "tags were not made: {want} outputs expected, {got} returned").
	Hint("请检查与登记机构密钥服务的连接后重试", "check the connection to the registrar's key service and try again")

func putInput(dst *[16]byte, key, value uint64) {
	binary.BigEndian.PutUint64(dst[:8], key)
	binary.BigEndian.PutUint64(dst[8:], value)
}

// Seal replaces the hashes of a local sketch by tags. domain names the function and its key: only sketches of one
// domain can be compared.
func Seal(ctx context.Context, l *Local, domain string, prf PRF) (*Sketch, error) {
	s := &Sketch{Version: Version, Domain: domain, RowCount: l.RowCount, ColumnCount: l.ColumnCount, Columns: l.Columns}
	var inputs [][]byte
	for i := range l.Keys {
		for j := range l.Keys[i].Rows {
			for t := range l.Keys[i].Rows[j].Tags {
				inputs = append(inputs, l.Keys[i].Rows[j].Tags[t].Input[:])
			}
		}
	}
	var outputs [][]byte
	if len(inputs) > 0 {
		var err error
		if outputs, err = prf(ctx, inputs); err != nil {
			return nil, err
		}
	}
	if len(outputs) != len(inputs) {
		return nil, ErrPRF.With("want", len(inputs), "got", len(outputs))
	}
	for _, k := range l.Keys {
		sealed := k.Key
		for _, r := range k.Rows {
			row := Row{Level: r.Level}
			for _, t := range r.Tags {
				if len(outputs[0]) < 8 {
					return nil, ErrPRF.With("want", len(inputs), "got", 0)
				}
				row.Tags = append(row.Tags, Tag{Column: t.Column, Value: binary.BigEndian.Uint64(outputs[0])})
				outputs = outputs[1:]
			}
			slices.SortFunc(row.Tags, func(a, b Tag) int { return cmp.Compare(a.Value, b.Value) })
			sealed.Rows = append(sealed.Rows, row)
		}
		// In the order of their keys the rows would tell more of them than their levels do.
		slices.SortFunc(sealed.Rows, func(a, b Row) int {
			return cmp.Or(cmp.Compare(a.Level, b.Level), cmp.Compare(a.Tags[0].Value, b.Tags[0].Value))
		})
		s.Keys = append(s.Keys, sealed)
	}
	return s, nil
}

// Open seals a local sketch in the public domain.
func (l *Local) Open() *Sketch {
	s, err := Seal(context.Background(), l, Public, publicPRF)
	if err != nil {
		panic(err) // publicPRF gives an output for every input
	}
	return s
}

func publicPRF(_ context.Context, inputs [][]byte) ([][]byte, error) {
	out := make([][]byte, len(inputs))
	for i, in := range inputs {
		d := sha256.Sum256(append([]byte("shurong-sketch/2 public\x00"), in...))
		out[i] = d[:8]
	}
	return out, nil
}

// Sketch is the sketch of the rows read so far in the public domain, without the columns that the options leave out.
func (b *Builder) Sketch(omit ...string) *Sketch {
	return b.Local(append(slices.Clone(b.omit), omit...)...).Open()
}
