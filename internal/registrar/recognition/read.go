// Package recognition reads lists of certificates that another regime issued before (Guide Art. 41) and judges them row by
// row: accepted as they stand, corrected where the slip is plain (full-width digits, dates as people write them, the names
// the rights had in 2022), or refused with the reason. It decides on form alone; what the registry says of a row comes
// after.
//
// Data flow: CSV (UTF-8 or GB18030) or XLSX, at most 5,000 rows under a line of headers in Chinese or English, becomes
// [Result]s in the order of the rows. Pure; 5,000 rows take some 50 ms.
package recognition

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/simplifiedchinese"

	"shurong.org/shurong/fault"
)

// MaxRows bounds a list, MaxBytes its file.
const (
	MaxRows  = 5_000
	MaxBytes = 8 << 20
)

var (
	// ErrFile says that a list cannot be read.
	ErrFile = fault.Define("recognition.file", fault.Invalid,
		"清单文件无法读取：{why}", "the list cannot be read: {why}").
		Hint("请使用 CSV（UTF-8 或 GB18030）或 XLSX，第一行为表头", "use CSV (UTF-8 or GB18030) or XLSX with headers in the first line")
	// ErrColumns says that a list lacks columns.
	ErrColumns = fault.Define("recognition.columns", fault.Invalid,
		"清单缺少列：{missing}", "the list lacks columns: {missing}").
		Hint("请下载模板填写", "fill in the template")
	// ErrRows says that a list is empty or too long.
	ErrRows = fault.Define("recognition.rows", fault.Limit,
		"清单应有 1 至 {most} 行，现为 {n} 行", "a list has 1 to {most} rows; this has {n}")
)

// headers are the columns, by the names they may bear.
var headers = []struct {
	field string
	names []string
	must  bool
}{
	{"old_code", []string{"原凭证编号", "原证书编号", "old_code"}, true},
	{"holder", []string{"权利人统一社会信用代码", "统一社会信用代码", "holder"}, true},
	{"title", []string{"数据名称", "title"}, true},
	{"summary", []string{"数据概述", "数据简介", "summary"}, true},
	{"industry", []string{"行业", "industry"}, true},
	{"region", []string{"地域代码", "region"}, true},
	{"source", []string{"数据来源", "source"}, true},
	{"rights", []string{"权利", "数据产权", "rights"}, true},
	{"issuer", []string{"发证机构", "issuer"}, true},
	{"issued_on", []string{"发证日期", "issued_on"}, true},
	{"valid_until", []string{"有效期至", "valid_until"}, true},
	{"evidence", []string{"佐证材料", "evidence"}, false},
}

// Template is the first line of a list.
func Template() []byte {
	names := make([]string, len(headers))
	for i, h := range headers {
		names[i] = h.names[0]
	}
	return []byte("\ufeff" + strings.Join(names, ",") + "\r\n")
}

// Read returns the rows of a list by field, without the line of headers. name tells CSV from XLSX.
func Read(name string, b []byte) ([]map[string]string, error) {
	if len(b) == 0 || len(b) > MaxBytes {
		return nil, ErrFile.With("why", "size").At("body")
	}
	var table [][]string
	var err error
	if strings.HasSuffix(strings.ToLower(name), ".xlsx") || bytes.HasPrefix(b, []byte("PK\x03\x04")) {
		table, err = readSheet(b)
	} else {
		table, err = readCSV(b)
	}
	if err != nil {
		return nil, err
	}
	if len(table) < 2 || len(table)-1 > MaxRows {
		return nil, ErrRows.With("most", MaxRows, "n", max(0, len(table)-1)).At("body")
	}
	return byField(table)
}

func readSheet(b []byte) ([][]string, error) {
	f, err := excelize.OpenReader(bytes.NewReader(b), excelize.Options{UnzipSizeLimit: 64 << 20, UnzipXMLSizeLimit: 32 << 20})
	if err != nil {
		return nil, ErrFile.With("why", "XLSX").At("body")
	}
	defer func() { _ = f.Close() }()
	sheets := f.GetSheetList()
	if len(sheets) == 0 {
		return nil, ErrFile.With("why", "XLSX").At("body")
	}
	rows, err := f.Rows(sheets[0])
	if err != nil {
		return nil, ErrFile.With("why", "XLSX").At("body")
	}
	defer func() { _ = rows.Close() }()
	var out [][]string
	for rows.Next() && len(out) <= MaxRows+1 {
		cells, err := rows.Columns()
		if err != nil {
			return nil, ErrFile.With("why", "XLSX").At("body")
		}
		if blank(cells) {
			continue
		}
		out = append(out, cells)
	}
	return out, nil
}

func readCSV(b []byte) ([][]string, error) {
	b = bytes.TrimPrefix(b, []byte("\ufeff"))
	if !utf8.Valid(b) {
		decoded, err := simplifiedchinese.GB18030.NewDecoder().Bytes(b)
		if err != nil {
			return nil, ErrFile.With("why", "encoding").At("body")
		}
		b = decoded
	}
	r := csv.NewReader(bytes.NewReader(b))
	r.FieldsPerRecord, r.TrimLeadingSpace = -1, true
	var out [][]string
	for len(out) <= MaxRows+1 {
		cells, err := r.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, ErrFile.With("why", err.Error()).At("body")
		}
		if !blank(cells) {
			out = append(out, cells)
		}
	}
	return out, nil
}

func blank(cells []string) bool { return strings.TrimSpace(strings.Join(cells, "")) == "" }

func byField(table [][]string) ([]map[string]string, error) {
	at := map[string]int{}
	for i, cell := range table[0] {
		for _, h := range headers {
			for _, n := range h.names {
				if strings.TrimSpace(cell) == n {
					at[h.field] = i
				}
			}
		}
	}
	var missing []string
	for _, h := range headers {
		if _, ok := at[h.field]; !ok && h.must {
			missing = append(missing, h.names[0])
		}
	}
	if len(missing) > 0 {
		return nil, ErrColumns.With("missing", strings.Join(missing, "、")).At("body")
	}
	out := make([]map[string]string, 0, len(table)-1)
	for _, cells := range table[1:] {
		row := map[string]string{}
		for field, i := range at {
			if i < len(cells) {
				row[field] = cells[i]
			}
		}
		out = append(out, row)
	}
	return out, nil
}
