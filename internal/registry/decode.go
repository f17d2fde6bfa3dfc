package registry

import (
	"crypto/ed25519"

	"shurong.org/shurong/canon"
)

// blank returns an empty command of a kind, or nil. A switch, so that no order of initialisation matters.
func blank(kind string) Command {
	switch kind {
	case "genesis.init":
		return new(GenesisInit)
	case "organisation.admit":
		return new(OrgAdmit)
	case "key.add":
		return new(KeyAdd)
	case "key.revoke":
		return new(KeyRevoke)
	case "calendar.add":
		return new(CalendarAdd)
	case "case.file":
		return new(CaseFile)
	case "case.accept":
		return new(CaseAccept)
	case "case.correct":
		return new(CaseCorrect)
	case "case.resubmit":
		return new(CaseResubmit)
	case "case.decline":
		return new(CaseDecline)
	case "case.extend":
		return new(CaseExtend)
	case "case.review":
		return new(CaseReview)
	case "case.post":
		return new(CasePost)
	case "case.withdraw":
		return new(CaseWithdraw)
	case "case.deposit":
		return new(CaseDeposit)
	case "objection.file":
		return new(ObjectionFile)
	case "objection.resolve":
		return new(ObjectionResolve)
	case "certificate.issue":
		return new(CertificateIssue)
	case "certificate.cancel":
		return new(CertificateCancel)
	case "valuation.record":
		return new(ValuationRecord)
	case "heartbeat.record":
		return new(HeartbeatRecord)
	case "sanction.list":
		return new(SanctionList)
	case "sanction.lift":
		return new(SanctionLift)
	}
	if cmd := blankLater(kind); cmd != nil {
		return cmd
	}
	return blankPledge(kind)
}

func blankPledge(kind string) Command {
	switch kind {
	case "pledge.propose":
		return new(PledgePropose)
	case "pledge.accept":
		return new(PledgeAccept)
	case "pledge.acknowledge":
		return new(PledgeAcknowledge)
	case "pledge.effect":
		return new(PledgeEffect)
	case "pledge.decline":
		return new(PledgeDecline)
	case "pledge.withdraw":
		return new(PledgeWithdraw)
	case "pledge.enforce":
		return new(PledgeEnforce)
	case "pledge.release":
		return new(PledgeRelease)
	case "loan.disburse":
		return new(LoanDisburse)
	case "loan.settle":
		return new(LoanSettle)
	}
	return blankExistence(kind)
}

// decodeBody reads the body strictly into the type its kind names.
func decodeBody(e *Envelope) (Command, error) {
	cmd := blank(e.Kind)
	if cmd == nil {
		return nil, ErrKind.With("kind", printable(e.Kind)).At("kind")
	}
	if err := canon.Unmarshal(e.Body, cmd); err != nil {
		return nil, err
	}
	return cmd, nil
}

// signer returns the public key an envelope names, nil if r does not know it (yet). The genesis carries its own.
func signer(r Reader, e *Envelope, body Command) (ed25519.PublicKey, error) {
	if g, ok := body.(*GenesisInit); ok {
		if len(g.Pub) != ed25519.PublicKeySize || KeyID(g.Pub) != e.Key {
			return nil, ErrSignature.With("key", printable(e.Key)).At("key")
		}
		return g.Pub, nil
	}
	k, err := memoKey.find(r, PrefixKey+e.Key)
	if err != nil || k == nil {
		return nil, err
	}
	return k.Pub, nil
}
