package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"

	"shurong.org/shurong/fault"
)

// env is what a command may touch of the outside.
type env struct {
	context.Context
	In       io.Reader
	Out, Err io.Writer
	Lang     string // zh or en
}

var errUsage = fault.Define("cli.usage", fault.Invalid,
	"命令用法有误：{why}", "the command line is not right: {why}").
	Hint("请运行 shurong --help 查看用法", "run shurong --help")

var (
	errRead = fault.Define("cli.read", fault.NotFound,
		"无法读取文件 {file}", "file {file} cannot be read").
		Hint("请检查路径和读取权限", "check the path and that you may read it")
	errWrite = fault.Define("cli.write", fault.Internal,
		"无法写入 {file}", "{file} cannot be written").
		Hint("请检查目录权限和磁盘空间", "check the directory's permissions and free space")
	errFileSize = fault.Define("cli.file_size", fault.Limit,
		"文件 {file} 超过 {limit} 字节", "file {file} has more than {limit} bytes")
)

// t picks the text of the user's language.
func (e *env) t(zh, en string) string {
	if e.Lang == "zh" {
		return zh
	}
	return en
}

func (e *env) printf(format string, args ...any) { _, _ = fmt.Fprintf(e.Out, format, args...) }

// language decides between zh and en; auto follows the locale.
func language(flag string, getenv func(string) string) string {
	if flag != "auto" && flag != "" {
		return flag
	}
	for _, name := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} {
		if v := getenv(name); v != "" {
			if strings.HasPrefix(strings.ToLower(v), "zh") {
				return "zh"
			}
			return "en"
		}
	}
	return "en"
}

// readFile reads a file the user named, up to limit bytes.
func readFile(path string, limit int64) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, errRead.With("file", path).Because(err)
	}
	defer func() { _ = f.Close() }()
	b, err := io.ReadAll(io.LimitReader(f, limit+1))
	if err != nil {
		return nil, errRead.With("file", path).Because(err)
	}
	if int64(len(b)) > limit {
		return nil, errFileSize.With("file", path, "limit", limit)
	}
	return b, nil
}

// exitCodes by kind of fault.
var exitCodes = map[fault.Kind]int{
	fault.Internal: 1, fault.Invalid: 2, fault.NotFound: 3, fault.Conflict: 4,
	fault.Forbidden: 5, fault.Unauthenticated: 5, fault.Limit: 6, fault.Unavailable: 7,
}

// exitCode ends the program with a code of its own, after all was said: no fault, but an answer that a script acts on.
type exitCode int

func (c exitCode) Error() string { return "exit code " + strconv.Itoa(int(c)) }

// report prints an error in both languages, the user's first, with its code, place and remedy, and returns the exit code.
func (e *env) report(err error) int {
	if err == nil {
		return 0
	}
	if code := exitCode(0); errors.As(err, &code) {
		return int(code)
	}
	if errors.Is(err, context.Canceled) && e.Context != nil && e.Err != nil && e.Context.Err() != nil {
		_, _ = fmt.Fprintln(e.Err, e.t("已中断", "interrupted"))
		return 130
	}
	f := fault.From(err)
	zh, en := "错误："+f.ZH(), "error: "+f.EN()
	if e.Lang == "en" {
		zh, en = en, zh
	}
	_, _ = fmt.Fprintf(e.Err, "%s\n%s\n  [%s]", zh, en, f.Code())
	if f.Field != "" {
		_, _ = fmt.Fprintf(e.Err, " %s", f.Field)
	}
	_, _ = fmt.Fprintln(e.Err)
	if f.HintZH() != "" {
		hintZH, hintEN := "  → "+f.HintZH(), "  → "+f.HintEN()
		if e.Lang == "en" {
			hintZH, hintEN = hintEN, hintZH
		}
		_, _ = fmt.Fprintf(e.Err, "%s\n%s\n", hintZH, hintEN)
	}
	if f.Kind() == fault.Internal && f.Unwrap() != nil {
		_, _ = fmt.Fprintf(e.Err, "  %v\n", f.Unwrap())
	}
	return exitCodes[f.Kind()]
}
