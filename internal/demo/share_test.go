package demo

import (
	"bufio"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"shurong.org/shurong/sketch"
)

// program builds the command.
func program(t *testing.T) string {
	t.Helper()
	bin := filepath.Join(t.TempDir(), "shurong")
	out, err := exec.Command("go", "build", "-o", bin, "shurong.org/shurong/cmd/shurong").CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return bin
}

func runs(t *testing.T, bin string, env []string, args ...string) string {
	t.Helper()
	cmd := exec.Command(bin, args...)
	cmd.Env = append(os.Environ(), append(env, "SHURONG_LANG=en")...)
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %v\n%s", args, err, out)
	}
	return string(out)
}

// starts runs a program until the test ends, and returns its first line that matches, and what it writes to standard
// error.
func starts(t *testing.T, line string, bin string, args ...string) (match string, stderr *os.File) {
	t.Helper()
	cmd := exec.Command(bin, args...)
	cmd.Env = append(os.Environ(), "SHURONG_LANG=en")
	stderr, err := os.Create(filepath.Join(t.TempDir(), "stderr"))
	must(t, err)
	cmd.Stderr = stderr
	out, err := cmd.StdoutPipe()
	must(t, err)
	must(t, cmd.Start())
	t.Cleanup(func() {
		_ = cmd.Process.Signal(os.Interrupt)
		_ = cmd.Wait()
	})
	want := regexp.MustCompile(line)
	for lines := bufio.NewScanner(out); lines.Scan(); {
		if m := want.FindStringSubmatch(lines.Text()); m != nil {
			go func() { _, _ = io.Copy(io.Discard, out) }()
			return m[1], stderr
		}
	}
	b, _ := os.ReadFile(stderr.Name())
	t.Fatalf("%v ended before it was ready\n%s", args, b)
	return "", nil
}

// Two processes, a node and the holder of the second share, and a third, the site, that seals with both.
func TestASketchIsSealedByANodeAndTheHolderOfTheSecondShareInProcessesOfTheirOwn(t *testing.T) {
	bin := program(t)
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	address := ln.Addr().String()
	must(t, ln.Close())
	second := filepath.Join(t.TempDir(), "second")

	s := sameNode(t, func(dir string) {
		keys := filepath.Join(dir, "similarity")
		runs(t, bin, nil, "similarity", "key", "new", "--epoch", "1", "--body", "登记中心", "--dir", keys)
		runs(t, bin, nil, "similarity", "key", "new", "--epoch", "1", "--body", "数据局", "--url", "http://"+address, "--dir", second)
		runs(t, bin, nil, "similarity", "key", "join", keys+"/epoch-0001.part.json", second+"/epoch-0001.part.json", "--dir", keys)
	})
	must(t, s.admit(t.Context())) // the node makes its organisations and people, and is then served by the program
	s.stop()
	must(t, os.WriteFile(filepath.Join(s.Dir, "example-loaded"), nil, 0o600))
	url, _ := starts(t, `(http://127\.0\.0\.1:\d+)`, bin, "serve", "--example", "--data-dir="+s.Dir, "--listen=127.0.0.1:0",
		"--share-holders=http://"+address)

	keys := filepath.Join(s.Dir, "similarity")
	trust := strings.TrimSpace(runs(t, bin, nil, "similarity", "key", "ticket", "--dir", keys))
	_, log := starts(t, `(127\.0\.0\.1:\d+)`, bin, "similarity", "serve-share", "--key", second+"/epoch-0001.key", "--trust", trust, "--listen", address)

	pin := regexp.MustCompile(`fingerprint (\S+)`).FindStringSubmatch(runs(t, bin, nil, "similarity", "key", "show", keys+"/epoch-0001.json"))[1]
	maker, err := signIn(t.Context(), url, s.maker("trips"))
	must(t, err)
	var token struct {
		Token string `json:"secret"`
	}
	must(t, maker.post(t.Context(), "/tokens", map[string]any{"name": "agent", "days": 1, "actions": []string{"similarity.seal"}}, &token))
	data, sealed := filepath.Join(t.TempDir(), "orders.csv"), filepath.Join(t.TempDir(), "orders.sketch")
	must(t, os.WriteFile(data, []byte(original()), 0o600))
	runs(t, bin, []string{"SHURONG_TOKEN=" + token.Token}, "sketch", data, "-o", sealed, "--registry", url, "--pin", pin)

	raw, err := os.ReadFile(sealed)
	must(t, err)
	sk, err := sketch.Decode([]byte(strings.TrimSpace(string(raw))))
	must(t, err)
	if !strings.HasPrefix(sk.Domain, "oprf/1/1/"+pin[:16]) || len(sk.Tags()) < 500 {
		t.Errorf("%d tags in the domain %s", len(sk.Tags()), sk.Domain)
	}
	if b, _ := os.ReadFile(log.Name()); !strings.Contains(string(b), "elements=") || strings.Contains(string(b), "draft") {
		t.Errorf("the holder's log has counts and no subject in clear:\n%s", b)
	}
}
