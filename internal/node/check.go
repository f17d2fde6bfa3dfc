package node

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"

	"shurong.org/shurong/fault"
	"shurong.org/shurong/internal/config"
	"shurong.org/shurong/internal/db"
	"shurong.org/shurong/internal/sequence"
	"shurong.org/shurong/proof"
)

// ErrNoNode says that there is no node where one was looked for.
var ErrNoNode = fault.Define("node.none", fault.NotFound,
	"没有找到节点：{file} 不存在", "there is no node here: {file} does not exist").
	Hint("请用 --dir 指定数据目录，或先运行 shurong init", "name the data directory with --dir, or run shurong init first")

// OpenStore opens a node's own store beside the node, which may be running. It does not make one.
func OpenStore(ctx context.Context, cfg config.Config) (*db.DB, error) {
	if err := exists(cfg.NodeStore()); err != nil {
		return nil, err
	}
	return db.Open(ctx, cfg.NodeStore(), db.NodeSchema, db.NodeMigrations())
}

func openRegistry(ctx context.Context, cfg config.Config) (*db.DB, error) {
	if err := exists(cfg.RegistryStore()); err != nil {
		return nil, err
	}
	return db.Open(ctx, cfg.RegistryStore(), sequence.Schema, sequence.Migrations())
}

// exists keeps a mistyped directory from becoming an empty store.
func exists(dsn string) error {
	file, ok := strings.CutPrefix(dsn, "sqlite:")
	if !ok {
		return nil
	}
	if _, err := os.Stat(file); err != nil {
		return ErrNoNode.With("file", file).Because(err)
	}
	return nil
}

// Checked is what [Check] found whole, and the verifier keys it knew.
type Checked struct {
	sequence.Report
	Keys []string `json:"keys"`
}

// Check derives the registry from its entries again, in a scratch store under the system's folder for temporary
// files, and compares everything; see [sequence.Check]. The scratch store is as large as the registry. Checkpoints
// may bear the signature of the node's own key, where its file is there, or of one of vkeys.
func Check(ctx context.Context, cfg config.Config, vkeys ...string) (out Checked, err error) {
	store, err := openRegistry(ctx, cfg)
	if err != nil {
		return out, err
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	own, err := ownKey(ctx, cfg, store)
	switch {
	case err == nil:
		vkeys = append([]string{own}, vkeys...)
	case len(vkeys) == 0:
		return out, err
	}
	dir, err := os.MkdirTemp("", "shurong-check")
	if err != nil {
		return out, ErrDataDir.With("dir", os.TempDir()).Because(err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	scratch, err := db.Open(ctx, "sqlite:"+filepath.Join(dir, "registry.db"), sequence.Schema, sequence.Migrations())
	if err != nil {
		return out, err
	}
	defer func() { err = errors.Join(err, scratch.Close()) }()
	out.Keys = vkeys
	out.Report, err = sequence.Check(ctx, store, scratch, vkeys...)
	return out, err
}

// ownKey is the key that checks the checkpoints of a node's log, made from its signing key and the name in its store.
func ownKey(ctx context.Context, cfg config.Config, store *db.DB) (string, error) {
	origin, err := sequence.OriginOf(ctx, store)
	if err != nil {
		return "", err
	}
	file := filepath.Join(cfg.DataDir, "log.key")
	if _, err := os.Stat(file); err != nil {
		return "", ErrLogKey.With("file", file).Because(err) // logKey would make one
	}
	key, err := logKey(file)
	if err != nil {
		return "", err
	}
	s, err := proof.NewSigner(origin, key)
	if err != nil {
		return "", err
	}
	return s.VerifierKey(), nil
}

// Rebuild replays the registry into an empty store.
func Rebuild(ctx context.Context, cfg config.Config, into string) (at proof.Checkpoint, err error) {
	store, err := openRegistry(ctx, cfg)
	if err != nil {
		return at, err
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	target, err := db.Open(ctx, into, sequence.Schema, sequence.Migrations())
	if err != nil {
		return at, err
	}
	defer func() { err = errors.Join(err, target.Close()) }()
	return sequence.Rebuild(ctx, store, target)
}
