package keyring_test

import (
	"bytes"
	"context"
	"encoding/hex"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"shurong.org/shurong/internal/db"
	"shurong.org/shurong/internal/db/dbtest"
	"shurong.org/shurong/internal/keyring"
	"shurong.org/shurong/internal/keyring/keyringtest"
	"shurong.org/shurong/internal/registry"
	"shurong.org/shurong/internal/sequence"
)

var ctx = context.Background()

const (
	registrar = keyringtest.Registrar
	farm      = "farm"
)

func uscc(name string) string { return keyringtest.USCC(name) }

func each(t *testing.T, test func(t *testing.T, w *keyringtest.World)) {
	dbtest.Each(t, db.NodeMigrations(), func(t *testing.T, d *db.DB) {
		w := keyringtest.New(t, d)
		w.Admit(farm, registry.RoleEnterprise)
		test(t, w)
	})
}

// admission is a command that succeeds once for each name.
func admission(t testing.TB, w *keyringtest.World, name string) *registry.OrgAdmit {
	pub, err := w.Keys.Create(ctx, uscc(name), registry.PurposeOrganisation)
	if err != nil {
		t.Fatal(err)
	}
	return &registry.OrgAdmit{USCC: uscc(name), Name: keyringtest.Name(name), Region: "320100", Roles: []registry.Role{registry.RoleBank}, Pub: pub}
}

func TestConcurrentSubmitsOfOneOrganisationAllArrive(t *testing.T) {
	each(t, func(t *testing.T, w *keyringtest.World) {
		const n = 16
		before := w.Ledger.Size()
		bodies := make([]*registry.OrgAdmit, n)
		for i := range bodies {
			bodies[i] = admission(t, w, "bank"+string(rune('a'+i)))
		}
		errs := make([]error, n)
		var wg sync.WaitGroup
		for i := range n {
			wg.Go(func() { _, errs[i] = w.Keys.Submit(ctx, uscc(registrar), bodies[i]) })
		}
		wg.Wait()
		if err := errors.Join(errs...); err != nil {
			t.Fatal(err)
		}
		if got := w.Ledger.Size() - before; got != n {
			t.Errorf("%d entries, want %d", got, n)
		}
	})
}

func TestSubmitOnceRepeatedGivesTheOriginalReceiptAndOneEntry(t *testing.T) {
	each(t, func(t *testing.T, w *keyringtest.World) {
		body := admission(t, w, "bank")
		first, err := w.Keys.SubmitOnce(ctx, "act/1", uscc(registrar), body)
		if err != nil {
			t.Fatal(err)
		}
		w.Admit("other", registry.RoleBank) // the key has gone on
		size := w.Ledger.Size()
		again, err := w.Keys.SubmitOnce(ctx, "act/1", uscc(registrar), body)
		if err != nil {
			t.Fatal(err)
		}
		if again.Index != first.Index || again.Time != first.Time || len(again.Events) != len(first.Events) {
			t.Errorf("second receipt %+v, want %+v", again, first)
		}
		if w.Ledger.Size() != size {
			t.Error("the repetition made an entry")
		}
		if _, err := w.Keys.SubmitOnce(ctx, "act/1", uscc(registrar), &registry.CaseAccept{Case: "CA-1"}); !errors.Is(err, keyring.ErrOtherBody) {
			t.Errorf("another command under the same reference: %v, want ErrOtherBody", err)
		}
	})
}

// halfway is a ledger that dies before or after it takes a command.
type halfway struct {
	sequence.Ledger
	before, after bool
}

func (h *halfway) Submit(ctx context.Context, raw []byte) (*sequence.Receipt, error) {
	if h.before {
		return nil, context.Canceled
	}
	r, err := h.Ledger.Submit(ctx, raw)
	if h.after && err == nil {
		return nil, context.DeadlineExceeded
	}
	return r, err
}

// crash runs one SubmitOnce against a ledger that fails it, and returns a ring that was opened afterwards, as after a
// restart.
func crash(t *testing.T, w *keyringtest.World, h *halfway, body registry.Command) *keyring.Keys {
	t.Helper()
	h.Ledger = w.Ledger
	dying, err := keyring.Open(ctx, w.Node, h, w.KeyFile)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := dying.SubmitOnce(ctx, "act/crash", uscc(registrar), body); err == nil {
		t.Fatal("the submission did not fail")
	}
	restarted, err := keyring.Open(ctx, w.Node, w.Ledger, w.KeyFile)
	if err != nil {
		t.Fatal(err)
	}
	return restarted
}

