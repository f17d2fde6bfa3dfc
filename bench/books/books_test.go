// Package books measures the books beside pgbench: durable transfers a second, each a balanced entry of two lines with its
// digest, its ref checked for reuse and both totals moved; against TPC-B's transactions on the same server in the same run.
package books

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"

	"shurong.org/shurong/daycount"
	"shurong.org/shurong/internal/books"
	"shurong.org/shurong/internal/db"
	"shurong.org/shurong/money"
)

// contracts is how many accounts money moves between: as many as pgbench has at scale 1.
const contracts = 100_000

var day = daycount.MustDate("2026-03-20")

// transfer is the n-th: a disbursement of a contract drawn evenly.
func transfer(rnd *rand.Rand, n int) books.Entry {
	return books.Disbursement(books.Head{Org: "91510100MA00000001", Contract: fmt.Sprintf("L-%06d", rnd.IntN(contracts)),
		Ref: fmt.Sprintf("transfer/%09d", n), Date: day, Time: 1_774_000_000_000}, money.Fen(1+rnd.IntN(1_000_000)))
}

// BenchmarkTransfers posts one at a time from many callers, and in batches from one as the day's end does.
func BenchmarkTransfers(b *testing.B) {
	b.Run("sqlite", func(b *testing.B) { transfers(b, "sqlite:"+filepath.Join(b.TempDir(), "books.db")) })
	b.Run("postgres", func(b *testing.B) {
		s := startServer(b)
		transfers(b, s.dsn())
		b.Run("pgbench", s.pgbench)
	})
}

func transfers(b *testing.B, dsn string) {
	d, err := db.Open(b.Context(), dsn, "books", db.NodeMigrations())
	if err != nil {
		b.Fatal(err)
	}
	defer func() { _ = d.Close() }()
	var last atomic.Int64
	b.Run("batch=16384", func(b *testing.B) { measured(b, func() { batches(b, d, &last, b.N) }) })
	b.Run("callers=2048", func(b *testing.B) { measured(b, func() { callers(b, d, &last, 2048) }) })
	b.StopTimer()
	err = d.View(context.Background(), func(tx *db.Tx) error {
		trial, err := books.TrialBalance(context.Background(), tx, "91510100MA00000001", daycount.Date{})
		if err == nil && trial.Debit != trial.Credit {
			b.Error("out of balance")
		}
		return err
	})
	if err != nil {
		b.Error(err)
	}
}

func batches(b *testing.B, d *db.DB, last *atomic.Int64, n int) {
	ctx := context.Background()
	rnd := rand.New(rand.NewPCG(1, uint64(last.Load())))
	for done := 0; done < n; {
		size := min(16384, n-done)
		groups := make([][]books.Entry, size)
		for i := range groups {
			groups[i] = []books.Entry{transfer(rnd, int(last.Add(1)))}
		}
		err := d.Tx(ctx, func(tx *db.Tx) error {
			errs, err := books.Batch(ctx, tx, groups)
			for _, e := range errs {
				if e != nil {
					return e
				}
			}
			return err
		})
		if err != nil {
			b.Fatal(err)
		}
		done += size
	}
}

func callers(b *testing.B, d *db.DB, last *atomic.Int64, n int) {
	w := books.NewWriter(d)
	defer w.Close()
	var left atomic.Int64
	left.Store(int64(b.N))
	var all sync.WaitGroup
	for c := range n {
		all.Go(func() {
			rnd := rand.New(rand.NewPCG(2, uint64(c)+uint64(last.Load())<<20))
			for left.Add(-1) >= 0 {
				if err := w.Post(context.Background(), transfer(rnd, int(last.Add(1)))); err != nil {
					b.Error(err)
					return
				}
			}
		})
	}
	all.Wait()
}

// measured reports transfers a second, and our own processor time for each, without a server's.
func measured(b *testing.B, fn func()) {
	before := processor()
	b.ResetTimer()
	fn()
	b.StopTimer()
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "transfers/s")
	b.ReportMetric((processor()-before)/float64(b.N)*1e6, "cpu-µs/transfer")
}

func processor() float64 {
	var u syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &u)
	return float64(u.Utime.Sec+u.Stime.Sec) + float64(u.Utime.Usec+u.Stime.Usec)/1e6
}

var tps = regexp.MustCompile(`tps = ([0-9.]+)`)

// pgbench runs TPC-B with 16 clients, as it comes.
func (s *server) pgbench(b *testing.B) {
	if out, err := s.command("pgbench", "-h", s.dir, "-U", "postgres", "-i", "-q", "-s", "50", "postgres").CombinedOutput(); err != nil {
		b.Fatalf("%v\n%s", err, out)
	}
	b.ResetTimer()
	seconds := "15"
	if s := os.Getenv("SHURONG_PGBENCH_SECONDS"); s != "" {
		seconds = s
	}
	best := 0.0
	for _, clients := range []string{"16", "64"} {
		out, err := s.command("pgbench", "-h", s.dir, "-U", "postgres", "-c", clients, "-j", "2", "-T", seconds, "postgres").CombinedOutput()
		m := tps.FindSubmatch(out)
		if err != nil || m == nil {
			b.Fatalf("%v\n%s", err, out)
		}
		v, _ := strconv.ParseFloat(string(m[1]), 64)
		b.ReportMetric(v, "clients="+clients+"-tps")
		best = max(best, v)
	}
	b.ReportMetric(best, "transfers/s")
}
