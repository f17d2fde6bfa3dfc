package translog

import (
	"context"
	"database/sql"
	"errors"

	lru "github.com/hashicorp/golang-lru/v2"
	"golang.org/x/mod/sumdb/tlog"

	"shurong.org/shurong/internal/db"
	"shurong.org/shurong/proof"
)

// Table is a [Reader] of the stored tiles inside a transaction. Its table is log_tile (level, n, hashes).
type Table struct {
	ctx  context.Context
	tx   *db.Tx
	full *Full
}

// NewTable reads tiles in tx, full ones through the cache, which may be nil.
func NewTable(ctx context.Context, tx *db.Tx, full *Full) *Table {
	return &Table{ctx: ctx, tx: tx, full: full}
}

// LogTile implements [Reader].
func (t *Table) LogTile(id ID) ([]byte, error) {
	var body []byte
	err := t.tx.QueryRow(t.ctx, "SELECT hashes FROM log_tile WHERE level = ? AND n = ?", id.Level, int64(id.N)).Scan(&body)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return nil, err
	}
	if t.full != nil {
		t.full.add(id, body)
	}
	return body, nil
}

func (t *Table) node(id ID, up, lo int) (tlog.Hash, bool) {
	if t.full == nil {
		return tlog.Hash{}, false
	}
	return t.full.node(id, up, lo)
}

// Write stores what [Edge.Take] returned.
func Write(ctx context.Context, tx *db.Tx, tiles []Tile) error {
	stmt, err := tx.Prepare(ctx, `INSERT INTO log_tile (level, n, hashes) VALUES (?, ?, ?)
ON CONFLICT (level, n) DO UPDATE SET hashes = excluded.hashes`)
	if err != nil {
		return err
	}
	defer func() { _ = stmt.Close() }()
	for _, t := range tiles {
		if _, err := stmt.ExecContext(ctx, t.Level, int64(t.N), t.Hashes); err != nil {
			return err
		}
	}
	return nil
}

// Full keeps full tiles with their inner hashes, 16 kB each, so that a path is looked up rather than recomputed. Full
// tiles never change, so nothing in it grows stale. It is safe for concurrent use.
type Full struct {
	tiles *lru.Cache[ID, *[2 * width]tlog.Hash]
}

// NewFull makes a cache of up to n tiles.
func NewFull(n int) *Full {
	tiles, err := lru.New[ID, *[2 * width]tlog.Hash](max(n, 1))
	if err != nil {
		panic("translog: " + err.Error()) // only for a size below one
	}
	return &Full{tiles: tiles}
}

// add expands a tile if it is full. Node i of the heap has the children 2i and 2i+1; the hashes stored are its leaves.
func (f *Full) add(id ID, body []byte) {
	if len(body) != width*proof.HashSize {
		return
	}
	heap := new([2 * width]tlog.Hash)
	for i := range width {
		copy(heap[width+i][:], body[i*proof.HashSize:])
	}
	for i := width - 1; i > 0; i-- {
		heap[i] = tlog.NodeHash(heap[2*i], heap[2*i+1])
	}
	f.tiles.Add(id, heap)
}

func (f *Full) node(id ID, up, lo int) (tlog.Hash, bool) {
	heap, ok := f.tiles.Get(id)
	if !ok {
		return tlog.Hash{}, false
	}
	return heap[(width+lo)>>up], true
}
