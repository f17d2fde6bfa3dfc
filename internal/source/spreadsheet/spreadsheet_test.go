package spreadsheet_test

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"shurong.org/shurong/fault"
	"shurong.org/shurong/internal/source/sourcetest"
	"shurong.org/shurong/internal/source/spreadsheet"
	"shurong.org/shurong/internal/table"
)

// workbook makes one with excelize.
func workbook(t testing.TB, fill func(f *excelize.File)) []byte {
	t.Helper()
	f := excelize.NewFile()
	fill(f)
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func set(f *excelize.File, sheet string, rows ...[]any) {
	for i, r := range rows {
		_ = f.SetSheetRow(sheet, fmt.Sprintf("A%d", i+1), &r)
	}
}

func read(content []byte, o spreadsheet.Options) (cols, rows []string, s table.Stream, err error) {
	s, err = spreadsheet.Open(sourcetest.InMemory(content), o)
	if err != nil {
		return nil, nil, nil, err
	}
	defer func() { _ = s.Close() }()
	rows, err = sourcetest.Rows(s)
	return s.Columns(), rows, s, err
}

func mustRead(t *testing.T, content []byte, o spreadsheet.Options) (cols, rows []string) {
	t.Helper()
	cols, rows, _, err := read(content, o)
	if err != nil {
		t.Fatal(err)
	}
	return cols, rows
}

func equal(t *testing.T, want, got []string) {
	t.Helper()
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}

func TestCellsAreWhatIsStoredNotWhatIsPainted(t *testing.T) {
	day := time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)
	content := workbook(t, func(f *excelize.File) {
		set(f, "Sheet1", []any{"n", "d", "dt", "t", "pct", "s", "b", "big", "zh", "dur"},
			[]any{0.1 + 0.2, day, day.Add(8 * time.Hour), 1.0 / 3, 0.155, " a & <b>_x0041_ ", true, 123456789012345678,
				46082, 1.5},
			[]any{1e-7, 1, 2.5, 0.75, -1, "00123", false, 1e21, 46082.5, 0.25})
		style := func(cells, format string, id int) {
			st := &excelize.Style{NumFmt: id}
			if format != "" {
				st.CustomNumFmt = &format
			}
			n, err := f.NewStyle(st)
			if err != nil {
				t.Fatal(err)
			}
			_ = f.SetCellStyle("Sheet1", cells+"2", cells+"3", n)
		}
		style("B", "", 14)
		style("C", "yyyy/m/d h:mm;@", 0)
		style("D", "h:mm:ss AM/PM", 0)
		style("E", "0.00%", 0)
		style("I", `yyyy"年"m"月"d"日"`, 0)
		style("J", "[h]:mm", 0)
	})
	_, rows := mustRead(t, content, spreadsheet.Options{})
	equal(t, []string{
		"0.3|2026-03-01|2026-03-01 08:00:00|08:00:00|0.155| a & <b>A |true|123456789012346000|2026-03-01|36:00:00",
		"0.0000001|1900-01-01|1900-01-02 12:00:00|18:00:00|-1|00123|false|1000000000000000000000|2026-03-01 12:00:00|6:00:00",
	}, rows)
}

func TestTheFirstVisibleSheetOrTheNamedOneIsRead(t *testing.T) {
	content := workbook(t, func(f *excelize.File) {
		set(f, "Sheet1", []any{"hidden"}, []any{1})
		for _, n := range []string{"订单", "客户"} {
			_, _ = f.NewSheet(n)
			set(f, n, []any{n + "号"}, []any{2})
		}
		f.SetActiveSheet(1)
		_ = f.SetSheetVisible("Sheet1", false)
	})
	for sheet, want := range map[string]string{"": "订单号", "客户": "客户号", "sheet1": "hidden"} {
		if cols, _ := mustRead(t, content, spreadsheet.Options{Sheet: sheet}); cols[0] != want {
			t.Errorf("%q gives %q", sheet, cols)
		}
	}
	_, _, _, err := read(content, spreadsheet.Options{Sheet: "定单"})
	if !errors.Is(err, spreadsheet.ErrNoSheet) || !strings.Contains(fault.From(err).ZH(), "Sheet1, 订单, 客户") {
		t.Errorf("got %v", err)
	}
}

