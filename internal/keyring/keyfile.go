package keyring

import (
	"crypto/rand"
	"encoding/hex"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"

	"golang.org/x/crypto/chacha20poly1305"
)

// loadKeyFile reads the node key. fresh allows making one where there is none: only while the store holds no key that an
// earlier node key had sealed.
func loadKeyFile(path string, fresh bool) ([]byte, error) {
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist) && fresh:
		return makeKeyFile(path)
	case errors.Is(err, fs.ErrNotExist):
		return nil, ErrKeyFile.With("path", path, "why", "missing, and the database holds keys sealed with it")
	case err != nil:
		return nil, ErrKeyFile.With("path", path, "why", "not accessible").Because(err)
	case runtime.GOOS != "windows" && info.Mode().Perm()&0o077 != 0:
		return nil, ErrKeyFile.With("path", path, "why", "others may read it; chmod 600")
	case info.Size() > 1024:
		return nil, ErrKeyFile.With("path", path, "why", "too long")
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, ErrKeyFile.With("path", path, "why", "not readable").Because(err)
	}
	key, err := hex.DecodeString(strings.TrimSpace(string(text)))
	if err != nil || len(key) != chacha20poly1305.KeySize {
		return nil, ErrKeyFile.With("path", path, "why", "not 64 hexadecimal digits") // the cause would quote the secret
	}
	return key, nil
}

// makeKeyFile writes a new node key. It is complete and synced before it has its name, so that a crash leaves either no
// key file or a good one.
func makeKeyFile(path string) ([]byte, error) {
	fail := func(err error) ([]byte, error) {
		return nil, ErrKeyFile.With("path", path, "why", "cannot be written").Because(err)
	}
	key := make([]byte, chacha20poly1305.KeySize)
	_, _ = rand.Read(key) // never fails
	dir := filepath.Dir(path)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return fail(err)
	}
	f, err := os.CreateTemp(dir, ".node-key-*") // mode 0600
	if err != nil {
		return fail(err)
	}
	_, err = f.WriteString(hex.EncodeToString(key) + "\n")
	if err = errors.Join(err, f.Sync(), f.Close()); err == nil {
		// Link, not rename: where two processes start at once, the second must not replace the first one's key.
		err = os.Link(f.Name(), path)
	}
	if err = errors.Join(err, os.Remove(f.Name())); err != nil {
		return fail(err)
	}
	if d, err := os.Open(dir); err == nil {
		_ = d.Sync() // some file systems cannot sync a directory; the file itself is synced
		_ = d.Close()
	}
	return key, nil
}
