package appraisal_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"shurong.org/shurong/internal/appraisal"
	"shurong.org/shurong/valuation"
)

func read(t *testing.T, name string) string {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("../../examples/valuation", name))
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// Whoever fills in one number must not lose a comment or another number.
func TestANumberIsChangedAtItsPlaceAndNothingElse(t *testing.T) {
	files, err := filepath.Glob("../../examples/valuation/*.yaml")
	if err != nil || len(files) == 0 {
		t.Fatal(err)
	}
	for _, f := range files {
		text := read(t, filepath.Base(f))
		if _, err := valuation.Decode([]byte(text), f); err != nil {
			continue // a file of comparables
		}
		got, err := appraisal.Fill(appraisal.Change{Text: text})
		if err != nil || len(got.Inputs) == 0 || got.Text != text {
			t.Fatalf("%s: %v, %d inputs", f, err, len(got.Inputs))
		}
		labelled, inputs := 0, 0
		for _, in := range got.Inputs {
			if strings.HasPrefix(in.Path, "approaches") {
				inputs++
			}
			if in.Label != nil {
				labelled++
			}
			next, err := appraisal.Fill(appraisal.Change{Text: text, Path: in.Path, Value: "7.125"})
			if err != nil {
				t.Fatalf("%s %s: %v", f, in.Path, err)
			}
			before, after := strings.Split(text, "\n"), strings.Split(next.Text, "\n")
			for i := range before {
				if want := i+1 == in.Line; (before[i] != after[i]) != want {
					t.Fatalf("%s %s: line %d changed: %q → %q", f, in.Path, i+1, before[i], after[i])
				}
			}
		}
		if labelled*3 < inputs { // figures of a series and of contracts have no quantity of the same text
			t.Errorf("%s: %d of %d inputs are known by name", f, labelled, inputs)
		}
	}
}

func TestWhatIsNoNumberOrNowhereIsRefused(t *testing.T) {
	text := read(t, "royalty.yaml")
	for _, c := range []struct {
		path, value string
		want        error
	}{
		{"approaches[0].royalty.royalty_rate", "12%", appraisal.ErrNumber},
		{"approaches[0].royalty.royalty_rate", "1\nversion: 2", appraisal.ErrNumber},
		{"approaches[7].royalty.royalty_rate", "0.1", appraisal.ErrPath},
		{"version", "2", appraisal.ErrPath},
	} {
		if _, err := appraisal.Fill(appraisal.Change{Text: text, Path: c.path, Value: c.value}); !errors.Is(err, c.want) {
			t.Errorf("%s = %q: %v, want %v", c.path, c.value, err, c.want)
		}
	}
}

func FuzzFill(f *testing.F) {
	f.Add("approaches:\n  - {a: 1}\n", "approaches[0].a", "2")
	f.Add("quality: [1, 2]", "quality[1]", "3")
	f.Add("approaches: [[1]]", "", "")
	f.Fuzz(func(t *testing.T, text, path, value string) {
		got, err := appraisal.Fill(appraisal.Change{Text: text, Path: path, Value: value})
		if err == nil && path == "" && got.Text != text {
			t.Error("an unchanged text changed")
		}
	})
}
