package keyringtest

import (
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"testing"

	"shurong.org/shurong/internal/clock"
	"shurong.org/shurong/internal/db"
	"shurong.org/shurong/internal/db/dbtest"
	"shurong.org/shurong/internal/sequence"
)

// newLedger starts the real sequencer on a store of the same engine as the node's.
func newLedger(t testing.TB, node *db.DB, c clock.Clock) sequence.Ledger {
	t.Helper()
	var store *db.DB
	if node.Postgres() {
		store = dbtest.Postgres(t, sequence.Migrations())
	} else {
		store = dbtest.SQLite(t, sequence.Migrations())
	}
	_, signer, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	solo, err := sequence.Open(context.Background(), store, sequence.Options{Origin: Origin, Signer: signer, Clock: c})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := solo.Close(); err != nil {
			t.Errorf("close the ledger: %v", err)
		}
	})
	return solo
}
