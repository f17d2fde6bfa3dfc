package simulation

import "math"

// exp and ln follow FreeBSD's e_exp.c and e_log.c (Sun Microsystems 1993): reduction by ln 2 and a rational
// approximation on what is left, under 1 unit in the last place. They differ from the standard library's only in
// that no product is fused and no assembly takes their place.

const (
	ln2Hi = 6.93147180369123816490e-01 // the 32 leading bits of ln 2
	ln2Lo = 1.90821492927058770002e-10
	log2e = 1.44269504088896338700e+00

	// roundToInteger, added and taken away again, rounds to an integer, halves to even, for |x| < 2^51.
	roundToInteger = 0x1.8p52
)

// exp is e^x, within 1 unit in the last place where the result is a normal number; ∞ over 709.78, 0 under −745.13.
func exp(x float64) float64 {
	z := [1]float64{x}
	exps(z[:], z[:])
	return z[0]
}

// The coefficients of e_exp.c.
const (
	expP1 = 1.66666666666666019037e-01
	expP2 = -2.77777777770155933842e-03
	expP3 = 6.61375632143793436117e-05
	expP4 = -1.65339022054652515390e-06
	expP5 = 4.13813679705723846039e-08
)

// exps is exp of a column, into another or itself: e^x = y·2^n with y from √½ to √2.
func exps(dst, src []float64) {
	src = src[:len(dst)]
	for i, x := range src {
		n := float64(x*log2e) + roundToInteger - roundToInteger
		hi, lo := x-float64(n*ln2Hi), float64(n*ln2Lo)
		r := hi - lo
		t := float64(r * r)
		c := r - float64(t*(expP1+float64(t*(expP2+float64(t*(expP3+float64(t*(expP4+float64(t*expP5)))))))))
		y := 1 - ((lo - float64(r*c)/(2-c)) - hi)
		if x > -708 && x < 709 {
			dst[i] = math.Float64frombits(math.Float64bits(y) + uint64(int64(n))<<52)
		} else {
			dst[i] = expFar(x, y, n)
		}
	}
}

// expFar is e^x = y·2^n where that is not a normal number, or nearly not.
func expFar(x, y, n float64) float64 {
	switch {
	case x != x:
		return x
	case x > 709.782712893383973096:
		return math.Inf(1)
	case x < -745.13321910194110842:
		return 0
	}
	// In three factors, so that none overflows and only the last rounds into the subnormal numbers.
	k := int64(n)
	half := k / 2
	return y * math.Float64frombits(uint64(half+1023)<<52) * math.Float64frombits(uint64(k-half+1023)<<52)
}

// ln is the natural logarithm, within 1 unit in the last place; −∞ of 0, NaN under 0.
func ln(x float64) float64 {
	if !(x >= 0x1p-1022 && x <= math.MaxFloat64) {
		return lnFar(x)
	}
	const (
		l1       = 6.666666666666735130e-01
		l2       = 3.999999999940941908e-01
		l3       = 2.857142874366239149e-01
		l4       = 2.222219843214978396e-01
		l5       = 1.818357216161805012e-01
		l6       = 1.531383769920937332e-01
		l7       = 1.479819860511658591e-01
		sqrtHalf = 0x3fe6a09e667f3bcd // the bits of √½
	)
	// x = 2^k·(1+f) with 1+f from √½ to √2.
	b := math.Float64bits(x)
	shifted := b - sqrtHalf
	k := float64(int64(shifted) >> 52)
	f := math.Float64frombits(b-shifted&(0xfff<<52)) - 1
	s := f / (2 + f)
	s2 := float64(s * s)
	s4 := float64(s2 * s2)
	t1 := float64(s2 * (l1 + float64(s4*(l3+float64(s4*(l5+float64(s4*l7)))))))
	t2 := float64(s4 * (l2 + float64(s4*(l4+float64(s4*l6)))))
	half := float64(float64(0.5*f) * f)
	return float64(k*ln2Hi) - ((half - (float64(s*(half+(t1+t2))) + float64(k*ln2Lo))) - f)
}

func lnFar(x float64) float64 {
	switch {
	case x == 0:
		return math.Inf(-1)
	case x < 0:
		return math.NaN()
	case x < 0x1p-1022:
		return ln(x*0x1p60) - float64(60*ln2Hi) - float64(60*ln2Lo)
	}
	return x // +∞ and NaN
}

// pow is x^y = e^(y·ln x) for x > 0, whose relative error is about |y·ln x| + 1 units in the last place; whole powers
// up to 64 are products, within |y| units. What a valuation needs (x near 1, y up to 50) is right to 14 digits.
func pow(x, y float64) float64 {
	if n := int(max(-65, min(65, y))); float64(n) == y && n >= -64 && n <= 64 {
		return powInt(x, n)
	}
	switch {
	case x > 0:
		return exp(float64(y * ln(x)))
	case x == 0 && y > 0:
		return 0
	case x == 0:
		return math.Inf(1)
	}
	return math.NaN()
}

// powInt is x^n by squaring.
func powInt(x float64, n int) float64 {
	if n < 0 {
		return 1 / powInt(x, -n)
	}
	r := 1.0
	for ; n > 0; n >>= 1 {
		if n&1 == 1 {
			r = float64(r * x)
		}
		x = float64(x * x)
	}
	return r
}
