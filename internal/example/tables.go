package example

// tableDef is what a company's table looks like and how its rows are made.
type tableDef struct {
	columns []string
	make    func(*gen, *row)
	resold  bool // see resell.go
}

// tables by company. A table's rows carry their dirt in themselves; see [Dirt].
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

// Dirt is how dirty the files are, in permille of rows, and how much more so once degraded.
var Dirt = struct {
	RepeatedPermille  int // the row before once more
	MissingPermille   int // a cell that should be there is empty
	MalformedPermille int // a code that breaks its form
	RangePermille     int // a number that cannot be
	GonePermille      int // degraded: rows gone
	BlankPermille     int // degraded: cells empty
}{3, 12, 4, 3, 400, 300}

func (g *gen) missing() bool   { return g.chance(Dirt.MissingPermille) }
func (g *gen) malformed() bool { return g.chance(Dirt.MalformedPermille) }
func (g *gen) outside() bool   { return g.chance(Dirt.RangePermille) }
