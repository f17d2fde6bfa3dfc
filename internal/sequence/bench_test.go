package sequence

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"testing/fstest"

	"shurong.org/shurong/internal/clock"
	"shurong.org/shurong/internal/db"
	"shurong.org/shurong/internal/db/dbtest"
	"shurong.org/shurong/internal/registry"
	"shurong.org/shurong/proof"
)

// writers is the number of connections that the project's throughput is stated for.
const writers = 64

// BenchmarkSubmit is registry commands end to end, 64 writers at once, each waiting for its receipt: form and signature
// checked, rules applied, log, map and checkpoint made, the database synced. Signing is the clients' work and done before.
//
//	go test -run - -bench 'Submit|Peer' -benchtime 30000x ./internal/sequence
func BenchmarkSubmit(b *testing.B) {
	b.Run("sqlite", func(b *testing.B) { benchmarkSubmit(b, dbtest.SQLite(b, Migrations())) })
	b.Run("postgres", func(b *testing.B) { benchmarkSubmit(b, dbtest.Postgres(b, Migrations())) })
}

func benchmarkSubmit(b *testing.B, d *db.DB) {
	w := newWorld(b, d, func(o *Options) { o.Clock = clock.System{} })
	parties := w.admit("p", writers)
	each := (b.N + writers - 1) / writers
	commands := make([][][]byte, writers)
	var wg sync.WaitGroup
	for i, p := range parties {
		wg.Go(func() {
			for k := range each {
				commands[i] = append(commands[i], p.sign(keyAdd(fmt.Sprint("bench", i, " ", k))))
			}
		})
	}
	wg.Wait()
	start := w.Size()
	var before, after int
	w.view(func(s *Snapshot) error { before = batches(b, s); return nil })
	b.ReportAllocs()
	b.ResetTimer()
	cpu := cpuTime()
	for i := range parties {
		wg.Go(func() {
			for _, raw := range commands[i] {
				if _, err := w.Submit(context.Background(), raw); err != nil {
					b.Error(err)
					return
				}
			}
		})
	}
	wg.Wait()
	b.StopTimer()
	cpu = cpuTime() - cpu
	done := float64(w.Size() - start)
	w.view(func(s *Snapshot) error { after = batches(b, s); return nil })
	b.ReportMetric(done/b.Elapsed().Seconds(), "commands/s")
	b.ReportMetric(done/float64(after-before), "commands/batch")
	b.ReportMetric(float64(cpu.Microseconds())/done, "cpu-µs/command")
}

func batches(b *testing.B, s *Snapshot) (n int) {
	if err := s.tx.QueryRow(s.ctx, "SELECT COUNT(*) FROM batch").Scan(&n); err != nil {
		b.Fatal(err)
	}
	return n
}

// BenchmarkPeerInsert is the same engine without a registry: one row of a command's size a transaction, and 64 of them a
// transaction.
func BenchmarkPeerInsert(b *testing.B) {
	tables := fstest.MapFS{"00001_row.sql": {Data: []byte("-- +goose Up\nCREATE TABLE entry (idx BIGINT NOT NULL PRIMARY KEY, leaf BYTEA NOT NULL);\n")}}
	for _, engine := range []struct {
		name string
		open func(testing.TB) *db.DB
	}{
		{"sqlite", func(t testing.TB) *db.DB { return dbtest.SQLite(t, tables) }},
		{"postgres", func(t testing.TB) *db.DB { return dbtest.Postgres(t, tables) }},
	} {
		for _, rows := range []int{1, writers} {
			b.Run(fmt.Sprintf("%s/rows=%d", engine.name, rows), func(b *testing.B) {
				d := engine.open(b)
				body := make([]byte, 900)
				ctx := context.Background()
				b.ResetTimer()
				for at := 0; at < b.N; at += rows {
					err := d.Tx(ctx, func(tx *db.Tx) error {
						stmt, err := tx.Prepare(ctx, "INSERT INTO entry (idx, leaf) VALUES (?, ?)")
						if err != nil {
							return err
						}
						defer func() { _ = stmt.Close() }()
						for i := range rows {
							if _, err := stmt.ExecContext(ctx, int64(at+i), body); err != nil {
								return err
							}
						}
						return nil
					})
					if err != nil {
						b.Fatal(err)
					}
				}
				b.StopTimer()
				b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "rows/s")
			})
		}
	}
}

// BenchmarkServeProof is what an operator serves: a view, and from it a log path with its leaf, or a map proof.
func BenchmarkServeProof(b *testing.B) {
	const entries = 20_000
	w := newWorld(b, dbtest.SQLite(b, Migrations()))
	parties := w.admit("p", writers)
	w.traffic(parties, entries/writers)
	var cp proof.Checkpoint
	w.view(func(s *Snapshot) (err error) {
		cp, err = proof.ParseCheckpoint(s.Checkpoint(), w.VerifierKey())
		return err
	})
	run := func(name string, fn func(s *Snapshot, i uint64) error) {
		b.Run(name, func(b *testing.B) {
			b.RunParallel(func(pb *testing.PB) {
				for i := uint64(1); pb.Next(); i++ {
					if err := w.View(context.Background(), func(s *Snapshot) error { return fn(s, i*7919%cp.Size) }); err != nil {
						b.Error(err)
						return
					}
				}
			})
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "proofs/s")
		})
	}
	run("inclusion", func(s *Snapshot, i uint64) error {
		if _, err := s.Entry(i); err != nil {
			return err
		}
		_, err := s.Inclusion(i)
		return err
	})
	run("inclusion+verify", func(s *Snapshot, i uint64) error {
		leaf, err := s.Entry(i)
		if err != nil {
			return err
		}
		path, err := s.Inclusion(i)
		if err != nil {
			return err
		}
		return proof.VerifyInclusion(leaf, i, cp.Size, path, cp.Root)
	})
	run("map", func(s *Snapshot, i uint64) error {
		_, err := s.ProveKey(registry.PrefixNonce + registry.KeyID(parties[i%writers].pub()))
		return err
	})
}