func TestMergedCellsHaveTheirRangesValueAndTitlesArePassedOver(t *testing.T) {
	content := workbook(t, func(f *excelize.File) {
		set(f, "Sheet1", []any{"2026 年销售表"}, []any{"省", "市", "额"}, []any{"陕西", "西安", 1}, []any{nil, "宝鸡", 2},
			[]any{nil, "咸阳", 3}, []any{"甘肃", nil, 4})
		_ = f.MergeCell("Sheet1", "A1", "C1")
		_ = f.MergeCell("Sheet1", "A3", "A5")
		_ = f.MergeCell("Sheet1", "A6", "B6")
	})
	cols, rows := mustRead(t, content, spreadsheet.Options{})
	equal(t, []string{"省", "市", "额"}, cols)
	equal(t, []string{"陕西|西安|1", "陕西|宝鸡|2", "陕西|咸阳|3", "甘肃|甘肃|4"}, rows)
}

func TestAMergedHeaderIsRefusedAndItsRowCanBeSaid(t *testing.T) {
	content := workbook(t, func(f *excelize.File) {
		set(f, "Sheet1", []any{"客户", "联系", nil}, []any{nil, "电话", "地址"}, []any{"甲", 1, 2})
		_ = f.MergeCell("Sheet1", "A1", "A2")
		_ = f.MergeCell("Sheet1", "B1", "C1")
	})
	_, _, _, err := read(content, spreadsheet.Options{})
	if !errors.Is(err, spreadsheet.ErrMergedHeader) || !strings.Contains(err.Error(), "A1:A2") {
		t.Fatalf("got %v", err)
	}
	_, rows := mustRead(t, content, spreadsheet.Options{Header: -1})
	equal(t, []string{"客户|联系|联系", "客户|电话|地址", "甲|1|2"}, rows)
}

func TestAFormulaHasItsValueOrIsAFault(t *testing.T) {
	sheet := func(cell string) []byte {
		return parts(map[string]string{"xl/worksheets/sheet1.xml": worksheet(
			`<row r="1"><c r="A1" t="str"><v>a</v></c></row><row r="2">` + cell + `</row>`)})
	}
	for cell, want := range map[string]string{
		`<c r="A2"><f>1+1</f><v>2</v></c>`:                                           "2",
		`<c r="A2" t="str"><f>"x"&amp;"y"</f><v>xy</v></c>`:                          "xy",
		`<c r="A2" t="e"><f>1/0</f><v>#DIV/0!</v></c>`:                               "#DIV/0!",
		`<c r="A2" t="inlineStr"><is><r><t>a</t></r><r><t>b</t></r></is></c>`:        "ab",
		`<c r="A2" t="d"><v>2026-03-01T00:00:00</v></c>`:                             "2026-03-01",
		`<c t="inlineStr"><is><t><![CDATA[<&>]]></t><rPh><t>x</t></rPh></is></c>`:    "<&>",
		`<x:c xmlns:x="u" r="A2" t="str"><x:v>&#x5F20;&#19977;&unknown;</x:v></x:c>`: "张三&unknown;",
	} {
		_, rows, _, err := read(sheet(cell), spreadsheet.Options{})
		if err != nil || len(rows) != 1 || rows[0] != want {
			t.Errorf("%s: %q, %v", cell, rows, err)
		}
	}
	_, _, _, err := read(sheet(`<c r="A2"><f>SUM(B1:B9)</f></c>`), spreadsheet.Options{})
	if !errors.Is(err, spreadsheet.ErrNotComputed) || !strings.Contains(err.Error(), "cell A2") {
		t.Errorf("got %v", err)
	}
}

func worksheet(rows string) string {
	return `<?xml version="1.0"?><worksheet xmlns="u"><sheetData>` + rows + `</sheetData></worksheet>`
}

