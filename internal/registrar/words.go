package registrar

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

// words are a private text under its commitment. Salt and text are all it takes to check them against the log.
type words struct {
	Commitment string
	Org        string // whose words they are
	Kind       string // form, withhold, corrections, reasons, extension, opinion, determination, grounds, resolution
	Salt       []byte
	Body       string // canonical JSON

	// Of a form only.
	Dataset string
	N       int64 // which measurement of the data set
	Title   string
}

// Note is the shape of plain words.
type Note struct {
	Text string `json:"text"`
}

// say makes words out of a document. ref names the act they belong to, so that its retry finds the same commitment; an
// empty one finds nothing.
func (s *Service) say(ctx context.Context, ref, org, kind string, doc any) (words, error) {
	body, err := canon.Marshal(doc)
	if err != nil {
		return words{}, err
	}
	w := words{Org: org, Kind: kind, Body: string(body)}
	if ref != "" {
		err := s.store.View(ctx, func(tx *db.Tx) error {
			return tx.QueryRow(ctx, "SELECT commitment, salt FROM registrar_words WHERE ref = ? AND org = ? AND kind = ? AND body = ?",
				ref, org, kind, w.Body).Scan(&w.Commitment, &w.Salt)
		})
		if err == nil || !errors.Is(err, sql.ErrNoRows) {
			return w, err
		}
	}
	w.Commitment, w.Salt = keyring.Commit(body)
	return w, nil
}

// keep saves words.
func keep(ctx context.Context, tx *db.Tx, ref string, all []words) error {
	for _, w := range all {
		_, err := tx.Exec(ctx, `INSERT INTO registrar_words (commitment, org, kind, ref, salt, body, dataset, n, title)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (commitment) DO NOTHING`,
			w.Commitment, w.Org, w.Kind, ref, w.Salt, w.Body, w.Dataset, w.N, w.Title)
		if err != nil {
			return err
		}
	}
	return nil
}

// unsay removes words of an act that did not happen.
func unsay(ctx context.Context, tx *db.Tx, commitments []string) error {
	for _, c := range commitments {
		if _, err := tx.Exec(ctx, "DELETE FROM registrar_words WHERE commitment = ?", c); err != nil {
			return err
		}
	}
	return nil
}

// forgetWords removes everything a person said here, with the salts: what stands in the log then says nothing.
func forgetWords(ctx context.Context, tx *db.Tx, org string) error {
	_, err := tx.Exec(ctx, "DELETE FROM registrar_words WHERE org = ?", org)
	return err
}

func commitmentsOf(all []words) []string {
	out := make([]string, len(all))
	for i, w := range all {
		out[i] = w.Commitment
	}
	return out
}

// recall reads words by commitment. Those that are not kept here (of another node, or erased) are missing in the result.
func (s *Service) recall(ctx context.Context, commitments ...string) (map[string]words, error) {
	out := map[string]words{}
	commitments = slices.DeleteFunc(commitments, func(c string) bool { return c == "" })
	for chunk := range slices.Chunk(commitments, 200) {
		args := make([]any, len(chunk))
		for i, c := range chunk {
			args[i] = c
		}
		err := s.store.View(ctx, func(tx *db.Tx) error {
			return tx.Each(ctx, func(rows *sql.Rows) error {
				var w words
				if err := rows.Scan(&w.Commitment, &w.Org, &w.Kind, &w.Salt, &w.Body, &w.Dataset, &w.N, &w.Title); err != nil {
					return err
				}
				out[w.Commitment] = w
				return nil
			}, "SELECT commitment, org, kind, salt, body, dataset, n, title FROM registrar_words WHERE commitment IN (?"+
				strings.Repeat(", ?", len(chunk)-1)+")", args...)
		})
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}

// read decodes words into a document, nil if they are not kept here.
func read[T any](all map[string]words, commitment string) *T {
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
