package report

import (
	"cmp"
	"slices"
	"strconv"

	"shurong.org/shurong/internal/agent/profile"
	"shurong.org/shurong/quality"
)

// Limits of matrices: beyond, a picture is a carpet.
const (
	heatColumns    = 20
	missingColumns = 40
	mostPairs      = 12
	mostGrowth     = 12
	// noticeable is the coefficient from which a pair of columns is worth a line and a row.
	noticeable = 0.1
)

// missingView is where values are missing, column by column over the length of the table.
type missingView struct {
	Rows     []missingRow
	From, To string
	Together []string
	More     int
}

type missingRow struct {
	Name, Share string
	Link        int
	Cells       []cellView
}

// cellView is a square of a matrix: its class says how dark, its title what it stands for.
type cellView struct{ Class, Title, Text string }

func (v *view) missing() *missingView {
	m := &v.report.Profile.MissingMatrix
	if len(m.Columns) == 0 || len(m.SegmentRows) == 0 {
		return nil
	}
	out := &missingView{From: "1", To: v.count(totalOf(m.SegmentRows))}
	for i, name := range m.Columns {
		if i >= len(m.SegmentsMissing) || len(out.Rows) == missingColumns {
			out.More = len(m.Columns) - len(out.Rows)
			break
		}
		row := missingRow{Name: shorten(name, 40), Link: v.anchors[name],
			Share: quality.Percent(share(totalOf(m.SegmentsMissing[i]), totalOf(m.SegmentRows)))}
		for s, n := range m.SegmentsMissing[i] {
			ppm := share(n, m.SegmentRows[s])
			row.Cells = append(row.Cells, cellView{Class: "m" + strconv.Itoa(shade(ppm)), Title: quality.Percent(ppm)})
		}
		out.Rows = append(out.Rows, row)
	}
	out.Together = v.together(m)
	return out
}

// shade of a share, 0 to 5: none, some, and then by quarters.
func shade(ppm int64) int {
	switch {
	case ppm <= 0:
		return 0
	case ppm < 50_000:
		return 1
	case ppm < 250_000:
		return 2
	case ppm < 500_000:
		return 3
	case ppm < 950_000:
		return 4
	}
	return 5
}

// together says which columns lack values in the same rows.
func (v *view) together(m *profile.MissingMatrix) (out []string) {
	type pair struct {
		i, k int
		ppm  int64
	}
	var pairs []pair
	for i := range m.Together {
		for k := i + 1; k < len(m.Together[i]) && k < len(m.Together); k++ {
			either := m.Together[i][i] + m.Together[k][k] - m.Together[i][k]
			if m.Together[i][k] > 1 && share(m.Together[i][k], either) >= 500_000 {
				pairs = append(pairs, pair{i, k, share(m.Together[i][k], either)})
			}
		}
	}
	slices.SortStableFunc(pairs, func(a, b pair) int { return cmp.Compare(b.ppm, a.ppm) })
	for _, p := range pairs[:min(len(pairs), 8)] {
		a, b := shorten(m.Columns[p.i], 30), shorten(m.Columns[p.k], 30)
		out = append(out, v.t("“"+a+"”与“"+b+"”缺失的行有 "+quality.Percent(p.ppm)+" 相同",
			"“"+a+"” and “"+b+"” lack values in the same rows: "+quality.Percent(p.ppm)+" of those that lack either"))
	}
	return out
}

// heatView is how far columns go together.
type heatView struct {
	Names   []string
	Links   []int
	Rows    [][]cellView
	Pairs   []pairView
	Limited bool
}

type pairView struct{ A, B, Method, Value, Class string }

var methods = map[string]Words{"pearson": {"线性", "linear"}, "spearman": {"次序", "by rank"}, "cramers_v": {"类别",
	"of categories"}}

