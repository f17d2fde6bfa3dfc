package source_test

import (
	"errors"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"shurong.org/shurong/fault"
	"shurong.org/shurong/internal/db/dbtest"
	"shurong.org/shurong/internal/source"
	"shurong.org/shurong/internal/source/database"
	"shurong.org/shurong/internal/source/database/mysql/mysqltest"
	"shurong.org/shurong/internal/source/sourcetest"
	"shurong.org/shurong/internal/table"
)

const planted = "pLanted-Secret-9"

func TestALocationWithAPasswordIsRefusedAndNeverShown(t *testing.T) {
	for _, location := range []string{
		"postgres://u:" + planted + "@h/d?table=t",
		"mysql://u:" + planted + "@h/d?table=t",
		"mariadb://u:" + planted + "@[::1/d", // and malformed
		"postgres://u:" + planted + "@h:port/d",
		"postgres://u:a?" + planted + "@h/d?table=t",
		"postgres://u:%zz" + planted + "@h/d",
		"postgres://u@h/d?table=t&password=" + planted,
		"postgres://u@h/d?table=t&sslpassword=" + planted,
		"s3://" + planted + "@bucket/key",
		"s3://id:" + planted + "@bucket/key",
		"s3://bucket/key?secret_access_key=" + planted,
		"s3://bucket/key?X-Amz-Security-Token=" + planted,
		"s3://bucket/key?p%61ssword=" + planted,
		"ftp://u:" + planted + "@h/d",
	} {
		_, err := source.Open(t.Context(), location, source.Options{Getenv: func(string) string { return "" }})
		if err == nil {
			t.Errorf("%s is let through", location)
			continue
		}
		f := fault.From(err)
		for _, text := range []string{err.Error(), f.ZH(), f.EN(), f.HintZH(), f.HintEN()} {
			if strings.Contains(text, planted) {
				t.Errorf("%s is told: %s", location, text)
			}
		}
		if f.Kind() != fault.Invalid {
			t.Errorf("%s: %v", location, err)
		}
	}
}

func TestWhatIsPrintedHoldsNoPassword(t *testing.T) {
	for location, want := range map[string]string{
		"data/a#b.csv":                             "data/a#b.csv",
		"postgres://u@h/d?table=t":                 "postgres://u@h/d?table=t",
		"postgres://u:p@h/d?table=t":               "postgres://u:***@h/d?table=t",
		"postgres://u:p@q@h/d":                     "postgres://u:***@h/d",
		"s3://b/k?endpoint=h&access_key=x&match=*": "s3://b/k?endpoint=h&***&match=*",
	} {
		if got := source.Redact(location); got != want {
			t.Errorf("%s is printed as %s", location, got)
		}
	}
}

func TestLocationsThatSayTooLittleOrTooMuch(t *testing.T) {
	csv := sourcetest.File(t, "a.csv", []byte("a,b\n1,2\n"))
	open := sourcetest.File(t, "pw", []byte("x\n"))
	if err := os.Chmod(open, 0o644); err != nil {
		t.Fatal(err)
	}
	for location, want := range map[string]*fault.Def{
		"":                                       source.ErrLocation,
		"a\x00b":                                 source.ErrLocation,
		"oracle://h/d":                           source.ErrScheme,
		"postgres://h/d":                         source.ErrWhat,
		"postgres://h/d?table=t&query=SELECT+1":  source.ErrWhat,
		"postgres://h/d?table=t&foo=1":           source.ErrParameter,
		"postgres://h/d?table=t&table=u":         source.ErrLocation,
		"postgres://h/d?table=t&order=id":        source.ErrParameter,
		"mysql://h/d?table=t&tls=maybe":          source.ErrParameter,
		"mysql://h/d?table=t&allowAllFiles=true": source.ErrParameter,
		"postgres://h/d?table=%zz":               source.ErrLocation,
		"s3://":                                  source.ErrLocation,
		"s3://b/k?foo=1":                         source.ErrParameter,
		csv + "#Sheet1":                          source.ErrSheetOfOther,
		csv + "x":                                table.ErrNotFound,
		"postgres://h/d?table=t&password_file=" + open:             database.ErrSecretFile,
		"postgres://h/d?table=t&password_file=/nonexistent":        database.ErrSecretFile,
		"postgres://h/d?query=" + url.QueryEscape("DROP TABLE t"):  database.ErrNotSelect,
		"mysql://h/d?query=" + url.QueryEscape("SELECT 1 INTO @x"): database.ErrNotSelect,
	} {
		_, err := source.Open(t.Context(), location, source.Options{Getenv: func(string) string { return "" }})
		if !errors.Is(err, want) {
			t.Errorf("%q: %v", location, err)
		}
	}
}

