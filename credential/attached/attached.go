// Package attached takes embedded files out of a PDF, as far as a certificate needs it: a PDF is the page for people with
// the certificate's file attached.
//
// It is no PDF reader. A stream can stand nowhere but at the top level of a file, whatever a program does with objects and
// cross-references around it, so an attached file is found by its dictionary (/Type /EmbeddedFile) in the bytes. That
// survives the programs people print and save with, and there is little to attack: no object graph, no names, no scripts,
// no recursion. Streams are plain or Flate; an encrypted file has none that can be read.
//
// Bounds: the file, the number of streams, each dictionary, each unpacked file and all of them together. Cost: one pass,
// 1 ms a megabyte, and unpacking.
package attached

import (
	"bytes"
	"compress/zlib"
	"io"
	"strconv"

	"shurong.org/shurong/fault"
)

// Bounds of what is read.
const (
	MaxSize     = 8 << 20 // bytes of a PDF
	MaxFile     = 2 << 20 // bytes of an attached file, unpacked
	maxStreams  = 16
	maxDict     = 4 << 10 // from a dictionary's object to its stream
	maxUnpacked = 4 * MaxFile
)

var (
	// ErrSize says that a PDF is too large.
	ErrSize = fault.Define("pdf.size", fault.Limit, "PDF 超过 {limit} 字节", "the PDF has more than {limit} bytes")
	// ErrNone says that a PDF has no attached file that can be read.
	ErrNone = fault.Define("pdf.none", fault.Invalid,
		"PDF 中没有可读取的附件：{why_zh}", "the PDF has no attached file that can be read: {why}").
		Hint("打印或截图后的 PDF 不含凭证文件；请使用登记机构出具的原 PDF，或按凭证编号查询",
			"a PDF made by printing has lost the file; use the PDF as the registrar issued it, or look the certificate up by its code")
)

func none(zh, en string) *fault.Error { return ErrNone.With("why_zh", zh, "why", en) }

// Is reports whether bytes begin as a PDF does.
func Is(b []byte) bool { return bytes.Contains(b[:min(len(b), 1024)], []byte("%PDF-")) }

var (
	markType   = []byte("/EmbeddedFile")
	markStream = []byte("stream")
	markEnd    = []byte("endstream")
	markObject = []byte(" obj")
)

// Files returns the files attached to a PDF, in the order of their bytes; at least one. Errors: [ErrSize], [ErrNone].
func Files(b []byte) ([][]byte, error) {
	if len(b) > MaxSize {
		return nil, ErrSize.With("limit", MaxSize)
	}
	if !Is(b) {
		return nil, none("不是 PDF 文件", "it is no PDF")
	}
	var out [][]byte
	var failed error
	total, seen := 0, 0
	for at := 0; ; {
		i := bytes.Index(b[at:], markType)
		if i < 0 {
			break
		}
		mark := at + i
		at = mark + len(markType)
		if at < len(b) && regular(b[at]) {
			continue // /EmbeddedFiles, the tree of names
		}
		if seen++; seen > maxStreams {
			return nil, none("附件过多", "too many attached files")
		}
		dict, start, ok := dictionary(b, mark)
		if !ok {
			continue
		}
		file, err := unpack(dict, body(b, dict, start))
		if err != nil {
			failed = err
			continue
		}
		if total += len(file); total > maxUnpacked {
			return nil, none("附件过大", "the attached files are too large")
		}
		out = append(out, file)
	}
	switch {
	case len(out) > 0:
		return out, nil
	case failed != nil:
		return nil, failed
	case bytes.Contains(b, []byte("/Encrypt")):
		return nil, none("文件已加密", "the file is encrypted")
	}
	return nil, none("没有附件", "nothing is attached")
}

// regular reports whether a byte goes on with a PDF name.
func regular(c byte) bool {
	return c > ' ' && c < 0x7f && !bytes.ContainsRune([]byte("()<>[]{}/%"), rune(c))
}

