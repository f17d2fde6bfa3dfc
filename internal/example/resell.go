package example

import "shurong.org/shurong/identifier"

// CopiedPermille is the share of the reseller's rows that are taken from the vehicle trips.
const CopiedPermille = 700

// resoldColumns are the trips' columns under other names in another order.
var resoldColumns = []string{"order_sn", "start_time", "finish_time", "from_lng", "from_lat", "to_lng", "to_lat", "origin", "destination",
	"distance", "duration", "total_fee", "pay_channel", "car_class", "vehicle_key", "driver_key", "stars"}

// resoldOrder says which of the trips' columns stands in each place.
var resoldOrder = []int{0, 4, 5, 8, 9, 10, 11, 6, 7, 12, 13, 14, 15, 3, 1, 2, 16}

// resell makes the reseller's rows: of every thousand, CopiedPermille drawn from the trips as first registered, the
// rest trips of a fleet of its own, all shuffled. Rows beyond those first registered are its own.
func resell(c Company, p plan, n int, emit func(*row) error) error {
	source, err := Find("trips")
	if err != nil {
		return err
	}
	g := newGen(p.seed, c.Key, c.Rows)
	taken := c.Rows * CopiedPermille / 1000
	var pool arena
	// Selection sampling: each remaining row is taken with the chance that leaves exactly enough.
	left, want := source.Rows, taken
	err = stream(newGen(p.seed, source.Key, source.Rows), tables[source.Key], source.Rows, func(r *row) error {
		if g.IntN(left) < want {
			pool.add(r)
			want--
		}
		left--
		return nil
	})
	if err != nil {
		return err
	}
	own := newGen(p.seed, c.Key+"/own", c.Rows)
	own.variant = 1
	if err := stream(own, tables[source.Key], c.Rows-taken, func(r *row) error { pool.add(r); return nil }); err != nil {
		return err
	}
	g.Shuffle(len(pool.rows), func(i, j int) { pool.rows[i], pool.rows[j] = pool.rows[j], pool.rows[i] })
	var out row
	send := func(r *row) error {
		out.reset()
		for _, from := range resoldOrder {
			out.str(string(r.cell(from)))
		}
		return emit(&out)
	}
	for i := range min(n, len(pool.rows)) {
		if err := send(&pool.rows[i]); err != nil {
			return err
		}
	}
	later := newGen(p.seed, c.Key+"/later", c.Rows)
	later.variant = 1
	skip := 0
	return stream(later, tables[source.Key], max(n, c.Rows), func(r *row) error {
		if skip++; skip <= c.Rows {
			return nil // the clock runs on through the period that is already there
		}
		return send(r)
	})
}

// arena keeps rows without an allocation each.
type arena struct {
	rows []row
	buf  []byte
	ends []int
}

func (a *arena) add(r *row) {
	if cap(a.buf)-len(a.buf) < len(r.buf) {
		a.buf = make([]byte, 0, max(1<<20, len(r.buf)))
	}
	if cap(a.ends)-len(a.ends) < len(r.ends) {
		a.ends = make([]int, 0, max(1<<16, len(r.ends)))
	}
	b, e := len(a.buf), len(a.ends)
	a.buf, a.ends = append(a.buf, r.buf...), append(a.ends, r.ends...)
	a.rows = append(a.rows, row{buf: a.buf[b:len(a.buf):len(a.buf)], ends: a.ends[e:len(a.ends):len(a.ends)]})
}

// residentNumber completes a guest's resident number with the check character that package identifier accepts.
func residentNumber(guest uint32) string {
	var buf [18]byte
	body := string(residentBody(buf[:0], guest))
	for _, c := range "0123456789X" {
		if s := body + string(c); identifier.IsResidentID(s) {
			return s
		}
	}
	return body + "0" // not reached: one of eleven fits
}
