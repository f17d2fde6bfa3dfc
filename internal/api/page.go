package api

import (
	"encoding/base64"
	"encoding/json"
	"math"
	"strconv"
)

const (
	// maxCursor bounds a cursor as text. It holds the sort key of the last row, a few identifiers at most.
	maxCursor = 512
	// cursorVersion changes when what a cursor holds changes, so that an old one is refused and not misread.
	cursorVersion = "1"
	// DefaultPage and MaxPage bound a list's page.
	DefaultPage = 50
	MaxPage     = 200
)

// Paging is embedded in the input of every list.
type Paging struct {
	Cursor string `query:"cursor" maxLength:"512" doc:"next_cursor of the page before; empty for the first page"`
	Limit  int    `query:"limit" minimum:"1" maximum:"200" default:"50" doc:"rows on a page"`
}

// After returns the n parts of the cursor, or nil for the first page.
func (p Paging) After(n int) ([]string, error) { return ParseCursor(p.Cursor, n) }

// Before is the position that a list kept by descending numbers goes on below: that of the last row of the page before,
// and beyond every number on the first page. The error is [ErrCursor].
func (p Paging) Before() (int64, error) {
	parts, err := p.After(1)
	if err != nil || parts == nil {
		return math.MaxInt64, err
	}
	n, err := strconv.ParseInt(parts[0], 10, 64)
	if err != nil || n < 0 {
		return 0, ErrCursor.At("query.cursor")
	}
	return n, nil
}

// Size returns the page size within its bounds, also for callers inside the program who left it 0.
func (p Paging) Size() int {
	switch {
	case p.Limit <= 0:
		return DefaultPage
	case p.Limit > MaxPage:
		return MaxPage
	}
	return p.Limit
}

// Page is one page of a list.
type Page[T any] struct {
	Items      []T    `json:"items"`
	NextCursor string `json:"next_cursor,omitempty" doc:"absent on the last page"`
}

// NewPage makes a page out of up to limit+1 rows that were read for it: the row too many tells that there is another
// page, which begins after the last row kept, whose sort key is given by key.
func NewPage[T any](rows []T, limit int, key func(T) []string) Page[T] {
	if len(rows) <= limit {
		return Page[T]{Items: append([]T{}, rows...)}
	}
	rows = rows[:limit]
	return Page[T]{Items: rows, NextCursor: Cursor(key(rows[limit-1])...)}
}

// Numbered is [NewPage] for rows that are kept by descending numbers; see [Paging.Before].
func Numbered[T any, N int64 | uint64](rows []T, limit int, number func(T) N) Page[T] {
	return NewPage(rows, limit, func(row T) []string { return []string{strconv.FormatUint(uint64(number(row)), 10)} })
}

// Cursor writes the sort key of a page's last row as an opaque text.
func Cursor(parts ...string) string {
	b, err := json.Marshal(append([]string{cursorVersion}, parts...))
	if err != nil {
		return "" // strings always encode
	}
	return base64.RawURLEncoding.EncodeToString(b)
}

// ParseCursor reads a cursor of n parts; an empty one gives nil. It proves nothing about who made it: a caller may
// start a list anywhere, and sees only rows that are its own wherever it starts.
func ParseCursor(s string, n int) ([]string, error) {
	if s == "" {
		return nil, nil
	}
	if len(s) > maxCursor {
		return nil, ErrCursor.At("query.cursor")
	}
	b, err := base64.RawURLEncoding.DecodeString(s)
	if err != nil {
		return nil, ErrCursor.At("query.cursor")
	}
	var parts []string
	if err := json.Unmarshal(b, &parts); err != nil || len(parts) != n+1 || parts[0] != cursorVersion {
		return nil, ErrCursor.At("query.cursor")
	}
	return parts[1:], nil
}
