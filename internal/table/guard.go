package table

import (
	"crypto/sha256"
	"errors"
	"hash"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"shurong.org/shurong/fault"
)

// guardedFile is a file that is expected to hold still. It digests what is read in sequence and says at the end whether
// the file was the same all along.
type guardedFile struct {
	f     *os.File
	path  string
	first fs.FileInfo
	size  int64
	sum   hash.Hash
	read  int64 // bytes digested so far
}

func openGuarded(path string) (*guardedFile, error) {
	g := &guardedFile{path: path, sum: sha256.New()}
	info, err := os.Stat(path)
	if err == nil && !info.Mode().IsRegular() {
		return nil, ErrNotFile.With("file", g.name())
	}
	if err == nil {
		g.f, err = os.Open(path)
	}
	if err != nil {
		return nil, g.explain(err)
	}
	if g.first, err = g.f.Stat(); err != nil {
		g.close()
		return nil, g.explain(err)
	}
	g.size = g.first.Size()
	if g.size == 0 {
		g.close()
		return nil, ErrEmpty.With("file", g.name())
	}
	return g, nil
}

// name is the file's own name: the folder it lies in is nobody else's business.
func (g *guardedFile) name() string { return filepath.Base(g.path) }

func (g *guardedFile) close() { _ = g.f.Close() } // read only: nothing can be lost

// peek returns the first bytes without consuming them.
func (g *guardedFile) peek(n int) ([]byte, error) {
	b := make([]byte, min(int64(n), g.size))
	if _, err := g.f.ReadAt(b, 0); err != nil && err != io.EOF {
		return nil, err
	}
	return b, nil
}

// Read implements io.Reader over the file in sequence.
func (g *guardedFile) Read(p []byte) (int, error) {
	n, err := g.f.Read(p)
	g.sum.Write(p[:n])
	g.read += int64(n)
	return n, err
}

// seal reads what is left, checks that the file is still the one that was opened, and returns its digest.
func (g *guardedFile) seal() (digest [32]byte, err error) {
	if _, err := io.Copy(io.Discard, g); err != nil {
		return digest, g.explain(err)
	}
	if err := g.unchanged(); err != nil {
		return digest, err
	}
	copy(digest[:], g.sum.Sum(nil))
	return digest, nil
}

func (g *guardedFile) unchanged() error {
	now, err := os.Stat(g.path)
	if errors.Is(err, fs.ErrNotExist) {
		return ErrVanished.With("file", g.name())
	}
	if err != nil {
		return ErrRead.With("file", g.name()).Because(err)
	}
	switch {
	case !os.SameFile(now, g.first):
		return ErrChanged.With("file", g.name())
	case now.Size() < g.size:
		return ErrTruncated.With("file", g.name(), "expected", g.size, "found", now.Size())
	case now.Size() != g.size || !now.ModTime().Equal(g.first.ModTime()):
		return ErrChanged.With("file", g.name())
	}
	return nil
}

// explain makes a fault of an error met while reading. A file that changed explains most of them better than the error
// itself does; a fault that was already made for another reason stands only if the file held still.
func (g *guardedFile) explain(err error) error {
	if g.first != nil {
		if changed := g.unchanged(); changed != nil {
			return changed
		}
	}
	var known *fault.Error
	switch {
	case errors.As(err, &known):
		return err
	case errors.Is(err, fs.ErrNotExist):
		return ErrNotFound.With("file", g.name())
	case errors.Is(err, fs.ErrPermission):
		return ErrPermission.With("file", g.name())
	}
	return ErrRead.With("file", g.name()).Because(err)
}
