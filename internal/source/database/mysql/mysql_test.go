package mysql_test

import (
	"database/sql"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"shurong.org/shurong/fault"
	"shurong.org/shurong/internal/source/database"
	"shurong.org/shurong/internal/source/database/mysql"
	"shurong.org/shurong/internal/source/database/mysql/mysqltest"
	"shurong.org/shurong/internal/table"
)

func server(t *testing.T) (mysql.Request, *sql.DB) {
	t.Helper()
	socket, name, admin := mysqltest.New(t)
	return mysql.Request{Host: socket, User: "root", Database: name}, admin
}

func run(t *testing.T, admin *sql.DB, statements ...string) {
	t.Helper()
	for _, s := range statements {
		if _, err := admin.ExecContext(t.Context(), s); err != nil {
			t.Fatalf("%s: %v", s, err)
		}
	}
}

func open(t *testing.T, r mysql.Request, table, query string) (*database.Stream, error) {
	t.Helper()
	r.Table, r.Query = table, query
	s, err := mysql.Open(t.Context(), r)
	if err == nil {
		t.Cleanup(func() { _ = s.Close() })
	}
	return s, err
}

func mustOpen(t *testing.T, r mysql.Request, table string) *database.Stream {
	t.Helper()
	s, err := open(t, r, table, "")
	if err != nil {
		t.Fatal(err)
	}
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
	r, admin := server(t)
	run(t, admin, `SET time_zone = '+09:00'`,
		`CREATE TABLE t (id int PRIMARY KEY, n decimal(12,2), f double, b boolean, d date,
		dt datetime(3), ts timestamp NULL, s text, y varbinary(9), bits bit(8))`,
		`INSERT INTO t VALUES (2, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, NULL), (1, 1234567.80, 0.1, true,
		'2026-03-01', '2026-03-01 08:00:00.5', '2026-03-01 09:00:00', '张三', x'ff00', b'10000001'), (3, 1, 1, 1, '2026-03-01',
		'2026-03-01', '2026-03-01 09:00:00', 'x', '文字', b'1')`)
	s := mustOpen(t, r, "t")
	rows, err := read(s)
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		`1|1234567.80|0.1|1|2026-03-01|2026-03-01 08:00:00.500|2026-03-01 00:00:00|张三|ff00|81`,
		`2|∅|∅|∅|∅|∅|∅|∅|∅|∅`,
		"3|1.00|1|1|2026-03-01|2026-03-01 00:00:00.000|2026-03-01 00:00:00|x|文字|\x01",
	}
	if d := cmp.Diff(want, rows); d != "" {
		t.Error(d)
	}
}

func TestRowsChangedWhileReadAreSeenAsTheyWere(t *testing.T) {
	r, admin := server(t)
	run(t, admin, `CREATE TABLE t (id int PRIMARY KEY, s varchar(300))`,
		`INSERT INTO t SELECT seq, repeat('v', 200) FROM seq_1_to_20000`)
	s := mustOpen(t, r, "t")
	if _, err := s.Next(); err != nil {
		t.Fatal(err)
	}
	run(t, admin, `UPDATE t SET s = 'new'`, `DELETE FROM t WHERE id > 10000`, `INSERT INTO t VALUES (20001, 'new')`)
	rows, err := read(s)
	if err != nil || s.Tally().Rows != 20000 {
		t.Fatalf("%d rows, %v", s.Tally().Rows, err)
	}
	for _, row := range rows {
		if strings.Contains(row, "new") {
			t.Fatalf("a later row was seen: %s", row)
		}
	}
	first := s.Digest()
	s = mustOpen(t, r, "t")
	if _, err := read(s); err != nil || s.Digest() == first {
		t.Errorf("the digest overlooks the change, %v", err)
	}
}

func TestAConnectionThatIsKilledIsAFaultAndNothingIsReported(t *testing.T) {
	r, admin := server(t)
	run(t, admin, `CREATE TABLE t (id int PRIMARY KEY, s varchar(1000))`,
		`INSERT INTO t SELECT seq, repeat('v', 900) FROM seq_1_to_50000`)
	s := mustOpen(t, r, "t")
	if _, err := s.Next(); err != nil {
		t.Fatal(err)
	}
	var id int64
	err := admin.QueryRowContext(t.Context(), `SELECT id FROM information_schema.processlist
		WHERE info LIKE 'SELECT * FROM %' AND id <> connection_id() AND db = ?`, r.Database).Scan(&id)
	if err != nil {
		t.Fatal(err)
	}
	run(t, admin, fmt.Sprintf("KILL %d", id))
	if _, err = read(s); !errors.Is(err, database.ErrDropped) {
		t.Fatalf("got %v", err)
	}
	if err := s.Seal(); !errors.Is(err, database.ErrDropped) {
		t.Errorf("sealed: %v", err)
	}
}

