package main

import (
	"shurong.org/shurong/canon"
	"shurong.org/shurong/internal/node"
)

// checkCmd proves a registry's store whole, beside the node or without it.
type checkCmd struct {
	Key          []string `help:"A further verifier key that checkpoints may bear; may be repeated." placeholder:"VKEY"`
	JSON         bool     `name:"json" help:"Print the report as JSON."`
	settingFlags `embed:""`
}

// Run derives everything from the log again and compares. It ends with exit code 1 at the first thing that is wrong.
func (c *checkCmd) Run(e *env) error {
	cfg, err := c.load()
	if err != nil {
		return err
	}
	r, err := node.Check(e.Context, cfg, c.Key...)
	if err != nil {
		return err
	}
	if c.JSON {
		b, err := canon.Marshal(r)
		if err != nil {
			return err
		}
		e.printf("%s\n", b)
		return nil
	}
	for _, line := range []struct {
		zh, en string
		n      uint64
	}{
		{"✓ %s 条日志重放：签名、规则、次序、时间\n", "✓ %s entries replayed: signatures, rules, order, time\n", r.Checkpoint.Size},
		{"✓ %s 项现行事实与重放结果逐项相同\n", "✓ %s current facts are those that the replay gave\n", r.Facts},
		{"✓ %s 块日志树与状态树分块相同\n", "✓ %s tiles of the log and of the state map are the same\n", r.Tiles},
		{"✓ %s 个批次：树根、时间与检查点签名\n", "✓ %s batches: roots, times, signatures of the checkpoints\n", r.Batches},
	} {
		e.printf(e.t(line.zh, line.en), grouped(int64(line.n)))
	}
	e.printf("  %s %s\n  %s %s\n  %s %s\n", e.t("日志根", "log root  "), r.Checkpoint.Root,
		e.t("状态根", "state root"), r.Checkpoint.State, e.t("密钥  ", "key       "), r.Keys[0])
	e.printf("%s\n", e.t("登记簿完好："+r.Checkpoint.Origin, "the registry is whole: "+r.Checkpoint.Origin))
	return nil
}

// replayCmd rebuilds a registry from its log in another database.
type replayCmd struct {
	Into         string `required:"" help:"Empty database: postgres://… or sqlite:FILE." placeholder:"DSN"`
	settingFlags `embed:""`
}

// Run rebuilds and tells what was reached.
func (c *replayCmd) Run(e *env) error {
	cfg, err := c.load()
	if err != nil {
		return err
	}
	at, err := node.Rebuild(e.Context, cfg, c.Into)
	if err != nil {
		return err
	}
	e.printf(e.t("已重放 %s 条日志，树根与原登记簿相同\n",
		"%s entries replayed; the roots are those of the original\n"), grouped(int64(at.Size)))
	e.printf("  %s %s\n  %s %s\n", e.t("日志根", "log root  "), at.Root, e.t("状态根", "state root"), at.State)
	return nil
}
