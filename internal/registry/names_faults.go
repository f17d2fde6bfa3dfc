package registry

import (
	"shurong.org/shurong/internal/registry/act"
	"shurong.org/shurong/internal/registry/encumbrance"
	"shurong.org/shurong/internal/registry/membership"
	"shurong.org/shurong/internal/registry/observation"
	"shurong.org/shurong/internal/registry/registration"
)

// Faults that callers tell apart.
var (
	ErrDigest      = act.ErrDigest
	ErrExists      = act.ErrExists
	ErrField       = act.ErrField
	ErrLength      = act.ErrLength
	ErrMeasurement = act.ErrMeasurement
	ErrNoGenesis   = act.ErrNoGenesis
	ErrNotFound    = act.ErrNotFound
	ErrNotLive     = act.ErrNotLive
	ErrParty       = act.ErrParty
	ErrPending     = act.ErrPending
	ErrRole        = act.ErrRole

	ErrEdition        = membership.ErrEdition
	ErrGenesis        = membership.ErrGenesis
	ErrProfileVersion = membership.ErrProfileVersion

	ErrSimilarityEpoch = membership.ErrSimilarityEpoch
	ErrSimilarityKey   = membership.ErrSimilarityKey

	ErrApplicant      = registration.ErrApplicant
	ErrAttachment     = registration.ErrAttachment
	ErrCaseStatus     = registration.ErrCaseStatus
	ErrConclude       = registration.ErrConclude
	ErrCoreData       = registration.ErrCoreData
	ErrCorrectedOnce  = registration.ErrCorrectedOnce
	ErrEvidenceFirst  = registration.ErrEvidenceFirst
	ErrExtendedOnce   = registration.ErrExtendedOnce
	ErrHolder         = registration.ErrHolder
	ErrImportant      = registration.ErrImportant
	ErrJoint          = registration.ErrJoint
	ErrNotHeld        = registration.ErrNotHeld
	ErrNotLate        = registration.ErrNotLate
	ErrOpenObjection  = registration.ErrOpenObjection
	ErrPosted         = registration.ErrPosted
	ErrPublicRegistry = registration.ErrPublicRegistry
	ErrRecogniseTerm  = registration.ErrRecogniseTerm
	ErrRecognised     = registration.ErrRecognised
	ErrRegime         = registration.ErrRegime
	ErrRenewalTerm    = registration.ErrRenewalTerm
	ErrRenewalWindow  = registration.ErrRenewalWindow
	ErrRenewing       = registration.ErrRenewing
	ErrRights         = registration.ErrRights
	ErrSecret         = registration.ErrSecret
	ErrSelfRegister   = registration.ErrSelfRegister
	ErrSerials        = registration.ErrSerials
	ErrSource         = registration.ErrSource
	ErrStateBody      = registration.ErrStateBody
	ErrTransferee     = registration.ErrTransferee
	ErrType           = registration.ErrType
	ErrValidity       = registration.ErrValidity
	ErrWithhold       = registration.ErrWithhold

	ErrAnnotation   = encumbrance.ErrAnnotation
	ErrConsent      = encumbrance.ErrConsent
	ErrCovenant     = encumbrance.ErrCovenant
	ErrDisclosure   = encumbrance.ErrDisclosure
	ErrEncumbered   = encumbrance.ErrEncumbered
	ErrFilingNo     = encumbrance.ErrFilingNo
	ErrIPNo         = encumbrance.ErrIPNo
	ErrLienStatus   = encumbrance.ErrLienStatus
	ErrLifted       = encumbrance.ErrLifted
	ErrLoanExists   = encumbrance.ErrLoanExists
	ErrMoreSecured  = encumbrance.ErrMoreSecured
	ErrNoOperating  = encumbrance.ErrNoOperating
	ErrNotAhead     = encumbrance.ErrNotAhead
	ErrNotExpired   = encumbrance.ErrNotExpired
	ErrNotNext      = encumbrance.ErrNotNext
	ErrNotOffered   = encumbrance.ErrNotOffered
	ErrNoticeRuns   = encumbrance.ErrNoticeRuns
	ErrObjected     = encumbrance.ErrObjected
	ErrOpenLoan     = encumbrance.ErrOpenLoan
	ErrOwnLien      = encumbrance.ErrOwnLien
	ErrSanctioned   = encumbrance.ErrSanctioned
	ErrSeized       = encumbrance.ErrSeized
	ErrTerm         = encumbrance.ErrTerm
	ErrTooManyLiens = encumbrance.ErrTooManyLiens

	ErrAnswer           = observation.ErrAnswer
	ErrChallenge        = observation.ErrChallenge
	ErrChallengePending = observation.ErrChallengePending
	ErrExistence        = observation.ErrExistence
	ErrHeartbeatChain   = observation.ErrHeartbeatChain
	ErrHeartbeatTime    = observation.ErrHeartbeatTime
	ErrLive             = observation.ErrLive
	ErrRenewal          = observation.ErrRenewal
	ErrValuationDate    = observation.ErrValuationDate
	ErrValueRange       = observation.ErrValueRange
)
