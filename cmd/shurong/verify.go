package main

import (
	"errors"
	"time"

	"shurong.org/shurong/canon"
	"shurong.org/shurong/credential"
	"shurong.org/shurong/money"
)

// verifyCmd checks a certificate offline.
type verifyCmd struct {
	File string `arg:"" help:"Certificate file (JSON) as the registrar issued it."`
	Key  string `help:"Verifier key of the registry's log, as it publishes it." placeholder:"VKEY" env:"SHURONG_LOG_KEY"`
	At   string `help:"Instant to judge validity at, RFC 3339; default now." placeholder:"TIME"`
	JSON bool   `help:"Print the report as JSON."`
}

func (c *verifyCmd) Run(e *env) error {
	b, err := readFile(c.File, credential.MaxSize)
	if err != nil {
		return err
	}
	now := time.Now()
	if c.At != "" {
		if now, err = time.Parse(time.RFC3339, c.At); err != nil {
			return errUsage.With("why", "--at "+c.At)
		}
	}
	report, err := credential.Verify(b, credential.Options{LogKey: c.Key, Now: now})
	if c.JSON {
		out, e2 := canon.Marshal(report)
		if e2 != nil {
			return errors.Join(err, e2)
		}
		e.printf("%s\n", out)
		return err
	}
	c.print(e, report, err)
	return err
}

// print tells step by step what was checked, and what a reader must still decide.
func (c *verifyCmd) print(e *env, r *credential.Report, err error) {
	for _, s := range r.Steps {
		mark := "✓"
		if s.Doubt {
			mark = "!"
		}
		e.printf("%s %s\n", mark, e.t(s.ZH, s.EN))
	}
	if err != nil {
		e.printf("✗ %s\n", e.t("核验未通过", "verification failed"))
		return
	}
	for i, l := range r.Liens {
		e.printf("  %d. %s %s %s\n", i+1, r.Pledgees[i].Name, e.t("担保不超过 ¥", "secures up to ¥")+money.Fen(l.SecuredFen).Grouped(), l.Status)
	}
	e.printf("%s\n", e.t("核验通过", "verified"))
}
