package main

import (
	"os"

	"shurong.org/shurong/internal/document"
	"shurong.org/shurong/valuation"
	"shurong.org/shurong/valuation/disposal"
	"shurong.org/shurong/valuation/workbook"
)

// valueCmd groups what can be computed of a data asset's value. Naming a file alone values it: the commonest use takes no
// second word.
type valueCmd struct {
	File       valueFileCmd       `cmd:"" default:"withargs" help:"Value a data asset from a YAML file, with its derivation (the default)."`
	Rerun      valueRerunCmd      `cmd:"" help:"Run a valuation again with later measurements: the series of values with its drivers."`
	Disposal   valueDisposalCmd   `cmd:"" help:"The lender's view: forced-sale value and the pledge rate it carries."`
	Sectors    valueSectorsCmd    `cmd:"" help:"What valuations of a sector's data typically look like, and what each figure rests on."`
	Accounting valueAccountingCmd `cmd:"" help:"Keep data resources in the books by 财会〔2023〕11号."`
}

// valueFileCmd values a data asset from a file: the derivation to read, the report's canonical JSON to sign and store, or
// the report as a workbook or a document.
type valueFileCmd struct {
	File   string `arg:"" help:"Valuation file (YAML); examples are in examples/valuation."`
	JSON   bool   `name:"json" help:"Print the report as canonical JSON."`
	XLSX   string `name:"xlsx" placeholder:"OUT" help:"Write a workbook whose figures are live formulas."`
	PDF    string `name:"pdf" placeholder:"OUT" help:"Write the report as PDF, in the language of --lang."`
	Lender string `placeholder:"FILE" help:"A lender's parameters (YAML): puts the lender's view beside the value."`
}

// Run prints the derivation in the user's language. With --json the bytes are exactly those the report's digest is of.
func (c *valueFileCmd) Run(e *env) error {
	a, err := appraise(c.File)
	if err != nil {
		return err
	}
	if c.Lender != "" {
		v, err := lenderView(c.Lender, a.report)
		if err != nil {
			return err
		}
		a.lender = &v
	}
	if c.XLSX != "" {
		b, err := workbook.Write(workbook.Content{File: a.file, Model: a.model, Report: a.report, Lender: a.lender,
			Lang: valuation.Lang(e.Lang)})
		if err != nil {
			return err
		}
		if err := writeResult(c.XLSX, b); err != nil {
			return err
		}
	}
	if c.PDF != "" {
		d := document.Appraisal{Model: a.model, Report: a.report, Lender: a.lender, Lang: valuation.Lang(e.Lang),
			Made: a.report.ValuationDate.Time()}
		b, err := d.PDF()
		if err != nil {
			return err
		}
		if err := writeResult(c.PDF, b); err != nil {
			return err
		}
	}
	switch {
	case c.JSON:
		_, err = e.Out.Write(a.report.JSON())
		return err
	case c.XLSX != "" || c.PDF != "":
		return nil
	}
	if err := a.report.WriteText(e.Out, valuation.Lang(e.Lang)); err != nil || a.lender == nil {
		return err
	}
	e.printf("\n")
	return a.lender.WriteText(e.Out, valuation.Lang(e.Lang))
}

// writeResult writes a document the user asked for.
func writeResult(path string, b []byte) error {
	if err := os.WriteFile(path, b, 0o644); err != nil { //nolint:gosec // a report is made to be handed on
		return errWrite.With("file", path).Because(err)
	}
	return nil
}

// appraised is a valuation file with everything that was derived from it.
type appraised struct {
	file   valuation.File
	model  *valuation.Model
	report valuation.Report
	lender *disposal.View
}

// appraise derives the report of a valuation file.
func appraise(file string) (a appraised, err error) {
	b, err := readFile(file, valuation.MaxFile)
	if err != nil {
		return a, err
	}
	if a.file, err = valuation.Decode(b, file); err != nil {
		return a, err
	}
	if a.model, err = valuation.Build(a.file); err != nil {
		return a, err
	}
	a.report, err = valuation.Value(a.file)
	return a, err
}
