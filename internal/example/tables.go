package example

// tableDef is what a company's table looks like and how its rows are made.
type tableDef struct {
	columns []string
	make    func(*gen, *row)
	resold  bool // see resell.go
}

// tables by company. A table's rows carry their dirt in themselves, at the rates below.
var tables = map[string]tableDef{
	"trips":     {columns: tripColumns, make: trip},
	"parking":   {columns: parkingColumns, make: parking},
	"line":      {columns: lineColumns, make: measurement},
	"crops":     {columns: cropColumns, make: crop},
	"hotel":     {columns: hotelColumns, make: night},
	"tenders":   {columns: tenderColumns, make: tender},
	"coldchain": {columns: coldColumns, make: reading},
	"meters":    {columns: meterColumns, make: meter},
	"resold":    {columns: resoldColumns, resold: true},
}

// How dirty the files are, in permille of rows, and how much more so once degraded.
const (
	RepeatedPermille  = 3   // the row before once more
	MissingPermille   = 12  // a cell that should be there is empty
	MalformedPermille = 4   // a code that breaks its form
	RangePermille     = 3   // a number that cannot be
	GonePermille      = 400 // degraded: rows gone
	BlankPermille     = 300 // degraded: cells empty
)

func (g *gen) missing() bool   { return g.chance(MissingPermille) }
func (g *gen) malformed() bool { return g.chance(MalformedPermille) }
func (g *gen) outside() bool   { return g.chance(RangePermille) }
