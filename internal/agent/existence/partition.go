package existence

import (
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"shurong.org/shurong/internal/registry"
	"shurong.org/shurong/proof"
)

// BlockSize is the unit of content, in bytes.
const BlockSize = registry.BlockSize

// maxFiles bounds the files of a folder.
const maxFiles = 1 << 16

// Partition is a run of bytes of one file that does not change any more. Salt and Root are made by [Commit].
type Partition struct {
	Name   string     `json:"name"` // of the file, relative to the folder; its base name for a single file
	Offset int64      `json:"offset"`
	Size   int64      `json:"size"`
	Salt   proof.Hash `json:"salt,omitzero"`
	Root   proof.Hash `json:"root,omitzero"`
}

// Blocks is the number of the partition's blocks; the last may be short.
func (p Partition) Blocks() int64 { return (p.Size + BlockSize - 1) / BlockSize }

// leaf is the partition's in the content tree. The name is hidden under the salt.
func (p Partition) leaf() proof.Hash {
	name := sha256.New()
	name.Write(p.Salt[:])
	var at [8]byte
	binary.BigEndian.PutUint64(at[:], uint64(p.Offset))
	name.Write(at[:])
	io.WriteString(name, p.Name) //nolint:errcheck // a hash does not fail
	b := []byte("shurong existence partition v1\n")
	b = binary.BigEndian.AppendUint64(b, uint64(p.Size))
	b = binary.BigEndian.AppendUint64(b, uint64(p.Blocks()))
	b = name.Sum(b)
	return proof.LeafHash(append(b, p.Root[:]...))
}

func contentLeaves(ps []Partition) []proof.Hash {
	out := make([]proof.Hash, len(ps))
	for i, p := range ps {
		out[i] = p.leaf()
	}
	return out
}

func totals(ps []Partition) (blocks, bytes int64) {
	for _, p := range ps {
		blocks, bytes = blocks+p.Blocks(), bytes+p.Size
	}
	return blocks, bytes
}

// Files is a file, or a folder of files.
type Files struct{ Path string }

// List returns what is closed now: covered, and behind it what came since, each file up to its present length. Names are
// in order, hidden files and symbolic links are passed over.
func (f Files) List(covered []Partition) ([]Partition, error) {
	until := map[string]int64{}
	for _, p := range covered {
		until[p.Name] = max(until[p.Name], p.Offset+p.Size)
	}
	out := slices.Clone(covered)
	add := func(name string, size int64) {
		if from := until[name]; size > from {
			out = append(out, Partition{Name: name, Offset: from, Size: size - from})
		}
	}
	info, err := os.Stat(f.Path)
	if err != nil {
		return nil, unreadable(f.Path, err)
	}
	if !info.IsDir() {
		add(filepath.Base(f.Path), info.Size())
	} else {
		n := 0
		err := filepath.WalkDir(f.Path, func(path string, d fs.DirEntry, err error) error {
			hidden := path != f.Path && strings.HasPrefix(d.Name(), ".")
			switch {
			case err != nil:
				return unreadable(path, err)
			case hidden && d.IsDir():
				return filepath.SkipDir
			case hidden || !d.Type().IsRegular():
				return nil
			}
			if n++; n > maxFiles {
				return ErrTooMany.With("most", maxFiles)
			}
			info, err := d.Info()
			if err != nil {
				return unreadable(path, err)
			}
			name, err := filepath.Rel(f.Path, path)
			add(filepath.ToSlash(name), info.Size())
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	if len(out) == 0 {
		return nil, ErrNothing.With("path", f.Path)
	}
	return out, nil
}

func unreadable(path string, err error) error {
	why, zh := "it cannot be opened", "无法打开"
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return ErrGone.With("file", filepath.Base(path), "why", "it is not there", "why_zh", "文件不存在").Because(err)
	case errors.Is(err, fs.ErrPermission):
		why, zh = "there is no permission to read it", "没有读取权限"
	}
	return ErrContent.With("file", filepath.Base(path), "why", why, "why_zh", zh).Because(err)
}

// open opens the file of a partition and sees that it is long enough.
func (f Files) open(p Partition) (*os.File, error) {
	path := f.Path
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		if !filepath.IsLocal(filepath.FromSlash(p.Name)) {
			return nil, unreadable(p.Name, fs.ErrNotExist)
		}
		path = filepath.Join(path, filepath.FromSlash(p.Name))
	}
	file, err := os.Open(path)
	if err != nil {
		return nil, unreadable(path, err)
	}
	info, err := file.Stat()
	if err == nil && (!info.Mode().IsRegular() || info.Size() < p.Offset+p.Size) {
		err = ErrGone.With("file", p.Name, "why", "it is shorter than it was", "why_zh", "文件比原来短")
	}
	if err != nil {
		return nil, errors.Join(err, file.Close())
	}
	return file, nil
}
