package account

import (
	"strconv"

	"github.com/goccy/go-yaml/ast"
	"github.com/quagmt/udecimal"

	"shurong.org/shurong/daycount"
	"shurong.org/shurong/fault"
	"shurong.org/shurong/loan"
	"shurong.org/shurong/money"
)

// MaxEntries bounds each list of a file.
const MaxEntries = 2000

var (
	// ErrMember says that an entry has a field that it cannot have, or one twice.
	ErrMember = fault.Define("loan.account.field", fault.Invalid,
		"未知字段 {name}", "unknown field {name}").
		Hint("可用字段见 docs/loan.md", "docs/loan.md lists the fields")
	// ErrShape says that a value is not of the shape its field has.
	ErrShape = fault.Define("loan.account.shape", fault.Invalid,
		"字段 {name} 的值应为{zh}", "the value of {name} should be {en}")
)

// Decode reads a file: the fields of a contract, and currency, limit, revolving, available_until, floating, fees and
// transactions. Faults name the line and the field. The first rate of a floating contract comes from its table, unless
// the file has one. What has been read is complete and checked.
func Decode(name string, b []byte) (File, error) {
	f := File{}
	more := map[string]func(ast.Node) error{
		"currency":        func(n ast.Node) error { return one(n, "currency", text(&f.Currency)) },
		"limit":           func(n ast.Node) error { return one(n, "limit", yuan(&f.Limit)) },
		"revolving":       func(n ast.Node) error { return one(n, "revolving", truth(&f.Revolving)) },
		"available_until": func(n ast.Node) error { return one(n, "available_until", date(&f.AvailableUntil)) },
		"floating":        func(n ast.Node) error { return f.floating(n) },
		"fees": func(n ast.Node) error {
			return list(n, "fees", func(n ast.Node) error { return f.fee(n) })
		},
		"transactions": func(n ast.Node) error {
			return list(n, "transactions", func(n ast.Node) error { return f.transaction(n) })
		},
	}
	c, err := loan.DecodeWith(name, b, more, func(c *loan.Contract) (err error) {
		if f.Floating != nil && c.Rate.IsZero() {
			c.Rate, err = f.Floating.Rate(c.Drawdown)
		}
		return err
	})
	if err != nil {
		return File{}, err
	}
	f.Contract = c
	if err := f.normal(); err != nil {
		return File{}, fault.From(err).In(name, fault.From(err).Line)
	}
	for _, x := range f.Transactions {
		if err := x.check(f); err != nil {
			return File{}, fault.From(x.at(err)).In(name, x.Line)
		}
	}
	return f, nil
}

func (f *File) floating(n ast.Node) error {
	f.Floating = &loan.Floating{}
	return mapping(n, "floating", map[string]read{
		"spread_bp": scalar(signed(&f.Floating.SpreadBP)), "reprice": scalar(text(&f.Floating.Reprice)),
		"floor": scalar(rate(&f.Floating.Floor)),
		"table": func(n ast.Node, name string) error {
			return list(n, name, func(n ast.Node) error {
				var x loan.Fixing
				err := mapping(n, "table", map[string]read{"published": scalar(date(&x.Published)), "rate": scalar(rate(&x.Rate))})
				if t := f.Floating.Table; err == nil && len(t) > 0 && !x.Published.After(t[len(t)-1].Published) {
					return shape("published", "递增的日期", "a date after the one before").In("", line(n))
				}
				f.Floating.Table = append(f.Floating.Table, x)
				return err
			})
		},
	})
}

func (f *File) fee(n ast.Node) error {
	var x Fee
	err := mapping(n, "fees", map[string]read{
		"kind": scalar(text(&x.Kind)), "amount": scalar(yuan(&x.Amount)), "bp": scalar(signed(&x.BP)),
		"steps": func(n ast.Node, name string) error {
			return list(n, name, func(n ast.Node) error {
				var s Step
				err := mapping(n, name, map[string]read{"months": scalar(whole(&s.Months)), "bp": scalar(signed(&s.BP))})
				x.Steps = append(x.Steps, s)
				return err
			})
		},
	})
	if err == nil {
		err = x.check()
	}
	if err != nil {
		e := fault.From(err)
		return e.In("", max(e.Line, line(n)))
	}
	f.Fees = append(f.Fees, x)
	return nil
}

