package main

import (
	"context"
	"crypto/ed25519"
	"encoding/base64"
	"errors"
	"log/slog"
	"net/http"
	"time"

	"shurong.org/shurong/fault"
	"shurong.org/shurong/internal/clock"
	"shurong.org/shurong/internal/similarity"
	"shurong.org/shurong/internal/similarity/holder"
	"shurong.org/shurong/internal/similarity/oprf"
	"shurong.org/shurong/internal/web"
)

var errTrust = fault.Define("similarity.trust", fault.Invalid,
	"“{key}”不是节点的凭票公钥", "“{key}” is not the public key of a node's tickets").
	Hint("由登记机构以 shurong similarity key ticket 取得", "the registrar prints it with shurong similarity key ticket")

// similarityServeCmd holds a share for a registrar, on a machine of its own.
type similarityServeCmd struct {
	Key     string `required:"" help:"The share (epoch-NNNN.key)." type:"existingfile"`
	Trust   string `required:"" help:"Public key of the registrar's node's tickets, as shurong similarity key ticket prints it there." placeholder:"NODEKEY"`
	Listen  string `default:"127.0.0.1:8430" help:"Address to listen on." placeholder:"HOST:PORT"`
	TLSCert string `help:"Certificate for HTTPS; behind a proxy or on this machine none is needed." type:"existingfile"`
	TLSKey  string `help:"Its private key." type:"existingfile"`
	Limit   int    `help:"Elements evaluated within 24 hours in all, whatever the node signs." default:"500000"`
	Subject int    `help:"Elements evaluated within 24 hours for one subject." default:"7680"`
}

// Run serves until it is interrupted.
func (c *similarityServeCmd) Run(e *env) error {
	b, err := readFile(c.Key, maxKeyFile)
	if err != nil {
		return err
	}
	share, err := oprf.DecodeShare(b)
	if err != nil {
		return fault.From(err).In(c.Key, 0)
	}
	trust, err := base64.StdEncoding.DecodeString(c.Trust)
	if err != nil || len(trust) != ed25519.PublicKeySize {
		return errTrust.With("key", c.Trust).At("--trust")
	}
	if (c.TLSCert == "") != (c.TLSKey == "") {
		return errUsage.With("why", "--tls-cert and --tls-key go together")
	}
	h, err := holder.New(share, trust, holder.Limits{Subject: c.Subject, All: c.Limit}, clock.System{},
		slog.New(slog.NewTextHandler(e.Err, nil)))
	if err != nil {
		return err
	}
	ctx, stop := web.Signals(e.Context)
	defer stop()
	ln, err := web.Listen(ctx, c.Listen)
	if err != nil {
		return err
	}
	srv := &http.Server{Handler: h, ReadTimeout: 30 * time.Second, WriteTimeout: time.Minute, ReadHeaderTimeout: 10 * time.Second,
		IdleTimeout: time.Minute, MaxHeaderBytes: 16 << 10}
	context.AfterFunc(ctx, func() { _ = srv.Shutdown(context.WithoutCancel(ctx)) })
	e.printf("%s %s\n", e.t("密钥份额服务已启动：", "the share is served on"), ln.Addr())
	if c.TLSCert != "" {
		err = srv.ServeTLS(ln, c.TLSCert, c.TLSKey)
	} else {
		err = srv.Serve(ln)
	}
	if errors.Is(err, http.ErrServerClosed) {
		err = nil
	}
	return err
}

// similarityTicketCmd prints the public key of a node's tickets.
type similarityTicketCmd struct {
	Dir string `required:"" help:"The node's folder similarity in its data directory." type:"path"`
}

// Run prints it, and makes the key if the node has none yet.
func (c *similarityTicketCmd) Run(e *env) error {
	priv, err := similarity.TicketKey(c.Dir)
	if err != nil {
		return err
	}
	e.printf("%s\n", base64.StdEncoding.EncodeToString(priv.Public().(ed25519.PublicKey)))
	return nil
}
