package registry

import (
	"shurong.org/shurong/daycount"
	"shurong.org/shurong/internal/registry/act"
	"shurong.org/shurong/internal/registry/decision"
	"shurong.org/shurong/internal/registry/encumbrance"
	"shurong.org/shurong/internal/registry/facts"
	"shurong.org/shurong/internal/registry/membership"
	"shurong.org/shurong/internal/registry/monitoring"
	"shurong.org/shurong/internal/registry/profile"
	"shurong.org/shurong/internal/registry/registration"
)

// What the registry stores and what it decides by lives in packages without rules of order: [facts] (cases, certificates,
// liens and what can be read from them), [monitoring] (what is watched of pledged data), [decision] (which rights a source
// carries) and [profile] (the terms of a regime). Whoever uses the registry finds them here under one roof.
type (
	Reader  = act.Reader
	State   = act.State
	Command = act.Command
	Context = act.Context
	Event   = act.Event

	Genesis    = facts.Genesis
	Calendar   = facts.Calendar
	Key        = facts.Key
	KeyPurpose = facts.KeyPurpose
	Nonce      = facts.Nonce
	Serial     = facts.Serial

	Profile = profile.Profile

	Right      = decision.Right
	Source     = decision.Source
	SourceKind = decision.SourceKind
	RightsRule = decision.RightsRule

	Role         = facts.Role
	Organisation = facts.Organisation
	Measurement  = facts.Measurement
	Asset        = facts.Asset
	Certificate  = facts.Certificate
	GrantedRight = facts.GrantedRight
	TitleEntry   = facts.TitleEntry
	Holdover     = facts.Holdover
	Holdings     = facts.Holdings
	HoldingsPage = facts.HoldingsPage
	Recognition  = facts.Recognition

	Case        = facts.Case
	CaseStatus  = facts.CaseStatus
	CaseType    = facts.CaseType
	Clock       = facts.Clock
	ClockName   = facts.ClockName
	ClockView   = facts.ClockView
	Head        = decision.Head
	Review      = facts.Review
	Similarity  = facts.Similarity
	Publicity   = facts.Publicity
	Objection   = facts.Objection
	Joint       = facts.Joint
	Attachment  = facts.Attachment
	TradeSecret = facts.TradeSecret
	Evidence    = facts.Evidence

	Lien           = facts.Lien
	LienStatus     = facts.LienStatus
	Encumbrance    = facts.Encumbrance
	LienConsent    = facts.LienConsent
	LienObjection  = facts.LienObjection
	Subordination  = facts.Subordination
	Security       = facts.Security
	Annotation     = facts.Annotation
	AnnotationKind = facts.AnnotationKind
	Notes          = facts.Notes
	Permit         = facts.Permit
	Hold           = encumbrance.Hold
	Sanction       = facts.Sanction
	LoanNote       = facts.LoanNote
	LoanRef        = facts.LoanRef
	ChainLink      = registration.ChainLink

	SimilarityKey    = facts.SimilarityKey
	SimilarityPart   = facts.SimilarityPart
	SimilarityPublic = facts.SimilarityPublic
	SimilarityRef    = facts.SimilarityRef

	Valuation = facts.Valuation
	ValueRef  = facts.ValueRef
	Heartbeat = facts.Heartbeat
	Existence = monitoring.Existence
	Challenge = monitoring.Challenge
	Answer    = monitoring.Answer
	Result    = monitoring.Result
	Live      = monitoring.Live
	Schedule  = monitoring.Schedule
	Lateness  = monitoring.Lateness
)

// What a key may sign.
const (
	PurposeOrganisation = facts.PurposeOrganisation
	PurposeAgent        = facts.PurposeAgent
)

// The results of a challenge, the unit of content that is hashed, and the bound of a round of challenges.
const (
	ResultPassed  = monitoring.ResultPassed
	ResultFailed  = monitoring.ResultFailed
	ResultMissed  = monitoring.ResultMissed
	BlockSize     = monitoring.BlockSize
	MaxChallenges = monitoring.MaxChallenges
)

// The three rights.
const (
	Holding   = decision.Holding
	Use       = decision.Use
	Operating = decision.Operating
)

// AllRights in the order of the Guide, and the source → rights table.
var (
	AllRights   = decision.AllRights
	RightsTable = decision.RightsTable
)

// How an applicant came by the data (Guide Art. 20–21).
const (
	SourceCollected   = decision.SourceCollected
	SourceAuthorised  = decision.SourceAuthorised
	SourceOwnPerson   = decision.SourceOwnPerson
	SourcePublicCrawl = decision.SourcePublicCrawl
	SourceAgreement   = decision.SourceAgreement
	SourceFused       = decision.SourceFused
	SourceDerived     = decision.SourceDerived
	SourceEntrusted   = decision.SourceEntrusted
)

