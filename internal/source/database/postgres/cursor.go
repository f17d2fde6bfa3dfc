package postgres

import (
	"bytes"
	"context"
	"encoding/hex"
	"errors"
	"io"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/jackc/pgx/v5/pgconn"

	"shurong.org/shurong/internal/source/database"
	"shurong.org/shurong/internal/table"
)

// Types whose text is changed.
const (
	oidBool        = 16
	oidBytea       = 17
	oidTimestampTZ = 1184
)

// cursor is the open result. It implements [database.Cursor].
type cursor struct {
	ctx                    context.Context
	conn                   *pgconn.PgConn
	result                 *pgconn.ResultReader
	server, user, database string
	name                   string
	secret                 string
	columns                []string
	types                  []uint32
	estimate               int64
	ahead                  bool // a row is waiting in the result
	done                   error
	rows                   int64
	invalid                int64
	scratch                []byte
}

func (c *cursor) Columns() []string { return c.columns }
func (c *cursor) Estimate() int64   { return c.estimate }
func (c *cursor) Invalid() int64    { return c.invalid }

func (c *cursor) Fill(b *table.Batch) error {
	if c.done != nil {
		return c.done
	}
	for c.ahead && !b.Full() {
		for i, cell := range c.result.Values() {
			if len(cell) > table.MaxField {
				c.done = table.ErrFieldTooLong.With("line", c.rows+1, "column", i+1, "name", c.columns[i], "limit",
					table.MaxField)
				return c.done
			}
			c.append(b, cell, c.types[i])
		}
		c.rows++
		c.ahead = c.result.NextRow()
	}
	if c.ahead {
		return nil
	}
	return c.finish()
}

func (c *cursor) append(b *table.Batch, cell []byte, oid uint32) {
	if cell == nil {
		b.Missing()
		return
	}
	switch oid {
	case oidBool:
		if bytes.Equal(cell, []byte("t")) {
			cell = []byte("true")
		} else {
			cell = []byte("false")
		}
	case oidTimestampTZ:
		cell = bytes.TrimSuffix(cell, []byte("+00"))
	case oidBytea:
		if hexed, ok := bytes.CutPrefix(cell, []byte(`\x`)); ok {
			raw, err := hex.AppendDecode(c.scratch[:0], hexed)
			c.scratch = raw
			if cell = hexed; err == nil && utf8.Valid(raw) && bytes.IndexByte(raw, 0) < 0 {
				cell = raw
			}
		}
	}
	c.invalid += database.AppendText(b, cell)
}

// finish ends the statement and returns io.EOF if all is well: the server's own count must be ours.
func (c *cursor) finish() error {
	tag, err := c.result.Close()
	c.result = nil
	switch {
	case err != nil:
		c.done = c.explain(err)
	case tag.RowsAffected() != c.rows:
		c.done = database.ErrCount.With("name", c.name, "expected", tag.RowsAffected(), "found", c.rows)
	default:
		c.done = io.EOF
	}
	return c.done
}

// Close ends the connection, and with it the transaction. A statement that still runs is told to stop.
func (c *cursor) Close() error {
	if c.conn == nil {
		return nil
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(c.ctx), 5*time.Second)
	defer cancel()
	if c.result != nil {
		_ = c.conn.CancelRequest(ctx) // else it would send the rest of the table before it reads our goodbye
		_ = c.conn.Conn().Close()
	}
	_ = c.conn.Close(ctx) // nothing was written
	return nil
}

// explainConnect makes a fault of why there is no connection.
func (c *cursor) explainConnect(err error) error {
	cause := database.Scrub(err, c.secret)
	var server *pgconn.PgError
	if errors.As(err, &server) {
		switch {
		case strings.HasPrefix(server.Code, "28"):
			return database.ErrLogin.With("server", c.server, "user", c.user, "variable", "PGPASSWORD").Because(cause)
		case server.Code == "3D000":
			return database.ErrNoDatabase.With("name", c.database)
		case server.Code == "42501":
			return database.ErrPermission.With("user", c.user, "name", c.database)
		}
	}
	if c.ctx.Err() != nil {
		return database.ErrCancelled.With("name", c.name)
	}
	return database.ErrConnect.With("server", c.server).Because(cause)
}

// explain makes a fault of what the server or the connection says. The server's own words may quote values of the data
// and are left out, except about the query's text.
func (c *cursor) explain(err error) error {
	if c.ctx.Err() != nil {
		return database.ErrCancelled.With("name", c.name)
	}
	var server *pgconn.PgError
	if !errors.As(err, &server) {
		return database.ErrDropped.With("name", c.name, "rows", c.rows).Because(database.Scrub(err, c.secret))
	}
	switch code := server.Code; {
	case code == "42P01":
		return database.NoTable(c.name, nil)
	case code == "42501":
		return database.ErrPermission.With("user", c.user, "name", c.name)
	case code == "57014":
		return database.ErrTimeout.With("name", c.name, "rows", c.rows)
	case code == "55P03":
		return database.ErrTimeout.With("name", c.name, "rows", c.rows)
	case strings.HasPrefix(code, "57P"), strings.HasPrefix(code, "08"):
		return database.ErrDropped.With("name", c.name, "rows", c.rows)
	case strings.HasPrefix(code, "40"), code == "72000", code == "0A000" && c.rows > 0:
		return database.ErrSnapshot.With("name", c.name, "code", code)
	case code == "25006":
		return database.ErrNotSelect.With("why", code)
	case strings.HasPrefix(code, "42"):
		return database.ErrQuery.With("code", code, "position", server.Position).
			Because(database.Scrub(errors.New(server.Message), c.secret))
	}
	return database.ErrServer.With("name", c.name, "rows", c.rows, "code", server.Code)
}
