package act

// Maker makes empty commands of a kind, to decode a body into.
type Maker struct {
	Kind string
	New  func() Command
}

// Of is the maker of a command type. A package lists its types once, in commands.go; there is no other list.
func Of[T any, P interface {
	*T
	Command
}]() Maker {
	return Maker{Kind: P(nil).Kind(), New: func() Command { return P(new(T)) }}
}
