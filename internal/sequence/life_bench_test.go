package sequence

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"fmt"
	"os"
	"slices"
	"strconv"
	"testing"
	"time"

	"shurong.org/shurong/canon"
	"shurong.org/shurong/internal/db"
	"shurong.org/shurong/internal/db/dbtest"
	"shurong.org/shurong/internal/registry"
	"shurong.org/shurong/internal/statemap"
)

// BenchmarkLife is the registry under the mix of a registration's life, so many commands in flight at once, each answered
// when it is durable: form and signature checked, rules applied, log, map and checkpoint made, the database synced. Signing
// is the clients' work and not measured. cpu-µs/command is all that the process spends, sig-µs what checking a signature
// costs here: the floor that no registry with signed commands goes below. %sig is its share.
//
//	go test -run - -bench Life -benchtime 30000x ./internal/sequence
func BenchmarkLife(b *testing.B) {
	for _, flight := range []int{64, 1024} {
		b.Run(fmt.Sprintf("sqlite/flight=%d", flight), func(b *testing.B) { benchmarkLife(b, dbtest.SQLite(b, Migrations()), flight) })
		b.Run(fmt.Sprintf("postgres/flight=%d", flight), func(b *testing.B) { benchmarkLife(b, dbtest.Postgres(b, Migrations()), flight) })
	}
}

func benchmarkLife(b *testing.B, d *db.DB, flight int) {
	if b.N < lifeCommands {
		return // the trial run
	}
	w := newWorld(b, d)
	measureLives(b, w, w.lanes(flight))
}

func measureLives(b *testing.B, w *world, lanes []*lane) {
	each := max(1, (b.N+lifeCommands*len(lanes)-1)/(lifeCommands*len(lanes)))
	var before, after int
	w.view(func(s *Snapshot) error { before = batches(b, s); return nil })
	b.ReportAllocs()
	b.ResetTimer()
	b.StopTimer()
	var spent, since time.Duration
	var costs []float64 // of a signature, before each round: the machine's mood changes
	done := float64(w.live(lanes, each,
		func() { costs = append(costs, signatureCost()); b.StartTimer(); since = cpuTime() },
		func() { spent += cpuTime() - since; b.StopTimer() }))
	w.view(func(s *Snapshot) error { after = batches(b, s); return nil })
	slices.Sort(costs)
	cpu, sig := float64(spent.Nanoseconds())/1e3/done, costs[len(costs)/2]
	b.ReportMetric(0, "ns/op") // an operation is not one command: see the others
	b.ReportMetric(done/b.Elapsed().Seconds(), "commands/s")
	b.ReportMetric(done/float64(after-before), "commands/batch")
	b.ReportMetric(cpu, "cpu-µs/command")
	b.ReportMetric(sig, "sig-µs")
	b.ReportMetric(100*sig/cpu, "%sig")
}

// signatureCost is the processor time of checking one signature, in microseconds.
func signatureCost() float64 {
	key, msg := seedKey("cost"), make([]byte, 700)
	sig, pub := ed25519.Sign(key, msg), key.Public().(ed25519.PublicKey)
	const n = 1000
	start := cpuTime()
	for range n {
		if !ed25519.Verify(pub, msg, sig) {
			return 0
		}
	}
	return float64((cpuTime() - start).Nanoseconds()) / 1e3 / n
}

// BenchmarkGrowth is the mix over registries of 10^4, 10^5 and 10^6 facts, laid down before: a quarter are certificates,
// and valuations, pledges and heartbeats are about those, drawn at random, so that facts and tiles are read cold as they
// are in a registry of that size. SHURONG_GROWTH=7 goes to 10^7, about 4 GB.
//
//	go test -run - -bench Growth -benchtime 24000x ./internal/sequence
func BenchmarkGrowth(b *testing.B) {
	most := 6
	if s := os.Getenv("SHURONG_GROWTH"); s != "" {
		var err error
		if most, err = strconv.Atoi(s); err != nil {
			b.Fatal(err)
		}
	}
	for e, n := 4, 10_000; e <= most; e, n = e+1, n*10 {
		b.Run(fmt.Sprintf("facts=%d", n), func(b *testing.B) {
			if b.N < lifeCommands {
				return
			}
			w := newWorld(b, dbtest.SQLite(b, Migrations()))
			lanes := w.lanes(1024)
			w.inflate(n, lanes)
			measureLives(b, w, lanes)
		})
	}
}

// inflate lays facts down as if they had been registered long ago, without their log. It opens the ledger anew.
func (w *world) inflate(n int, lanes []*lane) {
	w.t.Helper()
	if err := w.Close(); err != nil {
		w.t.Fatal(err)
	}
	today := registry.Day(w.clock.Now().UnixMilli())
	filler := bytes.Repeat([]byte("0"), 300)
	cache := statemap.NewCache(1 << 20)
	ctx, pg := context.Background(), w.store.Postgres()
	for done := 0; done < n; {
		writes := map[string][]byte{}
		for ; len(writes) < 50_000 && done < n; done++ {
			if done%4 > 0 {
				writes[idOf("old/", fmt.Append(nil, done))] = fmt.Appendf(nil, `{"old":"%s"}`, filler)
				continue
			}
			l := lanes[done/4%len(lanes)]
			code := fmt.Sprintf("OLD%012d", done)
			l.old = append(l.old, code)
			writes[registry.PrefixCertificate+code] = canon.Must(&registry.Certificate{
				Code: code, Asset: idOf("DA", []byte(code)), Case: idOf("CA", []byte(code)), Holder: l.farm.org, Registrar: l.officer.org,
				Rights:         []registry.GrantedRight{{Right: registry.Holding}, {Right: registry.Use}, {Right: registry.Operating}},
				FormCommitment: digestOf(code), EffectiveAt: 1, IssuedOn: today, ValidUntil: today.AddMonths(36),
			})
		}
		if err := w.store.Tx(ctx, func(tx *db.Tx) error {
			table := statemap.NewTable(ctx, tx, pg)
			root, err := cache.Update(table, changes(writes))
			if err != nil {
				return err
			}
			if err := (writer{ctx, tx, pg}).facts(writes); err != nil {
				return err
			}
			if err := table.Write(cache.Writes()); err != nil {
				return err
			}
			_, err = tx.Exec(ctx, "UPDATE batch SET map_root = ? WHERE size = ?", root[:], int64(w.Size()))
			return err
		}); err != nil {
			w.t.Fatal(err)
		}
		cache.Committed()
	}
	w.open()
}