func (v *view) heat() *heatView {
	list := v.report.Profile.Correlations
	if len(list) == 0 {
		return nil
	}
	out := &heatView{}
	values := map[[2]string]profile.Correlation{}
	var names []string
	for _, c := range list {
		f, ok := numberOf(c.Value)
		if !ok {
			continue
		}
		key := [2]string{c.A, c.B}
		if old, seen := values[key]; seen {
			if g, _ := numberOf(old.Value); abs(g) >= abs(f) {
				continue
			}
		}
		values[key], values[[2]string{c.B, c.A}] = c, c
		for _, n := range key {
			if abs(f) >= noticeable && !slices.Contains(names, n) && len(names) < heatColumns {
				names = append(names, n)
			}
		}
	}
	slices.SortFunc(names, func(a, b string) int { return cmp.Compare(v.anchors[a], v.anchors[b]) })
	for _, n := range names {
		out.Names, out.Links = append(out.Names, shorten(n, 24)), append(out.Links, v.anchors[n])
	}
	for _, a := range names {
		row := make([]cellView, 0, len(names))
		for _, b := range names {
			c, ok := values[[2]string{a, b}]
			switch {
			case a == b:
				row = append(row, cellView{Class: "self"})
			case !ok:
				row = append(row, cellView{Class: "none"})
			default:
				f, _ := numberOf(c.Value)
				row = append(row, cellView{Class: hue(f), Text: twoPlaces(f), Title: a + " – " + b + ": " + twoPlaces(f) + ", " +
					v.pick(methods[c.Method]) + ", n = " + v.count(c.N)})
			}
		}
		out.Rows = append(out.Rows, row)
	}
	for _, c := range list[:min(len(list), mostPairs)] {
		f, _ := numberOf(c.Value)
		if abs(f) < noticeable {
			continue
		}
		out.Pairs = append(out.Pairs, pairView{A: shorten(c.A, 30), B: shorten(c.B, 30), Method: v.pick(methods[c.Method]),
			Value: twoPlaces(f), Class: hue(f)})
	}
	out.Limited = v.report.Profile.Limited
	return out
}

func abs(x float64) float64 { return max(x, -x) }

func twoPlaces(f float64) string {
	s := strconv.FormatFloat(f, 'f', 2, 64)
	if s == "-0.00" {
		return "0.00"
	}
	if f < 0 {
		return "−" + s[1:]
	}
	return s
}

// hue of a coefficient: blue for together, orange for against, in five steps.
func hue(f float64) string {
	step := min(int(abs(f)*5), 4)
	if f < 0 {
		return "o" + strconv.Itoa(step)
	}
	return "b" + strconv.Itoa(step)
}

// growthView is how the rows of a time column are spread over time.
type growthView struct {
	Name, Path, From, To, Top, Says, Unit string
	Gaps                                  []string
	Link                                  int
}

var units = map[string]Words{"year": {"年", "year"}, "month": {"月", "month"}, "day": {"日", "day"}}

func (v *view) growth() (out []growthView) {
	for i, c := range v.report.Profile.Columns {
		if c.Time == nil || len(c.Time.Growth) < 2 || len(out) == mostGrowth {
			continue
		}
		g := c.Time.Growth
		rows := calendar(g, c.Time.Unit)
		unit := v.pick(units[c.Time.Unit])
		row := growthView{Name: c.Name, Link: i + 1, Path: bars(rows), From: g[0].Period, To: g[len(g)-1].Period, Unit: unit,
			Says: v.fullest(c.Time)}
		top := int64(0)
		for _, n := range pool(rows) {
			top = max(top, n)
		}
		row.Top = v.count(top)
		for _, gap := range c.Time.Gaps[:min(len(c.Time.Gaps), 3)] {
			span := gap.From
			if gap.To != gap.From {
				span += " – " + gap.To
			}
			row.Gaps = append(row.Gaps, span+v.t("（"+v.count(gap.Periods)+" "+unit+"）", " ("+v.count(gap.Periods)+" × "+unit+")"))
		}
		out = append(out, row)
	}
	return out
}

// fullest says which period has most rows, and how many the last has.
func (v *view) fullest(t *profile.Time) string {
	g, unit, most := t.Growth, v.pick(units[t.Unit]), 0
	for k := range g {
		if g[k].Rows > g[most].Rows {
			most = k
		}
	}
	last := g[len(g)-1]
	out := v.t("最多的一"+unit+"是 "+g[most].Period+"，"+v.count(g[most].Rows)+" 行", "the fullest "+unit+" is "+
		g[most].Period+" with "+v.count(g[most].Rows)+" rows")
	if most < len(g)-1 {
		out += v.t("；最近一"+unit+" "+v.count(last.Rows)+" 行", "; the last has "+v.count(last.Rows))
	}
	return out
}

// relationsView are keys and dependencies.
type relationsView struct {
	Keys         []string
	Dependencies []string
}

func (v *view) relations() (out relationsView) {
	p := &v.report.Profile
	for _, key := range p.Keys[:min(len(p.Keys), mostPairs)] {
		out.Keys = append(out.Keys, quoted(key, " + "))
	}
	for _, d := range p.Dependencies[:min(len(p.Dependencies), 2*mostPairs)] {
		s := quoted(d.Determinants, " + ") + " → " + quoted([]string{d.Dependent}, "")
		if d.ErrorPPM > 0 {
			s += v.t("（例外 ", " (exceptions ") + quality.Percent(d.ErrorPPM) + v.t("）", ")")
		}
		out.Dependencies = append(out.Dependencies, s)
	}
	return out
}

func quoted(names []string, sep string) (out string) {
	for i, n := range names {
		if i > 0 {
			out += sep
		}
		out += "“" + shorten(n, 40) + "”"
	}
	return out
}
