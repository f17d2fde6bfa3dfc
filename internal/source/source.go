// Package source opens data wherever it lies, as one kind of stream.
//
//	s, err := source.Open(ctx, "orders.csv", source.Options{})
//	s, err := source.Open(ctx, "book.xlsx#订单", source.Options{})
//	s, err := source.Open(ctx, "warehouse/orders/", source.Options{}) // folders of files, key=value
//	s, err := source.Open(ctx, "postgres://reader@db/shop?table=sales.orders", source.Options{})
//	s, err := source.Open(ctx, "mysql://reader@db/shop?table=orders", source.Options{})
//	s, err := source.Open(ctx, "s3://bucket/orders/2026.parquet", source.Options{})
//
// What a file is is found from its bytes, never from its name: delimited text and Parquet (package table), JSON lines
// (package jsonlines) and XLSX (package spreadsheet), plain or packed, on a disk or in an object store. A folder or
// prefix is read as one table (package partition). Databases are read in a snapshot (package database).
//
// What every source keeps:
//
//   - it is read and never written; a database connection cannot write, even by a query
//   - memory is bounded, whatever the size
//   - io.EOF and a nil Seal mean that all of it was read and was one consistent state: a file or object that changed, a
//     connection that broke, a part that was missing is a fault, and nothing that was read before counts
//   - the same data give the same rows in the same blocks, and the same digest
//   - passwords come from the environment or from a file, and no error, log line or progress shows one: a location that
//     holds one is refused, and [Redact] is what may be printed
package source

import (
	"context"
	"os"
	"strings"
	"time"

	"shurong.org/shurong/internal/source/jsonlines"
	"shurong.org/shurong/internal/source/objectstore"
	"shurong.org/shurong/internal/source/spreadsheet"
	"shurong.org/shurong/internal/table"
)

// Options narrow what is found. The zero value is good.
type Options struct {
	Table   table.Options       // delimited text; its Encoding goes for JSON lines too
	JSON    jsonlines.Options   // JSON lines
	Sheet   spreadsheet.Options // workbooks; a location's #Sheet goes first
	Match   string              // of a folder or prefix: only files whose own name matches, such as *.csv
	Timeout time.Duration       // of a database's statement; 0: six hours

	// Getenv is where credentials come from; nil: the environment.
	Getenv func(string) string
}

// Open opens the source at a location. The context bounds the whole reading, not the opening alone.
func Open(ctx context.Context, location string, o Options) (table.Stream, error) {
	l, err := Parse(location)
	if err != nil {
		return nil, err
	}
	if o.Getenv == nil {
		o.Getenv = os.Getenv
	}
	if o.JSON.Encoding == "" {
		o.JSON.Encoding = o.Table.Encoding
	}
	var s table.Stream
	switch l.Scheme {
	case "postgres":
		s, err = openPostgres(ctx, l, o)
	case "mysql":
		s, err = openMySQL(ctx, l, o)
	case "s3":
		s, err = openObjects(ctx, l, o)
	default:
		s, err = openPath(ctx, l, o)
	}
	if err != nil {
		return nil, err
	}
	return &bounded{Stream: s, ctx: ctx}, nil
}

// bounded ends with its context.
type bounded struct {
	table.Stream
	ctx context.Context
}

func (b *bounded) Next() (table.Block, error) {
	if err := b.ctx.Err(); err != nil {
		return nil, err
	}
	return b.Stream.Next()
}

func (b *bounded) Seal() error {
	if err := b.ctx.Err(); err != nil {
		return err
	}
	return b.Stream.Seal()
}

// Large implements [table.Large].
func (b *bounded) Large() (rows, bytes int64) {
	if l, ok := b.Stream.(table.Large); ok {
		return l.Large()
	}
	return 0, 0
}

// Unwrap is the stream within, for who looks for a [table.Resumer].
func (b *bounded) Unwrap() table.Stream { return b.Stream }

// Unwrap is the stream of the source itself, which may know more: parts, keys without a column.
func Unwrap(s table.Stream) table.Stream {
	if b, ok := s.(*bounded); ok {
		return b.Stream
	}
	return s
}

func openPath(ctx context.Context, l Location, o Options) (table.Stream, error) {
	info, err := os.Stat(l.Path)
	if err == nil && info.IsDir() {
		return openFolder(ctx, l, o)
	}
	f, err := table.OpenPath(l.Path)
	if err != nil {
		return nil, err
	}
	return openFile(f, l.Sheet, o)
}

func openObjects(ctx context.Context, l Location, o Options) (table.Stream, error) {
	r := objectstore.Request{Bucket: l.url.Host, Key: l.Path, Endpoint: l.take("endpoint"), Region: l.take("region"),
		Getenv: o.Getenv}
	if match := l.take("match"); match != "" {
		o.Match = match
	}
	if err := l.unknown(); err != nil {
		return nil, err
	}
	store, err := objectstore.Connect(ctx, r)
	if err != nil {
		return nil, err
	}
	if r.Key == "" || strings.HasSuffix(r.Key, "/") {
		return openPrefix(store, r.Key, l.Sheet, o)
	}
	f, err := store.Open(r.Key)
	if err != nil {
		return nil, err
	}
	return openFile(f, l.Sheet, o)
}

// unknown refuses parameters that nothing took.
func (l Location) unknown() error {
	for name := range l.params {
		return ErrParameter.With("name", strings.ToValidUTF8(name, "?"))
	}
	return nil
}
