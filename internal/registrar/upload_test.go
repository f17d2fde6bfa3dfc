package registrar

import (
	"testing"

	"shurong.org/shurong/canon"
	"shurong.org/shurong/internal/registry"
	"shurong.org/shurong/sketch"
)

// FuzzUpload feeds an upload with bytes from outside: it is refused or matches its digests, and never panics.
func FuzzUpload(f *testing.F) {
	b, err := sketch.NewBuilder([]string{"a"}, sketch.Options{})
	if err != nil {
		f.Fatal(err)
	}
	b.Add([][]byte{[]byte("x")})
	f.Add(b.Sketch().Encode(), []byte(`{"rows":1}`))
	f.Add([]byte(`{"version":"shurong-sketch/1"}`), []byte(`{"a":1,"a":2}`))
	f.Add([]byte("null"), []byte{0xff})
	f.Add([]byte(""), []byte("[[[["))
	f.Fuzz(func(t *testing.T, sk, profile []byte) {
		u := Upload{Sketch: sk, Profile: profile, Measurement: registry.Measurement{SketchDigest: canon.Hex(sk), ProfileDigest: canon.Hex(profile)}}
		gotSketch, gotProfile, err := u.open(t.Context(), nil)
		if err != nil {
			return
		}
		if gotSketch != nil && canon.Hex(gotSketch) != u.Measurement.SketchDigest {
			t.Error("a sketch that is not the measurement's was taken")
		}
		if gotProfile != nil && canon.Hex(gotProfile) != u.Measurement.ProfileDigest {
			t.Error("a profile that is not the measurement's was taken")
		}
	})
}
