package act

import (
	"shurong.org/shurong/canon"
)

// Find reads the fact under a key, nil if there is none.
func Find[T any](r Reader, key string) (*T, error) {
	b, err := r.Get(key)
	if err != nil || b == nil {
		return nil, err
	}
	v := new(T)
	if err := canon.Unmarshal(b, v); err != nil {
		return nil, err
	}
	return v, nil
}

// Load reads a fact that must exist; field names where the sender named it.
func Load[T any](c *Context, key, field string) (*T, error) {
	v, err := Find[T](c.State, key)
	if err == nil && v == nil {
		return nil, ErrNotFound.With("what", Printable(key)).At(field)
	}
	return v, err
}

// Exists reports whether there is a fact under a key.
func Exists(c *Context, key string) bool {
	b, err := c.Get(key)
	return err != nil || b != nil // unreadable counts as there: a command then fails rather than overwrites
}

// Put stores a fact.
func Put(c *Context, key string, v any) { c.Put(key, canon.Must(v)) }
