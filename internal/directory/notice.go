package directory

import (
	"context"
	"database/sql"
	"errors"

	"shurong.org/shurong/internal/db"
	"shurong.org/shurong/internal/registry"
)

// Notice is a copy of something that was recorded and concerns an organisation that did not send it: the pledgor is sent
// each filing against it, the registrant each objection, a pledgee what happens to the ground of its lien. It follows
// from the log, so nobody can fail to send it.
type Notice struct {
	Org         string
	Index       uint64
	N           int
	Kind        string // kind of the event: lien.filed, objection.filed, annotation.placed, …
	Subject     string // lien/…, case/…, annotation/…, certificate/…
	Certificate string
	Sender      string
	At          int64
}

// notify writes notices to organisations other than the sender; empty and repeated ones are left out.
func (p *projection) notify(e *registry.Event, subject, certificate string, to ...string) error {
	seen := map[string]bool{"": true, p.entry.Command.Org: true}
	for _, org := range to {
		if seen[org] {
			continue
		}
		seen[org] = true
		_, err := p.tx.Exec(p.ctx, `INSERT INTO directory_notice (org, idx, n, kind, subject, certificate, sender, at)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
			org, int64(p.entry.Index), p.n, e.Kind, subject, certificate, p.entry.Command.Org, p.entry.Time)
		if err != nil {
			return err
		}
	}
	return nil
}

// noticeOfLien sends each change of a lien to the other side of it.
func (p *projection) noticeOfLien(e *registry.Event, l *registry.Lien) error {
	switch e.Kind {
	case "lien.consent_used", "lien.yields":
		return nil
	}
	return p.notify(e, "lien/"+l.ID, l.Certificate, l.Pledgor, l.Owner, l.Pledgee)
}

// noticeOfCase tells joint applicants that their consent is waited for, and the registrant of an objection.
func (p *projection) noticeOfCase(e *registry.Event, c *registry.Case) error {
	switch e.Kind {
	case "case.filed", "objection.filed", "objection.notified", "objection.answered", "objection.resolved":
	default:
		return nil
	}
	to := []string{c.Applicant}
	for _, j := range c.Joint {
		to = append(to, j.Org)
	}
	if e.Kind == "objection.answered" {
		to = append(to, c.Registrar)
	}
	for _, o := range c.Objections {
		if e.Kind == "objection.answered" || e.Kind == "objection.resolved" {
			to = append(to, o.By)
		}
	}
	return p.notify(e, "case/"+c.ID, c.Certificate, to...)
}

// noticeOfCertificate tells pledgees that the certificate under their lien ended, shrank or is about to move.
func (p *projection) noticeOfCertificate(e *registry.Event, c *registry.Certificate) error {
	switch e.Kind {
	case "certificate.cancelled", "certificate.reduced", "certificate.pending", "certificate.renewed", "certificate.changed":
	default:
		return nil
	}
	to, err := p.pledgees(c.Code)
	if err != nil {
		return err
	}
	return p.notify(e, "certificate/"+c.Code, c.Code, append(to, c.Holder)...)
}

// noticeOfAnnotation tells holder and pledgees.
func (p *projection) noticeOfAnnotation(e *registry.Event, a *registry.Annotation) error {
	holder, err := p.lookup("SELECT holder FROM directory_certificate WHERE id = ?", a.Certificate)
	if err != nil {
		return err
	}
	to, err := p.pledgees(a.Certificate)
	if err != nil {
		return err
	}
	return p.notify(e, "annotation/"+a.ID, a.Certificate, append(to, holder, a.Licensee)...)
}

// pledgees lists who has a lien on a certificate that was not ended.
func (p *projection) pledgees(certificate string) (out []string, err error) {
	err = p.tx.Each(p.ctx, func(rows *sql.Rows) error {
		var s string
		err := rows.Scan(&s)
		out = append(out, s)
		return err
	}, `SELECT pledgee FROM directory_lien WHERE certificate = ? AND status IN ('proposed', 'accepted', 'effective', 'enforcing')
		ORDER BY idx`, certificate)
	return out, err
}

// Notices lists what an organisation was sent, newest first. A page may return more than its limit, by the remaining
// notices of its last entry.
func (d *Directory) Notices(ctx context.Context, org string, p Page) ([]Notice, error) {
	before := int64(p.Before)
	if before == 0 {
		before = int64(^uint64(0) >> 1)
	}
	out := []Notice{}
	err := d.store.View(ctx, func(tx *db.Tx) error {
		return tx.Each(ctx, func(rows *sql.Rows) error {
			n := Notice{Org: org}
			var idx int64
			err := rows.Scan(&idx, &n.N, &n.Kind, &n.Subject, &n.Certificate, &n.Sender, &n.At)
			n.Index = uint64(idx)
			out = append(out, n)
			return err
		}, `SELECT idx, n, kind, subject, certificate, sender, at FROM directory_notice
			WHERE org = ? AND idx < ? AND idx >= (SELECT COALESCE(MIN(idx), 0) FROM
				(SELECT idx FROM directory_notice WHERE org = ? AND idx < ? ORDER BY idx DESC, n DESC LIMIT ?) AS page)
			ORDER BY idx DESC, n DESC`, org, before, org, before, p.limit())
	})
	return out, err
}

// Registered is where a commitment stands in the log.
type Registered struct {
	Case  string
	Kind  string // form, attachment kinds, secret
	Index uint64
	At    int64
}

// Commitment finds where a commitment was registered first, nil if it was not.
func (d *Directory) Commitment(ctx context.Context, commitment string) (*Registered, error) {
	var r Registered
	var idx int64
	err := d.store.View(ctx, func(tx *db.Tx) error {
		return tx.QueryRow(ctx, "SELECT case_id, kind, idx, at FROM directory_commitment WHERE commitment = ?", commitment).
			Scan(&r.Case, &r.Kind, &idx, &r.At)
	})
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	r.Index = uint64(idx)
	return &r, err
}

// commitments notes where the commitments of a case stand first.
func (p *projection) commitments(c *registry.Case) error {
	all := map[string]string{}
	var order []string
	add := func(commitment, kind string) {
		if commitment != "" && all[commitment] == "" {
			all[commitment] = kind
			order = append(order, commitment)
		}
	}
	add(c.FormCommitment, "form")
	for _, a := range c.Attachments {
		add(a.Commitment, a.Kind)
	}
	if c.Secret != nil {
		add(c.Secret.Descriptor, "secret_descriptor")
		add(c.Secret.Measures, "secret_measures")
		for _, a := range c.Secret.Documents {
			add(a.Commitment, "secret")
		}
	}
	if c.Recognised != nil {
		add(c.Recognised.Evidence, "evidence")
	}
	for _, k := range order {
		_, err := p.tx.Exec(p.ctx, `INSERT INTO directory_commitment (commitment, case_id, kind, idx, at) VALUES (?, ?, ?, ?, ?)
			ON CONFLICT (commitment) DO NOTHING`, k, c.ID, all[k], int64(p.entry.Index), p.entry.Time)
		if err != nil {
			return err
		}
	}
	return nil
}
