package desk

import (
	"context"
	"database/sql"
	"errors"
	"slices"
	"strings"

	"shurong.org/shurong/canon"
	"shurong.org/shurong/internal/db"
	"shurong.org/shurong/internal/keyring"
)

// Words are a private text under its commitment. Salt and text are all it takes to check them against the log.
type Words struct {
	Commitment string
	Org        string // whose words they are
	Kind       string // form, corrections, opinion, grounds, decision, …: the desk's own
	Salt       []byte
	Body       string // canonical JSON

	// Of a form only: the name of the data, its data set, and which of its measurements.
	Title string
	About string
	N     int64
}

// Note is the shape of plain words.
type Note struct {
	Text string `json:"text"`
}

// Say makes words out of a document, for a request that a second person decides on.
func Say(org, kind string, doc any) (Words, error) {
	body, err := canon.Marshal(doc)
	if err != nil {
		return Words{}, err
	}
	w := Words{Org: org, Kind: kind, Body: string(body)}
	w.Commitment, w.Salt = keyring.Commit(body)
	return w, nil
}

// SayNow makes words for an act that is sent at once: its retry finds the commitment it was tried with.
func (d *Desk) SayNow(ctx context.Context, org, kind string, doc any) (Words, error) {
	w, err := Say(org, kind, doc)
	ref := ActOf(ctx)
	if err != nil || ref == "" {
		return w, err
	}
	err = d.Store.View(ctx, func(tx *db.Tx) error {
		return tx.QueryRow(ctx,
			"SELECT commitment, salt FROM desk_words WHERE ref = ? AND org = ? AND kind = ? AND body = ?",
			ref, org, kind, w.Body).Scan(&w.Commitment, &w.Salt)
	})
	if errors.Is(err, sql.ErrNoRows) {
		err = nil
	}
	return w, err
}

// Keep saves words.
func Keep(ctx context.Context, tx *db.Tx, ref string, all []Words) error {
	for _, w := range all {
		_, err := tx.Exec(ctx, `INSERT INTO desk_words (commitment, org, kind, ref, salt, body, title, about, n)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (commitment) DO NOTHING`,
			w.Commitment, w.Org, w.Kind, ref, w.Salt, w.Body, w.Title, w.About, w.N)
		if err != nil {
			return err
		}
	}
	return nil
}

// Unsay removes words of an act that did not happen.
func Unsay(ctx context.Context, tx *db.Tx, commitments []string) error {
	for _, c := range commitments {
		if _, err := tx.Exec(ctx, "DELETE FROM desk_words WHERE commitment = ?", c); err != nil {
			return err
		}
	}
	return nil
}

// Forget removes everything an organisation or a person said, with the salts: what stands in the log then says nothing.
func Forget(ctx context.Context, tx *db.Tx, org string) error {
	_, err := tx.Exec(ctx, "DELETE FROM desk_words WHERE org = ?", org)
	return err
}

// Commitments lists those of words.
func Commitments(all []Words) []string {
	out := make([]string, len(all))
	for i, w := range all {
		out[i] = w.Commitment
	}
	return out
}

// Recall reads words by commitment. Those that are not kept here (of another node, or erased) are missing in the result.
func (d *Desk) Recall(ctx context.Context, commitments ...string) (map[string]Words, error) {
	out := map[string]Words{}
	commitments = slices.DeleteFunc(commitments, func(c string) bool { return c == "" })
	for chunk := range slices.Chunk(commitments, 200) {
		args := make([]any, len(chunk))
		for i, c := range chunk {
			args[i] = c
		}
		err := d.Store.View(ctx, func(tx *db.Tx) error {
			return tx.Each(ctx, func(rows *sql.Rows) error {
				var w Words
				err := rows.Scan(&w.Commitment, &w.Org, &w.Kind, &w.Salt, &w.Body, &w.Title, &w.About, &w.N)
				out[w.Commitment] = w
				return err
			}, "SELECT commitment, org, kind, salt, body, title, about, n FROM desk_words WHERE commitment IN (?"+
				strings.Repeat(", ?", len(chunk)-1)+")", args...)
		})
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}

// Read decodes words into a document, nil if they are not kept here.
func Read[T any](all map[string]Words, commitment string) *T {
	w, ok := all[commitment]
	if !ok {
		return nil
	}
	v := new(T)
	if err := canon.Unmarshal([]byte(w.Body), v); err != nil {
		return nil
	}
	return v
}
