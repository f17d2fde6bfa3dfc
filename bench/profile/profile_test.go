package profile

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"syscall"
	"testing"
	"time"

	"github.com/parquet-go/parquet-go"
)

var folder string

func TestMain(m *testing.M) {
	var err error
	if folder, err = os.MkdirTemp("", "shurong-bench-"); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	code := m.Run()
	_ = os.RemoveAll(folder) // temporary
	os.Exit(code)
}

// made are the tables written so far, by rows, with their numbers of different values.
var made = map[int]map[string]int64{}

func tableOf(b *testing.B, rows int) (string, map[string]int64) {
	path := filepath.Join(folder, strconv.Itoa(rows)+".csv")
	if d, ok := made[rows]; ok {
		return path, d
	}
	f, err := os.Create(path)
	if err != nil {
		b.Fatal(err)
	}
	d, err := WriteTable(f, rows)
	if err == nil {
		err = f.Close()
	}
	if err != nil {
		b.Fatal(err)
	}
	made[rows] = d
	return path, d
}

func sizes() map[string]int {
	s := map[string]int{"1M": 1_000_000, "10M": 10_000_000}
	if os.Getenv("SHURONG_BENCH_100M") != "" {
		s["100M"] = 100_000_000
	}
	return s
}

// BenchmarkProfile is the command as its users run it.
func BenchmarkProfile(b *testing.B) {
	for name, rows := range sizes() {
		b.Run(name, func(b *testing.B) {
			path, distinct := tableOf(b, rows)
			profileFile(b, path, distinct)
		})
	}
	b.Run("10M-parquet", func(b *testing.B) {
		path, distinct := tableOf(b, 10_000_000)
		to := filepath.Join(folder, "10M.parquet")
		if err := writeParquet(path, to); err != nil {
			b.Fatal(err)
		}
		profileFile(b, to, distinct)
	})
}

func profileFile(b *testing.B, path string, distinct map[string]int64) {
	binary, err := filepath.Abs("../../bin/shurong")
	if err != nil {
		b.Fatal(err)
	}
	if _, err := os.Stat(binary); err != nil {
		b.Skip("bin/shurong is not built: make bin/shurong")
	}
	for b.Loop() {
		out := measure(b, path, binary, "profile", "--json", "--progress", "none", path)
		var m struct {
			Profile struct {
				Columns []struct {
					Name     string `json:"name"`
					Distinct int64  `json:"distinct"`
				} `json:"columns"`
			} `json:"profile"`
		}
		if err := json.Unmarshal(out, &m); err != nil {
			b.Fatal(err)
		}
		got := map[string]int64{}
		for _, c := range m.Profile.Columns {
			got[c.Name] = c.Distinct
		}
		reportError(b, got, distinct)
	}
}

// BenchmarkDuckDB is the peer: a profile alone.
func BenchmarkDuckDB(b *testing.B) {
	binary := filepath.Join(folder, "duckdb")
	build := exec.Command("go", "build", "-o", binary, ".")
	build.Dir = "../duckdb"
	build.Env = append(os.Environ(), "CGO_ENABLED=1")
	if out, err := build.CombinedOutput(); err != nil {
		b.Skipf("DuckDB is not here: %s", bytes.TrimSpace(out))
	}
	for name, rows := range sizes() {
		b.Run(name, func(b *testing.B) {
			path, distinct := tableOf(b, rows)
			for b.Loop() {
				var m struct {
					Distinct map[string]int64 `json:"distinct"`
				}
				if err := json.Unmarshal(measure(b, path, binary, path), &m); err != nil {
					b.Fatal(err)
				}
				reportError(b, m.Distinct, distinct)
			}
		})
	}
}

// measure runs a command over a file that is in memory already and reports what it took.
func measure(b *testing.B, path string, command ...string) []byte {
	f, err := os.Open(path)
	if err != nil {
		b.Fatal(err)
	}
	size, err := io.Copy(io.Discard, f)
	if err != nil {
		b.Fatal(err)
	}
	_ = f.Close() // reading only
	cmd := exec.Command(command[0], command[1:]...)
	cmd.Stderr = os.Stderr
	from := time.Now()
	out, err := cmd.Output()
	took := time.Since(from).Seconds()
	if err != nil {
		b.Fatal(err)
	}
	b.ReportMetric(took, "s")
	b.ReportMetric(float64(size)/1e6/took, "MB/s")
	if u, ok := cmd.ProcessState.SysUsage().(*syscall.Rusage); ok {
		b.ReportMetric(float64(u.Maxrss)/1024, "MB-resident")
	}
	b.ReportMetric((cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()).Seconds(), "core-s")
	return out
}

func reportError(b *testing.B, got, want map[string]int64) {
	worst := 0.0
	for name, n := range want {
		worst = max(worst, math.Abs(float64(got[name])/float64(n)-1)*100)
	}
	b.ReportMetric(worst, "%distinct-error")
}

type order struct {
	No     string  `parquet:"订单号,zstd"`
	Name   string  `parquet:"姓名,dict,zstd"`
	Mobile string  `parquet:"手机号,zstd"`
	ID     string  `parquet:"身份证号,zstd"`
	Plate  string  `parquet:"车牌号,zstd"`
	City   string  `parquet:"城市,dict,zstd"`
	At     int64   `parquet:"下单时间,timestamp(millisecond),zstd"`
	Amount float64 `parquet:"金额,zstd"`
	State  string  `parquet:"状态,dict,zstd"`
	Note   *string `parquet:"备注,optional,dict,zstd"`
}

// writeParquet writes a table of [WriteTable] as Parquet.
func writeParquet(from, to string) error {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer func() { _ = in.Close() }() // reading only
	out, err := os.Create(to)
	if err != nil {
		return err
	}
	w := parquet.NewGenericWriter[order](out, parquet.MaxRowsPerRowGroup(1_000_000))
	r := csv.NewReader(bufio.NewReaderSize(in, 1<<20))
	r.ReuseRecord = true
	if _, err := r.Read(); err != nil {
		return err
	}
	rows := make([]order, 0, 1000)
	for {
		rec, err := r.Read()
		if err != nil && !errors.Is(err, io.EOF) {
			return err
		}
		if err == nil {
			at, _ := time.Parse(time.DateTime, rec[6])
			amount, _ := strconv.ParseFloat(rec[7], 64)
			o := order{No: rec[0], Name: rec[1], Mobile: rec[2], ID: rec[3], Plate: rec[4], City: rec[5], At: at.UnixMilli(),
				Amount: amount, State: rec[8]}
			if note := rec[9]; note != "" {
				o.Note = &note
			}
			rows = append(rows, o)
		}
		if len(rows) == cap(rows) || err != nil {
			if _, werr := w.Write(rows); werr != nil {
				return werr
			}
			rows = rows[:0]
		}
		if err != nil {
			return errors.Join(w.Close(), out.Close())
		}
	}
}