func (f *File) transaction(n ast.Node) error {
	x := Transaction{Line: line(n)}
	err := mapping(n, "transactions", map[string]read{
		"date": scalar(date(&x.Date)), "kind": scalar(text(&x.Kind)), "amount": scalar(yuan(&x.Amount)),
		"currency": scalar(text(&x.Currency)), "effect": scalar(text(&x.Effect)), "days": scalar(whole(&x.Days)),
		"rate": scalar(func(s string) error {
			x.Rate = new(udecimal.Decimal)
			return rate(x.Rate)(s)
		}),
		"maturity": scalar(date(&x.Maturity)), "method": scalar(text(&x.Method)), "every": scalar(text(&x.Every)),
		"due_day": scalar(whole(&x.DueDay)),
		"due_dates": func(n ast.Node, name string) error {
			return list(n, name, func(n ast.Node) error {
				var d daycount.Date
				err := one(n, name, date(&d))
				x.DueDates = append(x.DueDates, d)
				return err
			})
		},
	})
	f.Transactions = append(f.Transactions, x)
	return err
}

// read reads the value of a member of a mapping.
type read func(n ast.Node, name string) error

func scalar(set func(string) error) read {
	return func(n ast.Node, name string) error { return one(n, name, set) }
}

func one(n ast.Node, name string, set func(string) error) error {
	switch n.(type) {
	case *ast.StringNode, *ast.IntegerNode, *ast.FloatNode, *ast.BoolNode:
		if err := set(n.GetToken().Value); err != nil {
			return fault.From(err).At(name).In("", line(n))
		}
		return nil
	}
	return shape(name, "单个值", "a single value").In("", line(n))
}

func list(n ast.Node, name string, each func(ast.Node) error) error {
	seq, ok := n.(*ast.SequenceNode)
	if !ok || len(seq.Values) > MaxEntries {
		return shape(name, "不超过 2000 项的列表", "a list of at most 2000 entries").In("", line(n))
	}
	for _, v := range seq.Values {
		if err := each(v); err != nil {
			return err
		}
	}
	return nil
}

func mapping(n ast.Node, name string, members map[string]read) error {
	m, ok := n.(*ast.MappingNode)
	if !ok {
		return shape(name, "一组“字段: 值”", "a list of “field: value”").In("", line(n))
	}
	for _, v := range m.Values {
		k, ok := v.Key.(*ast.StringNode)
		if !ok || members[k.Value] == nil {
			return ErrMember.With("name", short(v.Key.String())).At(name).In("", line(v.Key))
		}
		if err := members[k.Value](v.Value, k.Value); err != nil {
			return err
		}
	}
	return nil
}

func shape(name, zh, en string) *fault.Error {
	return ErrShape.With("name", name, "zh", zh, "en", en).At(name)
}

func line(n ast.Node) int {
	if m, ok := n.(*ast.MappingNode); ok && len(m.Values) > 0 {
		return line(m.Values[0].Key)
	}
	if n == nil || n.GetToken() == nil || n.GetToken().Position == nil {
		return 0
	}
	return n.GetToken().Position.Line
}

func text[T ~string](to *T) func(string) error {
	return func(s string) error { *to = T(s); return nil }
}

func yuan(to *money.Fen) func(string) error {
	return func(s string) (err error) { *to, err = money.ParseYuan(s); return err }
}

func date(to *daycount.Date) func(string) error {
	return func(s string) (err error) { *to, err = daycount.ParseDate(s); return err }
}

func rate(to *udecimal.Decimal) func(string) error {
	return func(s string) (err error) { *to, err = loan.ParseRate(s); return err }
}

func truth(to *bool) func(string) error {
	return func(s string) error {
		*to = s == "true"
		if s != "true" && s != "false" {
			return shape("revolving", "true 或 false", "true or false")
		}
		return nil
	}
}

func signed(to *int64) func(string) error {
	return func(s string) error {
		n, err := strconv.Atoi(s)
		if err != nil || len(s) > 6 {
			return shape("bp", "整数", "a whole number")
		}
		*to = int64(n)
		return nil
	}
}

func whole(to *int) func(string) error {
	return func(s string) error {
		var n int64
		err := signed(&n)(s)
		*to = int(n)
		return err
	}
}
