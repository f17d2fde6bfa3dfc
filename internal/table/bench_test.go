package table

import (
	"bytes"
	"crypto/sha256"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"testing"
	"unicode/utf8"
)

// benchTable is rows × 10 mixed columns with Chinese text, about 115 bytes a row.
func benchTable(rows int) []byte {
	var b bytes.Buffer
	b.WriteString("编号,车牌号,城市,开始时间,里程,费用,状态,手机,备注,评分\n")
	x := uint64(1)
	for i := range rows {
		x ^= x << 13
		x ^= x >> 7
		x ^= x << 17
		fmt.Fprintf(&b, "%d,苏%c%05d,南京市,2026-%02d-%02d %02d:%02d:%02d,%d.%d,%d.%02d,已完成,1%d%09d,备注%d,%d\n",
			i, 'A'+x%20, x%99999, 1+x%12, 1+x%28, x%24, x%60, (x>>8)%60, x%300, x%10, x%500, x%100, 3+x%7, x%999999999,
			x%5000, x%6)
	}
	return b.Bytes()
}

// BenchmarkRead compares our reader with encoding/csv, in the same run, over every cell of the same file.
func BenchmarkRead(b *testing.B) {
	data := benchTable(200_000)
	path := write(b, "a.csv", data)
	b.Run("shurong", func(b *testing.B) {
		b.SetBytes(int64(len(data)))
		for b.Loop() {
			s, err := Open(path, Options{})
			if err != nil {
				b.Fatal(err)
			}
			n := 0
			for {
				batch, err := s.NextBatch()
				if errors.Is(err, io.EOF) {
					break
				}
				if err != nil {
					b.Fatal(err)
				}
				for r := range batch.Rows() {
					for c := range 10 {
						n += len(batch.Cell(r, c))
					}
				}
			}
			if n == 0 {
				b.Fatal("nothing read")
			}
		}
	})
	// The peer alone, and with what ours does besides: the file's digest and the check that cells are UTF-8.
	for name, whole := range map[string]bool{"encoding-csv": false, "encoding-csv-digest-utf8": true} {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(data)))
			for b.Loop() {
				if err := readWithLibrary(path, whole); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func readWithLibrary(path string, whole bool) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer func() { _ = f.Close() }()
	var in io.Reader = f
	if whole {
		in = io.TeeReader(f, sha256.New())
	}
	r := csv.NewReader(in)
	r.ReuseRecord = true
	for {
		rec, err := r.Read()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		for _, c := range rec {
			if whole && !utf8.ValidString(c) {
				return errors.New("not UTF-8")
			}
		}
	}
}
