package registry

import "shurong.org/shurong/internal/registry/facts"

// Keys of facts, as package facts has them.
const (
	KeyGenesis        = facts.KeyGenesis
	PrefixOrg         = facts.PrefixOrg
	PrefixKey         = facts.PrefixKey
	PrefixNonce       = facts.PrefixNonce
	PrefixCase        = facts.PrefixCase
	PrefixAsset       = facts.PrefixAsset
	PrefixCertificate = facts.PrefixCertificate
	PrefixSerial      = facts.PrefixSerial
	PrefixEncumbrance = facts.PrefixEncumbrance
	PrefixLien        = facts.PrefixLien
	PrefixValuation   = facts.PrefixValuation
	PrefixValue       = facts.PrefixValue
	PrefixHeartbeat   = facts.PrefixHeartbeat
	PrefixSanction    = facts.PrefixSanction
	PrefixLoan        = facts.PrefixLoan
	PrefixLienLoan    = facts.PrefixLienLoan
	PrefixAnnotation  = facts.PrefixAnnotation
	PrefixNotes       = facts.PrefixNotes
	PrefixProfile     = facts.PrefixProfile
	PrefixHolder      = facts.PrefixHolder
	PrefixExistence   = facts.PrefixExistence
	PrefixSchedule    = facts.PrefixSchedule

	PrefixSimilarity    = facts.PrefixSimilarity
	PrefixSimilarityKey = facts.PrefixSimilarityKey
)

// HoldingsPageKey is the key of a page, from 0, of a holder's certificates.
func HoldingsPageKey(holder string, page int) string { return facts.HoldingsPageKey(holder, page) }
