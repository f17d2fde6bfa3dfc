package main

import (
	"os"
	"path/filepath"

	"shurong.org/shurong/internal/node"
)

// backupCmd copies a node while it runs.
type backupCmd struct {
	To           string `required:"" help:"New folder for the copy. It holds private keys." placeholder:"DIR"`
	settingFlags `embed:""`
}

// Run copies.
func (c *backupCmd) Run(e *env) error {
	cfg, err := c.load()
	if err != nil {
		return err
	}
	if err := node.Backup(e.Context, cfg, c.To); err != nil {
		return err
	}
	// A copy of the worked example is one that was told, and can be served like it.
	if _, err := os.Stat(filepath.Join(cfg.DataDir, loaded)); err == nil {
		if err := markLoaded(c.To); err != nil {
			return err
		}
	}
	e.printf(e.t("已备份到 %s：node.db、registry.db、node.key、log.key\n请核对：shurong check --dir %s\n",
		"backed up to %s: node.db, registry.db, node.key, log.key\nProve it: shurong check --dir %s\n"), c.To, c.To)
	return nil
}
