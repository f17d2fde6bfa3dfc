package credential_test

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"shurong.org/shurong/credential"
	"shurong.org/shurong/daycount"
)

// FuzzVerifyNeverPanicsAndPassesOnlyTheIssued starts from the published documents: nothing but they themselves may
// verify.
func FuzzVerifyNeverPanicsAndPassesOnlyTheIssued(f *testing.F) {
	var v vectors
	b, err := os.ReadFile("testdata/vectors.json")
	if err != nil {
		f.Fatal(err)
	}
	if err := json.Unmarshal(b, &v); err != nil {
		f.Fatal(err)
	}
	names, err := filepath.Glob("testdata/*.json")
	if err != nil || len(names) < 5 {
		f.Fatal(names, err)
	}
	var issued [][]byte
	for _, name := range names {
		doc, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		if base := filepath.Base(name); base != "vectors.json" && base != "certificate.sd-jwt.json" {
			issued = append(issued, doc)
		}
		f.Add(doc)
	}
	f.Add([]byte(`{"checkpoint":"","code":"","facts":[{"key":"","proof":{"siblings":[],"v":1}}],"issued_at":0,"kind":"search","log_key":"","signature":{"key":"","sig":""},"v":1}`))
	f.Add([]byte(`{"facts":null}`))
	o := credential.Options{LogKey: v.LogKey, Now: time.Date(2026, 3, 16, 12, 0, 0, 0, daycount.China)}
	f.Fuzz(func(t *testing.T, doc []byte) {
		r, err := credential.Verify(doc, o)
		if r == nil {
			t.Fatal("no report")
		}
		if err == nil && !slices.ContainsFunc(issued, func(d []byte) bool { return bytes.Equal(d, doc) }) {
			t.Fatalf("a document that was never issued passes: %s", doc)
		}
	})
}
