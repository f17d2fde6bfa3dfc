package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestAFileThatIsNoTableLeavesNoNodeBehind(t *testing.T) {
	for name, c := range map[string]struct{ content, code string }{
		"empty":         {"", "table.empty"},
		"a header only": {"a,b\n", "table.no_rows"},
		"ragged":        {"a,b,c\n" + strings.Repeat("1,2\n1,2,3,4\n", 50), "table.ragged"},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			file, node := filepath.Join(dir, "own.csv"), filepath.Join(dir, "node")
			if err := os.WriteFile(file, []byte(c.content), 0o600); err != nil {
				t.Fatal(err)
			}
			out, code := session(t, "demo", "--dir", node, "--data", file)
			if code != 2 || !strings.Contains(out, c.code) {
				t.Errorf("exit code %d\n%s", code, out)
			}
			if _, err := os.Stat(node); !os.IsNotExist(err) {
				t.Errorf("the folder is taken: the corrected file would be refused as demo.not_new (%v)", err)
			}
		})
	}
}
