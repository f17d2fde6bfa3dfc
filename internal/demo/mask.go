package demo

import (
	"context"
	"encoding/csv"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"

	"shurong.org/shurong/internal/table"
)

// mask writes the company's file without the columns in which personal data was found, and measures it anew.
func (s *Story) mask(ctx context.Context, a *asset) error {
	to := filepath.Join(s.files(), "masked-"+a.Key+".csv")
	if err := dropColumns(a.file, to, a.measured.personal); err != nil {
		return err
	}
	a.file = to
	if err := s.measure(ctx, a); err != nil {
		return err
	}
	return expect(a.measured.PersonalData == "none", "%s still holds personal data in %v", a.Key, a.measured.personal)
}

// dropColumns copies a table as UTF-8 CSV without some columns.
func dropColumns(from, to string, drop []string) (err error) {
	src, err := table.Open(from, table.Options{})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, src.Close()) }()
	f, err := os.Create(to)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	w := csv.NewWriter(f)
	var keep []int
	var header []string
	for i, name := range src.Columns() {
		if !slices.Contains(drop, name) {
			keep, header = append(keep, i), append(header, name)
		}
	}
	if err := w.Write(header); err != nil {
		return err
	}
	cells := make([]string, len(keep))
	for {
		row, err := src.Next()
		if errors.Is(err, io.EOF) {
			w.Flush()
			return w.Error()
		}
		if err != nil {
			return err
		}
		for i, c := range keep {
			cells[i] = string(row[c])
		}
		if err := w.Write(cells); err != nil {
			return err
		}
	}
}
