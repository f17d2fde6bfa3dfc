package db_test

import (
	"regexp"
	"testing"

	"shurong.org/shurong/internal/db"
)

func TestIdentifiersDifferAndCanBeReadAloud(t *testing.T) {
	readable := regexp.MustCompile(`^FA-[0-9A-HJKMNP-TV-Z]{12}$`)
	a, b := db.NewID("FA"), db.NewID("FA")
	if a == b || !readable.MatchString(a) || !readable.MatchString(b) {
		t.Errorf("%s, %s", a, b)
	}
}
