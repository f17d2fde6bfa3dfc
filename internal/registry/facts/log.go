package facts

import (
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/hex"
	"time"

	"shurong.org/shurong/daycount"
	"shurong.org/shurong/internal/registry/profile"
)

// Genesis is how a log began.
type Genesis struct {
	Origin  string          `json:"origin"`
	Profile profile.Profile `json:"profile"`
	Time    int64           `json:"time"`
	V       int             `json:"v"`
	// HolderIndex says that the log lists certificates by holder from its first day.
	HolderIndex bool `json:"holder_index,omitzero"`
	// Edition numbers the rules that the log goes by from here on; see the constants.
	Edition int `json:"edition,omitzero"`
}

// Editions of the rules. A log keeps its edition until its registrar adopts the next one, so that what was accepted under
// an edition is accepted again when the log is replayed.
const (
	// EditionFirst is that of the first day.
	EditionFirst = 0
	// EditionConsent asks for the consents to a transfer when it is filed, not only when it takes effect; and an objection
	// that is upheld against a concluded transfer returns the rights.
	EditionConsent = 1

	LatestEdition = EditionConsent
)

// Calendar holds the State Council's years known to the registry, ascending.
type Calendar struct {
	Years []daycount.Year `json:"years"`
}

// KeyPurpose limits what a key may sign.
type KeyPurpose string

const (
	// PurposeOrganisation signs everything its organisation may do.
	PurposeOrganisation KeyPurpose = "organisation"
	// PurposeAgent signs heartbeats only: it lies at the data owner's site, on a machine the organisation's key never sees.
	PurposeAgent KeyPurpose = "agent"
)

// Key is a public key of an organisation.
type Key struct {
	ID      string     `json:"id"`
	Org     string     `json:"org"`
	Pub     []byte     `json:"pub"` // Ed25519, 32 bytes
	Purpose KeyPurpose `json:"purpose"`
	Revoked bool       `json:"revoked,omitempty"`
}

// KeyID names an Ed25519 public key: the first 16 bytes of its SHA-256 in hexadecimal, 32 characters.
func KeyID(pub ed25519.PublicKey) string {
	d := sha256.Sum256(pub)
	return hex.EncodeToString(d[:16])
}

// Nonce is the last nonce accepted from a key.
type Nonce struct {
	Last uint64 `json:"last"`
}

// Serial is the last certificate serial given out in a month.
type Serial struct {
	Last int `json:"last"`
}

// Day is the civil date in China of an instant in Unix milliseconds.
func Day(ms int64) daycount.Date { return daycount.DateOf(time.UnixMilli(ms)) }
