package registry

import (
	"encoding/base32"

	"shurong.org/shurong/identifier"
)

// Keys of facts. A prefix names the type of the value.
const (
	KeyGenesis  = "genesis"  // Genesis
	KeyCalendar = "calendar" // Calendar

	PrefixOrg         = "org/"         // + credit code: Organisation
	PrefixKey         = "key/"         // + key identifier: Key
	PrefixNonce       = "nonce/"       // + key identifier: Nonce
	PrefixCase        = "case/"        // + case: Case
	PrefixAsset       = "asset/"       // + asset: Asset
	PrefixCertificate = "certificate/" // + code: Certificate
	PrefixSerial      = "serial/"      // + SJ, region, registrar, year and month: Serial
	PrefixEncumbrance = "encumbrance/" // + certificate code: Encumbrance; absent = no live lien
	PrefixLien        = "lien/"        // + lien: Lien
	PrefixValuation   = "valuation/"   // + valuation: Valuation
	PrefixValue       = "value/"       // + certificate code: ValueRef, the latest valuation
	PrefixHeartbeat   = "heartbeat/"   // + certificate code: Heartbeat, the latest
	PrefixSanction    = "sanction/"    // + credit code: Sanction; absent = not listed
	PrefixLoan        = "loan/"        // + loan: LoanNote
	PrefixLienLoan    = "lien-loan/"   // + lien: LoanRef, the open loan it secures; absent = none
	PrefixAnnotation  = "annotation/"  // + annotation: Annotation
	PrefixNotes       = "notes/"       // + certificate code: Notes; absent = no annotation in force
	PrefixProfile     = "profile/"     // + registrar, "/", profile: Profile, as adopted
	PrefixHolder      = "holder/"      // + credit code: Holdings; + "/" + page: HoldingsPage
	PrefixRecognised  = "recognised/"  // + digest of issuer and old code: Recognised
)

// crockford has no I, L, O, U: identifiers are read out over the telephone.
var crockford = base32.NewEncoding("0123456789ABCDEFGHJKMNPQRSTVWXYZ").WithPadding(base32.NoPadding)

// idLength is 12 characters of 5 bits: among 10⁷ things two share an identifier with probability 4·10⁻⁵, and the second
// would be refused.
const idLength = 12

// Identifier prefixes by kind of thing.
const (
	idCase      = "CA"
	idAsset     = "DA"
	idLien      = "LN"
	idValuation = "VA"
	idLoan      = "LO"
	idObjection = "OB"
	idNote      = "AN"
	idPerson    = "NP"
)

// makeID derives the identifier of what the command with this digest creates.
func makeID(prefix string, sum [32]byte) string {
	return prefix + "-" + crockford.EncodeToString(sum[:8])[:idLength]
}

// serialKey is the counter of one registrar's certificates in one month: the code without its serial.
func serialKey(c identifier.CertificateCode) string { return PrefixSerial + c.String()[:11] }
