package sequence

import (
	"crypto/ed25519"
	"fmt"
	"testing"
	"time"

	"shurong.org/shurong/internal/db"
	"shurong.org/shurong/internal/db/dbtest"
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
	done := float64(w.live(lanes, each,
		func() { b.StartTimer(); since = cpuTime() },
		func() { spent += cpuTime() - since; b.StopTimer() }))
	w.view(func(s *Snapshot) error { after = batches(b, s); return nil })
	cpu, sig := float64(spent.Nanoseconds())/1e3/done, signatureCost()
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
	const n = 2000
	start := cpuTime()
	for range n {
		if !ed25519.Verify(pub, msg, sig) {
			return 0
		}
	}
	return float64((cpuTime() - start).Nanoseconds()) / 1e3 / n
}
