package keep

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"hash"
	"reflect"
	"runtime/debug"
	"strconv"
	"sync"

	"shurong.org/shurong/fault"
)

const magic = "shurong-kept/1\n"

const headSize = len(magic) + 2*sha256.Size

// Faults. To the caller both mean the same: begin anew.
var (
	ErrOther = fault.Define("keep.other", fault.Invalid,
		"中间状态由另一版本的程序写成", "the state was written by another version of the program").
		Hint("将从头测量，无需处理", "the measurement begins anew; there is nothing to do")
	ErrDamaged = fault.Define("keep.damaged", fault.Invalid,
		"中间状态已损坏：{why}", "the state is damaged: {why}").
		Hint("将从头测量，无需处理", "the measurement begins anew; there is nothing to do")
	ErrKind = fault.Define("keep.kind", fault.Internal,
		"无法保存类型 {type}", "a value of type {type} cannot be kept")
)

// Encode writes down what v points at.
func Encode(v any) ([]byte, error) {
	root := reflect.ValueOf(v).Elem()
	print := fingerprint(root.Type())
	e := &encoder{seen: map[place]uint64{}}
	e.out = append(append(e.out, magic...), print[:]...)
	e.out = append(e.out, make([]byte, sha256.Size)...)
	if err := e.value(root); err != nil {
		return nil, err
	}
	sum := sha256.Sum256(e.out[headSize:])
	copy(e.out[headSize-sha256.Size:], sum[:])
	return e.out, nil
}

// Decode fills what v points at, which must be zero. On an error it is of no use. Errors: [ErrOther], [ErrDamaged].
func Decode(b []byte, v any) error {
	if len(b) < headSize || string(b[:len(magic)]) != magic {
		return ErrDamaged.With("why", "header")
	}
	root := reflect.ValueOf(v).Elem()
	print := fingerprint(root.Type())
	if !bytes.Equal(b[len(magic):len(magic)+sha256.Size], print[:]) {
		return ErrOther.With()
	}
	if sum := sha256.Sum256(b[headSize:]); !bytes.Equal(sum[:], b[headSize-sha256.Size:headSize]) {
		return ErrDamaged.With("why", "checksum")
	}
	return decode(b[headSize:], root)
}

func decode(b []byte, root reflect.Value) error {
	d := &decoder{in: b, budget: min(64*int64(len(b))+1<<16, maxAllocated)}
	if err := d.value(root); err != nil {
		return err
	}
	if len(d.in) > 0 {
		return ErrDamaged.With("why", "more than was expected")
	}
	return nil
}

// place is where a value lies: a struct and its first field share an address and not a type.
type place struct {
	at uintptr
	t  reflect.Type
}

var prints sync.Map // of reflect.Type

// fingerprint tells types, machine and build.
func fingerprint(t reflect.Type) [32]byte {
	if p, ok := prints.Load(t); ok {
		return p.([32]byte)
	}
	h := sha256.New()
	fmt.Fprintln(h, build(), strconv.IntSize, binary.NativeEndian.Uint16([]byte{1, 0}))
	describe(h, t, map[reflect.Type]int{})
	var out [32]byte
	h.Sum(out[:0])
	prints.Store(t, out)
	return out
}

// build names the program: two with the same source count alike.
var build = sync.OnceValue(func() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return ""
	}
	out := info.Main.Version
	for _, s := range info.Settings {
		if s.Key == "vcs.revision" || s.Key == "vcs.modified" {
			out += " " + s.Value
		}
	}
	return out
})

func describe(h hash.Hash, t reflect.Type, known map[reflect.Type]int) {
	if n, ok := known[t]; ok {
		fmt.Fprint(h, "#", n, ";")
		return
	}
	known[t] = len(known)
	fmt.Fprint(h, t.PkgPath(), ".", t.Name(), " ", t.Kind(), "(")
	switch t.Kind() {
	case reflect.Struct:
		for i := range t.NumField() {
			fmt.Fprint(h, t.Field(i).Name, " ", t.Field(i).Offset, " ")
			describe(h, t.Field(i).Type, known)
		}
	case reflect.Map:
		describe(h, t.Key(), known)
		describe(h, t.Elem(), known)
	case reflect.Array:
		fmt.Fprint(h, t.Len(), " ")
		describe(h, t.Elem(), known)
	case reflect.Slice, reflect.Pointer, reflect.Chan:
		describe(h, t.Elem(), known)
	}
	fmt.Fprint(h, ")")
}

var plains sync.Map // of reflect.Type: its memory is all there is to it

// plain says that a type's memory is its value: numbers, and arrays and structs of them. Bools are not, since a byte
// that is neither 0 nor 1 must not become one.
func plain(t reflect.Type) bool {
	if p, ok := plains.Load(t); ok {
		return p.(bool)
	}
	out := false
	switch t.Kind() {
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64, reflect.Uint, reflect.Uint8, reflect.Uint16,
		reflect.Uint32, reflect.Uint64, reflect.Float32, reflect.Float64:
		out = true
	case reflect.Array:
		out = plain(t.Elem())
	case reflect.Struct:
		out = t.NumField() > 0
		for i := range t.NumField() {
			out = out && plain(t.Field(i).Type)
		}
	}
	plains.Store(t, out)
	return out
}
