package canon

import (
	"bytes"
	"errors"
	"testing"
)

func TestCanonicalFormDoesNotDependOnOrderOrSpace(t *testing.T) {
	type pair struct {
		B int    `json:"b"`
		A string `json:"a"`
	}
	for _, in := range []string{`{"b":1,"a":"数"}`, " {\n\"a\" : \"\\u6570\", \"b\":1}"} {
		var p pair
		if err := Unmarshal([]byte(in), &p); err != nil {
			t.Fatal(err)
		}
		if got := string(Must(p)); got != `{"a":"数","b":1}` {
			t.Errorf("%s became %s", in, got)
		}
	}
}

func TestReadingIsStrict(t *testing.T) {
	type one struct {
		A int `json:"a"`
	}
	for name, in := range map[string]string{
		"unknown name": `{"a":1,"b":2}`, "repeated name": `{"a":1,"a":2}`, "trailing bytes": `{"a":1} {}`,
		"not UTF-8": "{\"a\":1,\"\xff\":1}", "wrong type": `{"a":"1"}`, "fraction": `{"a":1.5}`, "empty": ``,
	} {
		var v one
		if err := Unmarshal([]byte(in), &v); !errors.Is(err, ErrMalformed) {
			t.Errorf("%s: error = %v, want ErrMalformed", name, err)
		}
	}
	var v one
	if err := UnmarshalExact([]byte(`{"a": 1}`), &v); !errors.Is(err, ErrNotCanonical) {
		t.Errorf("a space was accepted: %v", err)
	}
}

func TestCommitmentBindsToSaltAndDocument(t *testing.T) {
	salt := bytes.Repeat([]byte{7}, SaltSize)
	c := Commit(salt, []byte("form"))
	if len(c) != 64 || c != Commit(salt, []byte("form")) {
		t.Errorf("commitment %q", c)
	}
	if c == Commit(salt, []byte("from")) || c == Commit(bytes.Repeat([]byte{8}, SaltSize), []byte("form")) {
		t.Error("another salt or document gives the same commitment")
	}
}

func FuzzCanonicalFormIsAFixedPoint(f *testing.F) {
	f.Add([]byte(`{"a":[1,2,{"b":null}],"c":"\u00e9"}`))
	f.Fuzz(func(t *testing.T, b []byte) {
		var v any
		if Unmarshal(b, &v) != nil {
			return
		}
		out, err := Marshal(v)
		if err == nil && !IsCanonical(out) {
			t.Errorf("%q was written as %q, which is not canonical", b, out)
		}
	})
}
