package directory

import (
	"context"
	"database/sql"
	"strings"

	"shurong.org/shurong/canon"
	"shurong.org/shurong/internal/db"
	"shurong.org/shurong/internal/registry"
)

// Row is a projected fact with where and when it came about.
type Row[T any] struct {
	Fact      T
	Index     uint64 // log position of the entry that created it
	Updated   uint64 // log position of the entry that last changed it
	At        int64  // time of Index, Unix milliseconds
	UpdatedAt int64
}

// Page selects a page of a list, newest first.
type Page struct {
	Before uint64 // only rows created before this position; 0: from the newest
	Limit  int    // rows; 0: [DefaultLimit]
}

// DefaultLimit and MaxLimit bound a page. The API's own bound is smaller by one: it reads a row more than it shows.
const (
	DefaultLimit = 50
	MaxLimit     = 1000
)

func (p Page) limit() int {
	if p.Limit <= 0 {
		return DefaultLimit
	}
	return min(p.Limit, MaxLimit)
}

// where collects conditions; empty values set none.
type where struct {
	terms []string
	args  []any
}

func (w *where) is(column, value string) *where {
	if value != "" {
		w.terms, w.args = append(w.terms, column+" = ?"), append(w.args, value)
	}
	return w
}

func (w *where) flag(column string, want *bool) *where {
	if want != nil {
		w.terms, w.args = append(w.terms, column+" = ?"), append(w.args, flag(*want))
	}
	return w
}

func (w *where) like(column, pattern string) *where {
	w.terms, w.args = append(w.terms, column+" LIKE ?"), append(w.args, pattern)
	return w
}

func oneOf[S ~string](w *where, column string, values []S) {
	if len(values) == 0 {
		return
	}
	w.terms = append(w.terms, column+" IN (?"+strings.Repeat(", ?", len(values)-1)+")")
	for _, v := range values {
		w.args = append(w.args, string(v))
	}
}

const rowColumns = "fact, idx, updated, at, updated_at"

// list reads a page of a table.
func list[T any](ctx context.Context, d *Directory, t table, w *where, p Page) ([]Row[T], error) {
	if p.Before != 0 {
		w.terms, w.args = append(w.terms, "idx < ?"), append(w.args, int64(p.Before))
	}
	query := "SELECT " + rowColumns + " FROM " + t.name
	if len(w.terms) > 0 {
		query += " WHERE " + strings.Join(w.terms, " AND ")
	}
	out := []Row[T]{}
	err := d.store.View(ctx, func(tx *db.Tx) error {
		return tx.Each(ctx, func(rows *sql.Rows) error {
			var r Row[T]
			var fact string
			var idx, updated int64
			if err := rows.Scan(&fact, &idx, &updated, &r.At, &r.UpdatedAt); err != nil {
				return err
			}
			r.Index, r.Updated = uint64(idx), uint64(updated)
			if err := canon.Unmarshal([]byte(fact), &r.Fact); err != nil {
				return err
			}
			out = append(out, r)
			return nil
		}, query+" ORDER BY idx DESC LIMIT ?", append(w.args, p.limit())...)
	})
	return out, err
}

// get reads one row by its identifier, nil if there is none.
func get[T any](ctx context.Context, d *Directory, t table, id string) (*Row[T], error) {
	rows, err := list[T](ctx, d, t, new(where).is("id", id), Page{Limit: 1})
	if err != nil || len(rows) == 0 || id == "" {
		return nil, err
	}
	return &rows[0], nil
}

// CaseFilter narrows [Directory.Cases]; zero fields do not.
type CaseFilter struct {
	Applicant, Registrar string
	Party                string                // applicant, joint applicant or registrar
	Applies              string                // applicant or joint applicant
	Certificate          string                // of a later registration: the certificate it is about
	Statuses             []registry.CaseStatus // as stored: see the package comment
	Form                 string                // form commitment
	Asset                string
	Objected             bool // only registered ones on which an objection waits
}

// Cases lists registration proceedings.
func (d *Directory) Cases(ctx context.Context, f CaseFilter, p Page) ([]Row[registry.Case], error) {
	w := new(where).is("applicant", f.Applicant).is("registrar", f.Registrar).is("form", f.Form).is("asset", f.Asset).
		is("certificate", f.Certificate)
	const joint = " OR id IN (SELECT case_id FROM directory_case_joint WHERE org = ?))"
	if f.Party != "" {
		w.terms, w.args = append(w.terms, "(applicant = ? OR registrar = ?"+joint), append(w.args, f.Party, f.Party, f.Party)
	}
	if f.Applies != "" {
		w.terms, w.args = append(w.terms, "(applicant = ?"+joint), append(w.args, f.Applies, f.Applies)
	}
	oneOf(w, "status", f.Statuses)
	if f.Objected {
		w.terms = append(w.terms, "objected = 1")
	}
	return list[registry.Case](ctx, d, cases, w, p)
}

// Case returns one proceeding, nil if there is none.
func (d *Directory) Case(ctx context.Context, id string) (*Row[registry.Case], error) {
	return get[registry.Case](ctx, d, cases, id)
}

// CasesByForm returns the proceedings that stand on any of the given forms, newest first.
func (d *Directory) CasesByForm(ctx context.Context, forms []string) ([]Row[registry.Case], error) {
	if len(forms) == 0 {
		return nil, nil
	}
	w := new(where)
	oneOf(w, "form", forms)
	return list[registry.Case](ctx, d, cases, w, Page{Limit: MaxLimit})
}

// CertificateFilter narrows [Directory.Certificates]. Cancelled nil means either.
type CertificateFilter struct {
	Holder, Registrar, Asset, Case string
	Cancelled                      *bool
}

// Certificates lists registration certificates.
func (d *Directory) Certificates(ctx context.Context, f CertificateFilter, p Page) ([]Row[registry.Certificate], error) {
	w := new(where).is("holder", f.Holder).is("registrar", f.Registrar).is("asset", f.Asset).is("case_id", f.Case)
	w.flag("cancelled", f.Cancelled)
	return list[registry.Certificate](ctx, d, certificates, w, p)
}

// Certificate returns one certificate, nil if there is none.
func (d *Directory) Certificate(ctx context.Context, code string) (*Row[registry.Certificate], error) {
	return get[registry.Certificate](ctx, d, certificates, code)
}

// LienFilter narrows [Directory.Liens].
type LienFilter struct {
	Certificate, Pledgor, Pledgee string
	Statuses                      []registry.LienStatus
}

// Liens lists pledges. Within a certificate the order is that of rank, reversed.
func (d *Directory) Liens(ctx context.Context, f LienFilter, p Page) ([]Row[registry.Lien], error) {
	w := new(where).is("certificate", f.Certificate).is("pledgor", f.Pledgor).is("pledgee", f.Pledgee)
	oneOf(w, "status", f.Statuses)
	return list[registry.Lien](ctx, d, liens, w, p)
}

// Lien returns one pledge, nil if there is none.
func (d *Directory) Lien(ctx context.Context, id string) (*Row[registry.Lien], error) {
	return get[registry.Lien](ctx, d, liens, id)
}
