package certificate

import (
	"context"
	"slices"

	"shurong.org/shurong/internal/auth"
	"shurong.org/shurong/internal/registry"
	"shurong.org/shurong/internal/sequence"
)

// Authorised reports whether an organisation holds the holder's authorisation to see more of an unpublished certificate
// than that it exists. The node sets it; a service without it knows of none.
type Authorised func(ctx context.Context, code, org string) (bool, error)

// withheld reports whether a registration is unpublished (Guide Art. 24): it is of a trade secret, or its publicity was
// withheld on the applicant's reasons.
func withheld(r registry.Reader, cert *registry.Certificate) (bool, error) {
	if cert.Withheld {
		return true, nil
	}
	asset, err := registry.Find[registry.Asset](r, registry.PrefixAsset+cert.Asset)
	if err != nil || asset == nil {
		return false, err
	}
	first, err := registry.Find[registry.Case](r, registry.PrefixCase+asset.Case)
	if err != nil || first == nil {
		return false, err
	}
	return first.Publicity != nil && first.Publicity.Withheld, nil
}

// parties are those who see an unpublished certificate whole: holder, registrar, and whoever has a lien on it.
func parties(r registry.Reader, cert *registry.Certificate) ([]string, error) {
	out := []string{cert.Holder, cert.Registrar}
	enc, err := registry.Find[registry.Encumbrance](r, registry.PrefixEncumbrance+cert.Code)
	if err != nil || enc == nil {
		return out, err
	}
	for _, id := range enc.Liens {
		l, err := registry.Find[registry.Lien](r, registry.PrefixLien+id)
		if err != nil {
			return nil, err
		}
		if l != nil {
			out = append(out, l.Pledgee)
		}
	}
	return out, nil
}

// hidden reports whether the caller sees of a certificate no more than that it exists.
func (s *Service) hidden(ctx context.Context, cert *registry.Certificate) (bool, error) {
	secret, may := false, false
	p, _ := auth.From(ctx)
	err := s.ledger.View(ctx, func(snap *sequence.Snapshot) (err error) {
		if secret, err = withheld(snap, cert); err != nil || !secret {
			return err
		}
		all, err := parties(snap, cert)
		may = p.Org != "" && slices.Contains(all, p.Org)
		return err
	})
	if err != nil || !secret || may || p.Org == "" {
		return secret && !may, err
	}
	if s.Authorised != nil {
		may, err = s.Authorised(ctx, cert.Code, p.Org)
	}
	return !may, err
}

// readable refuses what hangs on an unpublished certificate to those who may not see it. One that does not exist has nothing
// to hide.
func (s *Service) readable(ctx context.Context, code string) error {
	row, err := s.dir.Certificate(ctx, code)
	if err != nil || row == nil {
		return err
	}
	hidden, err := s.hidden(ctx, &row.Fact)
	if err == nil && hidden {
		err = ErrWithheld.With("code", printable(code))
	}
	return err
}
