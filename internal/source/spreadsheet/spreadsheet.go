// Package spreadsheet reads one sheet of an XLSX workbook as a table.
//
//	s, err := spreadsheet.Open(file, spreadsheet.Options{Sheet: "订单"})
//
// # What is the table
//
// The sheet that is named, hidden or not; else the first that is visible. Merged titles above the table are passed
// over, the first row after them names the columns, and its last name bounds the table's width. Rows that a filter
// hides are read. Empty rows are passed over and counted. A row with something to the right of the last name is ragged.
//
// # Cells
//
// A cell is what the file stores, not how a program would paint it:
//
//   - numbers to 15 digits, as spreadsheets compute; a percentage is its fraction; never with an exponent
//   - dates and times by the cell's number format, as 2026-03-01, 2026-03-01 08:00:00, 08:00:00
//   - a formula's value as it was last computed. One that never was is a fault that names the cell: taken as
//     empty, it would make a wrong table without a word
//   - errors such as #N/A as they are shown
//   - every cell of a merged range has the range's value, since that is what a person reads there
//
// # Why not a library
//
// The readers at hand stop without an error where a sheet's XML breaks off, which would report half a table as the
// whole; and they keep a large sheet in a temporary file, where the owner's data do not belong. Here the sheet is
// unpacked twice in memory, a block at a time: once for its checksum and the list of merged ranges, which stands after
// the rows, then for the rows. Memory is the shared strings (at most 1 GiB) and a batch.
//
// A workbook that unpacks to more than 16 GiB, or to more than 500 times its size, is refused as a bomb.
package spreadsheet

import (
	"archive/zip"
	"errors"
	"io"
	"strconv"
	"strings"
	"sync/atomic"

	"shurong.org/shurong/fault"
	"shurong.org/shurong/internal/source/raw"
	"shurong.org/shurong/internal/table"
)

// Limits on what a workbook unpacks to, in bytes.
const (
	maxUnpacked = 16 << 30
	maxRatio    = 500
	ratioFloor  = 64 << 20 // below this the ratio does not matter
	maxPart     = 64 << 20 // of workbook, styles and relations
	maxStrings  = 1 << 30
	maxParts    = 20_000
	maxMerges   = 1_000_000
	// maxRowXML is the longest row's XML: 16,384 cells of some hundred bytes, or a few very long ones.
	maxRowXML = table.MaxRow
)

// Options of reading. The zero value is good.
type Options struct {
	Sheet  string // "": the first that is visible
	Header int    // row that names the columns, from 1; 0: find it; -1: there is none
}

// Faults.
var (
	ErrNotWorkbook = fault.Define("spreadsheet.not_workbook", fault.Invalid,
		"文件 {file} 是 {what}，不是 XLSX 工作簿", "file {file} is {what}, not an XLSX workbook").
		Hint("请另存为 .xlsx，或导出为 CSV", "save it as .xlsx, or export CSV")
	ErrNoSheet = fault.Define("spreadsheet.no_sheet", fault.NotFound,
		"工作簿 {file} 中没有工作表 {name}；有：{sheets}", "workbook {file} has no sheet {name}; it has {sheets}").
		Hint("请写 文件.xlsx#工作表名", "write file.xlsx#Sheet")
	ErrBomb = fault.Define("spreadsheet.too_large", fault.Limit,
		"工作簿 {file} 解压后超过上限（{what}）", "workbook {file} unpacks to more than is allowed ({what})").
		Hint("请导出为 CSV 或 Parquet", "export it as CSV or Parquet")
	ErrMergedHeader = fault.Define("spreadsheet.merged_header", fault.Invalid,
		"工作表 {sheet} 的表头 {range} 是合并单元格", "sheet {sheet}: the header's cells {range} are merged").
		Hint("请保留一行不合并的表头，或指定表头所在行", "keep one header row without merged cells, or say which row it is")
	ErrNotComputed = fault.Define("spreadsheet.not_computed", fault.Invalid,
		"工作表 {sheet} 的单元格 {cell} 是公式，但文件中没有它的值",
		"sheet {sheet}, cell {cell} is a formula whose value is not in the file").
		Hint("请用电子表格软件打开并保存一次", "open the file in a spreadsheet program and save it once")
	ErrDamaged = fault.Define("spreadsheet.damaged", fault.Invalid,
		"工作簿 {file} 在 {part} 第 {row} 行附近已损坏", "workbook {file} is damaged in {part} near row {row}").
		Hint("请重新导出或重新传输", "export or transfer it again")
	ErrRagged = fault.Define("spreadsheet.ragged", fault.Invalid,
		"工作表第 {line} 行在最后一个列名右侧仍有内容；共 {count} 行如此，超过百分之一",
		"row {line} of the sheet has contents to the right of the last column's name; "+
			"{count} rows have, over one in a hundred").
		Hint("请补上列名，或移走表外内容", "name those columns, or move what is not part of the table")
)

