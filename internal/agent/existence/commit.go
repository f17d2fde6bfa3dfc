package existence

import (
	"cmp"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"io"
	"os"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"

	"shurong.org/shurong/canon"
	"shurong.org/shurong/internal/registry"
	"shurong.org/shurong/internal/registry/monitoring"
	"shurong.org/shurong/proof"
)

// DefaultChallenges last for over a year of daily heartbeats.
const DefaultChallenges = 400

// Options of a commitment. Rand is required: crypto/rand's Reader.
type Options struct {
	Rand          io.Reader
	Challenges    int   // 0: DefaultChallenges
	LossPPM       int64 // 0: DefaultLossPPM
	ConfidencePPM int64 // 0: DefaultConfidencePPM
	Workers       int   // 0: all cores, at most four
	Progress      func(read, total int64)
}

// Commitment is one round: what the agent keeps, and what is sealed.
type Commitment struct {
	Partitions []Partition // with salts and roots; the agent keeps them
	Sampled    int
	Content    proof.Hash
	Package    *Package
}

// Commit reads the partitions once and makes a round of challenges about them. Partitions that carry a root already keep
// their salt and must still have that root: [ErrContent] if the data has changed.
func Commit(ctx context.Context, files Files, ps []Partition, o Options) (*Commitment, error) {
	o.Challenges = cmp.Or(o.Challenges, DefaultChallenges)
	n, size := totals(ps)
	if n == 0 {
		return nil, ErrNothing.With("path", files.Path)
	}
	c := &Commitment{Partitions: slices.Clone(ps)}
	c.Sampled = SampleSize(n, cmp.Or(o.LossPPM, DefaultLossPPM), cmp.Or(o.ConfidencePPM, DefaultConfidencePPM))
	c.Package = &Package{V: 1, Sampled: c.Sampled, Blocks: n}
	if _, err := io.ReadFull(o.Rand, c.Package.Seed[:]); err != nil {
		return nil, err
	}
	w := newWork(c.Package.Seed, o, c.Sampled, n)
	var done, first int64
	for i := range c.Partitions {
		p := &c.Partitions[i]
		was := p.Root
		if was == (proof.Hash{}) {
			if _, err := io.ReadFull(o.Rand, p.Salt[:]); err != nil {
				return nil, err
			}
		}
		err := files.read(*p, func(f *os.File) (err error) {
			p.Root, err = w.partition(ctx, *p, f, first, func(read int64) {
				if o.Progress != nil {
					o.Progress(done+read, size)
				}
			})
			return err
		})
		if err != nil {
			return nil, err
		}
		if was != (proof.Hash{}) && was != p.Root {
			return nil, ErrContent.With("file", p.Name, "why", "it is not what it was", "why_zh", "内容已改变")
		}
		first, done = first+p.Blocks(), done+p.Size
	}
	c.Content = root(contentLeaves(c.Partitions))
	c.Package.Content = c.Content
	for j := range w.nonces {
		salt := c.Package.salt(j)
		answer := whole(w.nonces[j], w.answers[j])
		var h proof.Hash
		d := sha256.New()
		d.Write(salt[:])
		d.Write(answer[:])
		d.Sum(h[:0])
		c.Package.Commitments = append(c.Package.Commitments, h[:]...)
	}
	c.Package.Root = c.Package.tree()
	return c, nil
}

// Command is the registry's command of a commitment. covered is how many partitions the round before had; 0 if none.
func (c *Commitment) Command(lien, recipient string, sealed []byte, covered int) *registry.ExistenceCommit {
	blocks, size := totals(c.Partitions)
	return &registry.ExistenceCommit{Lien: lien, Partitions: len(c.Partitions), Bytes: size, Blocks: blocks,
		Content: c.Content, Challenges: c.Package.Challenges(), Sampled: c.Sampled, Root: c.Package.Root,
		Package: canon.Hex(sealed), Recipient: recipient,
		Consistency: consistency(contentLeaves(c.Partitions), covered)}
}

// derive draws the j-th nonce or salt from the seed. One that is revealed tells nothing of the others.
func derive(seed proof.Hash, what string, j int) (h proof.Hash) {
	m := hmac.New(sha256.New, seed[:])
	io.WriteString(m, what) //nolint:errcheck // a hash does not fail
	m.Write(binary.BigEndian.AppendUint64(nil, uint64(j)))
	m.Sum(h[:0])
	return h
}

// use is one block in one challenge: the at-th of those it reads.
type use struct {
	place         int64
	challenge, at int32
}

