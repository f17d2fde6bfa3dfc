package source_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"shurong.org/shurong/fault"
	"shurong.org/shurong/internal/source"
	"shurong.org/shurong/internal/source/folder"
	"shurong.org/shurong/internal/source/partition"
	"shurong.org/shurong/internal/source/sourcetest"
	"shurong.org/shurong/internal/table"
)

// tree writes files below a new folder.
func tree(t testing.TB, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, content := range files {
		at := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(at), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(at, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func read(t testing.TB, location string, o source.Options) (cols, rows []string, s table.Stream, err error) {
	t.Helper()
	s, err = source.Open(t.Context(), location, o)
	if err != nil {
		return nil, nil, nil, err
	}
	defer func() { _ = s.Close() }()
	rows, err = sourcetest.Rows(s)
	return s.Columns(), rows, s, err
}

var partitions = map[string]string{
	"year=2026/month=02/b.csv":                            "id,name\n3,丙\n",
	"year=2026/month=01/a.csv":                            "name,id\n甲,1\n乙,2\n",
	"year=2025/month=__HIVE_DEFAULT_PARTITION__/z%20.csv": "id,name\n0,戊\n",
	"year=2026/_SUCCESS":                                  "",
	"year=2026/.b.csv.crc":                                "x",
	"_temporary/0/part.csv":                               "other\n1\n",
}

func TestAFolderOfPartitionsIsOneTable(t *testing.T) {
	dir := tree(t, partitions)
	cols, rows, s, err := read(t, dir, source.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff([]string{"id", "name", "year", "month"}, cols); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff([]string{"0|戊|2025|∅", "1|甲|2026|01", "2|乙|2026|01", "3|丙|2026|02"}, rows); d != "" {
		t.Error(d)
	}
	if tally := s.Tally(); tally.Rows != 4 {
		t.Errorf("%+v", tally)
	}
	if read, total := s.Size(); read != total || total == 0 {
		t.Errorf("read %d of %d", read, total)
	}
}

func TestWhichPartitionChangedIsKnown(t *testing.T) {
	dir := tree(t, partitions)
	parts := func() []partition.Part {
		_, _, s, err := read(t, dir, source.Options{})
		if err != nil {
			t.Fatal(err)
		}
		return source.Unwrap(s).(*partition.Stream).Parts()
	}
	before := parts()
	if err := os.WriteFile(filepath.Join(dir, "year=2026/month=02/b.csv"), []byte("id,name\n3,丁\n"),
		0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(filepath.Join(dir, "year=2026/month=01/a.csv")); err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(filepath.Join(dir, "year=2026/month=03"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "year=2026/month=03/c.csv"), []byte("id,name\n9,己\n"),
		0o600); err != nil {
		t.Fatal(err)
	}
	want := partition.Change{Added: []string{"year=2026/month=03/c.csv"}, Removed: []string{"year=2026/month=01/a.csv"},
		Changed: []string{"year=2026/month=02/b.csv"}}
	if d := cmp.Diff(want, partition.Changes(before, parts())); d != "" {
		t.Error(d)
	}
}

func TestFoldersThatAreNoTable(t *testing.T) {
	for name, c := range map[string]struct {
		files map[string]string
		match string
		want  *fault.Def
		says  []string
	}{
		"empty":       {nil, "", partition.ErrNone, nil},
		"only hidden": {map[string]string{"_SUCCESS": "", ".x": "y"}, "", partition.ErrNone, nil},
		"no match":    {map[string]string{"a.csv": "a\n1\n"}, "*.parquet", partition.ErrNone, nil},
		"bad pattern": {map[string]string{"a.csv": "a\n1\n"}, "[", folder.ErrPattern, nil},
		"mixed kinds": {map[string]string{"a.csv": "a,b\n1,2\n", "b.jsonl": `{"a":1,"b":2}`}, "", partition.ErrKinds,
			[]string{"a.csv", "b.jsonl", "jsonlines"}},
		"other header": {map[string]string{"a.csv": "a,b\n1,2\n", "b.csv": "a,c\n1,2\n"}, "", partition.ErrSchema,
			[]string{"b.csv", "[b]", "[c]"}},
		"other keys": {map[string]string{"d=1/a.csv": "a,b\n1,2\n", "b.csv": "a,b\n1,2\n"}, "", partition.ErrKeys,
			[]string{"b.csv", "d=1/a.csv"}},
		"same name": {map[string]string{"a=1/a.csv": "a,b\n1,2\n"}, "", partition.ErrSchema, []string{"a=1/a.csv"}},
		"empty file": {map[string]string{"a.csv": "a,b\n1,2\n", "sub/b.csv": ""}, "", table.ErrEmpty,
			[]string{"sub/b.csv: "}},
		"binary file": {map[string]string{"a.csv": "a,b\n1,2\n", "sub/b.csv": "\x00\x01\x02\x03\x04\x05"}, "",
			table.ErrNotText, []string{"sub/b.csv: "}},
		"bad row": {map[string]string{"a.csv": "a,b\n1,2\n", "sub/b.csv": "a,b\n1,2\n\"x"}, "",
			table.ErrQuoteUnclosed, []string{"sub/b.csv: "}},
	} {
		_, rows, _, err := read(t, tree(t, c.files), source.Options{Match: c.match})
		if !errors.Is(err, c.want) {
			t.Errorf("%s: %q %v", name, rows, err)
			continue
		}
		f := fault.From(err)
		for _, word := range c.says {
			if !strings.Contains(f.ZH(), word) || !strings.Contains(f.EN(), word) {
				t.Errorf("%s: %s / %s", name, f.ZH(), f.EN())
			}
		}
	}
}

func TestLinksAreFollowedAndLoopsRefused(t *testing.T) {
	dir := tree(t, map[string]string{"a/x.csv": "a,b\n1,2\n"})
	other := tree(t, map[string]string{"y.csv": "a,b\n3,4\n"})
	if err := os.Symlink(other, filepath.Join(dir, "b")); err != nil {
		t.Skip("no symbolic links here")
	}
	if _, rows, _, err := read(t, dir, source.Options{}); err != nil || len(rows) != 2 {
		t.Fatalf("%q %v", rows, err)
	}
	if err := os.Symlink(dir, filepath.Join(other, "back")); err != nil {
		t.Fatal(err)
	}
	if _, _, _, err := read(t, dir, source.Options{}); !errors.Is(err, folder.ErrLoop) || !strings.Contains(err.Error(),
		"b/back") {
		t.Errorf("loop: %v", err)
	}
	_ = os.Remove(filepath.Join(other, "back"))
	_ = os.Symlink("self", filepath.Join(dir, "self"))
	if _, _, _, err := read(t, dir, source.Options{}); !errors.Is(err, folder.ErrLoop) {
		t.Errorf("a link to itself: %v", err)
	}
	_ = os.Remove(filepath.Join(dir, "self"))
	_ = os.Symlink("nowhere", filepath.Join(dir, "c.csv"))
	if _, _, _, err := read(t, dir, source.Options{}); !errors.Is(err, folder.ErrDangling) {
		t.Errorf("a link to nothing: %v", err)
	}
}

func TestAPartitionWithoutRowsIsTolerated(t *testing.T) {
	_, rows, s, err := read(t, tree(t, map[string]string{"a.csv": "a,b\n", "b.csv": "a,b\n1,2\n"}), source.Options{})
	if err != nil || len(rows) != 1 {
		t.Fatalf("%q %v", rows, err)
	}
	if parts := source.Unwrap(s).(*partition.Stream).Parts(); len(parts) != 2 || parts[0].Rows != 0 {
		t.Errorf("%+v", parts)
	}
	if _, _, _, err := read(t, tree(t, map[string]string{"a.csv": "a,b\n"}), source.Options{}); !errors.Is(err,
		table.ErrNoRows) {
		t.Errorf("nothing but headers: %v", err)
	}
}

func TestAPartitionThatChangesWhileReadIsAFaultThatNamesIt(t *testing.T) {
	var big strings.Builder
	big.WriteString("a,b\n")
	for range 200_000 {
		big.WriteString("1,2\n")
	}
	dir := tree(t, map[string]string{"d=1/a.csv": big.String(), "d=2/b.csv": big.String()})
	s, err := source.Open(t.Context(), dir, source.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = s.Close() }()
	for i := 0; ; i++ {
		b, err := s.Next()
		if err != nil {
			if !errors.Is(err, table.ErrChanged) && !errors.Is(err, table.ErrTruncated) ||
				!strings.Contains(err.Error(), "d=2/b.csv") {
				t.Fatalf("got %v", err)
			}
			break
		}
		if err := b.Decode(new(table.Batch)); err != nil {
			t.Fatal(err)
		}
		if i == 0 {
			if err := os.WriteFile(filepath.Join(dir, "d=2/b.csv"), []byte("a,b\n"), 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
}
