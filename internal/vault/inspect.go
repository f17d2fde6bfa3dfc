package vault

import (
	"archive/zip"
	"bytes"
	"strings"
	"unicode/utf8"
)

// MaxPaper is the most bytes of a paper.
const MaxPaper = 20 << 20

// Bounds of what an archive may unpack to: a document of a thousand pages with pictures has less.
const (
	maxEntries  = 5_000
	maxUnpacked = 300 << 20
)

// types are the media types that are taken, by what their bytes begin with.
var magics = []struct{ kind, magic string }{
	{"application/pdf", "%PDF-"},
	{"image/png", "\x89PNG\r\n\x1a\n"},
	{"image/jpeg", "\xff\xd8\xff"},
	{"zip", "PK\x03\x04"},
}

// inspect says of what type bytes are, from the bytes alone, and refuses what is not taken or carries a program. What a
// sender claims is only held against it.
func inspect(b []byte, claimed string) (string, error) {
	if len(b) == 0 || len(b) > MaxPaper {
		return "", ErrSize.With("size", len(b), "limit", MaxPaper).At("body")
	}
	found := ""
	for _, m := range magics {
		if bytes.HasPrefix(b, []byte(m.magic)) {
			found = m.kind
		}
	}
	var err error
	switch found {
	case "zip":
		found, err = inspectArchive(b)
	case "application/pdf":
		err = inspectPDF(b)
	case "":
		found, err = inspectText(b, claimed)
	}
	if err != nil {
		return "", err
	}
	if base, _, _ := strings.Cut(claimed, ";"); base != "" && base != "application/octet-stream" && strings.TrimSpace(base) != found {
		return "", ErrType.With("why", found+" ≠ "+printable(base)).At("query.type")
	}
	return found, nil
}

// inspectPDF refuses scripts and programs that are named in clear. (Compressed object streams can hide them: hence the
// download that nothing opens.)
func inspectPDF(b []byte) error {
	for _, name := range []string{"/JavaScript", "/JS ", "/JS(", "/JS<", "/Launch", "/RichMedia"} {
		if bytes.Contains(b, []byte(name)) {
			return ErrActive.With("why", "PDF "+strings.Trim(name, " (<")).At("body")
		}
	}
	return nil
}

// inspectArchive tells the office formats apart and refuses macros, programs, and bombs.
func inspectArchive(b []byte) (string, error) {
	r, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		return "", ErrType.With("why", "zip").At("body")
	}
	if len(r.File) > maxEntries {
		return "", ErrType.With("why", "zip entries").At("body")
	}
	kind, unpacked := "", uint64(0)
	for _, f := range r.File {
		name := strings.ToLower(f.Name)
		unpacked += f.UncompressedSize64
		switch {
		case unpacked > maxUnpacked:
			return "", ErrType.With("why", "zip size").At("body")
		case strings.Contains(name, "vbaproject.bin"), strings.Contains(name, "/activex/"), strings.Contains(name, "/embeddings/"),
			strings.Contains(name, "macrosheets"):
			return "", ErrActive.With("why", printable(f.Name)).At("body")
		case name == "word/document.xml":
			kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
		case name == "xl/workbook.xml":
			kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
		case name == "ofd.xml":
			kind = "application/ofd"
		}
		for _, end := range []string{".exe", ".dll", ".js", ".vbs", ".bat", ".cmd", ".ps1", ".jar", ".so", ".lnk", ".scr"} {
			if strings.HasSuffix(name, end) {
				return "", ErrActive.With("why", printable(f.Name)).At("body")
			}
		}
	}
	if kind == "" {
		return "", ErrType.With("why", "zip").At("body")
	}
	return kind, nil
}

// inspectText takes plain text in UTF-8 that a browser would not take for a page.
func inspectText(b []byte, claimed string) (string, error) {
	if !utf8.Valid(b) || bytes.IndexByte(b, 0) >= 0 {
		return "", ErrType.With("why", "binary").At("body")
	}
	head := strings.ToLower(strings.TrimSpace(string(b[:min(len(b), 1024)])))
	for _, mark := range []string{"<!doctype", "<html", "<svg", "<script", "<?xml", "#!", "<?php"} {
		if strings.HasPrefix(strings.TrimPrefix(head, "\ufeff"), mark) {
			return "", ErrType.With("why", "markup or script").At("body")
		}
	}
	base, _, _ := strings.Cut(claimed, ";")
	switch base {
	case "text/csv", "application/json":
		return base, nil
	}
	return "text/plain", nil
}

func printable(s string) string {
	s = strings.ToValidUTF8(s, "?")
	return string([]rune(s)[:min(len([]rune(s)), 60)])
}
