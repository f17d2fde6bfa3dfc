// Package sketch recognises the same data under another name without showing it.
//
//	b, err := sketch.NewBuilder(header, sketch.Options{})
//	for … { b.Block(rows) }                           // any number of builders, merged
//	s, err := sketch.Seal(ctx, b.Local(), domain, prf) // what leaves the site; or b.Sketch() in the public domain
//	m, err := sketch.Compare(s, registered)            // m.ContainmentAB: share of the first that is in the second
package sketch
