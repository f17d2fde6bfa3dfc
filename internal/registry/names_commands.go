package registry

import (
	"shurong.org/shurong/internal/registry/encumbrance"
	"shurong.org/shurong/internal/registry/membership"
	"shurong.org/shurong/internal/registry/observation"
	"shurong.org/shurong/internal/registry/registration"
)

// The commands by the names their senders use. Each is a type with its rule in the package on the right.
type (
	GenesisInit  = membership.GenesisInit
	CalendarAdd  = membership.CalendarAdd
	RulesAdopt   = membership.RulesAdopt
	OrgAdmit     = membership.OrgAdmit
	KeyAdd       = membership.KeyAdd
	KeyRevoke    = membership.KeyRevoke
	PersonAdmit  = membership.PersonAdmit
	SanctionList = membership.SanctionList
	SanctionLift = membership.SanctionLift
	ProfileAdopt = membership.ProfileAdopt

	SimilarityPublish = membership.SimilarityPublish

	CaseFile             = registration.CaseFile
	CaseConsent          = registration.CaseConsent
	CaseAccept           = registration.CaseAccept
	CaseCorrect          = registration.CaseCorrect
	CaseResubmit         = registration.CaseResubmit
	CaseWithdraw         = registration.CaseWithdraw
	CaseDecline          = registration.CaseDecline
	CaseExtend           = registration.CaseExtend
	CaseReview           = registration.CaseReview
	CasePost             = registration.CasePost
	ObjectionFile        = registration.ObjectionFile
	ObjectionNotify      = registration.ObjectionNotify
	ObjectionAnswer      = registration.ObjectionAnswer
	ObjectionResolve     = registration.ObjectionResolve
	CaseDeposit          = registration.CaseDeposit
	CertificateIssue     = registration.CertificateIssue
	CertificateCancel    = registration.CertificateCancel
	CertificateRecognise = registration.CertificateRecognise
	TransferFile         = registration.TransferFile
	ChangeFile           = registration.ChangeFile
	RenewalFile          = registration.RenewalFile
	CancellationFile     = registration.CancellationFile
	CaseConclude         = registration.CaseConclude
	JointClaim           = registration.JointClaim

	AnnotationPlace   = encumbrance.AnnotationPlace
	AnnotationLift    = encumbrance.AnnotationLift
	AnnotationPermit  = encumbrance.AnnotationPermit
	LienAllow         = encumbrance.LienAllow
	LicenceNote       = encumbrance.LicenceNote
	LicenceEnd        = encumbrance.LicenceEnd
	PledgePropose     = encumbrance.PledgePropose
	PledgeAccept      = encumbrance.PledgeAccept
	PledgeAcknowledge = encumbrance.PledgeAcknowledge
	PledgeEffect      = encumbrance.PledgeEffect
	PledgeDecline     = encumbrance.PledgeDecline
	PledgeWithdraw    = encumbrance.PledgeWithdraw
	PledgeEnforce     = encumbrance.PledgeEnforce
	PledgeRelease     = encumbrance.PledgeRelease
	LienFile          = encumbrance.LienFile
	LienAmend         = encumbrance.LienAmend
	LienExtend        = encumbrance.LienExtend
	LienAssign        = encumbrance.LienAssign
	LienSubordinate   = encumbrance.LienSubordinate
	LienAdvance       = encumbrance.LienAdvance
	LienObject        = encumbrance.LienObject
	LienObjectEnd     = encumbrance.LienObjectEnd
	LienCompel        = encumbrance.LienCompel
	LienExpire        = encumbrance.LienExpire
	LoanDisburse      = encumbrance.LoanDisburse
	LoanSettle        = encumbrance.LoanSettle

	ValuationRecord    = observation.ValuationRecord
	HeartbeatRecord    = observation.HeartbeatRecord
	HeartbeatSchedule  = observation.HeartbeatSchedule
	ExistenceCommit    = observation.ExistenceCommit
	ExistenceChallenge = observation.ExistenceChallenge
	ExistenceWaive     = observation.ExistenceWaive
)
