package certificate

import (
	"context"

	"shurong.org/shurong/credential"
	"shurong.org/shurong/fault"
	"shurong.org/shurong/internal/directory"
	"shurong.org/shurong/internal/registry"
	"shurong.org/shurong/internal/registry/facts"
	"shurong.org/shurong/internal/sequence"
)

var (
	// ErrNoAsset says that there is no data asset of this identifier.
	ErrNoAsset = fault.Define("certificate.no_asset", fault.NotFound,
		"未找到数据资产 {asset}", "data asset {asset} was not found")
	// ErrNoLists says that the log cannot prove that a list of a holder's certificates is whole.
	ErrNoLists = fault.Define("certificate.no_lists", fault.Conflict,
		"本登记簿创建时未按权利人编制名单，无法出具可证明完整的权利人查询证明",
		"this log was not begun with lists by holder; a search by holder that is provably complete cannot be made").
		Hint("请按凭证编号或数据资产查询", "search by certificate or by asset")
	// ErrTooMany says that a search found more than one document holds.
	ErrTooMany = fault.Define("certificate.too_many", fault.Limit,
		"查询结果共 {n} 份凭证，超过一份证明所能载明的", "the search found {n} certificates, more than one document holds").
		Hint("请按数据资产分别查询", "search asset by asset")
	// ErrNoRegistrar says that no registrar's keys are on this node.
	ErrNoRegistrar = fault.Define("certificate.no_registrar", fault.Conflict,
		"本节点没有登记机构的签名密钥", "no registrar's signing key is held on this node")
)

// SearchAsset returns a search certificate of all certificates on a data asset, with their liens and annotations, as of
// now. Errors: [ErrNoAsset], [ErrTooMany].
func (s *Service) SearchAsset(ctx context.Context, id string) ([]byte, *credential.Report, error) {
	return s.searchSubject(ctx, credential.AssetSearch, id, func(snap *sequence.Snapshot, g *gather) ([]string, error) {
		a := look[registry.Asset](g, registry.PrefixAsset+id)
		if g.err != nil {
			return nil, g.err
		}
		if a == nil {
			return nil, ErrNoAsset.With("asset", printable(id)).At("path.asset")
		}
		g.add(credential.AssetKey(id))
		return a.Certificates, nil
	})
}

// SearchHolder returns a search certificate of all certificates that were ever entered for a holder; that there is none is
// proven too. Errors: [ErrNoLists], [ErrTooMany].
func (s *Service) SearchHolder(ctx context.Context, holder string) ([]byte, *credential.Report, error) {
	return s.searchSubject(ctx, credential.HolderSearch, holder, func(snap *sequence.Snapshot, g *gather) ([]string, error) {
		genesis := look[registry.Genesis](g, registry.KeyGenesis)
		h := look[registry.Holdings](g, registry.PrefixHolder+holder)
		if g.err != nil {
			return nil, g.err
		}
		if genesis == nil || !genesis.HolderIndex {
			return nil, ErrNoLists.With()
		}
		g.add(credential.GenesisKey, credential.HolderKey(holder))
		if h == nil {
			return nil, nil
		}
		if h.Count > credential.MaxFacts/4 {
			return nil, ErrTooMany.With("n", h.Count)
		}
		var codes []string
		for page := 0; page*facts.HoldingsPageSize < h.Count; page++ {
			p := look[registry.HoldingsPage](g, registry.HoldingsPageKey(holder, page))
			if g.err != nil || p == nil {
				return nil, g.err
			}
			g.add(credential.HolderPageKey(holder, page))
			codes = append(codes, p.Certificates...)
		}
		return codes, nil
	})
}

