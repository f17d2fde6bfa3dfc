package strict

import (
	"errors"
	"strings"
	"testing"

	"shurong.org/shurong/fault"
)

type sample struct {
	Name string `json:"name"`
	Yes  *bool  `json:"yes,omitzero"`
	List []struct {
		N int `json:"n"`
	} `json:"list,omitzero"`
}

func TestFaultsNameTheLine(t *testing.T) {
	for text, want := range map[string]struct {
		err  error
		line int
	}{
		"name: a\nnome: b\n":                   {ErrKey, 2},
		"name: a\nname: b\n":                   {ErrTwice, 2},
		"name: a\nyes: perhaps\n":              {ErrShape, 2},
		"name: &x a\n":                         {ErrFeature, 1},
		"name: a\n---\nname: b\n":              {ErrFeature, 3},
		"name: [\n":                            {ErrSyntax, 1},
		"":                                     {ErrMissing, 1},
		strings.Repeat("a", MaxFile+1):         {ErrSize, 1},
		strings.Repeat("a: 1\n", MaxLines+1):   {ErrLines, MaxLines + 1},
		"name: a\nlist:\n  - n: 1\n    m: 2\n": {ErrKey, 4},
		"name: \xff\n":                         {ErrEncoding, 1},
	} {
		var v sample
		_, err := Decode([]byte(text), "f.yaml", &v)
		if e := fault.From(err); !errors.Is(err, want.err) || e.File != "f.yaml" || e.Line != want.line {
			t.Errorf("%.30q: %v at %s:%d, want %v at line %d", text, err, e.File, e.Line, want.err, want.line)
		}
	}
}

func TestAFieldIsPlacedOnItsLine(t *testing.T) {
	var v sample
	d, err := Decode([]byte("name: a\nlist:\n  - n: 1\n  - n: 2\n"), "f.yaml", &v)
	if err != nil || len(v.List) != 2 || v.List[1].N != 2 {
		t.Fatalf("%+v, %v", v, err)
	}
	for field, line := range map[string]int{"name": 1, "list[1].n": 4, "list[1].gone": 4, "": 1} {
		if got := d.Line(field); got != line {
			t.Errorf("%s is on line %d, want %d", field, got, line)
		}
	}
	if d.Place(nil) != nil {
		t.Error("no fault became one")
	}
}

func FuzzDecode(f *testing.F) {
	f.Add([]byte("name: a\nlist:\n  - n: 1\n"))
	f.Add([]byte("{a: [b, {c: d}]}"))
	f.Fuzz(func(t *testing.T, b []byte) {
		var v sample
		if _, err := Decode(b, "f", &v); err != nil && fault.From(err).Line < 0 {
			t.Error("a line below zero")
		}
	})
}
