package sketch

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"encoding/csv"
	"encoding/hex"
	"encoding/json"
	"errors"
	"flag"
	"os"
	"strings"
	"testing"
)

var rewrite = flag.Bool("rewrite", false, "write the golden files anew")

// The published vectors: for each CSV file in testdata, the sketch's canonical bytes and digest in the public domain;
// for each pair, the match. Another implementation must reproduce them.
func TestPublishedVectors(t *testing.T) {
	type vector struct {
		Digest string          `json:"digest"`
		Sketch json.RawMessage `json:"sketch"`
	}
	type vectors struct {
		Sketches map[string]vector `json:"sketches"`
		Matches  map[string]Match  `json:"matches"`
	}
	got := vectors{map[string]vector{}, map[string]Match{}}
	made := map[string]*Sketch{}
	names := []string{"stations", "stations-renamed", "stations-respelled", "provinces"}
	for _, n := range names {
		s := fileTable(t, "testdata/"+n+".csv").sketch(t)
		d := s.Digest()
		made[n], got.Sketches[n] = s, vector{hex.EncodeToString(d[:]), s.Encode()}
	}
	for i, x := range names {
		for _, y := range names[i+1:] {
			got.Matches[x+" / "+y] = compare(t, made[x], made[y])
		}
	}
	out, err := json.MarshalIndent(got, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	out = append(out, '\n')
	const file = "testdata/vectors.json"
	if *rewrite {
		if err := os.WriteFile(file, out, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(out, want) {
		t.Errorf("the vectors changed:\n%s", out)
	}
}

func fileTable(tb testing.TB, path string) *table {
	tb.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		tb.Fatal(err)
	}
	rows, err := csv.NewReader(bytes.NewReader(b)).ReadAll()
	if err != nil {
		tb.Fatal(err)
	}
	return &table{rows[0], rows[1:]}
}

// keyed is a function of the kind that a registry evaluates.
func keyed(key string) PRF {
	return func(_ context.Context, inputs [][]byte) ([][]byte, error) {
		out := make([][]byte, len(inputs))
		for i, in := range inputs {
			m := hmac.New(sha256.New, []byte(key))
			m.Write(in)
			out[i] = m.Sum(nil)
		}
		return out, nil
	}
}

func seal(tb testing.TB, t *table, domain string, prf PRF) *Sketch {
	tb.Helper()
	s, err := Seal(context.Background(), t.builder(tb).Local(), domain, prf)
	if err != nil {
		tb.Fatal(err)
	}
	return s
}

func TestSealedSketchesCompareAsPublicOnesAndOnlyWithinTheirDomain(t *testing.T) {
	w := newWorld(4, 5000)
	a := w.orders("NJ", 5000)
	b := a.part(w.rng, 0.5)
	x, y := seal(t, a, "oprf/1", keyed("k")), seal(t, b, "oprf/1", keyed("k"))
	m, p := compare(t, x, y), compare(t, a.sketch(t), b.sketch(t))
	if m.Grade != Red || m.ContainmentAB != p.ContainmentAB || m.ContainmentBA != p.ContainmentBA ||
		len(m.Columns) != len(p.Columns) {
		t.Errorf("sealed: %+v; public: %+v", m, p)
	}
	if _, err := Compare(x, a.sketch(t)); !errors.Is(err, ErrDomain) {
		t.Errorf("sketches of two domains were compared: %v", err)
	}
	public := map[uint64]bool{}
	for _, tag := range a.sketch(t).Tags() {
		public[tag] = true
	}
	for _, tag := range x.Tags() {
		if public[tag] {
			t.Fatal("a sealed sketch holds a public tag")
		}
	}
}

func TestAFunctionThatFailsMakesNoSketch(t *testing.T) {
	l := newWorld(4, 500).orders("NJ", 500).builder(t).Local()
	broken := errors.New("offline")
	for name, prf := range map[string]PRF{
		"fails":      func(context.Context, [][]byte) ([][]byte, error) { return nil, broken },
		"too few":    func(_ context.Context, in [][]byte) ([][]byte, error) { return in[1:], nil },
		"too short":  func(_ context.Context, in [][]byte) ([][]byte, error) { return make([][]byte, len(in)), nil },
		"no outputs": func(context.Context, [][]byte) ([][]byte, error) { return nil, nil },
	} {
		if _, err := Seal(context.Background(), l, "x", prf); !errors.Is(err, broken) && !errors.Is(err, ErrPRF) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// Nothing that leaves the site may be a plain hash of a key: it could be undone by trying all keys.
func TestASketchHoldsNoHashOfAKey(t *testing.T) {
	w := newWorld(4, 3000)
	l := w.customers(3000).builder(t).Local()
	s, err := Seal(context.Background(), l, "oprf/1", keyed("k"))
	if err != nil {
		t.Fatal(err)
	}
	sealed := map[uint64]bool{}
	for _, tag := range s.Tags() {
		sealed[tag] = true
	}
	for _, k := range l.Keys {
		for _, r := range k.Rows {
			for _, tag := range r.Tags {
				if sealed[binary.BigEndian.Uint64(tag.Input[:8])] || sealed[binary.BigEndian.Uint64(tag.Input[8:])] {
					t.Fatal("the sketch holds the hash of a key or of a value")
				}
			}
		}
	}
	for _, k := range s.Keys {
		for i, r := range k.Rows[1:] {
			if before := k.Rows[i]; before.Level > r.Level || before.Level == r.Level &&
				before.Tags[0].Value > r.Tags[0].Value {
				t.Fatal("the order of rows tells of their keys")
			}
		}
	}
}

func TestForgedSketchesAreRefused(t *testing.T) {
	s := newWorld(1, 50).orders("NJ", 30).sketch(t)
	good := string(s.Encode())
	for name, edit := range map[string][2]string{
		"unknown field":   {`"columns":`, `"bonus":1,"columns":`},
		"other version":   {Version, "shurong-sketch/9"},
		"older version":   {Version, "shurong-sketch/1"},
		"no domain":       {`"domain":"public/1"`, `"domain":""`},
		"rows negative":   {`"row_count":30`, `"row_count":-30`},
		"rows fewer":      {`"row_count":30`, `"row_count":3`},
		"columns":         {`"column_count":11`, `"column_count":2`},
		"bound":           {`"bound":4096`, `"bound":4097`},
		"not canonical":   {`,"columns"`, `, "columns"`},
		"trailing":        {`"version":"shurong-sketch/2"}`, `"version":"shurong-sketch/2"} `},
		"cut off":         {`"version":"shurong-sketch/2"}`, `"version":"shurong`},
		"long name":       {`"name":"`, `"name":"` + strings.Repeat("x", 91)},
		"index repeated":  {`"index":1,`, `"index":0,`},
		"share too large": {`"present_ppm":1000000`, `"present_ppm":1000001`},
		"key unknown":     {`"columns":[0]`, `"columns":[99]`},
	} {
		bad := strings.Replace(good, edit[0], edit[1], 1)
		if bad == good {
			t.Errorf("%s: the edit does not apply", name)
		}
		if _, err := Decode([]byte(bad)); !errors.Is(err, ErrMalformed) && !errors.Is(err, ErrVersion) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := Decode(make([]byte, MaxBytes+1)); !errors.Is(err, ErrTooLarge) {
		t.Errorf("too large: %v", err)
	}
	d, err := Decode([]byte(good))
	if err != nil {
		t.Fatal(err)
	}
	if string(d.Encode()) != good {
		t.Error("decoding and encoding changes the bytes")
	}
}

func FuzzDecode(f *testing.F) {
	w := newWorld(1, 50)
	f.Add(w.orders("NJ", 12).sketch(f).Encode())
	f.Add(w.readings(3, 5).sketch(f).Encode())
	f.Add([]byte(`{}`))
	other := w.orders("NJ", 20).sketch(f)
	f.Fuzz(func(t *testing.T, b []byte) {
		s, err := Decode(b)
		if err != nil {
			return
		}
		if !bytes.Equal(s.Encode(), b) {
			t.Fatal("an accepted sketch does not encode to its bytes")
		}
		if len(Postings(s)) > MaxPostings {
			t.Fatal("too many postings")
		}
		for _, o := range []*Sketch{other, s} {
			if m, err := Compare(s, o); err == nil {
				for _, e := range []Estimate{m.ContainmentAB, m.ContainmentBA, m.Similarity} {
					if e.Low > e.Value || e.Value > e.High || e.High > 1e6 || e.Low < 0 {
						t.Fatalf("estimate out of order: %+v", e)
					}
				}
			}
		}
	})
}

func FuzzResume(f *testing.F) {
	w := newWorld(1, 50)
	f.Add(w.orders("NJ", 12).builder(f).State())
	f.Add([]byte(`{"columns":["a"],"reservoirs":[],"rows":0,"version":"shurong-sketch-state/2"}`))
	more := w.orders("NJ", 3)
	f.Fuzz(func(t *testing.T, b []byte) {
		r, err := Resume(b, Options{})
		if err != nil {
			return
		}
		r.Block(more)
		if _, err := Decode(r.Sketch().Encode()); err != nil && r.count < 1<<50 {
			t.Fatalf("a resumed builder makes a sketch that is refused: %v", err)
		}
		if _, err := Resume(r.State(), Options{}); err != nil && r.count < 1<<50 {
			t.Fatalf("a resumed builder's state is refused: %v", err)
		}
	})
}
