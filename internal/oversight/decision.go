package oversight

import (
	"context"
	"database/sql"
	"strings"
	"unicode/utf8"

	"shurong.org/shurong/canon"
	"shurong.org/shurong/internal/db"
	"shurong.org/shurong/internal/keyring"
)

// Bounds of a decision's text, in characters.
const (
	leastDecision = 10
	mostDecision  = 8000
)

// decision is the text of a decision with the salt of its commitment. Its canonical JSON {"text":…} is what is
// committed to.
type decision struct {
	Commitment string
	Org        string // the regulator
	Subject    string
	Salt       []byte
	Body       string
}

type decisionText struct {
	Text string `json:"text"`
}

// decide makes a decision out of a text.
func decide(org, subject, text string) (decision, error) {
	text = strings.TrimSpace(text)
	n := utf8.RuneCountInString(text)
	if n < leastDecision || n > mostDecision || strings.ContainsRune(text, 0) || !utf8.ValidString(text) {
		return decision{}, ErrLength.With("least", leastDecision, "most", mostDecision, "n", n).At("body.decision")
	}
	body, err := canon.Marshal(decisionText{text})
	if err != nil {
		return decision{}, err
	}
	d := decision{Org: org, Subject: subject, Body: string(body)}
	d.Commitment, d.Salt = keyring.Commit(body)
	return d, nil
}

func (d decision) keep(ctx context.Context, tx *db.Tx, made int64) error {
	_, err := tx.Exec(ctx,
		"INSERT INTO oversight_decision (commitment, org, subject, salt, body, made) VALUES (?, ?, ?, ?, ?, ?)",
		d.Commitment, d.Org, d.Subject, d.Salt, d.Body, made)
	return err
}

// forget removes the words of a decision that was not taken.
func forget(ctx context.Context, tx *db.Tx, commitment string) error {
	_, err := tx.Exec(ctx, "DELETE FROM oversight_decision WHERE commitment = ?", commitment)
	return err
}

// texts reads the words of decisions by commitment. Those that are not kept here (of another node, or erased) are
// missing.
func (s *Service) texts(ctx context.Context, commitments ...string) (map[string]string, error) {
	out := map[string]string{}
	if len(commitments) == 0 {
		return out, nil
	}
	args := make([]any, len(commitments))
	for i, c := range commitments {
		args[i] = c
	}
	err := s.store.View(ctx, func(tx *db.Tx) error {
		return tx.Each(ctx, func(rows *sql.Rows) error {
			var commitment, body string
			if err := rows.Scan(&commitment, &body); err != nil {
				return err
			}
			var d decisionText
			if err := canon.Unmarshal([]byte(body), &d); err != nil {
				return err
			}
			out[commitment] = d.Text
			return nil
		}, "SELECT commitment, body FROM oversight_decision WHERE commitment IN (?"+strings.Repeat(", ?",
			len(args)-1)+")", args...)
	})
	return out, err
}
