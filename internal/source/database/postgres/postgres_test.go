package postgres_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/jackc/pgx/v5"

	"shurong.org/shurong/fault"
	"shurong.org/shurong/internal/db/dbtest"
	"shurong.org/shurong/internal/source/database"
	"shurong.org/shurong/internal/source/database/postgres"
	"shurong.org/shurong/internal/table"
)

// server is an empty database and a connection that may do anything in it.
func server(t *testing.T) (dsn string, admin *pgx.Conn) {
	t.Helper()
	dsn = dbtest.PostgresDSN(t)
	admin, err := pgx.Connect(t.Context(), dsn)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = admin.Close(context.Background()) })
	return dsn, admin
}

func run(t *testing.T, c *pgx.Conn, statements ...string) {
	t.Helper()
	for _, s := range statements {
		if _, err := c.Exec(t.Context(), s); err != nil {
			t.Fatalf("%s: %v", s, err)
		}
	}
}

func open(t *testing.T, r postgres.Request) *database.Stream {
	t.Helper()
	s, err := postgres.Open(t.Context(), r)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

// read takes all rows as text; ∅ is no value.
func read(s table.Stream) (rows []string, err error) {
	var b table.Batch
	for {
		block, err := s.Next()
		if errors.Is(err, io.EOF) {
			return rows, s.Seal()
		}
		if err != nil {
			return rows, err
		}
		if err := block.Decode(&b); err != nil {
			return rows, err
		}
		for r := range b.Rows() {
			var cells []string
			for c := range b.Cols() {
				cell := "∅"
				if v := b.Cell(r, c); v != nil {
					cell = string(v)
				}
				cells = append(cells, cell)
			}
			rows = append(rows, strings.Join(cells, "|"))
		}
	}
}

func TestValuesAreTheSameTextWhateverTheServersSettings(t *testing.T) {
	dsn, admin := server(t)
	run(t, admin, `CREATE TABLE t (id int PRIMARY KEY, n numeric(12,2), f float8, b bool, d date, ts timestamp,
		tz timestamptz, s text, y bytea, j jsonb, a int[], i interval)`,
		`INSERT INTO t VALUES (2, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, NULL, NULL, NULL),
		(1, 1234567.80, 0.1, true, '2026-03-01', '2026-03-01 08:00:00.5', '2026-03-01 08:00:00+08', '张三', '\xff00',
		'{"b":1, "a":[2]}', '{1,2}', '1 day 02:00')`)
	name := admin.Config().Database
	run(t, admin, `ALTER DATABASE `+name+` SET DateStyle = 'German'`,
		`ALTER DATABASE `+name+` SET TimeZone = 'Asia/Tokyo'`,
		`ALTER DATABASE `+name+` SET extra_float_digits = -10`, `ALTER DATABASE `+name+` SET bytea_output = 'escape'`)
	s := open(t, postgres.Request{Address: dsn, Table: "t"})
	rows, err := read(s)
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		`1|1234567.80|0.1|true|2026-03-01|2026-03-01 08:00:00.5|2026-03-01 00:00:00|张三|ff00|{"a": [2], "b": 1}|{1,2}|P1DT2H`,
		`2|∅|∅|∅|∅|∅|∅|∅|∅|∅|∅|∅`,
	}
	if d := cmp.Diff(want, rows); d != "" {
		t.Error(d)
	}
	if got := s.Columns(); got[0] != "id" || len(got) != 12 {
		t.Errorf("columns %q", got)
	}
	if read, _ := s.Size(); read != 2 || s.Tally().Rows != 2 {
		t.Errorf("read %d, tally %+v", read, s.Tally())
	}
}

func TestTwoReadingsOfTheSameDataHaveTheSameDigest(t *testing.T) {
	dsn, admin := server(t)
	run(t, admin, `CREATE TABLE t (id int PRIMARY KEY, s text)`,
		`INSERT INTO t SELECT i, 'v' || i FROM generate_series(1, 5000) i ORDER BY random()`)
	digest := func() [32]byte {
		s := open(t, postgres.Request{Address: dsn, Table: "t"})
		if _, err := read(s); err != nil {
			t.Fatal(err)
		}
		return s.Digest()
	}
	first := digest()
	run(t, admin, `UPDATE t SET s = s WHERE id % 3 = 0`) // the rows lie elsewhere now
	if digest() != first {
		t.Error("the digest turns on where rows lie")
	}
	run(t, admin, `UPDATE t SET s = 'x' WHERE id = 77`)
	if digest() == first {
		t.Error("the digest overlooks a changed cell")
	}
}

