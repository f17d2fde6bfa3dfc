package main

import (
	"cmp"
	"fmt"
	"os"
	"os/exec"
	"regexp"
	"strings"
)

// run is one call of `go test -bench`.
type run struct{ pkg, bench, time string }

// runs are all of them. Throughput with synced commits needs thousands of commands to settle; the rest is quick.
var runs = []run{
	{"./internal/sequence", "Life", "60000x"},
	{"./internal/sequence", "Growth", "36000x"}, // over 10^4 to 10^6 facts; more by SHURONG_GROWTH
	{"./internal/sequence", "Submit|PeerInsert", "30000x"},
	{"./internal/registry", "RacingDoublePledges", attempts()},
	{"./internal/sequence", "ServeProof", "2s"},
	{"./bench", "HTTP|VerifyPage", "2s"},
	{"./internal/table", "Read", "2s"},
	{"./bench/profile", ".", "1x"},
	{"./sketch", "Add|Compare50", "2s"},
	{"./internal/agent/scan", "Labelled|Search", "1s"},
	{"./internal/similarity/index", "National", "1000x"}, // a million assets; more by SHURONG_SIMILARITY_ASSETS
	{"./internal/similarity/oprf", "Seal/bodies=1", "1s"},
	{"./valuation", "Royalty|Follow", "1s"},
	{"./bench/valuation", "TenYears", "1x"},
	{"./bench/books", "Transfers", "300000x"},
	{"./loan", "360Months", "1s"},
	{"./internal/document", "Certificate", "2s"},
}

// attempts is how many double pledges race: a million take some minutes, so SHURONG_RACES asks for them.
func attempts() string { return cmp.Or(os.Getenv("SHURONG_RACES"), "50000") + "x" }

// figure is a line of the table.
type figure struct {
	name       string
	pkg        string
	line, unit string // of the benchmark
	peerName   string
	peer       string // the peer's benchmark
}

var figures = []figure{
	{"a registration's life, 1024 commands in flight, signed, synced, SQLite", "internal/sequence", "Life/sqlite/flight=1024",
		"commands/s", "one row a transaction", "PeerInsert/sqlite/rows=1"},
	{"the same, processor a command", "internal/sequence", "Life/sqlite/flight=1024", "cpu-µs/command", "", ""},
	{"the same, of it checking the signature by crypto/ed25519", "internal/sequence", "Life/sqlite/flight=1024", "sig-µs", "", ""},
	{"the same, share of its signature, the floor", "internal/sequence", "Life/sqlite/flight=1024", "%sig", "", ""},
	{"the same, 64 in flight", "internal/sequence", "Life/sqlite/flight=64", "commands/s", "", ""},
	{"the same on PostgreSQL, 1024 in flight", "internal/sequence", "Life/postgres/flight=1024", "commands/s",
		"one row a transaction", "PeerInsert/postgres/rows=1"},
	{"the same on PostgreSQL, processor a command, without the server's", "internal/sequence", "Life/postgres/flight=1024",
		"cpu-µs/command", "", ""},
	{"the same over 10^4 facts read cold, SQLite", "internal/sequence", "Growth/facts=10000", "cpu-µs/command", "", ""},
	{"the same over 10^5 facts", "internal/sequence", "Growth/facts=100000", "cpu-µs/command", "", ""},
	{"the same over 10^6 facts", "internal/sequence", "Growth/facts=1000000", "cpu-µs/command", "", ""},
	{"racing double pledges: attempts", "internal/registry", "RacingDoublePledges", "attempts", "", ""},
	{"racing double pledges: double wins", "internal/registry", "RacingDoublePledges", "double_wins", "", ""},
	{"registry commands, 64 writers, signed, synced, SQLite", "internal/sequence", "Submit/sqlite", "commands/s",
		"one row a transaction", "PeerInsert/sqlite/rows=1"},
	{"the same on PostgreSQL", "internal/sequence", "Submit/postgres", "commands/s",
		"one row a transaction", "PeerInsert/postgres/rows=1"},
	{"inclusion proofs with their leaf", "internal/sequence", "ServeProof/inclusion", "proofs/s", "", ""},
	{"the same, then verified", "internal/sequence", "ServeProof/inclusion+verify", "proofs/s", "", ""},
	{"proofs of a fact", "internal/sequence", "ServeProof/map", "proofs/s", "", ""},
	{"inclusion proofs over HTTP, 64 clients", "bench", "HTTP/proof", "requests/s",
		"the same bytes from memory", "HTTP/peer"},
	{"reading CSV, digest and UTF-8 check included", "internal/table", "Read/shurong", "MB/s",
		"encoding/csv with both", "Read/encoding-csv-digest-utf8"},
	{"profile, quality, scan and sketch of 10M × 10, CSV 1.3 GB", "bench/profile", "Profile/10M", "s",
		"DuckDB SUMMARIZE, profile alone", "DuckDB/10M"},
	{"the same, most memory", "bench/profile", "Profile/10M", "MB-resident", "DuckDB", "DuckDB/10M"},
	{"the same, worst error of different values", "bench/profile", "Profile/10M", "%distinct-error", "DuckDB",
		"DuckDB/10M"},
	{"the same of Parquet, zstd", "bench/profile", "Profile/10M-parquet", "s", "", ""},
	{"the same of 1M × 10, CSV", "bench/profile", "Profile/1M", "s", "DuckDB", "DuckDB/1M"},
	{"scan: columns taken for personal data that are", "internal/agent/scan", "Labelled", "%precision", "", ""},
	{"scan: columns of personal data that are found", "internal/agent/scan", "Labelled", "%recall", "", ""},
	{"scan: searching mixed cells while reading", "internal/agent/scan", "Search", "Mcells/s", "", ""},
	{"content sketch", "sketch", "Add", "cells/s", "", ""},
	{"similar data missed: copies of containment ≥ 0.5, sizes within a factor of ten", "internal/similarity/index", "National",
		"missed/10,000", "", ""},
	{"similar data: unrelated data that rings", "internal/similarity/index", "National", "%false", "", ""},
	{"similar data: 99 of 100 queries within, processor", "internal/similarity/index", "National", "p99-cpu-ms", "", ""},
	{"similar data: index", "internal/similarity/index", "National", "B/asset", "", ""},
	{"sealing 1,200 tags, both sides", "internal/similarity/oprf", "Seal/bodies=1", "ns/op", "", ""},
	{"comparing two sketches of 50 columns", "sketch", "Compare50Columns", "ns/op", "", ""},
	{"valuation from YAML, royalty", "valuation", "Royalty", "ns/op", "", ""},
	{"a million draws of ten years of royalties, three uncertain inputs", "bench/valuation", "TenYears/random", "ms",
		"NumPy, the formula as written", "TenYears/numpy-powers"},
	{"the same, processor", "bench/valuation", "TenYears/random", "cpu-ms", "NumPy, powers made products by hand",
		"TenYears/numpy-products"},
	{"the same by Latin hypercube", "bench/valuation", "TenYears/latin-hypercube", "ms",
		"NumPy, powers made products by hand", "TenYears/numpy-products"},
	{"durable transfers in batches, SQLite", "bench/books", "Transfers/sqlite/batch=16384", "transfers/s", "", ""},
	{"the same, processor a transfer", "bench/books", "Transfers/sqlite/batch=16384", "cpu-µs/transfer", "", ""},
	{"the same on PostgreSQL", "bench/books", "Transfers/postgres/batch=16384", "transfers/s",
		"pgbench TPC-B, best of 16 and 64 clients", "Transfers/postgres/pgbench"},
	{"the same on PostgreSQL, one at a time from 2048 callers", "bench/books", "Transfers/postgres/callers=2048",
		"transfers/s", "pgbench TPC-B", "Transfers/postgres/pgbench"},
	{"loan schedule of 360 months", "loan", "Schedule360Months", "ns/op", "", ""},
	{"its internal rate of return", "loan", "IRR360Months", "ns/op", "", ""},
	{"public verification page and all it loads, gzip", "bench", "VerifyPage", "kB", "", ""},
	{"certificate as PDF", "internal/document", "Certificate", "ns/op", "", ""},
}

