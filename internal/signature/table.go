package signature

import (
	"encoding/binary"
	"sync"

	"filippo.io/edwards25519"
	"filippo.io/edwards25519/field"
)

const (
	pieces    = 4            // that a scalar is cut into
	pieceBits = 256 / pieces // bits, and doublings, of a piece
	// Digits are odd and below 2^(width-1) in magnitude; one in width+1 places has one.
	keyDigits, baseDigits = 5, 8
)

// table holds the odd multiples, up to the largest digit, of P, 2^64·P, 2^128·P and 2^192·P.
type table struct {
	width uint
	odd   [pieces][]affine
}

// baseTable is that of the base point: 30 kB.
var baseTable = sync.OnceValue(func() *table {
	return newTable(fromPoint(edwards25519.NewGeneratorPoint()), baseDigits)
})

func newTable(p *extended, width uint) *table {
	each := 1 << (width - 2)
	all := make([]extended, pieces*each)
	var c completed
	for i := range pieces {
		odd := all[i*each:][:each]
		if i == 0 {
			odd[0] = *p
		} else {
			double := all[(i-1)*each].projective()
			for range pieceBits {
				c.double(&double)
				double.set(&c)
			}
			odd[0].set(&c)
		}
		one := odd[0].projective()
		var two extended
		c.double(&one)
		two.set(&c)
		step := normal([]extended{two})
		for k := 1; k < each; k++ {
			c.add(&odd[k-1], &step[0], false)
			odd[k].set(&c)
		}
	}
	flat, t := normal(all), &table{width: width}
	for i := range pieces {
		t.odd[i] = flat[i*each:][:each:each]
	}
	return t
}

// normal brings points into the form that is added at least cost, with one inversion for all: the inverse of the
// product of all z gives each single one.
func normal(points []extended) []affine {
	before := make([]field.Element, len(points)) // products of the z before each
	var product, inverse, t field.Element
	product.One()
	for i := range points {
		before[i] = product
		product.Multiply(&product, &points[i].z)
	}
	inverse.Invert(&product)
	out := make([]affine, len(points))
	for i := len(points) - 1; i >= 0; i-- {
		p, a := &points[i], &out[i]
		t.Multiply(&inverse, &before[i]) // 1/z of this one
		inverse.Multiply(&inverse, &p.z)
		a.plus.Multiply(a.plus.Add(&p.y, &p.x), &t)
		a.minus.Multiply(a.minus.Subtract(&p.y, &p.x), &t)
		a.t2d.Multiply(a.t2d.Multiply(&p.t, curve2D), &t)
	}
	return out
}

// sum is k·P + s·Q for the tables of P and Q.
func sum(p *table, k []byte, q *table, s []byte) *projective {
	var kd, sd [256]int8
	digits(&kd, k, p.width)
	digits(&sd, s, q.width)
	var at extended
	var c completed
	acc := zero()
	for bit := pieceBits - 1; bit >= 0; bit-- {
		c.double(acc)
		for i := range pieces {
			if d := kd[i*pieceBits+bit]; d != 0 {
				at.set(&c)
				c.addDigit(&at, p.odd[i], d)
			}
			if d := sd[i*pieceBits+bit]; d != 0 {
				at.set(&c)
				c.addDigit(&at, q.odd[i], d)
			}
		}
		acc.set(&c)
	}
	return acc
}

// digits writes a scalar below 2^255 as the sum of out[i]·2^i, with digits that are zero or odd and of width bits with
// their sign, any two of them at least width places apart.
func digits(out *[256]int8, scalar []byte, width uint) {
	var words [5]uint64
	for i := range 4 {
		words[i] = binary.LittleEndian.Uint64(scalar[8*i:])
	}
	whole, carry := uint64(1)<<width, uint64(0)
	for at := uint(0); at < 256; {
		word, shift := at/64, at%64
		bits := words[word] >> shift
		if shift+width > 64 {
			bits |= words[word+1] << (64 - shift)
		}
		d := carry + bits&(whole-1)
		if d&1 == 0 { // nothing at this place; a carry stays one
			at++
			continue
		}
		if carry = 0; d >= whole/2 {
			carry = 1
		}
		out[at] = int8(int64(d) - int64(carry<<width))
		at += width
	}
}
