package oversight

import (
	"strings"
	"unicode/utf8"

	"shurong.org/shurong/internal/desk"
)

// Bounds of a decision's text, in characters.
const (
	leastDecision = 10
	mostDecision  = 8000
)

// decide makes the words of a decision out of a text; the regulator's, of kind decision.
func decide(org, text string) (desk.Words, error) {
	text = strings.TrimSpace(text)
	n := utf8.RuneCountInString(text)
	if n < leastDecision || n > mostDecision || strings.ContainsRune(text, 0) || !utf8.ValidString(text) {
		return desk.Words{}, ErrLength.With("least", leastDecision, "most", mostDecision, "n", n).At("body.decision")
	}
	return desk.Say(org, "decision", desk.Note{Text: text})
}

// text is what a decision says, empty where it is not kept here.
func text(all map[string]desk.Words, commitment string) string {
	if n := desk.Read[desk.Note](all, commitment); n != nil {
		return n.Text
	}
	return ""
}
