package facts

import (
	"strconv"
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

// Keys of facts about the keys under which sketches are sealed.
const (
	PrefixSimilarity    = "similarity/"     // + registrar: SimilarityRef, the newest
	PrefixSimilarityKey = "similarity-key/" // + fingerprint: SimilarityKey
)

// Keys of facts about monitoring.
const (
	PrefixExistence = "existence/" // + lien: Existence
	PrefixSchedule  = "schedule/"  // + lien: Schedule
)

// HoldingsPageKey is the key of a page, from 0, of a holder's certificates.
func HoldingsPageKey(holder string, page int) string {
	return PrefixHolder + holder + "/" + strconv.Itoa(page)
}
