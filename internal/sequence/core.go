package sequence

import (
	"context"

	"shurong.org/shurong/internal/db"
	"shurong.org/shurong/internal/statemap"
	"shurong.org/shurong/internal/translog"
	"shurong.org/shurong/proof"
)

// core turns batches into rows of a store. It is used by one goroutine at a time.
type core struct {
	store  *db.DB
	origin string
	signer *proof.Signer // nil where a replay is not to be signed
	tiles  *statemap.Cache
	at     mark           // what is durable
	edge   *translog.Edge // nil after a failure, until load succeeds
}

// begin reads where the store stands, and gives a new store its origin and the checkpoint of the empty log. A checkpoint that
// this signer's key does not verify (the key was changed, or a replay left it unsigned) is signed anew.
func (c *core) begin(ctx context.Context) error {
	err := c.store.Tx(ctx, func(tx *db.Tx) error {
		var have string
		m, ok, err := lastMark(ctx, tx)
		if err != nil {
			return err
		}
		if !ok {
			if _, err := tx.Exec(ctx, "INSERT INTO meta (id, origin) VALUES (1, ?)", c.origin); err != nil {
				return err
			}
			empty := mark{log: proof.EmptyLog(), state: proof.EmptyMap()}
			if empty.checkpoint, err = c.sign(empty); err != nil {
				return err
			}
			return writeMark(ctx, tx, empty)
		}
		if err := tx.QueryRow(ctx, "SELECT origin FROM meta WHERE id = 1").Scan(&have); err != nil {
			return err
		}
		switch {
		case have == c.origin:
		case m.size == 0: // nobody has seen the empty log's checkpoint: it may still be named
			if _, err := tx.Exec(ctx, "UPDATE meta SET origin = ? WHERE id = 1", c.origin); err != nil {
				return err
			}
		default:
			return ErrOrigin.With("have", have, "want", c.origin)
		}
		if c.signer == nil {
			return nil
		}
		if _, err := proof.ParseCheckpoint(m.checkpoint, c.signer.VerifierKey()); err == nil {
			return nil
		}
		if m.checkpoint, err = c.sign(m); err != nil {
			return err
		}
		_, err = tx.Exec(ctx, "UPDATE batch SET checkpoint = ? WHERE size = ?", m.checkpoint, int64(m.size))
		return err
	})
	if err != nil {
		return err
	}
	if err := c.tune(ctx); err != nil {
		return err
	}
	return c.load(ctx)
}

// tune sets SQLite's write connection up for a large, hot working set: up to 128 MiB of pages. Checkpoints of the
// write-ahead log rewrite pages at random; at 128 MiB instead of 4 a hot page is written back once for many commits, and a
// start after a crash reads that much back, in under a second. It bears on speed only.
func (c *core) tune(ctx context.Context) error {
	if c.store.Postgres() {
		return nil
	}
	return c.store.Tx(ctx, func(tx *db.Tx) error {
		for _, pragma := range []string{"PRAGMA cache_size = -131072", "PRAGMA wal_autocheckpoint = 32768"} {
			if _, err := tx.Exec(ctx, pragma); err != nil {
				return err
			}
		}
		return nil
	})
}

// load reads the durable position and the log's edge.
func (c *core) load(ctx context.Context) error {
	c.edge = nil
	c.tiles.Clear()
	return c.store.View(ctx, func(tx *db.Tx) error {
		m, ok, err := lastMark(ctx, tx)
		if err != nil {
			return err
		}
		if !ok {
			return ErrDamaged.With("why", "no batch row")
		}
		edge, err := translog.Load(translog.NewTable(ctx, tx, nil), m.size)
		if err != nil {
			return err
		}
		if root, err := edge.Root(); err != nil || root != m.log {
			return ErrDamaged.With("why", "the log's tiles do not give the root of the last batch").Because(err)
		}
		if root, err := statemap.Root(statemap.NewTable(ctx, tx, c.store.Postgres())); err != nil || root != m.state {
			return ErrDamaged.With("why", "the map's tiles do not give the root of the last batch").Because(err)
		}
		c.at, c.edge = m, edge
		return nil
	})
}

// sign returns the signed checkpoint of a mark, empty without a signer.
func (c *core) sign(m mark) ([]byte, error) {
	if c.signer == nil {
		return []byte{}, nil
	}
	return proof.Checkpoint{Origin: c.origin, Size: m.size, Root: m.log, State: m.state}.Sign(c.signer)
}

// commit makes consecutive batches durable in one transaction. On an error nothing is known but what load finds.
func (c *core) commit(ctx context.Context, batches []*batch) error {
	marks := make([]mark, len(batches))
	var logTiles []translog.Tile
	for i, b := range batches {
		for j := range b.rows {
			c.edge.Append(b.rows[j].hash)
		}
		root, err := c.edge.Root()
		if err != nil {
			return err
		}
		marks[i] = mark{size: b.end(), first: b.first, time: b.time, log: root}
	}
	logTiles = c.edge.Take()
	err := c.store.Tx(ctx, func(tx *db.Tx) error {
		if m, _, err := lastMark(ctx, tx); err != nil {
			return err
		} else if m.size != c.at.size || m.log != c.at.log {
			return ErrOtherWriter.With()
		}
		table := statemap.NewTable(ctx, tx, c.store.Postgres())
		w := writer{ctx, tx, c.store.Postgres()}
		for i, b := range batches {
			plan, err := c.tiles.Plan(table, changes(b.writes))
			if err != nil {
				return err
			}
			// The map is hashed beside the statements, on another core.
			hashed := make(chan struct{})
			go func() { marks[i].state = plan.Apply(); close(hashed) }()
			err = w.entries(b)
			if err == nil && i == len(batches)-1 {
				err = w.facts(merged(batches))
			}
			<-hashed
			if err != nil {
				return err
			}
			if marks[i].checkpoint, err = c.sign(marks[i]); err != nil {
				return err
			}
			if err := writeMark(ctx, tx, marks[i]); err != nil {
				return err
			}
		}
		if err := table.Write(c.tiles.Writes()); err != nil {
			return err
		}
		return translog.Write(ctx, tx, logTiles)
	})
	if err != nil {
		return err
	}
	c.tiles.Committed()
	c.at = marks[len(marks)-1]
	return nil
}

// merged is the net change of facts over batches.
func merged(batches []*batch) map[string][]byte {
	if len(batches) == 1 {
		return batches[0].writes
	}
	all := map[string][]byte{}
	for _, b := range batches {
		for k, v := range b.writes {
			all[k] = v
		}
	}
	return all
}

func changes(writes map[string][]byte) []statemap.Change {
	out := make([]statemap.Change, 0, len(writes))
	for k, v := range writes {
		c := statemap.Change{Key: proof.MapKey(k), Delete: v == nil}
		if v != nil {
			c.Value = proof.MapValue(v)
		}
		out = append(out, c)
	}
	return out
}
