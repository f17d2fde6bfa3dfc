package audit

import (
	"context"
	"database/sql"
	"io"
	"strconv"
	"strings"
	"time"

	"github.com/go-json-experiment/json"

	"shurong.org/shurong/internal/db"
)

// Filter chooses rows of one organisation's trail.
type Filter struct {
	Org     string // credit code; empty is the node's own trail
	Subject string // exactly this subject; empty is any
	Actor   string // exactly this user; empty is any
	Before  int64  // only rows with a smaller sequence number; 0 is no bound
	After   int64  // only rows with a larger sequence number
}

const columns = `seq, org, actor, actor_name, actor_org, token, action, subject, before_json, after_json,
	address, request, node_time, wall_time`

// List returns up to limit rows, the newest first.
func List(ctx context.Context, tx *db.Tx, f Filter, limit int) ([]Row, error) {
	var out []Row
	err := each(ctx, tx, f, "DESC", limit, func(r Row) error {
		out = append(out, r)
		return nil
	})
	return out, err
}

// exportBatch is how many rows one read transaction of an export covers: few enough that a slow client does not hold a
// snapshot for long, many enough that the transactions cost nothing.
const exportBatch = 500

// Export writes an organisation's trail to w as JSON lines, the oldest first, up to the row that was the newest when it
// began.
func Export(ctx context.Context, store *db.DB, f Filter, w io.Writer) error {
	if f.Before == 0 {
		err := store.View(ctx, func(tx *db.Tx) error {
			return tx.QueryRow(ctx, "SELECT COALESCE(MAX(seq), 0) + 1 FROM audit").Scan(&f.Before)
		})
		if err != nil {
			return err
		}
	}
	for {
		var batch []Row
		err := store.View(ctx, func(tx *db.Tx) error {
			return each(ctx, tx, f, "ASC", exportBatch, func(r Row) error {
				batch = append(batch, r)
				return nil
			})
		})
		if err != nil {
			return err
		}
		for _, r := range batch {
			if err := json.MarshalWrite(w, r, json.Deterministic(true)); err != nil {
				return err
			}
			if _, err := io.WriteString(w, "\n"); err != nil {
				return err
			}
		}
		if len(batch) < exportBatch {
			return nil
		}
		f.After = batch[len(batch)-1].Seq
	}
}

func each(ctx context.Context, tx *db.Tx, f Filter, order string, limit int, fn func(Row) error) error {
	where, args := []string{"org = ?", "seq > ?"}, []any{f.Org, f.After}
	if f.Before > 0 {
		where, args = append(where, "seq < ?"), append(args, f.Before)
	}
	if f.Subject != "" {
		where, args = append(where, "subject = ?"), append(args, f.Subject)
	}
	if f.Actor != "" {
		where, args = append(where, "actor = ?"), append(args, f.Actor)
	}
	return tx.Each(ctx, func(rs *sql.Rows) error {
		r, err := scan(rs)
		if err != nil {
			return err
		}
		return fn(r)
	}, "SELECT "+columns+" FROM audit WHERE "+strings.Join(where, " AND ")+
		" ORDER BY seq "+order+" LIMIT "+strconv.Itoa(limit), args...)
}

func scan(rs *sql.Rows) (Row, error) {
	var r Row
	var before, after sql.NullString
	var node, wall int64
	err := rs.Scan(&r.Seq, &r.Org, &r.Actor, &r.ActorName, &r.ActorOrg, &r.Token, &r.Action, &r.Subject, &before, &after,
		&r.Address, &r.Request, &node, &wall)
	if before.Valid {
		r.Before = []byte(before.String)
	}
	if after.Valid {
		r.After = []byte(after.String)
	}
	r.Node, r.Wall = time.UnixMilli(node).UTC(), time.UnixMilli(wall).UTC()
	return r, err
}
