package table

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"testing"
)

// realTables are open tables of other people beside the project, or in the folder SHURONG_TABLES.
func realTables(t testing.TB) []string {
	dir := os.Getenv("SHURONG_TABLES")
	if dir == "" {
		dir = "../../../shared/reference/tables"
	}
	var files []string
	for _, pattern := range []string{"*.csv", "*/*.csv", "*.parquet", "*/*.parquet"} {
		m, err := filepath.Glob(filepath.Join(dir, pattern))
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, m...)
	}
	if len(files) == 0 {
		t.Skip("real tables are not beside the project; set SHURONG_TABLES to a folder that holds some")
	}
	return files
}

// TestRealTablesAreRead holds for every table that is one.
func TestRealTablesAreRead(t *testing.T) {
	for _, f := range realTables(t) {
		s, err := Open(f, Options{})
		if err != nil {
			t.Errorf("%s: %v", filepath.Base(f), err)
			continue
		}
		for err == nil {
			_, err = s.NextBatch()
		}
		if !errors.Is(err, io.EOF) {
			t.Errorf("%s: %v", filepath.Base(f), err)
		}
		t.Logf("%-70s %+v %d columns %+v", filepath.Base(f), s.Format(), len(s.Columns()), s.Tally())
		_ = s.Close()
	}
}
