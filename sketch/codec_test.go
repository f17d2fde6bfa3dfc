package sketch

import (
	"bytes"
	"encoding/csv"
	"encoding/hex"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"strings"
	"testing"
)

var rewrite = flag.Bool("rewrite", false, "write the golden files anew")

// The published vectors: for each CSV file in testdata, the sketch's canonical bytes and digest; for each pair, the
// match. Another implementation must reproduce them.
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
		b, err := os.ReadFile("testdata/" + n + ".csv")
		if err != nil {
			t.Fatal(err)
		}
		rows, err := csv.NewReader(bytes.NewReader(b)).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		s := fromStrings(t, rows[0], rows[1:])
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

func fromStrings(tb testing.TB, header []string, rows [][]string) *Sketch {
	tb.Helper()
	b, err := NewBuilder(header, Options{})
	if err != nil {
		tb.Fatal(err)
	}
	for _, r := range rows {
		row := make([][]byte, len(r))
		for i, c := range r {
			row[i] = []byte(c)
		}
		b.Add(row)
	}
	return b.Sketch()
}

// wide makes a sketch of a table with many distinctive columns of long names.
func wide(tb testing.TB, columns, rows int) *Sketch {
	rng := rand.New(rand.NewPCG(1, 1))
	names := make([]string, columns)
	for i := range names {
		names[i] = fmt.Sprintf("第%d列%s", i, strings.Repeat("长", 40))
	}
	b, err := NewBuilder(names, Options{})
	if err != nil {
		tb.Fatal(err)
	}
	row := make([][]byte, columns)
	for range rows {
		for i := range row {
			row[i] = fmt.Appendf(row[i][:0], "v%x", rng.Uint64())
		}
		b.Add(row)
	}
	return b.Sketch()
}

func TestSketchIsBoundedWhateverTheTable(t *testing.T) {
	for _, columns := range []int{1, 9, 10, 50, 51, 5000} {
		rows := 3000
		if columns > 100 {
			rows = 400
		}
		s := wide(t, columns, rows)
		b := s.Encode()
		if len(b) > MaxBytes {
			t.Errorf("%d columns: %d bytes", columns, len(b))
		}
		t.Logf("%d columns: %d bytes", columns, len(b))
		d, err := Decode(b)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(d.Encode(), b) {
			t.Errorf("%d columns: decoding and encoding changes the bytes", columns)
		}
	}
}

func TestForgedSketchesAreRefused(t *testing.T) {
	good := string(trips(rand.New(rand.NewPCG(1, 1)), 30).sketch(t).Encode())
	for name, edit := range map[string][2]string{
		"unknown field":   {`"columns":`, `"bonus":1,"columns":`},
		"other version":   {Version, "shurong-sketch/9"},
		"key":             {`"key_id":"`, `"key_id":"Z`},
		"rows fewer":      {`"row_count":30`, `"row_count":3`},
		"rows negative":   {`"row_count":30`, `"row_count":-30`},
		"sample size":     {`"k":1024`, `"k":4096`},
		"distinct":        {`"distinct":30`, `"distinct":31`},
		"columns":         {`"column_count":7`, `"column_count":2`},
		"not whole":       {`"whole":true`, `"whole":false`},
		"not canonical":   {`,"rows"`, `, "rows"`},
		"cut off":         {`"version":"shurong-sketch/1"}`, `"version":"shurong`},
		"trailing":        {`"version":"shurong-sketch/1"}`, `"version":"shurong-sketch/1"} `},
		"long name":       {`"name":"`, `"name":"` + strings.Repeat("x", 91)},
		"index repeated":  {`"index":1,`, `"index":0,`},
		"share too large": {`"common_ppm":0`, `"common_ppm":1000001`},
	} {
		bad := strings.Replace(good, edit[0], edit[1], 1)
		if bad == good {
			t.Errorf("%s: the edit does not apply", name)
		}
		_, err := Decode([]byte(bad))
		if !errors.Is(err, ErrMalformed) && !errors.Is(err, ErrVersion) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := Decode(make([]byte, MaxBytes+1)); !errors.Is(err, ErrTooLarge) {
		t.Errorf("too large: %v", err)
	}
}

func FuzzDecode(f *testing.F) {
	f.Add(trips(rand.New(rand.NewPCG(1, 1)), 3).sketch(f).Encode())
	f.Add(wide(f, 3, 1).Encode())
	f.Add([]byte(`{}`))
	f.Add([]byte(`{"column_count":1,"key_id":"0000000000000000","row_count":0,"rows":{"k":1024,"whole":true},"version":"shurong-sketch/1"}`))
	other := trips(rand.New(rand.NewPCG(1, 1)), 5).sketch(f)
	f.Fuzz(func(t *testing.T, b []byte) {
		s, err := Decode(b)
		if err != nil {
			return
		}
		if !bytes.Equal(s.Encode(), b) {
			t.Fatal("an accepted sketch does not encode to its bytes")
		}
		if m, err := Compare(s, other); err == nil {
			for _, e := range []Estimate{m.ContainmentAB, m.ContainmentBA, m.Similarity} {
				if e.Low > e.Value || e.Value > e.High || e.High > 1e6 || e.Low < 0 {
					t.Fatalf("estimate out of order: %+v", e)
				}
			}
		}
	})
}
