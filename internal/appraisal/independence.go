package appraisal

import (
	"context"
	"slices"

	"shurong.org/shurong/internal/directory"
	"shurong.org/shurong/internal/registry"
	"shurong.org/shurong/internal/sequence"
)

// MaxYears is for how many years in a row one appraiser may value the same data.
const MaxYears = 3

// independent holds what the desk asks of an appraiser beyond the registry, which refuses holders and lenders of the data:
// it is not on the joint sanction list, and this is not its fourth year in a row on the same data. Years are those of the
// valuation dates, of reports on record anywhere in the network; renewed certificates of the same data count together.
func (s *Service) independent(ctx context.Context, appraiser, certificate string, year int) error {
	sanction, err := sequence.Find[registry.Sanction](ctx, s.Ledger, registry.PrefixSanction+appraiser)
	if err != nil {
		return err
	}
	if sanction != nil && sanction.Bars(s.Today()) {
		return ErrSanctioned.With("org", appraiser, "until", sanction.Until)
	}
	codes, err := s.certificatesOf(ctx, certificate)
	if err != nil {
		return err
	}
	valued := map[int]bool{year: true}
	for _, code := range codes {
		rows, err := s.Dir.Valuations(ctx, directory.ValuationFilter{Certificate: code, Appraiser: appraiser},
			directory.Page{Limit: directory.MaxLimit})
		if err != nil {
			return err
		}
		for _, r := range rows {
			valued[r.Fact.Date.Year()] = true
		}
	}
	from, to := year, year
	for valued[from-1] {
		from--
	}
	for valued[to+1] {
		to++
	}
	if to-from+1 > MaxYears {
		return ErrYears.With("org", appraiser, "years", to-from, "from", from, "to", to-1)
	}
	return nil
}

// asset is the data a certificate is about.
func (s *Service) asset(ctx context.Context, certificate string) (*registry.Asset, error) {
	cert, err := sequence.Find[registry.Certificate](ctx, s.Ledger, registry.PrefixCertificate+certificate)
	if err != nil || cert == nil {
		return nil, err
	}
	return sequence.Find[registry.Asset](ctx, s.Ledger, registry.PrefixAsset+cert.Asset)
}

// certificatesOf are the codes of all certificates of the same data, the given one among them.
func (s *Service) certificatesOf(ctx context.Context, certificate string) ([]string, error) {
	a, err := s.asset(ctx, certificate)
	if err != nil || a == nil || !slices.Contains(a.Certificates, certificate) {
		return []string{certificate}, err
	}
	return a.Certificates, nil
}

func (s *Service) sameAsset(ctx context.Context, a, b string) (bool, error) {
	codes, err := s.certificatesOf(ctx, a)
	return slices.Contains(codes, b), err
}
