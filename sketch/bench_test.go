package sketch

import (
	"math/rand/v2"
	"testing"
)

// BenchmarkAdd reads a mixed table of 7 columns; compare its cells/s with other profilers' rates.
func BenchmarkAdd(b *testing.B) {
	t := trips(rand.New(rand.NewPCG(1, 1)), 100_000)
	sb, err := NewBuilder(t.names, Options{})
	if err != nil {
		b.Fatal(err)
	}
	size := 0
	for _, r := range t.rows {
		for _, c := range r {
			size += len(c)
		}
	}
	b.SetBytes(int64(size / len(t.rows)))
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		sb.Add(t.rows[i%len(t.rows)])
	}
	b.ReportMetric(float64(b.N*len(t.names))/b.Elapsed().Seconds(), "cells/s")
}

func BenchmarkCompare50Columns(b *testing.B) {
	x := wide(b, 50, 2000)
	for b.Loop() {
		if _, err := Compare(x, x); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkDecode50Columns(b *testing.B) {
	raw := wide(b, 50, 2000).Encode()
	b.SetBytes(int64(len(raw)))
	for b.Loop() {
		if _, err := Decode(raw); err != nil {
			b.Fatal(err)
		}
	}
}
