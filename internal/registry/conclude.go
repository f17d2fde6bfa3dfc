package registry

import (
	"crypto/sha256"
	"slices"

	"shurong.org/shurong/internal/registry/facts"
)

// CaseConclude carries out a later registration that has taken effect: the transferee gets a certificate, the changed or
// renewed one a new edition, the cancelled one ends. By the case's registrar, after deposit.
type CaseConclude struct {
	Case string `json:"case"`
}

func (*CaseConclude) Kind() string { return "case.conclude" }

// takeEffect deposits a later registration: it is effective, so from here on nothing else may happen to the certificate
// until it is concluded. What others hold in the rights is looked at here, and their consents are spent.
func (d *docket) takeEffect() error {
	cert, err := load[Certificate](d.c, PrefixCertificate+d.Certificate, "")
	if err != nil {
		return err
	}
	if cert.Pending != "" {
		return ErrPending.With("code", cert.Code, "case", cert.Pending).At("body.case")
	}
	if !cert.Live(d.today) || cert.Holder != d.Applicant {
		return ErrNotLive.With("code", cert.Code).At("body.case")
	}
	switch d.Type {
	case TypeTransfer:
		if len(cert.Objections) > 0 { // Guide Art. 22(3): no registration while the ownership is disputed
			return ErrOpenObjection.With("case", cert.Case).At("body.case")
		}
		for _, g := range d.Rights {
			if !cert.Grants(g.Right, d.today) {
				return ErrNotHeld.With("code", cert.Code, "right", g.Right).At("body.case")
			}
		}
		if err := d.c.spend(cert, names(d.Rights), facts.ActTransfer, d.Joint[0].Org, "body.case"); err != nil {
			return err
		}
	case TypeRenewal:
		if err := renewalTerm(cert, d.RenewUntil, d.today, d.rules); err != nil {
			return err
		}
	case TypeCancellation:
		if err := d.c.unencumbered(cert, "body.case"); err != nil {
			return err
		}
	}
	cert.Pending = d.ID
	put(d.c, PrefixCertificate+cert.Code, cert)
	d.Status, d.Clock, d.DepositedAt = CaseDeposited, Clock{}, d.c.Time
	d.c.Emit("certificate.pending", cert)
	return d.save("case.deposited")
}

// unlock lets a certificate go whose later registration ended without being carried out.
func (d *docket) unlock() error {
	cert, err := load[Certificate](d.c, PrefixCertificate+d.Certificate, "")
	if err != nil || cert.Pending != d.ID {
		return err
	}
	cert.Pending = ""
	put(d.c, PrefixCertificate+cert.Code, cert)
	d.c.Emit("certificate.annotated", cert)
	return nil
}

func (m *CaseConclude) apply(c *Context) error {
	d, err := c.open(m.Case, CaseDeposited)
	if err != nil {
		return err
	}
	if err := d.by(d.Registrar); err != nil {
		return err
	}
	if !d.later() {
		return ErrCaseStatus.With("case", d.ID, "status", d.Status, "kind", c.Env.Kind).At("body.case")
	}
	if d.OpenObjections() > 0 {
		return ErrOpenObjection.With("case", d.ID).At("body.case")
	}
	cert, err := load[Certificate](c, PrefixCertificate+d.Certificate, "")
	if err != nil {
		return err
	}
	cert.BeginHistory()
	cert.Edition++
	cert.Pending = ""
	entry := TitleEntry{Type: d.Type, Case: d.ID, Index: c.Index, At: d.DepositedAt, Holder: cert.Holder}
	event := "certificate.changed"
	switch d.Type {
	case TypeTransfer:
		if entry.To, err = d.transfer(cert); err != nil {
			return err
		}
		event = "certificate.reduced"
	case TypeChange:
		cert.FormCommitment = d.FormCommitment
		if err := d.rename(cert.Holder); err != nil {
			return err
		}
	case TypeRenewal:
		cert.ValidUntil, cert.Renewing = d.RenewUntil, nil
		event = "certificate.renewed"
	case TypeCancellation:
		cert.Cancelled, cert.Closed = true, d.Grounds
		event = "certificate.cancelled"
	}
	if d.Type != TypeTransfer {
		d.Certificates = append(d.Certificates, cert.Code)
	}
	entry.Rights, entry.ValidUntil, entry.FormCommitment = cert.Rights, cert.ValidUntil, cert.FormCommitment
	cert.History = append(cert.History, entry)
	put(c, PrefixCertificate+cert.Code, cert)
	c.Emit(event, cert)
	d.Status = CaseCertified
	return d.save("case.certified")
}

