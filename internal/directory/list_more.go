package directory

import (
	"context"

	"shurong.org/shurong/internal/registry"
)

// OrganisationFilter narrows [Directory.Organisations].
type OrganisationFilter struct {
	Role   registry.Role
	Region string // leading digits of the GB/T 2260 code: "33" is Zhejiang
}

// Organisations lists those admitted.
func (d *Directory) Organisations(ctx context.Context, f OrganisationFilter, p Page) ([]Row[registry.Organisation], error) {
	w := new(where)
	if f.Role != "" {
		w.like("roles", "% "+string(f.Role)+" %")
	}
	if f.Region != "" {
		w.like("region", f.Region+"%")
	}
	return list[registry.Organisation](ctx, d, organisations, w, p)
}

// Organisation returns one, nil if it was not admitted.
func (d *Directory) Organisation(ctx context.Context, uscc string) (*Row[registry.Organisation], error) {
	return get[registry.Organisation](ctx, d, organisations, uscc)
}

// Keys lists the public keys of an organisation, revoked ones included. An admission creates organisation and key at one
// position, so the list is not paged: an organisation has few.
func (d *Directory) Keys(ctx context.Context, org string) ([]Row[registry.Key], error) {
	return list[registry.Key](ctx, d, keys, new(where).is("org", org), Page{Limit: MaxLimit})
}

// ValuationFilter narrows [Directory.Valuations].
type ValuationFilter struct{ Certificate, Appraiser string }

// Valuations lists appraisals on record.
func (d *Directory) Valuations(ctx context.Context, f ValuationFilter, p Page) ([]Row[registry.Valuation], error) {
	w := new(where).is("certificate", f.Certificate).is("appraiser", f.Appraiser)
	return list[registry.Valuation](ctx, d, valuations, w, p)
}

// Valuation returns one appraisal, nil if there is none.
func (d *Directory) Valuation(ctx context.Context, id string) (*Row[registry.Valuation], error) {
	return get[registry.Valuation](ctx, d, valuations, id)
}

// Heartbeats lists a certificate's signs of life; of all certificates if it is empty.
func (d *Directory) Heartbeats(ctx context.Context, certificate string, p Page) ([]Row[registry.Heartbeat], error) {
	return list[registry.Heartbeat](ctx, d, heartbeats, new(where).is("certificate", certificate), p)
}

// SanctionFilter narrows [Directory.Sanctions]. Lifted nil means either; an entry that ran out is not lifted.
type SanctionFilter struct {
	Subject string
	Lifted  *bool
}

// Sanctions lists entries of the joint sanction list, past ones included.
func (d *Directory) Sanctions(ctx context.Context, f SanctionFilter, p Page) ([]Row[registry.Sanction], error) {
	return list[registry.Sanction](ctx, d, sanctions, new(where).is("subject", f.Subject).flag("lifted", f.Lifted), p)
}

// LoanFilter narrows [Directory.Loans]. Settled nil means either.
type LoanFilter struct {
	Lender, Borrower, Lien, Certificate string
	Settled                             *bool
}

// Loans lists credit that was extended on liens.
func (d *Directory) Loans(ctx context.Context, f LoanFilter, p Page) ([]Row[registry.LoanNote], error) {
	w := new(where).is("lender", f.Lender).is("borrower", f.Borrower).is("lien", f.Lien).is("certificate", f.Certificate)
	w.flag("settled", f.Settled)
	return list[registry.LoanNote](ctx, d, loans, w, p)
}

// Loan returns one loan note, nil if there is none.
func (d *Directory) Loan(ctx context.Context, id string) (*Row[registry.LoanNote], error) {
	return get[registry.LoanNote](ctx, d, loans, id)
}

// AnnotationFilter narrows [Directory.Annotations]. Lifted nil means either.
type AnnotationFilter struct {
	Certificate, Kind string
	Lifted            *bool
}

// Annotations lists notes on certificates.
func (d *Directory) Annotations(ctx context.Context, f AnnotationFilter, p Page) ([]Row[registry.Annotation], error) {
	w := new(where).is("certificate", f.Certificate).is("kind", f.Kind).flag("lifted", f.Lifted)
	return list[registry.Annotation](ctx, d, annotations, w, p)
}

// Annotation returns one, nil if there is none.
func (d *Directory) Annotation(ctx context.Context, id string) (*Row[registry.Annotation], error) {
	return get[registry.Annotation](ctx, d, annotations, id)
}