// value writes a benchmark's value for people. PeerInsert counts rows where Submit counts commands.
func (f figure) value(v map[string]float64) string {
	unit := f.unit
	if _, ok := v[unit]; !ok && unit == "commands/s" {
		unit = "rows/s"
	}
	x, ok := v[unit]
	switch {
	case !ok:
		return "missing"
	case unit[0] == '%':
		return fmt.Sprintf("%.2f %%", x)
	case unit == "ns/op" && x >= 1e6:
		return fmt.Sprintf("%.1f ms", x/1e6)
	case unit == "ns/op":
		return fmt.Sprintf("%.1f µs", x/1e3)
	case x >= 1000:
		return grouped(int64(x)) + " " + unit
	}
	return fmt.Sprintf("%.1f %s", x, unit)
}

func grouped(n int64) string {
	s := fmt.Sprint(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// page matches a line of ui/scripts/sizes.mjs: a page's weight, its budget and its name.
var page = regexp.MustCompile(`^\S+\s+([0-9.]+) kB of\s+([0-9.]+) kB\s+(.+)$`)

// weights are the sizes of what is shipped: the binary, and what a browser loads, compressed.
func weights() ([][]string, error) {
	info, err := os.Stat("bin/shurong")
	if err != nil {
		return nil, err
	}
	rows := [][]string{{"size of the binary", fmt.Sprintf("%.1f MB", float64(info.Size())/1e6), "", "–", "bin/shurong"}}
	cmd := exec.Command("npm", "run", "--silent", "sizes")
	cmd.Dir = "ui"
	out, _ := cmd.Output() // it fails when a budget is broken; the table says so
	heaviest := []string{}
	most := 0.0
	for line := range strings.SplitSeq(string(out), "\n") {
		m := page.FindStringSubmatch(line)
		if m == nil {
			continue
		}
		row := []string{m[3] + ", gzip", m[1] + " kB", "budget", m[2] + " kB", "ui: npm run sizes"}
		var kb float64
		_, _ = fmt.Sscanf(m[1], "%f", &kb)
		switch {
		case strings.HasPrefix(m[3], "src/desks/") || strings.HasPrefix(m[3], "src/session/"):
			if kb > most {
				most, heaviest = kb, append([]string{"heaviest first page of a desk: " + row[0]}, row[1:]...)
			}
		case !strings.HasPrefix(m[3], "node_modules/"):
			rows = append(rows, row)
		}
	}
	if len(heaviest) > 0 {
		rows = append(rows, heaviest)
	}
	return rows, nil
}
