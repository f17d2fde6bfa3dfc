package main

import (
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"time"

	"shurong.org/shurong/fault"
	"shurong.org/shurong/internal/clock"
	"shurong.org/shurong/internal/db"
	"shurong.org/shurong/internal/web"
	"shurong.org/shurong/internal/witness"
	"shurong.org/shurong/proof"
)

// witnessCmd is a witness (C2SP tlog-witness) for the logs of others.
type witnessCmd struct {
	Dir    string   `help:"Directory of the key and of what was cosigned." default:"witness" type:"path"`
	Name   string   `help:"The witness's name, such as witness.example/w1; never changed once in use." required:""`
	Listen string   `help:"Address to listen on." default:"127.0.0.1:8430"`
	Log    []string `help:"Verifier key of a log to watch; may be given again." placeholder:"VKEY" sep:"none"`
	Logs   string   `help:"File with a verifier key a line." placeholder:"FILE"`
	Key    bool     `help:"Print the witness's verifier key, made if there is none, and do nothing else."`
}

var errWitnessKey = fault.Define("witness.key", fault.Internal,
	"无法读取见证方签名密钥 {file}", "the witness's signing key {file} cannot be read").
	Hint("请从备份恢复该文件；换用新密钥须请各日志更新配置", "restore the file from a backup: with a new key every log has to be told")

func (c *witnessCmd) Run(e *env) error {
	if err := os.MkdirAll(c.Dir, 0o700); err != nil {
		return errWitnessKey.With("file", c.Dir).Because(err)
	}
	priv, err := witnessKey(filepath.Join(c.Dir, "witness.key"))
	if err != nil {
		return err
	}
	key, err := proof.NewCosigner(c.Name, priv)
	if err != nil {
		return err
	}
	if c.Key {
		e.printf("%s\n", key.VerifierKey())
		return nil
	}
	logs, err := c.logs()
	if err != nil {
		return err
	}
	store, err := db.Open(e.Context, "sqlite:"+filepath.Join(c.Dir, "witness.db"), "witness", witness.Migrations())
	if err != nil {
		return err
	}
	w, err := witness.New(store, key, clock.System{}, logs)
	if err == nil {
		err = c.serve(e, w)
	}
	return errors.Join(err, store.Close())
}

// logs joins the verifier keys of flags and file. An empty line and one that begins with # are passed over.
func (c *witnessCmd) logs() ([]string, error) {
	logs := c.Log
	if c.Logs == "" {
		return logs, nil
	}
	b, err := readFile(c.Logs, 1<<20)
	if err != nil {
		return nil, err
	}
	for line := range strings.Lines(string(b)) {
		if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "#") {
			logs = append(logs, line)
		}
	}
	return logs, nil
}

func (c *witnessCmd) serve(e *env, w *witness.Witness) error {
	ctx, stop := web.Signals(e.Context)
	defer stop()
	ln, err := web.Listen(ctx, c.Listen)
	if err != nil {
		return err
	}
	srv := &http.Server{Handler: w.Handler(), ReadHeaderTimeout: 5 * time.Second, ReadTimeout: 10 * time.Second, WriteTimeout: 10 * time.Second,
		MaxHeaderBytes: 16 << 10}
	e.printf("%s http://%s\n%s\n", e.t("见证方已启动：", "The witness is running:"), ln.Addr(), w.VerifierKey())
	failed := make(chan error, 1)
	go func() { failed <- srv.Serve(ln) }()
	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
	}
	end, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
	defer cancel()
	return srv.Shutdown(end)
}

// witnessKey reads the witness's key, or makes it at first start: the 32-byte seed in base64, readable by its owner alone,
// and on the disk before it is used.
func witnessKey(file string) (ed25519.PrivateKey, error) {
	b, err := os.ReadFile(file)
	if errors.Is(err, fs.ErrNotExist) {
		seed := make([]byte, ed25519.SeedSize)
		_, _ = rand.Read(seed) // never fails
		f, err := os.OpenFile(file, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
		if err == nil {
			_, err = f.WriteString(base64.StdEncoding.EncodeToString(seed) + "\n")
			err = errors.Join(err, f.Sync(), f.Close())
		}
		if err != nil {
			return nil, errWitnessKey.With("file", file).Because(err)
		}
		return ed25519.NewKeyFromSeed(seed), nil
	}
	seed, bad := base64.StdEncoding.DecodeString(strings.TrimSpace(string(b)))
	if err != nil || bad != nil || len(seed) != ed25519.SeedSize {
		return nil, errWitnessKey.With("file", file).Because(err)
	}
	return ed25519.NewKeyFromSeed(seed), nil
}
