package node

import (
	"context"
	"database/sql"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	_ "modernc.org/sqlite" // the "sqlite" driver: a copy is made outside any transaction, which package db does not offer

	"shurong.org/shurong/fault"
	"shurong.org/shurong/internal/config"
)

// Faults of a backup.
var (
	ErrBackupInto = fault.Define("backup.into", fault.Conflict,
		"备份目录 {dir} 已存在或无法创建", "the backup's folder {dir} exists already or cannot be made").
		Hint("请指定一个新的目录", "name a new folder")
	ErrBackupPostgres = fault.Define("backup.postgres", fault.Invalid,
		"数据库在 PostgreSQL 中，请用 pg_dump 备份", "the stores are in PostgreSQL: back them up with pg_dump").
		Hint("先备份 node，再备份 registry；并复制数据目录中的 log.key、node.key 和 similarity 目录",
			"the schema node first, then registry; and copy log.key, node.key and the folder similarity from the data directory")
	ErrBackup = fault.Define("backup.failed", fault.Internal,
		"备份 {file} 失败", "{file} could not be backed up").
		Hint("请检查磁盘空间和权限；未完成的备份目录可以删除", "check free space and permissions; the unfinished folder can be deleted")
)

// Backup copies a node's two SQLite files and its keys into a new folder, while the node may be running. The folder
// is a data directory: a node started on it goes on from there.
//
// The node's own store is copied before the registry. What follows the log catches up from an older position, and
// what was submitted twice is recognised; a registry older than its followers would not be.
func Backup(ctx context.Context, cfg config.Config, into string) error {
	stores := []struct{ dsn, file string }{{cfg.NodeStore(), "node.db"}, {cfg.RegistryStore(), "registry.db"}}
	for i, s := range stores {
		path, ok := strings.CutPrefix(s.dsn, "sqlite:")
		if !ok {
			return ErrBackupPostgres.With()
		}
		if err := exists(s.dsn); err != nil {
			return err
		}
		stores[i].dsn = path
	}
	if err := os.Mkdir(into, 0o700); err != nil {
		return ErrBackupInto.With("dir", into).Because(err)
	}
	for _, s := range stores {
		if err := copyStore(ctx, s.dsn, filepath.Join(into, s.file)); err != nil {
			return ErrBackup.With("file", s.file).Because(err)
		}
	}
	epochs, err := filepath.Glob(filepath.Join(cfg.DataDir, similarityKeys, "*"))
	if err == nil && len(epochs) > 0 {
		err = os.Mkdir(filepath.Join(into, similarityKeys), 0o700)
	}
	if err != nil {
		return ErrBackup.With("file", similarityKeys).Because(err)
	}
	keys := []string{"log.key", "node.key"}
	for _, e := range epochs {
		keys = append(keys, filepath.Join(similarityKeys, filepath.Base(e)))
	}
	for _, key := range keys {
		b, err := os.ReadFile(filepath.Join(cfg.DataDir, key))
		if errors.Is(err, fs.ErrNotExist) {
			continue // a node that never ran has none
		}
		if err == nil {
			err = writeNew(filepath.Join(into, key), string(b))
		}
		if err != nil {
			return ErrBackup.With("file", key).Because(err)
		}
	}
	return nil
}

// copyStore writes one consistent moment of a SQLite file to a new one and syncs it.
func copyStore(ctx context.Context, from, to string) (err error) {
	d, err := sql.Open("sqlite", "file:"+filepath.ToSlash(from)+"?mode=ro&_pragma=busy_timeout(10000)")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, d.Close()) }()
	if _, err := d.ExecContext(ctx, "VACUUM INTO ?", to); err != nil {
		return err
	}
	if err := os.Chmod(to, 0o600); err != nil {
		return err
	}
	f, err := os.Open(to)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}