func TestASlowStatementEndsAtItsTimeLimit(t *testing.T) {
	r, admin := server(t)
	run(t, admin, `CREATE TABLE t (id int PRIMARY KEY)`, `INSERT INTO t SELECT seq FROM seq_1_to_1000`)
	r.Timeout = 100 * time.Millisecond
	s, err := open(t, r, "", "SELECT count(*) FROM t a, t b, t c, t d")
	if err == nil {
		_, err = read(s)
	}
	if !errors.Is(err, database.ErrTimeout) {
		t.Fatalf("got %v", err)
	}
}

func TestFaultsOfTablesAccountsAndQueries(t *testing.T) {
	r, admin := server(t)
	const planted = "pLanted-Secret-9"
	user := r.Database[:16]
	run(t, admin, `CREATE TABLE orders (id int)`, `CREATE TABLE secret (id int)`, `CREATE TABLE empty (id int)`,
		`INSERT INTO orders VALUES (1)`, `CREATE USER `+user+` IDENTIFIED BY '`+planted+`'`,
		`GRANT INSERT ON `+r.Database+`.secret TO `+user, `CREATE TABLE huge (s longtext)`,
		fmt.Sprintf(`INSERT INTO huge VALUES (repeat('x', %d))`, table.MaxField+1))
	t.Cleanup(func() { _, _ = admin.Exec("DROP USER " + user) })
	reader := r
	reader.User, reader.Password = user, planted
	wrong := reader
	wrong.Password = planted + "x"
	absent := r
	absent.Database = "absent"
	nobody := r
	nobody.Host, nobody.Password = "127.0.0.1:1", planted
	for name, c := range map[string]struct {
		r            mysql.Request
		table, query string
		want         *fault.Def
		says         string
	}{
		"near":         {r, "order", "", database.ErrNoTable, "orders"},
		"empty":        {r, "empty", "", database.ErrNoRows, "empty"},
		"huge":         {r, "huge", "", table.ErrFieldTooLong, "line 1"},
		"right":        {reader, "secret", "", database.ErrPermission, "secret"},
		"login":        {wrong, "orders", "", database.ErrLogin, user},
		"database":     {absent, "orders", "", database.ErrNoDatabase, "absent"},
		"nobody there": {nobody, "orders", "", database.ErrConnect, "127.0.0.1:1"},
		"delete":       {r, "", "DELETE FROM orders", database.ErrNotSelect, "DELETE"},
		"two":          {r, "", "SELECT 1; SELECT 2", database.ErrNotSelect, ";"},
		"file":         {r, "", "SELECT * FROM orders INTO OUTFILE '/tmp/x'", database.ErrNotSelect, "INTO"},
		"hidden":       {r, "", "SELECT 1 /*! INTO OUTFILE '/tmp/x' */", database.ErrNotSelect, "/*!"},
		"lock":         {r, "", "SELECT * FROM orders FOR UPDATE", database.ErrNotSelect, "UPDATE"},
		"escape":       {r, "", `SELECT '\'' , 1 INTO OUTFILE '/tmp/x' -- '`, database.ErrNotSelect, "INTO"},
		"syntax":       {r, "", "SELECT FROM WHERE", database.ErrQuery, "1064"},
		"column":       {r, "", "SELECT x FROM orders", database.ErrQuery, "1054"},
	} {
		s, err := open(t, c.r, c.table, c.query)
		if err == nil {
			_, err = read(s)
		}
		if !errors.Is(err, c.want) {
			t.Errorf("%s: %v", name, err)
			continue
		}
		f := fault.From(err)
		if !strings.Contains(f.EN(), c.says) || !strings.Contains(f.ZH(), strings.ReplaceAll(c.says, "line 1",
			"第 1 行")) {
			t.Errorf("%s: %s / %s", name, f.ZH(), f.EN())
		}
		if strings.Contains(err.Error()+f.ZH()+f.HintEN(), planted) {
			t.Errorf("%s tells the password: %v", name, err)
		}
	}
}

func TestClosingEarlyEndsTheStatement(t *testing.T) {
	r, admin := server(t)
	s, err := open(t, r, "", "SELECT seq, repeat('x', 1000) FROM seq_1_to_100000000")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Next(); err != nil {
		t.Fatal(err)
	}
	_ = s.Close()
	for range 5000 {
		var n int
		if err := admin.QueryRowContext(t.Context(), `SELECT count(*) FROM information_schema.processlist
			WHERE db = ? AND id <> connection_id()`, r.Database).Scan(&n); err != nil {
			t.Fatal(err)
		}
		if n == 0 {
			return
		}
	}
	t.Error("the statement goes on")
}
