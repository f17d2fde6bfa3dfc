package main

import (
	"context"
	"encoding/json"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// session runs the program as a person at a terminal would and returns what it printed and its exit code.
func session(t *testing.T, args ...string) (string, int) {
	t.Helper()
	cmd := exec.Command("shurong", args...) // on the path by TestMain
	cmd.Env = append(os.Environ(), "SHURONG_LANG=en")
	out, err := cmd.CombinedOutput()
	if cmd.ProcessState == nil {
		t.Fatal(err)
	}
	return string(out), cmd.ProcessState.ExitCode()
}

// page is a documentation page.
type page struct {
	name   string
	blocks []block
}

// block is a fenced block of a page.
type block struct {
	info string // what stands behind the fence: "sh", "sh norun", "yaml shurong.yaml"
	line int
	text string
}

// pages reads README.md and everything under docs/.
func pages(t *testing.T, root string) []page {
	t.Helper()
	var out []page
	read := func(path string) {
		b, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		name, _ := filepath.Rel(root, path)
		out = append(out, page{name, fences(string(b))})
	}
	read(filepath.Join(root, "README.md"))
	err := filepath.WalkDir(filepath.Join(root, "docs"), func(path string, d os.DirEntry, err error) error {
		if err == nil && strings.HasSuffix(path, ".md") {
			read(path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func fences(text string) []block {
	var out []block
	var open *block
	for i, line := range strings.Split(text, "\n") {
		info, fence := strings.CutPrefix(strings.TrimSpace(line), "```")
		switch {
		case fence && open == nil:
			open = &block{info: info, line: i + 1}
		case fence:
			out, open = append(out, *open), nil
		case open != nil:
			open.text += line + "\n"
		}
	}
	return out
}

// tools are what the pages call beside shurong. A page whose tools are missing is skipped, in continuous integration it
// fails.
var tools = []string{"sh", "curl", "jq", "openssl"}

// docs runs the shell blocks of every page in order, as one session a page, against the node of the worked example. A
// block "sh norun" only shows something; a block "yaml NAME" is a file that the reader is told to write; a block "go"
// is a program that is given the node's address and verifier key.
func (x told) docs(t *testing.T) {
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	for _, tool := range tools {
		if _, err := exec.LookPath(tool); err != nil {
			if os.Getenv("CI") != "" {
				t.Fatal(err)
			}
			t.Skip(err)
		}
	}
	key, err := os.ReadFile(filepath.Join(x.dir, "out", "log-key.txt"))
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range pages(t, root) {
		for _, b := range p.blocks {
			if b.info == "go" {
				t.Run(p.name+" go", func(t *testing.T) { runGo(t, root, b.text, x.url, strings.TrimSpace(string(key))) })
			}
		}
		if slices.ContainsFunc(p.blocks, func(b block) bool { return b.info == "sh" }) {
			t.Run(p.name, func(t *testing.T) { x.follow(t, root, p) })
		}
	}
}

// pageTime bounds the commands of one page.
const pageTime = 2 * time.Minute

// follow does what a page says in a folder that looks like the repository after the quick start, with the addresses and
// folders of the test in place of the page's.
func (x told) follow(t *testing.T, root string, p page) {
	dir := t.TempDir()
	program, err := exec.LookPath("shurong")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(filepath.Join(dir, "bin"), 0o700); err != nil {
		t.Fatal(err)
	}
	links := map[string]string{"bin/shurong": program, "data": x.dir}
	for _, name := range []string{"examples", "credential", "proof", "Makefile"} {
		links[name] = filepath.Join(root, name)
	}
	for name, target := range links {
		if err := os.Symlink(target, filepath.Join(dir, name)); err != nil {
			t.Fatal(err)
		}
	}
	place := strings.NewReplacer("http://127.0.0.1:8420", x.url, "/srv/shurong", dir+"/srv")
	script := "set -eu\n"
	for _, b := range p.blocks {
		kind, name, _ := strings.Cut(b.info, " ")
		switch {
		case b.info == "sh":
			script += place.Replace(b.text)
		case kind == "yaml" && name != "":
			if err := os.WriteFile(filepath.Join(dir, name), []byte(place.Replace(b.text)), 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
	ctx, stop := context.WithTimeout(t.Context(), pageTime)
	defer stop()
	cmd := exec.CommandContext(ctx, "sh", "-x", "-c", script)
	cmd.Dir, cmd.Env = dir, append(os.Environ(), "SHURONG_LANG=en")
	cmd.WaitDelay = time.Second
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}

// runGo runs a program as part of this module.
func runGo(t *testing.T, root, text string, args ...string) {
	file := filepath.Join(t.TempDir(), "main.go")
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), "go", append([]string{"run", file}, args...)...)
	cmd.Dir = root
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}

// TestPagesNameWhatExists keeps the pages' make targets, files and links true without running anything.
func TestPagesNameWhatExists(t *testing.T) {
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	makefile, err := os.ReadFile(filepath.Join(root, "Makefile"))
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range pages(t, root) {
		for _, b := range p.blocks {
			for line := range strings.SplitSeq(b.text, "\n") {
				words := strings.Fields(line)
				if !strings.HasPrefix(b.info, "sh") || len(words) < 2 || words[0] != "make" {
					continue
				}
				if !strings.Contains(string(makefile), "\n"+words[1]+":") {
					t.Errorf("%s:%d: there is no target %s", p.name, b.line, words[1])
				}
			}
		}
		for _, target := range linked(t, filepath.Join(root, p.name)) {
			if _, err := os.Stat(filepath.Join(root, filepath.Dir(p.name), target)); err != nil {
				t.Errorf("%s links to %s, which is not there", p.name, target)
			}
		}
	}
}

// linked lists the relative targets of a page's links and pictures.
func linked(t *testing.T, path string) []string {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, part := range strings.Split(string(b), "](")[1:] {
		target, _, _ := strings.Cut(part, ")")
		target, _, _ = strings.Cut(target, "#")
		if target != "" && !strings.Contains(target, "://") && !strings.HasPrefix(target, "mailto:") {
			out = append(out, target)
		}
	}
	return out
}

// TestDependenciesAreListed holds docs/dependencies.md against go.mod and ui/package.json.
func TestDependenciesAreListed(t *testing.T) {
	read := func(name string) string {
		b, err := os.ReadFile(filepath.Join("../..", name))
		if err != nil {
			t.Fatal(err)
		}
		return string(b)
	}
	page := read("docs/dependencies.md")
	var want []string
	for line := range strings.SplitSeq(read("go.mod"), "\n") {
		if f := strings.Fields(line); len(f) == 2 && strings.Contains(f[0], "/") && strings.HasPrefix(f[1], "v") {
			want = append(want, f[0]) // the indirect ones have a comment behind
		}
	}
	var ui struct{ Dependencies, DevDependencies map[string]string }
	if err := json.Unmarshal([]byte(read("ui/package.json")), &ui); err != nil {
		t.Fatal(err)
	}
	want = slices.AppendSeq(slices.AppendSeq(want, maps.Keys(ui.Dependencies)), maps.Keys(ui.DevDependencies))
	for _, name := range want {
		if !strings.Contains(page, name) {
			t.Errorf("docs/dependencies.md does not list %s", name)
		}
	}
}
