package registration

import (
	"slices"

	"shurong.org/shurong/fault"
	"shurong.org/shurong/internal/registry/act"
	"shurong.org/shurong/internal/registry/decision"
	"shurong.org/shurong/internal/registry/encumbrance"
	"shurong.org/shurong/internal/registry/facts"
)

// CaseConclude carries out a later registration that has taken effect: the transferee gets a certificate, the changed or
// renewed one a new edition, the cancelled one ends. By the case's registrar, after deposit.
type CaseConclude struct {
	Case string `json:"case"`
}

func (*CaseConclude) Kind() string { return "case.conclude" }

func (m *CaseConclude) Apply(c *act.Context) error {
	d, err := open(c, m.Case, facts.CaseDeposited)
	if err != nil {
		return err
	}
	if err := d.by(d.Registrar); err != nil {
		return err
	}
	if !d.later() {
		return ErrCaseStatus.With("case", d.ID, "status", d.Status, "kind", c.Kind).At("body.case")
	}
	if d.OpenObjections() > 0 {
		return ErrOpenObjection.With("case", d.ID).At("body.case")
	}
	cert, err := act.Load[facts.Certificate](c, facts.PrefixCertificate+d.Certificate, "")
	if err != nil {
		return err
	}
	cert.BeginHistory()
	cert.Edition++
	cert.Pending = ""
	entry := facts.TitleEntry{Type: d.Type, Case: d.ID, Index: c.Index, At: d.DepositedAt, Holder: cert.Holder}
	event := "certificate.changed"
	switch d.Type {
	case facts.TypeTransfer:
		if entry.To, err = d.transfer(cert); err != nil {
			return err
		}
		event = "certificate.reduced"
	case facts.TypeChange:
		cert.FormCommitment = d.FormCommitment
		if err := d.rename(cert.Holder); err != nil {
			return err
		}
	case facts.TypeRenewal:
		cert.ValidUntil, cert.Renewing = d.RenewUntil, nil
		event = "certificate.renewed"
	case facts.TypeCancellation:
		cert.Cancelled, cert.Closed = true, d.Grounds
		event = "certificate.cancelled"
	}
	if d.Type != facts.TypeTransfer {
		d.Certificates = append(d.Certificates, cert.Code)
	}
	entry.Rights, entry.ValidUntil, entry.FormCommitment = cert.Rights, cert.ValidUntil, cert.FormCommitment
	cert.History = append(cert.History, entry)
	act.Put(c, facts.PrefixCertificate+cert.Code, cert)
	c.Emit(event, cert)
	d.Status = facts.CaseCertified
	return d.save("case.certified")
}

// rename gives an organisation the name that a change of identity established.
func (d *docket) rename(org string) error {
	if d.NewName == "" {
		return nil
	}
	o, err := act.Load[facts.Organisation](d.c, facts.PrefixOrg+org, "")
	if err != nil || o.Name == d.NewName {
		return err
	}
	o.Former, o.Name = append(o.Former, o.Name), d.NewName
	act.Put(d.c, facts.PrefixOrg+org, o)
	d.c.Emit("organisation.renamed", o)
	return nil
}

// transfer makes the transferee's certificate, takes the rights off the transferor's, and has liens and annotations follow
// the rights they are on.
func (d *docket) transfer(old *facts.Certificate) (code string, err error) {
	if code, err = nextCode(d.c, d.Registrar); err != nil {
		return "", err
	}
	to := d.Joint[0].Org
	made := &facts.Certificate{
		Code: code, Asset: old.Asset, Case: d.ID, Holder: to, Registrar: d.Registrar, Rights: d.Rights,
		FormCommitment: d.FormCommitment, EffectiveAt: d.DepositedAt, IssuedOn: d.today, ValidUntil: old.ValidUntil,
		Previous: old.Code, Regime: old.Regime, Recognised: old.Recognised, Withheld: old.Withheld,
		History: []facts.TitleEntry{{
			Type: facts.TypeTransfer, Case: d.ID, Index: d.c.Index, At: d.DepositedAt, Holder: to, Rights: d.Rights,
			ValidUntil: old.ValidUntil, FormCommitment: d.FormCommitment, From: old.Code,
		}},
	}
	moved := names(d.Rights)
	old.Rights = slices.DeleteFunc(slices.Clone(old.Rights), func(g facts.GrantedRight) bool { return slices.Contains(moved, g.Right) })
	if len(old.Rights) == 0 {
		old.Cancelled, old.Closed, old.Renewing = true, "transferred", nil
	}
	if err := d.enter(made, "certificate.issued"); err != nil {
		return "", err
	}
	if slices.Contains(moved, decision.Operating) {
		if err := encumbrance.LiensFollow(d.c, old.Code, code, to); err != nil {
			return "", err
		}
	}
	return code, encumbrance.NotesFollow(d.c, old, code, moved)
}

func names(rights []facts.GrantedRight) []decision.Right {
	out := make([]decision.Right, len(rights))
	for i, g := range rights {
		out[i] = g.Right
	}
	return out
}

// Faults of concluding.
var (
	ErrConclude = fault.Define("certificate.conclude", fault.Conflict,
		"{type} 登记以办结命令完成，不单独核发", "a registration of type {type} is concluded, not issued").
		Hint("请使用 case.conclude", "use case.conclude")
)
