package books

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/csv"
	"strings"

	"github.com/xuri/excelize/v2"

	"shurong.org/shurong/daycount"
	"shurong.org/shurong/fault"
	"shurong.org/shurong/internal/db"
	"shurong.org/shurong/money"
)

// ErrFormat says that an export's format or content is not one of those there are.
var ErrFormat = fault.Define("books.export", fault.Invalid,
	"不支持的导出“{what}”", "there is no export {what}").
	Hint("内容：trial、journal、accounts；格式：csv、xlsx", "what: trial, journal, accounts; format: csv, xlsx")

// ErrExportLong says that an export would be longer than a sheet.
var ErrExportLong = fault.Define("books.export_long", fault.Limit,
	"导出超过 {max} 行，请缩小日期范围", "the export has more than {max} rows; choose a shorter period")

// maxExport is the most rows of an export: what a person opens in a spreadsheet. A longer period is taken in parts.
const maxExport = 200_000

// Sheet is a table for export. A cell is a string or [money.Fen], which becomes a number.
type Sheet struct {
	Name string
	Head []string
	Rows [][]any
}

// TrialSheet, AccountSheet and JournalSheet are the books as tables; headings in both languages.
func TrialSheet(t Trial) Sheet {
	s := Sheet{Name: "trial", Head: []string{"科目 account", "名称", "name", "借方 debit", "贷方 credit", "余额 net"}}
	for _, r := range t.Rows {
		s.Rows = append(s.Rows, []any{string(r.Account), r.Name.ZH, r.Name.EN, r.Debit, r.Credit, r.Net})
	}
	s.Rows = append(s.Rows, []any{"合计 total", "", "", t.Debit, t.Credit, ""})
	return s
}

// AccountSheet is the chart of accounts.
func AccountSheet() Sheet {
	s := Sheet{Name: "accounts", Head: []string{"科目 account", "名称", "name", "类别 class", "方向 side", "币种 currency",
		"会计科目 subject", "科目名称", "subject name"}}
	for _, a := range Chart {
		s.Rows = append(s.Rows, []any{string(a.Code), a.Name.ZH, a.Name.EN, string(a.Class), string(a.Side), a.Currency,
			string(a.Subject), a.SubjectName.ZH, a.SubjectName.EN})
	}
	return s
}

// JournalSheet is every line booked between two days, both included, oldest first; without dates, all.
func JournalSheet(ctx context.Context, tx *db.Tx, org string, from, to daycount.Date) (Sheet, error) {
	s := Sheet{Name: "journal", Head: []string{"序号 seq", "记账日 booked", "起息日 value date", "摘要", "memo", "业务编号 ref",
		"科目 account", "合同 contract", "借方 debit", "贷方 credit"}}
	if to.IsZero() {
		to = daycount.MustDate("9999-12-31")
	}
	rows, err := tx.Query(ctx, `SELECT CAST(e.seq AS TEXT), e.booked, e.date, e.memo_zh, e.memo_en, e.ref, l.account, l.contract,
		l.debit, l.credit FROM books_entry e JOIN books_line l ON l.org = e.org AND l.seq = e.seq
		WHERE e.org = ? AND e.booked >= ? AND e.booked <= ? ORDER BY e.seq, l.n LIMIT ?`, org, from.String(), to, maxExport+1)
	if err != nil {
		return s, err
	}
	err = eachRow(rows, func(r *sql.Rows) error {
		var text [8]string
		var debit, credit money.Fen
		into := make([]any, 0, 10)
		for i := range text {
			into = append(into, &text[i])
		}
		err := r.Scan(append(into, &debit, &credit)...)
		row := make([]any, 0, 10)
		for _, t := range text {
			row = append(row, t)
		}
		s.Rows = append(s.Rows, append(row, debit, credit))
		return err
	})
	if err == nil && len(s.Rows) > maxExport {
		return s, ErrExportLong.With("max", maxExport)
	}
	return s, err
}

// harmless is a cell's text that a spreadsheet takes for text: one that it would take for a formula gets an apostrophe.
func harmless(s string) string {
	if s != "" && strings.ContainsRune("=+-@\t\r\n＝＋－＠", []rune(s)[0]) {
		return "'" + s
	}
	return s
}

// CSV writes a sheet as UTF-8 with the mark that spreadsheets look for. Amounts are yuan with two decimals.
func (s Sheet) CSV() ([]byte, error) {
	var b bytes.Buffer
	b.WriteString("\ufeff")
	w := csv.NewWriter(&b)
	_ = w.Write(s.Head) // the buffer takes everything; Error below says what else there may be
	for _, row := range s.Rows {
		record := make([]string, len(row))
		for i, cell := range row {
			switch v := cell.(type) {
			case money.Fen:
				record[i] = v.String()
			case string:
				record[i] = harmless(v)
			}
		}
		_ = w.Write(record)
	}
	w.Flush()
	return b.Bytes(), w.Error()
}

// XLSX writes a sheet as a workbook: texts as texts, whatever they begin with, amounts as numbers of two decimals.
func (s Sheet) XLSX() (out []byte, err error) {
	f := excelize.NewFile()
	defer func() { _ = f.Close() }()
	if err := f.SetSheetName("Sheet1", s.Name); err != nil {
		return nil, err
	}
	yuan := "#,##0.00"
	amount, err := f.NewStyle(&excelize.Style{CustomNumFmt: &yuan})
	if err != nil {
		return nil, err
	}
	w, err := f.NewStreamWriter(s.Name)
	if err != nil {
		return nil, err
	}
	head := make([]any, len(s.Head))
	for i, h := range s.Head {
		head[i] = h
	}
	if err := w.SetRow("A1", head); err != nil {
		return nil, err
	}
	for n, row := range s.Rows {
		cells := make([]any, len(row))
		for i, cell := range row {
			cells[i] = cell
			if v, ok := cell.(money.Fen); ok {
				cells[i] = excelize.Cell{StyleID: amount, Value: float64(v) / 100} // a sheet's numbers are floats
			}
		}
		at, err := excelize.CoordinatesToCellName(1, n+2)
		if err != nil {
			return nil, err
		}
		if err := w.SetRow(at, cells); err != nil {
			return nil, err
		}
	}
	if err := w.Flush(); err != nil {
		return nil, err
	}
	b, err := f.WriteToBuffer()
	if err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}
