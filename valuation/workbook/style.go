package workbook

import "github.com/xuri/excelize/v2"

// style is the look of a cell.
type style uint8

const (
	plain      style = iota
	title            // the sheet's name
	heading          // a block of rows
	head             // a table's column
	note             // small and grey, runs over empty cells
	text             // wrapped
	input            // a number that somebody gave: blue, as models have it
	moneyStyle       // computed, two decimals
	fen              // computed, to the fen: two decimals of yuan, six of 万元
	factor           // computed, six decimals
	count            // as it is
	strong           // the conclusion
)

const (
	moneyFormat  = "#,##0.00;[Red]-#,##0.00"
	fenFormat    = "#,##0.00####"
	factorFormat = "0.000000"
)

func makeStyles(f *excelize.File) (map[style]int, error) {
	border := []excelize.Border{{Type: "bottom", Color: "D9DDE2", Style: 1}}
	top := &excelize.Alignment{Vertical: "top", WrapText: true}
	number := func(format string, font *excelize.Font) *excelize.Style {
		return &excelize.Style{CustomNumFmt: &format, Font: font, Border: border, Alignment: &excelize.Alignment{Vertical: "top"}}
	}
	out := map[style]int{}
	for _, s := range []struct {
		of style
		is *excelize.Style
	}{
		{plain, &excelize.Style{Border: border, Alignment: &excelize.Alignment{Vertical: "top"}}},
		{title, &excelize.Style{Font: &excelize.Font{Bold: true, Size: 15, Color: "8A2026"}}},
		{heading, &excelize.Style{Font: &excelize.Font{Bold: true, Size: 11.5, Color: "8A2026"}}},
		{head, &excelize.Style{Font: &excelize.Font{Bold: true, Color: "FFFFFF"}, Alignment: top,
			Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"4A5058"}}}},
		{note, &excelize.Style{Font: &excelize.Font{Color: "6E747C", Size: 9}}},
		{text, &excelize.Style{Border: border, Alignment: top}},
		{input, number(`#,##0.##########`, &excelize.Font{Color: "1F4FBF"})},
		{moneyStyle, number(moneyFormat, nil)},
		{fen, number(fenFormat, &excelize.Font{Bold: true})},
		{factor, number(factorFormat, nil)},
		{count, number(`#,##0.######`, nil)},
		{strong, number(fenFormat, &excelize.Font{Bold: true, Size: 15, Color: "8A2026"})},
	} {
		id, err := f.NewStyle(s.is)
		if err != nil {
			return nil, err
		}
		out[s.of] = id
	}
	return out, nil
}
