package keep

import (
	"encoding/binary"
	"reflect"
	"time"
	"unsafe"
)

const (
	maxAllocated = 2 << 30
	maxDepth     = 200
)

type decoder struct {
	in     []byte
	budget int64
	depth  int
	seen   []reflect.Value // pointers, by number
	met    map[place]bool
}

func damaged(why string) error { return ErrDamaged.With("why", why) }

func (d *decoder) number() (uint64, error) {
	n, k := binary.Uvarint(d.in)
	if k <= 0 {
		return 0, damaged("number")
	}
	d.in = d.in[k:]
	return n, nil
}

func (d *decoder) take(n uint64) ([]byte, error) {
	if n > uint64(len(d.in)) {
		return nil, damaged("cut off")
	}
	b := d.in[:n]
	d.in = d.in[n:]
	return b, nil
}

func (d *decoder) allocate(n uint64, size uintptr) error {
	if n > maxAllocated || int64(n)*int64(size) > d.budget {
		return damaged("too large")
	}
	d.budget -= int64(n) * int64(size)
	return nil
}

// note numbers a struct as the encoder did.
func (d *decoder) note(v reflect.Value) {
	p := place{v.UnsafeAddr(), v.Type()}
	if d.met == nil {
		d.met = map[place]bool{}
	}
	if !d.met[p] {
		d.met[p] = true
		d.seen = append(d.seen, v.Addr())
	}
}

func (d *decoder) value(v reflect.Value) error {
	if d.depth++; d.depth > maxDepth {
		return damaged("depth")
	}
	defer func() { d.depth-- }()
	v = open(v)
	t := v.Type()
	switch {
	case t == timeType:
		n, err := d.number()
		if err != nil {
			return err
		}
		b, err := d.take(n)
		if err != nil {
			return err
		}
		var at time.Time
		if err := at.UnmarshalBinary(b); err != nil {
			return damaged("time")
		}
		v.Set(reflect.ValueOf(at))
		return nil
	case plain(t):
		b, err := d.take(uint64(t.Size()))
		if err == nil {
			copy(memory(unsafe.Pointer(v.UnsafeAddr()), int(t.Size())), b)
		}
		return err
	}
	switch t.Kind() {
	case reflect.Bool:
		n, err := d.number()
		if err == nil && n > 1 {
			err = damaged("bool")
		}
		v.SetBool(n == 1)
		return err
	case reflect.String:
		n, err := d.number()
		if err != nil {
			return err
		}
		b, err := d.take(n)
		v.SetString(string(b))
		return err
	case reflect.Array:
		for i := range v.Len() {
			if err := d.value(v.Index(i)); err != nil {
				return err
			}
		}
	case reflect.Struct:
		d.note(v)
		for i := range v.NumField() {
			if err := d.value(v.Field(i)); err != nil {
				return err
			}
		}
	case reflect.Slice:
		return d.slice(v)
	case reflect.Map:
		return d.mapping(v)
	case reflect.Pointer:
		return d.pointer(v)
	case reflect.Chan:
		n, err := d.number()
		if err != nil || n == isNil {
			return err
		}
		c := reflect.MakeChan(reflect.ChanOf(reflect.BothDir, t.Elem()), 0)
		c.Close()
		v.Set(c.Convert(t))
	}
	return nil
}

func (d *decoder) slice(v reflect.Value) error {
	n, err := d.number()
	if err != nil || n == isNil {
		return err
	}
	n--
	elem := v.Type().Elem()
	if err := d.allocate(n, max(elem.Size(), 1)); err != nil {
		return err
	}
	if plain(elem) {
		b, err := d.take(n * uint64(elem.Size()))
		if err != nil {
			return err
		}
		v.Set(reflect.MakeSlice(v.Type(), int(n), int(n)))
		copy(memory(v.UnsafePointer(), len(b)), b)
		return nil
	}
	v.Set(reflect.MakeSlice(v.Type(), int(n), int(n)))
	for i := range int(n) {
		if err := d.value(v.Index(i)); err != nil {
			return err
		}
	}
	return nil
}

func (d *decoder) mapping(v reflect.Value) error {
	n, err := d.number()
	if err != nil || n == isNil {
		return err
	}
	n--
	t := v.Type()
	if err := d.allocate(n, max(t.Key().Size()+t.Elem().Size(), 1)); err != nil {
		return err
	}
	v.Set(reflect.MakeMapWithSize(t, int(min(n, 1<<16))))
	for range n {
		key, value := reflect.New(t.Key()).Elem(), reflect.New(t.Elem()).Elem()
		if err := d.value(key); err != nil {
			return err
		}
		if err := d.value(value); err != nil {
			return err
		}
		v.SetMapIndex(key, value)
	}
	return nil
}

func (d *decoder) pointer(v reflect.Value) error {
	n, err := d.number()
	if err != nil {
		return err
	}
	elem := v.Type().Elem()
	switch n {
	case isNil:
		return nil
	case isSeen:
		i, err := d.number()
		if err != nil {
			return err
		}
		if i >= uint64(len(d.seen)) || d.seen[i].Type().Elem() != elem {
			return damaged("pointer")
		}
		v.Set(d.seen[i].Convert(v.Type()))
		return nil
	case isNew:
		if err := d.allocate(1, elem.Size()); err != nil {
			return err
		}
		p := reflect.New(elem)
		d.note(p.Elem())
		v.Set(p.Convert(v.Type()))
		return d.value(p.Elem())
	}
	return damaged("pointer")
}
