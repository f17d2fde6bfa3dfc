package postgres

import (
	"context"
	"slices"
	"strings"

	"shurong.org/shurong/internal/source/database"
)

// relation is a table, view or the like.
type relation struct {
	schema, table string
	key           []string // of the primary key, quoted
}

func (r relation) name() string { return r.schema + "." + r.table }

func (r relation) quoted() string { return quote(r.schema) + "." + quote(r.table) }

func quote(name string) string { return `"` + strings.ReplaceAll(name, `"`, `""`) + `"` }

const visible = `SELECT n.nspname, c.relname FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n
ON n.oid = c.relnamespace WHERE c.relkind IN ('r', 'v', 'm', 'f', 'p')
AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast') ORDER BY 1, 2 LIMIT 20000`

const exact = `SELECT n.nspname, c.relname FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n
ON n.oid = c.relnamespace WHERE c.relkind IN ('r', 'v', 'm', 'f', 'p')
AND CASE WHEN $1 = '' THEN pg_catalog.pg_table_is_visible(c.oid) ELSE n.nspname = $1 END AND c.relname = $2`

const primaryKey = `SELECT a.attname FROM pg_catalog.pg_index i JOIN pg_catalog.pg_class c ON c.oid = i.indrelid
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum = ANY (i.indkey)
WHERE i.indisprimary AND n.nspname = $1 AND c.relname = $2
ORDER BY pg_catalog.array_position(i.indkey::pg_catalog.int2[], a.attnum)`

// find looks the table up by its name as it is written, then in lower case, as the server itself would read it.
func (c *cursor) find(ctx context.Context, name string) (relation, error) {
	for _, try := range []string{name, strings.ToLower(name)} {
		schema, table := "", try
		if i := strings.IndexByte(try, '.'); i >= 0 {
			schema, table = try[:i], try[i+1:]
		}
		rows, err := c.list(ctx, exact, schema, table)
		if err != nil {
			return relation{}, err
		}
		if len(rows) == 0 {
			continue
		}
		found := relation{schema: string(rows[0][0]), table: string(rows[0][1])}
		keys, err := c.list(ctx, primaryKey, found.schema, found.table)
		if err != nil {
			return relation{}, err
		}
		for _, k := range keys {
			found.key = append(found.key, quote(string(k[0])))
		}
		return found, nil
	}
	rows, err := c.list(ctx, visible)
	if err != nil {
		return relation{}, err
	}
	var names []string
	for _, r := range rows {
		names = append(names, string(r[0])+"."+string(r[1]))
	}
	return relation{}, database.NoTable(name, names)
}

func (c *cursor) list(ctx context.Context, sql string, args ...string) ([][][]byte, error) {
	var values [][]byte
	for _, a := range args {
		values = append(values, []byte(a))
	}
	text := slices.Repeat([]uint32{25}, len(args))
	r := c.conn.ExecParams(ctx, sql, values, text, nil, nil).Read()
	if r.Err != nil {
		return nil, c.explain(r.Err)
	}
	return r.Rows, nil
}
