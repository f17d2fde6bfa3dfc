package directory

import (
	"context"
	"database/sql"
	"errors"
	"strconv"
	"strings"

	"shurong.org/shurong/canon"
	"shurong.org/shurong/internal/db"
	"shurong.org/shurong/internal/registry"
)

// projection is one entry being written into the tables.
type projection struct {
	ctx   context.Context
	tx    *db.Tx
	entry *registry.Entry
	n     int // the event's place in its entry
}

func (p *projection) apply() error {
	for i := range p.entry.Events {
		p.n = i
		if err := p.event(&p.entry.Events[i]); err != nil {
			return err
		}
	}
	return nil
}

// event writes the fact that an event tells of. A kind this program does not know changes nothing here: the log may be
// ahead of the program in kinds, and a projection can be rebuilt.
func (p *projection) event(e *registry.Event) error {
	noun, _, _ := strings.Cut(e.Kind, ".")
	switch noun {
	case "organisation":
		return project(p, e, p.organisation)
	case "key":
		return project(p, e, p.key)
	case "case", "objection":
		return project(p, e, p.caseFact)
	case "certificate":
		return project(p, e, p.certificate)
	case "valuation":
		return project(p, e, p.valuation)
	case "heartbeat":
		return project(p, e, p.heartbeat)
	case "pledge", "lien":
		return project(p, e, p.lien)
	case "annotation":
		return project(p, e, p.annotation)
	case "loan":
		return project(p, e, p.loan)
	case "sanction":
		return project(p, e, p.sanction)
	}
	return nil
}

func project[T any](p *projection, e *registry.Event, write func(*registry.Event, *T) error) error {
	v := new(T)
	if err := canon.Unmarshal(e.Body, v); err != nil {
		return ErrEntry.With("index", p.entry.Index).Because(err)
	}
	return write(e, v)
}

// put writes a row; values are those of the table's columns.
func (p *projection) put(t table, id string, e *registry.Event, values ...any) error {
	args := append([]any{id, int64(p.entry.Index), int64(p.entry.Index), p.entry.Time, p.entry.Time, string(e.Body)}, values...)
	_, err := p.tx.Exec(p.ctx, t.upsert(), args...)
	return err
}

// tell adds the event to the timelines of its subjects; empty and repeated ones are left out.
func (p *projection) tell(e *registry.Event, subjects ...string) error {
	seen := map[string]bool{}
	for _, s := range subjects {
		if strings.HasSuffix(s, "/") || seen[s] {
			continue
		}
		seen[s] = true
		_, err := p.tx.Exec(p.ctx, "INSERT INTO directory_event (subject, idx, n, kind, command, org, at) VALUES (?, ?, ?, ?, ?, ?, ?)",
			s, int64(p.entry.Index), p.n, e.Kind, p.entry.Command.Kind, p.entry.Command.Org, p.entry.Time)
		if err != nil {
			return err
		}
	}
	return nil
}

func (p *projection) organisation(e *registry.Event, o *registry.Organisation) error {
	roles := make([]string, len(o.Roles))
	for i, r := range o.Roles {
		roles[i] = string(r)
	}
	err := p.put(organisations, o.USCC, e, " "+strings.Join(roles, " ")+" ", o.Region)
	return errors.Join(err, p.tell(e, "org/"+o.USCC, "org/"+o.AdmittedBy))
}

func (p *projection) key(e *registry.Event, k *registry.Key) error {
	return errors.Join(p.put(keys, k.ID, e, k.Org), p.tell(e, "org/"+k.Org))
}

func (p *projection) caseFact(e *registry.Event, c *registry.Case) error {
	err := p.put(cases, c.ID, e, c.Applicant, c.Registrar, string(c.Status), c.FormCommitment, c.Asset, c.Certificate,
		flag(c.Status == registry.CaseCertified && c.OpenObjections() > 0))
	subjects := []string{"case/" + c.ID, "org/" + c.Applicant, "org/" + c.Registrar, "asset/" + c.Asset, "certificate/" + c.Certificate}
	for _, j := range c.Joint {
		subjects = append(subjects, "org/"+j.Org)
		_, failed := p.tx.Exec(p.ctx, "INSERT INTO directory_case_joint (org, case_id) VALUES (?, ?) ON CONFLICT (org, case_id) DO NOTHING", j.Org, c.ID)
		err = errors.Join(err, failed)
	}
	return errors.Join(err, p.tell(e, subjects...), p.commitments(c), p.noticeOfCase(e, c))
}

