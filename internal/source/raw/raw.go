// Package raw reads a file's bytes for decoders: digested as they lie, unpacked as they are read, and at the end known
// to have held still.
package raw

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"errors"
	"hash"
	"io"
	"io/fs"
	"sync/atomic"

	"github.com/klauspost/compress/zstd"

	"shurong.org/shurong/fault"
	"shurong.org/shurong/internal/table"
)

// Reader is a file's bytes, without the gzip or zstd around them. One goroutine reads it; Size may be asked by others.
type Reader struct {
	// Compression is "gzip", "zstd" or "".
	Compression string

	file     table.File
	sum      hash.Hash
	read     atomic.Int64
	unpacked io.Reader
	release  func()
}

// New reads a file from its beginning. The file stays the caller's to close until Close.
func New(f table.File) (*Reader, error) {
	r := &Reader{file: f, sum: sha256.New()}
	head := make([]byte, min(4, f.Size()))
	if _, err := f.ReadAt(head, 0); err != nil && !errors.Is(err, io.EOF) {
		return nil, r.Explain(err)
	}
	var err error
	if r.unpacked, r.Compression, r.release, err = Unpack(lying{r}, head); err != nil {
		return nil, r.Explain(err)
	}
	return r, nil
}

// Unpack takes gzip or zstd off a stream that begins with head. release gives memory back.
func Unpack(in io.Reader, head []byte) (out io.Reader, compression string, release func(), err error) {
	switch {
	case bytes.HasPrefix(head, []byte{0x1f, 0x8b}):
		z, err := gzip.NewReader(in)
		return z, "gzip", func() {}, err
	case bytes.HasPrefix(head, []byte{0x28, 0xb5, 0x2f, 0xfd}):
		// One core decodes, with a window no larger than the format recommends all decoders to support.
		z, err := zstd.NewReader(in, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxWindow(8<<20),
			zstd.WithDecoderLowmem(true))
		if err != nil {
			return nil, "", nil, err
		}
		return z, "zstd", z.Close, nil
	}
	return in, "", func() {}, nil
}

// lying is the file's bytes as they lie.
type lying struct{ r *Reader }

func (l lying) Read(p []byte) (int, error) {
	n, err := l.r.file.Read(p)
	l.r.sum.Write(p[:n])
	l.r.read.Add(int64(n))
	return n, err
}

// Read implements io.Reader. Its errors are faults.
func (r *Reader) Read(p []byte) (int, error) {
	n, err := r.unpacked.Read(p)
	if err != nil && !errors.Is(err, io.EOF) {
		err = r.Explain(err)
	}
	return n, err
}

// Seal reads what is left, checks that the file is still the one that was opened, and returns its digest.
func (r *Reader) Seal() (digest [32]byte, err error) {
	if _, err := io.Copy(io.Discard, lying{r}); err != nil {
		return digest, r.Explain(err)
	}
	if err := r.file.Unchanged(); err != nil {
		return digest, err
	}
	copy(digest[:], r.sum.Sum(nil))
	return digest, nil
}

// Explain makes a fault of an error met while reading. A file that changed explains most of them best.
func (r *Reader) Explain(err error) error {
	if changed := r.file.Unchanged(); changed != nil {
		return changed
	}
	var known *fault.Error
	switch {
	case errors.As(err, &known):
		return err
	case errors.Is(err, io.ErrUnexpectedEOF):
		return table.ErrDamaged.With("file", r.file.Name(), "what", "cut off")
	case errors.Is(err, gzip.ErrChecksum), errors.Is(err, gzip.ErrHeader), errors.Is(err, zstd.ErrCRCMismatch),
		errors.Is(err, zstd.ErrMagicMismatch), errors.Is(err, zstd.ErrWindowSizeExceeded),
		errors.Is(err, zstd.ErrReservedBlockType), errors.Is(err, zstd.ErrUnknownDictionary):
		return table.ErrDamaged.With("file", r.file.Name(), "what", err)
	}
	var system *fs.PathError
	if r.Compression != "" && !errors.As(err, &system) {
		return table.ErrDamaged.With("file", r.file.Name(), "what", r.Compression).Because(err)
	}
	return table.ErrRead.With("file", r.file.Name()).Because(err)
}

// Size is how many bytes of the file were read, and how many there are.
func (r *Reader) Size() (read, total int64) { return r.read.Load(), r.file.Size() }

// Close closes the file.
func (r *Reader) Close() error {
	if r.release != nil {
		r.release()
	}
	return r.file.Close()
}
