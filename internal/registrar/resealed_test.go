package registrar_test

import (
	"context"
	"crypto/sha256"
	"fmt"
	"testing"
	"time"

	"shurong.org/shurong/canon"
	"shurong.org/shurong/internal/registrar"
	"shurong.org/shurong/internal/similarity/protocol"
	"shurong.org/shurong/sketch"
)

// sealed is an upload whose sketch is sealed under the key of an epoch.
func (d *desk) sealed(first, n, epoch int) registrar.Upload {
	d.t.Helper()
	b, err := sketch.NewBuilder(d.columns, sketch.Options{})
	d.ok(err)
	for i := first; i < first+n; i++ {
		b.Add([][]byte{fmt.Appendf(nil, "苏A%06d", i*7919%999983), fmt.Appendf(nil, "2026-01-%02d 0%d:17:%02d", i%28+1, i%9, i%60),
			fmt.Appendf(nil, "%d.%03d", i*31%977, i%997)})
	}
	prf := func(_ context.Context, inputs [][]byte) ([][]byte, error) {
		out := make([][]byte, len(inputs))
		for i, in := range inputs {
			sum := sha256.Sum256(append([]byte{byte(epoch)}, in...))
			out[i] = sum[:]
		}
		return out, nil
	}
	sk, err := sketch.Seal(d.t.Context(), b.Local(), fmt.Sprintf("test/%d", epoch), prf)
	d.ok(err)
	up := d.upload(first, n)
	up.Sketch = sk.Encode()
	up.Measurement.SketchDigest = canon.Hex(up.Sketch)
	return up
}

func (d *desk) fileSealed(org string, up registrar.Upload) (dataset, id string) {
	d.t.Helper()
	ds, err := d.AddDataset(as(org), registrar.NewDataset{Name: "出行数据", Upload: up})
	d.ok(err)
	p, err := d.File(as(org), registrar.Filing{Dataset: ds.ID, Registrar: uscc(office), Form: form()})
	d.approve(org, p, err)
	ds, err = d.Dataset(as(org), ds.ID)
	d.ok(err)
	return ds.ID, ds.Cases[0].Case
}

func TestDataSealedUnderTwoEpochsIsComparedUnderTheOneInCommon(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		dataset, old := d.fileSealed(farm, d.sealed(0, 3000, 1))
		_, unsealed := d.fileSealed(hotel, d.sealed(0, 3000, 2))
		if c := d.get(office, unsealed); len(c.Findings) != 0 {
			t.Fatalf("sketches of two epochs were compared: %+v", c.Findings)
		}
		d.ok(d.Clock.Advance(t.Context(), time.Minute))
		_, err := d.Measure(as(farm), dataset, d.sealed(0, 3000, 2))
		d.ok(err)
		_, id := d.fileSealed(hotel, d.sealed(1000, 1000, 2))
		found := false
		for _, f := range d.get(office, id).Findings {
			found = found || f.Case == old && f.Grade == sketch.Red
		}
		if !found {
			t.Errorf("findings %+v, want %s, which was sealed again", d.get(office, id).Findings, old)
		}
	})
}

func TestASealedSketchsPostingsGoIntoTheLogAndAPublicOnesDoNot(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		_, id := d.fileSealed(farm, d.sealed(0, 3000, 1))
		row, err := d.dir.Case(t.Context(), id)
		d.ok(err)
		sk, err := d.SketchOf(t.Context(), &row.Fact)
		d.ok(err)
		if got := row.Fact.Measurement.Postings; len(got) == 0 || string(got) != string(protocol.PostingsOf(sk)) {
			t.Errorf("postings %x", got)
		}
		up := d.upload(5000, 1000)
		up.Measurement.Postings = make([]byte, 16)
		_, id = d.fileSealed(hotel, up)
		row, err = d.dir.Case(t.Context(), id)
		d.ok(err)
		if got := row.Fact.Measurement.Postings; len(got) != 0 {
			t.Errorf("postings of a public sketch, or made up ones, in the log: %x", got)
		}
	})
}
