package valuation

// Dynamic is the rule set by which a value follows measurements.
type Dynamic struct{}

func (d Dynamic) check(c *check, field string) {}
