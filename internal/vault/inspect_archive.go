package vault

import (
	"archive/zip"
	"bytes"
	"io"
	"strings"
)

// Bounds of what an archive may unpack to: a document of a thousand pages with pictures has less. maxPart is of one part
// that is read here.
const (
	maxEntries  = 5_000
	maxUnpacked = 300 << 20
	maxPart     = 16 << 20
)

// programs are the ends of names of what a system starts.
var programs = []string{
	".exe", ".dll", ".js", ".jse", ".vbs", ".vbe", ".wsf", ".hta", ".bat", ".cmd", ".ps1", ".jar", ".so", ".lnk", ".scr",
	".msi", ".com", ".html", ".htm", ".svg",
}

// activeParts are parts of an office document that hold programs, or files that nobody has looked at.
var activeParts = []string{"vbaproject", "vbadata", "/activex/", "/embeddings/", "macrosheets", "/dialogsheets/", "customui"}

// inspectArchive tells the office formats apart and refuses macros, programs, what is fetched from elsewhere, and bombs.
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
		switch unpacked += f.UncompressedSize64; {
		case unpacked > maxUnpacked:
			return "", ErrType.With("why", "zip size").At("body")
		case f.Flags&1 != 0:
			return "", ErrType.With("why", "encrypted zip").At("body")
		case name == "word/document.xml":
			kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
		case name == "xl/workbook.xml":
			kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
		case name == "ofd.xml":
			kind = "application/ofd"
		}
		for _, part := range activeParts {
			if strings.Contains("/"+name, part) {
				return "", ErrActive.With("why", printable(f.Name)).At("body")
			}
		}
		for _, end := range programs {
			if strings.HasSuffix(name, end) {
				return "", ErrActive.With("why", printable(f.Name)).At("body")
			}
		}
		if err := inspectPart(f, name); err != nil {
			return "", err
		}
	}
	if kind == "" {
		return "", ErrType.With("why", "zip").At("body")
	}
	return kind, nil
}

// inspectPart reads the parts that say what a document is made of and what it fetches.
func inspectPart(f *zip.File, name string) error {
	types := name == "[content_types].xml"
	links := strings.HasSuffix(name, ".rels")
	text := strings.HasSuffix(name, ".xml")
	if !types && !links && !text {
		return nil
	}
	r, err := f.Open()
	if err != nil {
		return ErrType.With("why", printable(f.Name)).At("body")
	}
	defer func() { _ = r.Close() }()
	b, err := io.ReadAll(io.LimitReader(r, maxPart+1))
	if err != nil {
		return ErrType.With("why", printable(f.Name)).At("body")
	}
	b = bytes.ToLower(b)
	switch {
	case bytes.Contains(b, []byte("<!doctype")), bytes.Contains(b, []byte("<!entity")):
		return ErrActive.With("why", "XML DOCTYPE, "+printable(f.Name)).At("body")
	case types && (bytes.Contains(b, []byte("macroenabled")) || bytes.Contains(b, []byte("vbaproject"))):
		return ErrActive.With("why", "macros").At("body")
	case links && fetches(b):
		return ErrActive.With("why", "external, "+printable(f.Name)).At("body")
	case bytes.Contains(b, []byte("<ddelink")), bytes.Contains(b, []byte("ddeauto")):
		return ErrActive.With("why", "DDE, "+printable(f.Name)).At("body")
	}
	return nil
}

// fetches reports whether relations name something from elsewhere that is loaded when the document is opened. Links that
// a reader follows by hand are no such thing.
func fetches(rels []byte) bool {
	for one := range bytes.SplitSeq(rels, []byte("<relationship ")) {
		if bytes.Contains(one, []byte(`targetmode="external"`)) && !bytes.Contains(one, []byte(`/hyperlink"`)) {
			return true
		}
	}
	return false
}
