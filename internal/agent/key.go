package agent

import (
	"crypto/ed25519"
	"crypto/rand"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"

	"shurong.org/shurong/fault"
)

// ErrKeyFile says what is wrong with the agent's key file.
var ErrKeyFile = fault.Define("agent.key_file", fault.Invalid,
	"监测代理密钥文件 {path} 不可用：{why}", "the agent's key file {path} cannot be used: {why}").
	Hint("请用 shurong agent keygen 生成，权限应为 0600", "make one with shurong agent keygen; its mode should be 0600")

// ErrKeyExists says that a key file would be overwritten.
var ErrKeyExists = fault.Define("agent.key_exists", fault.Conflict,
	"密钥文件 {path} 已存在，不会覆盖", "the key file {path} exists and is not overwritten").
	Hint("换一个文件名，或先吊销并移走旧密钥", "give another name, or revoke the old key and move it away")

// maxKeyFile is over the size of any key file, in bytes.
const maxKeyFile = 4096

// MakeKey makes a new key and writes it to path (PKCS #8 in PEM, mode 0600), which must not exist.
func MakeKey(path string) (ed25519.PublicKey, error) {
	pub, priv, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		return nil, err
	}
	der, err := x509.MarshalPKCS8PrivateKey(priv)
	if err != nil {
		return nil, err
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, ErrKeyFile.With("path", path, "why", "folder cannot be made").Because(err)
	}
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return nil, ErrKeyExists.With("path", path)
	}
	if err != nil {
		return nil, ErrKeyFile.With("path", path, "why", "cannot be written").Because(err)
	}
	err = pem.Encode(f, &pem.Block{Type: "PRIVATE KEY", Bytes: der})
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return nil, ErrKeyFile.With("path", path, "why", "cannot be written").Because(errors.Join(err, os.Remove(path)))
	}
	return pub, nil
}

// open is which permissions a key file must not have. systemd hands a service its credentials in a folder that only
// the service may enter, readable by group on paper: an access list is shown so.
func open(path string) fs.FileMode {
	if dir := os.Getenv("CREDENTIALS_DIRECTORY"); dir != "" && filepath.Dir(path) == filepath.Clean(dir) {
		return 0o037
	}
	return 0o077
}

// LoadKey reads a key that [MakeKey] wrote. A key that others may read is refused.
func LoadKey(path string) (ed25519.PrivateKey, error) {
	bad := func(why string) error { return ErrKeyFile.With("path", path, "why", why) }
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, bad("missing")
	case err != nil:
		return nil, bad("not accessible")
	case !info.Mode().IsRegular() || info.Size() > maxKeyFile:
		return nil, bad("not a key file")
	case runtime.GOOS != "windows" && info.Mode().Perm()&open(path) != 0:
		return nil, bad("others may read it; chmod 600")
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, bad("not readable")
	}
	block, _ := pem.Decode(text)
	if block == nil || block.Type != "PRIVATE KEY" {
		return nil, bad("no PEM private key")
	}
	key, err := x509.ParsePKCS8PrivateKey(block.Bytes)
	priv, ok := key.(ed25519.PrivateKey)
	if err != nil || !ok {
		return nil, bad("no Ed25519 key")
	}
	return priv, nil
}
