package main

import (
	"context"
	"fmt"
	"log/slog"
	"os"

	"shurong.org/shurong/internal/config"
	"shurong.org/shurong/internal/node"
	"shurong.org/shurong/internal/web"
)

// serveCmd runs a node. Its settings are those of package config; the few flags here are shorthands for them, the rest
// pass through.
type serveCmd struct {
	Example      bool   `help:"Run the worked example: a clock that stands still, made-up organisations and data."`
	Listen       string `help:"Address to listen on (setting listen)." placeholder:"HOST:PORT"`
	settingFlags `embed:""`
}

func (c *serveCmd) Run(e *env) error {
	cfg, err := c.load()
	if err != nil {
		return err
	}
	log := logger(cfg, e)
	ctx, stop := web.Signals(e.Context)
	defer stop()
	n, err := node.Open(ctx, cfg, log, version)
	if err != nil {
		return err
	}
	err = c.serve(ctx, e, n, cfg)
	if closed := n.Close(); err == nil {
		err = closed
	}
	return err
}

func (c *serveCmd) load() (config.Config, error) {
	var more []string
	if c.Example {
		more = append(more, "--example=true")
		if _, set := os.LookupEnv("SHURONG_LOG_LEVEL"); !set && c.Config == "" && len(c.Settings) == 0 {
			more = append(more, "--log-level=warn") // the example's story is told on the same terminal
		}
	}
	if c.Listen != "" {
		more = append(more, "--listen="+c.Listen)
	}
	return c.settingFlags.load(more...)
}

// serve listens, tells where and what to do next, and serves.
func (c *serveCmd) serve(ctx context.Context, e *env, n *node.Node, cfg config.Config) error {
	ln, err := web.Listen(ctx, cfg.Listen)
	if err != nil {
		return err
	}
	address := "http://" + ln.Addr().String()
	if cfg.TLSCert != "" {
		address = "https://" + ln.Addr().String()
	}
	if !cfg.Example {
		if err := c.welcome(ctx, e, n, address); err != nil {
			return err
		}
		return n.Serve(ctx, ln)
	}
	return c.example(ctx, e, n, ln, address)
}

// welcome prints the first administrator's link while there is none, else the address.
func (c *serveCmd) welcome(ctx context.Context, e *env, n *node.Node, address string) error {
	e.printf("%s %s\n", e.t("数融已启动：", "Shurong is running:"), address)
	link, ok, err := n.Auth.SetupLink(ctx)
	if err != nil || !ok {
		return err
	}
	e.printf("%s\n  %s%s\n", e.t("首次使用，请在一小时内打开此链接设置管理员：", "First use: open this link within an hour to set up the administrator:"), address, link.Path)
	if n.Ledger.Size() == 0 {
		e.printf("%s\n  shurong init --help\n", e.t("登记簿尚未创建，停止后请运行：", "The registry has not been founded; stop, then run:"))
	}
	return nil
}

// logger writes the one structured log to standard error.
func logger(cfg config.Config, e *env) *slog.Logger {
	var level slog.Level
	_ = level.UnmarshalText([]byte(cfg.LogLevel)) // checked by config
	opts := &slog.HandlerOptions{Level: level}
	if cfg.LogFormat == "json" {
		return slog.New(slog.NewJSONHandler(e.Err, opts))
	}
	return slog.New(slog.NewTextHandler(e.Err, opts))
}

// configCmd prints the table of settings.
type configCmd struct{}

func (configCmd) Run(e *env) error {
	_, err := fmt.Fprint(e.Out, config.Table())
	return err
}

// openapiCmd prints the description of the HTTP API.
type openapiCmd struct{}

func (openapiCmd) Run(e *env) error {
	_, err := e.Out.Write(append(node.Spec(version), '\n'))
	return err
}
