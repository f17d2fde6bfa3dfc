// Package folder finds the data files of a folder.
//
// All files below it count, in the order of their paths, but those whose name or whose folder's begins with a dot or an
// underscore (_SUCCESS, _temporary, .crc). Symbolic links are followed; one that leads back to a folder above it is
// refused, and so is a file that may not be read, since a table that silently lacks a part is a wrong table.
package folder

import (
	"errors"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"shurong.org/shurong/fault"
	"shurong.org/shurong/internal/source/partition"
	"shurong.org/shurong/internal/table"
)

// maxDepth is deeper than any layout of partitions.
const maxDepth = 64

// Faults.
var (
	ErrLoop = fault.Define("folder.loop", fault.Invalid,
		"文件夹 {name} 中的符号链接 {link} 指回上层目录，形成循环",
		"in folder {name} the symbolic link {link} leads back to a folder above it").
		Hint("请删除该链接，或改为登记其中的子目录", "remove the link, or register the folders apart")
	ErrPermission = fault.Define("folder.permission", fault.Forbidden,
		"没有权限读取 {path}", "{path} may not be read").
		Hint("请授予运行本程序的用户读取权限", "let the user that runs this program read it")
	ErrPattern = fault.Define("folder.pattern", fault.Invalid,
		"文件名过滤条件 {pattern} 无效", "the pattern {pattern} is not valid").
		Hint("如 *.csv、2026-*.parquet", "such as *.csv, 2026-*.parquet")
	ErrDangling = fault.Define("folder.dangling", fault.Invalid,
		"符号链接 {path} 指向的文件不存在", "the symbolic link {path} leads nowhere").
		Hint("请修复或删除该链接", "mend or remove the link")
)

// Found is a data file.
type Found struct {
	Name string // below the folder, with slashes
	Path string
	Size int64
	info fs.FileInfo
}

// Open opens the file, which must be as it was when it was found.
func (f Found) Open() (table.File, error) {
	in, err := table.OpenPath(f.Path)
	if err != nil {
		return nil, err
	}
	now, err := os.Stat(f.Path)
	if err != nil || !os.SameFile(now, f.info) || now.Size() != f.Size || !now.ModTime().Equal(f.info.ModTime()) {
		_ = in.Close() // reading only
		return nil, table.ErrChanged.With("file", in.Name())
	}
	return in, nil
}

// List finds the files of a folder whose own name matches a pattern; "" matches all.
func List(dir, pattern string) ([]Found, error) {
	if _, err := path.Match(pattern, "x"); err != nil {
		return nil, ErrPattern.With("pattern", pattern)
	}
	w := walk{root: filepath.Base(dir), pattern: pattern}
	info, err := os.Stat(dir)
	if err != nil {
		return nil, w.explain(filepath.Base(dir), err)
	}
	if err := w.folder(dir, "", []fs.FileInfo{info}); err != nil {
		return nil, err
	}
	slices.SortFunc(w.found, func(a, b Found) int { return strings.Compare(a.Name, b.Name) })
	if len(w.found) == 0 {
		return nil, partition.ErrNone.With("name", w.root)
	}
	return w.found, nil
}

type walk struct {
	root    string
	pattern string
	found   []Found
}

// folder looks into a folder; above are it and those that it is in.
func (w *walk) folder(dir, name string, above []fs.FileInfo) error {
	if len(above) > maxDepth {
		return ErrLoop.With("name", w.root, "link", name)
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		return w.explain(path.Join(w.root, name), err)
	}
	for _, e := range entries {
		if strings.HasPrefix(e.Name(), ".") || strings.HasPrefix(e.Name(), "_") {
			continue
		}
		at, below := filepath.Join(dir, e.Name()), path.Join(name, e.Name())
		info, err := os.Stat(at)
		if err != nil {
			if e.Type()&fs.ModeSymlink != 0 && errors.Is(err, fs.ErrNotExist) {
				return ErrDangling.With("path", below)
			}
			if e.Type()&fs.ModeSymlink != 0 && !errors.Is(err, fs.ErrPermission) { // too many links
				return ErrLoop.With("name", w.root, "link", below)
			}
			return w.explain(below, err)
		}
		switch {
		case info.IsDir():
			if slices.ContainsFunc(above, func(up fs.FileInfo) bool { return os.SameFile(up, info) }) {
				return ErrLoop.With("name", w.root, "link", below)
			}
			if err := w.folder(at, below, append(slices.Clone(above), info)); err != nil {
				return err
			}
		case info.Mode().IsRegular():
			if ok, _ := path.Match(w.pattern, e.Name()); ok || w.pattern == "" {
				w.found = append(w.found, Found{Name: below, Path: at, Size: info.Size(), info: info})
			}
			if len(w.found) > partition.MaxParts {
				return partition.ErrTooMany.With("name", w.root, "limit", partition.MaxParts)
			}
		}
	}
	return nil
}

func (w *walk) explain(name string, err error) error {
	switch {
	case errors.Is(err, fs.ErrPermission):
		return ErrPermission.With("path", name)
	case errors.Is(err, fs.ErrNotExist):
		return table.ErrNotFound.With("file", name)
	}
	return table.ErrRead.With("file", name).Because(err)
}
