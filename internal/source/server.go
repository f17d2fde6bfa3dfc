package source

import (
	"context"
	"net"
	"net/url"
	"strings"

	"shurong.org/shurong/internal/source/database"
	"shurong.org/shurong/internal/source/database/mysql"
	"shurong.org/shurong/internal/source/database/postgres"
	"shurong.org/shurong/internal/table"
)

// asked is what every database's location says.
type asked struct{ table, query, order, password string }

// ask takes what to read and the password: from the file that the location names, the environment's file, or the
// environment.
func (l Location) ask(o Options, also ...string) (a asked, err error) {
	a = asked{table: l.take("table"), query: l.take("query"), order: l.take("order")}
	if (a.table == "") == (a.query == "") {
		return a, ErrWhat.With()
	}
	if a.order != "" && a.order != "none" {
		return a, ErrParameter.With("name", "order="+a.order)
	}
	file := l.take("password_file")
	if file == "" {
		file = o.Getenv("SHURONG_SOURCE_PASSWORD_FILE")
	}
	if file != "" {
		a.password, err = database.ReadSecret(file)
		return a, err
	}
	for _, name := range append([]string{"SHURONG_SOURCE_PASSWORD"}, also...) {
		if a.password = o.Getenv(name); a.password != "" {
			break
		}
	}
	return a, nil
}

// passed are the parameters of PostgreSQL's own that are handed on.
var passed = []string{"host", "port", "sslmode", "sslrootcert", "sslcert", "passfile", "connect_timeout",
	"target_session_attrs"}

func openPostgres(ctx context.Context, l Location, o Options) (table.Stream, error) {
	a, err := l.ask(o, "PGPASSWORD")
	if err != nil {
		return nil, err
	}
	address := *l.url
	kept := url.Values{}
	for _, name := range passed {
		if v := l.take(name); v != "" {
			kept.Set(name, v)
		}
	}
	if err := l.unknown(); err != nil {
		return nil, err
	}
	address.Scheme, address.RawQuery, address.Fragment = "postgres", kept.Encode(), ""
	s, err := postgres.Open(ctx, postgres.Request{Address: address.String(), Password: a.password, Table: a.table,
		Query: a.query,
		Order: a.order, Timeout: o.Timeout})
	if err != nil {
		return nil, err
	}
	return s, nil
}

func openMySQL(ctx context.Context, l Location, o Options) (table.Stream, error) {
	a, err := l.ask(o, "MYSQL_PWD")
	if err != nil {
		return nil, err
	}
	host := l.take("socket")
	if host == "" {
		port := l.url.Port()
		if port == "" {
			port = "3306"
		}
		name := l.url.Hostname()
		if name == "" {
			name = "127.0.0.1"
		}
		host = net.JoinHostPort(name, port)
	}
	tls := l.take("tls")
	switch tls {
	case "", "true", "false", "skip-verify", "preferred":
	default:
		return nil, ErrParameter.With("name", "tls="+tls)
	}
	if err := l.unknown(); err != nil {
		return nil, err
	}
	s, err := mysql.Open(ctx, mysql.Request{Host: host, User: l.url.User.Username(), Password: a.password,
		Database: strings.TrimPrefix(l.url.Path, "/"), TLS: tls, Table: a.table, Query: a.query, Order: a.order,
		Timeout: o.Timeout})
	if err != nil {
		return nil, err
	}
	return s, nil
}
