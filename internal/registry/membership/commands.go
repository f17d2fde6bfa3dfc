package membership

import "shurong.org/shurong/internal/registry/act"

// Commands are the kinds of this package.
var Commands = []act.Maker{
	act.Of[GenesisInit](),
	act.Of[RulesAdopt](),
	act.Of[CalendarAdd](),
	act.Of[OrgAdmit](),
	act.Of[KeyAdd](),
	act.Of[KeyRevoke](),
	act.Of[PersonAdmit](),
	act.Of[SanctionList](),
	act.Of[SanctionLift](),
	act.Of[ProfileAdopt](),
	act.Of[SimilarityPublish](),
}
