package main

import (
	"crypto/ed25519"
	"errors"
	"time"

	"shurong.org/shurong/canon"
	"shurong.org/shurong/credential"
	"shurong.org/shurong/credential/file"
	"shurong.org/shurong/credential/sdjwt"
	"shurong.org/shurong/money"
)

// verifyCmd checks a certificate offline, in whatever file it came.
type verifyCmd struct {
	File       string        `arg:"" help:"Certificate as the registrar issued it: JSON, PDF or SD-JWT."`
	Key        string        `help:"Verifier key of the registry's log, as it publishes it." placeholder:"VKEY" env:"SHURONG_LOG_KEY"`
	Status     string        `help:"Status proof (JSON) that was stapled to it." placeholder:"FILE"`
	MaxAge     time.Duration `help:"Refuse what was made longer ago, such as 48h; with --status, the proof." placeholder:"DURATION"`
	IssuerKeys string        `help:"For an SD-JWT without evidence: the issuer's keys, from its /.well-known/jwt-vc-issuer." placeholder:"FILE"`
	At         string        `help:"Instant to judge validity at, RFC 3339; default now." placeholder:"TIME"`
	JSON       bool          `help:"Print the report as JSON."`
}

func (c *verifyCmd) Run(e *env) error {
	b, err := readFile(c.File, file.MaxSize)
	if err != nil {
		return err
	}
	o, err := c.options()
	if err != nil {
		return err
	}
	report, err := c.verify(b, o)
	if report == nil {
		return err
	}
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

func (c *verifyCmd) options() (o sdjwt.Options, err error) {
	o.Options = credential.Options{LogKey: c.Key, Now: time.Now(), MaxAge: c.MaxAge}
	if c.At != "" {
		if o.Now, err = time.Parse(time.RFC3339, c.At); err != nil {
			return o, errUsage.With("why", "--at "+c.At)
		}
	}
	o.Keys = map[string]ed25519.PublicKey{}
	if c.IssuerKeys != "" {
		b, err := readFile(c.IssuerKeys, sdjwt.MaxSize)
		if err != nil {
			return o, err
		}
		if o.Keys, err = sdjwt.ParseKeys(b); err != nil {
			return o, err
		}
	}
	return o, nil
}

// verify returns no report only if a file could not be read.
func (c *verifyCmd) verify(b []byte, o sdjwt.Options) (*credential.Report, error) {
	if c.Status == "" {
		_, report, err := file.Verify(b, o)
		return report, err
	}
	status, err := readFile(c.Status, file.MaxSize)
	if err != nil {
		return nil, err
	}
	return file.Staple(b, status, o)
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
	c.printLiens(e, "  ", r.Liens, r.Pledgees)
	c.printNotes(e, "  ", r.Annotations)
	for _, f := range r.Found {
		if f.Withheld {
			continue
		}
		e.printf("  %s %s\n", f.Code, f.Holder.Name)
		c.printLiens(e, "    ", f.Liens, f.Pledgees)
		c.printNotes(e, "    ", f.Annotations)
		c.printSimilar(e, "    ", f.Similar)
	}
	c.printSimilar(e, "  ", r.Similar)
	for i, t := range r.Titles {
		e.printf("  %d. %s %s %s %s %s\n", i+1, time.UnixMilli(t.At).UTC().Format("2006-01-02"), t.Type, t.Certificate, t.Holder.Name,
			e.t("日志第", "log entry ")+uintText(t.Index)+e.t("条", ""))
	}
	if len(r.Disclosed) > 2 {
		e.printf("  %s %s\n", e.t("披露内容：", "discloses:"), r.Disclosed)
	}
	e.printf("%s\n", e.t("核验通过", "verified"))
}

func (c *verifyCmd) printLiens(e *env, indent string, liens []credential.Lien, pledgees []credential.Organisation) {
	for i, l := range liens {
		e.printf("%s%d. %s %s %s\n", indent, i+1, pledgees[i].Name, e.t("担保不超过 ¥", "secures up to ¥")+money.Fen(l.SecuredFen).Grouped(), l.Status)
	}
}

func (c *verifyCmd) printNotes(e *env, indent string, notes []credential.Annotation) {
	for _, a := range notes {
		e.printf("%s%s %s %s\n", indent, a.Kind, a.Authority, a.From)
	}
}

func (c *verifyCmd) printSimilar(e *env, indent string, all []credential.Similar) {
	for _, s := range all {
		e.printf("%s%s %s (%s)\n", indent, e.t("内容相近：", "similar: "), s.Case, s.Grade())
	}
}
