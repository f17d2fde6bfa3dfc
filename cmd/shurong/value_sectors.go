package main

import (
	"strings"

	"shurong.org/shurong/canon"
	"shurong.org/shurong/valuation/formula"
	"shurong.org/shurong/valuation/sector"
)

// valueSectorsCmd lists the sector templates, or shows one.
type valueSectorsCmd struct {
	Sector string `arg:"" optional:"" help:"Show this sector's ranges."`
	JSON   bool   `name:"json" help:"Print canonical JSON."`
}

// Run prints them in the user's language.
func (c *valueSectorsCmd) Run(e *env) error {
	var all []sector.Template
	if c.Sector != "" {
		t, err := sector.Find(c.Sector)
		if err != nil {
			return err
		}
		all = append(all, t)
	} else {
		var err error
		if all, err = sector.All(); err != nil {
			return err
		}
	}
	if c.JSON {
		b, err := canon.Marshal(all)
		if err != nil {
			return err
		}
		_, err = e.Out.Write(append(b, '\n'))
		return err
	}
	text := func(t formula.Text) string { return e.t(t.ZH, t.EN) }
	for _, t := range all {
		kinds := make([]string, len(t.Kinds))
		for i, k := range t.Kinds {
			kinds[i] = text(k)
		}
		e.printf("%-16s %s  %s  %s\n", t.Sector, text(t.Name), strings.Join(t.Industries, ""), strings.Join(kinds, e.t("；", "; ")))
		if c.Sector == "" {
			continue
		}
		for _, r := range t.Required {
			e.printf("  %s %s：%s\n", e.t("须填", "required"), r.Input, text(r.Why))
		}
		for _, r := range t.Ranges {
			e.printf("  %-36s [%s, %s]  %s：%s\n", r.Input, r.Low, r.High, text(r.Basis.Text()), r.Source)
		}
	}
	return nil
}
