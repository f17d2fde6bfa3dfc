package main

import (
	"shurong.org/shurong/canon"
	"shurong.org/shurong/valuation"
)

// valueRerunCmd runs a valuation again with what was measured since: the series of values with its drivers.
type valueRerunCmd struct {
	File         string `arg:"" help:"Valuation file (YAML) with a dynamic block; without one the value follows the fixed form."`
	Measurements string `arg:"" help:"File of measurements (YAML): then, and now, a list in the order of time."`
	JSON         bool   `name:"json" help:"Print the series as canonical JSON."`
}

// Run prints the series.
func (c *valueRerunCmd) Run(e *env) error {
	b, err := readFile(c.File, valuation.MaxFile)
	if err != nil {
		return err
	}
	f, err := valuation.Decode(b, c.File)
	if err != nil {
		return err
	}
	r, err := valuation.Value(f)
	if err != nil {
		return err
	}
	if b, err = readFile(c.Measurements, valuation.MaxFile); err != nil {
		return err
	}
	then, now, err := valuation.DecodeObservations(b, c.Measurements)
	if err != nil {
		return err
	}
	series, err := valuation.Rerun(f, r, then, now...)
	if err != nil {
		return err
	}
	if c.JSON {
		_, err = e.Out.Write(canon.Must(series))
		return err
	}
	return valuation.WriteSeries(e.Out, series, f.CurrencyUnit, valuation.Lang(e.Lang))
}
