package sequence

import (
	"bufio"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"

	"shurong.org/shurong/internal/clock"
	"shurong.org/shurong/internal/db"
	"shurong.org/shurong/internal/db/dbtest"
	"shurong.org/shurong/internal/registry"
)

const (
	// childStore, set in the environment, turns the test binary into the child that is killed: its value is the address
	// of the store. childRun names the run, so that its commands are new.
	childStore = "SHURONG_SEQUENCE_CHILD_STORE"
	childRun   = "SHURONG_SEQUENCE_CHILD_RUN"

	kills        = 24
	killWriters  = 16
	killSchema   = "registry"
	killAfterMax = 200 // acknowledgements read before the kill, at most
)

func TestMain(m *testing.M) {
	if dsn := os.Getenv(childStore); dsn != "" {
		if err := child(dsn, os.Getenv(childRun)); err != nil {
			fmt.Fprintln(os.Stderr, "child:", err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

func killOptions() Options {
	return Options{Origin: testOrigin, Signer: seedKey("log"), Clock: clock.System{}}
}

// child writes from many goroutines until it is killed, or its parent is gone, and prints the index and digest of every
// acknowledged command.
func child(dsn, run string) error {
	go func() {
		_, _ = io.Copy(io.Discard, os.Stdin)
		os.Exit(0)
	}()
	ctx := context.Background()
	store, err := db.Open(ctx, dsn, killSchema, Migrations())
	if err != nil {
		return err
	}
	s, err := Open(ctx, store, killOptions())
	if err != nil {
		return err
	}
	registrar := newParty("registrar")
	submit := func(raw []byte) error {
		r, err := s.Submit(ctx, raw)
		if err != nil {
			return err
		}
		_, err = fmt.Printf("%d %x\n", r.Index, sha256.Sum256(raw)) // one write, whole or not at all
		return err
	}
	if err := submit(registrar.signAt(1, genesis(registrar))); err != nil {
		return err
	}
	parties := make([]*party, killWriters)
	for i := range parties {
		parties[i] = newParty(fmt.Sprint("writer", i))
		if err := submit(registrar.signAt(uint64(2+i), admission(parties[i]))); err != nil {
			return err
		}
		if parties[i].nonce, err = lastNonce(ctx, s, parties[i]); err != nil {
			return err
		}
	}
	faults := make(chan error)
	for i, p := range parties {
		go func() {
			for k := 0; ; k++ {
				if err := submit(p.sign(keyAdd(fmt.Sprint(run, "/", i, "/", k)))); err != nil {
					faults <- err
					return
				}
			}
		}()
	}
	return <-faults
}

func lastNonce(ctx context.Context, l Ledger, p *party) (last uint64, err error) {
	err = l.View(ctx, func(s *Snapshot) error {
		n, err := registry.Find[registry.Nonce](s, registry.PrefixNonce+registry.KeyID(p.pub()))
		if n != nil {
			last = n.Last
		}
		return err
	})
	return last, err
}

func TestKilledAtAnyMomentNothingAcknowledgedIsLost(t *testing.T) {
	t.Run("sqlite", func(t *testing.T) {
		testKills(t, "sqlite:"+filepath.Join(t.TempDir(), "registry.db"))
	})
	t.Run("postgres", func(t *testing.T) { testKills(t, dbtest.PostgresDSN(t)) })
}

func testKills(t *testing.T, dsn string) {
	acknowledged := map[uint64]string{}
	for run := range kills {
		after := rand.IntN(killAfterMax)
		if run%8 == 7 {
			after = 0 // while it opens or migrates
		}
		runChild(t, dsn, run, after, acknowledged)
		verify(t, dsn, acknowledged)
		if t.Failed() {
			t.Fatalf("run %d, killed after %d acknowledgements", run, after)
		}
	}
	if len(acknowledged) < 200 {
		t.Errorf("only %d commands were acknowledged: the test proves little", len(acknowledged))
	}
	t.Logf("%d kills, %d acknowledged commands", kills, len(acknowledged))
}

// runChild starts the child, reads so many acknowledgements, kills it, and collects those it got out before it died.
func runChild(t *testing.T, dsn string, run, after int, acknowledged map[uint64]string) {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(self)
	cmd.Env = append(os.Environ(), childStore+"="+dsn, fmt.Sprintf("%s=%d", childRun, run))
	cmd.Stderr = os.Stderr
	stdin, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = stdin.Close() }()
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	var once sync.Once
	kill := func() { once.Do(func() { _ = cmd.Process.Kill() }) } // SIGKILL
	if after == 0 {
		kill()
	}
	lines := bufio.NewScanner(out)
	for n := 1; lines.Scan(); n++ {
		var index uint64
		var digest string
		if _, err := fmt.Sscanf(lines.Text(), "%d %s", &index, &digest); err != nil || len(digest) != 64 {
			break // the line that the kill cut
		}
		if was, ok := acknowledged[index]; ok && was != digest {
			t.Errorf("index %d was acknowledged to two commands", index)
		}
		acknowledged[index] = digest
		if n == after {
			kill()
		}
	}
	kill()
	var exit *exec.ExitError
	if err := cmd.Wait(); err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	if code := cmd.ProcessState.ExitCode(); code != -1 {
		t.Errorf("the child ended by itself with code %d", code)
	}
}

// verify opens the store as a restarted node would and looks for every acknowledged command.
func verify(t *testing.T, dsn string, acknowledged map[uint64]string) {
	t.Helper()
	ctx := context.Background()
	store, err := db.Open(ctx, dsn, killSchema, Migrations())
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = store.Close() }()
	s, err := Open(ctx, store, killOptions())
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = s.Close() }()
	found := map[uint64]string{}
	for at := uint64(0); at < s.Size(); {
		entries, err := s.Entries(ctx, at, MaxEntries)
		if err != nil || len(entries) == 0 {
			t.Fatalf("entries from %d: %d, %v", at, len(entries), err)
		}
		for _, e := range entries {
			command, err := commandOf(e)
			if err != nil {
				t.Fatal(err)
			}
			digest := sha256.Sum256(command)
			found[e.Index] = hex.EncodeToString(digest[:])
			at = e.Index + 1
		}
	}
	for index, digest := range acknowledged {
		if found[index] != digest {
			t.Errorf("index %d: acknowledged %s, found %q of %d", index, digest, found[index], s.Size())
		}
	}
	mustCheck(t, store, s.VerifierKey())
}