func (p *projection) certificate(e *registry.Event, c *registry.Certificate) error {
	err := p.put(certificates, c.Code, e, c.Holder, c.Registrar, c.Asset, c.Case, flag(c.Cancelled))
	return errors.Join(err, p.tell(e, "certificate/"+c.Code, "case/"+c.Case, "org/"+c.Holder, "asset/"+c.Asset),
		p.noticeOfCertificate(e, c))
}

func (p *projection) annotation(e *registry.Event, a *registry.Annotation) error {
	err := p.put(annotations, a.ID, e, a.Certificate, string(a.Kind), flag(!a.LiftedOn.IsZero()))
	return errors.Join(err, p.tell(e, "annotation/"+a.ID, "certificate/"+a.Certificate), p.noticeOfAnnotation(e, a))
}

func (p *projection) valuation(e *registry.Event, v *registry.Valuation) error {
	holder, err := p.lookup("SELECT holder FROM directory_certificate WHERE id = ?", v.Certificate)
	return errors.Join(err, p.put(valuations, v.ID, e, v.Certificate, v.Appraiser),
		p.tell(e, "certificate/"+v.Certificate, "valuation/"+v.ID, "org/"+v.Appraiser, "org/"+holder))
}

// heartbeat keeps every one, not only the latest as the registry does. They are left out of organisations' timelines:
// one a day would drown the rest.
func (p *projection) heartbeat(e *registry.Event, h *registry.Heartbeat) error {
	id := h.Certificate + "/" + strconv.FormatUint(h.Seq, 10)
	return errors.Join(p.put(heartbeats, id, e, h.Certificate), p.tell(e, "certificate/"+h.Certificate))
}

func (p *projection) lien(e *registry.Event, l *registry.Lien) error {
	err := p.put(liens, l.ID, e, l.Certificate, l.Pledgor, l.Pledgee, string(l.Status))
	return errors.Join(err, p.tell(e, "lien/"+l.ID, "certificate/"+l.Certificate, "org/"+l.Pledgor, "org/"+l.Pledgee, "org/"+l.Owner),
		p.noticeOfLien(e, l))
}

func (p *projection) loan(e *registry.Event, l *registry.LoanNote) error {
	certificate, err := p.lookup("SELECT certificate FROM directory_lien WHERE id = ?", l.Lien)
	return errors.Join(err, p.put(loans, l.ID, e, l.Lender, l.Borrower, l.Lien, certificate, flag(l.Settled)),
		p.tell(e, "loan/"+l.ID, "lien/"+l.Lien, "certificate/"+certificate, "org/"+l.Lender, "org/"+l.Borrower))
}

// sanction keeps one row per listing. A renewal while one is in force, and the lifting, change the latest; a listing
// after the last one ran out is a new row.
func (p *projection) sanction(e *registry.Event, s *registry.Sanction) error {
	id, err := p.lookup("SELECT id FROM directory_sanction WHERE subject = ? AND lifted = 0 ORDER BY idx DESC LIMIT 1", s.Subject)
	if err != nil {
		return err
	}
	before, err := p.lookup("SELECT fact FROM directory_sanction WHERE id = ?", id)
	if err != nil {
		return err
	}
	lifted := e.Kind == "sanction.lifted"
	var last registry.Sanction
	if before != "" {
		if err := canon.Unmarshal([]byte(before), &last); err != nil {
			return err
		}
	}
	if before == "" || !lifted && s.Since.After(last.Until) {
		id = s.Subject + "/" + strconv.FormatUint(p.entry.Index, 10)
	}
	return errors.Join(p.put(sanctions, id, e, s.Subject, flag(lifted)), p.tell(e, "org/"+s.Subject, "org/"+p.entry.Command.Org))
}

// lookup reads one text of what was projected before, empty if there is none.
func (p *projection) lookup(query, arg string) (s string, err error) {
	err = p.tx.QueryRow(p.ctx, query, arg).Scan(&s)
	if errors.Is(err, sql.ErrNoRows) {
		err = nil
	}
	return s, err
}

func flag(b bool) int64 {
	if b {
		return 1
	}
	return 0
}
