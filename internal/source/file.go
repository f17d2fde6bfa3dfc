package source

import (
	"bytes"
	"context"
	"errors"
	"io"
	"path/filepath"

	"github.com/go-json-experiment/json/jsontext"

	"shurong.org/shurong/internal/source/folder"
	"shurong.org/shurong/internal/source/jsonlines"
	"shurong.org/shurong/internal/source/objectstore"
	"shurong.org/shurong/internal/source/partition"
	"shurong.org/shurong/internal/source/raw"
	"shurong.org/shurong/internal/source/spreadsheet"
	"shurong.org/shurong/internal/table"
)

// headSize is how much of a file tells what it is.
const headSize = 64 << 10

// openFile finds out what a file is, and takes it over.
func openFile(f table.File, sheet string, o Options) (table.Stream, error) {
	head, err := peek(f)
	if err != nil {
		_ = f.Close() // reading only
		return nil, err
	}
	if bytes.HasPrefix(head, []byte("PK\x03\x04")) {
		if sheet != "" {
			o.Sheet.Sheet = sheet
		}
		return spreadsheet.Open(f, o.Sheet)
	}
	if sheet != "" {
		_ = f.Close()
		return nil, ErrSheetOfOther.With("file", f.Name(), "sheet", sheet)
	}
	if isJSON(unpack(head)) {
		if o.JSON.Boundary == 0 {
			o.JSON.Boundary = o.Table.Boundary
		}
		return jsonlines.Open(f, o.JSON)
	}
	return table.FileStream(f, o.Table)
}

func peek(f table.File) ([]byte, error) {
	head := make([]byte, min(headSize, f.Size()))
	n, err := f.ReadAt(head, 0)
	if err == nil || errors.Is(err, io.EOF) {
		return head[:n], nil
	}
	if changed := f.Unchanged(); changed != nil {
		return nil, changed
	}
	return nil, table.ErrRead.With("file", f.Name()).Because(err)
}

// unpack is the beginning of what is packed in a file that begins with head.
func unpack(head []byte) []byte {
	r, compression, release, err := raw.Unpack(bytes.NewReader(head), head)
	if err != nil || compression == "" {
		return head // whatever is wrong with it will be met again
	}
	defer release()
	out := make([]byte, 4<<10)
	n, _ := io.ReadFull(r, out) // head is cut off anywhere
	return out[:n]
}

// isJSON reports whether text begins with an object, or an array of some: a first line of delimited text that begins
// with a brace is hardly ever one.
func isJSON(head []byte) bool {
	head = bytes.TrimPrefix(head, []byte("\xef\xbb\xbf"))
	if len(head) > 4 && (head[0] == 0xff && head[1] == 0xfe || head[0] == 0xfe && head[1] == 0xff) {
		head = bytes.ReplaceAll(head[2:min(len(head), 4096)], []byte{0}, nil) // enough of UTF-16 to tell a brace
	}
	head = bytes.TrimLeft(head, " \t\r\n")
	if bytes.HasPrefix(head, []byte("[")) {
		head = bytes.TrimLeft(head[1:], " \t\r\n")
		return bytes.HasPrefix(head, []byte("{"))
	}
	if !bytes.HasPrefix(head, []byte("{")) {
		return false
	}
	d := jsontext.NewDecoder(bytes.NewReader(head), jsontext.AllowInvalidUTF8(true), jsontext.AllowDuplicateNames(true))
	if _, err := d.ReadToken(); err != nil {
		return false
	}
	k := d.PeekKind()
	return k == '"' || k == '}'
}

func openFolder(ctx context.Context, l Location, o Options) (table.Stream, error) {
	found, err := folder.List(l.Path, o.Match)
	if err != nil {
		return nil, err
	}
	files := make([]partition.File, len(found))
	for i, f := range found {
		files[i] = partition.File{Name: f.Name, Size: f.Size, Open: func() (table.Stream, error) {
			in, err := f.Open()
			if err != nil {
				return nil, err
			}
			return openFile(in, l.Sheet, o)
		}, Digest: func() ([32]byte, error) {
			in, err := f.Open()
			if err != nil {
				return [32]byte{}, err
			}
			return digestOf(ctx, in)
		}}
	}
	return partition.Open(filepath.Base(l.Path), files)
}

func openPrefix(store *objectstore.Store, prefix, sheet string, o Options) (table.Stream, error) {
	found, err := store.List(prefix, o.Match)
	if err != nil {
		return nil, err
	}
	files := make([]partition.File, len(found))
	for i, f := range found {
		files[i] = partition.File{Name: f.Name, Size: f.Size, Open: func() (table.Stream, error) {
			in, err := store.OpenFound(f)
			if err != nil {
				return nil, err
			}
			return openFile(in, sheet, o)
		}}
	}
	return partition.Open(prefix, files)
}
