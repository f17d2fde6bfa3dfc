package table

import (
	"crypto/sha256"
	"errors"
	"hash"
	"io"

	"shurong.org/shurong/fault"
)

// guardedFile is a file that is expected to hold still. It digests what is read in sequence and says at the end whether
// the file was the same all along.
type guardedFile struct {
	f    File
	size int64
	sum  hash.Hash
	read int64 // bytes digested so far
}

func guard(f File) *guardedFile { return &guardedFile{f: f, size: f.Size(), sum: sha256.New()} }

func (g *guardedFile) name() string { return g.f.Name() }

func (g *guardedFile) close() { _ = g.f.Close() } // read only: nothing can be lost

// peek returns the first bytes without consuming them.
func (g *guardedFile) peek(n int) ([]byte, error) {
	b := make([]byte, min(int64(n), g.size))
	if _, err := g.f.ReadAt(b, 0); err != nil && !errors.Is(err, io.EOF) {
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
	if err := g.f.Unchanged(); err != nil {
		return digest, err
	}
	copy(digest[:], g.sum.Sum(nil))
	return digest, nil
}

// explain makes a fault of an error met while reading. A file that changed explains most of them better than the error
// itself does; a fault that was already made for another reason stands only if the file held still.
func (g *guardedFile) explain(err error) error {
	if changed := g.f.Unchanged(); changed != nil {
		return changed
	}
	var known *fault.Error
	if errors.As(err, &known) {
		return err
	}
	return explainOpen(g.name(), err)
}
