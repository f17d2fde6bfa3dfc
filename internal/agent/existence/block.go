package existence

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"io"
	"os"

	"shurong.org/shurong/proof"
)

// blockSalt keeps a partition's blocks apart: equal blocks have different leaves.
func blockSalt(salt proof.Hash, i int64) proof.Hash {
	b := append([]byte("shurong existence block v1\n"), salt[:]...)
	return sha256.Sum256(binary.BigEndian.AppendUint64(b, uint64(i)))
}

// blockLeaf is the hash of a block in its partition's tree.
func blockLeaf(salt proof.Hash, i int64, block []byte) (h proof.Hash) {
	s := blockSalt(salt, i)
	d := sha256.New()
	d.Write([]byte{0})
	d.Write(s[:])
	d.Write(block)
	d.Sum(h[:0])
	return h
}

// blockAnswer is what a challenge makes of a block: nothing that was kept in place of the block leads to it.
func blockAnswer(nonce proof.Hash, place int64, block []byte) (h proof.Hash) {
	d := sha256.New()
	var at [8]byte
	binary.BigEndian.PutUint64(at[:], uint64(place))
	d.Write(nonce[:])
	d.Write(at[:])
	d.Write(block)
	d.Sum(h[:0])
	return h
}

// whole is the answer of a challenge from those of its blocks.
func whole(nonce proof.Hash, blocks []proof.Hash) (h proof.Hash) {
	d := sha256.New()
	io.WriteString(d, "shurong existence answer v1\n") //nolint:errcheck // a hash does not fail
	d.Write(nonce[:])
	for i := range blocks {
		d.Write(blocks[i][:])
	}
	d.Sum(h[:0])
	return h
}

// Answer reads the blocks that a nonce chooses of the committed partitions and answers for them. Content that is gone or
// shorter than it was is an error, [ErrGone]; content that was changed gives an answer that fails.
func Answer(ctx context.Context, files Files, ps []Partition, sampled int, nonce proof.Hash) (proof.Hash, error) {
	n, _ := totals(ps)
	places := choose(nonce, sampled, n)
	blocks := make([]proof.Hash, 0, len(places))
	buf := make([]byte, BlockSize)
	var first int64 // place of the partition's first block
	for _, p := range ps {
		last := first + p.Blocks()
		if len(blocks) == len(places) {
			break
		}
		if places[len(blocks)] < last {
			err := files.read(p, func(f *os.File) error {
				for len(blocks) < len(places) && places[len(blocks)] < last {
					place := places[len(blocks)]
					b, err := p.block(f, place-first, buf)
					if err = errors.Join(err, ctx.Err()); err != nil {
						return err
					}
					blocks = append(blocks, blockAnswer(nonce, place, b))
				}
				return nil
			})
			if err != nil {
				return proof.Hash{}, err
			}
		}
		first = last
	}
	return whole(nonce, blocks), nil
}

// read opens a partition's file for the time of fn.
func (f Files) read(p Partition, fn func(*os.File) error) error {
	file, err := f.open(p)
	if err != nil {
		return err
	}
	return errors.Join(fn(file), file.Close())
}

// block reads the i-th block of the partition.
func (p Partition) block(f io.ReaderAt, i int64, buf []byte) ([]byte, error) {
	at := i * BlockSize
	b := buf[:min(BlockSize, p.Size-at)]
	if _, err := f.ReadAt(b, p.Offset+at); err != nil {
		return nil, ErrContent.With("file", p.Name, "why", "it cannot be read", "why_zh", "读取失败").Because(err)
	}
	return b, nil
}
