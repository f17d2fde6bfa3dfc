package signature

import (
	"filippo.io/edwards25519/field"
)

// The curve is -x² + y² = 1 + d·x²·y². The forms of a point and the formulas between them are those of Hisil, Wong,
// Carter and Dawson, "Twisted Edwards curves revisited" (2008), with a = -1: they hold for all points without
// exception.

// curve2D is 2d.
var curve2D = func() *field.Element {
	d, err := new(field.Element).SetBytes([]byte{
		0xa3, 0x78, 0x59, 0x13, 0xca, 0x4d, 0xeb, 0x75, 0xab, 0xd8, 0x41, 0x41, 0x4d, 0x0a, 0x70, 0x00,
		0x98, 0xe8, 0x79, 0x77, 0x79, 0x40, 0xc7, 0x8c, 0x73, 0xfe, 0x6f, 0x2b, 0xee, 0x6c, 0x03, 0x52,
	})
	if err != nil {
		panic("signature: " + err.Error()) // a constant of 32 bytes
	}
	return d.Add(d, d)
}()

type (
	// projective is (x/z, y/z): what is doubled.
	projective struct{ x, y, z field.Element }
	// extended is projective with t = x·y/z: what is added to.
	extended struct{ x, y, z, t field.Element }
	// completed is (x/z, y/t): what doubling and adding give.
	completed struct{ x, y, z, t field.Element }
	// affine is y+x, y-x and 2d·x·y of a point with z = 1: what is added.
	affine struct{ plus, minus, t2d field.Element }
)

func zero() *projective {
	p := new(projective)
	p.y.One()
	p.z.One()
	return p
}

func (p *extended) projective() projective { return projective{p.x, p.y, p.z} }

func (p *projective) set(c *completed) {
	p.x.Multiply(&c.x, &c.t)
	p.y.Multiply(&c.y, &c.z)
	p.z.Multiply(&c.z, &c.t)
}

func (p *extended) set(c *completed) {
	p.x.Multiply(&c.x, &c.t)
	p.y.Multiply(&c.y, &c.z)
	p.z.Multiply(&c.z, &c.t)
	p.t.Multiply(&c.x, &c.y)
}

// double sets c = 2p.
func (c *completed) double(p *projective) {
	var xx, yy, zz, xy field.Element
	xx.Square(&p.x)
	yy.Square(&p.y)
	zz.Square(&p.z)
	xy.Add(&p.x, &p.y)
	xy.Square(&xy)
	c.y.Add(&yy, &xx)
	c.z.Subtract(&yy, &xx)
	c.x.Subtract(&xy, &c.y)
	c.t.Add(&zz, &zz)
	c.t.Subtract(&c.t, &c.z)
}

// add sets c = p + q, or p - q.
func (c *completed) add(p *extended, q *affine, negative bool) {
	plus, minus := &q.plus, &q.minus
	if negative {
		plus, minus = minus, plus
	}
	var a, b, t, zz field.Element
	a.Multiply(a.Add(&p.y, &p.x), plus)
	b.Multiply(b.Subtract(&p.y, &p.x), minus)
	t.Multiply(&p.t, &q.t2d)
	zz.Add(&p.z, &p.z)
	c.x.Subtract(&a, &b)
	c.y.Add(&a, &b)
	c.z.Add(&zz, &t)
	c.t.Subtract(&zz, &t)
	if negative {
		c.z, c.t = c.t, c.z
	}
}

// addDigit adds d times the point whose odd multiples these are.
func (c *completed) addDigit(p *extended, odd []affine, d int8) {
	if d > 0 {
		c.add(p, &odd[d/2], false)
	} else {
		c.add(p, &odd[-d/2], true)
	}
}
