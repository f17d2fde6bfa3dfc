package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestTheAgentsUnitIsValidAndHardened asks systemd itself.
func TestTheAgentsUnitIsValidAndHardened(t *testing.T) {
	analyze, err := exec.LookPath("systemd-analyze")
	if err != nil {
		t.Skip("no systemd here")
	}
	text, err := os.ReadFile("../../deploy/shurong-agent.service")
	if err != nil {
		t.Fatal(err)
	}
	program, err := exec.LookPath("shurong") // on the path by TestMain
	if err != nil {
		t.Fatal(err)
	}
	unit := filepath.Join(t.TempDir(), "shurong-agent.service")
	if err := os.WriteFile(unit, []byte(strings.ReplaceAll(string(text), "/usr/bin/shurong", program)), 0o600); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command(analyze, "verify", "--man=no", unit).CombinedOutput(); err != nil || len(out) > 0 {
		t.Errorf("verify: %v\n%s", err, out)
	}
	// The score is from 0 (confined) to 10; 20 stands for 2.0, which systemd calls OK.
	out, err := exec.Command(analyze, "security", "--offline=yes", "--threshold=20", "--no-pager", unit).CombinedOutput()
	if strings.Contains(string(out), "unrecognized option") {
		t.Skip("systemd is too old to judge a file")
	}
	if err != nil {
		t.Errorf("security: %v\n%s", err, out)
	}
}

// TestTheContainerRunsAsNobodyFromNothing holds the container file to what the docs promise.
func TestTheContainerRunsAsNobodyFromNothing(t *testing.T) {
	text, err := os.ReadFile("../../deploy/Containerfile")
	if err != nil {
		t.Fatal(err)
	}
	var froms []string
	for line := range strings.SplitSeq(string(text), "\n") {
		if rest, ok := strings.CutPrefix(line, "FROM "); ok {
			froms = append(froms, rest)
		}
		if strings.HasPrefix(line, "EXPOSE") {
			t.Error("the agent listens nowhere: ", line)
		}
	}
	if len(froms) == 0 || froms[len(froms)-1] != "scratch" {
		t.Errorf("the image is made from %v", froms)
	}
	for _, want := range []string{"\nUSER 65532:65532\n", "--read-only --cap-drop=all --security-opt=no-new-privileges"} {
		if !strings.Contains(string(text), want) {
			t.Errorf("the container file lacks %q", want)
		}
	}
}