func TestRowsChangedWhileReadAreSeenAsTheyWere(t *testing.T) {
	dsn, admin := server(t)
	run(t, admin, `CREATE TABLE t (id int PRIMARY KEY, s text)`,
		`INSERT INTO t SELECT i, repeat('v', 200) FROM generate_series(1, 20000) i`)
	s := open(t, postgres.Request{Address: dsn, Table: "t"})
	if _, err := s.Next(); err != nil {
		t.Fatal(err)
	}
	run(t, admin, `UPDATE t SET s = 'new'`, `DELETE FROM t WHERE id > 10000`, `INSERT INTO t VALUES (20001, 'new')`)
	rows, err := read(s)
	if err != nil {
		t.Fatal(err)
	}
	if s.Tally().Rows != 20000 {
		t.Errorf("%d rows", s.Tally().Rows)
	}
	for _, r := range rows {
		if strings.Contains(r, "new") {
			t.Fatalf("a later row was seen: %s", r)
		}
	}
}

func TestAConnectionThatBreaksIsAFaultAndNothingIsReported(t *testing.T) {
	dsn, admin := server(t)
	run(t, admin, `CREATE TABLE t (id int PRIMARY KEY, s text)`,
		`INSERT INTO t SELECT i, repeat('v', 500) FROM generate_series(1, 100000) i`)
	s := open(t, postgres.Request{Address: dsn, Table: "t"})
	if _, err := s.Next(); err != nil {
		t.Fatal(err)
	}
	run(t, admin, `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'shurong'`)
	_, err := read(s)
	if !errors.Is(err, database.ErrDropped) {
		t.Fatalf("got %v", err)
	}
	if _, again := s.Next(); !errors.Is(again, database.ErrDropped) {
		t.Errorf("the fault does not stay: %v", again)
	}
	if err := s.Seal(); !errors.Is(err, database.ErrDropped) {
		t.Errorf("sealed: %v", err)
	}
	if f := fault.From(err); !strings.Contains(f.ZH(), "public.t") || !strings.Contains(f.EN(), "after ") ||
		f.HintZH() == "" {
		t.Errorf("%s / %s", f.ZH(), f.EN())
	}
}

func TestASlowStatementEndsAtItsTimeLimit(t *testing.T) {
	dsn, _ := server(t)
	_, err := postgres.Open(t.Context(), postgres.Request{Address: dsn, Query: "SELECT pg_sleep(60)",
		Timeout: 50 * time.Millisecond})
	if !errors.Is(err, database.ErrTimeout) {
		t.Fatalf("got %v", err)
	}
}

func TestAnUnknownTableNamesItsNeighbours(t *testing.T) {
	dsn, admin := server(t)
	run(t, admin, `CREATE SCHEMA sales`, `CREATE TABLE sales.orders (id int)`, `CREATE TABLE customers (id int)`)
	for name, want := range map[string]string{"order": "sales.orders", "sales.oders": "sales.orders",
		"custmoers": "public.customers"} {
		_, err := postgres.Open(t.Context(), postgres.Request{Address: dsn, Table: name})
		if !errors.Is(err, database.ErrNoTable) {
			t.Fatalf("%s: %v", name, err)
		}
		if f := fault.From(err); !strings.Contains(f.ZH(), want) || !strings.Contains(f.EN(), want) {
			t.Errorf("%s: %s / %s", name, f.ZH(), f.EN())
		}
	}
}

func TestAnAccountWithoutTheRightIsToldWhatToGrant(t *testing.T) {
	dsn, admin := server(t)
	role := admin.Config().Database + "_reader"
	run(t, admin, `CREATE TABLE secret (id int)`, `INSERT INTO secret VALUES (1)`, `CREATE ROLE `+role+` LOGIN`)
	t.Cleanup(func() { _, _ = admin.Exec(context.Background(), `DROP OWNED BY `+role+`; DROP ROLE `+role) })
	u, err := url.Parse(dsn)
	if err != nil {
		t.Fatal(err)
	}
	u.User = url.User(role)
	_, err = postgres.Open(t.Context(), postgres.Request{Address: u.String(), Table: "secret"})
	if !errors.Is(err, database.ErrPermission) {
		t.Fatalf("got %v", err)
	}
	if hint := fault.From(err).HintEN(); !strings.Contains(hint, "GRANT SELECT ON public.secret TO "+role) {
		t.Errorf("hint %q", hint)
	}
	run(t, admin, `GRANT SELECT ON secret TO `+role)
	s, err := postgres.Open(t.Context(), postgres.Request{Address: u.String(), Table: "secret"})
	if err != nil {
		t.Fatal(err)
	}
	_ = s.Close()
}

