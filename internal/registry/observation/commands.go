package observation

import "shurong.org/shurong/internal/registry/act"

// Commands are the kinds of this package.
var Commands = []act.Maker{
	act.Of[ValuationRecord](),
	act.Of[HeartbeatRecord](),
	act.Of[HeartbeatSchedule](),
	act.Of[ExistenceCommit](),
	act.Of[ExistenceChallenge](),
	act.Of[ExistenceWaive](),
}
