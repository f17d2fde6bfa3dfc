package table

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"shurong.org/shurong/fault"
)

// TestWhatIsNoTableIsRefusedAtOnce: nobody waits for a terabyte of nothing, a device or a pipe.
func TestWhatIsNoTableIsRefusedAtOnce(t *testing.T) {
	dir := t.TempDir()
	sparse := func(name, head string, size int64) string {
		p := filepath.Join(dir, name)
		if err := os.WriteFile(p, []byte(head), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Truncate(p, size); err != nil {
			t.Skip("no sparse files here")
		}
		return p
	}
	loop := filepath.Join(dir, "loop.csv")
	if err := os.Symlink(loop, loop); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		path string
		want *fault.Def
	}{
		"a terabyte of nothing":              {sparse("a", "", 1<<40), ErrNotText},
		"a header and a terabyte of nothing": {sparse("b", "id,name\n1,a\n", 1<<40), ErrNotText},
		"some rows and a terabyte of nothing": {sparse("c", "id,name\n"+strings.Repeat("1,abcdefgh\n", 200_000),
			1<<40), ErrNotText},
		"Parquet that is a terabyte of nothing": {sparse("d", "PAR1", 1<<40), ErrDamaged},
		"a device":                              {"/dev/zero", ErrNotFile},
		"a link to itself":                      {loop, ErrRead},
	} {
		_, _, _, err := readAll(c.path, Options{})
		if !errors.Is(err, c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
