package accounting

import "shurong.org/shurong/money"

// Cost is what was paid or incurred for a resource. It is the only way into the books.
type Cost struct{ paid money.Fen }

// Book is an amount carried in the books: costs, less what was written off. It cannot be made of an [Appraised].
type Book struct{ carried money.Fen }

// Appraised is a value somebody estimated. It is shown in the notes and never posted.
type Appraised struct{ estimated money.Fen }

// NewCost is a cost of so many fen.
func NewCost(f money.Fen) Cost { return Cost{f} }

// NewAppraised is an estimate of so many fen.
func NewAppraised(f money.Fen) Appraised { return Appraised{f} }

// Fen is the amount, for showing.
func (b Book) Fen() money.Fen { return b.carried }

// Fen is the estimate, for showing.
func (a Appraised) Fen() money.Fen { return a.estimated }

// Fen is the cost, for showing.
func (c Cost) Fen() money.Fen { return c.paid }

// With is the book amount after a further cost.
func (b Book) With(c Cost) Book { return Book{b.carried + c.paid} }

// Less is the book amount after something was written off.
func (b Book) Less(o Book) Book { return Book{b.carried - o.carried} }

// Plus adds book amounts.
func (b Book) Plus(o Book) Book { return Book{b.carried + o.carried} }

// part is a share of the book amount, for a ratio of whole numbers, halves to even: what a month takes.
func (b Book) part(num, den int64) Book { return Book{mulDiv(b.carried, num, den)} }

// MarshalText makes the JSON form of an amount whole fen.
func (b Book) MarshalJSON() ([]byte, error) { return fenJSON(b.carried) }

// MarshalJSON is whole fen.
func (a Appraised) MarshalJSON() ([]byte, error) { return fenJSON(a.estimated) }

// MarshalJSON is whole fen.
func (c Cost) MarshalJSON() ([]byte, error) { return fenJSON(c.paid) }
