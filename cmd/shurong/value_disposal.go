package main

import (
	"shurong.org/shurong/fault"
	"shurong.org/shurong/valuation"
	"shurong.org/shurong/valuation/disposal"
	"shurong.org/shurong/valuation/strict"
)

// valueDisposalCmd is the lender's view of an asset: forced-sale value and the pledge rate it carries.
type valueDisposalCmd struct {
	File string `arg:"" help:"The lender's parameters (YAML); see examples/disposal/lender.yaml."`
	Of   string `required:"" help:"Valuation file whose concluded value is meant." placeholder:"FILE"`
	JSON bool   `name:"json" help:"Print canonical JSON; amounts are whole fen."`
}

// Run values the asset and derives the view.
func (c *valueDisposalCmd) Run(e *env) error {
	a, err := appraise(c.Of)
	if err != nil {
		return err
	}
	view, err := lenderView(c.File, a.report)
	if err != nil {
		return err
	}
	if c.JSON {
		_, err = e.Out.Write(view.JSON())
		return err
	}
	return view.WriteText(e.Out, valuation.Lang(e.Lang))
}

// lenderView reads a lender's parameters and applies them to a report.
func lenderView(file string, report valuation.Report) (disposal.View, error) {
	b, err := readFile(file, strict.MaxFile)
	if err != nil {
		return disposal.View{}, err
	}
	p, err := disposal.Decode(b, file)
	if err != nil {
		return disposal.View{}, err
	}
	v, err := disposal.Of(p, report.ValueFen)
	if err != nil {
		return v, fault.From(err).In(file, 0)
	}
	return v, nil
}
