// Package facts holds what the registry stores about cases, certificates, liens and annotations, and what follows from a
// stored fact and a day without any command: the step a case has reached by silence, the clock that runs, whether a
// certificate proves its rights, whether a lien still secures anything.
//
// Everything is a pure function of (fact, day, calendar, profile), so a rule, a screen and a court's expert read the
// same answer from the same bytes. Nothing here orders, signs or changes: that is package registry.
//
// Compatibility: a fact of the first day must be written with the same bytes for ever, since the state map hashes them.
// A new member is therefore optional, is left out while it is zero, and its zero means what was true before it existed.
//
// Sizes: 0.2–3 kB a fact. Lists within a fact are bounded where a command adds to them.
package facts

import (
	"shurong.org/shurong/internal/registry/decision"
	"shurong.org/shurong/internal/registry/profile"
)

type (
	// Right is one of the three rights.
	Right = decision.Right
	// Source is the applicant's statement of origin.
	Source = decision.Source
	// Profile is the regime a case goes by.
	Profile = profile.Profile
)
