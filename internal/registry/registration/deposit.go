package registration

import (
	"shurong.org/shurong/internal/registry/act"
	"shurong.org/shurong/internal/registry/encumbrance"
	"shurong.org/shurong/internal/registry/facts"
)

// CaseDeposit puts key matters and the result in evidence: the registration is effective from this command's time.
type CaseDeposit struct {
	Case string `json:"case"`
}

func (*CaseDeposit) Kind() string { return "case.deposit" }

func (m *CaseDeposit) Apply(c *act.Context) error {
	d, err := open(c, m.Case, facts.CaseCleared)
	if err != nil {
		return err
	}
	if err := d.by(d.Registrar); err != nil {
		return err
	}
	if d.OpenObjections() > 0 {
		return ErrOpenObjection.With("case", d.ID).At("body.case")
	}
	if d.later() {
		return d.takeEffect()
	}
	asset := &facts.Asset{
		ID: act.NewID(act.IDAsset, c.Sum), Case: d.ID, Industry: d.Industry, Region: d.Region, Source: d.Source,
		FormCommitment: d.FormCommitment, Measurement: d.Measurement, Certificates: []string{},
	}
	if act.Exists(c, facts.PrefixAsset+asset.ID) {
		return act.ErrExists.With("what", asset.ID)
	}
	act.Put(c, facts.PrefixAsset+asset.ID, asset)
	d.Status, d.Clock, d.Asset, d.DepositedAt = facts.CaseDeposited, facts.Clock{}, asset.ID, c.Time
	return d.save("case.deposited")
}

// takeEffect deposits a later registration: it is effective, so from here on nothing else may happen to the certificate
// until it is concluded. What others hold in the rights is looked at here, and their consents are spent.
func (d *docket) takeEffect() error {
	cert, err := act.Load[facts.Certificate](d.c, facts.PrefixCertificate+d.Certificate, "")
	if err != nil {
		return err
	}
	if cert.Pending != "" {
		return act.ErrPending.With("code", cert.Code, "case", cert.Pending).At("body.case")
	}
	if !cert.Live(d.today) || cert.Holder != d.Applicant {
		return act.ErrNotLive.With("code", cert.Code).At("body.case")
	}
	switch d.Type {
	case facts.TypeTransfer:
		if len(cert.Objections) > 0 { // Guide Art. 22(3): no registration while the ownership is disputed
			return ErrOpenObjection.With("case", cert.Case).At("body.case")
		}
		for _, g := range d.Rights {
			if !cert.Grants(g.Right, d.today) {
				return ErrNotHeld.With("code", cert.Code, "right", g.Right).At("body.case")
			}
		}
		if err := encumbrance.Spend(d.c, cert, names(d.Rights), facts.ActTransfer, d.Joint[0].Org, "body.case"); err != nil {
			return err
		}
	case facts.TypeRenewal:
		if err := renewalTerm(cert, d.RenewUntil, d.today, d.rules); err != nil {
			return err
		}
	case facts.TypeCancellation:
		if err := encumbrance.Unencumbered(d.c, cert, "body.case"); err != nil {
			return err
		}
	}
	cert.Pending = d.ID
	act.Put(d.c, facts.PrefixCertificate+cert.Code, cert)
	d.Status, d.Clock, d.DepositedAt = facts.CaseDeposited, facts.Clock{}, d.c.Time
	d.c.Emit("certificate.pending", cert)
	return d.save("case.deposited")
}
