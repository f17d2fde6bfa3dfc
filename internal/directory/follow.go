package directory

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"sync"
	"sync/atomic"

	"shurong.org/shurong/canon"
	"shurong.org/shurong/internal/db"
	"shurong.org/shurong/internal/registry"
	"shurong.org/shurong/internal/sequence"
)

// batch is how many entries one transaction takes in: enough to make its sync cheap, few enough that others who write to
// the node store wait for milliseconds.
const batch = 256

// Directory follows a ledger. It is safe for concurrent use; one process runs it on a store.
type Directory struct {
	store  *db.DB
	ledger sequence.Ledger
	turn   chan struct{} // holds one value while nobody is catching up
	size   atomic.Uint64 // entries taken in
	names  sync.Map      // credit code -> name; forgotten when one changes
}

// Open returns the directory of the node store and checks that it was made from this log. It does not catch up: see
// [Directory.CatchUp] and [Directory.Run]. Errors: [ErrOtherLog], with a directory that can be rebuilt.
func Open(ctx context.Context, store *db.DB, ledger sequence.Ledger) (*Directory, error) {
	d := &Directory{store: store, ledger: ledger, turn: make(chan struct{}, 1)}
	d.turn <- struct{}{}
	var c cursor
	err := store.View(ctx, func(tx *db.Tx) (err error) {
		c, err = readCursor(ctx, tx)
		return err
	})
	if err != nil {
		return nil, err
	}
	d.size.Store(c.size)
	if c.size == 0 {
		return d, nil
	}
	if ledger.Size() < c.size {
		return d, ErrOtherLog.With("size", c.size)
	}
	last, err := ledger.Entries(ctx, c.size-1, 1)
	if err != nil {
		return nil, err
	}
	if len(last) != 1 || leafDigest(last[0].Bytes) != c.leaf {
		return d, ErrOtherLog.With("size", c.size)
	}
	return d, nil
}

// Size returns how many entries the directory has taken in.
func (d *Directory) Size() uint64 { return d.size.Load() }

// Run keeps the directory up to date until ctx ends, and returns nil then.
func (d *Directory) Run(ctx context.Context) error {
	for {
		err := d.CatchUp(ctx)
		if err == nil {
			err = d.ledger.Wait(ctx, d.Size()+1)
		}
		if ctx.Err() != nil {
			return nil //nolint:nilerr // it is to stop; what failed, failed for that
		}
		if err != nil {
			return err
		}
	}
}

// Wait returns when the directory has taken in at least size entries. It does not need Run.
func (d *Directory) Wait(ctx context.Context, size uint64) error {
	for d.Size() < size {
		if err := d.ledger.Wait(ctx, size); err != nil {
			return err
		}
		if err := d.CatchUp(ctx); err != nil {
			return err
		}
	}
	return nil
}

// CatchUp takes in all entries that are durable when it is called.
func (d *Directory) CatchUp(ctx context.Context) error {
	select {
	case <-d.turn:
	case <-ctx.Done():
		return ctx.Err()
	}
	defer func() { d.turn <- struct{}{} }()
	for to := d.ledger.Size(); d.Size() < to; {
		entries, err := d.ledger.Entries(ctx, d.Size(), batch)
		if err != nil {
			return err
		}
		if len(entries) == 0 {
			return nil
		}
		if err := d.take(ctx, entries); err != nil {
			return err
		}
	}
	return nil
}

// Rebuild empties the tables and takes in the log from entry 0.
func (d *Directory) Rebuild(ctx context.Context) error {
	select {
	case <-d.turn:
	case <-ctx.Done():
		return ctx.Err()
	}
	err := d.store.Tx(ctx, func(tx *db.Tx) error {
		for _, name := range append([]string{
			"directory_cursor", "directory_event", "directory_case_joint", "directory_commitment", "directory_notice",
		}, tableNames()...) {
			if _, err := tx.Exec(ctx, "DELETE FROM "+name); err != nil {
				return err
			}
		}
		return nil
	})
	if err == nil {
		d.size.Store(0)
		d.names.Clear()
	}
	d.turn <- struct{}{}
	if err != nil {
		return err
	}
	return d.CatchUp(ctx)
}

// take projects consecutive entries and moves the cursor, in one transaction. The caller holds the turn.
func (d *Directory) take(ctx context.Context, entries []sequence.RawEntry) error {
	size := d.Size()
	err := d.store.Tx(ctx, func(tx *db.Tx) error {
		c, err := readCursor(ctx, tx)
		if err != nil {
			return err
		}
		if c.size != size {
			return ErrOtherLog.With("size", c.size)
		}
		for i := range entries {
			var e registry.Entry
			if err := canon.Unmarshal(entries[i].Bytes, &e); err != nil || e.Index != c.size || e.Command == nil {
				return ErrEntry.With("index", c.size).Because(err)
			}
			p := projection{ctx: ctx, tx: tx, entry: &e}
			if err := p.apply(); err != nil {
				return err
			}
			c.size, c.leaf = c.size+1, leafDigest(entries[i].Bytes)
		}
		size = c.size
		return writeCursor(ctx, tx, c)
	})
	if err == nil {
		d.forgetNames(entries)
		d.size.Store(size)
	}
	return err
}

// forgetNames drops the remembered names where one of the entries changed a name.
func (d *Directory) forgetNames(entries []sequence.RawEntry) {
	for i := range entries {
		if bytes.Contains(entries[i].Bytes, []byte(`"organisation.renamed"`)) {
			d.names.Clear()
			return
		}
	}
}

// cursor is how far the log was taken in; leaf is the digest of the last entry, by which another log is recognised.
type cursor struct {
	size uint64
	leaf string
}

func leafDigest(b []byte) string {
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}

func readCursor(ctx context.Context, tx *db.Tx) (c cursor, err error) {
	var size int64
	err = tx.QueryRow(ctx, "SELECT COALESCE(MAX(size), 0), COALESCE(MAX(leaf), '') FROM directory_cursor WHERE id = 1").
		Scan(&size, &c.leaf)
	c.size = uint64(size)
	return c, err
}

func writeCursor(ctx context.Context, tx *db.Tx, c cursor) error {
	_, err := tx.Exec(ctx, `INSERT INTO directory_cursor (id, size, leaf) VALUES (1, ?, ?)
		ON CONFLICT (id) DO UPDATE SET size = excluded.size, leaf = excluded.leaf`, int64(c.size), c.leaf)
	return err
}
