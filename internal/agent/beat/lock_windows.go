package beat

import "syscall"

// lock takes the state folder for this process until it ends: a file opened without sharing is the holder's alone.
func (s *store) lock() (release func() error, err error) {
	name, err := syscall.UTF16PtrFromString(s.path("lock"))
	if err != nil {
		return nil, err
	}
	h, err := syscall.CreateFile(name, syscall.GENERIC_READ|syscall.GENERIC_WRITE, 0, nil, syscall.OPEN_ALWAYS,
		syscall.FILE_ATTRIBUTE_NORMAL, 0)
	if err != nil {
		return nil, ErrRunning.With("dir", s.dir).Because(err)
	}
	return func() error { return syscall.CloseHandle(h) }, nil
}

// private is the folder's access list on Windows, which its owner sets.
func private(string) error { return nil }

// syncFolder has no counterpart on Windows: NTFS journals renames itself.
func syncFolder(string) error { return nil }
