// Package partition reads many files of one schema as one table: a folder, or the objects under a prefix.
//
// The parts are read one after the other in the order of their names, compared byte by byte, so the same files give the
// same blocks. A folder called key=value is a column called key that holds value in every row of the files in it, as
// Hive and Spark lay out partitions; __HIVE_DEFAULT_PARTITION__ is no value. Columns are matched by name: files may
// have them in different order, but each must have all of the first file's and no others, and all must be of the same
// kind. Every file is opened once before anything is read, so that the last of ten thousand cannot spoil a night's work
// by its header.
//
// # What tells one state of a folder from another
//
// [Part] holds each part's digest, rows and bytes. The digest of the whole is SHA-256 over
//
//	"shurong-parts/1\n" ‖ for every part in order: uvarint(length of its name) ‖ name ‖ its digest
//
// and [Changes] compares two lists: which parts are new, gone, changed. A reading that was broken off is taken up behind
// the last part that was read to its end ([table.Resumer]), if the bytes of all parts before are still the same.
package partition

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"net/url"
	"slices"
	"strings"

	"shurong.org/shurong/fault"
	"shurong.org/shurong/internal/table"
)

// MaxParts is the most files read as one table.
const MaxParts = 100_000

// Faults.
var (
	ErrNone = fault.Define("partition.none", fault.Invalid,
		"{name} 中没有可读取的数据文件", "{name} holds no data file").
		Hint("以 . 或 _ 开头的文件会被略过；请检查路径和文件名过滤条件",
			"files that begin with . or _ are passed over; check the path and the pattern")
	ErrTooMany = fault.Define("partition.too_many", fault.Limit,
		"{name} 中的文件超过 {limit} 个", "{name} holds more than {limit} files").
		Hint("请按分区分别登记，或合并小文件", "register partitions apart, or merge small files")
	ErrKinds = fault.Define("partition.kinds", fault.Invalid,
		"文件格式不一：{first} 是 {one}，{file} 是 {other}", "the files differ in kind: {first} is {one}, {file} is {other}").
		Hint("请用文件名过滤条件只选一种，如 *.csv", "choose one kind by a pattern such as *.csv")
	ErrSchema = fault.Define("partition.schema", fault.Invalid,
		"文件 {file} 的列与 {first} 不同：缺少 [{missing}]，多出 [{extra}]",
		"file {file} has other columns than {first}: missing [{missing}], extra [{extra}]").
		Hint("请统一各文件的列，或分成几个数据集", "give all files the same columns, or make several data sets")
	ErrKeys = fault.Define("partition.keys", fault.Invalid,
		"分区目录不一致：{first} 与 {file}", "the partition folders differ: {first} and {file}").
		Hint("同一数据集的文件应在相同层级的 键=值 目录中", "the files of a data set lie under the same key=value folders")
)

// File is one part, not opened yet.
type File struct {
	Name string // path below the folder, with slashes
	Size int64  // in bytes; for progress
	Open func() (table.Stream, error)
	// Digest reads the bytes alone and returns what a reading of the part would; nil: the parts are not read again, and a
	// reading cannot be taken up.
	Digest func() ([32]byte, error)
}

// Part is what became of one part.
type Part struct {
	Name   string `json:"name"`
	Digest string `json:"digest"` // hexadecimal SHA-256
	Rows   int64  `json:"rows"`
	Bytes  int64  `json:"bytes"`
}

// Change is what two lists of parts differ in.
type Change struct {
	Added   []string `json:"added,omitempty"`
	Removed []string `json:"removed,omitempty"`
	Changed []string `json:"changed,omitempty"`
}

// Changes compares the parts of two readings.
func Changes(before, now []Part) (c Change) {
	old := make(map[string]Part, len(before))
	for _, p := range before {
		old[p.Name] = p
	}
	for _, p := range now {
		was, ok := old[p.Name]
		switch {
		case !ok:
			c.Added = append(c.Added, p.Name)
		case was.Digest != p.Digest:
			c.Changed = append(c.Changed, p.Name)
		}
		delete(old, p.Name)
	}
	for name := range old {
		c.Removed = append(c.Removed, name)
	}
	slices.Sort(c.Removed)
	return c
}

// Digest is that of the whole; see the package comment.
func Digest(parts []Part) (out [32]byte) {
	sum := sha256.New()
	sum.Write([]byte("shurong-parts/1\n"))
	for _, p := range parts {
		sum.Write(binary.AppendUvarint(nil, uint64(len(p.Name))))
		sum.Write([]byte(p.Name))
		raw, err := hex.DecodeString(p.Digest)
		if err != nil {
			raw = nil // made by hex.EncodeToString here
		}
		sum.Write(raw)
	}
	copy(out[:], sum.Sum(nil))
	return out
}

// pair is a partition folder's key and value.
type pair struct {
	key   string
	value []byte // nil: no value
}

// pairs are the key=value folders in a name.
func pairs(name string) (out []pair) {
	folders := strings.Split(name, "/")
	for _, f := range folders[:len(folders)-1] {
		key, value, ok := strings.Cut(f, "=")
		if !ok || key == "" {
			continue
		}
		if plain, err := url.PathUnescape(value); err == nil {
			value = plain
		}
		if plain, err := url.PathUnescape(key); err == nil {
			key = plain
		}
		p := pair{key: strings.ToValidUTF8(key, "\uFFFD")}
		if value != "" && value != "__HIVE_DEFAULT_PARTITION__" {
			p.value = []byte(strings.ToValidUTF8(value, "\uFFFD"))
		}
		out = append(out, p)
	}
	return out
}

// within says in which part a fault is.
func within(file string, err error) error {
	if f := fault.From(err); f.File == "" && f.Kind() != fault.Internal {
		return f.In(file, 0)
	}
	return err
}
