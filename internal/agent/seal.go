package agent

import (
	"context"

	"shurong.org/shurong/canon"
	"shurong.org/shurong/sketch"
)

// Seal replaces the measurement's sketch, which anyone could try guesses against, by one whose tags were made by a
// registry's function (package protocol) under a key of that name. Retention and drift are found out before: they need
// nobody.
func (m *Measurement) Seal(ctx context.Context, domain string, prf sketch.PRF) error {
	s, err := sketch.Seal(ctx, m.Hashes, domain, prf)
	if err != nil {
		return err
	}
	m.Sketch, m.Fact.SketchDigest = s, canon.Hex(s.Encode())
	return nil
}
