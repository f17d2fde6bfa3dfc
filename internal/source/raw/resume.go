package raw

import (
	"crypto/sha256"
	"io"

	"shurong.org/shurong/internal/table"
)

// Stands is how many bytes of the file were read, and their digest.
func (r *Reader) Stands() (read int64, sum [32]byte) {
	r.sum.Sum(sum[:0])
	return r.read.Load(), sum
}

// Holds says whether the file begins with bytes of a digest, by [table.ErrChanged] if not. It reads them beside the stream.
func (r *Reader) Holds(read int64, want [32]byte) error {
	if read < 0 || read > r.file.Size() {
		return table.ErrChanged.With("file", r.file.Name())
	}
	sum := sha256.New()
	if _, err := io.Copy(sum, io.NewSectionReader(r.file, 0, read)); err != nil {
		return r.Explain(err)
	}
	if [32]byte(sum.Sum(nil)) != want {
		return table.ErrChanged.With("file", r.file.Name())
	}
	return nil
}
