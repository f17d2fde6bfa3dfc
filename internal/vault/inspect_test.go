package vault

import (
	"archive/zip"
	"bytes"
	"compress/zlib"
	"errors"
	"strings"
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

// parts is an archive of named parts with content.
func parts(t testing.TB, named ...string) []byte {
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for i := 0; i < len(named); i += 2 {
		f, err := w.Create(named[i])
		if err != nil {
			t.Fatal(err)
		}
		if _, err := f.Write([]byte(named[i+1])); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// deflated is a PDF with a compressed stream.
func deflated(t testing.TB, content string) []byte {
	var b bytes.Buffer
	b.WriteString("%PDF-1.7\n1 0 obj << /Type /ObjStm /Filter /FlateDecode >>\nstream\r\n")
	w := zlib.NewWriter(&b)
	if _, err := w.Write([]byte(content)); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	b.WriteString("\nendstream\nendobj")
	return b.Bytes()
}

const (
	hyperlink = `<Relationships><Relationship Id="1" Type="http://x/relationships/hyperlink" Target="https://e" ` +
		`TargetMode="External"/></Relationships>`
	template = `<Relationships><Relationship Id="1" Type="http://x/relationships/attachedTemplate" ` +
		`Target="http://evil/x.dotm" TargetMode="External"/></Relationships>`
)

func TestWhatRunsIsFoundWhereverItIsHidden(t *testing.T) {
	for name, c := range map[string]struct {
		body []byte
		want error
	}{
		"a plain PDF":                     {deflated(t, "<< /Type /Page /Annots [] /JSON (no) >>"), nil},
		"a name with escaped characters":  {[]byte("%PDF-1.7 << /S /J#61vaScript /#4aS (x) >>"), ErrActive},
		"a name before a bracket":         {[]byte("%PDF-1.7 << /OpenAction[/JS(x)] >>"), ErrActive},
		"a script in a compressed stream": {deflated(t, "<< /S /JavaScript /JS (app.alert(1)) >>"), ErrActive},
		"a program that is launched":      {[]byte("%PDF-1.7 << /S /Launch /F (cmd.exe) >>"), ErrActive},
		"a file in a file":                {[]byte("%PDF-1.7 << /Names << /EmbeddedFiles 3 0 R >> >>"), ErrActive},
		"a form that is a program":        {deflated(t, "<< /AcroForm << /XFA 5 0 R >> >>"), ErrActive},
		"an encrypted PDF":                {[]byte("%PDF-1.7 trailer << /Encrypt 9 0 R >>"), ErrType},
		"a PDF that unpacks too far":      {deflated(t, strings.Repeat("0", maxInflated+1)), ErrType},
		"a document with a link to click": {parts(t, "word/document.xml", "<w/>", "word/_rels/document.xml.rels", hyperlink), nil},
		"a document that fetches a template": {
			parts(t, "word/document.xml", "<w/>", "word/_rels/settings.xml.rels", template), ErrActive,
		},
		"macros by their content type": {
			parts(t, "[Content_Types].xml", `<Override ContentType="application/vnd.ms-word.document.macroEnabled.main+xml"/>`,
				"word/document.xml", "<w/>"), ErrActive,
		},
		"a sheet that asks another program": {
			parts(t, "xl/workbook.xml", "<w/>", "xl/externalLinks/externalLink1.xml", "<ddeLink ddeService='cmd'/>"), ErrActive,
		},
		"XML with a document type": {
			parts(t, "OFD.xml", `<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><ofd/>`), ErrActive,
		},
		"a picture with a script":    {parts(t, "word/document.xml", "<w/>", "word/media/image1.svg", "<svg onload='x'/>"), ErrActive},
		"an object of another kind":  {parts(t, "word/document.xml", "<w/>", "word/embeddings/oleObject1.bin", "x"), ErrActive},
		"SVG":                        {[]byte("<svg xmlns='http://www.w3.org/2000/svg' onload='x'/>"), ErrType},
		"HTML behind white space":    {[]byte("  \n\t<HTML><script>alert(1)</script>"), ErrType},
		"a page behind a byte order": {[]byte("\ufeff<html>"), ErrType},
	} {
		if _, err := inspect(c.body, ""); !errors.Is(err, c.want) {
			t.Errorf("%s: %v; want %v", name, err, c.want)
		}
	}
}

func FuzzInspect(f *testing.F) {
	f.Add([]byte("%PDF-1.7"), "application/pdf")
	f.Add([]byte("PK\x03\x04"), "")
	f.Add(deflated(f, "/JS"), "")
	f.Add([]byte("%PDF-1.7 stream\n/#4"), "")
	f.Add(archive(f, "ofd.xml"), "")
	f.Fuzz(func(t *testing.T, b []byte, claimed string) {
		kind, err := inspect(b, claimed)
		if (kind == "") == (err == nil) {
			t.Errorf("%q, %v", kind, err)
		}
	})
}
