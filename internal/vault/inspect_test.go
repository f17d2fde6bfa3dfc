package vault

import (
	"archive/zip"
	"bytes"
	"errors"
	"testing"
)

func archive(t testing.TB, names ...string) []byte {
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, n := range names {
		f, err := w.Create(n)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := f.Write([]byte("x")); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestAPaperIsWhatItsBytesSay(t *testing.T) {
	docx := archive(t, "[Content_Types].xml", "word/document.xml")
	for name, c := range map[string]struct {
		body    []byte
		claimed string
		want    string
		err     error
	}{
		"pdf":                  {[]byte("%PDF-1.7\n1 0 obj"), "application/pdf", "application/pdf", nil},
		"png claimed as pdf":   {[]byte("\x89PNG\r\n\x1a\nxx"), "application/pdf", "", ErrType},
		"text":                 {[]byte("合同"), "", "text/plain", nil},
		"csv":                  {[]byte("a,b\n1,2\n"), "text/csv", "text/csv", nil},
		"docx":                 {docx, "", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", nil},
		"macros":               {archive(t, "word/document.xml", "word/vbaProject.bin"), "", "", ErrActive},
		"program in the zip":   {archive(t, "xl/workbook.xml", "run.exe"), "", "", ErrActive},
		"any zip":              {archive(t, "a.txt"), "", "", ErrType},
		"broken zip":           {[]byte("PK\x03\x04garbage"), "", "", ErrType},
		"html":                 {[]byte("<!DOCTYPE html><script>"), "text/plain", "", ErrType},
		"svg":                  {[]byte("<svg onload=x>"), "", "", ErrType},
		"shell script":         {[]byte("#!/bin/sh\nrm"), "", "", ErrType},
		"windows program":      {[]byte("MZ\x90\x00\x03"), "", "", ErrType},
		"pdf with a script":    {[]byte("%PDF-1.7 /OpenAction << /S /JavaScript /JS (x) >>"), "", "", ErrActive},
		"empty":                {nil, "", "", ErrSize},
		"more than is allowed": {make([]byte, MaxPaper+1), "", "", ErrSize},
	} {
		got, err := inspect(c.body, c.claimed)
		if got != c.want || !errors.Is(err, c.err) {
			t.Errorf("%s: %q, %v; want %q, %v", name, got, err, c.want, c.err)
		}
	}
}

func FuzzInspect(f *testing.F) {
	f.Add([]byte("%PDF-1.7"), "application/pdf")
	f.Add([]byte("PK\x03\x04"), "")
	f.Add(archive(f, "ofd.xml"), "")
	f.Fuzz(func(t *testing.T, b []byte, claimed string) {
		kind, err := inspect(b, claimed)
		if (kind == "") == (err == nil) {
			t.Errorf("%q, %v", kind, err)
		}
	})
}