// rename gives an organisation the name that a change of identity established.
func (d *docket) rename(org string) error {
	if d.NewName == "" {
		return nil
	}
	o, err := load[Organisation](d.c, PrefixOrg+org, "")
	if err != nil || o.Name == d.NewName {
		return err
	}
	o.Former, o.Name = append(o.Former, o.Name), d.NewName
	put(d.c, PrefixOrg+org, o)
	d.c.Emit("organisation.renamed", o)
	return nil
}

// transfer makes the transferee's certificate, takes the rights off the transferor's, and has liens and annotations follow
// the rights they are on.
func (d *docket) transfer(old *Certificate) (code string, err error) {
	if code, err = d.c.nextCode(d.Registrar); err != nil {
		return "", err
	}
	to := d.Joint[0].Org
	made := &Certificate{
		Code: code, Asset: old.Asset, Case: d.ID, Holder: to, Registrar: d.Registrar, Rights: d.Rights,
		FormCommitment: d.FormCommitment, EffectiveAt: d.DepositedAt, IssuedOn: d.today, ValidUntil: old.ValidUntil,
		Previous: old.Code, Regime: old.Regime, Recognised: old.Recognised, Withheld: old.Withheld,
		History: []TitleEntry{{
			Type: TypeTransfer, Case: d.ID, Index: d.c.Index, At: d.DepositedAt, Holder: to, Rights: d.Rights,
			ValidUntil: old.ValidUntil, FormCommitment: d.FormCommitment, From: old.Code,
		}},
	}
	moved := names(d.Rights)
	old.Rights = slices.DeleteFunc(slices.Clone(old.Rights), func(g GrantedRight) bool { return slices.Contains(moved, g.Right) })
	if len(old.Rights) == 0 {
		old.Cancelled, old.Closed, old.Renewing = true, "transferred", nil
	}
	if err := d.enter(made, "certificate.issued"); err != nil {
		return "", err
	}
	if slices.Contains(moved, Operating) {
		if err := d.c.liensFollow(old.Code, code, to); err != nil {
			return "", err
		}
	}
	return code, d.c.notesFollow(old, code, moved)
}

// liensFollow moves the ranks from one certificate to another. The pledgor stays who it was, the debtor of the claim;
// the pledged right has a new owner, who took it with the lien on it.
func (c *Context) liensFollow(from, to, owner string) error {
	enc, err := find[Encumbrance](c, PrefixEncumbrance+from)
	if err != nil || enc == nil {
		return err
	}
	for _, id := range enc.Liens {
		l, err := load[Lien](c, PrefixLien+id, "")
		if err != nil {
			return err
		}
		l.Certificate, l.Owner = to, owner
		if err := c.saveLien(l, "lien.followed"); err != nil {
			return err
		}
	}
	c.Delete(PrefixEncumbrance + from)
	put(c, PrefixEncumbrance+to, enc)
	return nil
}

// notesFollow takes annotations in force along: moved where the old certificate keeps nothing they are about, else written
// on both.
func (c *Context) notesFollow(old *Certificate, to string, moved []Right) error {
	all, err := c.notes(old.Code)
	if err != nil {
		return err
	}
	for i, a := range all {
		if !slices.ContainsFunc(moved, a.Concerns) {
			continue
		}
		stays := slices.ContainsFunc(old.Rights, func(g GrantedRight) bool { return a.Concerns(g.Right) })
		if stays {
			copied := *a
			copied.ID = makeID(idNote, sha256.Sum256(append(c.Sum[:], byte(i))))
			a = &copied
		} else if err := c.unlist(a); err != nil {
			return err
		}
		a.Certificate = to
		if err := c.list(a, "annotation.followed"); err != nil {
			return err
		}
	}
	return nil
}

func names(rights []GrantedRight) []Right {
	out := make([]Right, len(rights))
	for i, g := range rights {
		out[i] = g.Right
	}
	return out
}

// Chain returns the whole history of a certificate, oldest first: its own registrations, and those of the certificates
// its rights came from, up to when they left.
func Chain(r Reader, code string) ([]ChainLink, error) {
	var out []ChainLink
	until := ^uint64(0)
	for seen := 0; code != "" && seen < maxChain; seen++ {
		cert, err := Find[Certificate](r, PrefixCertificate+code)
		if err != nil {
			return nil, err
		}
		if cert == nil {
			return nil, ErrNotFound.With("what", printable(code))
		}
		var own []ChainLink
		for _, t := range cert.Titles() {
			if t.Index <= until {
				own = append(own, ChainLink{Certificate: code, TitleEntry: t})
			}
		}
		out = append(own, out...)
		if len(cert.History) > 0 {
			until = cert.History[0].Index
		}
		code = cert.Previous
	}
	return out, nil
}

// maxChain bounds a walk along titles; five years hold few transfers.
const maxChain = 1000

// ChainLink is an entry of the chain of title with the certificate it stands on.
type ChainLink struct {
	Certificate string `json:"certificate"`
	TitleEntry
}
