// Package sketch recognises the same data under another name without showing it.
//
//	b, err := sketch.NewBuilder(header, sketch.Options{})
//	for … { b.Block(rows) }                             // any number of builders, merged
//	s, err := sketch.Seal(ctx, b.Local(), domain, prf)  // what leaves the site; or b.Sketch() in the public domain
//	m, err := sketch.Compare(s, registered)             // m.ContainmentAB: share of the first that is in the second
//
// A sketch has about 20 kB whatever the table's size. Column names, column order, row order and spelling play no part
// in it; rows may have been added or left out, columns dropped or re-coded.
//
// # The method
//
// Which rows are looked at must depend on the data alone, so that a copy looks at the same. Up to three key columns are
// chosen: present, mostly distinct, no running numbers, no amounts, dates or short numbers; or a column together with a
// time, as in readings of meters (keys.go). Of each key the 256 values with the smallest hashes select their rows. With
// each such row's key, values of other columns are hashed, pair by pair: a tag. Of all pairs of a row those of
// smallest rank are kept, 1,536 in all, and rank depends on nothing but the pair: a copy with half of the columns
// keeps, of what is left, the same.
//
// Two tables have a row in common where a tag of the one is a tag of the other. Below the smaller of the two thresholds
// both have selected the same keys, so rows in common ÷ rows selected estimates the containment in either direction,
// with a standard error of √(c(1−c)/n). Of a 3 % part of a table about eight of its 256 selected rows are met.
//
// Values are compared in a normal form: width, case, blanks, punctuation, thousands, exponents, currency, zeros,
// country codes, and dates in any order, with a time in any form (normal.go, number.go, date.go).
//
// # Grades
//
// Tables that share customers share keys, and share what a customer decides: name, number, card, address, birthday. So
// a pair of two such columns is no tag at all. Beside a key that names people, companies or places only numbers, codes
// and times are proof, and only if two values tell eight bits apart.
//
// Red asks for three rows and a containment of 0.1; for columns in agreement, by half of those that could agree up to
// three, or rows that agree as wholes; and that as many rows would be met by chance with a probability below 10⁻⁸ if
// all keys were in both tables and the values independent (Chernoff's bound, with the columns' own collision
// probabilities; improbable in join.go). Amber asks for 0.02 and 10⁻⁶, and takes hints; or for no common value at all,
// but for six columns or more, three of them of bent curves, that look alike: shares of gaps, of distinct and of most
// frequent values, and the course of the deciles, which of times is the curve of growth (shape.go). Looks survive
// salt, scale and jitter. They are for a person: two tables of one program look alike by right, and of 7,260 pairs of
// published tables one does by chance.
//
// # Figures
//
// By the tests of this package, which print them (SHURONG_ROUNDS=1 for more rounds):
// TestCopiesAreFoundWhateverWasDoneToThem, eleven attacks on four kinds of table;
// TestUnrelatedTablesOverTheSamePeopleDoNotRing, no red; TestRealTables, 7,260 pairs of published tables, every ring
// judged in testdata/ringing.txt; TestColumnsAloneAreNoProof, single columns on the same tables: they ring for nine of
// ten unrelated pairs; TestPostingsFindWhatIsHeldInPart, the index.
//
// Within a measurement a cell takes 16 ns of processor, for the hash of a cell as it stands comes with the block (package
// traits) and is, of most cells, that of the normal form. Other cells that could select a row are hashed, ordinary forms
// by eight bytes at a time (quick.go), and all cells only of the few thousand rows that are at some time selected. Memory, by reckoning: 200 kB
// for each column that may be a key, at ten columns. A comparison takes half a millisecond.
//
// # Invariants
//
// Same multiset of rows → same sketch, byte for byte, in whatever order, however cut into parts, merged, or put aside
// by [Builder.State] and taken up by [Resume]. Compare(a, b) and Compare(b, a) mirror each other. Nothing in the
// choice of keys and tags depends on the number of rows other than by sampling.
//
// # What leaves the site
//
// A hash of a mobile number can be undone by trying all mobile numbers, and so can a hash of number and amount.
// Therefore tags are made by a function that nobody can evaluate alone: [Seal] hands it the hashes of a [Local]
// sketch, which stays at the site. With such a function columns of personal data may be keys and need not be left out;
// they are often the only ones that a copy keeps. In the [Public] domain, for comparing files at one's desk, tags are
// plain hashes: leave personal columns out of what you hand on.
//
// No sketch holds a hash of a key alone, sealed or not: it would say whether a person is in the table. To count rows
// below another's threshold a row has a level instead, in quarters of an octave: four bits of its key's hash, which one
// key in ten shares; the threshold is rounded to one in a hundred, and rows lie in the order of level and tag. Who may
// have tags evaluated can still test a guess at a whole pair, hence rates and logs at the registry. What else a sketch
// tells: names of columns, numbers of rows and of distinct keys, and the looks of columns.
//
// # What it does not find
//
// A copy that changed all its keys, or all else, meets no tag: looks are what is left. Tables of amounts and dates
// alone have no key. Years of a list of districts, with small counts, are not told apart from lists of the same
// districts. Beside people's keys a copy that keeps one telling column is amber. Midnight is a day, 3/5 is 5/3, zones
// are ignored.
package sketch
