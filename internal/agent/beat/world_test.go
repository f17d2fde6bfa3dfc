package beat

import (
	"context"
	"crypto/sha256"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"shurong.org/shurong/internal/agent"
	"shurong.org/shurong/internal/api"
	"shurong.org/shurong/internal/approval"
	"shurong.org/shurong/internal/auth"
	"shurong.org/shurong/internal/certificate/certificatetest"
	"shurong.org/shurong/internal/db"
	"shurong.org/shurong/internal/db/dbtest"
	"shurong.org/shurong/internal/directory"
	"shurong.org/shurong/internal/gateway"
	"shurong.org/shurong/internal/heartbeat"
	"shurong.org/shurong/internal/registry"
	"shurong.org/shurong/internal/sequence"
)

// nobody is signed in.
type nobody struct{}

func (nobody) Authenticate(*http.Request) (auth.Principal, error) {
	return auth.Principal{}, auth.ErrSignIn.With()
}

// site is a node with a certificate and a lien of a hosted bank, and an owner's machine with a key and data.
type site struct {
	*certificatetest.World
	t     testing.TB
	beats *heartbeat.Service
	url   string
	code  string
	lien  string
	dir   string
	cfg   *Config
	now   atomic.Int64

	mu    sync.Mutex
	cut   func(n int, r *http.Request) cutting // what happens to the n-th request
	count int
}

// cutting is how a request fails.
type cutting int

const (
	goesThrough cutting = iota
	neverArrives
	answerLost
)

func newSite(t testing.TB) *site {
	t.Helper()
	node := dbtest.SQLite(t, db.NodeMigrations())
	s := &site{World: certificatetest.New(t, node), t: t, dir: t.TempDir()}
	s.code = s.Certify("farm", "2025年江苏省水稻种植记录数据")
	s.now.Store(s.Clock.Now().UnixMilli())
	s.beats = heartbeat.New(node, s.Ledger, s.Keys, s.Directory, approval.New(node, s.Clock, nil), s.Clock, nil)
	a := api.New(api.Config{Store: node, Auth: nobody{}, Clock: s.Clock})
	gateway.New(s.Ledger).Routes(a)
	s.beats.Routes(a)
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.mu.Lock()
		s.count++
		how := goesThrough
		if s.cut != nil {
			how = s.cut(s.count, r)
		}
		s.mu.Unlock()
		switch how {
		case neverArrives:
			panic(http.ErrAbortHandler)
		case answerLost:
			a.ServeHTTP(httptest.NewRecorder(), r)
			panic(http.ErrAbortHandler)
		default:
			a.ServeHTTP(w, r)
		}
	}))
	t.Cleanup(srv.Close)
	s.url = srv.URL
	pub, err := agent.MakeKey(filepath.Join(s.dir, "agent.key"))
	if err != nil {
		t.Fatal(err)
	}
	s.Submit("farm", &registry.KeyAdd{Pub: pub, Purpose: registry.PurposeAgent})
	s.data(2000)
	s.cfg = &Config{Node: s.url, Key: filepath.Join(s.dir, "agent.key"), State: filepath.Join(s.dir, "state"),
		LogLevel: "info", Sources: []Source{{Name: "rice", Certificate: s.code, Source: filepath.Join(s.dir, "rice.csv"),
			Every: Span(24 * time.Hour)}}}
	return s
}

// data writes a file of rows; more rows begin with the same ones.
func (s *site) data(rows int) { writeRows(s.t, filepath.Join(s.dir, "rice.csv"), rows, "") }

func writeRows(t testing.TB, path string, rows int, salt string) {
	t.Helper()
	b := []byte("plot,planted,variety,yield_kg\n")
	for i := range rows {
		h := sha256.Sum256([]byte(fmt.Sprint(salt, i)))
		b = fmt.Appendf(b, "P%x,2026-01-%02d,variety-%d,%d.%02d\n", h[:8], i%28+1, h[9]%7, 400+int(h[10]), h[11]%100)
	}
	if err := os.WriteFile(path, b, 0o600); err != nil {
		t.Fatal(err)
	}
}

// pledged gives the certificate a lien and the source its proof.
func (s *site) pledged() {
	s.t.Helper()
	s.lien = s.Pledge(s.code, "bank", 1_000_000, nil)
	s.cfg.Sources[0].Existence = []Proof{{Lien: s.lien, Challenges: 16}}
	if err := s.beats.Tend(context.Background()); err != nil {
		s.t.Fatal(err)
	}
}

// open opens the agent; its clock is the site's.
func (s *site) open() *Agent {
	s.t.Helper()
	a, err := Open(s.cfg, Options{Now: func() time.Time { return time.UnixMilli(s.now.Load()) }, tries: 1})
	if err != nil {
		s.t.Fatal(err)
	}
	s.t.Cleanup(func() { _ = a.release() })
	return a
}

// once runs one round of an agent of its own.
func (s *site) once() error {
	s.t.Helper()
	a := s.open()
	err := a.Once(context.Background(), false)
	if cerr := a.Close(); cerr != nil {
		s.t.Fatal(cerr)
	}
	return err
}

// reveal does what the node does after each heartbeat.
func (s *site) reveal() {
	s.t.Helper()
	s.Sync()
	if err := s.beats.Tend(context.Background()); err != nil {
		s.t.Fatal(err)
	}
}

// later moves both clocks.
func (s *site) later(days int) {
	s.t.Helper()
	s.Days(days)
	s.now.Store(s.Clock.Now().UnixMilli())
}

func (s *site) last() *registry.Heartbeat {
	return read[registry.Heartbeat](s, registry.PrefixHeartbeat+s.code)
}

func (s *site) existence() *registry.Existence {
	return read[registry.Existence](s, registry.PrefixExistence+s.lien)
}

func read[T any](s *site, key string) (v *T) {
	s.t.Helper()
	err := s.Ledger.View(context.Background(), func(snap *sequence.Snapshot) (err error) {
		v, err = registry.Find[T](snap, key)
		return err
	})
	if err != nil {
		s.t.Fatal(err)
	}
	return v
}

// beatsOf lists the recorded heartbeats, oldest first.
func (s *site) beatsOf() []registry.Heartbeat {
	s.t.Helper()
	s.Sync()
	var out []registry.Heartbeat
	for page := (directory.Page{Limit: directory.MaxLimit}); ; {
		rows, err := s.Directory.Heartbeats(context.Background(), s.code, page)
		if err != nil {
			s.t.Fatal(err)
		}
		for _, r := range rows {
			out = append([]registry.Heartbeat{r.Fact}, out...)
		}
		if len(rows) < page.Limit {
			return out
		}
		page.Before = rows[len(rows)-1].Index
	}
}
