package statemap

import (
	"context"
	"database/sql"
	"errors"

	"github.com/hashicorp/golang-lru/v2/simplelru"

	"shurong.org/shurong/internal/db"
)

// Table is a [Reader] of the stored tiles inside a transaction, and writes them. Its table is map_tile (id, body).
type Table struct {
	ctx      context.Context
	tx       *db.Tx
	postgres bool
}

// NewTable reads and writes tiles in tx; postgres chooses the better statements there.
func NewTable(ctx context.Context, tx *db.Tx, postgres bool) *Table {
	return &Table{ctx: ctx, tx: tx, postgres: postgres}
}

// Tiles implements [Reader].
func (t *Table) Tiles(ids []ID) ([][]byte, error) {
	if t.postgres && len(ids) > 1 {
		return t.tilesAtOnce(ids)
	}
	out := make([][]byte, len(ids))
	if len(ids) == 0 {
		return out, nil
	}
	stmt, err := t.tx.Prepare(t.ctx, "SELECT body FROM map_tile WHERE id = ?")
	if err != nil {
		return nil, err
	}
	defer func() { _ = stmt.Close() }()
	for i, id := range ids {
		if err := stmt.QueryRowContext(t.ctx, id.Bytes()).Scan(&out[i]); err != nil && !errors.Is(err, sql.ErrNoRows) {
			return nil, err
		}
	}
	return out, nil
}

// tilesAtOnce spends one round trip.
func (t *Table) tilesAtOnce(ids []ID) ([][]byte, error) {
	names := make([][]byte, len(ids))
	at := make(map[string]int, len(ids))
	for i, id := range ids {
		names[i] = id.Bytes()
		at[string(names[i])] = i
	}
	out := make([][]byte, len(ids))
	err := t.tx.Each(t.ctx, func(r *sql.Rows) error {
		var name, body []byte
		if err := r.Scan(&name, &body); err != nil {
			return err
		}
		out[at[string(name)]] = body
		return nil
	}, "SELECT id, body FROM map_tile WHERE id = ANY(?)", names)
	return out, err
}

// Write stores what [Update] returned.
func (t *Table) Write(writes []Write) error {
	const put = "INSERT INTO map_tile (id, body) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET body = excluded.body"
	var gone, names, bodies [][]byte
	for _, w := range writes {
		if w.Body == nil {
			gone = append(gone, w.ID.Bytes())
			continue
		}
		names, bodies = append(names, w.ID.Bytes()), append(bodies, w.Body)
	}
	if t.postgres {
		return t.writeAtOnce(gone, names, bodies)
	}
	if len(names) > 0 {
		stmt, err := t.tx.Prepare(t.ctx, put)
		if err != nil {
			return err
		}
		defer func() { _ = stmt.Close() }()
		for i := range names {
			if _, err := stmt.ExecContext(t.ctx, names[i], bodies[i]); err != nil {
				return err
			}
		}
	}
	for _, name := range gone {
		if _, err := t.tx.Exec(t.ctx, "DELETE FROM map_tile WHERE id = ?", name); err != nil {
			return err
		}
	}
	return nil
}

func (t *Table) writeAtOnce(gone, names, bodies [][]byte) error {
	if len(names) > 0 {
		if _, err := t.tx.Exec(t.ctx, `INSERT INTO map_tile (id, body) SELECT * FROM unnest(?::bytea[], ?::bytea[])
ON CONFLICT (id) DO UPDATE SET body = excluded.body`, names, bodies); err != nil {
			return err
		}
	}
	if len(gone) == 0 {
		return nil
	}
	_, err := t.tx.Exec(t.ctx, "DELETE FROM map_tile WHERE id = ANY(?)", gone)
	return err
}

// Cache keeps hot tiles of one store for its one writer. It is not safe for concurrent use.
type Cache struct {
	tiles *simplelru.LRU[ID, []byte]
}

// NewCache makes a cache of up to n tiles of about 1 kB each.
func NewCache(n int) *Cache {
	lru, err := simplelru.NewLRU[ID, []byte](max(n, 1), nil)
	if err != nil {
		panic("statemap: " + err.Error()) // only for a size below one
	}
	return &Cache{tiles: lru}
}

// Over is a [Reader] that asks the cache, then r, and remembers what r said. Absent tiles are remembered too.
func (c *Cache) Over(r Reader) Reader { return &cached{c, r} }

// Apply takes over committed writes.
func (c *Cache) Apply(writes []Write) {
	for _, w := range writes {
		c.tiles.Add(w.ID, w.Body)
	}
}

// Clear forgets everything, for when a commit failed and the store is the only truth.
func (c *Cache) Clear() { c.tiles.Purge() }

type cached struct {
	cache *Cache
	under Reader
}

func (c *cached) Tiles(ids []ID) ([][]byte, error) {
	out := make([][]byte, len(ids))
	var missing []ID
	var at []int
	for i, id := range ids {
		body, ok := c.cache.tiles.Get(id)
		if ok {
			out[i] = body
			continue
		}
		missing, at = append(missing, id), append(at, i)
	}
	if len(missing) == 0 {
		return out, nil
	}
	found, err := c.under.Tiles(missing)
	if err != nil {
		return nil, err
	}
	for i, body := range found {
		out[at[i]] = body
		c.cache.tiles.Add(missing[i], body)
	}
	return out, nil
}

// Overlay holds writes that are not stored yet over a reader, so that several updates can go into one transaction.
type Overlay struct {
	Under Reader
	dirty map[ID][]byte
}

// Tiles implements [Reader].
func (o *Overlay) Tiles(ids []ID) ([][]byte, error) {
	out := make([][]byte, len(ids))
	var missing []ID
	var at []int
	for i, id := range ids {
		body, ok := o.dirty[id]
		if ok {
			out[i] = body
			continue
		}
		missing, at = append(missing, id), append(at, i)
	}
	if len(missing) == 0 {
		return out, nil
	}
	found, err := o.Under.Tiles(missing)
	for i, body := range found {
		out[at[i]] = body
	}
	return out, err
}

// Apply lays writes over what is there.
func (o *Overlay) Apply(writes []Write) {
	if o.dirty == nil {
		o.dirty = map[ID][]byte{}
	}
	for _, w := range writes {
		o.dirty[w.ID] = w.Body
	}
}

// Drain returns the writes held and forgets them.
func (o *Overlay) Drain() []Write {
	out := make([]Write, 0, len(o.dirty))
	for id, body := range o.dirty {
		out = append(out, Write{ID: id, Body: body})
	}
	clear(o.dirty)
	return out
}
