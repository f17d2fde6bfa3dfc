package main

import (
	"strconv"
	"strings"

	"shurong.org/shurong/daycount"
	"shurong.org/shurong/internal/similarity/protocol"
)

// similarityPublishCmd proposes to publish a key. It binds the registrar, so a colleague approves it at the desk.
type similarityPublishCmd struct {
	Registry  string `required:"" help:"Address of the registrar's node, which holds the key." placeholder:"URL"`
	TokenFile string `help:"File with an API token of an officer of the registrar; the environment's SHURONG_TOKEN if not given." placeholder:"FILE" type:"existingfile"`
	Epoch     int    `required:"" help:"Epoch of the key."`
	From      string `help:"First day on which data is sealed under it; today if not given." placeholder:"DATE"`
}

// Run proposes it.
func (c *similarityPublishCmd) Run(e *env) error {
	if c.From != "" {
		if _, err := daycount.ParseDate(c.From); err != nil {
			return err
		}
	}
	client := &protocol.Client{Registry: strings.TrimRight(c.Registry, "/")}
	if err := (sealFlags{TokenFile: c.TokenFile}).credentials(client); err != nil {
		return err
	}
	p, err := client.Publish(e.Context, strconv.Itoa(c.Epoch), c.From)
	if err != nil {
		return err
	}
	e.printf("%s %s\n", e.t("已提交，待同事复核：", "proposed, a colleague is to approve it:"), p.Approval)
	return nil
}
