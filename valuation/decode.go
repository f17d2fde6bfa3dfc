package valuation

import (
	"github.com/goccy/go-yaml/ast"

	"shurong.org/shurong/daycount"
	"shurong.org/shurong/valuation/strict"
)

// MaxFile bounds a valuation file. The largest honest one, ten approaches with 100 comparables each, stays under it and
// under the bound on lines.
const MaxFile = strict.MaxFile

// Faults of reading a file.
var (
	ErrFileSize     = strict.ErrSize
	ErrEncoding     = strict.ErrEncoding
	ErrSyntax       = strict.ErrSyntax
	ErrUnknownKey   = strict.ErrKey
	ErrDuplicateKey = strict.ErrTwice
	ErrShape        = strict.ErrShape
	ErrYAMLFeature  = strict.ErrFeature
	ErrMissing      = strict.ErrMissing
)

// Decode reads a valuation file strictly and validates it. Faults carry the name, the line and the field. The name is
// for the faults only; nothing is opened.
func Decode(b []byte, name string) (File, error) {
	var f File
	doc, err := strict.Decode(b, name, &f)
	if err == nil {
		err = doc.Place(f.Validate())
	}
	if err != nil {
		return File{}, err
	}
	f.doc = doc
	return f, nil
}

// Date is a civil date of a file.
type Date struct{ daycount.Date }

// UnmarshalYAML reads YYYY-MM-DD at its line.
func (d *Date) UnmarshalYAML(n ast.Node) error {
	return strict.Scalar(n, func(s string) error { return d.UnmarshalText([]byte(s)) })
}

// UnmarshalYAML keeps an amount as it is written; it is checked when the currency unit is known.
func (a *Amount) UnmarshalYAML(n ast.Node) error {
	return strict.Scalar(n, func(s string) error { *a = Amount(s); return nil })
}
