package registry

import (
	"encoding/base32"
	"strconv"
	"strings"
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
)

// makeID derives the identifier of what the command with this digest creates.
func makeID(prefix string, sum [32]byte) string {
	return prefix + "-" + crockford.EncodeToString(sum[:8])[:idLength]
}

// serialKey is the counter of one registrar's certificates in one month.
func serialKey(region, registrar string, year, month int) string {
	var b strings.Builder
	b.WriteString(PrefixSerial + "SJ" + region + registrar + strconv.Itoa(year))
	if month < 10 {
		b.WriteByte('0')
	}
	b.WriteString(strconv.Itoa(month))
	return b.String()
}
