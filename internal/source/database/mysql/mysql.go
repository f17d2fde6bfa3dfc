// Package mysql reads a table or a query of a MySQL or MariaDB server as a stream.
//
//	s, err := mysql.Open(ctx, mysql.Request{Host: "db:3306", User: "reader", Database: "shop", Table: "orders"})
//
// One connection, one transaction: START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY under REPEATABLE READ. Rows
// come unbuffered over the text protocol: the server writes them as they are taken, and neither side holds the result.
// A table of an engine without transactions (MyISAM, Aria) is consistent too, since a single SELECT locks it for
// writers; its owner may prefer to be asked first.
//
// A table with a primary key is read in its order. Text is the server's own under fixed settings; bytes of binary
// columns are text where they are UTF-8, else hexadecimal.
package mysql

import (
	"context"
	"database/sql"
	"errors"
	"strings"
	"time"

	"github.com/go-sql-driver/mysql"

	"shurong.org/shurong/internal/source/database"
)

// Request says what to read. Exactly one of Table and Query is set.
type Request struct {
	Host     string // host:port, or the path of a Unix socket
	User     string
	Password string
	Database string
	TLS      string // "": preferred; "true", "skip-verify", "false"
	Table    string // name or database.name
	Query    string
	Order    string // "": by the primary key; "none": as it lies
	Timeout  time.Duration
}

// Times that nothing should take longer than.
const (
	connectTimeout = 15 * time.Second
	// readTimeout is for the statement as a whole: a terabyte at 50 MB/s.
	readTimeout = 6 * time.Hour
	// silence is how long the server may send nothing: a sort of a large table, and the way of a dead connection.
	silence = 30 * time.Minute
)

// Open connects, takes the snapshot and has the first row under way.
func Open(ctx context.Context, r Request) (*database.Stream, error) {
	c := &cursor{ctx: ctx, name: r.Table, user: r.User, server: r.Host, database: r.Database, secret: r.Password}
	if r.Table == "" {
		c.name = "SELECT …"
		if err := database.CheckSelect(r.Query, database.MySQL); err != nil {
			return nil, err
		}
	}
	err := c.connect(ctx, r)
	if err == nil {
		var s *database.Stream
		if s, err = c.begin(ctx, r); err == nil {
			return s, nil
		}
	}
	_ = c.Close()
	return nil, err
}

func (c *cursor) connect(ctx context.Context, r Request) error {
	config := mysql.NewConfig()
	config.Net, config.Addr = "tcp", r.Host
	if strings.HasPrefix(r.Host, "/") {
		config.Net = "unix"
	}
	config.User, config.Passwd, config.DBName = r.User, r.Password, r.Database
	config.TLSConfig = r.TLS
	if config.TLSConfig == "" && config.Net == "tcp" {
		config.TLSConfig = "preferred"
	}
	config.Timeout, config.ReadTimeout = connectTimeout, silence
	config.Logger = &mysql.NopLogger{} // it would write to standard error
	connector, err := mysql.NewConnector(config)
	if err != nil {
		return database.ErrConnect.With("server", c.server).Because(database.Scrub(err, c.secret))
	}
	c.pool = sql.OpenDB(connector)
	if c.conn, err = c.pool.Conn(ctx); err != nil {
		return c.explainConnect(err)
	}
	timeout := r.Timeout
	if timeout <= 0 {
		timeout = readTimeout
	}
	for _, set := range []string{
		"SET SESSION sql_mode = ''", // quotes and escapes are as CheckSelect reads them
		"SET NAMES utf8mb4", "SET SESSION time_zone = '+00:00'", "SET SESSION net_write_timeout = 3600",
		"SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ",
	} {
		if _, err := c.conn.ExecContext(ctx, set); err != nil {
			return c.explain(err)
		}
	}
	if err := c.limit(ctx, timeout); err != nil {
		return err
	}
	if _, err := c.conn.ExecContext(ctx, "START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY"); err != nil {
		return c.explain(err)
	}
	return nil
}

// limit sets the time limit of statements: MariaDB's is in seconds, MySQL's in milliseconds and called otherwise.
func (c *cursor) limit(ctx context.Context, timeout time.Duration) error {
	if _, err := c.conn.ExecContext(ctx, "SET SESSION max_statement_time = ?", timeout.Seconds()); err == nil {
		return nil
	}
	_, err := c.conn.ExecContext(ctx, "SET SESSION max_execution_time = ?", timeout.Milliseconds())
	var server *mysql.MySQLError
	if err == nil || errors.As(err, &server) && server.Number == unknownVariable {
		return nil
	}
	return c.explain(err)
}

// begin finds the statement and starts it.
func (c *cursor) begin(ctx context.Context, r Request) (*database.Stream, error) {
	statement := strings.TrimRight(strings.TrimSpace(r.Query), "; \t\r\n")
	if r.Table != "" {
		t, err := c.find(ctx, r.Table)
		if err != nil {
			return nil, err
		}
		c.name, c.estimate = t.name(), t.estimate
		statement = "SELECT * FROM " + t.quoted()
		if len(t.key) > 0 && r.Order != "none" {
			statement += " ORDER BY " + strings.Join(t.key, ", ")
		}
	}
	var err error
	//nolint:sqlclosecheck,rowserrcheck // Close closes the rows, Fill looks at their error
	if c.rows, err = c.conn.QueryContext(ctx, statement); err != nil {
		return nil, c.explain(err)
	}
	types, err := c.rows.ColumnTypes()
	if err != nil {
		return nil, c.explain(err)
	}
	c.cells = make([]sql.RawBytes, len(types))
	for i, t := range types {
		c.columns = append(c.columns, t.Name())
		c.binary = append(c.binary, isBinary(t.DatabaseTypeName()))
		c.into = append(c.into, &c.cells[i])
	}
	return database.NewStream("mysql", c.name, c)
}

func isBinary(kind string) bool {
	switch kind {
	case "BINARY", "VARBINARY", "BIT", "GEOMETRY", "TINYBLOB", "BLOB", "MEDIUMBLOB", "LONGBLOB":
		return true
	}
	return false
}
