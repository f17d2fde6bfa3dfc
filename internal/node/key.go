package node

import (
	"crypto/ed25519"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"io/fs"
	"os"
	"strings"

	"shurong.org/shurong/fault"
)

// ErrLogKey says that the key that signs checkpoints cannot be read.
var ErrLogKey = fault.Define("node.log_key", fault.Internal,
	"无法读取日志签名密钥 {file}", "the log's signing key {file} cannot be read").
	Hint("请从备份恢复该文件；没有它，新的检查点无法与以前的衔接", "restore the file from the backup: without it new checkpoints do not continue the old ones")

// logKey reads the log's signing key, or makes it at first start. The file holds the 32-byte seed in base64 and is readable
// by its owner alone.
func logKey(file string) (ed25519.PrivateKey, error) {
	b, err := os.ReadFile(file)
	if errors.Is(err, fs.ErrNotExist) {
		seed := make([]byte, ed25519.SeedSize)
		_, _ = rand.Read(seed) // never fails
		if err := writeNew(file, base64.StdEncoding.EncodeToString(seed)+"\n"); err != nil {
			return nil, ErrLogKey.With("file", file).Because(err)
		}
		return ed25519.NewKeyFromSeed(seed), nil
	}
	if err != nil {
		return nil, ErrLogKey.With("file", file).Because(err)
	}
	seed, err := base64.StdEncoding.DecodeString(strings.TrimSpace(string(b)))
	if err != nil || len(seed) != ed25519.SeedSize {
		return nil, ErrLogKey.With("file", file)
	}
	return ed25519.NewKeyFromSeed(seed), nil
}

// writeNew writes a file that must not exist yet, and does not return before it is on the disk: a key that was used must
// never be lost.
func writeNew(file, content string) error {
	f, err := os.OpenFile(file, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = f.WriteString(content)
	return errors.Join(err, f.Sync(), f.Close())
}
