package api

import (
	"context"
	"database/sql"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"hash"
	"io"
	"log/slog"
	"net/http"
	"sync"
	"time"

	"shurong.org/shurong/fault"
	"shurong.org/shurong/internal/audit"
	"shurong.org/shurong/internal/clock"
	"shurong.org/shurong/internal/db"
)

// maxKeptAnswer bounds what is kept of an answer, in bytes. A mutation answers with the thing it changed; documents are
// fetched by GET.
const maxKeptAnswer = 256 << 10

// purgeEvery is how often expired answers are deleted.
const purgeEvery = time.Hour

// once carries out a mutation at most once for an idempotency key.
//
// While it runs, repetitions wait for it and get its answer, whatever it is. After it succeeded they get the kept
// answer. A failed one (4xx, 5xx) changed nothing, so nothing is kept and a repetition is a new attempt.
//
// If the process dies after the handler's transaction and before the answer is kept, the audit entry of that
// transaction still bears the key's digest: a repetition is then told that the change was made and its answer lost, and
// is not carried out again.
type once struct {
	store *db.DB
	wall  clock.Clock
	life  time.Duration
	log   *slog.Logger

	mu     sync.Mutex
	flying map[string]*flight
	purged time.Time
}

// attempt is one request under a key.
type attempt struct {
	id   string // digest of principal, operation and key
	body string // digest of the request
	op   Op
}

type flight struct {
	body string
	done chan struct{}
	ans  *answer // set before done is closed; nil if the handler panicked
}

func newOnce(store *db.DB, wall clock.Clock, life time.Duration, log *slog.Logger) *once {
	return &once{store: store, wall: wall, life: life, log: log, flying: map[string]*flight{}}
}

// do returns the answer of the attempt's key, running it if it was not run before.
func (o *once) do(
	ctx context.Context, at attempt, run func(context.Context) *answer,
) (ans *answer, replayed bool, err error) {
	f, first := o.board(at)
	if !first {
		return o.follow(ctx, f, at)
	}
	defer func() {
		o.mu.Lock()
		delete(o.flying, at.id)
		o.mu.Unlock()
		close(f.done)
	}()
	kept, err := o.find(ctx, at)
	if err != nil {
		return nil, false, err
	}
	if kept != nil {
		f.ans = kept
		return kept, true, nil
	}
	origin, _ := audit.OriginFrom(ctx)
	origin.Once = at.id
	ctx = audit.WithOrigin(ctx, origin)
	ans = run(ctx)
	if ans.status < http.StatusBadRequest {
		if err := o.keep(ctx, at, ans); err != nil {
			// The change is made and the caller must hear of it; only a later repetition is worse off.
			o.log.ErrorContext(ctx, "an answer could not be kept for repetitions", "err", err.Error(), "request", requestOf(ctx))
		}
	}
	f.ans = ans
	return ans, false, nil
}

// board returns the flight of a key and whether the caller is the first on it.
func (o *once) board(at attempt) (*flight, bool) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if f := o.flying[at.id]; f != nil {
		return f, false
	}
	f := &flight{body: at.body, done: make(chan struct{})}
	o.flying[at.id] = f
	return f, true
}

func (o *once) follow(ctx context.Context, f *flight, at attempt) (*answer, bool, error) {
	if f.body != at.body {
		return nil, false, ErrKeyReused.At("header." + keyHeader)
	}
	select {
	case <-f.done:
	case <-ctx.Done():
		return nil, false, ctx.Err()
	}
	if f.ans == nil {
		return nil, false, errNoAnswer.With()
	}
	return f.ans, true, nil
}

var errNoAnswer = fault.Define("idempotency.no_answer", fault.Unavailable,
	"同一操作的另一次提交未能完成", "another submission of the same operation did not finish").
	Hint("请用同一个 Idempotency-Key 重试", "try again with the same Idempotency-Key")

// find returns the kept answer of a key, nil if there is none.
func (o *once) find(ctx context.Context, at attempt) (*answer, error) {
	var kept *answer
	err := o.store.View(ctx, func(tx *db.Tx) error {
		var body, header string
		var ans answer
		err := tx.QueryRow(ctx, `SELECT body, status, header, answer FROM idempotency WHERE id = ? AND expires > ?`,
			at.id, o.wall.Now().UnixMilli()).Scan(&body, &ans.status, &header, &ans.body)
		switch {
		case errors.Is(err, sql.ErrNoRows):
			return o.carriedOut(ctx, tx, at)
		case err != nil:
			return err
		case body != at.body:
			return ErrKeyReused.At("header." + keyHeader)
		case ans.status == 0:
			return ErrAnswerLost.With()
		}
		kept = &ans
		return json.Unmarshal([]byte(header), &ans.header)
	})
	return kept, err
}

// carriedOut refuses an attempt whose change is already in the audit trail.
func (o *once) carriedOut(ctx context.Context, tx *db.Tx, at attempt) error {
	done, err := audit.CarriedOut(ctx, tx, at.id)
	if err == nil && done {
		return ErrAnswerLost.With()
	}
	return err
}

// keep stores an answer, and an audit entry if the handler left none.
func (o *once) keep(ctx context.Context, at attempt, ans *answer) error {
	header, err := json.Marshal(ans.header)
	if err != nil {
		return err
	}
	status, body := ans.status, ans.body
	if len(body) > maxKeptAnswer {
		status, body = 0, nil
	}
	now := o.wall.Now()
	ctx = context.WithoutCancel(ctx)
	return o.store.Tx(ctx, func(tx *db.Tx) error {
		if err := o.purge(ctx, tx, now); err != nil {
			return err
		}
		_, err := tx.Exec(ctx, `INSERT INTO idempotency (id, body, status, header, answer, expires) VALUES (?, ?, ?, ?, ?, ?)
			ON CONFLICT (id) DO UPDATE SET body = excluded.body, status = excluded.status, header = excluded.header,
			answer = excluded.answer, expires = excluded.expires`,
			at.id, at.body, status, string(header), body, now.Add(o.life).UnixMilli())
		if err != nil {
			return err
		}
		if origin, ok := audit.OriginFrom(ctx); ok && origin.Recorded() == 0 {
			action := string(at.op.Action)
			if at.op.Public {
				action = at.op.ID
			}
			return audit.Record(ctx, tx, audit.Entry{Action: action, Subject: at.op.ID})
		}
		return nil
	})
}

// purge deletes expired answers now and then, in a transaction that is written anyway.
func (o *once) purge(ctx context.Context, tx *db.Tx, now time.Time) error {
	o.mu.Lock()
	due := now.Sub(o.purged) >= purgeEvery
	if due {
		o.purged = now
	}
	o.mu.Unlock()
	if !due {
		return nil
	}
	_, err := tx.Exec(ctx, "DELETE FROM idempotency WHERE expires <= ?", now.UnixMilli())
	return err
}

func writePart(h hash.Hash, p string) {
	var n [8]byte
	binary.BigEndian.PutUint64(n[:], uint64(len(p)))
	_, _ = h.Write(n[:])
	_, _ = io.WriteString(h, p)
}

func hexSum(h hash.Hash) string { return hex.EncodeToString(h.Sum(nil)) }
