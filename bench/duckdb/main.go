// Command duckdb is the peer of the profile in `make bench`: DuckDB's SUMMARIZE over the same file, with as many
// threads as there are cores. It is a module of its own, since it needs cgo, which the product does without.
//
// It prints a line of JSON: seconds, and the estimate of different values by column.
package main

import (
	"database/sql"
	"encoding/json"
	"fmt"
	"os"
	"time"

	_ "github.com/duckdb/duckdb-go/v2"
)

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run() error {
	db, err := sql.Open("duckdb", "")
	if err != nil {
		return err
	}
	from := time.Now()
	rows, err := db.Query("SELECT column_name, approx_unique FROM (SUMMARIZE SELECT * FROM '" + os.Args[1] + "')")
	if err != nil {
		return err
	}
	distinct := map[string]int64{}
	for rows.Next() {
		var name string
		var n int64
		if err := rows.Scan(&name, &n); err != nil {
			return err
		}
		distinct[name] = n
	}
	if err := rows.Err(); err != nil {
		return err
	}
	return json.NewEncoder(os.Stdout).Encode(map[string]any{"seconds": time.Since(from).Seconds(), "distinct": distinct})
}
