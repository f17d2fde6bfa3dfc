package scan

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"shurong.org/shurong/canon"
	"shurong.org/shurong/internal/agent/scan/labelled"
	"shurong.org/shurong/internal/table"
)

// write writes so many rows of persons and remarks and returns the path.
func write(t *testing.T, rows int) string {
	t.Helper()
	r := rand.New(rand.NewPCG(1, 2))
	var b bytes.Buffer
	b.WriteString("单号,证件,备注\n")
	for i := range rows {
		fmt.Fprintf(&b, "A%07d,%s,请联系138%s或 AKIAZ5GMXQ3WJ7T%s\n", i, born(r, 1960+r.IntN(40)), numerals(r, 8), fmt.Sprintf("%05X", i))
	}
	path := filepath.Join(t.TempDir(), "t.csv")
	if err := os.WriteFile(path, b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func read(ctx context.Context, path string, workers int) (Input, error) {
	s, err := table.OpenStream(path, table.Options{})
	if err != nil {
		return Input{}, err
	}
	defer func() { _ = s.Close() }()
	return Read(ctx, s, workers, today)
}

func TestReadingDoesNotDependOnTheNumberOfWorkers(t *testing.T) {
	path := write(t, 90_000)
	in, err := read(t.Context(), path, 1)
	if err != nil {
		t.Fatal(err)
	}
	want := canon.Must(Decide(in))
	if in.Rows != 90_000 || in.Sample.Rows() != sampleMost {
		t.Errorf("%d rows, %d in the sample", in.Rows, in.Sample.Rows())
	}
	if d := in.Columns[1].Distinct; d < 88_000 || d > 90_000 {
		t.Errorf("%d different persons", d)
	}
	for _, workers := range []int{2, 3, 8} {
		in, err := read(t.Context(), path, workers)
		if err != nil {
			t.Fatal(err)
		}
		if got := canon.Must(Decide(in)); !bytes.Equal(got, want) {
			t.Errorf("%d workers: another result", workers)
		}
	}
}

func TestAReadingThatDoesNotEndWellGivesNothing(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := read(ctx, write(t, 50_000), 2); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
	path := filepath.Join(t.TempDir(), "ragged.csv")
	if err := os.WriteFile(path, []byte("a,b\n1,2\n1,2,3\n3,4\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if in, err := read(t.Context(), path, 2); err == nil || in.Sample != nil {
		t.Errorf("ragged: %v", err)
	}
}

func TestTheLabelledSetIsTheSameForTheSameSeed(t *testing.T) {
	one, two := t.TempDir(), t.TempDir()
	tables, columns, err := labelled.Write(one, 5, 30)
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := labelled.Write(two, 5, 30); err != nil {
		t.Fatal(err)
	}
	files, err := os.ReadDir(one)
	if err != nil || len(files) != tables+1 || columns < 1000 {
		t.Fatalf("%d files, %d tables, %d columns, %v", len(files), tables, columns, err)
	}
	for _, f := range files {
		a, err1 := os.ReadFile(filepath.Join(one, f.Name()))
		b, err2 := os.ReadFile(filepath.Join(two, f.Name()))
		if err := errors.Join(err1, err2); err != nil || !bytes.Equal(a, b) {
			t.Fatalf("%s differs: %v", f.Name(), err)
		}
	}
}
