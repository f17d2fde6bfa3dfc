//go:build unix

package beat

import (
	"errors"
	"os"
	"syscall"
)

// lock takes the state folder for this process until it ends, however it ends.
func (s *store) lock() (release func() error, err error) {
	f, err := os.OpenFile(s.path("lock"), os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, stateFault("lock", "it cannot be opened", "无法打开", err)
	}
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		return nil, errors.Join(ErrRunning.With("dir", s.dir).Because(err), f.Close())
	}
	return f.Close, nil
}

// private refuses a folder that others may enter.
func private(dir string) error {
	info, err := os.Stat(dir)
	if err != nil {
		return stateFault(dir, "it cannot be read", "无法读取", err)
	}
	if info.Mode().Perm()&0o077 != 0 {
		return stateFault(dir, "others may enter it; chmod 700", "其他用户可以进入；请 chmod 700", nil)
	}
	return nil
}

func syncFolder(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}
