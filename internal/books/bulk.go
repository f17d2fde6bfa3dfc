package books

import (
	"context"
	"database/sql"
	"errors"
	"strings"

	"shurong.org/shurong/internal/db"
)

// column is one column of many rows: texts or numbers.
type column struct {
	name string
	text []string
	num  []int64
}

func (c column) len() int { return max(len(c.text), len(c.num)) }

func (c column) at(i int) any {
	if c.text != nil {
		return c.text[i]
	}
	return c.num[i]
}

// chunk is how many rows one statement on SQLite carries: enough that calling costs little beside writing, and few enough
// that a statement's text stays short.
const chunk = 64

// source is a relation of the columns' rows from i to j for a FROM or after INSERT INTO, with its arguments. PostgreSQL takes
// whole columns as arrays; SQLite takes a list of values.
func source(pg bool, cols []column, i, j int) (string, []any) {
	var b strings.Builder
	if pg {
		args := make([]any, len(cols))
		b.WriteString("SELECT * FROM unnest(")
		for k, c := range cols {
			if k > 0 {
				b.WriteString(", ")
			}
			if c.text != nil {
				b.WriteString("?::text[]")
				args[k] = c.text[i:j]
			} else {
				b.WriteString("?::bigint[]")
				args[k] = c.num[i:j]
			}
		}
		b.WriteString(")")
		return b.String(), args
	}
	row := "(" + strings.Repeat("?, ", len(cols)-1) + "?)"
	b.WriteString("VALUES ")
	args := make([]any, 0, (j-i)*len(cols))
	for r := i; r < j; r++ {
		if r > i {
			b.WriteString(", ")
		}
		b.WriteString(row)
		for _, c := range cols {
			args = append(args, c.at(r))
		}
	}
	return b.String(), args
}

// pieces calls fn for every run of rows that one statement carries.
func pieces(pg bool, n int, fn func(i, j int) error) error {
	step := chunk
	if pg {
		step = 8192
	}
	for i := 0; i < n; i += step {
		if err := fn(i, min(i+step, n)); err != nil {
			return err
		}
	}
	return nil
}

// insert writes many rows of a table. SQLite parses the statement of a full chunk once.
func insert(ctx context.Context, tx *db.Tx, table string, cols []column, suffix string) error {
	names := make([]string, len(cols))
	for i, c := range cols {
		names[i] = c.name
	}
	pg := tx.Postgres()
	verb := "INSERT INTO "
	if !pg {
		// An error ends the transaction, so SQLite need not keep what undoing the statement alone would take.
		verb = "INSERT OR FAIL INTO "
	}
	head := verb + table + " (" + strings.Join(names, ", ") + ") "
	run := once(ctx, tx)
	return pieces(pg, cols[0].len(), func(i, j int) error {
		from, args := source(pg, cols, i, j)
		if pg || j-i < chunk {
			_, err := tx.Exec(ctx, head+from+suffix, args...)
			return err
		}
		full, err := run(head + from + suffix)
		if err == nil {
			_, err = full.ExecContext(ctx, args...)
		}
		return err
	})
}

// once parses a statement at its first use in the transaction and keeps it.
func once(ctx context.Context, tx *db.Tx) func(query string) (*sql.Stmt, error) {
	var kept *sql.Stmt
	return func(query string) (*sql.Stmt, error) {
		if kept != nil {
			return kept, nil
		}
		var err error
		kept, err = tx.Prepare(ctx, query)
		return kept, err
	}
}

// lookup joins the columns' rows with a table by equality of all columns and scans what is selected of it, named t.
func lookup(ctx context.Context, tx *db.Tx, table, selected string, cols []column, scan func(*sql.Rows) error) error {
	names, on := make([]string, len(cols)), make([]string, len(cols))
	for i, c := range cols {
		names[i], on[i] = c.name, "t."+c.name+" = k."+c.name
	}
	pg := tx.Postgres()
	// CROSS JOIN keeps SQLite from walking the table and searching the list.
	tail := ") SELECT " + selected + " FROM k CROSS JOIN " + table + " t WHERE " + strings.Join(on, " AND ")
	head := "WITH k(" + strings.Join(names, ", ") + ") AS ("
	run := once(ctx, tx)
	return pieces(pg, cols[0].len(), func(i, j int) error {
		from, args := source(pg, cols, i, j)
		if pg || j-i < chunk {
			return tx.Each(ctx, scan, head+from+tail, args...)
		}
		full, err := run(head + from + tail)
		if err != nil {
			return err
		}
		rows, err := full.QueryContext(ctx, args...)
		if err != nil {
			return err
		}
		return eachRow(rows, scan)
	})
}

func eachRow(rows *sql.Rows, scan func(*sql.Rows) error) (err error) {
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		if err := scan(rows); err != nil {
			return err
		}
	}
	return rows.Err()
}
