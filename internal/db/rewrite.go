package db

import (
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
)

// maxRewrites bounds the cache: statements are constants of the program, except lists of placeholders of varying
// length, which must not grow it without end. Beyond it a statement is rewritten each time, about a microsecond.
const maxRewrites = 4096

// rewriteCache remembers the PostgreSQL form of statements.
type rewriteCache struct {
	forms sync.Map // string -> string
	count atomic.Int64
}

// rewrite returns the statement in the engine's own placeholder form.
func (d *DB) rewrite(query string) string {
	if !d.postgres {
		return query
	}
	if form, ok := d.rewrites.forms.Load(query); ok {
		return form.(string)
	}
	form := numbered(query)
	if d.rewrites.count.Load() < maxRewrites {
		d.rewrites.forms.Store(query, form)
		d.rewrites.count.Add(1)
	}
	return form
}

// numbered turns each '?' into $1, $2, …, leaving string literals, quoted names and comments alone.
func numbered(query string) string {
	var out strings.Builder
	out.Grow(len(query) + 8)
	n := 0
	for i := 0; i < len(query); {
		if end := opaque(query[i:]); end > 0 {
			out.WriteString(query[i : i+end])
			i += end
			continue
		}
		if query[i] == '?' {
			n++
			out.WriteByte('$')
			out.WriteString(strconv.Itoa(n))
		} else {
			out.WriteByte(query[i])
		}
		i++
	}
	return out.String()
}

// opaque returns the length of the literal, quoted name or comment that s begins with, or 0. An unterminated one reaches
// to the end; the engine will refuse it. A doubled quote inside a literal reads as two adjacent literals, which is the
// same for this purpose.
func opaque(s string) int {
	closing := ""
	switch {
	case s[0] == '\'' || s[0] == '"':
		closing = s[:1]
	case strings.HasPrefix(s, "--"):
		closing = "\n"
	case strings.HasPrefix(s, "/*"):
		closing = "*/"
	default:
		return 0
	}
	open := max(1, len(closing))
	if closing == "\n" {
		open = 2
	}
	end := strings.Index(s[open:], closing)
	if end < 0 {
		return len(s)
	}
	return open + end + len(closing)
}
