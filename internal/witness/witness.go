package witness

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"io/fs"
	"strings"

	"golang.org/x/mod/sumdb/note"

	"shurong.org/shurong/fault"
	"shurong.org/shurong/internal/clock"
	"shurong.org/shurong/internal/db"
	"shurong.org/shurong/proof"
)

//go:embed migrations
var migrationFiles embed.FS

// Migrations are those of a witness's store.
func Migrations() fs.FS {
	sub, err := fs.Sub(migrationFiles, "migrations")
	if err != nil {
		panic("witness: " + err.Error()) // the directory is embedded: cannot happen
	}
	return sub
}

var (
	// ErrUnknownLog says that the witness does not watch a log.
	ErrUnknownLog = fault.Define("witness.unknown_log", fault.NotFound,
		"本见证方未登记日志 {origin}", "this witness does not watch the log {origin}").
		Hint("请联系见证方登记该日志的验证密钥", "ask the witness's operator to add the log's verifier key")
	// ErrConflict says that the witness has another size than the log believes, or another root of that size.
	ErrConflict = fault.Define("witness.conflict", fault.Conflict,
		"见证方已联署到 {size}，与提交所述不符", "the witness has cosigned size {size}, which is not what was submitted").
		Hint("请以该长度为起点重新提交一致性证明", "submit again with a proof from that size")
	// ErrProof says that the consistency proof fails.
	ErrProof = fault.Define("witness.proof", fault.Invalid,
		"一致性证明不成立：新检查点不是已联署检查点的延续", "the consistency proof fails: the checkpoint does not continue the one that was cosigned").
		Hint("如两个检查点均由该日志签名，请保留二者", "if the log signed both checkpoints, keep them")
	// ErrLogs says that the list of logs is wrong.
	ErrLogs = fault.Define("witness.logs", fault.Invalid,
		"日志清单有误：{why}", "the list of logs is wrong: {why}").
		Hint("每行一个验证密钥：名称+八位十六进制+base64", "a verifier key a line: name+8 hexadecimal digits+base64")
)

// Witness cosigns the checkpoints of the logs it watches. It is safe for concurrent use.
type Witness struct {
	store *db.DB
	key   *proof.Cosigner
	clock clock.Clock
	logs  map[string]string // verifier key by origin
}

// New makes a witness for the logs with these verifier keys.
func New(store *db.DB, key *proof.Cosigner, c clock.Clock, logs []string) (*Witness, error) {
	w := &Witness{store: store, key: key, clock: c, logs: map[string]string{}}
	for _, vkey := range logs {
		v, err := note.NewVerifier(vkey)
		if err != nil {
			return nil, ErrLogs.With("why", "not a verifier key: "+vkey).Because(err)
		}
		if w.logs[v.Name()] != "" {
			return nil, ErrLogs.With("why", "given twice: "+v.Name())
		}
		w.logs[v.Name()] = vkey
	}
	if len(w.logs) == 0 {
		return nil, ErrLogs.With("why", "it is empty")
	}
	return w, nil
}

// VerifierKey is the witness's.
func (w *Witness) VerifierKey() string { return w.key.VerifierKey() }

// Conflict is what the witness has, where it is not what the log believes.
type Conflict struct{ Size uint64 }

// Error implements error.
func (c *Conflict) Error() string { return ErrConflict.With("size", c.Size).Error() }

// Unwrap makes it an [ErrConflict].
func (c *Conflict) Unwrap() error { return ErrConflict.With("size", c.Size) }

// Add checks a submission and returns the cosignature's line. When it returns, the checkpoint is remembered durably.
// Errors: [ErrUnknownLog], [ErrConflict] as [*Conflict], [ErrProof], those of proof.OpenHead.
func (w *Witness) Add(ctx context.Context, r *Request) ([]byte, error) {
	origin, _, _ := strings.Cut(string(r.Checkpoint), "\n")
	vkey, known := w.logs[origin]
	if !known {
		return nil, ErrUnknownLog.With("origin", printable(origin))
	}
	h, err := proof.OpenHead(r.Checkpoint, vkey)
	if err != nil {
		return nil, err
	}
	if r.Old > h.Size {
		return nil, ErrRequest.With("why", "the old size is larger than the checkpoint's").At("old")
	}
	if err := w.store.Tx(ctx, func(tx *db.Tx) error { return remember(ctx, tx, r, h) }); err != nil {
		return nil, err
	}
	return w.key.Cosign([]byte(h.Text), w.clock.Now()), nil
}

// remember compares a checkpoint with the one that was cosigned last, and takes its place.
func remember(ctx context.Context, tx *db.Tx, r *Request, h proof.Head) error {
	var size int64
	var root []byte
	err := tx.QueryRow(ctx, "SELECT size, root FROM witness_log WHERE origin = ?", h.Origin).Scan(&size, &root)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		empty := proof.EmptyLog()
		root = empty[:]
	case err != nil:
		return err
	}
	have := uint64(size)
	switch {
	case r.Old != have:
		return &Conflict{have}
	case h.Size == have && string(root) != string(h.Root[:]):
		return &Conflict{have} // two histories of one size
	case h.Size == have && len(r.Proof) > 0:
		return ErrProof.With()
	case h.Size > have:
		if err := proof.VerifyConsistency(have, h.Size, r.Proof, [32]byte(root), h.Root); err != nil {
			return ErrProof.Because(err)
		}
	}
	_, err = tx.Exec(ctx, `INSERT INTO witness_log (origin, size, root, checkpoint) VALUES (?, ?, ?, ?)
ON CONFLICT (origin) DO UPDATE SET size = excluded.size, root = excluded.root, checkpoint = excluded.checkpoint`,
		h.Origin, int64(h.Size), h.Root[:], r.Checkpoint)
	return err
}

// Latest is the checkpoint of a log that was cosigned last, nil if there is none.
func (w *Witness) Latest(ctx context.Context, origin string) (checkpoint []byte, err error) {
	err = w.store.View(ctx, func(tx *db.Tx) error {
		return tx.QueryRow(ctx, "SELECT checkpoint FROM witness_log WHERE origin = ?", origin).Scan(&checkpoint)
	})
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	return checkpoint, err
}

// printable cuts what a stranger sent to what fits a message.
func printable(s string) string {
	s = strings.ToValidUTF8(s, "?")
	if r := []rune(s); len(r) > 80 {
		return string(r[:80]) + "…"
	}
	return s
}
