// Package report draws a measurement as one HTML page that its owner opens from a disk, prints or hands on.
//
//	r := report.Report{Title: "trips.csv", Profile: full, Quality: q, …}
//	err := r.HTML(w, "zh")
//
// The page is whole in itself: styles and pictures are inside, it loads nothing and runs no script. Pictures are SVG
// shapes without words; what they say stands beside them as text, so that it can be read at any width, searched, copied
// and read out. Each picture answers one question, which is its heading. Blue and orange carry meaning, never red
// against green, and never colour alone.
//
// Values of the data appear only where the owner asks: frequent values with [Report.Values], rows with
// [Report.Sample], the beginnings of failing cells with [Report.Values] too. Column names and all else from the data
// pass html/template's escaping; no part of a page is built by joining texts.
//
// Sizes: about 2 KB a column; 5,000 columns make 8 MB, whose cards are folded and laid out only when they are looked
// at. Matrices are cut to their most telling columns.
package report

import (
	"embed"
	"html/template"
	"io"
	"time"

	"shurong.org/shurong/internal/agent/profile"
	"shurong.org/shurong/quality"
)

// Report is what a page is drawn from.
type Report struct {
	Title      string // name of the source
	MeasuredAt time.Time
	Digest     string // SHA-256 of the source
	Profile    profile.Profile
	Local      profile.Local
	Quality    quality.Result
	Failing    []quality.Failing
	Scan       Scan
	Against    *Against
	// Values asks for frequent values and failing cells, Sample holds rows to show. Both are content.
	Values bool
	Sample [][]string
	// Other is the file name of the same page in the other language, if there is one beside it.
	Other string
}

// Scan is what the scan for personal data found.
type Scan struct {
	ZH, EN   string // the verdict
	Serious  bool
	Findings []Finding
	Blocks   []Words // what stands in the way of registration
}

// Finding is one kind of data in one column, why it is thought so, and what heals it.
type Finding struct {
	Column   string
	What     Words
	SharePPM int64
	Unsure   bool
	Reason   Words
	Cure     Words
}

// Words are a text in both languages.
type Words struct{ ZH, EN string }

// Against is an earlier measurement and how this one differs.
type Against struct {
	Name       string
	MeasuredAt time.Time // zero if not known
	Changes    []quality.Change
	Before     quality.Snapshot
}

//go:embed page.html style.css
var files embed.FS

var page = template.Must(template.New("page.html").ParseFS(files, "page.html"))

// HTML writes the page in zh or en.
func (r Report) HTML(w io.Writer, lang string) error {
	css, err := files.ReadFile("style.css")
	if err != nil {
		return err
	}
	v := view{report: &r, words: words(lang)}
	return page.Execute(w, v.page(template.CSS(css))) //nolint:gosec // our own file, no part of it is from outside
}
