package main

import (
	"shurong.org/shurong/valuation"
)

// valueCmd groups what can be computed of a data asset's value. Naming a file alone values it: the commonest use takes no
// second word.
type valueCmd struct {
	File       valueFileCmd       `cmd:"" default:"withargs" help:"Value a data asset from a YAML file, with its derivation (the default)."`
	Disposal   valueDisposalCmd   `cmd:"" help:"The lender's view: forced-sale value and the pledge rate it carries."`
	Accounting valueAccountingCmd `cmd:"" help:"Keep data resources in the books by 财会〔2023〕11号."`
}

// valueFileCmd values a data asset from a file: the derivation to read, or the report's canonical JSON to sign and store.
type valueFileCmd struct {
	File string `arg:"" help:"Valuation file (YAML); examples are in examples/valuation."`
	JSON bool   `name:"json" help:"Print the report as canonical JSON."`
}

// Run prints the derivation in the user's language. With --json the bytes are exactly those the report's digest is of.
func (c *valueFileCmd) Run(e *env) error {
	r, err := appraise(c.File)
	if err != nil {
		return err
	}
	if c.JSON {
		_, err = e.Out.Write(r.JSON())
		return err
	}
	return r.WriteText(e.Out, valuation.Lang(e.Lang))
}

// appraise derives the report of a valuation file.
func appraise(file string) (valuation.Report, error) {
	b, err := readFile(file, valuation.MaxFile)
	if err != nil {
		return valuation.Report{}, err
	}
	f, err := valuation.Decode(b, file)
	if err != nil {
		return valuation.Report{}, err
	}
	return valuation.Value(f) // its faults know the file and the line
}
