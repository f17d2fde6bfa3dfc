package quality

// Bare are the counts without the plan they were counted by: enough for [Evaluate], and nothing that holds a function.
func (c *Counts) Bare() *Counts {
	if c == nil {
		return nil
	}
	return &Counts{Scope: c.Scope, rules: c.rules}
}
