package main

import (
	"context"
	"encoding/hex"
	"errors"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"sync"

	"shurong.org/shurong/canon"
	"shurong.org/shurong/fault"
	"shurong.org/shurong/internal/source"
	"shurong.org/shurong/internal/table"
	"shurong.org/shurong/sketch"
)

// sketchCmd makes and compares content sketches.
type sketchCmd struct {
	Make    sketchMakeCmd    `cmd:"" default:"withargs" help:"Make the sketch of a table."`
	Compare sketchCompareCmd `cmd:"" help:"Compare two sketches or tables: how much of each is in the other. Exit code 8: amber, 9: red."`
}

var (
	errSketchTwice = fault.Define("sketch.twice", fault.Conflict,
		"{source} 已计入续算状态 {state}，不能重复计入", "{source} is part of the state {state} already and cannot be added twice").
		Hint("只提供新增的数据", "give only what was added since")
	errSketchState = fault.Define("sketch.state_file", fault.Invalid,
		"{file} 不是续算状态文件", "{file} is not a state file of sketches").
		Hint("首次计算时请给出一个尚不存在的路径", "the first time, name a file that does not exist")
)

// maxStateFile bounds a state file in bytes; states hold a few megabytes.
const maxStateFile = sketch.MaxState

type tableFlags struct {
	Separator string `help:"Separator of a text table, one character; found out if not given." placeholder:"CHAR"`
	Encoding  string `help:"Encoding of a text table; found out if not given." placeholder:"NAME"`
	Header    string `enum:"auto,yes,no" default:"auto" help:"Whether the first row names the columns: auto, yes or no."`
}

func (f tableFlags) open(ctx context.Context, location string) (table.Stream, error) {
	o, err := sourceFlags{Separator: f.Separator, Encoding: f.Encoding, Header: f.Header}.options()
	if err != nil {
		return nil, err
	}
	return source.Open(ctx, location, source.Options{Table: o.Table})
}

// sketchMakeCmd makes a sketch.
type sketchMakeCmd struct {
	Source     string   `arg:"" help:"File or folder (CSV, JSON lines, Parquet, XLSX), postgres://, mysql:// or s3:// location."`
	Out        string   `short:"o" required:"" help:"Write the sketch to this file." placeholder:"FILE" type:"path"`
	Update     string   `help:"Keep what is needed to go on in this file. If it exists, SOURCE holds only the rows that were added." placeholder:"STATE" type:"path"`
	Omit       []string `help:"Leave a column out. May be repeated." placeholder:"COLUMN" sep:"none"`
	Progress   string   `enum:"auto,none,bar,json" default:"auto" help:"Progress on standard error: auto (a bar on a terminal), none, bar, or json for programs."`
	tableFlags `embed:""`
	sealFlags  `embed:""`
}

// stateFile is what --update keeps. It is made of the data and must not leave the site.
type stateFile struct {
	Sources []string `json:"sources"` // digests of the sources taken in, ascending
	Builder []byte   `json:"builder"`
}

// Run makes the sketch.
func (c *sketchMakeCmd) Run(e *env) error {
	state, before, err := c.before()
	if err != nil {
		return err
	}
	seal, err := c.sealer(e, nameOf(c.Source))
	if err != nil {
		return err
	}
	b, digest, err := sketchSource(e, c.tableFlags, c.Source, c.Progress)
	if err != nil {
		return err
	}
	if slices.Contains(state.Sources, digest) {
		return errSketchTwice.With("source", c.Source, "state", c.Update)
	}
	if before != nil {
		if err := before.Merge(b); err != nil {
			return err
		}
		b = before
	}
	local := b.Local(c.Omit...)
	s := local.Open()
	if seal != nil {
		if s, err = sketch.Seal(e.Context, local, seal.domain, seal.prf); err != nil {
			return err
		}
	}
	// The sketch goes first: were the state written and the sketch not, the rows could not be added again.
	if err := replaceFile(c.Out, append(s.Encode(), '\n'), 0o644); err != nil {
		return err
	}
	if c.Update != "" {
		state.Sources = append(state.Sources, digest)
		slices.Sort(state.Sources)
		state.Builder = b.State()
		if err := replaceFile(c.Update, canon.Must(state), 0o600); err != nil {
			return err
		}
	}
	printSketch(e, s, c.Out)
	return nil
}

