package beat

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"shurong.org/shurong/canon"
)

// store is the state folder.
type store struct{ dir string }

func openStore(dir string) (*store, error) {
	for _, d := range []string{dir, filepath.Join(dir, "outbox"), filepath.Join(dir, "refused"), filepath.Join(dir, "sources")} {
		if err := os.MkdirAll(d, 0o700); err != nil {
			return nil, stateFault(d, "it cannot be made", "无法创建", err)
		}
	}
	if err := private(dir); err != nil {
		return nil, err
	}
	s := &store{dir}
	return s, s.sweep()
}

func stateFault(path, why, zh string, err error) error {
	return ErrState.With("file", filepath.Base(path), "why", why, "why_zh", zh).Because(err)
}

// sweep removes what a killed agent left half written.
func (s *store) sweep() error {
	return filepath.WalkDir(s.dir, func(path string, d fs.DirEntry, err error) error {
		if err == nil && d.Type().IsRegular() && strings.HasSuffix(path, ".new") {
			err = os.Remove(path)
		}
		if err != nil {
			err = stateFault(path, "it cannot be read", "无法读取", err)
		}
		return err
	})
}

func (s *store) path(name string) string { return filepath.Join(s.dir, filepath.FromSlash(name)) }

// put replaces a file whole: whoever looks, and whoever comes after a power cut, finds the old content or the new.
func (s *store) put(name string, b []byte) error {
	path := s.path(name)
	err := func() error {
		f, err := os.OpenFile(path+".new", os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
		if err != nil {
			return err
		}
		_, err = f.Write(b)
		if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
			return errors.Join(err, os.Remove(path+".new"))
		}
		if err := os.Rename(path+".new", path); err != nil {
			return err
		}
		return syncFolder(filepath.Dir(path))
	}()
	if err != nil {
		return stateFault(path, "it cannot be written", "无法写入", err)
	}
	return nil
}

func (s *store) remove(name string) error {
	path := s.path(name)
	err := os.Remove(path)
	if errors.Is(err, fs.ErrNotExist) {
		err = nil
	}
	if err = errors.Join(err, syncFolder(filepath.Dir(path))); err != nil {
		return stateFault(path, "it cannot be removed", "无法删除", err)
	}
	return nil
}

// get reads a file; nil if there is none.
func (s *store) get(name string) ([]byte, error) {
	b, err := os.ReadFile(s.path(name))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, stateFault(name, "it cannot be read", "无法读取", err)
	}
	return b, nil
}

func (s *store) putJSON(name string, v any) error { return s.put(name, canon.Must(v)) }

// getJSON reads a file into v; false if there is none.
func (s *store) getJSON(name string, v any) (bool, error) {
	b, err := s.get(name)
	if err != nil || b == nil {
		return false, err
	}
	if err := canon.Unmarshal(b, v); err != nil {
		return false, stateFault(name, "it is damaged", "已损坏", err)
	}
	return true, nil
}
