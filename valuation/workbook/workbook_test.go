package workbook

import (
	"archive/zip"
	"bytes"
	"encoding/csv"
	"flag"
	"io"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"shurong.org/shurong/valuation"
	"shurong.org/shurong/valuation/decimal"
	"shurong.org/shurong/valuation/disposal"
	"shurong.org/shurong/valuation/formula"
)

var keep = flag.String("keep", "", "write the workbooks into this directory, to look at them")

func content(t *testing.T, path string, l valuation.Lang) Content {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	f, err := valuation.Decode(b, path)
	if err != nil {
		t.Fatal(err)
	}
	m, err := valuation.Build(f)
	if err != nil {
		t.Fatal(err)
	}
	r, err := m.Report(f)
	if err != nil {
		t.Fatal(err)
	}
	lender, err := os.ReadFile("../../examples/disposal/lender.yaml")
	if err != nil {
		t.Fatal(err)
	}
	p, err := disposal.Decode(lender, "lender.yaml")
	if err != nil {
		t.Fatal(err)
	}
	v, err := disposal.Of(p, r.ValueFen)
	if err != nil {
		t.Fatal(err)
	}
	return Content{File: f, Model: m, Report: r, Lender: &v, Lang: l}
}

func examples(t *testing.T) []string {
	t.Helper()
	files, err := filepath.Glob("../../examples/valuation/*.yaml")
	if err != nil || len(files) < 3 {
		t.Fatal("no examples", err)
	}
	return files
}

