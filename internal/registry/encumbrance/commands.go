package encumbrance

import "shurong.org/shurong/internal/registry/act"

// Commands are the kinds of this package.
var Commands = []act.Maker{
	act.Of[AnnotationPlace](),
	act.Of[AnnotationLift](),
	act.Of[AnnotationPermit](),
	act.Of[LienAllow](),
	act.Of[LicenceNote](),
	act.Of[LicenceEnd](),
	act.Of[PledgePropose](),
	act.Of[PledgeAccept](),
	act.Of[PledgeAcknowledge](),
	act.Of[PledgeEffect](),
	act.Of[PledgeDecline](),
	act.Of[PledgeWithdraw](),
	act.Of[PledgeEnforce](),
	act.Of[PledgeRelease](),
	act.Of[LienFile](),
	act.Of[LienAmend](),
	act.Of[LienExtend](),
	act.Of[LienAssign](),
	act.Of[LienSubordinate](),
	act.Of[LienAdvance](),
	act.Of[LienObject](),
	act.Of[LienObjectEnd](),
	act.Of[LienCompel](),
	act.Of[LienExpire](),
	act.Of[LoanDisburse](),
	act.Of[LoanSettle](),
}
