package registry

import (
	"shurong.org/shurong/daycount"
	"shurong.org/shurong/internal/registry/monitoring"
)

// Keys of facts about monitoring.
const (
	PrefixExistence = "existence/" // + lien: Existence
	PrefixSchedule  = "schedule/"  // + lien: Schedule
)

// Facts about monitoring: see package monitoring.
type (
	Existence = monitoring.Existence
	Challenge = monitoring.Challenge
	Answer    = monitoring.Answer
	Result    = monitoring.Result
	Live      = monitoring.Live
	Schedule  = monitoring.Schedule
	Lateness  = monitoring.Lateness
)

// The results of a challenge.
const (
	ResultPassed = monitoring.ResultPassed
	ResultFailed = monitoring.ResultFailed
	ResultMissed = monitoring.ResultMissed
)

// BlockSize is the unit of content that is hashed and sampled, in bytes.
const BlockSize = monitoring.BlockSize

// MaxChallenges bounds a round of challenges.
const MaxChallenges = monitoring.MaxChallenges

// Late holds the latest heartbeat, nil if there is none, against a schedule. A heartbeat counts on the day it was
// measured: one that waited for the network is not late for that.
func Late(s Schedule, last *Heartbeat, today daycount.Date) Lateness {
	seen := s.From
	if last != nil {
		seen = Day(last.Measurement.MeasuredAt)
	}
	return s.Since(seen, today)
}