func TestNothingButAReadIsLetThrough(t *testing.T) {
	dsn, admin := server(t)
	run(t, admin, `CREATE TABLE t (id int)`, `INSERT INTO t VALUES (1)`, `CREATE SEQUENCE q`,
		`CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'DELETE FROM t; SELECT 1'`)
	for _, query := range []string{
		"DELETE FROM t", "SELECT 1; DELETE FROM t", "WITH x AS (DELETE FROM t RETURNING id) SELECT * FROM x",
		"SELECT * INTO u FROM t", "SELECT * FROM t FOR UPDATE", "SELECT f()", "SELECT nextval('q')", "",
		"COPY t TO STDOUT",
		"SELECT 'a''; DELETE FROM t", "SELECT $1::int", "EXPLAIN ANALYZE DELETE FROM t",
	} {
		_, err := postgres.Open(t.Context(), postgres.Request{Address: dsn, Query: query})
		if !errors.Is(err, database.ErrNotSelect) {
			t.Errorf("%s: %v", query, err)
		}
	}
	var n int
	if err := admin.QueryRow(t.Context(), `SELECT count(*) FROM t`).Scan(&n); err != nil || n != 1 {
		t.Errorf("%d rows are left, %v", n, err)
	}
	for _, query := range []string{
		"SELECT id, '; delete' AS \"update\" FROM t; ", "with x as (select 1 as id) select * from x -- delete\n",
		"SELECT $$into$$::text", "SELECT id /* update */ FROM t",
	} {
		s, err := postgres.Open(t.Context(), postgres.Request{Address: dsn, Query: query})
		if err != nil {
			t.Errorf("%s: %v", query, err)
			continue
		}
		if _, err := read(s); err != nil {
			t.Errorf("%s: %v", query, err)
		}
		_ = s.Close()
	}
}

func TestFaultsOfQueriesAndServers(t *testing.T) {
	dsn, admin := server(t)
	run(t, admin, `CREATE TABLE empty (id int)`, `CREATE TABLE nothing ()`,
		`CREATE TABLE huge (s text)`, fmt.Sprintf(`INSERT INTO huge VALUES (repeat('x', %d))`, table.MaxField+1))
	u, err := url.Parse(dsn)
	if err != nil {
		t.Fatal(err)
	}
	absent := *u
	absent.Path = "/absent"
	for name, c := range map[string]struct {
		r    postgres.Request
		want *fault.Def
	}{
		"no rows":      {postgres.Request{Address: dsn, Table: "empty"}, database.ErrNoRows},
		"no columns":   {postgres.Request{Address: dsn, Table: "nothing"}, database.ErrNoColumns},
		"huge cell":    {postgres.Request{Address: dsn, Table: "huge"}, table.ErrFieldTooLong},
		"syntax":       {postgres.Request{Address: dsn, Query: "SELECT FROM WHERE"}, database.ErrQuery},
		"column":       {postgres.Request{Address: dsn, Query: "SELECT x FROM empty"}, database.ErrQuery},
		"database":     {postgres.Request{Address: absent.String(), Table: "t"}, database.ErrNoDatabase},
		"nobody there": {postgres.Request{Address: "postgres://u@127.0.0.1:1/d", Table: "t"}, database.ErrConnect},
		"division":     {postgres.Request{Address: dsn, Query: "SELECT 1/0"}, database.ErrServer},
	} {
		s, err := postgres.Open(t.Context(), c.r)
		if err == nil {
			_, err = read(s)
			_ = s.Close()
		}
		if !errors.Is(err, c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestThePasswordIsInNoError(t *testing.T) {
	const planted = "pLanted-Secret-9"
	for _, address := range []string{"postgres://u@127.0.0.1:1/d", "postgres://u@127.0.0.1:99999/d",
		"postgres://u@[::1/d?sslmode=x"} {
		_, err := postgres.Open(t.Context(), postgres.Request{Address: address, Password: planted, Table: "t"})
		if err == nil || strings.Contains(err.Error(), planted) {
			t.Errorf("%s: %v", address, err)
		}
	}
}

func TestClosingEarlyEndsTheStatement(t *testing.T) {
	dsn, admin := server(t)
	s := open(t, postgres.Request{Address: dsn, Query: "SELECT generate_series(1, 100000000), repeat('x', 1000)"})
	if _, err := s.Next(); err != nil {
		t.Fatal(err)
	}
	_ = s.Close()
	for range 5000 { // the server needs a moment; each question takes one
		var n int
		if err := admin.QueryRow(t.Context(),
			`SELECT count(*) FROM pg_stat_activity WHERE application_name = 'shurong'`).Scan(&n); err != nil {
			t.Fatal(err)
		}
		if n == 0 {
			return
		}
	}
	t.Error("the statement goes on")
}
