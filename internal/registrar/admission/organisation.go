package admission

import (
	"context"
	"crypto/ed25519"
	"errors"
	"time"

	"shurong.org/shurong/fault"
	"shurong.org/shurong/identifier"
	"shurong.org/shurong/internal/api"
	"shurong.org/shurong/internal/approval"
	"shurong.org/shurong/internal/auth"
	"shurong.org/shurong/internal/db"
	"shurong.org/shurong/internal/desk"
	"shurong.org/shurong/internal/directory"
	"shurong.org/shurong/internal/registry"
)

// Admission is an organisation to be admitted to the registry.
type Admission struct {
	USCC       string          `json:"uscc" maxLength:"18"`
	Name       string          `json:"name" maxLength:"100"`
	NameEN     string          `json:"name_en,omitempty" maxLength:"100" doc:"for screens in English, this node only"`
	Region     string          `json:"region" doc:"GB/T 2260 code of the place, 6 digits"`
	Roles      []registry.Role `json:"roles"`
	Pub        []byte          `json:"pub,omitempty" doc:"its Ed25519 public key, base64; absent: this node makes and keeps a key for it"`
	CodeRegion string          `json:"code_region,omitempty" doc:"a registrar's two digits of the certificate code"`
	CodeDigit  string          `json:"code_digit,omitempty" doc:"a registrar's digit of the certificate code"`
}

// Organisation is an admitted organisation.
type Organisation struct {
	USCC       string          `json:"uscc"`
	Name       string          `json:"name"`
	Region     string          `json:"region"`
	Roles      []registry.Role `json:"roles"`
	AdmittedAt time.Time       `json:"admitted_at"`
	AdmittedBy desk.Party      `json:"admitted_by"`
	Index      uint64          `json:"index" doc:"log position of the admission"`
	Hosted     bool            `json:"hosted" doc:"this node holds its key"`
	CodeRegion string          `json:"code_region,omitempty"`
	CodeDigit  string          `json:"code_digit,omitempty"`
}

// OrganisationDetail is an organisation with its keys.
type OrganisationDetail struct {
	Organisation
	Keys []PublicKey `json:"keys" doc:"newest first"`
}

// PublicKey is a key of an organisation as the registry knows it.
type PublicKey struct {
	ID      string              `json:"id"`
	Pub     []byte              `json:"pub" doc:"Ed25519, base64"`
	Purpose registry.KeyPurpose `json:"purpose" enum:"organisation,agent"`
	Revoked bool                `json:"revoked"`
	Index   uint64              `json:"index"`
	At      time.Time           `json:"at"`
}

// Admit admits an organisation, and makes its key where it brings none. The caller's organisation is the admitting
// registrar. It may be repeated after a failure.
func (s *Service) Admit(ctx context.Context, in Admission) (OrganisationDetail, error) {
	if _, err := identifier.ParseUSCC(in.USCC); err != nil {
		return OrganisationDetail{}, fault.From(err).At("body.uscc")
	}
	hosted := len(in.Pub) == 0
	if hosted {
		p, err := auth.Must(ctx)
		if err != nil {
			return OrganisationDetail{}, err
		}
		if err := s.probe(ctx, p.Org, &in); err != nil {
			return OrganisationDetail{}, err
		}
		if in.Pub, err = s.Keys.Ensure(ctx, in.USCC, registry.PurposeOrganisation); err != nil {
			return OrganisationDetail{}, err
		}
	}
	err := s.PerformThen(ctx, "org/"+in.USCC, in.command(in.Pub), func(tx *db.Tx) error {
		o := auth.Organisation{USCC: in.USCC, NameZH: in.Name, NameEN: in.NameEN, Hosted: hosted, Roles: []auth.Role{}}
		for _, r := range in.Roles {
			o.Roles = append(o.Roles, auth.Role(r))
		}
		return auth.SaveOrganisation(ctx, tx, o)
	})
	if err != nil {
		return OrganisationDetail{}, err
	}
	return s.Organisation(ctx, in.USCC)
}

// probe tries an admission with a key that will not be used, so that a refused one leaves no key behind. An organisation
// that is there already and has its key here may be a repetition: sending tells.
func (s *Service) probe(ctx context.Context, org string, in *Admission) error {
	pub, _, err := ed25519.GenerateKey(nil) // the registry refuses keys that nobody generated
	if err != nil {
		return err
	}
	err = s.Keys.Try(ctx, org, in.command(pub), s.Clock.Now())
	if !errors.Is(err, registry.ErrExists) {
		return err
	}
	hosted, failed := s.Keys.Hosts(ctx, in.USCC)
	if failed != nil || hosted {
		return failed
	}
	return err
}

