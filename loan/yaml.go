package loan

import (
	"errors"
	"strconv"
	"unicode/utf8"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"

	"shurong.org/shurong/daycount"
	"shurong.org/shurong/fault"
	"shurong.org/shurong/money"
)

// MaxFile is the largest contract file read: a listing of 600 due dates fits ten times over.
const MaxFile = 64 << 10

// fieldNames is what a person who mistyped a field reads; a test holds it against fields.
const fieldNames = "principal, rate, method, drawdown, maturity, day_count, every, due_day, first_due, due_dates, roll, " +
	"rounding, residue, grace_days, penalty_bp, compound_bp, pay_after_days, order, order_by, fee"

var (
	// ErrFile says that a file is too large or not UTF-8.
	ErrFile = fault.Define("loan.file", fault.Invalid,
		"合同文件应为 UTF-8 编码，不超过 64 KiB", "a contract file is UTF-8 text of at most 64 KiB")
	// ErrYAML says that a file is not YAML, or not one mapping.
	ErrYAML = fault.Define("loan.yaml", fault.Invalid,
		"不是有效的 YAML：{why}", "not valid YAML: {why}").
		Hint("文件应为一组“字段: 值”，见 examples/loan", "the file is one list of “field: value”; see examples/loan")
	// ErrField says that a file has a field that contracts have not.
	ErrField = fault.Define("loan.unknown_field", fault.Invalid,
		"未知字段 {name}", "unknown field {name}").
		Hint("可用字段："+fieldNames, "fields are "+fieldNames)
	// ErrValue says that a field's value is not of the shape the field has.
	ErrValue = fault.Define("loan.value", fault.Invalid,
		"字段 {name} 的值应为{zh}", "the value of {name} should be {en}")
)

// field reads one field of the file. texts holds one value, or the members of a list.
type field struct {
	list bool
	set  func(c *Contract, texts []string) error
}

// fields are the file's names, which are those of the JSON form but for money, written here in yuan.
var fields = map[string]field{
	"principal":      {set: yuan(func(c *Contract) *money.Fen { return &c.Principal })},
	"fee":            {set: yuan(func(c *Contract) *money.Fen { return &c.Fee })},
	"rate":           {set: func(c *Contract, t []string) (err error) { c.Rate, err = ParseRate(t[0]); return err }},
	"day_count":      {set: func(c *Contract, t []string) error { return c.DayCount.UnmarshalText([]byte(t[0])) }},
	"rounding":       {set: func(c *Contract, t []string) error { return c.Rounding.UnmarshalText([]byte(t[0])) }},
	"method":         {set: text(func(c *Contract, s string) { c.Method = Method(s) })},
	"every":          {set: text(func(c *Contract, s string) { c.Every = Every(s) })},
	"residue":        {set: text(func(c *Contract, s string) { c.Residue = Residue(s) })},
	"roll":           {set: text(func(c *Contract, s string) { c.Roll = Roll(s) })},
	"order_by":       {set: text(func(c *Contract, s string) { c.Order.By = By(s) })},
	"drawdown":       {set: date(func(c *Contract) *daycount.Date { return &c.Drawdown })},
	"maturity":       {set: date(func(c *Contract) *daycount.Date { return &c.Maturity })},
	"first_due":      {set: date(func(c *Contract) *daycount.Date { return &c.FirstDue })},
	"due_day":        {set: whole("due_day", func(c *Contract, n int) { c.DueDay = n })},
	"grace_days":     {set: whole("grace_days", func(c *Contract, n int) { c.GraceDays = n })},
	"penalty_bp":     {set: whole("penalty_bp", func(c *Contract, n int) { c.PenaltyBP = int64(n) })},
	"compound_bp":    {set: whole("compound_bp", func(c *Contract, n int) { c.CompoundBP = int64(n) })},
	"pay_after_days": {set: whole("pay_after_days", func(c *Contract, n int) { c.PayAfter = n })},
	"due_dates": {list: true, set: func(c *Contract, t []string) error {
		for _, s := range t {
			d, err := daycount.ParseDate(s)
			if err != nil {
				return err
			}
			c.DueDates = append(c.DueDates, d)
		}
		return nil
	}},
	"order": {list: true, set: func(c *Contract, t []string) error {
		for _, s := range t {
			c.Order.Parts = append(c.Order.Parts, Component(s))
		}
		return nil
	}},
}

func yuan(at func(*Contract) *money.Fen) func(*Contract, []string) error {
	return func(c *Contract, t []string) (err error) { *at(c), err = money.ParseYuan(t[0]); return err }
}