// book is an open workbook.
type book struct {
	file    table.File
	zip     *zip.Reader
	parts   map[string]*zip.File
	strings sharedStrings
	dates   []dateKind // by cell style
	base    bool       // true: days count from 1904
}

// Open takes the file over and finds sheet and columns.
func Open(f table.File, o Options) (table.Stream, error) {
	s, err := open(f, o)
	if err != nil {
		if changed := f.Unchanged(); changed != nil {
			err = changed
		}
		_ = f.Close() // reading only
		return nil, err
	}
	return table.Produced(s), nil
}

func open(f table.File, o Options) (*sheet, error) {
	b := &book{file: f}
	if err := b.unzip(); err != nil {
		return nil, err
	}
	part, name, err := b.choose(o.Sheet)
	if err != nil {
		return nil, err
	}
	if err := b.readStyles(); err != nil {
		return nil, err
	}
	if err := b.readStrings(); err != nil {
		return nil, err
	}
	s := &sheet{book: b, name: name, part: part}
	if err := s.readMerges(); err != nil {
		return nil, err
	}
	if err := s.begin(o.Header); err != nil {
		return nil, err
	}
	return s, nil
}

func (b *book) unzip() error {
	z, err := zip.NewReader(b.file, b.file.Size())
	if err != nil {
		return table.ErrDamaged.With("file", b.file.Name(), "what", "zip").Because(err)
	}
	if len(z.File) > maxParts {
		return ErrBomb.With("file", b.file.Name(), "what", strconv.Itoa(len(z.File))+" parts")
	}
	b.zip, b.parts = z, map[string]*zip.File{}
	total := uint64(0)
	for _, p := range z.File {
		b.parts[strings.ToLower(strings.TrimPrefix(p.Name, "/"))] = p
		total += min(p.UncompressedSize64, maxUnpacked)
		if total >= maxUnpacked {
			return ErrBomb.With("file", b.file.Name(), "what", "16 GiB")
		}
		if p.UncompressedSize64 > ratioFloor && p.UncompressedSize64 > maxRatio*max(1, p.CompressedSize64) {
			return ErrBomb.With("file", b.file.Name(), "what", "1:"+strconv.Itoa(maxRatio))
		}
	}
	if b.parts["xl/workbook.xml"] != nil {
		return nil
	}
	what := "ZIP"
	for part, kind := range map[string]string{"xl/workbook.bin": "XLSB", "content.xml": "ODS",
		"word/document.xml":    "DOCX",
		"ppt/presentation.xml": "PPTX"} {
		if b.parts[part] != nil {
			what = kind
		}
	}
	return ErrNotWorkbook.With("file", b.file.Name(), "what", what)
}

// damaged makes a fault of what a part's reader says.
func (b *book) damaged(part string, row int64, err error) error {
	var known *fault.Error
	if errors.As(err, &known) {
		return err
	}
	if changed := b.file.Unchanged(); changed != nil {
		return changed
	}
	e := ErrDamaged.With("file", b.file.Name(), "part", part, "row", row)
	if err != nil {
		e = e.Because(err)
	}
	return e
}

// sheet reads the rows. It implements [table.Producer].
type sheet struct {
	*book
	name   string
	part   *zip.File
	merges []merge // by first row
	nextM  int     // first of merges that has not begun
	active []*merge

	in     io.ReadCloser
	pieces pieces
	scan   scanner // of the present piece
	row    int64   // number of the row read last
	cells  []cell  // of it
	text   []byte
	names  []string
	ahead  bool // the row read last is still to be handed out
	done   bool
	tally  table.Tally
	read   atomic.Int64
}

func (s *sheet) Columns() []string { return s.names }

func (s *sheet) Format() table.Format {
	return table.Format{Kind: "xlsx", Encoding: table.UTF8, Header: true}
}

func (s *sheet) Tally() table.Tally {
	t := s.tally
	t.Bytes = s.file.Size()
	return t
}

func (s *sheet) Size() (read, total int64) { return s.read.Load(), int64(s.part.UncompressedSize64) }

// Finish judges the sheet, and digests the file.
func (s *sheet) Finish() (digest [32]byte, err error) {
	if all := s.tally.Rows + s.tally.Ragged; s.tally.Ragged*100 > all {
		return digest, ErrRagged.With("line", s.tally.FirstRagged, "count", s.tally.Ragged)
	}
	if s.tally.Rows == 0 {
		return digest, table.ErrNoRows.With("file", s.file.Name())
	}
	r, err := raw.New(s.file)
	if err != nil {
		return digest, err
	}
	return r.Seal()
}

func (s *sheet) Close() error {
	if s.in != nil {
		_ = s.in.Close() // reading only
	}
	return s.file.Close()
}
