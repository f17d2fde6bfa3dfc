package profile

import "shurong.org/shurong/quality"

var qualityKinds = [kinds]quality.Kind{Integer: quality.Integer, Decimal: quality.Decimal, Date: quality.Date,
	DateTime: quality.DateTime, Clock: quality.Clock, Boolean: quality.Boolean, Code: quality.Code, Text: quality.Text}

// Value reads a cell for a rule of quality.
func Value(cell []byte) quality.Value {
	r := read(cell)
	v := quality.Value{Kind: qualityKinds[r.kind], Number: r.num}
	if r.kind == Date || r.kind == DateTime || r.compact {
		v.Timed, v.Seconds = true, r.when.sec
	}
	return v
}
