package mysql

import (
	"context"
	"database/sql"
	"errors"
	"strings"

	"shurong.org/shurong/internal/source/database"
)

// relation is a table or view.
type relation struct {
	schema, table string
	key           []string // of the primary key, quoted
	estimate      int64
}

func (r relation) name() string { return r.schema + "." + r.table }

func (r relation) quoted() string { return quote(r.schema) + "." + quote(r.table) }

func quote(name string) string { return "`" + strings.ReplaceAll(name, "`", "``") + "`" }

// find looks the table up by its name.
func (c *cursor) find(ctx context.Context, name string) (relation, error) {
	r := relation{schema: c.database, table: name}
	if i := strings.IndexByte(name, '.'); i >= 0 {
		r.schema, r.table = name[:i], name[i+1:]
	}
	var rows sql.NullInt64
	err := c.conn.QueryRowContext(ctx, `SELECT table_schema, table_name, table_rows FROM information_schema.tables
		WHERE table_schema = ? AND table_name = ?`, r.schema, r.table).Scan(&r.schema, &r.table, &rows)
	if errors.Is(err, sql.ErrNoRows) {
		names, err := c.texts(ctx, `SELECT CASE WHEN table_schema = ? THEN table_name
			ELSE CONCAT(table_schema, '.', table_name) END FROM information_schema.tables
			WHERE table_schema NOT IN ('information_schema', 'performance_schema', 'mysql', 'sys')
			ORDER BY 1 LIMIT 20000`, c.database)
		if err != nil {
			return r, err
		}
		return r, database.NoTable(name, names)
	}
	if err != nil {
		return r, c.explain(err)
	}
	r.estimate = rows.Int64
	keys, err := c.texts(ctx, `SELECT column_name FROM information_schema.key_column_usage WHERE table_schema = ?
		AND table_name = ? AND constraint_name = 'PRIMARY' ORDER BY ordinal_position`, r.schema, r.table)
	for _, k := range keys {
		r.key = append(r.key, quote(k))
	}
	return r, err
}

// texts is a query's first column.
func (c *cursor) texts(ctx context.Context, query string, args ...any) (out []string, err error) {
	rows, err := c.conn.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, c.explain(err)
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var s string
		if err := rows.Scan(&s); err != nil {
			return nil, c.explain(err)
		}
		out = append(out, s)
	}
	if err := rows.Err(); err != nil {
		return nil, c.explain(err)
	}
	return out, nil
}
