package act

import (
	"encoding/base32"
)

// crockford has no I, L, O, U: identifiers are read out over the telephone.
var crockford = base32.NewEncoding("0123456789ABCDEFGHJKMNPQRSTVWXYZ").WithPadding(base32.NoPadding)

// idLength is 12 characters of 5 bits: among 10⁷ things two share an identifier with probability 4·10⁻⁵, and the second
// would be refused.
const idLength = 12

// Identifier prefixes by kind of thing.
const (
	IDCase      = "CA"
	IDAsset     = "DA"
	IDLien      = "LN"
	IDValuation = "VA"
	IDLoan      = "LO"
	IDObjection = "OB"
	IDNote      = "AN"
	IDPerson    = "NP"
)

// NewID derives the identifier of what the command with this digest creates.
func NewID(prefix string, sum [32]byte) string {
	return prefix + "-" + crockford.EncodeToString(sum[:8])[:idLength]
}
