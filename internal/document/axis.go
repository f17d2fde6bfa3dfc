package document

import "math"

// axis is the direction of one of n axes around a centre, the first upwards, clockwise. The page grows downwards.
func axis(i, n int) (dx, dy float64) {
	angle := 2 * math.Pi * float64(i) / float64(n)
	return math.Sin(angle), -math.Cos(angle)
}
