package act

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	"shurong.org/shurong/internal/registry/facts"
)

// Printable cuts what a stranger sent to something fit for a message.
func Printable(s string) string {
	s = strings.ToValidUTF8(s, "?")
	if utf8.RuneCountInString(s) > 80 {
		s = string([]rune(s)[:80]) + "…"
	}
	return s
}

// Text bounds a line of text, in characters.
func Text(s string, least, most int, field string) error {
	if n := utf8.RuneCountInString(s); n < least || n > most || strings.ContainsAny(s, "\x00\n\r") {
		return ErrLength.With("least", least, "most", most).At(field)
	}
	return nil
}

// Digits requires exactly n digits.
func Digits(s string, n int, field string) error {
	if len(s) != n || strings.Trim(s, "0123456789") != "" {
		return ErrDigits.With("n", n).At(field)
	}
	return nil
}

// Digest requires a SHA-256 in lower-case hexadecimal; commitments have the same form.
func Digest(s, field string) error {
	if len(s) != 64 || strings.Trim(s, "0123456789abcdef") != "" {
		return ErrDigest.At(field)
	}
	return nil
}

// maxClockSkew is how far, in milliseconds, an agent's clock may be ahead of the log's: five minutes.
const maxClockSkew = 5 * 60 * 1000

// CheckMeasurement bounds a measurement; now is the log's time.
func CheckMeasurement(m *facts.Measurement, now int64, field string) error {
	bad := func(what string) error { return ErrMeasurement.With("what", what).At(field + "." + what) }
	switch {
	case m.MeasuredAt <= 0 || m.MeasuredAt > now+maxClockSkew:
		return bad("measured_at")
	case m.Rows < 0 || m.Rows > 1<<50:
		return bad("rows")
	case m.Columns < 1 || m.Columns > 5000:
		return bad("columns")
	case m.QualityPPM < 0 || m.QualityPPM > 1_000_000:
		return bad("quality_ppm")
	case m.StaleDays < 0 || m.StaleDays > 200*366:
		return bad("stale_days")
	case !slices.Contains([]string{"none", "personal", "sensitive"}, m.PersonalData):
		return bad("personal_data")
	case len(m.Postings) > facts.MaxPostings || len(m.Postings)%8 != 0:
		return bad("postings")
	}
	return cmp.Or(
		Digest(m.FileDigest, field+".file_digest"),
		Digest(m.SchemaDigest, field+".schema_digest"),
		Digest(m.ProfileDigest, field+".profile_digest"),
		Digest(m.SketchDigest, field+".sketch_digest"),
		Text(m.AgentVersion, 1, 32, field+".agent_version"),
	)
}