// dictionary finds the object's dictionary around a mark, and where its stream begins.
func dictionary(b []byte, mark int) (dict []byte, start int, ok bool) {
	from := bytes.LastIndex(b[max(0, mark-maxDict):mark], markObject)
	if from < 0 {
		return nil, 0, false
	}
	from += max(0, mark-maxDict) + len(markObject)
	rest := b[mark:min(len(b), mark+maxDict)]
	i := bytes.Index(rest, markStream)
	if i < 0 {
		return nil, 0, false
	}
	dict, start = b[from:mark+i], mark+i+len(markStream)
	if bytes.Contains(dict, []byte("endobj")) {
		return nil, 0, false
	}
	switch {
	case bytes.HasPrefix(b[start:], []byte("\r\n")):
		start += 2
	case bytes.HasPrefix(b[start:], []byte("\n")):
		start++
	default:
		return nil, 0, false
	}
	return dict, start, true
}

// body is the stream's bytes: as long as the dictionary says, if the stream ends there, else up to its end mark.
func body(b, dict []byte, start int) []byte {
	if n, ok := length(b, dict); ok && n <= len(b)-start {
		after := b[start+n : min(len(b), start+n+16)]
		if bytes.HasPrefix(bytes.TrimLeft(after, "\r\n"), markEnd) {
			return b[start : start+n]
		}
	}
	end := bytes.Index(b[start:], markEnd)
	if end < 0 {
		return nil
	}
	return bytes.TrimRight(b[start:start+end], "\r\n")
}

// length reads /Length, also one that stands in an object of its own.
func length(b, dict []byte) (int, bool) {
	i := bytes.Index(dict, []byte("/Length"))
	if i < 0 {
		return 0, false
	}
	words := bytes.Fields(dict[i+len("/Length") : min(len(dict), i+64)])
	if len(words) >= 3 && bytes.HasPrefix(words[2], []byte("R")) {
		object := append(append(append([]byte("\n"), words[0]...), ' '), append(words[1], markObject...)...)
		j := bytes.Index(b, object)
		if j < 0 {
			return 0, false
		}
		words = bytes.Fields(b[j+len(object) : min(len(b), j+len(object)+32)])
	}
	if len(words) == 0 {
		return 0, false
	}
	digits := words[0]
	if cut := bytes.IndexAny(digits, "/>"); cut >= 0 {
		digits = digits[:cut]
	}
	n, err := strconv.Atoi(string(digits))
	return n, err == nil && n >= 0
}

func unpack(dict, raw []byte) ([]byte, error) {
	if len(raw) == 0 {
		return nil, none("附件为空", "the attached file is empty")
	}
	switch filter(dict) {
	case "":
		if len(raw) > MaxFile {
			return nil, none("附件过大", "the attached file is too large")
		}
		return raw, nil
	case "FlateDecode":
	default:
		return nil, none("附件的压缩方式不支持", "the attached file is packed in a way that is not supported")
	}
	damaged := none("附件已损坏", "the attached file is damaged")
	z, err := zlib.NewReader(bytes.NewReader(raw))
	if err != nil {
		return nil, damaged.Because(err)
	}
	out, err := io.ReadAll(io.LimitReader(z, MaxFile+1))
	switch {
	case err != nil:
		return nil, damaged.Because(err)
	case len(out) > MaxFile:
		return nil, none("附件过大", "the attached file is too large")
	}
	return out, nil
}

// filter is the one filter of a stream, empty if it has none. Several, or parameters, are answered with their text, which
// no caller knows.
func filter(dict []byte) string {
	i := bytes.Index(dict, []byte("/Filter"))
	if i < 0 {
		return ""
	}
	if bytes.Contains(dict, []byte("/DecodeParms")) {
		return "parameters"
	}
	rest := bytes.TrimLeft(dict[i+len("/Filter"):], " \r\n\t")
	if inner, ok := bytes.CutPrefix(rest, []byte("[")); ok {
		end := bytes.IndexByte(inner, ']')
		if end < 0 {
			return "list"
		}
		rest = bytes.TrimSpace(inner[:end])
	}
	rest, ok := bytes.CutPrefix(rest, []byte("/"))
	if !ok {
		return "name"
	}
	n := 0
	for n < len(rest) && regular(rest[n]) {
		n++
	}
	if len(rest) > n && rest[n] == '/' && bytes.HasPrefix(dict[i+len("/Filter"):], []byte("[")) {
		return "list"
	}
	return string(rest[:n])
}
