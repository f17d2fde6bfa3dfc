package main

import (
	"bytes"
	"compress/gzip"
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"regexp"
	"strings"
	"testing"

	"shurong.org/shurong/internal/certificate/certificatetest"
	"shurong.org/shurong/internal/db/dbtest"
	"shurong.org/shurong/internal/portal"
)

// loaded matches what a page has a browser load.
var loaded = regexp.MustCompile(`(?:href|src)="(/[^"#?]+\.(?:css|js|svg|woff2))(\?[^"]*)?"`)

// built is where the interface's build leaves the files that pages share.
const built = "../internal/web/dist"

// BenchmarkVerifyPage makes the public page of a certificate, with its document and proofs inside, and weighs it with
// all it has a browser load, each part compressed.
func BenchmarkVerifyPage(b *testing.B) {
	w := certificatetest.New(b, dbtest.Node(b))
	code := w.Certify("farm", "2025年江苏省水稻种植记录数据")
	site := http.NewServeMux()
	for pattern, h := range portal.New(w.Certificates, nil, nil, w.Ledger, w.Clock, slog.New(slog.DiscardHandler)).Pages() {
		site.Handle(pattern, h)
	}
	get := func(path string) []byte {
		answer := httptest.NewRecorder()
		site.ServeHTTP(answer, httptest.NewRequest(http.MethodGet, path, nil))
		if answer.Code == http.StatusOK {
			return answer.Body.Bytes()
		}
		file, err := os.ReadFile(built + path)
		if err != nil {
			b.Fatalf("%s answers %d, and the build left no such file", path, answer.Code)
		}
		return file
	}
	page := get("/verify?code=" + code)
	if !strings.Contains(string(page), code) {
		b.Fatalf("the page does not show the certificate:\n%s", page)
	}
	weight, parts := compressed(b, page), 0
	for _, m := range loaded.FindAllSubmatch(page, -1) {
		weight += compressed(b, get(string(m[1])))
		parts++
	}
	if parts < 2 {
		b.Fatalf("the page loads %d parts, expected at least its style and its script", parts)
	}
	for b.Loop() {
		get("/verify?code=" + code)
	}
	b.ReportMetric(float64(weight)/1000, "kB")
}

func compressed(b *testing.B, content []byte) int {
	var buf bytes.Buffer
	w, _ := gzip.NewWriterLevel(&buf, gzip.BestCompression) // the level exists
	_, err := w.Write(content)
	if err := errors.Join(err, w.Close()); err != nil {
		b.Fatal(err)
	}
	return buf.Len()
}
