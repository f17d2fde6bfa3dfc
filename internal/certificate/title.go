package certificate

import (
	"context"
	"slices"

	"shurong.org/shurong/credential"
	"shurong.org/shurong/internal/registry"
	"shurong.org/shurong/internal/sequence"
)

// ChainOfTitle returns the chain of title of a certificate as a signed document: every registration it stands on, back to the
// first, each with its log entry. Of an unpublished one a stranger gets no more than its existence. Errors:
// [ErrNotFound], [ErrLiens].
func (s *Service) ChainOfTitle(ctx context.Context, code string) ([]byte, *credential.Report, error) {
	c, registrar, err := s.unsigned(ctx, code, credential.Title)
	if err != nil {
		return nil, nil, err
	}
	if c.Kind == credential.Existence {
		return s.sign(ctx, c, registrar)
	}
	issues, err := s.issues(ctx, code)
	if err != nil {
		return nil, nil, err
	}
	err = s.ledger.View(ctx, func(snap *sequence.Snapshot) error { return s.addTitle(snap, c, code, issues) })
	if err != nil {
		return nil, nil, err
	}
	return s.sign(ctx, c, registrar)
}

// issues finds where the certificates of a chain were entered in the log.
func (s *Service) issues(ctx context.Context, code string) (map[string]uint64, error) {
	out := map[string]uint64{}
	for code != "" && out[code] == 0 {
		row, err := s.dir.Certificate(ctx, code)
		if err != nil {
			return nil, err
		}
		if row == nil {
			break
		}
		out[code], code = row.Index, row.Fact.Previous
	}
	return out, nil
}

// addTitle replaces a document's facts by those of the chain, and adds the entries.
func (s *Service) addTitle(snap *sequence.Snapshot, c *credential.Credential, code string, issues map[string]uint64) error {
	g := gather{snap: snap}
	for _, f := range c.Facts {
		g.add(f.Key)
	}
	c.Checkpoint = string(snap.Checkpoint())
	var indexes []uint64
	for n := 0; code != "" && n < credential.MaxEntries; n++ {
		cert := look[registry.Certificate](&g, registry.PrefixCertificate+code)
		if cert == nil {
			break
		}
		g.add(credential.CertificateKey(code))
		indexes = append(indexes, issues[code])
		for _, t := range cert.Titles() {
			g.add(credential.OrgKey(t.Holder))
			if t.Index != 0 {
				indexes = append(indexes, t.Index)
			}
		}
		code = cert.Previous
	}
	slices.Sort(indexes)
	indexes = slices.Compact(indexes)
	if len(indexes) > credential.MaxEntries {
		return ErrLiens.With("code", c.Code)
	}
	for _, i := range indexes {
		e, err := entry(snap, i)
		if err != nil {
			return err
		}
		c.Entries = append(c.Entries, *e)
	}
	var err error
	c.Facts, err = g.facts()
	return err
}