func (a *Admission) command(pub []byte) *registry.OrgAdmit {
	return &registry.OrgAdmit{
		USCC: a.USCC, Name: a.Name, Region: a.Region, Roles: a.Roles, Pub: pub, CodeRegion: a.CodeRegion, CodeDigit: a.CodeDigit,
	}
}

// AddAgentKey adds the public key of an agent at the caller's site, which can sign heartbeats and nothing else.
func (s *Service) AddAgentKey(ctx context.Context, pub []byte) (OrganisationDetail, error) {
	p, err := auth.Must(ctx)
	if err != nil {
		return OrganisationDetail{}, err
	}
	if err := s.Perform(ctx, "org/"+p.Org, &registry.KeyAdd{Pub: pub, Purpose: registry.PurposeAgent}); err != nil {
		return OrganisationDetail{}, err
	}
	return s.Organisation(ctx, p.Org)
}

// AddOrganisationKey proposes a further key of the caller's organisation. Whoever holds it signs everything that the
// organisation may do, past every second person: so it takes one to let it in.
func (s *Service) AddOrganisationKey(ctx context.Context, pub []byte) (desk.Proposed, error) {
	id := registry.KeyID(pub)
	r, err := s.Propose(ctx, "key/"+id, approval.Text{
		ZH: "登记机构密钥 " + id + "：持有者可代表本机构签署一切命令", EN: "Add organisation key " + id + ": its holder signs every command for us",
	}, &registry.KeyAdd{Pub: pub, Purpose: registry.PurposeOrganisation})
	return desk.Answer(r, err)
}

// RevokeKey ends a key of the caller's organisation.
func (s *Service) RevokeKey(ctx context.Context, id string) (OrganisationDetail, error) {
	p, err := auth.Must(ctx)
	if err != nil {
		return OrganisationDetail{}, err
	}
	if err := s.Perform(ctx, "org/"+p.Org, &registry.KeyRevoke{Key: id}); err != nil {
		return OrganisationDetail{}, err
	}
	return s.Organisation(ctx, p.Org)
}

// Organisation returns an admitted organisation.
func (s *Service) Organisation(ctx context.Context, uscc string) (OrganisationDetail, error) {
	row, err := s.Dir.Organisation(ctx, uscc)
	if err != nil {
		return OrganisationDetail{}, err
	}
	if row == nil {
		return OrganisationDetail{}, ErrNotFound.With("org", uscc)
	}
	o, err := s.organisation(ctx, row)
	out := OrganisationDetail{Organisation: o, Keys: []PublicKey{}}
	if err != nil {
		return out, err
	}
	keys, err := s.Dir.Keys(ctx, uscc)
	for _, k := range keys {
		out.Keys = append(out.Keys, PublicKey{
			ID: k.Fact.ID, Pub: k.Fact.Pub, Purpose: k.Fact.Purpose, Revoked: k.Fact.Revoked, Index: k.Index, At: desk.Instant(k.At),
		})
	}
	return out, err
}

func (s *Service) organisation(ctx context.Context, row *directory.Row[registry.Organisation]) (Organisation, error) {
	f := row.Fact
	hosted, err := s.Keys.Hosts(ctx, f.USCC)
	return Organisation{
		USCC: f.USCC, Name: f.Name, Region: f.Region, Roles: f.Roles,
		AdmittedAt: desk.Instant(row.At), AdmittedBy: s.Party(ctx, f.AdmittedBy), Index: row.Index,
		Hosted: hosted, CodeRegion: f.CodeRegion, CodeDigit: f.CodeDigit,
	}, err
}

// Organisations lists admitted organisations, newest first.
func (s *Service) Organisations(
	ctx context.Context, f directory.OrganisationFilter, page api.Paging,
) (api.Page[Organisation], error) {
	none := api.Page[Organisation]{Items: []Organisation{}}
	// The founding registrar stands at position 0, where a cursor can never lead: it is on the last page anyway.
	at, err := desk.PageOf(page)
	if err != nil {
		return none, err
	}
	rows, err := s.Dir.Organisations(ctx, f, at)
	if err != nil {
		return none, err
	}
	out := desk.Shown(rows, page)
	items := make([]Organisation, len(out.Items))
	for i := range out.Items {
		if items[i], err = s.organisation(ctx, &out.Items[i]); err != nil {
			return none, err
		}
	}
	return api.Page[Organisation]{Items: items, NextCursor: out.NextCursor}, nil
}
