package beat

import "shurong.org/shurong/sketch"

// matched reads how many sampled rows of the first sketch the second holds, of how many that were looked for.
func matched(m sketch.Match) (found, of int64) {
	of = int64(m.ContainmentAB.Sampled)
	return min(of, (of*int64(m.ContainmentAB.Value)+500_000)/1_000_000), of
}
