package table

// Boundary implements [Resumer]: row groups are the boundaries, [TextBoundary] of unpacked pages apart, once the digest
// of the whole file is known. It is made while the first are decoded, at the speed of the disk.
func (p *parquetTable) Boundary() bool {
	if !p.fresh || p.before == 0 || p.since < p.every {
		return false
	}
	if _, known := p.digested(); !known {
		return false
	}
	p.since = 0
	return true
}

// digested is the digest of the whole file, if it is known by now and the file held still.
func (p *parquetTable) digested() (sum [32]byte, known bool) {
	select {
	case s := <-p.sealed:
		p.sealed <- s
		return s.digest, s.err == nil
	default:
		return sum, false
	}
}

// Mark implements [Resumer].
func (p *parquetTable) Mark() Mark {
	sum, known := p.digested()
	if !known {
		return Mark{}
	}
	return Mark{Blocks: p.index - 1, Parquet: &ParquetMark{Group: p.group - 1, Rows: p.before, Sum: sum}}
}

// Resume implements [Resumer].
func (p *parquetTable) Resume(m Mark) error {
	changed := ErrChanged.With("file", p.file.name())
	groups := p.pq.RowGroups()
	if m.Parquet == nil || m.Parquet.Group < 1 || m.Parquet.Group >= len(groups) {
		return changed
	}
	var rows, blocks int64
	for _, g := range groups[:m.Parquet.Group] {
		n := g.NumRows()
		rows, blocks = rows+n, blocks+(n+p.rowsOfBlock()-1)/p.rowsOfBlock()
	}
	if rows != m.Parquet.Rows || blocks != int64(m.Blocks) {
		return changed
	}
	p.digestAside()
	s := <-p.sealed
	p.sealed <- s
	if s.err != nil {
		return s.err
	}
	if s.digest != m.Parquet.Sum {
		return changed
	}
	p.group, p.index, p.tal.Rows = m.Parquet.Group, m.Blocks, rows
	p.since = -max(0, p.pq.Metadata().RowGroups[p.group-1].TotalByteSize) // it is added when the next is begun
	p.done.Store(rows)
	return nil
}
