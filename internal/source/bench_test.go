package source_test

import (
	"errors"
	"fmt"
	"io"
	"runtime"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/xuri/excelize/v2"

	"shurong.org/shurong/internal/db/dbtest"
	"shurong.org/shurong/internal/source"
	"shurong.org/shurong/internal/source/database/mysql/mysqltest"
	"shurong.org/shurong/internal/source/sourcetest"
	"shurong.org/shurong/internal/table"
)

// benchRead reads a source whole and reports rows a second and the memory that is left in use.
func benchRead(b *testing.B, location string) {
	b.Helper()
	rows := int64(0)
	for b.Loop() {
		s, err := source.Open(b.Context(), location, source.Options{Getenv: func(string) string { return "" }})
		if err != nil {
			b.Fatal(err)
		}
		var batch table.Batch
		for {
			block, err := s.Next()
			if errors.Is(err, io.EOF) {
				break
			}
			if err == nil {
				err = block.Decode(&batch)
			}
			if err != nil {
				b.Fatal(err)
			}
		}
		if err := s.Seal(); err != nil {
			b.Fatal(err)
		}
		rows += s.Tally().Rows
		_ = s.Close()
	}
	b.ReportMetric(float64(rows)/b.Elapsed().Seconds(), "rows/s")
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	b.ReportMetric(float64(m.Sys)/1e6, "MB-from-system")
}

const benchRows = 1_000_000

func BenchmarkPostgres(b *testing.B) {
	dsn := dbtest.PostgresDSN(b)
	c, err := pgx.Connect(b.Context(), dsn)
	if err != nil {
		b.Fatal(err)
	}
	_, err = c.Exec(b.Context(), fmt.Sprintf(`CREATE TABLE t AS SELECT i AS id, '张三' || i AS name, i * 1.25 AS amount,
		DATE '2026-01-01' + i %% 365 AS day, md5(i::text) AS code FROM generate_series(1, %d) i`, benchRows))
	if err != nil {
		b.Fatal(err)
	}
	_ = c.Close(b.Context())
	benchRead(b, dsn+"&table=t")
}

func BenchmarkMariaDB(b *testing.B) {
	socket, name, admin := mysqltest.New(b)
	_, err := admin.ExecContext(b.Context(),
		fmt.Sprintf(`CREATE TABLE t AS SELECT seq AS id, concat('张三', seq) AS name, seq * 1.25 AS amount,
		DATE '2026-01-01' + INTERVAL seq %% 365 DAY AS day, md5(seq) AS code FROM seq_1_to_%d`, benchRows))
	if err != nil {
		b.Fatal(err)
	}
	benchRead(b, "mysql://root@/"+name+"?table=t&socket="+socket)
}

func BenchmarkWorkbook(b *testing.B) {
	f := excelize.NewFile()
	w, err := f.NewStreamWriter("Sheet1")
	if err != nil {
		b.Fatal(err)
	}
	_ = w.SetRow("A1", []any{"id", "name", "amount", "day", "code"})
	for i := 2; i <= 200_001; i++ {
		_ = w.SetRow(fmt.Sprintf("A%d", i), []any{i, fmt.Sprint("张三", i), float64(i) * 1.25, 46000 + i%365,
			fmt.Sprintf("%032x", i)})
	}
	_ = w.Flush()
	var buf discardable
	if err := f.Write(&buf); err != nil {
		b.Fatal(err)
	}
	benchRead(b, sourcetest.File(b, "x.xlsx", buf))
}

type discardable []byte

func (d *discardable) Write(p []byte) (int, error) {
	*d = append(*d, p...)
	return len(p), nil
}
