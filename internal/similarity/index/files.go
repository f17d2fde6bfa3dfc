package index

import (
	"cmp"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"shurong.org/shurong/canon"
)

const (
	cursorFile    = "cursor.json"
	segmentSuffix = ".segment"
	newSuffix     = ".new"
	maxCursorFile = 1 << 10
)

type writerAt = io.WriterAt

// Open reads the index of a directory, which is made if it does not exist. fresh is set if there was none or it was not
// whole; then the index is empty, and why says what was wrong, if anything was.
func Open(o Options) (ix *Index, why string, err error) {
	ix = New(o)
	if o.Dir == "" {
		return ix, "", nil
	}
	if err := os.MkdirAll(o.Dir, 0o700); err != nil {
		return nil, "", ErrFile.With("why", err.Error()).Because(err)
	}
	if why = ix.load(); why != "" {
		if err := ix.reset(); err != nil {
			return nil, why, ErrFile.With("why", err.Error()).Because(err)
		}
	}
	return ix, why, nil
}

// load opens the newest whole set of files, and says what keeps it from doing so.
func (ix *Index) load() (why string) {
	paths, err := filepath.Glob(filepath.Join(ix.dir, "*"+segmentSuffix))
	if err != nil {
		return err.Error()
	}
	var all []*segment
	for _, p := range paths {
		s, err := openFile(p)
		if err != nil {
			return filepath.Base(p) + ": " + err.Error()
		}
		all = append(all, s)
	}
	// A crash may leave two segments beside the one they were merged into: the larger stands.
	slices.SortFunc(all, func(a, b *segment) int {
		return cmp.Or(cmp.Compare(a.first, b.first), cmp.Compare(b.assets, a.assets))
	})
	next := uint32(0)
	for _, s := range all {
		if s.first != next {
			if s.first < next && s.first+s.assets <= next {
				_ = s.discard()
				continue
			}
			ix.segments = append(ix.segments, s)
			return filepath.Base(s.path) + ": a file is missing before it"
		}
		if s.assets == 0 || s.position(s.assets-1) >= s.size {
			ix.segments = append(ix.segments, s)
			return filepath.Base(s.path) + ": positions"
		}
		ix.segments = append(ix.segments, s)
		next += s.assets
		ix.size, ix.leaf, ix.last = s.size, s.leaf, s.position(s.assets-1)
	}
	ix.tail = newTail(next)
	return ix.readCursor(next)
}

// openFile maps a segment and checks it.
func openFile(path string) (*segment, error) {
	data, unmap, err := mapFile(path)
	if err != nil {
		return nil, err
	}
	s, ok := openSegment(data)
	if !ok {
		_ = unmap()
		return nil, errors.New("not whole")
	}
	s.close, s.path = unmap, path
	return s, nil
}

// write makes a segment by way of fill, on disk or in memory.
func (ix *Index) write(h header, fill func(writerAt) error) (*segment, error) {
	size := h.trailer + trailerSize
	if ix.dir == "" {
		m := make(memory, size)
		if err := fill(m); err != nil {
			return nil, err
		}
		return &segment{header: h, data: m, mask: 1<<(keyBits-h.bits) - 1}, nil
	}
	path := filepath.Join(ix.dir, fmt.Sprintf("%010d-%010d%s", h.first, h.first+h.assets, segmentSuffix))
	err := replace(path, func(f *os.File) error {
		if err := f.Truncate(int64(size)); err != nil {
			return err
		}
		return fill(f)
	})
	if err != nil {
		return nil, ErrFile.With("why", err.Error()).Because(err)
	}
	data, unmap, err := mapFile(path)
	if err != nil {
		return nil, ErrFile.With("why", err.Error()).Because(err)
	}
	return &segment{header: h, data: data, mask: 1<<(keyBits-h.bits) - 1, close: unmap, path: path}, nil
}

// replace writes a file beside its place, syncs it and puts it there, so that a file is whole or not there.
func replace(path string, fill func(*os.File) error) error {
	f, err := os.OpenFile(path+newSuffix, os.O_RDWR|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	err = fill(f)
	if err == nil {
		err = f.Sync()
	}
	if err = errors.Join(err, f.Close()); err == nil {
		err = os.Rename(path+newSuffix, path)
	}
	if err != nil {
		return errors.Join(err, os.Remove(path+newSuffix))
	}
	return syncDir(filepath.Dir(path))
}

// syncDir makes renames in a directory durable. Some systems cannot sync one; theirs are durable by themselves.
func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	_ = d.Sync()
	return d.Close()
}

// discard drops a segment and removes its file.
func (s *segment) discard() error {
	err := s.drop()
	if s.path != "" {
		err = errors.Join(err, os.Remove(s.path))
	}
	return err
}

// cursor says how far the log was taken in beyond the segments, where nothing was filed.
type cursor struct {
	Assets uint32 `json:"assets"`
	Leaf   string `json:"leaf"`
	Size   uint64 `json:"size"`
	V      int    `json:"v"`
}

func (ix *Index) writeCursor() error {
	if ix.dir == "" || ix.size == ix.saved {
		return nil
	}
	c := cursor{Assets: ix.tail.first, Leaf: hex.EncodeToString(ix.leaf[:]), Size: ix.size, V: 1}
	err := replace(filepath.Join(ix.dir, cursorFile), func(f *os.File) error {
		_, err := f.Write(canon.Must(c))
		return err
	})
	if err != nil {
		return ErrFile.With("why", err.Error()).Because(err)
	}
	ix.saved = ix.size
	return nil
}

// readCursor takes the cursor if it is of the segments that were found; else theirs holds, which is never ahead.
func (ix *Index) readCursor(assets uint32) (why string) {
	b, err := os.ReadFile(filepath.Join(ix.dir, cursorFile))
	if errors.Is(err, fs.ErrNotExist) {
		return ""
	}
	var c cursor
	if err != nil || len(b) > maxCursorFile || canon.Unmarshal(b, &c) != nil || c.V != 1 {
		return cursorFile + ": not whole"
	}
	leaf, err := hex.DecodeString(c.Leaf)
	if err != nil || len(leaf) != len(ix.leaf) {
		return cursorFile + ": not whole"
	}
	if c.Assets == assets && c.Size >= ix.size {
		ix.size = c.Size
		copy(ix.leaf[:], leaf)
	}
	if c.Assets > assets {
		return "segments are missing"
	}
	ix.saved = ix.size
	return ""
}

// removeFiles deletes the files of an index and nothing else.
func (ix *Index) removeFiles() error {
	if ix.dir == "" {
		return nil
	}
	entries, err := os.ReadDir(ix.dir)
	if err != nil {
		return err
	}
	var errs []error
	for _, e := range entries {
		name := strings.TrimSuffix(e.Name(), newSuffix)
		if name == cursorFile || strings.HasSuffix(name, segmentSuffix) {
			errs = append(errs, os.Remove(filepath.Join(ix.dir, e.Name())))
		}
	}
	return errors.Join(errs...)
}
