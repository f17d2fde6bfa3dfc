package main

import (
	"context"
	"errors"

	"shurong.org/shurong/fault"
	"shurong.org/shurong/identifier"
	"shurong.org/shurong/internal/config"
	"shurong.org/shurong/internal/node"
)

// initCmd founds a registry for a registrar.
type initCmd struct {
	Origin       string `help:"The log's name (setting origin), such as data.example.cn/registry." placeholder:"NAME"`
	USCC         string `name:"uscc" required:"" help:"The registrar's unified social credit code." placeholder:"CODE"`
	Name         string `required:"" help:"The registrar's name in Chinese, as on its licence." placeholder:"NAME"`
	NameEn       string `help:"Its name in English." placeholder:"NAME"`
	Region       string `required:"" help:"Its region, six digits (GB/T 2260)." placeholder:"DIGITS"`
	CodeRegion   string `required:"" help:"The two digits of its region in certificate codes." placeholder:"DIGITS"`
	CodeDigit    string `required:"" help:"The one digit of the registrar in them." placeholder:"DIGIT"`
	settingFlags `embed:""`
}

var (
	errOrigin = fault.Define("init.origin", fault.Invalid,
		"请为日志命名：名称写入每个检查点，启用后不能更改",
		"name the log: every checkpoint carries the name, and it can never be changed").
		Hint("例如 --origin data.example.cn/registry，使用自有域名；并写入配置文件",
			"such as --origin data.example.cn/registry, under a domain of your own; put it into the configuration file too")
	errInitExample = fault.Define("init.example", fault.Invalid,
		"示例节点自行创建登记簿", "the example node founds its own registry").
		Hint("请去掉 example 设置", "leave the setting example out")
	errDigits = fault.Define("init.digits", fault.Invalid,
		"{flag} 应为 {n} 位数字", "{flag} takes {n} digits")
)

// Run founds. What can be refused before anything is written is.
func (c *initCmd) Run(e *env) error {
	cfg, err := c.settings()
	if err != nil {
		return err
	}
	ctx := byCommand(e.Context)
	n, err := node.Open(ctx, cfg, logger(cfg, e), version)
	if err != nil {
		return err
	}
	err = c.found(ctx, e, n, cfg)
	return errors.Join(err, n.Close())
}

func (c *initCmd) settings() (config.Config, error) {
	var more []string
	if c.Origin != "" {
		more = append(more, "--origin="+c.Origin)
	}
	cfg, err := c.load(more...)
	if err != nil {
		return cfg, err
	}
	if cfg.Example {
		return cfg, errInitExample.With()
	}
	if cfg.Origin == config.Default().Origin {
		return cfg, errOrigin.At("--origin")
	}
	if _, err := identifier.ParseUSCC(c.USCC); err != nil {
		return cfg, fault.From(err).At("--uscc")
	}
	for _, d := range []struct {
		flag, value string
		n           int
	}{{"--region", c.Region, 6}, {"--code-region", c.CodeRegion, 2}, {"--code-digit", c.CodeDigit, 1}} {
		if !digits(d.value, d.n) {
			return cfg, errDigits.With("flag", d.flag, "n", d.n).At(d.flag)
		}
	}
	return cfg, nil
}

func digits(s string, n int) bool {
	for _, r := range s {
		if r < '0' || r > '9' {
			return false
		}
	}
	return len(s) == n
}

// found begins the log, then tells what to publish, what to keep and what to do next.
func (c *initCmd) found(ctx context.Context, e *env, n *node.Node, cfg config.Config) error {
	err := n.Found(ctx, node.Founding{
		USCC: c.USCC, NameZH: c.Name, NameEN: c.NameEn, Region: c.Region,
		CodeRegion: c.CodeRegion, CodeDigit: c.CodeDigit,
	})
	if err != nil {
		return err
	}
	e.printf("%s %s\n", e.t("登记簿已创建：", "The registry is founded:"), cfg.Origin)
	e.printf("%s\n  %s\n", e.t("请公布日志验证密钥，任何人凭它离线核验凭证：",
		"Publish the log's verifier key; with it anybody checks certificates offline:"),
		n.Ledger.VerifierKey())
	e.printf(e.t("请备份 %s 中的 log.key 和 node.key：遗失无法恢复。\n",
		"Back up log.key and node.key in %s: they cannot be made again.\n"), cfg.DataDir)
	e.printf("%s\n", e.t("下一步：shurong serve，并用所打印的链接设置首个管理员。",
		"Next: shurong serve, and set up the first administrator with the link it prints."))
	return nil
}
