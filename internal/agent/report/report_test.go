package report

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"shurong.org/shurong/internal/agent/profile"
)

var update = flag.Bool("update", false, "rewrite the golden pages")

func draw(t *testing.T, r Report, lang string) string {
	t.Helper()
	var b bytes.Buffer
	if err := r.HTML(&b, lang); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestGoldenPages(t *testing.T) {
	for _, lang := range []string{"zh", "en"} {
		got := draw(t, trips(), lang)
		path := filepath.Join("testdata", "trips."+lang+".html")
		if *update {
			if err := os.WriteFile(path, []byte(got), 0o600); err != nil {
				t.Fatal(err)
			}
			continue
		}
		want, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if got != string(want) {
			t.Errorf("%s differs; look at it, then: go test ./internal/agent/report -update", path)
		}
	}
}

// Everything of the page is inside it, and nothing from the data becomes markup.
func TestHostileTextsStayTexts(t *testing.T) {
	r := trips()
	r.Values = true
	evil := `"></td><script>alert(1)</script><a href="javascript:alert(1)" onclick="alert(2)" style="background:url(//e)">`
	r.Title, r.Digest, r.Other = evil, evil, evil
	r.Sample = [][]string{{evil, evil}}
	r.Against.Name = evil
	r.Local.Columns[7].Top[0].Value = evil
	r.Profile.Alerts[0].ZH = evil
	r.Scan.Findings[0].Column = evil
	r.Profile.Columns[0].Patterns[0].Pattern = evil
	r.Profile.MissingMatrix.Columns[0] = evil
	r.Profile.Correlations[0].A = evil
	r.Profile.Columns[2].Time.Growth[0].Period = evil
	for _, lang := range []string{"zh", "en"} {
		page := draw(t, r, lang)
		root, err := html.Parse(strings.NewReader(page))
		if err != nil {
			t.Fatal(err)
		}
		var walk func(*html.Node)
		walk = func(n *html.Node) {
			if n.Type == html.ElementNode {
				switch n.Data {
				case "script", "img", "link", "iframe", "object", "form", "b":
					t.Errorf("%s: element %s", lang, n.Data)
				}
				for _, a := range n.Attr {
					local := n.Data == "a" && a.Key == "href" && (strings.HasPrefix(a.Val, "#") || a.Val == r.Other ||
						strings.HasPrefix(a.Val, "%22") || a.Val == "#ZgotmplZ")
					if strings.HasPrefix(a.Key, "on") || a.Key == "src" || a.Key == "style" || a.Key == "href" && !local {
						t.Errorf("%s: %s %s=%q", lang, n.Data, a.Key, a.Val)
					}
				}
			}
			for c := n.FirstChild; c != nil; c = c.NextSibling {
				walk(c)
			}
		}
		walk(root)
		for _, bad := range []string{"<script", "@import", "http://", "https://"} {
			if strings.Contains(page, bad) {
				t.Errorf("%s: %q", lang, bad)
			}
		}
	}
}

func TestValuesAreShownOnlyWhereAsked(t *testing.T) {
	r := trips()
	for _, value := range []string{"夜间2路", "NJ0000001204"} {
		if strings.Contains(draw(t, r, "zh"), value) {
			t.Errorf("%s is shown unasked", value)
		}
	}
	r.Values = true
	if page := draw(t, r, "zh"); !strings.Contains(page, "夜间2路") || !strings.Contains(page, "NJ0000001204") {
		t.Error("values are not shown")
	}
}

func TestThePageIsInOneLanguage(t *testing.T) {
	r := trips()
	zh, en := draw(t, r, "zh"), draw(t, r, "en")
	for _, s := range []string{"grade ", ">columns<", "What to look", "missing "} {
		if strings.Contains(zh, s) {
			t.Errorf("the Chinese page says %q", s)
		}
	}
	for _, s := range []string{"等级", "缺失", "需要留意", "万"} {
		if strings.Contains(en, s) {
			t.Errorf("the English page says %q", s)
		}
	}
	if !strings.Contains(zh, "128.0 万") || !strings.Contains(en, "1,280,000") {
		t.Error("counts are not written as readers of the language do")
	}
}

// A page of the widest table stays one that a browser opens: measured 8 MB; the bound is generous.
func TestTheWidestTableFits(t *testing.T) {
	r := trips()
	base := r.Profile.Columns
	r.Profile.Columns = nil
	for i := range 5000 {
		c := base[i%len(base)]
		c.Name = "列" + strconv.Itoa(i) + c.Name
		r.Profile.Columns = append(r.Profile.Columns, c)
	}
	page := draw(t, r, "zh")
	t.Logf("%d bytes", len(page))
	if len(page) > 16<<20 {
		t.Errorf("%d bytes", len(page))
	}
	if out := os.Getenv("REPORT_WIDE"); out != "" {
		_ = os.WriteFile(out, []byte(page), 0o600)
	}
}

func TestAnEmptyMeasurementHasAPage(t *testing.T) {
	if page := draw(t, Report{Title: "x"}, "en"); !strings.Contains(page, "Nothing calls for attention") {
		t.Error(page)
	}
}

func TestBarsKeepWhatIsThere(t *testing.T) {
	if got := bars([]int64{0, 1, 1_000_000}); strings.Count(got, "M") != 2 {
		t.Errorf("a count of one in a million is not drawn: %s", got)
	}
	if bars(nil) != "" || bars([]int64{0, 0}) != "" {
		t.Error("nothing is drawn as something")
	}
	long := make([]int64, 100_000)
	long[99_999] = 3
	if n := len(bars(long)); n > 20_000 {
		t.Errorf("%d bytes", n)
	}
}

func TestGapsAreDrawnAsGaps(t *testing.T) {
	got := calendar([]profile.Period{{Period: "2025-11", Rows: 3}, {Period: "2026-02", Rows: 5}}, "month")
	if len(got) != 4 || got[0] != 3 || got[1]+got[2] != 0 || got[3] != 5 {
		t.Errorf("%v", got)
	}
	if got := calendar([]profile.Period{{Period: "0001-01-01", Rows: 1}, {Period: "2026-01-01", Rows: 1}}, "day"); len(got) != 2 {
		t.Errorf("a stray date makes %d bars", len(got))
	}
}
