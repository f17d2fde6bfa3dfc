package db

import "testing"

func TestOnlyPlaceholdersAreNumbered(t *testing.T) {
	for in, want := range map[string]string{
		"SELECT ?, ?":                  "SELECT $1, $2",
		"WHERE a = 'x?y' AND b = ?":    "WHERE a = 'x?y' AND b = $1",
		"WHERE a = 'it''s?' AND b = ?": "WHERE a = 'it''s?' AND b = $1",
		`SELECT "a?" FROM t WHERE c=?`: `SELECT "a?" FROM t WHERE c=$1`,
		"SELECT 1 -- why?\n, ?":        "SELECT 1 -- why?\n, $1",
		"SELECT /* ? */ ?":             "SELECT /* ? */ $1",
		"SELECT '?":                    "SELECT '?",
		"SELECT ?-1, a-?":              "SELECT $1-1, a-$2",
		"SELECT '' || ? -- done?":      "SELECT '' || $1 -- done?",
		"INSERT INTO 表 (列) VALUES (?)": "INSERT INTO 表 (列) VALUES ($1)",
	} {
		if got := numbered(in); got != want {
			t.Errorf("numbered(%q) = %q, want %q", in, got, want)
		}
	}
}