// searchSubject assembles a search: the register's list, and of each certificate on it what the caller may see.
func (s *Service) searchSubject(ctx context.Context, kind credential.Kind, code string,
	list func(*sequence.Snapshot, *gather) ([]string, error)) ([]byte, *credential.Report, error) {
	registrar, err := s.signer(ctx)
	if err != nil {
		return nil, nil, err
	}
	pub, err := s.keys.Public(ctx, registrar, registry.PurposeOrganisation)
	if err != nil {
		return nil, nil, err
	}
	shown, err := s.visible(ctx, list)
	if err != nil {
		return nil, nil, err
	}
	var later []string
	if kind == credential.AssetSearch && s.Later != nil {
		asset, err := sequence.Find[registry.Asset](ctx, s.ledger, registry.PrefixAsset+code)
		if err != nil {
			return nil, nil, err
		}
		if asset != nil {
			if later, err = s.Later(ctx, asset.Case); err != nil {
				return nil, nil, err
			}
		}
	}
	c := &credential.Credential{V: credential.Version, Kind: kind, Code: code}
	err = s.ledger.View(ctx, func(snap *sequence.Snapshot) error {
		c.Checkpoint = string(snap.Checkpoint())
		g := gather{snap: snap}
		codes, err := list(snap, &g)
		if err != nil {
			return err
		}
		g.add(credential.OrgKey(registrar), credential.KeyKey(registry.KeyID(pub)))
		for _, code := range codes {
			if !shown[code] { // also what was entered since: at worst it is shown as little as an unpublished one
				g.hide(credential.CertificateKey(code))
				continue
			}
			g.certificate(code)
		}
		if kind == credential.AssetSearch {
			g.later(later)
		}
		c.Facts, err = g.facts()
		if err == nil && len(c.Facts) > credential.MaxFacts {
			err = ErrTooMany.With("n", len(codes))
		}
		return err
	})
	if err != nil {
		return nil, nil, err
	}
	return s.sign(ctx, c, registrar)
}

// certificate adds a certificate with its parties, what is on it, and what the review of its data found similar.
func (g *gather) certificate(code string) {
	cert := look[registry.Certificate](g, registry.PrefixCertificate+code)
	if cert == nil {
		return
	}
	g.add(credential.CertificateKeys(code, cert.Holder, cert.Registrar)...)
	g.charges(code)
	g.review(cert.Asset)
}

// later adds cases whose review was disclosed to name the asset's own as similar, where they were published and have a
// certificate.
func (g *gather) later(cases []string) {
	for _, id := range cases {
		c := look[registry.Case](g, registry.PrefixCase+id)
		if c == nil || c.Review == nil || len(c.Review.Similar) == 0 || len(c.Certificates) == 0 || c.Secret != nil {
			continue
		}
		if c.Publicity == nil || c.Publicity.Withheld {
			continue
		}
		g.add(credential.CaseKey(id))
	}
}

// visible says which of the listed certificates the caller may see.
func (s *Service) visible(ctx context.Context, list func(*sequence.Snapshot, *gather) ([]string, error)) (map[string]bool, error) {
	var certs []*registry.Certificate
	err := s.ledger.View(ctx, func(snap *sequence.Snapshot) error {
		g := gather{snap: snap}
		codes, err := list(snap, &g)
		if err != nil {
			return err
		}
		for _, code := range codes {
			if cert := look[registry.Certificate](&g, registry.PrefixCertificate+code); cert != nil {
				certs = append(certs, cert)
			}
		}
		return g.err
	})
	if err != nil {
		return nil, err
	}
	shown := make(map[string]bool, len(certs))
	for _, cert := range certs {
		hidden, err := s.hidden(ctx, cert)
		if err != nil {
			return nil, err
		}
		shown[cert.Code] = !hidden
	}
	return shown, nil
}

// signer is the registrar whose keys are on this node: who answers searches that are about no one registrar's certificates.
func (s *Service) signer(ctx context.Context) (string, error) {
	rows, err := s.dir.Organisations(ctx, directory.OrganisationFilter{Role: registry.RoleRegistrar}, directory.Page{Limit: 100})
	if err != nil {
		return "", err
	}
	for i := range rows {
		hosted, err := s.keys.Hosts(ctx, rows[i].Fact.USCC)
		if err != nil || hosted {
			return rows[i].Fact.USCC, err
		}
	}
	return "", ErrNoRegistrar.With()
}
