package keep

import (
	"cmp"
	"encoding/binary"
	"reflect"
	"slices"
	"time"
	"unsafe"
)

// How a pointer, slice, map or channel begins.
const (
	isNil  = 0
	isNew  = 1 // its content follows
	isSeen = 2 // the number of something met before follows
)

type encoder struct {
	out  []byte
	seen map[place]uint64
}

var timeType = reflect.TypeFor[time.Time]()

// open is the value with its private fields accessible.
func open(v reflect.Value) reflect.Value {
	if v.CanAddr() {
		return reflect.NewAt(v.Type(), unsafe.Pointer(v.UnsafeAddr())).Elem()
	}
	return v
}

// memory is a plain value's bytes.
func memory(p unsafe.Pointer, n int) []byte { return unsafe.Slice((*byte)(p), n) }

func (e *encoder) number(n uint64) { e.out = binary.AppendUvarint(e.out, n) }

// met numbers a struct that pointers may lead to.
func (e *encoder) met(v reflect.Value) {
	if v.CanAddr() {
		p := place{v.UnsafeAddr(), v.Type()}
		if _, ok := e.seen[p]; !ok {
			e.seen[p] = uint64(len(e.seen))
		}
	}
}

func (e *encoder) value(v reflect.Value) error {
	v = open(v)
	t := v.Type()
	switch {
	case t == timeType:
		b, err := v.Interface().(time.Time).MarshalBinary()
		if err != nil {
			return ErrKind.With("type", t.String()).Because(err)
		}
		e.number(uint64(len(b)))
		e.out = append(e.out, b...)
		return nil
	case plain(t) && v.CanAddr():
		e.out = append(e.out, memory(unsafe.Pointer(v.UnsafeAddr()), int(t.Size()))...)
		return nil
	}
	switch t.Kind() {
	case reflect.Bool:
		n := uint64(0)
		if v.Bool() {
			n = 1
		}
		e.number(n)
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		e.out = binary.AppendVarint(e.out, v.Int()) // of a map
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		e.number(v.Uint())
	case reflect.String:
		e.number(uint64(v.Len()))
		e.out = append(e.out, v.String()...)
	case reflect.Array:
		for i := range v.Len() {
			if err := e.value(v.Index(i)); err != nil {
				return err
			}
		}
	case reflect.Struct:
		e.met(v)
		for i := range v.NumField() {
			if err := e.value(v.Field(i)); err != nil {
				return err
			}
		}
	case reflect.Slice:
		return e.slice(v)
	case reflect.Map:
		return e.mapping(v)
	case reflect.Pointer:
		return e.pointer(v)
	case reflect.Chan:
		switch {
		case v.IsNil():
			e.number(isNil)
		default:
			if _, ok := v.TryRecv(); ok || !closed(v) {
				return ErrKind.With("type", t.String()+" (open)")
			}
			e.number(isNew)
		}
	default:
		if !v.IsZero() {
			return ErrKind.With("type", t.String())
		}
	}
	return nil
}

// closed reports whether an empty channel is closed: receiving from it then gives its zero value at once.
func closed(v reflect.Value) bool {
	x, ok := v.TryRecv()
	return !ok && x.IsValid()
}

func (e *encoder) slice(v reflect.Value) error {
	if v.IsNil() {
		e.number(isNil)
		return nil
	}
	n := v.Len()
	e.number(uint64(n) + 1)
	if elem := v.Type().Elem(); plain(elem) {
		e.out = append(e.out, memory(v.UnsafePointer(), n*int(elem.Size()))...)
		return nil
	}
	for i := range n {
		if err := e.value(v.Index(i)); err != nil {
			return err
		}
	}
	return nil
}

func (e *encoder) mapping(v reflect.Value) error {
	if v.IsNil() {
		e.number(isNil)
		return nil
	}
	e.number(uint64(v.Len()) + 1)
	keys := v.MapKeys()
	slices.SortFunc(keys, func(a, b reflect.Value) int { // the same map is the same bytes, where its keys have an order
		switch {
		case a.Kind() == reflect.String:
			return cmp.Compare(a.String(), b.String())
		case a.CanInt():
			return cmp.Compare(a.Int(), b.Int())
		case a.CanUint():
			return cmp.Compare(a.Uint(), b.Uint())
		}
		return 0
	})
	for _, k := range keys {
		for _, x := range []reflect.Value{k, v.MapIndex(k)} {
			in := reflect.New(x.Type()).Elem() // so that it has an address
			in.Set(x)
			if err := e.value(in); err != nil {
				return err
			}
		}
	}
	return nil
}

func (e *encoder) pointer(v reflect.Value) error {
	if v.IsNil() {
		e.number(isNil)
		return nil
	}
	p := place{v.Pointer(), v.Type().Elem()}
	if n, ok := e.seen[p]; ok {
		e.number(isSeen)
		e.number(n)
		return nil
	}
	e.number(isNew)
	e.seen[p] = uint64(len(e.seen))
	return e.value(v.Elem())
}
