package database

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// maxSecret is longer than any password.
const maxSecret = 4096

// ReadSecret reads a password from a file that nobody else may read: its first line.
func ReadSecret(path string) (string, error) {
	name := filepath.Base(path)
	refuse := func(why string) (string, error) { return "", ErrSecretFile.With("file", name, "why", why) }
	f, err := os.Open(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return refuse("not found / 不存在")
	case err != nil:
		return refuse("cannot be opened / 打不开")
	}
	defer func() { _ = f.Close() }() // read only
	info, err := f.Stat()
	if err != nil || !info.Mode().IsRegular() {
		return refuse("not a file / 不是文件")
	}
	if info.Mode().Perm()&0o077 != 0 {
		return refuse("others may read it / 其他用户可读")
	}
	b, err := io.ReadAll(io.LimitReader(f, maxSecret))
	if err != nil {
		return refuse("cannot be read / 读不出")
	}
	line, _, _ := strings.Cut(string(b), "\n")
	if line = strings.TrimSuffix(line, "\r"); line == "" {
		return refuse("empty / 为空")
	}
	return line, nil
}

// scrubbed is an error whose text holds no secret.
type scrubbed struct{ text string }

func (s scrubbed) Error() string { return s.text }

// Scrub is err's text without the secret, for a log.
func Scrub(err error, secret string) error {
	text := err.Error()
	if secret != "" {
		text = strings.ReplaceAll(text, secret, "***")
	}
	return scrubbed{text}
}
