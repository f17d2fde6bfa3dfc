package mysql

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/hex"
	"errors"
	"io"
	"strconv"
	"unicode/utf8"

	"github.com/go-sql-driver/mysql"

	"shurong.org/shurong/internal/source/database"
	"shurong.org/shurong/internal/table"
)

// Error numbers of the servers.
const (
	unknownVariable  = 1193
	deniedLogin      = 1045
	deniedDatabase   = 1044
	deniedTable      = 1142
	deniedColumn     = 1143
	deniedCommand    = 1227
	noDatabase       = 1049
	noTable          = 1146
	noColumn         = 1054
	syntax           = 1064
	lockWait         = 1205
	interrupted      = 1317
	shutdown         = 1053
	killedConnection = 1927
	definitionMoved  = 1412
	readOnly         = 1792
	timeMySQL        = 3024
	timeMariaDB      = 1969
)

// cursor is the open result. It implements [database.Cursor].
type cursor struct {
	ctx                    context.Context
	pool                   *sql.DB
	conn                   *sql.Conn
	rows                   *sql.Rows
	name                   string
	server, user, database string
	secret                 string
	columns                []string
	binary                 []bool
	cells                  []sql.RawBytes
	into                   []any
	estimate               int64
	count                  int64
	invalid                int64
	done                   error
	hexed                  []byte
}

func (c *cursor) Columns() []string { return c.columns }
func (c *cursor) Estimate() int64   { return c.estimate }
func (c *cursor) Invalid() int64    { return c.invalid }

func (c *cursor) Fill(b *table.Batch) error {
	if c.done != nil {
		return c.done
	}
	for !b.Full() {
		if !c.rows.Next() {
			c.done = io.EOF
			if err := c.rows.Err(); err != nil {
				c.done = c.explain(err)
			}
			return c.done
		}
		if err := c.rows.Scan(c.into...); err != nil {
			c.done = c.explain(err)
			return c.done
		}
		for i, cell := range c.cells {
			if len(cell) > table.MaxField {
				c.done = table.ErrFieldTooLong.With("line", c.count+1, "column", i+1, "name", c.columns[i], "limit",
					table.MaxField)
				return c.done
			}
			if c.binary[i] && (!utf8.Valid(cell) || bytes.IndexByte(cell, 0) >= 0) {
				c.hexed = hex.AppendEncode(c.hexed[:0], cell)
				cell = c.hexed
			}
			c.invalid += database.AppendText(b, cell)
		}
		c.count++
	}
	return nil
}

// Close ends the connection, and with it statement and transaction. The driver drops what is still on its way.
func (c *cursor) Close() error {
	if c.conn != nil {
		// Returning the connection would read the rest of the result; broken, it is dropped.
		_ = c.conn.Raw(func(conn any) error {
			if closer, ok := conn.(io.Closer); ok && c.done == nil {
				_ = closer.Close()
			}
			return nil
		})
	}
	if c.rows != nil {
		_ = c.rows.Close()
	}
	if c.conn != nil {
		_ = c.conn.Close()
	}
	if c.pool != nil {
		_ = c.pool.Close() // nothing was written
	}
	return nil
}

// explainConnect makes a fault of why there is no connection.
func (c *cursor) explainConnect(err error) error {
	var server *mysql.MySQLError
	if errors.As(err, &server) {
		switch server.Number {
		case deniedLogin, 1698, 1251, 1130:
			return database.ErrLogin.With("server", c.server, "user", c.user, "variable", "MYSQL_PWD")
		case deniedDatabase:
			return database.ErrPermission.With("user", c.user, "name", c.database)
		case noDatabase:
			return database.ErrNoDatabase.With("name", c.database)
		}
	}
	if c.ctx.Err() != nil {
		return database.ErrCancelled.With("name", c.name)
	}
	return database.ErrConnect.With("server", c.server).Because(database.Scrub(err, c.secret))
}

// explain makes a fault of what the server or the connection says. The server's own words may quote values of the data
// and are left out, except about the query's text.
func (c *cursor) explain(err error) error {
	if c.ctx.Err() != nil {
		return database.ErrCancelled.With("name", c.name)
	}
	var server *mysql.MySQLError
	if !errors.As(err, &server) {
		return database.ErrDropped.With("name", c.name, "rows", c.count).Because(database.Scrub(err, c.secret))
	}
	code := strconv.Itoa(int(server.Number))
	switch server.Number {
	case noTable:
		return database.NoTable(c.name, nil)
	case deniedTable, deniedColumn, deniedDatabase, deniedCommand:
		return database.ErrPermission.With("user", c.user, "name", c.name)
	case timeMySQL, timeMariaDB, lockWait:
		return database.ErrTimeout.With("name", c.name, "rows", c.count)
	case killedConnection, interrupted, shutdown:
		return database.ErrDropped.With("name", c.name, "rows", c.count)
	case definitionMoved:
		return database.ErrSnapshot.With("name", c.name, "code", code)
	case readOnly:
		return database.ErrNotSelect.With("why", code)
	case syntax, noColumn:
		return database.ErrQuery.With("code", code, "position", "?").
			Because(database.Scrub(errors.New(server.Message), c.secret))
	}
	return database.ErrServer.With("name", c.name, "rows", c.count, "code", code)
}
