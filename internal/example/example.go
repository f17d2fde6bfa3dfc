// Package example is the worked example's world: nine companies in four provinces and seven cities, the organisations
// they deal with, and a generator that writes each company's data file.
//
// It is modelled on the published facts of the first data-asset security (nine firms, four provinces, seven cities, CNY
// 10 to 25 million each, 133.7 million together). Every organisation and person is made up: names of organisations
// contain 示例 ("example"), credit codes have right check digits and an issuing series (MAEX…) of their own, and
// persons' numbers in the data are computed, not collected.
//
// # Data
//
// [Generate] writes nine files, about 145 MB and 1.7 million rows together, in some seconds on two cores. They are what
// such companies really have: comma-separated text as UTF-8, as GB18030, as GBK, with a byte order mark and line breaks
// within cells, compressed; and one Parquet. All are dirty in known ways (see [MissingPermille] and its neighbours).
// One, the hotels', holds names, resident numbers and mobile numbers of guests, and must not be registered before these
// are masked. One, the reseller's, is to 70 % another company's: rows of the vehicle trips, shuffled, their columns
// renamed and re-ordered.
//
// Rows are made in the order of time at a steady rate from [From] to [Until]. [Refresh] writes the same rows and those
// that came since; [Degrade] writes what a failing company's data looks like: 40 % of the rows gone, nothing new,
// values missing.
//
// # Invariants
//
// A file's bytes depend on nothing but company, seed and day: no clock, no map order, no floating-point function. The
// same seed gives the same bytes on every machine, with the versions of the compressors pinned in go.mod. Files are
// written beside their place and renamed into it.
package example

import (
	"context"
	"os"
	"path/filepath"

	"golang.org/x/sync/errgroup"

	"shurong.org/shurong/daycount"
	"shurong.org/shurong/fault"
)

// Seed is the seed of the worked example.
const Seed uint64 = 20260704

// From and Until are the first and the last day of the data as first registered.
var (
	From  = daycount.NewDate(2025, 7, 1)
	Until = daycount.NewDate(2026, 6, 30)
)

// ErrWrite says that a file could not be written.
var ErrWrite = fault.Define("example.write", fault.Internal,
	"无法写入示例数据文件 {file}", "the example's data file {file} cannot be written").
	Hint("请检查目录权限与磁盘空间（约 150 MB）", "check permissions and free space (about 150 MB)")

// ErrDay says that a later version was asked for a day that is not later, or too far away.
var ErrDay = fault.Define("example.day", fault.Invalid,
	"数据更新日 {day} 应在 {from} 之后五年以内", "the data's new last day {day} must be within five years after {from}")

// Generate writes the data files of the companies, all if none is named, into dir.
func Generate(dir string, seed uint64, companies ...Company) error {
	if len(companies) == 0 {
		companies = Companies()
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return ErrWrite.With("file", dir).Because(err)
	}
	g, _ := errgroup.WithContext(context.Background())
	g.SetLimit(2) // the reseller's file is held in memory
	for _, c := range companies {
		g.Go(func() error { return write(dir, c, plan{seed: seed}) })
	}
	return g.Wait()
}

// Sample writes the first rows of each company's file, for documents and tests.
func Sample(dir string, seed uint64, rows int, companies ...Company) error {
	if len(companies) == 0 {
		companies = Companies()
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return ErrWrite.With("file", dir).Because(err)
	}
	for _, c := range companies {
		if err := write(dir, c, plan{seed: seed, limit: rows}); err != nil {
			return err
		}
	}
	return nil
}

// Refresh writes a later, healthy version of a company's file into dir: the same rows, and what came since at the same
// rate, up to and including the day given.
func Refresh(dir string, c Company, seed uint64, until daycount.Date) error {
	if until.Compare(Until) <= 0 || until.Compare(Until.AddDays(5*366)) > 0 {
		return ErrDay.With("day", until, "from", Until)
	}
	return write(dir, c, plan{seed: seed, extra: rowsBetween(c.Rows, until)})
}

// Degrade writes a later, degraded version of a company's file into dir: nothing new came since the file was first
// written, 40 % of its rows are gone (the newest tenth of the period altogether), and of what is left three cells in
// ten are empty but for the first column.
func Degrade(dir string, c Company, seed uint64) error {
	return write(dir, c, plan{seed: seed, degrade: true})
}

// Path is where a company's file is written.
func (c Company) Path(dir string) string { return filepath.Join(dir, c.File) }

// rowsBetween is how many rows come after Until up to a day, at the rate of rows over the whole period.
func rowsBetween(rows int, until daycount.Date) int {
	return int(int64(rows) * int64(until.Sub(Until)) / int64(Until.Sub(From)+1))
}
