package db

import (
	"embed"
	"io/fs"
)

//go:embed node
var nodeFiles embed.FS

// NodeSchema is the PostgreSQL schema of the node store: everything private to an operator, and the projections.
const NodeSchema = "node"

// NodeMigrations are the migrations of the node store. Each capability owns a range of numbers in one directory.
func NodeMigrations() fs.FS {
	sub, err := fs.Sub(nodeFiles, "node")
	if err != nil {
		panic("db: " + err.Error()) // the directory is embedded: cannot happen
	}
	return sub
}
