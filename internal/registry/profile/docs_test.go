package profile

import (
	"fmt"
	"os"
	"strings"
	"testing"
)

// TestTheDocumentedFiguresAreThoseOfTheFiles holds docs/registration.md against the data.
func TestTheDocumentedFiguresAreThoseOfTheFiles(t *testing.T) {
	b, err := os.ReadFile("../../../docs/registration.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range All() {
		p := r.Profile
		evidence, renewal, filing := "no", fmt.Sprintf("%d months before", p.RenewalMonths), "unified register"
		if p.EvidenceFirst {
			evidence = "yes"
		}
		switch {
		case p.NoRenewal:
			renewal = "none"
		case p.RenewalDays > 0:
			renewal = fmt.Sprintf("%d days before", p.RenewalDays)
		}
		if p.PledgeFiling == "ip" {
			filing = "IP office"
		}
		name := p.Name
		if name == "national-2026" {
			name += " (default)"
		}
		want := fmt.Sprintf("| %s | %d months | %d days | %s | %s | %s |", name, p.ValidityMonths, p.PublicityDays, evidence, renewal, filing)
		if !strings.Contains(string(b), want) {
			t.Errorf("the document lacks %q", want)
		}
	}
}
