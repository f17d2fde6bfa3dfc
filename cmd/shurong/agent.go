package main

import (
	"crypto/ed25519"
	"encoding/base64"
	"fmt"
	"time"

	"shurong.org/shurong/canon"
	"shurong.org/shurong/identifier"
	"shurong.org/shurong/internal/agent"
	"shurong.org/shurong/internal/registry"
)

// agentCmd works at the data owner's site.
type agentCmd struct {
	Keygen agentKeygenCmd `cmd:"" help:"Make the agent's key and print what the enterprise registers."`
	Once   agentOnceCmd   `cmd:"" help:"Measure a file once and record the heartbeat at a node."`

	Run       agentRunCmd       `cmd:"" help:"Run as a service: measure on a schedule, answer challenges, send what waits."`
	Preview   agentPreviewCmd   `cmd:"" help:"Show byte for byte what the next heartbeat sends, and what each value says."`
	Status    agentStatusCmd    `cmd:"" help:"Last heartbeats, what waits, next run, lateness."`
	Config    agentConfigCmd    `cmd:"" help:"Print an example configuration, or check one."`
	Challenge agentChallengeCmd `cmd:"" help:"For lenders that keep their own key: open a package and print its next challenge."`
}

// agentKeygenCmd makes the key that signs heartbeats and can sign nothing else.
type agentKeygenCmd struct {
	Key string `arg:"" help:"File to write the private key to; it must not exist."`
}

// Run makes the key.
func (c *agentKeygenCmd) Run(e *env) error {
	pub, err := agent.MakeKey(c.Key)
	if err != nil {
		return err
	}
	e.printf("%s %s\n%s %s\n", e.t("密钥编号", "key"), registry.KeyID(pub), e.t("公钥", "public key"),
		base64.StdEncoding.EncodeToString(pub))
	e.printf("%s\n", e.t("请企业用户在节点上登记该公钥，用途为监测代理；私钥只留在本机。",
		"Have the enterprise register the public key at the node, for agent use. The private key stays here."))
	return nil
}

// agentOnceCmd measures and sends.
type agentOnceCmd struct {
	Source      string `required:"" help:"Data file: CSV, TSV or Parquet."`
	Certificate string `required:"" help:"Code of the registration certificate (SJ…)."`
	Key         string `required:"" type:"existingfile" help:"The agent's key file."`
	Node        string `required:"" help:"Address of the node, such as https://node.example.cn." placeholder:"URL"`
	Preview     bool   `help:"Print what would be sent, and send nothing."`
	Registry    string `help:"Seal the sketch with the key of the registry at this address; the agent's key asks." placeholder:"URL"`
	Pin         string `help:"Fingerprint that the registry's key must have." placeholder:"FINGERPRINT"`
	sourceFlags `embed:""`
}

// Run measures, signs and sends. Whatever can be refused before the file is read is.
func (c *agentOnceCmd) Run(e *env) error {
	o, err := c.options()
	if err != nil {
		return err
	}
	if _, err := identifier.ParseCertificateCode(c.Certificate); err != nil {
		return err
	}
	priv, err := agent.LoadKey(c.Key)
	if err != nil {
		return err
	}
	client, err := agent.NewClient(c.Node)
	if err != nil {
		return err
	}
	client.Waiting = func(try int, wait time.Duration) {
		_, _ = fmt.Fprintf(e.Err, e.t("第 %d 次未能连上节点，%s 后重试\n", "try %d: the node does not answer; again in %s\n"), try, wait)
	}
	seal, err := c.sealer(e)
	if err != nil {
		return err
	}
	m, err := agent.Measure(e.Context, c.Source, o)
	if err != nil {
		return err
	}
	if seal != nil {
		if err := m.Seal(e.Context, seal.domain, seal.prf); err != nil {
			return err
		}
	}
	if c.Preview {
		e.printf("%s\n", canon.Must(agent.Heartbeat(c.Certificate, nil, m.Fact)))
		return nil
	}
	receipt, err := client.Send(e.Context, priv, c.Certificate, m.Fact)
	if err != nil {
		return err
	}
	e.printf(e.t("心跳已记入日志第 %d 条：%s 行，质量 %s 分，密钥 %s\n",
		"heartbeat recorded as log entry %d: %s rows, quality %s, key %s\n"),
		receipt.Index, grouped(m.Fact.Rows), points(m.Fact.QualityPPM),
		registry.KeyID(priv.Public().(ed25519.PublicKey)))
	return nil
}

// sealer prepares to seal the sketch for the certificate, nil if it was not asked for.
func (c *agentOnceCmd) sealer(e *env) (*sealing, error) {
	f := sealFlags{Registry: c.Registry, Pin: c.Pin}
	if c.Registry != "" {
		f.Subject, f.SealKey = c.Certificate, c.Key
	}
	return f.sealer(e, "")
}
