package main

import (
	"encoding/json"

	"shurong.org/shurong/loan/actus"
)

// loanEventsCmd projects the contracts of a file in the ACTUS test format.
type loanEventsCmd struct {
	Actus string `required:"" placeholder:"FILE" help:"File of cases in the ACTUS test format (JSON)."`
}

// Run prints a JSON object, case id → events. Cases with faults are left out of it and reported together.
func (c *loanEventsCmd) Run(e *env) error {
	b, err := readFile(c.Actus, actus.MaxFile)
	if err != nil {
		return err
	}
	cases, faults := actus.Decode(c.Actus, b)
	out := make(map[string][]actus.Result, len(cases))
	for _, k := range cases {
		events, err := k.Events(c.Actus)
		if err != nil {
			faults = append(faults, err)
			continue
		}
		out[k.ID] = events
	}
	enc := json.NewEncoder(e.Out)
	enc.SetIndent("", " ")
	if len(out) > 0 || len(faults) == 0 {
		if err := enc.Encode(out); err != nil {
			return err
		}
	}
	if len(faults) == 0 {
		return nil
	}
	last := len(faults) - 1
	for _, err := range faults[:last] {
		e.report(err)
	}
	return faults[last]
}
