package heartbeat_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"shurong.org/shurong/internal/agent/existence"
	"shurong.org/shurong/internal/approval"
	"shurong.org/shurong/internal/auth"
	"shurong.org/shurong/internal/certificate/certificatetest"
	"shurong.org/shurong/internal/db"
	"shurong.org/shurong/internal/db/dbtest"
	"shurong.org/shurong/internal/heartbeat"
	"shurong.org/shurong/internal/keyring/keyringtest"
	"shurong.org/shurong/internal/registry"
)

// bench is a pledged certificate, and the data it stands for.
type bench struct {
	*certificatetest.World
	s          *heartbeat.Service
	code, lien string
	files      existence.Files
}

func newBench(t *testing.T, node *db.DB) *bench {
	b := &bench{World: certificatetest.New(t, node)}
	b.code = b.Certify("farm", "2025年江苏省水稻种植记录数据")
	b.lien = b.Pledge(b.code, "bank", 1_000_000, nil)
	b.s = heartbeat.New(node, b.Ledger, b.Keys, b.Directory, approval.New(node, b.Clock, nil), b.Clock, nil)
	b.files.Path = filepath.Join(t.TempDir(), "data")
	if err := os.WriteFile(b.files.Path, make([]byte, 300_000), 0o600); err != nil {
		t.Fatal(err)
	}
	return b
}

func (b *bench) ok(err error) {
	b.T.Helper()
	if err != nil {
		b.T.Fatal(err)
	}
}

// commit commits and returns the sealed package.
func (b *bench) commit(recipient string) []byte {
	b.T.Helper()
	parts, err := b.files.List(nil)
	b.ok(err)
	c, err := existence.Commit(context.Background(), b.files, parts, existence.Options{Rand: zeros{}, Challenges: 8})
	b.ok(err)
	sealed, err := existence.Seal(c.Package, recipient)
	b.ok(err)
	b.Submit("farm", c.Command(b.lien, recipient, sealed, 0))
	return sealed
}

// zeros is a stream without chance.
type zeros struct{}

func (zeros) Read(p []byte) (int, error) { clear(p); return len(p), nil }

func (b *bench) watch() heartbeat.Watch {
	b.T.Helper()
	ws, err := b.s.Watches(context.Background(), b.code)
	if err != nil || len(ws) != 1 {
		b.T.Fatalf("%+v %v", ws, err)
	}
	return ws[0]
}

func as(org string, roles ...auth.Role) context.Context {
	return auth.With(context.Background(), auth.Principal{User: "u-" + org, Name: org, Org: keyringtest.USCC(org), Roles: roles})
}

func each(t *testing.T, test func(*testing.T, *bench)) {
	dbtest.Each(t, db.NodeMigrations(), func(t *testing.T, node *db.DB) { test(t, newBench(t, node)) })
}

func TestAHostedLenderRevealsByItself(t *testing.T) {
	each(t, func(t *testing.T, b *bench) {
		b.ok(b.s.Tend(context.Background()))
		w := b.watch()
		if w.Recipient == "" || w.Existence != nil {
			t.Fatalf("%+v", w)
		}
		sealed := b.commit(w.Recipient)
		if err := b.s.Keep(context.Background(), b.lien, []byte("another")); !errors.Is(err, heartbeat.ErrPackage) {
			t.Errorf("a package that nobody committed to: %v", err)
		}
		b.ok(b.s.Keep(context.Background(), b.lien, sealed))
		w = b.watch()
		if w.Existence.Pending == nil || w.Existence.Pending.Index != 0 || w.Existence.Lender != "" {
			t.Errorf("%+v", w.Existence)
		}
		b.ok(b.s.Tend(context.Background())) // one waits: nothing to reveal
		if again := b.watch(); again.Existence.Spent != 1 {
			t.Errorf("%+v", again.Existence)
		}
		for org, want := range map[string]error{"bank": nil, "farm": nil, "second": heartbeat.ErrNotFound} {
			if got, err := b.s.Package(as(org, auth.Bank), b.lien); !errors.Is(err, want) || want == nil && len(got) != len(sealed) {
				t.Errorf("the package for %s: %d bytes, %v", org, len(got), err)
			}
		}
	})
}

func TestALenderWithItsOwnKeyRevealsItself(t *testing.T) {
	each(t, func(t *testing.T, b *bench) {
		identity, recipient, err := existence.NewIdentity()
		b.ok(err)
		b.ok(b.s.Keep(context.Background(), b.lien, b.commit(recipient)))
		b.ok(b.s.Tend(context.Background()))
		if w := b.watch(); w.Existence.Pending != nil {
			t.Fatal("the node revealed what it cannot open")
		}
		sealed, err := b.s.Package(as("bank", auth.Bank), b.lien)
		b.ok(err)
		p, err := existence.Open(sealed, identity)
		b.ok(err)
		b.ok(p.Fits(b.watch().Existence))
		command, err := p.Reveal(b.lien, 0)
		b.ok(err)
		if _, err := b.s.Challenge(as("second", auth.Bank), b.lien, command); !errors.Is(err, heartbeat.ErrLender) {
			t.Errorf("another bank: %v", err)
		}
		w, err := b.s.Challenge(as("bank", auth.Bank), b.lien, command)
		if err != nil || w.Existence.Pending == nil {
			t.Errorf("%+v %v", w, err)
		}
		if _, err := b.s.Challenge(as("bank", auth.Bank), b.lien, command); !errors.Is(err, registry.ErrChallengePending) {
			t.Errorf("twice: %v", err)
		}
	})
}

func TestLatenessIsOfToday(t *testing.T) {
	each(t, func(t *testing.T, b *bench) {
		b.Submit("bank", &registry.HeartbeatSchedule{Lien: b.lien, EveryDays: 7, GraceDays: 1})
		if l := b.watch().Lateness; l == nil || l.Late {
			t.Fatalf("%+v", l)
		}
		b.Days(9)
		if l := b.watch().Lateness; !l.Late || l.Days != 2 {
			t.Errorf("%+v", l)
		}
		b.Agent()
		b.Beat(b.code, 120_000)
		if l := b.watch().Lateness; l.Late {
			t.Errorf("%+v", l)
		}
	})
}