func TestAFileWhoseNameHasASharpIsAFile(t *testing.T) {
	path := sourcetest.File(t, "a#b.csv", []byte("a,b\n1,2\n"))
	if _, rows, _, err := read(t, path, source.Options{}); err != nil || len(rows) != 1 {
		t.Errorf("%q, %v", rows, err)
	}
}

func TestTheSameTableInADatabaseAndInAFileGivesTheSameRows(t *testing.T) {
	_, want, _, err := read(t, sourcetest.File(t, "t.csv", []byte("id,name,day\n1,甲,2026-03-01\n2,,2026-03-02\n")),
		source.Options{})
	if err != nil {
		t.Fatal(err)
	}
	const create = "CREATE TABLE t (id int PRIMARY KEY, name varchar(20), day date)"
	const insert = "INSERT INTO t VALUES (2, NULL, '2026-03-02'), (1, '甲', '2026-03-01')"
	getenv := func(name string) string {
		if name == "SHURONG_SOURCE_PASSWORD" {
			return planted
		}
		return ""
	}
	t.Run("postgres", func(t *testing.T) {
		dsn := dbtest.PostgresDSN(t)
		c, err := pgx.Connect(t.Context(), dsn)
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range []string{create, insert} {
			if _, err := c.Exec(t.Context(), s); err != nil {
				t.Fatal(err)
			}
		}
		_ = c.Close(t.Context())
		_, rows, s, err := read(t, dsn+"&table=t", source.Options{Getenv: getenv})
		if err != nil || strings.Join(rows, "\n") != strings.Join(want, "\n") || s.Digest() == [32]byte{} {
			t.Errorf("%q, %v", rows, err)
		}
		_, _, other, err := read(t, dsn+"&query="+url.QueryEscape("SELECT * FROM t ORDER BY id"),
			source.Options{Getenv: getenv})
		if err != nil || other.Digest() != s.Digest() {
			t.Errorf("a query for the same rows has another digest, %v", err)
		}
		if _, _, _, err = read(t, dsn+"&table=u", source.Options{Getenv: getenv}); err == nil ||
			strings.Contains(err.Error(), planted) {
			t.Errorf("%v", err)
		}
	})
	t.Run("mysql", func(t *testing.T) {
		socket, name, admin := mysqltest.New(t)
		for _, s := range []string{create, insert, "CREATE USER " + name[:16] + " IDENTIFIED BY '" + planted + "'",
			"GRANT SELECT ON " + name + ".* TO " + name[:16]} {
			if _, err := admin.ExecContext(t.Context(), s); err != nil {
				t.Fatal(err)
			}
		}
		t.Cleanup(func() { _, _ = admin.Exec("DROP USER " + name[:16]) })
		location := "mariadb://" + name[:16] + "@/" + name + "?socket=" + socket + "&table=t"
		_, rows, _, err := read(t, location, source.Options{Getenv: getenv})
		if err != nil || strings.Join(rows, "\n") != strings.Join(want, "\n") {
			t.Errorf("%q, %v", rows, err)
		}
		file := filepath.Join(t.TempDir(), "pw")
		if err := os.WriteFile(file, []byte(planted+"\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, _, _, err := read(t, location+"&password_file="+file,
			source.Options{Getenv: func(string) string { return "" }}); err != nil {
			t.Errorf("password from a file: %v", err)
		}
	})
}

func FuzzLocation(f *testing.F) {
	for _, s := range []string{"a.csv#S", "postgres://u:SECRET@h/d?table=t", "s3://b/k?endpoint=x&secret=SECRET",
		"mysql://u:a@b:SECRET@h", "x://", "postgres://u:SECRET?@h"} {
		f.Add(s, "SECRET")
	}
	f.Fuzz(func(t *testing.T, location, secret string) {
		_, err := source.Parse(location)
		if err != nil && fault.From(err).Kind() == fault.Internal {
			t.Fatal(err)
		}
		_ = source.Redact(location)
		// Whatever the password is made of, as long as it is written as an address must have it.
		whole := "postgres://user:" + url.QueryEscape(secret+"-planted") + "@host/db?" + url.QueryEscape(location) +
			"=1"
		if out := source.Redact(whole); strings.Contains(out[:strings.IndexByte(out, '@')+1], "-planted") {
			t.Fatal(out)
		}
	})
}
