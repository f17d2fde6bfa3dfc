package sector

import (
	"slices"
	"strings"

	"shurong.org/shurong/valuation/formula"
	"shurong.org/shurong/valuation/strict"
)

// Part is an approach of the valuation: where its quantities are in the graph and in the file.
type Part struct {
	Kind   string // income, cost, market
	Prefix string // of its quantities: "royalty", "royalty_2"
	Field  string // in the file: "approaches[1].royalty"
}

// Result is what a report says of the check.
type Result struct {
	Sector  string       `json:"sector"`
	Name    formula.Text `json:"name"`
	Version int          `json:"version"` // of the template
	Checked int          `json:"checked"` // values held against a range
	Outside []Finding    `json:"outside,omitzero"`
}

// Finding is a value outside its range, with the reason the file gives.
type Finding struct {
	Input  string       `json:"input"`
	Label  formula.Text `json:"label"`
	Value  string       `json:"value"`
	Low    string       `json:"low"`
	High   string       `json:"high"`
	Basis  Basis        `json:"basis"`
	Source string       `json:"source"`
	Reason string       `json:"reason"`
}

// Check holds a valuation's values against its sector's template. The first fault names the field of the file.
func (u Use) Check(g *formula.Graph, parts []Part) (Result, error) {
	t, err := Find(u.Name)
	if err != nil {
		return Result{}, err
	}
	names := make([]string, 0, len(u.Reasons))
	for name := range u.Reasons {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		if _, ok := g.Find(name); !ok {
			return Result{}, ErrStray.With("name", strict.Clip(name)).At("sector.reasons")
		}
		if n := len([]rune(strings.TrimSpace(u.Reasons[name]))); n < 4 || n > 400 {
			return Result{}, ErrReason.With("name", strict.Clip(name)).At("sector.reasons." + name)
		}
	}
	r := Result{Sector: t.Sector, Name: t.Name, Version: t.Version}
	if err := t.required(g, parts); err != nil {
		return r, err
	}
	for _, q := range g.Quantities() {
		for _, x := range t.Ranges {
			if !matches(x.Input, q.Name) {
				continue
			}
			r.Checked++
			v := g.Value(q.Node)
			if v.Cmp(x.Low) >= 0 && v.Cmp(x.High) <= 0 {
				break
			}
			f := Finding{Input: q.Name, Label: q.Label, Value: v.Short(6), Low: x.Low.String(), High: x.High.String(), Basis: x.Basis,
				Source: x.Source, Reason: u.Reasons[q.Name]}
			if f.Reason == "" {
				return r, ErrOutside.With("name", q.Name, "value", f.Value, "low", f.Low, "high", f.High, "sector", t.Name.ZH,
					"sector_en", t.Name.EN, "basis_zh", x.Basis.Text().ZH, "basis", x.Basis.Text().EN).At(fieldOf(q.Name, parts))
			}
			r.Outside = append(r.Outside, f)
			break // the first range that names an input is its range
		}
	}
	return r, nil
}

func (t Template) required(g *formula.Graph, parts []Part) error {
	for _, x := range t.Required {
		for _, p := range parts {
			if x.When != "any" && x.When != p.Kind {
				continue
			}
			found := false
			for _, q := range g.Quantities() {
				own := strings.HasPrefix(q.Name, p.Prefix+".") || !strings.HasPrefix(x.Input, "*.")
				if own && matches(x.Input, q.Name) {
					found = true
					break
				}
			}
			if !found {
				return ErrRequired.With("sector", t.Name.ZH, "sector_en", t.Name.EN, "name", x.Input, "why_zh", x.Why.ZH, "why", x.Why.EN).
					At(p.Field)
			}
		}
	}
	return nil
}

// fieldOf is where the file has a quantity.
func fieldOf(name string, parts []Part) string {
	for _, p := range parts {
		if rest, ok := strings.CutPrefix(name, p.Prefix+"."); ok {
			return p.Field + "." + rest
		}
	}
	return name
}

// matches compares a pattern with a quantity's name: "*" as the first part is any method, "[*]" any index; a method used
// again ("royalty_2") is that method.
func matches(pattern, name string) bool {
	pm, prest, _ := strings.Cut(pattern, ".")
	nm, nrest, _ := strings.Cut(name, ".")
	if i := strings.LastIndexByte(nm, '_'); i > 0 && nm[i+1:] >= "0" && nm[i+1:] <= "99" {
		nm = nm[:i]
	}
	if pm != "*" && pm != nm {
		return false
	}
	for {
		before, after, any := strings.Cut(prest, "[*]")
		if !any {
			return prest == nrest
		}
		rest, ok := strings.CutPrefix(nrest, before+"[")
		if !ok {
			return false
		}
		_, rest, ok = strings.Cut(rest, "]")
		if !ok {
			return false
		}
		prest, nrest = after, rest
	}
}
