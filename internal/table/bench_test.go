package table

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"io"
	"os"
	"testing"
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
				if err == io.EOF {
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
	b.Run("encoding-csv", func(b *testing.B) {
		b.SetBytes(int64(len(data)))
		for b.Loop() {
			f, err := os.Open(path)
			if err != nil {
				b.Fatal(err)
			}
			r := csv.NewReader(f)
			r.ReuseRecord = true
			n := 0
			for {
				rec, err := r.Read()
				if err == io.EOF {
					break
				}
				if err != nil {
					b.Fatal(err)
				}
				for _, c := range rec {
					n += len(c)
				}
			}
			f.Close()
		}
	})
}