// work is one reading of the content for all challenges.
type work struct {
	nonces  []proof.Hash
	answers [][]proof.Hash // of each challenge, of each block it chose
	uses    []use          // by place
	workers int
}

func newWork(seed proof.Hash, o Options, sampled int, n int64) *work {
	w := &work{workers: o.Workers}
	if w.workers <= 0 {
		w.workers = min(runtime.GOMAXPROCS(0), 4)
	}
	for j := range o.Challenges {
		nonce := derive(seed, "nonce", j)
		w.nonces = append(w.nonces, nonce)
		places := choose(nonce, sampled, n)
		w.answers = append(w.answers, make([]proof.Hash, len(places)))
		for at, place := range places {
			w.uses = append(w.uses, use{place, int32(j), int32(at)})
		}
	}
	slices.SortFunc(w.uses, func(a, b use) int { return cmp.Compare(a.place, b.place) })
	return w
}

// batchBlocks are read and hashed at a time: 2 MiB.
const batchBlocks = 32

// batch is some blocks of a partition.
type batch struct {
	buf    []byte
	blocks [][]byte
	leaves []proof.Hash
	start  int64 // number of the first in the partition
	err    error
}

// partition hashes one partition, whose first block has the given place, and returns its root. One goroutine reads
// ahead; blocks are hashed on all cores, and their leaves added in order.
func (w *work) partition(ctx context.Context, p Partition, f io.ReaderAt, first int64, progress func(int64)) (
	proof.Hash, error) {
	ctx, stop := context.WithCancel(ctx)
	free, full := make(chan *batch, 2), make(chan *batch, 2)
	var reader sync.WaitGroup
	reader.Go(func() { p.readAhead(ctx, f, free, full) })
	defer reader.Wait()
	defer stop()
	free <- &batch{buf: make([]byte, batchBlocks*BlockSize)}
	free <- &batch{buf: make([]byte, batchBlocks*BlockSize)}
	var t tower
	for b := range full {
		if b.err != nil {
			return proof.Hash{}, b.err
		}
		w.hash(p, b, first)
		for _, h := range b.leaves {
			t.add(h)
		}
		progress(min(p.Size, (b.start+int64(len(b.blocks)))*BlockSize))
		free <- b
	}
	return t.root(), ctx.Err()
}

func (p Partition) readAhead(ctx context.Context, f io.ReaderAt, free <-chan *batch, full chan<- *batch) {
	defer close(full)
	for at := int64(0); at < p.Blocks(); at += batchBlocks {
		var b *batch
		select {
		case b = <-free:
		case <-ctx.Done():
			return
		}
		b.start, b.blocks = at, b.blocks[:0]
		for i := at; i < min(at+batchBlocks, p.Blocks()) && b.err == nil; i++ {
			var block []byte
			block, b.err = p.block(f, i, b.buf[(i-at)*BlockSize:(i-at+1)*BlockSize])
			b.blocks = append(b.blocks, block)
		}
		b.err = errors.Join(b.err, ctx.Err())
		full <- b // there are two, and as many places
		if b.err != nil {
			return
		}
	}
}

// hash works out leaves and answers of a batch.
func (w *work) hash(p Partition, b *batch, first int64) {
	b.leaves = slices.Grow(b.leaves[:0], len(b.blocks))[:len(b.blocks)]
	from, _ := slices.BinarySearchFunc(w.uses, first+b.start, func(u use, place int64) int {
		return cmp.Compare(u.place, place)
	})
	var next atomic.Int64
	var wg sync.WaitGroup
	one := func() {
		for i := int(next.Add(1)) - 1; i < len(b.blocks); i = int(next.Add(1)) - 1 {
			place := first + b.start + int64(i)
			b.leaves[i] = blockLeaf(p.Salt, b.start+int64(i), b.blocks[i])
			at, _ := slices.BinarySearchFunc(w.uses[from:], place, func(u use, place int64) int {
				return cmp.Compare(u.place, place)
			})
			for _, u := range w.uses[from+at:] {
				if u.place != place {
					break
				}
				w.answers[u.challenge][u.at] = blockAnswer(w.nonces[u.challenge], place, b.blocks[i])
			}
		}
	}
	for range w.workers - 1 {
		wg.Go(one)
	}
	one()
	wg.Wait()
}

// leafOf is the leaf of a challenge.
func leafOf(j int, nonce, commitment proof.Hash) proof.Hash {
	return proof.LeafHash(monitoring.ChallengeLeaf(j, nonce, commitment))
}
