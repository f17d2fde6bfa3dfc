package main

import (
	"bytes"
	"database/sql"
	"encoding/json"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	_ "modernc.org/sqlite"
)

// TestMain lets scripts call the program: the test binary runs as shurong when it is called by that name.
func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"shurong": main})
}

// TestScripts runs the sessions in testdata/script, each in a folder of its own. Beside what testscript offers they
// have examples/ and certificates/ (the published ones, with $LOG_KEY) in their folder, and these commands:
//
//	exits CODE PROGRAM ARGS…  the program ends with exactly this exit code
//	change FILE OLD NEW       replaces the first OLD in a file
//	flip FILE.db INDEX        changes one bit of an entry in a registry's store
//	huge FILE                 writes a table with a cell of 10 MB
//	wide FILE                 writes a table of 5,001 columns
func TestScripts(t *testing.T) {
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Setup: func(e *testscript.Env) error {
			e.Setenv("SHURONG_LANG", "en")
			e.Setenv("LOG_KEY", logKey(t, root))
			return errors.Join(
				os.Symlink(filepath.Join(root, "examples"), filepath.Join(e.WorkDir, "examples")),
				os.Symlink(filepath.Join(root, "credential/testdata"), filepath.Join(e.WorkDir, "certificates")),
			)
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"exits": exits, "change": change, "flip": flip, "huge": huge, "wide": wide,
		},
	})
}

// logKey is the verifier key of the published certificates.
func logKey(t *testing.T, root string) string {
	b, err := os.ReadFile(filepath.Join(root, "credential/testdata/vectors.json"))
	if err != nil {
		t.Fatal(err)
	}
	var v struct {
		LogKey string `json:"log_key"`
	}
	if err := json.Unmarshal(b, &v); err != nil {
		t.Fatal(err)
	}
	return v.LogKey
}

func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits CODE PROGRAM ARGS…")
	}
	code := 0
	if err := ts.Exec(args[1], args[2:]...); err != nil {
		var exit *exec.ExitError
		if !errors.As(err, &exit) {
			ts.Fatalf("%v", err)
		}
		code = exit.ExitCode()
	}
	if strconv.Itoa(code) != args[0] {
		ts.Fatalf("%s ended with exit code %d, not %s", args[1], code, args[0])
	}
}

func change(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 3 {
		ts.Fatalf("usage: change FILE OLD NEW")
	}
	file := ts.MkAbs(args[0])
	b, err := os.ReadFile(file)
	ts.Check(err)
	if !bytes.Contains(b, []byte(args[1])) {
		ts.Fatalf("%s does not hold %s", args[0], args[1])
	}
	ts.Check(os.WriteFile(file, bytes.Replace(b, []byte(args[1]), []byte(args[2]), 1), 0o600))
}

func huge(ts *testscript.TestScript, _ bool, args []string) {
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte("a,b\n1,"+strings.Repeat("x", 10_000_000)+"\n"), 0o600))
}

func wide(ts *testscript.TestScript, _ bool, args []string) {
	table := strings.Repeat("c,", 5000) + "c\n" + strings.Repeat("1,", 5000) + "1\n"
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(table), 0o600))
}

func flip(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: flip FILE.db INDEX")
	}
	index, err := strconv.ParseInt(args[1], 10, 64)
	ts.Check(err)
	ts.Check(flipByte(ts.MkAbs(args[0]), index))
}

// flipByte changes one bit in the middle of an entry's leaf, behind the program's back.
func flipByte(file string, index int64) (err error) {
	store, err := sql.Open("sqlite", file)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	var leaf []byte
	if err := store.QueryRow("SELECT leaf FROM entry WHERE idx = ?", index).Scan(&leaf); err != nil {
		return err
	}
	leaf[len(leaf)/2] ^= 1
	_, err = store.Exec("UPDATE entry SET leaf = ? WHERE idx = ?", leaf, index)
	return err
}