func write(t *testing.T, c Content) []byte {
	t.Helper()
	b, err := Write(c)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestSameContentGivesTheSameBytes(t *testing.T) {
	for _, path := range examples(t) {
		for _, l := range []valuation.Lang{valuation.ZH, valuation.EN} {
			a, b := write(t, content(t, path, l)), write(t, content(t, path, l))
			if !bytes.Equal(a, b) {
				t.Errorf("two workbooks of %s differ", path)
			}
			if *keep != "" {
				name := strings.TrimSuffix(filepath.Base(path), ".yaml") + "-" + string(l) + ".xlsx"
				if err := os.WriteFile(filepath.Join(*keep, name), a, 0o600); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
}

// cached finds the value beside a formula.
var cached = regexp.MustCompile(`(</f>)<v>[^<]*</v>`)

// poison replaces every value that stands beside a formula by a wrong one, so that only recalculation can give right ones,
// and puts another number into a cell if at is given.
func poison(t *testing.T, b []byte, sheetFile, at, number string) []byte {
	t.Helper()
	r, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	poisoned, changed := 0, at == ""
	for _, f := range r.File {
		from, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(from)
		if err != nil {
			t.Fatal(err)
		}
		if strings.HasPrefix(f.Name, "xl/worksheets/sheet") {
			poisoned += len(cached.FindAll(text, -1))
			text = cached.ReplaceAll(text, []byte("$1<v>-7777777</v>"))
		}
		if f.Name == sheetFile && at != "" {
			cell := regexp.MustCompile(`(<c r="` + at + `"[^>]*><v>)[^<]*`)
			changed = cell.Match(text)
			text = cell.ReplaceAll(text, []byte("${1}"+number))
		}
		to, err := w.Create(f.Name)
		if err == nil {
			_, err = to.Write(text)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if poisoned < 10 || !changed {
		t.Fatalf("%d values poisoned, input changed: %v", poisoned, changed)
	}
	return out.Bytes()
}

// always makes LibreOffice calculate every formula of a workbook it opens.
const always = `<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>`

// recalculate has LibreOffice calculate workbooks and returns, by workbook and sheet, the cells as numbers with all digits.
func recalculate(t *testing.T, books map[string][]byte) map[string]map[string][][]string {
	t.Helper()
	office, err := exec.LookPath("soffice")
	if err != nil {
		t.Skip("LibreOffice is not installed: the workbooks are not recalculated")
	}
	dir := t.TempDir()
	profile := filepath.Join(dir, "profile")
	if err := os.MkdirAll(filepath.Join(profile, "user"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(profile, "user", "registrymodifications.xcu"), []byte(always), 0o600); err != nil {
		t.Fatal(err)
	}
	args := []string{"-env:UserInstallation=file://" + profile, "--headless", "--convert-to",
		"csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false,false,false,-1", "--outdir", dir}
	for name, b := range books {
		path := filepath.Join(dir, name+".xlsx")
		if err := os.WriteFile(path, b, 0o600); err != nil {
			t.Fatal(err)
		}
		args = append(args, path)
	}
	if out, err := exec.CommandContext(t.Context(), office, args...).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	result := map[string]map[string][][]string{}
	for name := range books {
		result[name] = map[string][][]string{}
		files, err := filepath.Glob(filepath.Join(dir, name+"-*.csv"))
		if err != nil || len(files) == 0 {
			t.Fatalf("nothing came out of %s: %v", name, err)
		}
		for _, f := range files {
			b, err := os.ReadFile(f)
			if err != nil {
				t.Fatal(err)
			}
			r := csv.NewReader(bytes.NewReader(b))
			r.FieldsPerRecord = -1
			rows, err := r.ReadAll()
			if err != nil {
				t.Fatal(err)
			}
			sheet := strings.TrimSuffix(strings.TrimPrefix(filepath.Base(f), name+"-"), ".csv")
			result[name][sheet] = rows
		}
	}
	return result
}

func number(t *testing.T, sheets map[string][][]string, p place) float64 {
	t.Helper()
	rows := sheets[p.sheet.name]
	if p.row > len(rows) || p.col > len(rows[p.row-1]) {
		t.Fatalf("no cell %s%d on %s", column(p.col), p.row, p.sheet.name)
	}
	v, err := strconv.ParseFloat(rows[p.row-1][p.col-1], 64)
	if err != nil {
		t.Fatalf("%s%d on %s holds %q", column(p.col), p.row, p.sheet.name, rows[p.row-1][p.col-1])
	}
	return v
}

// near is what doubles may lose over a derivation.
func near(got, want float64) bool { return math.Abs(got-want) <= 1e-9*math.Max(1, math.Abs(want)) }

// TestASpreadsheetProgramComesToTheSameFigures has LibreOffice compute every example from its formulas alone and compares
// all cells with the exact reading, and the rounded values to the fen.
func TestASpreadsheetProgramComesToTheSameFigures(t *testing.T) {
	if testing.Short() {
		t.Skip("starts LibreOffice")
	}
	books, laid := map[string][]byte{}, map[string]*book{}
	for _, path := range examples(t) {
		for i, l := range []valuation.Lang{valuation.ZH, valuation.EN} {
			if i > 0 && !strings.HasSuffix(path, "market.yaml") {
				continue // the languages differ in words: one file stands for all
			}
			c := content(t, path, l)
			name := strings.TrimSuffix(filepath.Base(path), ".yaml") + string(l)
			b := newBook(c)
			b.layout()
			books[name], laid[name] = poison(t, write(t, c), "", "", ""), b
		}
	}
	for name, sheets := range recalculate(t, books) {
		b := laid[name]
		for id, p := range b.places {
			if got, want := number(t, sheets, p), b.g.Value(id).Float64(); !near(got, want) {
				t.Errorf("%s: %s%d on %s is %v, want %v", name, column(p.col), p.row, p.sheet.name, got, want)
			}
		}
		for _, s := range b.sheets { // whatever stands beside a formula, also on the sheets without nodes of their own
			for i, row := range s.rows {
				for j, c := range row {
					if c.live == nil {
						continue
					}
					at := place{s, j + 1, i + 1}
					got := number(t, sheets, at)
					if !near(got, c.number) {
						t.Errorf("%s: %s%d on %s is %v, want %v: %s", name, column(j+1), i+1, s.name, got, c.number, c.live(s))
					}
					if c.style == fen && fenOf(b, got) != fenOf(b, c.number) || c.style == strong && fenOf(b, got) != int64(b.c.Report.ValueFen) {
						t.Errorf("%s: %s%d on %s is %v, not the fen %v", name, column(j+1), i+1, s.name, got, c.number)
					}
				}
			}
		}
	}
}

func fenOf(b *book, v float64) int64 {
	if b.c.Model.Unit == valuation.UnitWan {
		return int64(math.Round(v * 1e6))
	}
	return int64(math.Round(v * 100))
}

// TestAChangedInputMovesTheWholeReport types another rate into the workbook and compares with the exact reading of it.
func TestAChangedInputMovesTheWholeReport(t *testing.T) {
	if testing.Short() {
		t.Skip("starts LibreOffice")
	}
	c := content(t, "../../examples/valuation/royalty.yaml", valuation.ZH)
	b := newBook(c)
	b.layout()
	q, ok := b.g.Find("royalty.royalty_rate")
	if !ok {
		t.Fatal("the example has no royalty rate")
	}
	want, err := b.g.Eval([]formula.ID{c.Model.Value}, formula.Replacement{Node: q.Node, Value: decimal.Must("0.15")})
	if err != nil {
		t.Fatal(err)
	}
	at, file := b.places[q.Node], ""
	for i, s := range b.sheets {
		if s == at.sheet {
			file = "xl/worksheets/sheet" + strconv.Itoa(i+1) + ".xml"
		}
	}
	changed := poison(t, write(t, c), file, column(at.col)+strconv.Itoa(at.row), "0.15")
	sheets := recalculate(t, map[string][]byte{"changed": changed})["changed"]
	if got := number(t, sheets, b.places[c.Model.Value]); fenOf(b, got) != fenOf(b, want[0].Float64()) || want[0].Cmp(b.g.Value(c.Model.Value)) == 0 {
		t.Errorf("at a royalty rate of 15 %% the workbook comes to %v, want %s", got, want[0])
	}
}

// TestFormulasAreWellFormed holds every formula against the limits of spreadsheet programs, without one.
func TestFormulasAreWellFormed(t *testing.T) {
	for _, path := range examples(t) {
		x, err := excelize.OpenReader(bytes.NewReader(write(t, content(t, path, valuation.EN))))
		if err != nil {
			t.Fatal(err)
		}
		formulas := 0
		for _, name := range x.GetSheetList() {
			if len([]rune(name)) > 31 || strings.ContainsAny(name, `[]:*?/\`) {
				t.Errorf("a sheet is called %q", name)
			}
			rows, _ := x.GetRows(name)
			for i := range rows {
				for j := range rows[i] {
					at, _ := excelize.CoordinatesToCellName(j+1, i+1)
					f, _ := x.GetCellFormula(name, at)
					if f == "" {
						continue
					}
					formulas++
					if len(f) > 8000 || strings.Count(f, "(") != strings.Count(f, ")") || strings.Contains(f, "NA()") {
						t.Errorf("%s %s of %s: %.200s", name, at, path, f)
					}
				}
			}
		}
		if formulas < 20 {
			t.Errorf("%s has %d formulas", path, formulas)
		}
		_ = x.Close()
	}
}
