package database

import (
	"encoding/hex"
	"errors"
	"strings"
	"testing"

	"shurong.org/shurong/internal/table"
)

func TestOneSelectIsLetThroughAndNothingElse(t *testing.T) {
	for query, ok := range map[string][2]bool{ // PostgreSQL, MySQL
		"SELECT 1":                                {true, true},
		" \n-- x\nselect 1 ; ":                    {true, true},
		"(SELECT 1) UNION (SELECT 2)":             {false, false}, // may be written without the first bracket
		"SELECT 1;;":                              {false, false},
		"SELECT 'a;b'":                            {true, true},
		`SELECT 'a\'; DROP TABLE t; --'`:          {false, true}, // the backslash escapes in one dialect only
		`SELECT E'a\'; x'`:                        {true, true},
		"SELECT $$ ; into $$":                     {true, false},
		"SELECT $x$ ; $$ into $x$":                {true, false},
		"SELECT `into` FROM t":                    {false, true},
		"SELECT a # into\n FROM t":                {false, true},
		"SELECT insert('abc', 1, 1, 'x')":         {true, true},
		"SELECT into_, updated FROM t":            {true, true},
		"SELECT share FROM t":                     {true, true},
		"SELECT 1 FOR SHARE":                      {false, false},
		"WITH d AS (DELETE FROM t) SELECT 1":      {false, false},
		`SELECT 1 WHERE 'a' like'\' INTO x --'`:   {false, true}, // no E string
		"SELECT 1 --2 INTO OUTFILE 'x'":           {true, false}, // no comment in MySQL
		"TABLE t":                                 {false, false},
		"VALUES (1)":                              {false, false},
		"SET x = 1":                               {false, false},
		"SELECT 1 /* a /* b */ INTO x */":         {false, false},
		"SELECT 1 /*":                             {false, false},
		"SELECT '":                                {false, false},
		"SELECT 1\x00":                            {false, false},
		"SELECT " + strings.Repeat("1", maxQuery): {false, false},
	} {
		for d, want := range ok {
			err := CheckSelect(query, Dialect(d))
			if (err == nil) != want || err != nil && !errors.Is(err, ErrNotSelect) {
				t.Errorf("%d %q: %v", d, query[:min(len(query), 60)], err)
			}
		}
	}
}

// The vector lets others compute the digest of rows: it was computed by hand with sha256sum.
func TestTheDigestOfRowsIsAsPublished(t *testing.T) {
	var b table.Batch
	b.Reset(2)
	for _, cell := range []string{"1", "甲", "2", ""} {
		b.Append([]byte(cell))
	}
	d := NewDigest([]string{"id", "name"})
	d.Add(&b)
	sum := d.Sum()
	const want = "81a325502a57c6a26062cb72efcf1559d80336a5cddd542fee177bf13141df24"
	if got := hex.EncodeToString(sum[:]); got != want {
		t.Errorf("digest %s", got)
	}
}

func FuzzCheckSelect(f *testing.F) {
	for _, q := range []string{"SELECT 1; DROP TABLE t", "SELECT $a$;$a$", `SELECT 'a\'' ;`,
		"WITH x AS (SELECT 1) SELECT * FROM x"} {
		f.Add(q, false)
	}
	f.Fuzz(func(t *testing.T, q string, mysql bool) {
		d := Postgres
		if mysql {
			d = MySQL
		}
		if CheckSelect(q, d) == nil && !strings.Contains(strings.ToLower(q), "select") &&
			!strings.Contains(strings.ToLower(q), "with") {
			t.Fatal("something else is let through")
		}
		if CheckSelect(q, d) == nil && CheckSelect(q+"\n;\nDROP TABLE t", d) == nil {
			t.Fatal("a second statement is let through")
		}
	})
}
