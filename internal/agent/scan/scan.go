// Package scan finds personal data in a table without ever repeating it.
//
// Every cell is looked at once by [Detect], which answers with marks: this could be a mobile number, this is a
// resident number with a right check character, and so on. What a column is, is decided once, at the end, by [Judge],
// from the share of its cells that carry a mark, the share that would carry it by chance, and the column's name in
// Chinese or English. A single hit means nothing: of random 16-digit numbers one in ten passes Luhn's formula, of
// random 18-digit numbers with a plausible date one in eleven passes the check of resident numbers.
//
// Findings hold column names, counts and shares, never a value. Check-digit rules live in package identifier.
package scan

// Marks says what one cell could be. A cell may carry several.
type Marks uint16

// The marks, one bit each.
const (
	Mobile Marks = 1 << iota
	ResidentID
	BankCard
	Email
	Plate
	Name
	Address
	Landline
	CreditCode // of an organisation: not personal, but said
	TextMark   // a mobile number, resident number or e-mail address inside a longer text
	markCount  = iota
)

// Counts is how many cells of a column carry each mark, by the bit's number.
type Counts [16]int64

// Add counts one cell's marks.
func (c *Counts) Add(m Marks) {
	for i := 0; m != 0; i, m = i+1, m>>1 {
		if m&1 != 0 {
			c[i]++
		}
	}
}

// Of is the number of cells with a mark.
func (c *Counts) Of(m Marks) int64 {
	for i := range markCount {
		if m == 1<<i {
			return c[i]
		}
	}
	return 0
}

// Column is what Judge needs to know of a column.
type Column struct {
	Name     string
	Values   int64 // cells that hold a value
	Distinct int64 // about
	Counts   Counts
}
