package keyring_test

import (
	"bytes"
	"context"
	"sync"
	"testing"

	"shurong.org/shurong/internal/db"
	"shurong.org/shurong/internal/db/dbtest"
	"shurong.org/shurong/internal/keyring"
	"shurong.org/shurong/internal/keyring/keyringtest"
	"shurong.org/shurong/internal/registry"
)

func TestAnSM2KeyIsMadeOnceAndVouchedFor(t *testing.T) {
	dbtest.Each(t, db.NodeMigrations(), func(t *testing.T, node *db.DB) {
		ctx := context.Background()
		w := keyringtest.New(t, node)
		org, message := keyringtest.USCC(keyringtest.Registrar), []byte("a document")
		var all sync.Map
		var group sync.WaitGroup
		for range 8 { // the first use may come from several requests at once
			group.Go(func() {
				s, err := w.Keys.SignSM2(ctx, org, message)
				if err != nil {
					t.Error(err)
					return
				}
				all.Store(string(s.Pub), true)
			})
		}
		group.Wait()
		keys := 0
		all.Range(func(_, _ any) bool { keys++; return true })
		if keys != 1 {
			t.Errorf("%d keys were made", keys)
		}
		s, err := w.Keys.SignSM2(ctx, org, message)
		if err != nil {
			t.Fatal(err)
		}
		ed, err := w.Keys.Public(ctx, org, registry.PurposeOrganisation)
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Verify(org, ed, message); err != nil {
			t.Error(err)
		}
		if s.Verify(org, ed, []byte("another document")) == nil || s.Verify("another", ed, message) == nil {
			t.Error("it is good for something else")
		}
		again, err := keyring.Open(ctx, node, w.Ledger, w.KeyFile)
		if err != nil {
			t.Fatal(err)
		}
		if after, err := again.SignSM2(ctx, org, message); err != nil || !bytes.Equal(after.Pub, s.Pub) {
			t.Errorf("after a restart it is another key: %v", err)
		}
		if _, err := w.Keys.SignSM2(ctx, keyringtest.USCC("nobody"), message); err == nil {
			t.Error("an organisation that is not hosted signs")
		}
	})
}
