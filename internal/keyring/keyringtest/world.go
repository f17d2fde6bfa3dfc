// Package keyringtest makes a small world for tests: a real ledger with its genesis, a node store, hosted keys, and a
// clock that is moved by hand. It begins on Monday 2 March 2026, 10:00 in China.
package keyringtest

import (
	"context"
	"crypto/sha256"
	"path/filepath"
	"testing"
	"time"

	"shurong.org/shurong/daycount"
	"shurong.org/shurong/identifier"
	"shurong.org/shurong/internal/clock"
	"shurong.org/shurong/internal/db"
	"shurong.org/shurong/internal/keyring"
	"shurong.org/shurong/internal/registry"
	"shurong.org/shurong/internal/sequence"
)

// Origin is the name of the world's log.
const Origin = "test.example/registry"

// Registrar is the founding registrar of the world.
const Registrar = "registrar"

// World is what a test of a capability stands on.
type World struct {
	T       testing.TB
	Node    *db.DB
	Ledger  sequence.Ledger
	Keys    *keyring.Keys
	Clock   *clock.Example
	KeyFile string
}

// New makes a world on a node store, with its registry in a store of its own.
func New(t testing.TB, node *db.DB) *World {
	t.Helper()
	ctx := context.Background()
	c, err := clock.NewExample(ctx, node, time.Date(2026, 3, 2, 10, 0, 0, 0, daycount.China))
	if err != nil {
		t.Fatal(err)
	}
	w := &World{T: t, Node: node, Clock: c, KeyFile: filepath.Join(t.TempDir(), "node.key")}
	w.Ledger = newLedger(t, node, c)
	w.Keys, err = keyring.Open(ctx, node, w.Ledger, w.KeyFile)
	if err != nil {
		t.Fatal(err)
	}
	pub, err := w.Keys.Create(ctx, USCC(Registrar), registry.PurposeOrganisation)
	if err != nil {
		t.Fatal(err)
	}
	w.Submit(Registrar, &registry.GenesisInit{
		Profile: registry.NationalProfile(), Calendar: daycount.StateCouncil().Years(), Name: Name(Registrar),
		Region: "320000", CodeRegion: "32", CodeDigit: "1", Pub: pub, HolderIndex: true,
		Edition: registry.LatestEdition,
	})
	return w
}

// Admit admits a hosted organisation, named by a word that is also the seed of its credit code.
func (w *World) Admit(name string, roles ...registry.Role) {
	w.T.Helper()
	pub, err := w.Keys.Create(context.Background(), USCC(name), registry.PurposeOrganisation)
	if err != nil {
		w.T.Fatal(err)
	}
	w.Submit(Registrar, &registry.OrgAdmit{USCC: USCC(name), Name: Name(name), Region: "320100", Roles: roles, Pub: pub})
}

// Submit sends a command of an organisation, which must be accepted.
func (w *World) Submit(name string, body registry.Command) *sequence.Receipt {
	w.T.Helper()
	r, err := w.Keys.Submit(context.Background(), USCC(name), body)
	if err != nil {
		w.T.Fatalf("%s as %s: %v", body.Kind(), name, err)
	}
	return r
}

// Days moves the clock forward by days.
func (w *World) Days(n int) {
	w.T.Helper()
	if err := w.Clock.Advance(context.Background(), time.Duration(n)*24*time.Hour); err != nil {
		w.T.Fatal(err)
	}
}

// Name is the name of an organisation of the world.
func Name(name string) string { return "测试" + name + "有限公司" }

// USCC derives a valid credit code from a word.
func USCC(name string) string {
	d := sha256.Sum256([]byte(name))
	const alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"
	body := []byte("91320100")
	for _, b := range d[:9] {
		body = append(body, alphabet[int(b)%len(alphabet)])
	}
	code, err := identifier.MakeUSCC(string(body))
	if err != nil {
		panic(err)
	}
	return string(code)
}
