package registration

import "shurong.org/shurong/internal/registry/act"

// Commands are the kinds of this package.
var Commands = []act.Maker{
	act.Of[CaseFile](),
	act.Of[CaseConsent](),
	act.Of[CaseAccept](),
	act.Of[CaseCorrect](),
	act.Of[CaseResubmit](),
	act.Of[CaseWithdraw](),
	act.Of[CaseDecline](),
	act.Of[CaseExtend](),
	act.Of[CaseReview](),
	act.Of[CasePost](),
	act.Of[ObjectionFile](),
	act.Of[ObjectionNotify](),
	act.Of[ObjectionAnswer](),
	act.Of[ObjectionResolve](),
	act.Of[CaseDeposit](),
	act.Of[CertificateIssue](),
	act.Of[CertificateCancel](),
	act.Of[CertificateRecognise](),
	act.Of[TransferFile](),
	act.Of[ChangeFile](),
	act.Of[RenewalFile](),
	act.Of[CancellationFile](),
	act.Of[CaseConclude](),
}
