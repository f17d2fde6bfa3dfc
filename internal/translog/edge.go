package translog

import (
	"golang.org/x/mod/sumdb/tlog"

	"shurong.org/shurong/fault"
	"shurong.org/shurong/proof"
)

const (
	// height of a tile in levels, as C2SP tlog-tiles has it.
	height = 8
	// width of a full tile in hashes.
	width = 1 << height
	// levels of tiles that a log of proof.MaxSize has.
	levels = 7
)

// ErrDamaged says that stored tiles contradict their format or each other.
var ErrDamaged = fault.Define("translog.damaged", fault.Internal,
	"日志数据已损坏：{why}", "the stored log is damaged: {why}").
	Hint("请停止写入，运行校验命令，并从备份恢复", "stop writing, run the check command, and restore from a backup")

// ID names a tile.
type ID struct {
	Level int
	N     uint64
}

// Tile is a tile with the hashes it holds so far.
type Tile struct {
	ID
	Hashes []byte // up to 256 × 32
}

// Reader reads stored tiles. Each body holds at least the hashes that its caller's log size calls for.
type Reader interface {
	LogTile(id ID) ([]byte, error)
}

// Edge is the right edge of a log, to which entries are appended. It is not safe for concurrent use.
type Edge struct {
	size  uint64
	open  [levels][]byte // the unfinished tile of each level
	full  []Tile         // tiles finished since Take
	dirty [levels]bool   // the unfinished tile grew since Take
}

// Load reads the edge of a stored log.
func Load(r Reader, size uint64) (*Edge, error) {
	e := &Edge{size: size}
	for l := range levels {
		count := size >> (height * l)
		rest := int(count % width)
		if rest == 0 {
			continue
		}
		body, err := r.LogTile(ID{Level: l, N: count / width})
		if err != nil {
			return nil, err
		}
		if len(body) != rest*proof.HashSize {
			return nil, ErrDamaged.With("why", "a tile at the edge has the wrong length")
		}
		e.open[l] = append(make([]byte, 0, width*proof.HashSize), body...)
	}
	return e, nil
}

// Size is the number of entries.
func (e *Edge) Size() uint64 { return e.size }

// Append adds an entry by its leaf hash.
func (e *Edge) Append(h proof.Hash) {
	for l := range levels {
		if e.open[l] == nil {
			e.open[l] = make([]byte, 0, width*proof.HashSize)
		}
		e.open[l] = append(e.open[l], h[:]...)
		e.dirty[l] = true
		if len(e.open[l]) < width*proof.HashSize {
			break
		}
		n := e.size >> (height * (l + 1))
		e.full = append(e.full, Tile{ID{l, n}, e.open[l]})
		h = fold(e.open[l])
		e.open[l], e.dirty[l] = nil, false
	}
	e.size++
}

// Take returns the tiles that changed since the last call, for storing. The bytes are copies.
func (e *Edge) Take() []Tile {
	out := e.full
	e.full = nil
	for l := range levels {
		if e.dirty[l] {
			out = append(out, Tile{ID{l, e.size >> (height * (l + 1))}, append([]byte(nil), e.open[l]...)})
			e.dirty[l] = false
		}
	}
	return out
}

// Root is the root of the log so far.
func (e *Edge) Root() (proof.Hash, error) { return Root(e, e.size) }

// LogTile implements [Reader] for the tiles at the edge, which is all that the root of the present size needs.
func (e *Edge) LogTile(id ID) ([]byte, error) {
	if id.Level >= levels || id.N != e.size>>(height*(id.Level+1)) {
		return nil, ErrDamaged.With("why", "a tile that is not at the edge was asked of it")
	}
	return e.open[id.Level], nil
}

// fold is the hash over a power of two of hashes.
func fold(hashes []byte) proof.Hash {
	var level [width]tlog.Hash
	n := len(hashes) / proof.HashSize
	for i := range n {
		copy(level[i][:], hashes[i*proof.HashSize:])
	}
	for ; n > 1; n /= 2 {
		for i := range n / 2 {
			level[i] = tlog.NodeHash(level[2*i], level[2*i+1])
		}
	}
	return proof.Hash(level[0])
}