func TestACrashBetweenSavingAndSendingGivesExactlyOneEntry(t *testing.T) {
	each(t, func(t *testing.T, w *keyringtest.World) {
		size := w.Ledger.Size()
		body := admission(t, w, "bank")
		keys := crash(t, w, &halfway{before: true}, body)
		for range 2 {
			r, err := keys.SubmitOnce(ctx, "act/crash", uscc(registrar), body)
			if err != nil || r.Index != size {
				t.Fatalf("receipt %+v, error %v; want index %d", r, err, size)
			}
		}
		if w.Ledger.Size() != size+1 {
			t.Errorf("%d entries, want 1", w.Ledger.Size()-size)
		}
	})
}

func TestACrashAfterSendingGivesExactlyOneEntry(t *testing.T) {
	each(t, func(t *testing.T, w *keyringtest.World) {
		size := w.Ledger.Size()
		body := admission(t, w, "bank")
		keys := crash(t, w, &halfway{after: true}, body)
		r, err := keys.SubmitOnce(ctx, "act/crash", uscc(registrar), body)
		if err != nil || r.Index != size || w.Ledger.Size() != size+1 {
			t.Fatalf("receipt %+v, error %v, size %d; want one entry at %d", r, err, w.Ledger.Size(), size)
		}
	})
}

func TestSavedBytesThatCameTooLateAreSignedAgain(t *testing.T) {
	each(t, func(t *testing.T, w *keyringtest.World) {
		body := admission(t, w, "bank")
		keys := crash(t, w, &halfway{before: true}, body)
		w.Submit(registrar, admission(t, w, "other")) // takes the nonce that the saved bytes bear
		size := w.Ledger.Size()
		if _, err := keys.SubmitOnce(ctx, "act/crash", uscc(registrar), body); err != nil {
			t.Fatal(err)
		}
		if w.Ledger.Size() != size+1 {
			t.Errorf("%d entries, want 1", w.Ledger.Size()-size)
		}
	})
}

func TestACancelledCallerIsServedOnRetry(t *testing.T) {
	each(t, func(t *testing.T, w *keyringtest.World) {
		size := w.Ledger.Size()
		body := admission(t, w, "bank")
		gone, cancel := context.WithCancel(ctx)
		cancel()
		if _, err := w.Keys.SubmitOnce(gone, "act/1", uscc(registrar), body); err == nil {
			t.Fatal("a cancelled call succeeded")
		}
		if _, err := w.Keys.SubmitOnce(ctx, "act/1", uscc(registrar), body); err != nil {
			t.Fatal(err)
		}
		if w.Ledger.Size() != size+1 {
			t.Errorf("%d entries, want 1", w.Ledger.Size()-size)
		}
	})
}

func TestARefusedActIsJudgedAgainOnRetry(t *testing.T) {
	each(t, func(t *testing.T, w *keyringtest.World) {
		sanction := &registry.SanctionLift{Subject: uscc(farm), Decision: strings.Repeat("a", 64)}
		w.Admit("regulator", registry.RoleRegulator)
		for range 2 {
			if _, err := w.Keys.SubmitOnce(ctx, "act/lift", uscc("regulator"), sanction); !errors.Is(err, registry.ErrNotFound) {
				t.Fatalf("lifting what is not listed: %v, want ErrNotFound", err)
			}
		}
		w.Submit("regulator", &registry.SanctionList{Subject: uscc(farm), Grounds: "other", Until: registry.Day(w.Clock.Now().UnixMilli()), Decision: strings.Repeat("b", 64)})
		if _, err := w.Keys.SubmitOnce(ctx, "act/lift", uscc("regulator"), sanction); err != nil {
			t.Fatalf("after the state changed: %v", err)
		}
	})
}

func TestTryForetellsTheAnswerAndLeavesNoTrace(t *testing.T) {
	each(t, func(t *testing.T, w *keyringtest.World) {
		size := w.Ledger.Size()
		body := admission(t, w, "bank")
		if err := w.Keys.Try(ctx, uscc(registrar), body, w.Clock.Now()); err != nil {
			t.Error(err)
		}
		if err := w.Keys.Try(ctx, uscc(farm), body, w.Clock.Now()); !errors.Is(err, registry.ErrRole) {
			t.Errorf("an enterprise admits: %v, want ErrRole", err)
		}
		if w.Ledger.Size() != size {
			t.Error("trying made an entry")
		}
		if _, err := w.Keys.Submit(ctx, uscc(registrar), body); err != nil {
			t.Errorf("after trying: %v", err)
		}
	})
}

