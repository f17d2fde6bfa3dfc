package appraisal

import (
	"context"
	"strconv"
	"strings"

	"shurong.org/shurong/daycount"
	"shurong.org/shurong/internal/registry"
)

// Template is a valuation file to start from: what is known of the commission filled in, numbers to be replaced.
type Template struct {
	Approach string `json:"approach" enum:"cost,royalty,market"`
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
	return Template{Approach: approach, Text: template(approach, name, string(r.Purpose), cert, s.Today())}, nil
}

// template writes the file. The right's remaining years bound the income (Guide Art. 26).
func template(approach, name, purpose string, cert *registry.Certificate, today daycount.Date) string {
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
	return b.String()
}
