package main

import (
	"shurong.org/shurong/fault"
	"shurong.org/shurong/valuation"
	"shurong.org/shurong/valuation/accounting"
	"shurong.org/shurong/valuation/strict"
)

// valueAccountingCmd keeps a company's data resources in the books.
type valueAccountingCmd struct {
	File string `arg:"" help:"Data resources and their costs (YAML); see examples/accounting."`
	JSON bool   `name:"json" help:"Print canonical JSON; amounts are whole fen."`
}

// Run prints decisions, ledgers and disclosure tables.
func (c *valueAccountingCmd) Run(e *env) error {
	b, err := readFile(c.File, strict.MaxFile)
	if err != nil {
		return err
	}
	f, err := accounting.Decode(b, c.File)
	if err != nil {
		return err
	}
	s, err := accounting.Keep(f)
	if err != nil {
		return fault.From(err).In(c.File, 0)
	}
	if c.JSON {
		_, err = e.Out.Write(s.JSON())
		return err
	}
	return s.WriteText(e.Out, valuation.Lang(e.Lang))
}
