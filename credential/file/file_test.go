package file_test

import (
	"encoding/json"
	"os"
	"testing"
	"time"

	"shurong.org/shurong/credential"
	"shurong.org/shurong/credential/file"
	"shurong.org/shurong/credential/sdjwt"
)

// options trust the published log, at the time of its documents.
func options(t testing.TB) sdjwt.Options {
	t.Helper()
	var v struct {
		LogKey string `json:"log_key"`
	}
	if err := json.Unmarshal(published(t, "vectors.json"), &v); err != nil {
		t.Fatal(err)
	}
	return sdjwt.Options{Options: credential.Options{LogKey: v.LogKey, Now: time.Date(2026, 3, 16, 4, 0, 0, 0, time.UTC)}}
}

func published(t testing.TB, name string) []byte {
	t.Helper()
	b, err := os.ReadFile("../testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestEveryFormOfOneCertificateGivesOneAnswer(t *testing.T) {
	for _, name := range []string{"certificate.json", "certificate.pdf", "certificate.sd-jwt", "certificate.sd-jwt.json"} {
		_, r, err := file.Verify(published(t, name), options(t))
		if err != nil || !r.Live || r.Code != "SJ3212026030001" || r.Status != credential.Valid || len(r.Certificate.Rights) != 2 {
			t.Errorf("%s: %v, %+v", name, err, r)
		}
	}
}

// FuzzVerify: whatever comes, there is a report and no panic, and what passes is the published certificate.
func FuzzVerify(f *testing.F) {
	for _, name := range []string{"certificate.json", "certificate.pdf", "certificate.sd-jwt", "certificate.sd-jwt.json", "status.json"} {
		f.Add(published(f, name))
	}
	o := options(f)
	f.Fuzz(func(t *testing.T, b []byte) {
		_, r, err := file.Verify(b, o)
		if r == nil {
			t.Fatal("no report")
		}
		if err == nil && r.Code != "SJ3212026030001" {
			t.Fatalf("%q passes", r.Code)
		}
	})
}

func BenchmarkVerify(b *testing.B) {
	for _, name := range []string{"certificate.json", "certificate.pdf", "certificate.sd-jwt", "certificate.sd-jwt.json", "status.json"} {
		doc, o := published(b, name), options(b)
		b.Run(name, func(b *testing.B) {
			b.ReportMetric(float64(len(doc)), "bytes")
			for b.Loop() {
				if _, _, err := file.Verify(doc, o); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
