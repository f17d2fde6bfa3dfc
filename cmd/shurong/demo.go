package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/sync/errgroup"

	"shurong.org/shurong/fault"
	"shurong.org/shurong/internal/config"
	"shurong.org/shurong/internal/demo"
	"shurong.org/shurong/internal/example"
	"shurong.org/shurong/internal/node"
	"shurong.org/shurong/internal/table"
	"shurong.org/shurong/internal/web"
)

// demoCmd runs the worked example headless on a new node.
type demoCmd struct {
	Dir  string `required:"" help:"New folder for the node, its data and what it issues (DIR/out)." placeholder:"DIR"`
	Data string `help:"A data file of your own that goes the same way: CSV or Parquet." placeholder:"FILE"`
	JSON bool   `help:"Print each step as a line of JSON."`
}

var errNotNew = fault.Define("demo.not_new", fault.Conflict,
	"{dir} 中已有一个节点", "{dir} holds a node already").
	Hint("请指定新的目录；要继续使用已有的示例，请运行 shurong serve --example --dir {dir}", "name a new folder; to go on with the example there, run shurong serve --example --dir {dir}")

func (c *demoCmd) Run(e *env) error {
	if _, err := os.Stat(filepath.Join(c.Dir, "registry.db")); err == nil {
		return errNotNew.With("dir", c.Dir)
	}
	if err := readable(c.Data); err != nil {
		return err
	}
	cfg, err := config.Load([]string{"--example=true", "--data-dir=" + c.Dir, "--listen=127.0.0.1:0"}, nil)
	if err != nil {
		return err
	}
	ctx, stop := context.WithCancel(e.Context)
	defer stop()
	log := slog.New(slog.NewTextHandler(e.Err, &slog.HandlerOptions{Level: slog.LevelWarn}))
	n, err := node.Open(ctx, cfg, log, version)
	if err != nil {
		return err
	}
	ln, err := web.Listen(ctx, cfg.Listen)
	if err != nil {
		return errors.Join(err, n.Close())
	}
	g, gctx := errgroup.WithContext(ctx)
	g.Go(func() error { return n.Serve(gctx, ln) })
	g.Go(func() error {
		defer stop()
		if err := tell(gctx, e, n, "http://"+ln.Addr().String(), c.Dir, c.Data, c.JSON); err != nil {
			return err
		}
		return markLoaded(c.Dir)
	})
	err = g.Wait()
	if err == nil && !c.JSON {
		e.printf("\n%s %s\n", e.t("已完成，签发的文件在", "Done; what was issued is in"), filepath.Join(c.Dir, "out"))
	}
	return errors.Join(err, n.Close())
}

// readable reads a file to its end, so that one which is no table is refused before a node is founded for it. The empty path
// is the example's own data.
func readable(path string) error {
	if path == "" {
		return nil
	}
	t, err := table.Open(path, table.Options{})
	if err != nil {
		return err
	}
	defer func() { _ = t.Close() }() // it was only read
	for {
		if _, err := t.NextBatch(); err != nil {
			if errors.Is(err, io.EOF) {
				return nil
			}
			return err
		}
	}
}

// tell seeds an example node and tells the story on it.
func tell(ctx context.Context, e *env, n *node.Node, url, dir, data string, asJSON bool) error {
	if err := demo.Seed(ctx, n); err != nil {
		return err
	}
	return demo.New(demo.Options{Node: n, URL: url, Dir: dir, Data: data, Tell: func(r demo.Result) {
		if asJSON {
			b, _ := json.Marshal(r) // a struct of texts and numbers
			e.printf("%s\n", b)
			return
		}
		e.printf("%2d  %s\n", r.Step, e.t(r.Title.ZH, r.Title.EN))
		for _, p := range r.Proved {
			e.printf("    ✓ %s\n", e.t(p.ZH, p.EN))
		}
	}}).Run(ctx)
}

// loaded marks a data directory whose example was told to the end.
const loaded = "example-loaded"

func markLoaded(dir string) error {
	mark := filepath.Join(dir, loaded)
	if err := os.WriteFile(mark, nil, 0o600); err != nil {
		return errWrite.With("file", mark).Because(err)
	}
	return nil
}

// example serves an example node; at its first start it tells the story first.
func (c *serveCmd) example(ctx context.Context, e *env, n *node.Node, ln net.Listener, address string) error {
	cfg, err := c.load()
	if err != nil {
		return err
	}
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	g, ctx := errgroup.WithContext(ctx)
	g.Go(func() error { return n.Serve(ctx, ln) })
	g.Go(func() error {
		mark := filepath.Join(cfg.DataDir, loaded)
		if _, err := os.Stat(mark); err != nil {
			if n.Ledger.Size() > 0 {
				stop()
				return errHalfTold.With("dir", cfg.DataDir)
			}
			e.printf("%s\n", e.t("首次启动，载入示例……", "First start: loading the worked example…"))
			if err := tell(ctx, e, n, address, cfg.DataDir, "", false); err != nil {
				return err
			}
			if err := markLoaded(cfg.DataDir); err != nil {
				return err
			}
		}
		invite(e, address)
		return nil
	})
	return g.Wait()
}

var errHalfTold = fault.Define("demo.half_told", fault.Conflict,
	"{dir} 中的示例上次未载入完", "the example in {dir} was not loaded to the end last time").
	Hint("请运行 make run FRESH=1 重新开始；用 --dir 时请删除该目录或换一个目录",
		"start over with make run FRESH=1; with --dir, remove that folder or name another")

// invite prints the address and one sign-in per desk.
func invite(e *env, address string) {
	e.printf("\n%s %s\n\n%s\n", e.t("数融已启动：", "Shurong is running:"), address,
		e.t("各工作台的登录账号（密码均为 "+demo.Password+"）：", "Sign-ins, one per desk (password of all: "+demo.Password+"):"))
	seen := map[string]bool{}
	for _, o := range example.Everyone() {
		if seen[o.Role] {
			continue
		}
		seen[o.Role] = true
		role := roleNames[o.Role]
		e.printf("  %-12s %-12s %s\n", o.Maker.Account, o.Checker.Account, fmt.Sprintf("%s  %s", e.t(role[0], role[1]), e.t(o.Name.ZH, o.Name.EN)))
	}
	e.printf("  %-12s %-12s %s\n", demo.Operator, "", e.t("节点管理员", "node administrator"))
	e.printf("\n%s\n", e.t("左列经办，右列复核。公开核验页：", "Left column makes, right column checks. Public verification: ")+strings.TrimSpace(address)+"/verify")
}

var roleNames = map[string][2]string{
	"enterprise": {"数据企业", "data company"}, "registrar": {"登记机构", "registrar"}, "appraiser": {"评估机构", "appraiser"},
	"bank": {"银行", "bank"}, "guarantor": {"担保机构", "guarantor"}, "exchange": {"数据交易所", "exchange"},
	"plan_manager": {"计划管理人", "plan manager"}, "investor": {"投资者", "investor"}, "regulator": {"监管机构", "regulator"},
}
