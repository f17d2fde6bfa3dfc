package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"

	"golang.org/x/mod/sumdb/note"

	"shurong.org/shurong/internal/witness"
	"shurong.org/shurong/proof"
)

// running is a witness as a process.
type running struct {
	cmd *exec.Cmd
	url string
	key string
}

func startWitness(t *testing.T, dir, vkey string) *running {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "shurong", "witness", "--dir", dir, "--name", "witness.example/w", "--log", vkey,
		"--listen", "127.0.0.1:0")
	cmd.Env = append(os.Environ(), "SHURONG_LANG=en")
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cmd.Process.Kill(); _ = cmd.Wait() })
	lines := bufio.NewReader(out)
	first, err := lines.ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	key, err := lines.ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	_, url, found := strings.Cut(strings.TrimSpace(first), "running: ")
	if !found {
		t.Fatalf("it says %q", first)
	}
	return &running{cmd, url, strings.TrimSpace(key)}
}

func (r *running) post(t *testing.T, req witness.Request) (int, string) {
	t.Helper()
	hr, err := http.NewRequestWithContext(t.Context(), http.MethodPost, r.url+"/add-checkpoint", bytes.NewReader(req.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	res, err := http.DefaultClient.Do(hr)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = res.Body.Close() }()
	b, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return res.StatusCode, string(b)
}

// TestAKilledWitnessRemembersWhatItCosigned: it answers, is killed at once, and still refuses another history.
func TestAKilledWitnessRemembersWhatItCosigned(t *testing.T) {
	skey, vkey, err := note.GenerateKey(nil, "other.example/log")
	if err != nil {
		t.Fatal(err)
	}
	signer, err := note.NewSigner(skey)
	if err != nil {
		t.Fatal(err)
	}
	checkpoint := func(leaf string) []byte { // a log of one entry, whose root is the entry's hash
		msg, err := note.Sign(&note.Note{Text: "other.example/log\n1\n" + proof.LeafHash([]byte(leaf)).String() + "\n"}, signer)
		if err != nil {
			t.Fatal(err)
		}
		return msg
	}
	dir := t.TempDir()
	first := startWitness(t, dir, vkey)
	code, line := first.post(t, witness.Request{Checkpoint: checkpoint("a")})
	if code != 200 {
		t.Fatalf("%d %s", code, line)
	}
	if _, err := proof.Cosigned(append(checkpoint("a"), line...), first.key); err != nil {
		t.Error(err)
	}
	if err := first.cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = first.cmd.Wait()

	second := startWitness(t, dir, vkey)
	if second.key != first.key {
		t.Errorf("its key was %s and is %s", first.key, second.key)
	}
	if code, body := second.post(t, witness.Request{Old: 1, Checkpoint: checkpoint("b")}); code != 409 || body != "1\n" {
		t.Errorf("another history is answered %d %q", code, body)
	}
	if code, _ := second.post(t, witness.Request{Old: 1, Checkpoint: checkpoint("a")}); code != 200 {
		t.Errorf("the same history is answered %d", code)
	}
	if err := second.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	if err := second.cmd.Wait(); err != nil && !errors.Is(err, context.Canceled) {
		t.Errorf("told to end, it says %v", err)
	}
}
