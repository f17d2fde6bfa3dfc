package facts

import (
	"shurong.org/shurong/daycount"
	"shurong.org/shurong/internal/registry/monitoring"
)

// Valuation is an appraisal on record: value and range, its report by commitment.
type Valuation struct {
	ID          string        `json:"id"`
	Certificate string        `json:"certificate"`
	Appraiser   string        `json:"appraiser"`
	Date        daycount.Date `json:"date"` // 评估基准日
	ValidUntil  daycount.Date `json:"valid_until"`
	ValueFen    int64         `json:"value_fen"`
	LowFen      int64         `json:"low_fen"`
	HighFen     int64         `json:"high_fen"`
	Approaches  []string      `json:"approaches"` // cost, income, market
	ValueType   string        `json:"value_type"` // market, investment, liquidation, …
	Report      string        `json:"report"`     // commitment
	Index       uint64        `json:"index"`
}

// ValueRef points to a certificate's latest valuation.
type ValueRef struct {
	Valuation string `json:"valuation"`
}

// Heartbeat is the latest sign of life of registered data.
type Heartbeat struct {
	Certificate string              `json:"certificate"`
	Seq         uint64              `json:"seq"`    // from 1
	Digest      string              `json:"digest"` // of this heartbeat's body; the next one names it
	Key         string              `json:"key"`
	Index       uint64              `json:"index"`
	Measurement Measurement         `json:"measurement"`
	Live        *monitoring.Live    `json:"live,omitempty"`
	Results     []monitoring.Result `json:"results,omitempty"` // of challenges
}

// Late holds the latest heartbeat, nil if there is none, against a schedule. A heartbeat counts on the day it was
// measured: one that waited for the network is not late for that.
func Late(s monitoring.Schedule, last *Heartbeat, today daycount.Date) monitoring.Lateness {
	seen := s.From
	if last != nil {
		seen = Day(last.Measurement.MeasuredAt)
	}
	return s.Since(seen, today)
}