// before reads what earlier runs know, nil if this is the first.
func (c *sketchMakeCmd) before() (state stateFile, b *sketch.Builder, err error) {
	if c.Update == "" {
		return state, nil, nil
	}
	if _, err := os.Stat(c.Update); errors.Is(err, os.ErrNotExist) {
		return state, nil, nil
	}
	raw, err := readFile(c.Update, maxStateFile)
	if err != nil {
		return state, nil, err
	}
	if err := canon.Unmarshal(raw, &state); err != nil {
		return state, nil, errSketchState.With("file", c.Update).Because(err)
	}
	b, err = sketch.Resume(state.Builder, sketch.Options{})
	return state, b, err
}

// sketchSource reads a table with all cores. The result does not depend on how many there are.
func sketchSource(e *env, f tableFlags, location, shown string) (_ *sketch.Builder, _ string, err error) {
	s, err := f.open(e.Context, location)
	if err != nil {
		return nil, "", err
	}
	defer func() { _ = s.Close() }()
	s, end := showProgress(e, shown, location, s)
	defer func() { end(err == nil) }()
	ctx, stop := context.WithCancelCause(e.Context)
	defer stop(nil)
	blocks := make(chan table.Block)
	builders := make([]*sketch.Builder, min(runtime.GOMAXPROCS(0), 4))
	var wait sync.WaitGroup
	for i := range builders {
		if builders[i], err = sketch.NewBuilder(s.Columns(), sketch.Options{}); err != nil {
			return nil, "", err
		}
		wait.Go(func() {
			var batch table.Batch
			for block := range blocks {
				if err := block.Decode(&batch); err != nil {
					stop(err)
					continue
				}
				builders[i].Block(&batch)
			}
		})
	}
	err = handOut(ctx, s, blocks)
	close(blocks)
	wait.Wait()
	if err == nil {
		err = context.Cause(ctx)
	}
	if err == nil {
		err = s.Seal()
	}
	if err != nil {
		return nil, "", err
	}
	for _, b := range builders[1:] {
		if err := builders[0].Merge(b); err != nil {
			return nil, "", err
		}
	}
	digest := s.Digest()
	return builders[0], hex.EncodeToString(digest[:]), nil
}

// handOut passes a stream's blocks on until its end.
func handOut(ctx context.Context, s table.Stream, blocks chan<- table.Block) error {
	for {
		block, err := s.Next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		select {
		case blocks <- block:
		case <-ctx.Done():
			return context.Cause(ctx)
		}
	}
}

// replaceFile writes a file whole or not at all.
func replaceFile(path string, b []byte, mode os.FileMode) error {
	f, err := os.CreateTemp(filepath.Dir(path), ".sketch-*")
	if err != nil {
		return errWrite.With("file", path).Because(err)
	}
	defer func() { _ = os.Remove(f.Name()) }()
	_, err = f.Write(b)
	err = errors.Join(err, f.Chmod(mode), f.Sync(), f.Close())
	if err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		return errWrite.With("file", path).Because(err)
	}
	return nil
}

// printSketch says what was written: by which columns rows were selected, and what was tagged with them.
func printSketch(e *env, s *sketch.Sketch, file string) {
	e.printf(e.t("%s 行 × %d 列，已写入 %s，%s 字节\n", "%s rows × %d columns, written to %s, %s bytes\n"),
		grouped(s.RowCount), s.ColumnCount, file,
		grouped(int64(len(s.Encode())+1)))
	if len(s.Keys) == 0 {
		e.printf("%s\n", e.t("没有可用于选行的列：这张表无法按行比对", "no column can select rows: this table cannot be compared by rows"))
	}
	for _, k := range s.Keys {
		e.printf(e.t("按 %s 选 %d 行", "%s selects %d rows"), keyName(e, s, &k), len(k.Rows))
		if k.Entity {
			e.printf("%s", e.t("（人、机构或地点：从严判定）", " (people, organisations or places: judged strictly)"))
		}
		names := ""
		for _, p := range k.Pairs {
			if names != "" {
				names += e.t("、", ", ")
			}
			names += s.Columns[p.Column].Name
		}
		e.printf(e.t("，比对 %s\n", ", compared by %s\n"), shorten(names, 120))
	}
	if s.Domain != sketch.Public {
		e.printf(e.t("已封装，标签域 %s\n", "sealed in the domain %s\n"), s.Domain)
	} else {
		e.printf("%s\n", e.t("公共标签域：任何人都可以拿猜测的值与它比对，请勿公开；登记时由登记机构的密钥重新生成标签",
			"public domain: whoever has it can try guesses against it, so keep it; at registration tags are made with the registrar's key"))
	}
}

func keyName(e *env, s *sketch.Sketch, k *sketch.Key) string {
	name := s.Columns[k.Columns[0]].Name
	if len(k.Columns) > 1 {
		name += " + " + s.Columns[k.Columns[1]].Name
	}
	return name
}
