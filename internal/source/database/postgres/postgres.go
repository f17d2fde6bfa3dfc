// Package postgres reads a table or a query of a PostgreSQL server as a stream.
//
//	s, err := postgres.Open(ctx, postgres.Request{Address: "postgres://reader@host/db", Table: "sales.orders"})
//
// One connection, one transaction: REPEATABLE READ READ ONLY, so everything is seen as it was at the first statement.
// Rows come over the extended protocol, which takes one statement only, as text, as fast as they are taken: the
// server waits for us in its send buffer, and no more than that is in memory on either side. Scans begin at the table's
// start and run in one process, so that two readings of the same table give the same order; a table with a primary key
// is read in its order.
//
// Text is the server's own under fixed settings, with three exceptions that make it agree with the same data in files:
// booleans are true and false, instants with a time zone are written in UTC without "+00", and bytea is text where it
// is UTF-8, else hexadecimal.
package postgres

import (
	"context"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/jackc/pgx/v5/pgconn"

	"shurong.org/shurong/internal/source/database"
)

// Request says what to read. Exactly one of Table and Query is set.
type Request struct {
	Address  string // postgres://user@host:port/database?sslmode=…, without a password
	Password string // "": $PGPASSWORD or the file of $PGPASSFILE, as every client of PostgreSQL does
	Table    string // schema.name or name
	Query    string
	Order    string // "": by the primary key; "none": as it lies
	Timeout  time.Duration
}

// Times that nothing should take longer than.
const (
	connectTimeout = 15 * time.Second
	// lockTimeout bounds waiting for somebody who alters the table.
	lockTimeout = 30 * time.Second
	// readTimeout is for the statement as a whole: a terabyte at 50 MB/s.
	readTimeout = 6 * time.Hour
)

// settings make the server's text a matter of the data alone, and the order too where no order is asked for.
const settings = `SET client_encoding = 'UTF8'; SET DateStyle = 'ISO, YMD'; SET IntervalStyle = 'iso_8601';
SET TimeZone = 'UTC'; SET extra_float_digits = 1; SET bytea_output = 'hex'; SET lc_monetary = 'C';
SET standard_conforming_strings = on;
SET synchronize_seqscans = off; SET max_parallel_workers_per_gather = 0; SET jit = off;
SET default_transaction_read_only = on; SET lock_timeout = %d; SET statement_timeout = %d;
BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY`

// Open connects, takes the snapshot and has the first row under way.
func Open(ctx context.Context, r Request) (*database.Stream, error) {
	c := &cursor{name: r.Table, ctx: ctx}
	if r.Table == "" {
		c.name = "SELECT …"
		if err := database.CheckSelect(r.Query, database.Postgres); err != nil {
			return nil, err
		}
	}
	if err := c.connect(ctx, r); err != nil {
		return nil, err
	}
	s, err := c.begin(ctx, r)
	if err != nil {
		_ = c.Close()
		return nil, err
	}
	return s, nil
}

func (c *cursor) connect(ctx context.Context, r Request) error {
	config, err := pgconn.ParseConfig(r.Address)
	if err != nil {
		return database.ErrConnect.With("server", "?").Because(database.Scrub(err, r.Password))
	}
	if r.Password != "" {
		config.Password = r.Password
	}
	if config.ConnectTimeout == 0 {
		config.ConnectTimeout = connectTimeout
	}
	config.RuntimeParams["application_name"] = "shurong"
	c.secret, c.user = config.Password, config.User
	c.server = config.Host + ":" + strconv.Itoa(int(config.Port))
	c.database = config.Database
	if c.conn, err = pgconn.ConnectConfig(ctx, config); err != nil {
		return c.explainConnect(err)
	}
	timeout := r.Timeout
	if timeout <= 0 {
		timeout = readTimeout
	}
	set := fmt.Sprintf(settings, lockTimeout.Milliseconds(), timeout.Milliseconds())
	if _, err := c.conn.Exec(ctx, set).ReadAll(); err != nil {
		_ = c.Close()
		return c.explain(err)
	}
	return nil
}

// begin finds the statement and starts it.
func (c *cursor) begin(ctx context.Context, r Request) (*database.Stream, error) {
	statement := strings.TrimRight(strings.TrimSpace(r.Query), "; \t\r\n")
	if r.Table != "" {
		found, err := c.find(ctx, r.Table)
		if err != nil {
			return nil, err
		}
		c.name = found.name()
		statement = "SELECT * FROM " + found.quoted()
		if len(found.key) > 0 && r.Order != "none" {
			statement += " ORDER BY " + strings.Join(found.key, ", ")
		}
	}
	d, err := c.conn.Prepare(ctx, "", statement, nil)
	if err != nil {
		return nil, c.explain(err)
	}
	if len(d.ParamOIDs) > 0 {
		return nil, database.ErrNotSelect.With("why", "$1")
	}
	for _, f := range d.Fields {
		c.columns = append(c.columns, f.Name)
		c.types = append(c.types, f.DataTypeOID)
	}
	if c.estimate, err = c.expect(ctx, statement); err != nil {
		return nil, err
	}
	s, err := database.NewStream("postgres", c.name, c)
	if err != nil {
		return nil, err
	}
	c.result = c.conn.ExecParams(ctx, statement, nil, nil, nil, nil)
	if c.ahead = c.result.NextRow(); !c.ahead { // permissions are checked now
		if err := c.finish(); !errors.Is(err, io.EOF) {
			return nil, err
		}
	}
	return s, nil
}

var planRows = regexp.MustCompile(`"Plan Rows": (\d+)`)

// expect is the planner's estimate of rows.
func (c *cursor) expect(ctx context.Context, statement string) (int64, error) {
	results, err := c.conn.Exec(ctx, "EXPLAIN (FORMAT JSON) "+statement).ReadAll()
	if err != nil {
		return 0, c.explain(err)
	}
	if len(results) != 1 || len(results[0].Rows) == 0 {
		return 0, nil
	}
	var plan []byte
	for _, row := range results[0].Rows {
		plan = append(append(plan, row[0]...), '\n')
	}
	m := planRows.FindSubmatch(plan)
	if m == nil {
		return 0, nil
	}
	n, err := strconv.ParseInt(string(m[1]), 10, 64)
	if err != nil {
		return 0, nil //nolint:nilerr // an estimate beyond 64 bits is none
	}
	return n, nil
}
