package source_test

import (
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"shurong.org/shurong/internal/db/dbtest"
	"shurong.org/shurong/internal/source"
	"shurong.org/shurong/internal/source/database/mysql/mysqltest"
)

// documented is the statements of a block of docs/sources.md, with names of the test's own.
func documented(t *testing.T, server, database, role string) []string {
	t.Helper()
	page, err := os.ReadFile("../../docs/sources.md")
	if err != nil {
		t.Fatal(err)
	}
	m := regexp.MustCompile("(?s)```sql " + server + "\n(.*?)```").FindSubmatch(page)
	if m == nil {
		t.Fatalf("the page says nothing about %s", server)
	}
	text := strings.NewReplacer("shurong_reader", role, "DATABASE shop", "DATABASE "+database, "ON shop.",
		"ON "+database+".",
		"choose one", planted).Replace(string(m[1]))
	var out []string
	for s := range strings.SplitSeq(text, ";") {
		if s = strings.TrimSpace(s); s != "" {
			out = append(out, s)
		}
	}
	return out
}

func withPassword(name string) string {
	if name == "SHURONG_SOURCE_PASSWORD" {
		return planted
	}
	return ""
}

func TestTheDocumentedGrantsSufficeForPostgres(t *testing.T) {
	dsn := dbtest.PostgresDSN(t)
	c, err := pgx.Connect(t.Context(), dsn)
	if err != nil {
		t.Fatal(err)
	}
	role := c.Config().Database + "_r"
	statements := append([]string{"CREATE SCHEMA sales", "CREATE TABLE sales.orders (id int PRIMARY KEY)",
		"INSERT INTO sales.orders VALUES (1)",
		"REVOKE ALL ON DATABASE " + c.Config().Database + " FROM PUBLIC"}, documented(t, "postgres",
		c.Config().Database, role)...)
	for _, s := range statements {
		if _, err := c.Exec(t.Context(), s); err != nil {
			t.Fatalf("%s: %v", s, err)
		}
	}
	_, rows, _, err := read(t, strings.Replace(dsn, "postgres@", role+"@", 1)+"&table=sales.orders",
		source.Options{Getenv: withPassword})
	if err != nil || len(rows) != 1 {
		t.Errorf("%q, %v", rows, err)
	}
	for _, s := range []string{"DROP OWNED BY " + role, "DROP ROLE " + role} {
		if _, err := c.Exec(t.Context(), s); err != nil {
			t.Errorf("%s: %v", s, err)
		}
	}
	_ = c.Close(t.Context())
}

func TestTheDocumentedGrantsSufficeForMySQL(t *testing.T) {
	socket, name, admin := mysqltest.New(t)
	role := name[:16]
	statements := append([]string{"CREATE TABLE orders (id int PRIMARY KEY)", "INSERT INTO orders VALUES (1)"},
		documented(t, "mysql", name, role)...)
	for _, s := range statements {
		if _, err := admin.ExecContext(t.Context(), s); err != nil {
			t.Fatalf("%s: %v", s, err)
		}
	}
	t.Cleanup(func() { _, _ = admin.Exec("DROP USER '" + role + "'") })
	_, rows, _, err := read(t, "mysql://"+role+"@/"+name+"?socket="+socket+"&table=orders",
		source.Options{Getenv: withPassword})
	if err != nil || len(rows) != 1 {
		t.Errorf("%q, %v", rows, err)
	}
}
