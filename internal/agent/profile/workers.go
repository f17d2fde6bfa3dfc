package profile

// Workers are those that were started, in their order: for a pass that is taken up where another stood.
func (b *Builder) Workers() []*Worker { return b.workers }
