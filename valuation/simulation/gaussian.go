package simulation

import "math"

// quantileNormal is Φ⁻¹(u) for u in (0, 1): algorithm AS 241, PPND16, of M. J. Wichura, “The percentage points of the
// normal distribution”, Applied Statistics 37 (1988), relative error about 1 part in 10^16 before rounding.
func quantileNormal(u float64) float64 {
	z := [1]float64{u}
	scores(z[:])
	return z[0]
}

// scores turns a column of probabilities into normal scores, in place: the middle 85 % of the range by one formula for
// all, then those that lie in the tails again. A branch for each would be guessed wrong too often.
func scores(u []float64) {
	var tails [Block]float64
	var at [Block]uint16
	for ; len(u) > 0; u = u[min(Block, len(u)):] {
		column, n := u[:min(Block, len(u))], 0
		for i, p := range column {
			q := p - 0.5
			r := 0.180625 - float64(q*q)
			tails[n&(Block-1)], at[n&(Block-1)] = p, uint16(i)
			n += int(math.Float64bits(r) >> 63)
			num := horner7(r, 2.5090809287301226727e+3, 3.3430575583588128105e+4, 6.7265770927008700853e+4,
				4.5921953931549871457e+4, 1.3731693765509461125e+4, 1.9715909503065514427e+3, 1.3314166789178437745e+2,
				3.3871328727963666080e0)
			den := horner7(r, 5.2264952788528545610e+3, 2.8729085735721942674e+4, 3.9307895800092710610e+4,
				2.1213794301586595867e+4, 5.3941960214247511077e+3, 6.8718700749205790830e+2, 4.2313330701600911252e+1, 1)
			column[i] = float64(q*num) / den
		}
		for k, p := range tails[:n] {
			column[at[k]] = math.Copysign(tailNormal(min(p, 1-p)), p-0.5)
		}
	}
}

// tailNormal is −Φ⁻¹(p) for p < 0.075.
func tailNormal(p float64) float64 {
	r := math.Sqrt(-ln(p))
	if r <= 5 {
		r -= 1.6
		return horner7(r, 7.74545014278341407640e-4, 2.27238449892691845833e-2, 2.41780725177450611770e-1,
			1.27045825245236838258e0, 3.64784832476320460504e0, 5.76949722146069140550e0, 4.63033784615654529590e0,
			1.42343711074968357734e0) /
			horner7(r, 1.05075007164441684324e-9, 5.47593808499534494600e-4, 1.51986665636164571966e-2,
				1.48103976427480074590e-1, 6.89767334985100004550e-1, 1.67638483018380384940e0,
				2.05319162663775882187e0, 1)
	}
	r -= 5
	return horner7(r, 2.01033439929228813265e-7, 2.71155556874348757815e-5, 1.24266094738807843860e-3,
		2.65321895265761230930e-2, 2.96560571828504891230e-1, 1.78482653991729133580e0, 5.46378491116411436990e0,
		6.65790464350110377720e0) /
		horner7(r, 2.04426310338993978564e-15, 1.42151175831644588870e-7, 1.84631831751005468180e-5,
			7.86869131145613259100e-4, 1.48753612908506148525e-2, 1.36929880922735805310e-1,
			5.99832206555887937690e-1, 1)
}

// horner7 is a7·x^7 + … + a0.
func horner7(x, a7, a6, a5, a4, a3, a2, a1, a0 float64) float64 {
	y := float64(a7*x) + a6
	y = float64(y*x) + a5
	y = float64(y*x) + a4
	y = float64(y*x) + a3
	y = float64(y*x) + a2
	y = float64(y*x) + a1
	return float64(y*x) + a0
}

const inverseSqrt2Pi = 0.398942280401432677939946059934

// normalCDF is Φ(z) by W. J. Cody's rational approximations (Math. Comp. 23 (1969), as in ACM algorithm 715), relative
// error under 1 part in 10^14 down to z = −37.5, beyond which it is 0.
func normalCDF(z float64) float64 {
	y := math.Abs(z)
	switch {
	case z != z:
		return z
	case y <= 0.67448975:
		s := float64(y * y)
		num := 6.5682337918207449113e-2 * s
		den := s
		for i := range 3 {
			num = float64((num + codyA[i]) * s)
			den = float64((den + codyB[i]) * s)
		}
		return 0.5 + float64(z*(num+codyA[3]))/(den+codyB[3])
	case y > 38.5:
		if z < 0 {
			return 0
		}
		return 1
	}
	t := upperTail(y)
	if z > 0 {
		return 1 - t
	}
	return t
}

// upperTail is 1 − Φ(y) for y > 0.67.
func upperTail(y float64) float64 {
	var t float64
	if y <= 5.656854249492380581 { // √32
		num, den := float64(1.0765576773720192317e-8*y), y
		for i := range 7 {
			num = float64((num + codyC[i]) * y)
			den = float64((den + codyD[i]) * y)
		}
		t = (num + codyC[7]) / (den + codyD[7])
	} else {
		s := 1 / float64(y*y)
		num, den := float64(2.307344176494017303e-2*s), s
		for i := range 4 {
			num = float64((num + codyP[i]) * s)
			den = float64((den + codyQ[i]) * s)
		}
		t = float64(s*(num+codyP[4])) / (den + codyQ[4])
		t = (inverseSqrt2Pi - t) / y
	}
	// e^(−y²/2) in two factors, the first exact: y² itself would lose digits.
	h := float64(math.Trunc(y*16) / 16)
	return float64(exp(float64(-h*h)*0.5)*exp(float64(-(y-h)*(y+h))*0.5)) * t
}

var (
	codyA = [4]float64{2.2352520354606839287, 161.02823106855587881, 1067.6894854603709582, 18154.981253343561249}
	codyB = [4]float64{47.20258190468824187, 976.09855173777669322, 10260.932208618978205, 45507.789335026729956}
	codyC = [8]float64{0.39894151208813466764, 8.8831497943883759412, 93.506656132177855979, 597.27027639480026226,
		2494.5375852903726711, 6848.1904505362823326, 11602.651437647350124, 9842.7148383839780218}
	codyD = [8]float64{22.266688044328115691, 235.38790178262499861, 1519.377599407554805, 6485.558298266760755,
		18615.571640885098091, 34900.952721145977266, 38912.003286093271411, 19685.429676859990727}
	codyP = [5]float64{0.21589853405795699, 0.1274011611602473639, 0.022235277870649807, 1.421619193227893466e-3,
		2.9112874951168792e-5}
	codyQ = [5]float64{1.28426009614491121, 0.468238212480865118, 0.0659881378689285515, 3.78239633202758244e-3,
		7.29751555083966205e-5}
)
