package vault

import (
	"bytes"
	"strings"
	"unicode/utf8"
)

// MaxPaper is the most bytes of a paper.
const MaxPaper = 20 << 20

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