// Registrable returns the rights that a source can carry: [decision.Registrable].
func Registrable(s Source) ([]Right, *RightsRule) { return decision.Registrable(s) }

// NationalProfile is the regime of 国数综政策〔2026〕35号.
func NationalProfile() Profile { return profile.National() }

// Roles of organisations, and of natural persons.
const (
	RoleEnterprise  = facts.RoleEnterprise
	RoleRegistrar   = facts.RoleRegistrar
	RoleAppraiser   = facts.RoleAppraiser
	RoleBank        = facts.RoleBank
	RoleGuarantor   = facts.RoleGuarantor
	RoleExchange    = facts.RoleExchange
	RolePlanManager = facts.RolePlanManager
	RoleInvestor    = facts.RoleInvestor
	RoleRegulator   = facts.RoleRegulator
	RolePerson      = facts.RolePerson
)

// Roles lists the roles an organisation can be admitted in.
var Roles = facts.Roles

// The five types of registration (Guide Art. 32).
const (
	TypeInitial      = facts.TypeInitial
	TypeTransfer     = facts.TypeTransfer
	TypeChange       = facts.TypeChange
	TypeRenewal      = facts.TypeRenewal
	TypeCancellation = facts.TypeCancellation
	TypeReturn       = facts.TypeReturn
)

// Where a case stands.
const (
	CaseConsenting = facts.CaseConsenting
	CaseFiled      = facts.CaseFiled
	CaseCorrecting = facts.CaseCorrecting
	CaseReviewing  = facts.CaseReviewing
	CaseReviewed   = facts.CaseReviewed
	CasePublicity  = facts.CasePublicity
	CaseObjected   = facts.CaseObjected
	CaseCleared    = facts.CaseCleared
	CaseDeposited  = facts.CaseDeposited
	CaseCertified  = facts.CaseCertified
	CaseNotFiled   = facts.CaseNotFiled
	CaseRefused    = facts.CaseRefused
	CaseWithdrawn  = facts.CaseWithdrawn
)

// The legal terms that can run on a case.
const (
	ClockAcceptance = facts.ClockAcceptance
	ClockCorrection = facts.ClockCorrection
	ClockReview     = facts.ClockReview
	ClockPublicity  = facts.ClockPublicity
	ClockObjection  = facts.ClockObjection
	ClockNotice     = facts.ClockNotice
)

// The heads of review (Guide Art. 18).
const (
	HeadAccuracy   = decision.HeadAccuracy
	HeadCompliance = decision.HeadCompliance
	HeadClarity    = decision.HeadClarity
)

// Where a pledge stands.
const (
	LienProposed  = facts.LienProposed
	LienAccepted  = facts.LienAccepted
	LienEffective = facts.LienEffective
	LienEnforcing = facts.LienEnforcing
	LienReleased  = facts.LienReleased
	LienDeclined  = facts.LienDeclined
	LienWithdrawn = facts.LienWithdrawn
	LienExpired   = facts.LienExpired
)

// Kinds of annotation (Guide Art. 23).
const (
	NoteTerm    = facts.NoteTerm
	NoteSeizure = facts.NoteSeizure
	NoteControl = facts.NoteControl
	NotePledge  = facts.NotePledge
	NoteLicence = facts.NoteLicence
	NoteOther   = facts.NoteOther
)

// Find reads the fact under a key, nil if there is none.
func Find[T any](r Reader, key string) (*T, error) { return act.Find[T](r, key) }

// Rules returns the rule profile and the calendar of working days in force: [act.Rules].
func Rules(r Reader) (Profile, *daycount.Calendar, error) { return act.Rules(r) }

// Day is the civil date in China of an instant in Unix milliseconds.
func Day(ms int64) daycount.Date { return facts.Day(ms) }

// Late holds the latest heartbeat, nil if there is none, against a schedule: [facts.Late].
func Late(s Schedule, last *Heartbeat, today daycount.Date) Lateness {
	return facts.Late(s, last, today)
}

// LatestEdition is that of the rules a new log begins with.
const LatestEdition = facts.LatestEdition

// TransferHolds lists what stands in the way of transferring rights to somebody: [encumbrance.Holds].
func TransferHolds(r Reader, code string, rights []Right, to string, today daycount.Date) ([]Hold, error) {
	return encumbrance.Holds(r, code, rights, facts.ActTransfer, to, today)
}

// Missing is the refusal for the first hold without consent: [encumbrance.Missing].
func Missing(all []Hold, code, field string) error { return encumbrance.Missing(all, code, field) }

// Chain returns the whole history of a certificate: [registration.Chain].
func Chain(r Reader, code string) ([]ChainLink, error) { return registration.Chain(r, code) }

// PersonID is the number under which the person with an identity commitment is known.
func PersonID(identity string) string { return membership.PersonID(identity) }