func TestAfterRotationTheNewestKnownKeySigns(t *testing.T) {
	each(t, func(t *testing.T, w *keyringtest.World) {
		old, err := w.Keys.Public(ctx, uscc(farm), registry.PurposeOrganisation)
		if err != nil {
			t.Fatal(err)
		}
		fresh, err := w.Keys.Create(ctx, uscc(farm), registry.PurposeOrganisation)
		if err != nil {
			t.Fatal(err)
		}
		w.Submit(farm, &registry.KeyAdd{Pub: fresh, Purpose: registry.PurposeOrganisation}) // signed by the old: the new is unknown
		restarted, err := keyring.Open(ctx, w.Node, w.Ledger, w.KeyFile)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := restarted.Submit(ctx, uscc(farm), &registry.KeyRevoke{Key: registry.KeyID(old)}); err != nil {
			t.Fatalf("the new key revokes the old: %v", err)
		}
		pub, err := w.Keys.Create(ctx, uscc(farm), registry.PurposeAgent)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Keys.Submit(ctx, uscc(farm), &registry.KeyAdd{Pub: pub, Purpose: registry.PurposeAgent}); err != nil {
			t.Errorf("a ring that had signed with the revoked key: %v", err)
		}
	})
}

func TestAnOrganisationWithoutAKeyHereIsRefused(t *testing.T) {
	each(t, func(t *testing.T, w *keyringtest.World) {
		_, err := w.Keys.Submit(ctx, uscc("nobody"), &registry.CaseAccept{Case: "CA-1"})
		if !errors.Is(err, keyring.ErrNoKey) {
			t.Errorf("error = %v, want ErrNoKey", err)
		}
	})
}

func TestTheStoreHoldsNoPrivateKeyInClear(t *testing.T) {
	w := keyringtest.New(t, dbtest.Node(t))
	var sealed, pub []byte
	err := w.Node.View(ctx, func(tx *db.Tx) error {
		return tx.QueryRow(ctx, "SELECT sealed, pub FROM keyring_key WHERE org = ?", uscc(registrar)).Scan(&sealed, &pub)
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(sealed) != 24+32+16 || bytes.Contains(sealed, pub) {
		t.Errorf("sealed key of %d bytes, want nonce, seed and tag", len(sealed))
	}
	info, err := os.Stat(w.KeyFile)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("key file mode %v, error %v; want 0600", info.Mode(), err)
	}
}

func TestAKeyMovedToAnotherOrganisationDoesNotOpen(t *testing.T) {
	w := keyringtest.New(t, dbtest.Node(t))
	err := w.Node.Tx(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec(ctx, "UPDATE keyring_key SET org = ?", uscc("thief"))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := keyring.Open(ctx, w.Node, w.Ledger, w.KeyFile); !errors.Is(err, keyring.ErrSealed) {
		t.Errorf("error = %v, want ErrSealed", err)
	}
}

func TestABadKeyFileIsRefusedWithoutQuotingIt(t *testing.T) {
	w := keyringtest.New(t, dbtest.Node(t))
	good, err := os.ReadFile(w.KeyFile)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	write := func(name, text string, mode os.FileMode) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), mode); err != nil {
			t.Fatal(err)
		}
		return path
	}
	cases := []struct {
		path string
		want error
	}{
		{filepath.Join(dir, "missing"), keyring.ErrKeyFile},
		{write("open", string(good), 0o644), keyring.ErrKeyFile},
		{write("short", "abcd", 0o600), keyring.ErrKeyFile},
		{write("text", "correct horse battery staple", 0o600), keyring.ErrKeyFile},
		{write("other", hex.EncodeToString(make([]byte, 32)), 0o600), keyring.ErrSealed},
	}
	for _, c := range cases {
		_, err := keyring.Open(ctx, w.Node, w.Ledger, c.path)
		if !errors.Is(err, c.want) {
			t.Errorf("%s: error = %v, want %v", filepath.Base(c.path), err, c.want)
		}
		if err != nil && (strings.Contains(err.Error(), "battery") || strings.Contains(err.Error(), strings.TrimSpace(string(good)))) {
			t.Errorf("%s: the error quotes the file: %v", filepath.Base(c.path), err)
		}
	}
}

func TestACommitmentOpensOnlyWithItsDocumentAndSalt(t *testing.T) {
	doc := []byte(`{"text":"同意"}`)
	c, salt := keyring.Commit(doc)
	other, _ := keyring.Commit(doc)
	if c == other {
		t.Error("two commitments to one document are equal: the salt does nothing")
	}
	if !keyring.Opens(c, doc, salt) || keyring.Opens(c, doc, salt[1:]) || keyring.Opens(c, append(doc, ' '), salt) {
		t.Error("Opens is wrong")
	}
}
