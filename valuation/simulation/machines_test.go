package simulation

import (
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

// The golden digests are met by other instruction sets too, as far as they run here: 32 bits, the fused instructions of
// amd64 v3, and WebAssembly where Node.js is installed. Each compiles the standard library once, so it is asked for
// by SHURONG_MACHINES=1.
func TestSameBitsOnOtherMachines(t *testing.T) {
	if os.Getenv("SHURONG_MACHINES") == "" {
		t.Skip("SHURONG_MACHINES=1 runs the golden digests on other instruction sets")
	}
	if runtime.GOOS != "linux" || runtime.GOARCH != "amd64" {
		t.Skip("only linux/amd64 runs the others")
	}
	root, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		t.Skip("the go command is not on the path")
	}
	wasm := filepath.Join(strings.TrimSpace(string(root)), "lib", "wasm", "go_js_wasm_exec")
	for _, m := range []struct {
		name, needs string
		env, args   []string
	}{
		{"386", "", []string{"GOARCH=386"}, nil},
		{"amd64 v3", "", []string{"GOAMD64=v3"}, nil},
		{"wasm", "node", []string{"GOOS=js", "GOARCH=wasm"}, []string{"-exec", wasm}},
	} {
		t.Run(m.name, func(t *testing.T) {
			if m.needs != "" {
				if _, err := exec.LookPath(m.needs); err != nil {
					t.Skip(m.needs + " is not on the path")
				}
			}
			args := append([]string{"test", "-run", "SameSeedSameBits|Published"}, m.args...)
			cmd := exec.Command("go", append(args, ".")...)
			cmd.Env = append(append(cmd.Environ(), "CGO_ENABLED=0", "SHURONG_MACHINES="), m.env...)
			if out, err := cmd.CombinedOutput(); err != nil {
				t.Errorf("%v\n%s", err, out)
			}
		})
	}
}
