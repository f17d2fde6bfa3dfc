package main

import (
	"bytes"
	"strconv"
	"strings"

	"shurong.org/shurong/credential/sdjwt"
)

// certificateCmd works on certificates that their holder keeps as SD-JWT.
type certificateCmd struct {
	Present presentCmd `cmd:"" help:"Present an SD-JWT certificate with only some of its claims disclosed."`
}

// presentCmd leaves out what its holder keeps to itself.
type presentCmd struct {
	File     string   `arg:"" help:"Certificate as SD-JWT, compact or JSON."`
	Disclose []string `help:"Claims to disclose, comma-separated, such as title,volume,evidence; --list names those there are." placeholder:"NAME"`
	List     bool     `help:"Name the claims that can be disclosed, and do nothing else."`
	Form     string   `enum:"compact,json" default:"compact" help:"compact, or json with the SM2 signature beside."`
}

func (c *presentCmd) Run(e *env) error {
	b, err := readFile(c.File, sdjwt.MaxSize)
	if err != nil {
		return err
	}
	t, err := sdjwt.Parse(bytes.TrimSpace(b))
	if err != nil {
		return err
	}
	if c.List {
		e.printf("%s\n", strings.Join(t.Names(), "\n"))
		return nil
	}
	some, err := t.Present(c.Disclose...)
	if err != nil {
		return err
	}
	out := some.Compact()
	if c.Form == "json" {
		if out, err = some.JSON(); err != nil {
			return err
		}
	}
	e.printf("%s\n", out)
	return nil
}

func uintText(n uint64) string { return strconv.FormatUint(n, 10) }