func date(at func(*Contract) *daycount.Date) func(*Contract, []string) error {
	return func(c *Contract, t []string) (err error) { *at(c), err = daycount.ParseDate(t[0]); return err }
}

func text(set func(*Contract, string)) func(*Contract, []string) error {
	return func(c *Contract, t []string) error { set(c, t[0]); return nil }
}

func whole(name string, set func(*Contract, int)) func(*Contract, []string) error {
	return func(c *Contract, t []string) error {
		n, err := strconv.Atoi(t[0])
		if err != nil || len(t[0]) > 6 {
			return ErrValue.With("name", name, "zh", "整数", "en", "a whole number")
		}
		set(c, n)
		return nil
	}
}

// Decode reads a contract from YAML: money in yuan, the rate as a fraction or in percent. Unknown and repeated fields
// are errors. Errors name the file and the line. The contract has its defaults filled in and passes [Contract.Normal].
func Decode(name string, b []byte) (Contract, error) { return DecodeWith(name, b, nil, nil) }

// DecodeWith is Decode of a file with further top-level fields, which it hands to more by name. Before the contract is
// checked, settle may complete it from what more has read.
func DecodeWith(name string, b []byte, more map[string]func(ast.Node) error, settle func(*Contract) error) (Contract, error) {
	if len(b) > MaxFile || !utf8.Valid(b) {
		return Contract{}, ErrFile.With().In(name, 0)
	}
	doc, err := parser.ParseBytes(b, 0)
	if err != nil {
		var at yaml.Error
		if errors.As(err, &at) && at.GetToken() != nil && at.GetToken().Position != nil {
			return Contract{}, ErrYAML.With("why", brief(at.GetMessage())).In(name, at.GetToken().Position.Line)
		}
		return Contract{}, ErrYAML.With("why", "?").In(name, 0)
	}
	if len(doc.Docs) != 1 || doc.Docs[0].Body == nil {
		return Contract{}, ErrYAML.With("why", "1 × { }").In(name, 0)
	}
	top, ok := doc.Docs[0].Body.(*ast.MappingNode)
	if !ok {
		return Contract{}, ErrYAML.With("why", "{ }").In(name, line(doc.Docs[0].Body))
	}
	var c Contract
	lines := make(map[string]int, len(top.Values))
	for _, v := range top.Values {
		if k, ok := v.Key.(*ast.StringNode); ok && more[k.Value] != nil {
			if err := more[k.Value](v.Value); err != nil {
				e := fault.From(err)
				return Contract{}, e.In(name, max(e.Line, line(v.Key)))
			}
			continue
		}
		key, err := member(&c, v)
		if err != nil {
			return Contract{}, fault.From(err).At(key).In(name, line(v.Key))
		}
		lines[key] = line(v.Key)
	}
	if settle != nil {
		if err := settle(&c); err != nil {
			return Contract{}, fault.From(err).In(name, 0)
		}
	}
	c, err = c.Normal()
	if err != nil {
		e := fault.From(err)
		return Contract{}, e.In(name, lines[fileName(e.Field)])
	}
	return c, nil
}

// fileName maps the JSON path of a contract's fault to the file's name for the field.
func fileName(path string) string {
	switch path {
	case "principal_fen":
		return "principal"
	case "fee_fen":
		return "fee"
	case "order.parts":
		return "order"
	case "order.by":
		return "order_by"
	}
	return path
}

func member(c *Contract, v *ast.MappingValueNode) (string, error) {
	k, ok := v.Key.(*ast.StringNode)
	if !ok {
		return "", ErrField.With("name", brief(v.Key.String()))
	}
	f, ok := fields[k.Value]
	if !ok {
		return brief(k.Value), ErrField.With("name", brief(k.Value))
	}
	nodes := []ast.Node{v.Value}
	if f.list {
		seq, ok := v.Value.(*ast.SequenceNode)
		if !ok {
			return k.Value, ErrValue.With("name", k.Value, "zh", "列表", "en", "a list")
		}
		nodes = seq.Values
	}
	texts := make([]string, len(nodes))
	for i, n := range nodes {
		switch n.(type) {
		case *ast.StringNode, *ast.IntegerNode, *ast.FloatNode:
			texts[i] = n.GetToken().Value // as written: YAML's idea of numbers is not used
		default:
			return k.Value, ErrValue.With("name", k.Value, "zh", "单个值", "en", "a single value")
		}
	}
	return k.Value, f.set(c, texts)
}

func line(n ast.Node) int {
	if n == nil || n.GetToken() == nil || n.GetToken().Position == nil {
		return 0
	}
	return n.GetToken().Position.Line
}
