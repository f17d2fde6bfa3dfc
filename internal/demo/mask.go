package demo

import (
	"context"
	"encoding/csv"
	"errors"
	"io"
	"math"
	"os"
	"path/filepath"
	"slices"

	"shurong.org/shurong/internal/table"
)

// mask writes the company's file without the columns in which personal data was found, and measures it anew.
func (s *Story) mask(ctx context.Context, a *asset) error {
	to := filepath.Join(s.files(), "masked-"+a.Key+".csv")
	if err := os.MkdirAll(s.files(), 0o755); err != nil {
		return err
	}
	if err := copyRows(a.file, to, a.measured.personal, math.MaxInt); err != nil {
		return err
	}
	a.file = to
	if err := s.measure(ctx, a); err != nil {
		return err
	}
	return expect(a.measured.PersonalData == "none", "%s still holds personal data in %v", a.Key, a.measured.personal)
}

// copyRows copies a table's first rows as UTF-8 CSV, without some columns.
func copyRows(from, to string, drop []string, rows int) (err error) {
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
	for ; ; rows-- {
		row, err := src.Next()
		if errors.Is(err, io.EOF) || rows == 0 {
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

// shorten copies the first half of a table's rows: what a user's own file looks like when its data stops coming.
func shorten(from, to string) (err error) {
	total, err := countRows(from)
	if err != nil {
		return err
	}
	return copyRows(from, to, nil, total/2)
}

func countRows(path string) (n int, err error) {
	src, err := table.Open(path, table.Options{})
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, src.Close()) }()
	for {
		if _, err := src.Next(); errors.Is(err, io.EOF) {
			return n, nil
		} else if err != nil {
			return n, err
		}
		n++
	}
}
