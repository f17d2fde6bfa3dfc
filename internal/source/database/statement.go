package database

import (
	"slices"
	"strings"
	"unicode"
)

// Dialect says how a server reads quotes and comments.
type Dialect int

// The dialects.
const (
	Postgres Dialect = iota
	MySQL
)

// maxQuery is longer than any query a person writes.
const maxQuery = 64 << 10

// writing are the words that make a statement that begins with SELECT or WITH write or lock.
var writing = []string{"into", "insert", "update", "delete", "merge"}

// CheckSelect lets through one SELECT, with or without WITH, and nothing else. It is the first of three walls: the
// transaction is read-only, and the account should have no other right than to read.
//
// Words are looked for outside quotes and comments; a column that is called like one of them must be quoted.
func CheckSelect(query string, d Dialect) error {
	if len(query) > maxQuery {
		return ErrNotSelect.With("why", "> 64 KiB")
	}
	words, err := words(query, d)
	if err != nil {
		return err
	}
	if len(words) == 0 {
		return ErrNotSelect.With("why", "empty")
	}
	if words[0] != "select" && words[0] != "with" {
		return ErrNotSelect.With("why", strings.ToUpper(words[0]))
	}
	for i, w := range words {
		// insert(…) is a function of text in MySQL.
		function := w == "insert" && i+1 < len(words) && words[i+1] == "("
		if slices.Contains(writing, w) && !function || w == "share" && words[i-1] == "for" {
			return ErrNotSelect.With("why", strings.ToUpper(w))
		}
	}
	return nil
}

// words are the query's words in lower case, and its brackets, without what is quoted or commented.
func words(q string, d Dialect) (out []string, err error) {
	refuse := func(why string) ([]string, error) { return nil, ErrNotSelect.With("why", why) }
	for i := 0; i < len(q); {
		c := q[i]
		switch {
		case c == 0:
			return refuse("NUL")
		case c == '\'' || c == '"' || c == '`' && d == MySQL:
			escapes := d == MySQL && c != '`' || c == '\'' && escapeString(q[:i])
			n := quoted(q[i:], c, escapes)
			if n < 0 {
				return refuse("a quote is not closed")
			}
			i += n
		case strings.HasPrefix(q[i:], "--") && (d == Postgres || i+2 == len(q) || q[i+2] <= ' ') || c == '#' &&
			d == MySQL:
			n := strings.IndexByte(q[i:], '\n')
			if n < 0 {
				n = len(q) - i
			}
			i += n
		case strings.HasPrefix(q[i:], "/*"):
			if d == MySQL && (strings.HasPrefix(q[i:], "/*!") || strings.HasPrefix(q[i:], "/*M!")) {
				return refuse("/*! */")
			}
			n := strings.Index(q[i+2:], "*/")
			if n < 0 {
				return refuse("a comment is not closed")
			}
			if strings.Contains(q[i+2:i+2+n], "/*") { // nests in one dialect and not in the other
				return refuse("/* /*")
			}
			i += n + 4
		case c == '$' && d == Postgres && dollarTag(q[i:]) != "":
			tag := dollarTag(q[i:])
			n := strings.Index(q[i+len(tag):], tag)
			if n < 0 {
				return refuse("a quote is not closed")
			}
			i += n + 2*len(tag)
		case c == ';':
			rest, err := words(q[i+1:], d)
			if err != nil {
				return nil, err
			}
			if len(rest) > 0 || strings.Contains(q[i+1:], ";") {
				return refuse(";")
			}
			return out, nil
		case c == '(' || c == ')':
			out = append(out, string(c))
			i++
		case isWord(c):
			n := 1
			for i+n < len(q) && (isWord(q[i+n]) || q[i+n] == '$') {
				n++
			}
			out = append(out, strings.ToLower(q[i:i+n]))
			i += n
		default:
			i++
		}
	}
	return out, nil
}

// escapeString reports whether the quote after before is that of PostgreSQL's E'…', in which a backslash escapes.
func escapeString(before string) bool {
	n := len(before)
	return n > 0 && (before[n-1] == 'e' || before[n-1] == 'E') && (n == 1 || !isWord(before[n-2]) && before[n-2] != '$')
}

func isWord(c byte) bool {
	return c == '_' || c >= 0x80 || unicode.IsLetter(rune(c)) || c >= '0' && c <= '9'
}

// quoted is how long the quoted text at the start of s is, quotes included, or -1.
func quoted(s string, quote byte, escapes bool) int {
	for i := 1; i < len(s); i++ {
		switch {
		case s[i] == '\\' && escapes:
			i++
		case s[i] == quote && i+1 < len(s) && s[i+1] == quote:
			i++
		case s[i] == quote:
			return i + 1
		}
	}
	return -1
}

// dollarTag is PostgreSQL's $tag$ at the start of s, or "".
func dollarTag(s string) string {
	for i := 1; i < len(s); i++ {
		if s[i] == '$' {
			return s[:i+1]
		}
		if !isWord(s[i]) || i == 1 && s[i] >= '0' && s[i] <= '9' {
			return ""
		}
	}
	return ""
}

// NoTable is the fault that there is no table of this name, with up to three of the names that are most like it.
func NoTable(name string, names []string) error {
	e := ErrNoTable.With("name", name)
	if near := near(name, names); len(near) > 0 {
		return e.With("near_zh", "，是否为 "+strings.Join(near, "、"), "near_en", "; did you mean "+strings.Join(near, ", "))
	}
	return e.With("near_zh", "", "near_en", "")
}

func near(name string, names []string) []string {
	type scored struct {
		name     string
		distance int
	}
	var similar []scored
	want := []rune(strings.ToLower(name))
	for _, n := range names {
		have := []rune(strings.ToLower(n))
		bare := have
		if i := strings.LastIndexByte(string(have), '.'); i >= 0 && !strings.Contains(name, ".") {
			bare = []rune(string(have)[i+1:])
		}
		d := distance(want, bare)
		if d <= max(1, len(want)/3) || strings.Contains(string(bare), string(want)) {
			similar = append(similar, scored{n, d})
		}
	}
	slices.SortFunc(similar, func(a, b scored) int {
		if a.distance != b.distance {
			return a.distance - b.distance
		}
		return strings.Compare(a.name, b.name)
	})
	out := make([]string, 0, 3)
	for _, s := range similar[:min(3, len(similar))] {
		out = append(out, s.name)
	}
	return out
}

// distance is how many characters must be added, dropped, changed or exchanged with their neighbour.
func distance(a, b []rune) int {
	if len(a) > 128 || len(b) > 128 {
		return 128
	}
	var before, last []int
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := 1; i <= len(a); i++ {
		before, last = last, row
		row = make([]int, len(b)+1)
		row[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			row[j] = min(last[j]+1, row[j-1]+1, last[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
	}
	return row[len(b)]
}
