package appraisal

import (
	"context"
	"embed"
	"regexp"
	"strconv"
	"strings"

	"shurong.org/shurong/daycount"
	"shurong.org/shurong/internal/registry"
	"shurong.org/shurong/internal/standard"
	"shurong.org/shurong/valuation"
	"shurong.org/shurong/valuation/sector"
)

// Template is a valuation file to start from: what is known of the commission filled in, numbers to be replaced.
type Template struct {
	Approach string `json:"approach" enum:"cost,cost_expert9,direct,royalty,excess_earnings,incremental,contracts,market"`
	Text     string `json:"text" doc:"YAML; it computes as it stands, with numbers that mean nothing"`
}

// Template returns the file to start from for one approach.
func (s *Service) Template(ctx context.Context, id, approach string) (Template, error) {
	r, _, err := s.theirs(ctx, id)
	if err != nil {
		return Template{}, err
	}
	cert, err := s.certificate(ctx, r.Certificate)
	if err != nil {
		return Template{}, err
	}
	name := s.title(ctx, r.Certificate)
	if name == "" {
		name = "数据资产 " + cert.Asset
	}
	text, err := template(approach, name, string(r.Purpose), cert, s.Today())
	if err != nil {
		return Template{}, err
	}
	asset, err := s.asset(ctx, r.Certificate)
	if err != nil || asset == nil {
		return Template{Approach: approach, Text: text}, err
	}
	if approach == string(valuation.CostByExpert9) {
		q, err := s.qualityBasis(ctx, r.Certificate, asset)
		if err != nil {
			return Template{}, err
		}
		text = strings.Replace(text, "\napproaches:\n", "\n"+q.yaml()+"approaches:\n", 1)
	}
	if approach == string(valuation.MarketComparison) {
		known, err := s.comparables(ctx, asset, valuation.UnitWan)
		if err != nil {
			return Template{}, err
		}
		text += recorded(known)
	}
	return Template{Approach: approach, Text: s.typical(text, asset)}, nil
}

// typical adds the sector's template, if the file still computes with it: its numbers are there to be replaced.
func (s *Service) typical(text string, a *registry.Asset) string {
	t, err := sector.Find(standard.SectorOf("", a.Industry))
	if err != nil {
		return text
	}
	with := strings.Replace(text, "\napproaches:\n", "\nsector: {name: "+t.Sector+"}         # 行业模板 "+t.Name.ZH+
		"；范围之外的取值须写明理由 outside its ranges give reasons\napproaches:\n", 1)
	if _, err := Preview(with); err != nil {
		return text
	}
	return with
}

// yaml cites the latest measurement. The log holds the score of all six dimensions together: each has it until the
// appraiser, who may read the profile at the site, writes them one by one.
func (q QualityBasis) yaml() string {
	return "quality:                    # 最近一次测量 the latest measurement\n  from: profile\n  asset: " + q.Asset + "\n  log_position: " +
		strconv.FormatUint(q.LogPosition, 10) + "\n  profile: " + q.Profile +
		"\n  scores:                   # 日志只载总分，六个维度先均取总分 the log holds the score of all six together\n" +
		"    {normativity: " + q.Score + ", completeness: " + q.Score + ", accuracy: " + q.Score + ", consistency: " + q.Score +
		",\n     timeliness: " + q.Score + ", accessibility: " + q.Score + "}\n"
}

// recorded writes the platform's own recorded values as comments: which are comparable, and by how much, is for the appraiser
// to judge.
func recorded(known []RecordedValue) string {
	if len(known) == 0 {
		return ""
	}
	var b strings.Builder
	b.WriteString("        # 平台登记的同行业评估值，可参考 values on record of the same industry:\n")
	for _, k := range known {
		name, _, _ := strings.Cut(k.Title, "\n")
		b.WriteString("        # - {name: " + strconv.Quote(name) + ", price: " + string(k.Comparable.Price) + ", trade: " + k.Valuation +
			", log_position: " + strconv.FormatUint(k.LogPosition, 10) + ", trade_date: " + k.Date + "}\n")
	}
	return b.String()
}

//go:embed template/*.yaml
var templates embed.FS

// template writes the file. The right's remaining years bound the income (Guide Art. 26).
func template(approach, name, purpose string, cert *registry.Certificate, today daycount.Date) (string, error) {
	var b strings.Builder
	b.WriteString("version: 1\nasset: " + strconv.Quote(name) + "\ncertificate: " + cert.Code + "\npurpose: " + purpose)
	b.WriteString("\nvalue_type: market            # market investment in_use liquidation\nvaluation_date: " +
		today.String())
	b.WriteString("\ncurrency_unit: 万元             # 元 or 万元\nsensitivity_step: 0.10\napproaches:\n")
	switch approach {
	case "royalty":
		years := max(1, cert.ValidUntil.Sub(today)/365)
		amounts := strings.Repeat("100, ", min(years, 5)-1) + "100"
		b.WriteString(`  - sources:
      revenue: 请写明来源 say where it comes from
      royalty_rate: 请写明来源 say where it comes from
      discount_rate: 请写明来源 say where it comes from
    royalty:
      revenue:
        amounts: [` + amounts + `]
      royalty_rate: 0.10
      timing: end                # end or mid
      life:
        right: ` + strconv.Itoa(years) + `                 # 登记权利剩余年限 years left of the registered right
      discount_rate:
        basis: pre_tax           # 未填 tax_rate 时为税前 before tax without tax_rate
        build_up:
          risk_free: 0.0231
          management: 0.05
          circulation: 0.05
          security: 0.03
          regulation: 0.03
`)
	case "market":
		b.WriteString("  - sources:\n      comparables: 请写明来源 say where it comes from\n    market:\n      take: median\n      comparables:\n")
		for _, n := range []string{"可比案例一", "可比案例二", "可比案例三"} {
			b.WriteString("        - {name: " + n +
				", price: 100, quality: 1, supply_demand: 1, date: 1, volume: 1, other: 1}\n")
		}
	case string(valuation.CostByExpert9), string(valuation.DirectIncome), string(valuation.ExcessEarningsMethod),
		string(valuation.IncrementalIncome), string(valuation.ContractBacked):
		body, err := templates.ReadFile("template/" + approach + ".yaml")
		if err != nil {
			return "", err
		}
		return b.String() + dated(string(body), approach, today), nil
	default:
		b.WriteString(`  - sources:
      costs: 请写明来源 say where it comes from
      profit_rate: 请写明来源 say where it comes from
      adjustment: 请写明来源 say where it comes from
    cost:
      costs:
        preliminary: 10
        direct: 100
        indirect: 10
        taxes: 1
      profit_rate: 0.10
      adjustment:
        quality: 1
        scenario: 1
        market: 1
`)
	}
	return b.String(), nil
}

// dated moves the dates of an example, which was written for 2026, by whole years. A first period ends with this year,
// payments begin with the next.
func dated(body, approach string, today daycount.Date) string {
	by := today.Year() - 2026
	if approach == string(valuation.ContractBacked) {
		by++
	}
	return exampleYear.ReplaceAllStringFunc(body, func(s string) string {
		year, err := strconv.Atoi(s[2:6])
		if err != nil {
			return s
		}
		return s[:2] + strconv.Itoa(year+by) + s[6:]
	})
}

var exampleYear = regexp.MustCompile(`: 20[0-9]{2}-`)
