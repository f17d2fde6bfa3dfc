// Package profile holds the rule profiles: the terms of each registration regime, as data. A regime is a file under
// data/, with the source of every figure and how sure it is; the program's rules read numbers, never names of places.
//
// Data flow: a registrar adopts a profile, which puts the figures into the log (command profile.adopt); a case names it
// and carries them from then on. A file corrected later changes nothing that was filed: a log replays from what it holds.
//
// The log's own profile, usually [National], stands in its genesis.
package profile