// parts makes a workbook of the parts it needs and those given.
func parts(more map[string]string) []byte {
	all := map[string]string{
		"xl/workbook.xml":            `<workbook xmlns:r="r"><sheets><sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>`,
		"xl/_rels/workbook.xml.rels": `<Relationships><Relationship Id="rId1" Type="x/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
	}
	for k, v := range more {
		all[k] = v
	}
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for k, v := range all {
		method := zip.Deflate
		if strings.Contains(v, "marker") { // is to be found again in the file
			method = zip.Store
		}
		w, err := z.CreateHeader(&zip.FileHeader{Name: k, Method: method})
		if err == nil {
			_, err = w.Write([]byte(v))
		}
		if err != nil {
			panic(err)
		}
	}
	_ = z.Close()
	return b.Bytes()
}

func TestAllRowsOfALargeSheetAreRead(t *testing.T) {
	const n = 30_000
	content := workbook(t, func(f *excelize.File) {
		w, err := f.NewStreamWriter("Sheet1")
		if err != nil {
			t.Fatal(err)
		}
		_ = w.SetRow("A1", []any{"id", "名"})
		for i := 2; i <= n+1; i++ {
			_ = w.SetRow(fmt.Sprintf("A%d", i), []any{i, strings.Repeat("张", i%40)})
		}
		_ = w.MergeCell("A2", "A5")
		_ = w.Flush()
	})
	_, rows, s, err := read(content, spreadsheet.Options{})
	if err != nil || len(rows) != n || rows[3] != "2|"+strings.Repeat("张", 5) {
		t.Fatalf("%d rows, %v", len(rows), err)
	}
	if s.Digest() != sha256.Sum256(content) || s.Tally().Bytes != int64(len(content)) {
		t.Error("the digest is not the file's")
	}
	if read, total := s.Size(); read != total {
		t.Errorf("read %d of %d", read, total)
	}
}

func TestRowsWiderThanTheHeaderAreRagged(t *testing.T) {
	make := func(n, bad int) []byte {
		return workbook(t, func(f *excelize.File) {
			set(f, "Sheet1", []any{"a", "b"})
			for i := 2; i <= n+1; i++ {
				row := []any{i, nil}
				if i%bad == 0 {
					row = append(row, "note")
				}
				_ = f.SetSheetRow("Sheet1", fmt.Sprintf("A%d", i), &row)
			}
		})
	}
	if _, rows, s, err := read(make(1000, 200), spreadsheet.Options{}); err != nil || len(rows) != 995 ||
		s.Tally().FirstRagged != 200 {
		t.Errorf("%d rows, %v", len(rows), err)
	}
	_, _, _, err := read(make(1000, 50), spreadsheet.Options{})
	if !errors.Is(err, spreadsheet.ErrRagged) || !strings.Contains(err.Error(), "row 50 ") {
		t.Errorf("got %v", err)
	}
}

func TestBadWorkbooks(t *testing.T) {
	good := workbook(t, func(f *excelize.File) { set(f, "Sheet1", []any{"a"}, []any{"x"}) })
	flipped := bytes.Replace(parts(map[string]string{"xl/worksheets/sheet1.xml": worksheet(
		`<row><c t="str"><v>a</v></c></row><row><c t="str"><v>marker</v></c></row>`)}), []byte("marker"),
		[]byte("Marker"), 1)
	sheet := func(rows string) []byte { return parts(map[string]string{"xl/worksheets/sheet1.xml": worksheet(rows)}) }
	for name, c := range map[string]struct {
		content []byte
		want    *fault.Def
	}{
		"cut off":         {good[:len(good)-100], table.ErrDamaged},
		"zip":             {zipOf("a.txt", "x"), spreadsheet.ErrNotWorkbook},
		"docx":            {zipOf("word/document.xml", "x"), spreadsheet.ErrNotWorkbook},
		"binary workbook": {zipOf("xl/workbook.bin", "x"), spreadsheet.ErrNotWorkbook},
		"no sheet part":   {parts(nil), spreadsheet.ErrDamaged},
		"empty sheet":     {sheet(""), table.ErrEmpty},
		"header only":     {sheet(`<row><c t="str"><v>a</v></c></row>`), table.ErrNoRows},
		"XML breaks off": {parts(map[string]string{"xl/worksheets/sheet1.xml": `<worksheet><sheetData><row><c t="str"><v>a</v></c></row>` +
			`<row><c><v>1</v></c></row><row><c><v>2`}), spreadsheet.ErrDamaged},
		"not nested": {sheet(`<row><c t="str"><v>a</v></row><row></c></row>`), spreadsheet.ErrDamaged},
		"doctype": {parts(map[string]string{"xl/worksheets/sheet1.xml": `<!DOCTYPE x [<!ENTITY a "b">]>` +
			worksheet("<row></row>")}), spreadsheet.ErrDamaged},
		"rows backward": {sheet(`<row r="2"><c t="str"><v>a</v></c></row><row r="1"></row>`), spreadsheet.ErrDamaged},
		"string number": {sheet(`<row><c t="s"><v>7</v></c></row>`), spreadsheet.ErrDamaged},
		"far column":    {sheet(`<row><c r="XFD1" t="str"><v>a</v></c></row>`), table.ErrTooManyColumns},
		"huge cell": {sheet(`<row><c t="str"><v>a</v></c></row><row><c t="str"><v>` + strings.Repeat("x",
			table.MaxField+1) +
			`</v></c></row>`), table.ErrFieldTooLong},
		"bomb":     {sheet(`<row><c t="str"><v>a</v></c></row>` + strings.Repeat(" ", 65<<20)), spreadsheet.ErrBomb},
		"checksum": {flipped, spreadsheet.ErrDamaged},
		"endless": {sheet(`<row><c t="str"><v>a</v></c></row><row>` + strings.Repeat("<c/>", 20_000) + "</row>"),
			spreadsheet.ErrDamaged},
		"bad merge": {parts(map[string]string{"xl/worksheets/sheet1.xml": worksheet("<row></row>") +
			`<mergeCells><mergeCell ref="A0:B"/></mergeCells>`}), spreadsheet.ErrDamaged},
	} {
		_, rows, _, err := read(c.content, spreadsheet.Options{})
		if !errors.Is(err, c.want) {
			t.Errorf("%s: %q %v", name, rows, err)
		}
	}
}

func zipOf(name, content string) []byte {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	w, _ := z.Create(name)
	_, _ = w.Write([]byte(content))
	_ = z.Close()
	return b.Bytes()
}

func FuzzSheet(f *testing.F) {
	for _, rows := range []string{
		`<row r="1"><c r="A1" t="str"><v>a</v></c></row><row r="2"><c r="A2" s="1"><v>46082.5</v></c></row>`,
		`<row><c t="inlineStr"><is><t>a&amp;_x0041_</t></is></c></row><row><c t="s"><v>0</v></c></row>`,
		`</sheetData><mergeCells><mergeCell ref="A1:B2"/></mergeCells>`, `<row/><!-- x --><row><c><f>1</f></c></row>`,
	} {
		f.Add(rows, "<sst><si><t>x</t></si></sst>")
	}
	f.Fuzz(func(t *testing.T, rows, sst string) {
		content := parts(map[string]string{"xl/worksheets/sheet1.xml": worksheet(rows), "xl/sharedStrings.xml": sst,
			"xl/styles.xml": `<styleSheet><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="46"/></cellXfs></styleSheet>`})
		if _, _, _, err := read(content, spreadsheet.Options{}); err != nil &&
			fault.From(err).Kind() == fault.Internal {
			t.Fatal(err)
		}
	})
}

func FuzzOpen(f *testing.F) {
	f.Add(parts(map[string]string{"xl/worksheets/sheet1.xml": worksheet("<row><c><v>1</v></c></row>")}))
	f.Add([]byte("PK\x03\x04"))
	f.Fuzz(func(t *testing.T, content []byte) {
		if _, _, _, err := read(content, spreadsheet.Options{}); err != nil &&
			fault.From(err).Kind() == fault.Internal {
			t.Fatal(err)
		}
	})
}
