// Package workbook writes a valuation as a spreadsheet whose every figure is a live formula.
//
//	model, err := valuation.Build(file)
//	report, err := model.Report(file)
//	bytes, err := workbook.Write(workbook.Content{File: file, Model: model, Report: report, Lang: valuation.ZH})
//
// The formulas are the third reading of the valuation's expression graph (package formula); nothing is computed here.
// Each input has one cell, with its unit and source; each line of the derivation has one cell, whose formula refers to the
// cells of what it is made of. What several lines share without being a line itself gets a cell of its own (中间量). Whoever
// changes an input in a spreadsheet program sees the whole report follow.
//
// # Sheets
//
// The conclusion with its range; one sheet an approach, with inputs, sources and lines; quality; sensitivity, whose values
// are live too: the sheet of scenarios repeats, column by column, what depends on a driver with that driver moved down and
// up; the simulation's summary, where there is one (figures, not formulas: a spreadsheet has no seeded generator that is the
// same everywhere, and the sheet says so); the lender's view; assumptions and limits.
//
// # Numbers
//
// Cells carry the value last computed beside the formula, so that viewers that do not calculate show the report's figures.
// Spreadsheets compute in doubles of some 16 digits: lines agree to about 10⁻¹² of their size, the values of approaches
// and the conclusion, rounded to the fen, to the fen. Spreadsheets round halves away from zero, the report halves to even:
// that differs on an exact tie only. Quantities that a file's structure fixes (the number of periods, what was put
// aside) do not move when a cell is changed.
//
// Same content, same bytes: entries of the archive are in order of name with a fixed time.
package workbook

import (
	"archive/zip"
	"bytes"
	"io"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"

	"shurong.org/shurong/valuation"
	"shurong.org/shurong/valuation/disposal"
)

// Content is what goes into a workbook. Lender may be nil.
type Content struct {
	File   valuation.File
	Model  *valuation.Model // built from the file
	Report valuation.Report // of the model
	Lender *disposal.View
	Lang   valuation.Lang
}

// Write makes the workbook (XLSX).
func Write(c Content) ([]byte, error) {
	b := newBook(c)
	b.layout()
	f := excelize.NewFile()
	defer func() { _ = f.Close() }()
	styles, err := makeStyles(f)
	if err != nil {
		return nil, err
	}
	for i, s := range b.sheets {
		if i == 0 {
			err = f.SetSheetName("Sheet1", s.name)
		} else {
			_, err = f.NewSheet(s.name)
		}
		if err == nil {
			err = b.stream(f, s, styles)
		}
		if err != nil {
			return nil, err
		}
	}
	if err := b.tornado(f); err != nil {
		return nil, err
	}
	day := b.c.Report.ValuationDate.String() + "T00:00:00Z"
	full := true
	if err := f.SetCalcProps(&excelize.CalcPropsOptions{FullCalcOnLoad: &full}); err != nil {
		return nil, err
	}
	if err := f.SetDocProps(&excelize.DocProperties{Title: c.Report.Asset, Creator: "Shurong", Created: day, Modified: day,
		LastModifiedBy: "Shurong"}); err != nil {
		return nil, err
	}
	var out bytes.Buffer
	if err := f.Write(&out); err != nil {
		return nil, err
	}
	return ordered(out.Bytes())
}

// stream writes one sheet's rows.
func (b *book) stream(f *excelize.File, s *sheet, styles map[style]int) error {
	if err := printed(f, s.name); err != nil {
		return err
	}
	w, err := f.NewStreamWriter(s.name)
	if err != nil {
		return err
	}
	for i, width := range s.widths {
		if err := w.SetColWidth(i+1, i+1, width); err != nil {
			return err
		}
	}
	for i, row := range s.rows {
		values := make([]any, len(row))
		for j, c := range row {
			values[j] = b.value(s, c, styles)
		}
		at, err := excelize.CoordinatesToCellName(1, i+1)
		if err != nil {
			return err
		}
		if err := w.SetRow(at, values); err != nil {
			return err
		}
	}
	return w.Flush()
}

// printed has a sheet come out of a printer on A4 across, as wide as the paper.
func printed(f *excelize.File, name string) error {
	a4, across, one, any, fit := 9, "landscape", 1, 0, true
	if err := f.SetPageLayout(name, &excelize.PageLayoutOptions{Size: &a4, Orientation: &across, FitToWidth: &one,
		FitToHeight: &any}); err != nil {
		return err
	}
	return f.SetSheetProps(name, &excelize.SheetPropsOptions{FitToPage: &fit})
}

func (b *book) value(s *sheet, c cell, styles map[style]int) any {
	switch {
	case c.live != nil:
		return excelize.Cell{StyleID: styles[c.style], Formula: c.live(s), Value: c.number}
	case c.numeric:
		return excelize.Cell{StyleID: styles[c.style], Value: c.number}
	case c.text == "":
		return nil
	}
	return excelize.Cell{StyleID: styles[c.style], Value: c.text}
}

// epoch is the time of every entry: the first that an archive can hold.
var epoch = time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)

// ordered rewrites an archive with its entries in order of name and one time, since the library writes some of them in
// the order of a map. The content types must come first for some readers.
func ordered(b []byte) ([]byte, error) {
	r, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		return nil, err
	}
	files := slices.Clone(r.File)
	slices.SortFunc(files, func(x, y *zip.File) int { return strings.Compare(x.Name, y.Name) })
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, f := range files {
		if err := copyEntry(w, f); err != nil {
			return nil, err
		}
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

func copyEntry(w *zip.Writer, f *zip.File) error {
	from, err := f.Open()
	if err != nil {
		return err
	}
	defer func() { _ = from.Close() }()
	b, err := io.ReadAll(from)
	if err != nil {
		return err
	}
	if f.Name == "[Content_Types].xml" {
		b = defaultsInOrder(b)
	}
	to, err := w.CreateHeader(&zip.FileHeader{Name: f.Name, Method: zip.Deflate, Modified: epoch})
	if err != nil {
		return err
	}
	_, err = to.Write(b)
	return err
}

var defaultType = regexp.MustCompile(`<Default [^>]*></Default>`)

// defaultsInOrder sorts the types by extension, which the library also writes in the order of a map; any order is valid.
func defaultsInOrder(b []byte) []byte {
	all := defaultType.FindAll(b, -1)
	sorted := slices.Clone(all)
	slices.SortFunc(sorted, bytes.Compare)
	i := 0
	return defaultType.ReplaceAllFunc(b, func([]byte) []byte {
		i++
		return sorted[i-1]
	})
}
