// Package fault is the one shape of every error a user of Shurong can meet.
//
// An error is made where the fault is known, from a definition that carries a
// stable code and its text in Chinese and English, and travels unchanged to the
// edge, where it becomes a problem document (RFC 9457), a line on a terminal or
// a row of an import report. Nothing in between re-describes it.
//
//	var errCheckDigit = fault.Define("org.uscc_check_digit", fault.Invalid,
//		"统一社会信用代码 {code} 的校验位应为 {want}",
//		"credit code {code}: the check digit should be {want}").
//		Hint("请对照营业执照核对第 18 位", "compare character 18 with the business licence")
//
//	return errCheckDigit.With("code", code, "want", want).At("uscc")
//
// Definitions are package variables. Two errors match under errors.Is when
// their codes are equal, so a caller tests against the definition:
//
//	errors.Is(err, org.ErrCheckDigit)
//
// Texts never contain secrets or personal data: an argument that may hold
// either is left out, and the place (file, line, field) is named instead.
package fault

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
)

// Kind groups faults by what the caller can do about them. It decides the HTTP
// status and the exit code, nothing else.
type Kind int

const (
	// Internal: the program or its environment is at fault. HTTP 500, exit 1.
	Internal Kind = iota
	// Invalid: the input breaks a rule that can be read off the input alone. HTTP 422, exit 2.
	Invalid
	// NotFound: the thing named does not exist. HTTP 404, exit 3.
	NotFound
	// Conflict: the input is well-formed but the present state forbids it. HTTP 409, exit 4.
	Conflict
	// Forbidden: the caller is known and may not do this. HTTP 403, exit 5.
	Forbidden
	// Unauthenticated: the caller is not known. HTTP 401, exit 5.
	Unauthenticated
	// Limit: a size, rate or count is over its limit. HTTP 429 or 413, exit 6.
	Limit
	// Unavailable: try again later, nothing was done. HTTP 503, exit 7.
	Unavailable
)

// Def is a fault's definition: its code, kind and texts. It is immutable and is itself an error, so that it can
// stand as the target of errors.Is.
type Def struct {
	code           string
	kind           Kind
	zh, en         string
	hintZH, hintEN string
}

// Define makes a definition. The texts may hold {name} placeholders, filled by [Def.With]. The code is
// "<area>.<what>" in lower snake case and never changes once released.
func Define(code string, kind Kind, zh, en string) *Def {
	return &Def{code: code, kind: kind, zh: zh, en: en}
}

// Hint returns a copy of the definition that also tells the user what to do next.
func (d *Def) Hint(zh, en string) *Def {
	c := *d
	c.hintZH, c.hintEN = zh, en
	return &c
}

// Code returns the stable code.
func (d *Def) Code() string { return d.code }

// Error makes a Def usable as an error without arguments.
func (d *Def) Error() string { return d.code + ": " + d.en }

// With returns an error of this definition with its placeholders filled. Arguments are name, value pairs.
func (d *Def) With(args ...any) *Error { return &Error{def: d, args: pairs(args)} }

// At returns an error of this definition at a field, named by its JSON path ("body.rights[0].term").
func (d *Def) At(field string) *Error { return &Error{def: d, Field: field} }

// Because returns an error of this definition that wraps its cause.
func (d *Def) Because(err error) *Error { return &Error{def: d, cause: err} }

// Error is one occurrence of a fault.
type Error struct {
	def   *Def
	args  []string
	cause error

	// Field is the JSON path of the offending field, or empty.
	Field string
	// File and Line place the fault in a file the user gave, where there is one. Line counts from 1; 0 is unknown.
	File string
	Line int
}

func pairs(args []any) []string {
	out := make([]string, len(args))
	for i, a := range args {
		out[i] = fmt.Sprint(a)
	}
	return out
}

// At returns a copy placed at a field.
func (e *Error) At(field string) *Error {
	c := *e
	c.Field = field
	return &c
}

// In returns a copy placed at a line of a file; line 0 means the file as a whole.
func (e *Error) In(file string, line int) *Error {
	c := *e
	c.File, c.Line = file, line
	return &c
}

// With returns a copy with more placeholders filled.
func (e *Error) With(args ...any) *Error {
	c := *e
	c.args = append(append([]string(nil), e.args...), pairs(args)...)
	return &c
}

// Because returns a copy that wraps its cause.
func (e *Error) Because(err error) *Error {
	c := *e
	c.cause = err
	return &c
}

// Code returns the stable code of the definition.
func (e *Error) Code() string { return e.def.code }

// Kind returns the kind of the definition.
func (e *Error) Kind() Kind { return e.def.kind }

// Args returns the filled placeholders as a map, for clients that format their own text.
func (e *Error) Args() map[string]string {
	if len(e.args) == 0 {
		return nil
	}
	m := make(map[string]string, len(e.args)/2)
	for i := 0; i+1 < len(e.args); i += 2 {
		m[e.args[i]] = e.args[i+1]
	}
	return m
}

// ZH returns the Chinese text with its place.
func (e *Error) ZH() string { return e.place() + e.fill(e.def.zh) }

// EN returns the English text with its place.
func (e *Error) EN() string { return e.place() + e.fill(e.def.en) }

// HintZH says in Chinese what to do, or is empty.
func (e *Error) HintZH() string { return e.fill(e.def.hintZH) }

// HintEN says in English what to do, or is empty.
func (e *Error) HintEN() string { return e.fill(e.def.hintEN) }

func (e *Error) fill(s string) string {
	for i := 0; i+1 < len(e.args); i += 2 {
		s = strings.ReplaceAll(s, "{"+e.args[i]+"}", e.args[i+1])
	}
	return s
}

func (e *Error) place() string {
	switch {
	case e.File != "" && e.Line > 0:
		return e.File + ":" + strconv.Itoa(e.Line) + ": "
	case e.File != "":
		return e.File + ": "
	}
	return ""
}

// Error returns the English text with code, field and cause, for logs.
func (e *Error) Error() string {
	s := e.def.code + ": " + e.EN()
	if e.Field != "" {
		s += " (field " + e.Field + ")"
	}
	if e.cause != nil {
		s += ": " + e.cause.Error()
	}
	return s
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.cause }

// Is reports whether target is the same fault, as a definition or as an occurrence.
func (e *Error) Is(target error) bool {
	switch t := target.(type) {
	case *Def:
		return t.code == e.def.code
	case *Error:
		return t.def.code == e.def.code
	}
	return false
}

var errUnexpected = Define("internal.unexpected", Internal, "系统内部错误，请凭请求编号联系运维人员", "internal error; quote the request identifier to the operator")

// From returns the fault in err's chain, or wraps err as an internal fault whose cause is for the log only.
// From(nil) is nil.
func From(err error) *Error {
	if err == nil {
		return nil
	}
	var e *Error
	if errors.As(err, &e) {
		return e
	}
	var d *Def
	if errors.As(err, &d) {
		return d.Because(nil)
	}
	return errUnexpected.Because(err)
}
