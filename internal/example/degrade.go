package example

// degraded wraps emit: it drops and blanks what a failing company's data has lost. The newest tenth of the period goes
// whole, since nobody collects any more, and so many of the other rows that in all GonePermille are gone.
func degraded(c Company, seed uint64, emit func(*row) error) func(*row) error {
	g := newGen(seed, c.Key+"/degraded", c.Rows)
	i := 0
	fresh := c.Rows * 9 / 10
	gone := c.Rows*GonePermille/1000 - (c.Rows - fresh)
	var out row
	return func(r *row) error {
		i++
		if i > fresh || g.IntN(fresh) < gone {
			return nil
		}
		out.reset()
		for k := range r.ends {
			if k > 0 && g.chance(BlankPermille) {
				out.null()
				continue
			}
			out.str(string(r.cell(k)))
		}
		return emit(&out)
	}
}
