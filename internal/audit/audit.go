// Package audit keeps, for every organisation, who changed what, from where and when.
//
// An entry is written in the same transaction as the change it tells of ([Record] takes the *db.Tx): there is no
// change without its entry and no entry without its change. Entries are never changed or removed by the program. Who
// and where from are taken from the context, which the HTTP edge fills ([WithActor], [WithOrigin]); what was there
// before and after is the caller's to say, as values that are stored in JSON.
//
// Two clocks: Node is the one that rules are judged by and that the worked example moves by hand; Wall is the
// machine's. They differ only in the example.
//
// An entry never holds passwords, tokens or personal data beyond the names of users: Before and After are the public
// shape of a thing, not its row. Each is bounded by [MaxValue]; a larger value is replaced by its digest and size.
//
// Cost: one row of a few hundred bytes for each change; the export streams, in order, with constant memory.
package audit

import (
	"context"
	"database/sql"
	"encoding/json"
	"time"

	"github.com/go-json-experiment/json/jsontext"

	"shurong.org/shurong/canon"
	"shurong.org/shurong/internal/clock"
	"shurong.org/shurong/internal/db"
)

// MaxValue bounds what is kept of a value before or after a change, in bytes: enough for any form of the field, too
// little for a document.
const MaxValue = 64 << 10

// Entry is what a caller says about a change. Org and Actor may be left empty: they are then the context's.
type Entry struct {
	Org     string    // whose trail it belongs to: credit code; empty is the node's own
	Actor   string    // who; normally left to the context
	Action  string    // what was done: an auth.Action or "<noun>.<verb>"
	Subject string    // what it was done to, as the screens name it: "case/01J…", "user/u_…"
	Before  any       // nil where there was nothing
	After   any       // nil where nothing is left
	At      time.Time // by the node's clock; zero is the request's arrival
}

// Row is an entry as it is kept. Its JSON is a line of the export.
type Row struct {
	Seq       int64          `json:"seq"`
	Org       string         `json:"org"`
	Actor     string         `json:"actor"`
	ActorName string         `json:"actor_name"`
	ActorOrg  string         `json:"actor_org"`
	Token     string         `json:"token,omitempty"`
	Action    string         `json:"action"`
	Subject   string         `json:"subject"`
	Before    jsontext.Value `json:"before,omitempty"`
	After     jsontext.Value `json:"after,omitempty"`
	Address   string         `json:"address"`
	Request   string         `json:"request"`
	Node      time.Time      `json:"node_time"`
	Wall      time.Time      `json:"wall_time"`
}

// Record writes an entry in the transaction of the change it tells of.
func Record(ctx context.Context, tx *db.Tx, e Entry) error {
	actor := ActorFrom(ctx)
	origin, inRequest := OriginFrom(ctx)
	if e.Org == "" {
		e.Org = actor.Org
	}
	if e.Actor == "" {
		e.Actor = actor.User
	}
	if !inRequest {
		origin.Wall = clock.System{}.Now()
		origin.Node = origin.Wall
	}
	if !e.At.IsZero() {
		origin.Node = e.At
	}
	before, err := encode(e.Before)
	if err != nil {
		return err
	}
	after, err := encode(e.After)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `INSERT INTO audit
		(seq, org, actor, actor_name, actor_org, token, action, subject, before_json, after_json,
		address, request, once, node_time, wall_time)
		SELECT COALESCE(MAX(seq), 0) + 1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ? FROM audit`,
		e.Org, e.Actor, actor.Name, actor.Org, actor.Token, e.Action, e.Subject, before, after,
		origin.Address, origin.Request, origin.Once, origin.Node.UnixMilli(), origin.Wall.UnixMilli())
	if err == nil && origin.recorded != nil {
		origin.recorded.Add(1)
	}
	return err
}

// encode returns the JSON of a value, NULL for nil, and a digest in place of what is too large.
func encode(v any) (sql.NullString, error) {
	if v == nil {
		return sql.NullString{}, nil
	}
	b, err := canon.Marshal(v)
	if err != nil {
		// A private value may hold what canonical JSON refuses (a fraction); the trail still wants it.
		if b, err = json.Marshal(v); err != nil {
			return sql.NullString{}, err
		}
	}
	if len(b) > MaxValue {
		b = canon.Must(map[string]any{"omitted_bytes": len(b), "sha256": canon.Hex(b)})
	}
	return sql.NullString{String: string(b), Valid: true}, nil
}

// CarriedOut reports whether a change was recorded under an idempotency digest ([Origin.Once]).
func CarriedOut(ctx context.Context, tx *db.Tx, once string) (bool, error) {
	var n int
	err := tx.QueryRow(ctx, "SELECT COUNT(*) FROM audit WHERE once = ? AND once <> ''", once).Scan(&n)
	return n > 0, err
}
