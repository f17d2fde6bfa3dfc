package table

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// File is where a table lies: a file of the system, or an object of a store. It is expected to hold still.
type File interface {
	io.Reader // in sequence, from the beginning
	io.ReaderAt
	io.Closer
	// Name is what people are told; the folder it lies in is nobody else's business.
	Name() string
	// Size is in bytes, as it was when opened.
	Size() int64
	// Unchanged is a fault if this is no longer what was opened.
	Unchanged() error
}

// osFile is a file of the system.
type osFile struct {
	*os.File
	path  string
	first fs.FileInfo
}

// OpenPath opens a regular file that is not empty.
func OpenPath(path string) (File, error) {
	name := filepath.Base(path)
	info, err := os.Stat(path)
	if err == nil && !info.Mode().IsRegular() {
		return nil, ErrNotFile.With("file", name)
	}
	var f *os.File
	if err == nil {
		f, err = os.Open(path)
	}
	if err != nil {
		return nil, explainOpen(name, err)
	}
	o := &osFile{File: f, path: path}
	if o.first, err = f.Stat(); err != nil {
		_ = f.Close() // read only: nothing can be lost
		return nil, explainOpen(name, err)
	}
	if o.Size() == 0 {
		_ = f.Close()
		return nil, ErrEmpty.With("file", name)
	}
	return o, nil
}

func explainOpen(name string, err error) error {
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return ErrNotFound.With("file", name)
	case errors.Is(err, fs.ErrPermission):
		return ErrPermission.With("file", name)
	}
	return ErrRead.With("file", name).Because(err)
}

func (o *osFile) Name() string { return filepath.Base(o.path) }

func (o *osFile) Size() int64 { return o.first.Size() }

// Unchanged compares size, time of change and inode.
func (o *osFile) Unchanged() error {
	now, err := os.Stat(o.path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return ErrVanished.With("file", o.Name())
	case err != nil:
		return ErrRead.With("file", o.Name()).Because(err)
	case !os.SameFile(now, o.first):
		return ErrChanged.With("file", o.Name())
	case now.Size() < o.Size():
		return ErrTruncated.With("file", o.Name(), "expected", o.Size(), "found", now.Size())
	case now.Size() != o.Size() || !now.ModTime().Equal(o.first.ModTime()):
		return ErrChanged.With("file", o.Name())
	}
	return nil
}
