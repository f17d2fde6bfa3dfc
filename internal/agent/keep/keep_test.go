package keep

import (
	"bytes"
	"errors"
	"reflect"
	"sync"
	"testing"
	"time"
)

type leaf struct {
	name string
	n    int
	ok   bool
}

type pair struct{ a, b uint32 }

type tree struct {
	mu       sync.Mutex
	leaves   []leaf
	first    *leaf // one of leaves
	twice    [2]*leaf
	raw      []pair
	texts    [][]byte
	none     []byte
	empty    []byte
	counts   map[string]int64
	by       map[int]*leaf
	at       time.Time
	closed   chan struct{}
	f        float64
	self     *tree
	callback func()
}

func sample() *tree {
	t := &tree{leaves: []leaf{{"a", 1, true}, {"b", -2, false}}, raw: []pair{{1, 2}, {3, 4}}, texts: [][]byte{[]byte("x"), nil},
		empty: []byte{}, counts: map[string]int64{"k": -7}, by: map[int]*leaf{-5: {name: "m"}}, f: 1.5,
		at: time.Date(2026, 7, 1, 2, 3, 4, 5, time.UTC), closed: make(chan struct{})}
	close(t.closed)
	t.first, t.self = &t.leaves[1], t
	one := &leaf{name: "shared"}
	t.twice = [2]*leaf{one, one}
	return t
}

func TestAValueComesBackWithItsPrivateFieldsAndPointersToTheSameThing(t *testing.T) {
	b, err := Encode(sample())
	if err != nil {
		t.Fatal(err)
	}
	got := new(tree)
	if err := Decode(b, got); err != nil {
		t.Fatal(err)
	}
	if got.first != &got.leaves[1] || got.self != got || got.twice[0] != got.twice[1] || got.twice[0].name != "shared" {
		t.Error("pointers lead elsewhere")
	}
	select {
	case <-got.closed:
	default:
		t.Error("the channel is open")
	}
	want := sample()
	got.closed, want.closed = nil, nil
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%+v, want %+v", got, want)
	}
}

func TestAStateOfOtherTypesOrWithAFlippedBitIsNotRead(t *testing.T) {
	b, err := Encode(sample())
	if err != nil {
		t.Fatal(err)
	}
	if err := Decode(b, new(struct{ leaves []leaf })); !errors.Is(err, ErrOther) {
		t.Errorf("other types: %v", err)
	}
	for i := len(magic); i < len(b); i++ {
		bad := bytes.Clone(b)
		bad[i] ^= 1
		if err := Decode(bad, new(tree)); !errors.Is(err, ErrDamaged) && !errors.Is(err, ErrOther) {
			t.Fatalf("bit flipped at %d: %v", i, err)
		}
		if err := Decode(b[:i], new(tree)); err == nil {
			t.Fatalf("cut at %d", i)
		}
	}
}

func TestWhatCannotBeKeptIsRefused(t *testing.T) {
	v := sample()
	v.callback = func() {}
	if _, err := Encode(v); !errors.Is(err, ErrKind) {
		t.Errorf("a function: %v", err)
	}
	v.callback, v.closed = nil, make(chan struct{})
	if _, err := Encode(v); !errors.Is(err, ErrKind) {
		t.Errorf("an open channel: %v", err)
	}
}

func FuzzDecode(f *testing.F) {
	b, err := Encode(sample())
	if err != nil {
		f.Fatal(err)
	}
	f.Add(b[headSize:])
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, b []byte) {
		_ = decode(b, reflect.ValueOf(new(tree)).Elem()) // without the checksum, which fuzzing would not pass
		_ = Decode(b, new(tree))
	})
}
