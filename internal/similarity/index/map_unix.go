//go:build unix

package index

import (
	"os"
	"syscall"
)

// mapFile maps a file into memory, to be read only. The system's page cache holds it, not the program's heap. Where the
// system can, every page is mapped at once, so that no query has to wait for one.
func mapFile(path string) (data []byte, unmap func() error, err error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, nil, err
	}
	defer func() { _ = f.Close() }()
	info, err := f.Stat()
	if err != nil {
		return nil, nil, err
	}
	if info.Size() == 0 || int64(int(info.Size())) != info.Size() {
		return nil, func() error { return nil }, nil
	}
	data, err = syscall.Mmap(int(f.Fd()), 0, int(info.Size()), syscall.PROT_READ, syscall.MAP_SHARED|populate)
	return data, func() error { return syscall.Munmap(data) }, err
}
