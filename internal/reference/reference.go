// Package reference finds published reference numbers for conformance tests. They are other people's data under their own
// licences and lie beside the project, not in it: in $SHURONG_REFERENCE, or in ../shared/reference seen from the
// repository's root. A test that needs them is skipped, with that sentence, where they are absent.
package reference

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
)

// Load reads the JSON file name, a path inside the reference folder, into v.
func Load(t testing.TB, name string, v any) {
	t.Helper()
	dir := os.Getenv("SHURONG_REFERENCE")
	if dir == "" {
		dir = filepath.Join(root(t), "..", "shared", "reference")
	}
	b, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(name)))
	if os.IsNotExist(err) {
		t.Skipf("reference numbers %s are not beside the project; set SHURONG_REFERENCE to the folder that holds them", name)
	}
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(b, v); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
}

// root walks up to the folder of go.mod.
func root(t testing.TB) string {
	t.Helper()
	dir, err := os.Getwd()
	for err == nil {
		if _, e := os.Stat(filepath.Join(dir, "go.mod")); e == nil {
			return dir
		}
		up := filepath.Dir(dir)
		if up == dir {
			break
		}
		dir = up
	}
	t.Fatal("no go.mod above the test")
	return ""
}
