package table

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"os"
	"strings"
	"testing"

	"github.com/parquet-go/parquet-go"
)

type trip struct {
	ID     int64   `parquet:"id"`
	Plate  string  `parquet:"车牌,dict,zstd"`
	Km     float64 `parquet:"km"`
	Fee    int64   `parquet:"fee,decimal(2:18)"`
	Day    int32   `parquet:"day,date"`
	At     int64   `parquet:"at,timestamp(millisecond)"`
	Ok     bool    `parquet:"ok"`
	Note   *string `parquet:"note,optional"`
	Place  place   `parquet:"place"`
	Serial uint32  `parquet:"serial"`
}

type place struct {
	City *string `parquet:"city,optional"`
}

func writeParquet[T any](t testing.TB, rows []T, o ...parquet.WriterOption) (string, []byte) {
	t.Helper()
	var buf bytes.Buffer
	w := parquet.NewGenericWriter[T](&buf, o...)
	if _, err := w.Write(rows); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return write(t, "a.parquet", buf.Bytes()), buf.Bytes()
}

func trips(n int) []trip {
	note, city := "正常", "南京"
	rows := make([]trip, n)
	for i := range rows {
		rows[i] = trip{ID: int64(i), Plate: "苏A12345", Km: 12.5, Fee: -105, Day: 20089, At: 1735689600123, Ok: true,
			Serial: 4_000_000_000}
		if i%2 == 0 {
			rows[i].Note, rows[i].Place.City = &note, &city
		}
	}
	return rows
}

func TestParquetComesOutAsText(t *testing.T) {
	path, raw := writeParquet(t, trips(10_000), parquet.MaxRowsPerRowGroup(3000))
	cols, rows, s, err := readAll(path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(cols, "|"); got != "id|车牌|km|fee|day|at|ok|note|place.city|serial" {
		t.Errorf("columns %s", got)
	}
	if len(rows) != 10_000 || s.Tally().Rows != 10_000 {
		t.Fatalf("%d rows", len(rows))
	}
	for i, want := range map[int]string{
		0:    "0|苏A12345|12.5|-1.05|2025-01-01|2025-01-01 00:00:00.123|true|正常|南京|4000000000",
		9999: "9999|苏A12345|12.5|-1.05|2025-01-01|2025-01-01 00:00:00.123|true|∅|∅|4000000000",
	} {
		if got := strings.Join(rows[i], "|"); got != want {
			t.Errorf("row %d: %s", i, got)
		}
	}
	if s.Digest() != sha256.Sum256(raw) {
		t.Error("the digest is not that of the file")
	}
}

func TestBadParquetHasItsOwnFault(t *testing.T) {
	_, raw := writeParquet(t, trips(5000))
	if _, _, _, err := readAll(write(t, "a", raw[:len(raw)-9]), Options{}); !errors.Is(err, ErrDamaged) {
		t.Errorf("without footer: %v", err)
	}
	broken := bytes.Clone(raw)
	for i := 100; i < len(broken)/2; i += 7 {
		broken[i] ^= 0x55
	}
	if _, _, _, err := readAll(write(t, "a", broken), Options{}); !errors.Is(err, ErrDamaged) {
		t.Errorf("broken pages: %v", err)
	}
	type listed struct {
		Tags []string `parquet:"tags,list"`
	}
	path, _ := writeParquet(t, []listed{{Tags: []string{"a"}}})
	if _, _, _, err := readAll(path, Options{}); !errors.Is(err, ErrNested) {
		t.Errorf("list: %v", err)
	}
	path, _ = writeParquet(t, []trip{})
	if _, _, _, err := readAll(path, Options{}); !errors.Is(err, ErrNoRows) {
		t.Errorf("no rows: %v", err)
	}
	path, _ = writeParquet(t, []struct{ S string }{{strings.Repeat("x", 10<<20)}})
	if _, _, _, err := readAll(path, Options{}); !errors.Is(err, ErrFieldTooLong) {
		t.Errorf("10 MB field: %v", err)
	}
	path, _ = writeParquet(t, trips(100_000))
	s, err := Open(path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = s.Close() }()
	if _, err = s.NextBatch(); err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	for err == nil {
		_, err = s.NextBatch()
	}
	if !errors.Is(err, ErrVanished) {
		t.Errorf("removed while read: %v", err)
	}
}

// FuzzParquet: whatever the bytes, the outcome is rows or a fault, and a finite one.
func FuzzParquet(f *testing.F) {
	_, raw := writeParquet(f, trips(50))
	f.Add(raw)
	f.Fuzz(func(t *testing.T, b []byte) {
		if len(b) < 16 || len(b) > 1<<16 {
			t.Skip()
		}
		b = bytes.Clone(b)
		copy(b, "PAR1")
		copy(b[len(b)-4:], "PAR1")
		path := write(t, "a", b)
		_, _, _, err := readAll(path, Options{})
		mustBeFault(t, err)
	})
}
