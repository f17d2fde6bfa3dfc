package source_test

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode"

	"github.com/klauspost/compress/zstd"
	"github.com/parquet-go/parquet-go"
	"github.com/xuri/excelize/v2"

	"shurong.org/shurong/fault"
	"shurong.org/shurong/internal/source"
	"shurong.org/shurong/internal/source/folder"
	"shurong.org/shurong/internal/source/jsonlines"
	"shurong.org/shurong/internal/source/spreadsheet"
	"shurong.org/shurong/internal/table"
)

// kinds write the same table in every form.
var kinds = map[string]func(t testing.TB, rows [][]string) []byte{
	"csv": func(_ testing.TB, rows [][]string) []byte {
		var b bytes.Buffer
		for _, r := range rows {
			b.WriteString(strings.Join(r, ",") + "\n")
		}
		return b.Bytes()
	},
	"jsonl": func(_ testing.TB, rows [][]string) []byte {
		var b bytes.Buffer
		for _, r := range rows[1:] {
			var pairs []string
			for i, c := range r {
				pairs = append(pairs, fmt.Sprintf("%q:%q", rows[0][i], c))
			}
			b.WriteString("{" + strings.Join(pairs, ",") + "}\n")
		}
		return b.Bytes()
	},
	"xlsx": func(t testing.TB, rows [][]string) []byte {
		f := excelize.NewFile()
		for i, r := range rows {
			_ = f.SetSheetRow("Sheet1", fmt.Sprintf("A%d", i+1), &r)
		}
		var b bytes.Buffer
		if err := f.Write(&b); err != nil {
			t.Fatal(err)
		}
		return b.Bytes()
	},
	"parquet": func(t testing.TB, rows [][]string) []byte {
		fields := parquet.Group{}
		for _, name := range rows[0] {
			fields[name] = parquet.String()
		}
		var b bytes.Buffer
		w := parquet.NewWriter(&b, parquet.NewSchema("t", fields))
		for _, r := range rows[1:] {
			row := parquet.Row{}
			for i, c := range r {
				row = append(row, parquet.ValueOf(c).Level(0, 0, i))
			}
			if _, err := w.WriteRows([]parquet.Row{row}); err != nil {
				t.Fatal(err)
			}
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		return b.Bytes()
	},
}

func packed(t testing.TB, how string, b []byte) []byte {
	t.Helper()
	var out bytes.Buffer
	if how == "gzip" {
		w := gzip.NewWriter(&out)
		_, _ = w.Write(b)
		_ = w.Close()
		return out.Bytes()
	}
	w, err := zstd.NewWriter(&out)
	if err != nil {
		t.Fatal(err)
	}
	_, _ = w.Write(b)
	_ = w.Close()
	return out.Bytes()
}

// checkFault holds a fault against what people need: what, where, what to do, in both languages.
func checkFault(t *testing.T, name, file string, err error, wants []*fault.Def) {
	t.Helper()
	ok := false
	for _, w := range wants {
		ok = ok || errors.Is(err, w)
	}
	if !ok {
		t.Errorf("%s: %v", name, err)
		return
	}
	f := fault.From(err)
	if !strings.ContainsFunc(f.ZH(), func(r rune) bool { return unicode.Is(unicode.Han, r) }) {
		t.Errorf("%s: no Chinese: %s", name, f.ZH())
	}
	if f.HintZH() == "" || f.HintEN() == "" {
		t.Errorf("%s: nothing to do about %s", name, f.EN())
	}
	for _, text := range []string{f.ZH(), f.EN()} {
		if strings.ContainsAny(text, "{}") {
			t.Errorf("%s: a place is not filled: %s", name, text)
		}
		if !strings.ContainsAny(text, "0123456789") && !strings.Contains(text, file) {
			t.Errorf("%s: neither file nor place: %s", name, text)
		}
	}
}

func TestBadBytesOfEveryKind(t *testing.T) {
	good := [][]string{{"id", "name"}}
	for i := range 2000 {
		good = append(good, []string{fmt.Sprint(i), fmt.Sprintf("v%d", i*i)})
	}
	header := good[:1]
	type bad struct {
		content []byte
		want    []*fault.Def
	}
	cases := map[string]bad{
		"empty":      {nil, []*fault.Def{table.ErrEmpty}},
		"mark only":  {[]byte("\xef\xbb\xbf"), []*fault.Def{table.ErrEmpty}},
		"blank":      {[]byte("\n \n\n"), []*fault.Def{table.ErrEmpty}},
		"garbage":    {garbage(64 << 10), []*fault.Def{table.ErrNotText}},
		"NUL bytes":  {bytes.Repeat([]byte{0}, 4096), []*fault.Def{table.ErrNotText}},
		"controls":   {bytes.Repeat([]byte("a\x01\x02\x03,\x04b\n"), 500), []*fault.Def{table.ErrNotText}},
		"PDF":        {[]byte("%PDF-1.7 xxxxxxxxxxx"), []*fault.Def{table.ErrNotText}},
		"JSON array": {[]byte(`[{"id":1}]`), []*fault.Def{jsonlines.ErrArray}},
		"mixed text": {[]byte(strings.Repeat("张三,1\n", 4000) + strings.Repeat("\xd5\xc5\xc8\xfd,2\n", 4000)),
			[]*fault.Def{table.ErrEncoding}},
		"ragged":     {[]byte("a,b\n1,2\n" + strings.Repeat("1\n1,2\n", 50)), []*fault.Def{table.ErrRagged}},
		"open quote": {[]byte("a,b\n1,\"2\n3,4\n"), []*fault.Def{table.ErrQuoteUnclosed}},
		"huge cell": {[]byte("a,b\n1," + strings.Repeat("x", table.MaxField+1) + "\n"),
			[]*fault.Def{table.ErrFieldTooLong}},
		"wide": {[]byte(strings.Repeat("a,", table.MaxColumns+1) + "b\n" + strings.Repeat("1,",
			table.MaxColumns+1) + "2\n"), []*fault.Def{table.ErrTooManyColumns}},
		"huge JSON": {[]byte(`{"a":"` + strings.Repeat("x", table.MaxField+1) + `"}`),
			[]*fault.Def{table.ErrFieldTooLong}},
		"bad JSON": {[]byte(`{"a":1}` + "\n" + strings.Repeat(`{"a":`+"\n", 20)),
			[]*fault.Def{jsonlines.ErrNotObjects}},
		"invalid JSON": {bytes.Repeat([]byte("{\"a\":\"\xff\xfe\"}\n"), 500), []*fault.Def{table.ErrEncoding}},
		"no footer":    {[]byte("PAR1" + strings.Repeat("x", 100)), []*fault.Def{table.ErrDamaged}},
		"encrypted":    {[]byte("PARE" + strings.Repeat("x", 100)), []*fault.Def{table.ErrEncrypted}},
		"plain ZIP":    {zipped("a.csv", "a,b\n1,2\n"), []*fault.Def{spreadsheet.ErrNotWorkbook}},
		"gzip of none": {packed(t, "gzip", nil), []*fault.Def{table.ErrEmpty}},
		"gzip header":  {[]byte("\x1f\x8b\x08\x00"), []*fault.Def{table.ErrDamaged}},
		"zstd header":  {[]byte("\x28\xb5\x2f\xfd\x00"), []*fault.Def{table.ErrDamaged}},
	}
	damaged := []*fault.Def{table.ErrDamaged, spreadsheet.ErrDamaged}
	noRows := []*fault.Def{table.ErrNoRows}
	for kind, write := range kinds {
		whole := write(t, good)
		if kind == "jsonl" {
			noRows = append(noRows, table.ErrEmpty) // no rows is no text at all
		}
		cases[kind+" without rows"] = bad{write(t, header), noRows}
		if kind == "csv" || kind == "jsonl" {
			for _, how := range []string{"gzip", "zstd"} {
				z := packed(t, how, whole)
				cases[kind+" "+how+" cut off"] = bad{z[:len(z)*2/3], damaged}
				z = bytes.Clone(z)
				for i := len(z) / 2; i < len(z)/2+40; i++ {
					z[i] ^= 0x55
				}
				cases[kind+" "+how+" flipped"] = bad{z, append([]*fault.Def{jsonlines.ErrNotObjects, table.ErrEncoding,
					table.ErrRagged}, damaged...)}
			}
			continue
		}
		cases[kind+" cut off"] = bad{whole[:len(whole)-50], damaged}
		cases[kind+" begun"] = bad{whole[:len(whole)/2], damaged}
	}
	footer := kinds["parquet"](t, good)
	for i := len(footer) - 60; i < len(footer)-20; i++ {
		footer[i] ^= 0xff
	}
	cases["parquet broken footer"] = bad{footer, damaged}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			// As a file, and as one of a folder's partitions.
			dir := tree(t, map[string]string{"day=1/data": string(c.content)})
			_, _, _, err := read(t, filepath.Join(dir, "day=1/data"), source.Options{})
			checkFault(t, "file", "data", err, c.want)
			_, _, _, err = read(t, dir, source.Options{})
			checkFault(t, "folder", "data", err, append(c.want, table.ErrNoRows))
			if err != nil && !errors.Is(err, table.ErrNoRows) && !strings.Contains(err.Error(), "day=1/data: ") {
				t.Errorf("the partition is not named: %v", err)
			}
		})
	}
}

func zipped(name, content string) []byte {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	w, _ := z.Create(name)
	_, _ = w.Write([]byte(content))
	_ = z.Close()
	return b.Bytes()
}

// garbage is bytes of no pattern.
func garbage(n int) []byte {
	b := make([]byte, n)
	x := uint32(2463534242)
	for i := range b {
		x ^= x << 13
		x ^= x >> 17
		x ^= x << 5
		b[i] = byte(x)
	}
	return b
}

func TestHeadersThatAreEmptyOrRepeatedGetNames(t *testing.T) {
	for kind, content := range map[string][]byte{
		"csv":  []byte("id,,id,名\n1,a,2,b\n3,c,4,d\n"),
		"xlsx": kinds["xlsx"](t, [][]string{{"id", "", "id", "名"}, {"1", "a", "2", "b"}, {"3", "c", "4", "d"}}),
	} {
		cols, rows, _, err := read(t, filepath.Join(tree(t, map[string]string{"x": string(content)}), "x"),
			source.Options{})
		if err != nil || strings.Join(cols, " ") != "id column_2 id_2 名" || len(rows) != 2 {
			t.Errorf("%s: %q %q %v", kind, cols, rows, err)
		}
	}
}

func TestATerabyteOfNothingIsRefusedAtOnce(t *testing.T) {
	for name, c := range map[string]struct {
		head string
		want []*fault.Def
	}{
		"bare":    {"", []*fault.Def{table.ErrNotText}},
		"csv":     {"a,b\n1,2\n", []*fault.Def{table.ErrNotText, table.ErrFieldTooLong, table.ErrEncoding}},
		"jsonl":   {`{"a":1}` + "\n", []*fault.Def{table.ErrRowTooLong, jsonlines.ErrNotObjects}},
		"xlsx":    {"PK\x03\x04", []*fault.Def{table.ErrDamaged}},
		"parquet": {"PAR1", []*fault.Def{table.ErrDamaged}},
	} {
		path := filepath.Join(t.TempDir(), "sparse")
		if err := os.WriteFile(path, []byte(c.head), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Truncate(path, 1<<40); err != nil {
			t.Skipf("no sparse files here: %v", err)
		}
		s, err := source.Open(t.Context(), path, source.Options{})
		if err == nil {
			_, err = first(s)
			_ = s.Close()
		}
		checkFault(t, name, "sparse", err, c.want)
	}
}

// first decodes block after block until a fault.
func first(s table.Stream) (n int, err error) {
	var b table.Batch
	for ; ; n++ {
		block, err := s.Next()
		if err != nil {
			return n, err
		}
		if err := block.Decode(&b); err != nil {
			return n, err
		}
	}
}

func TestWhatMayNotBeReadIsNamed(t *testing.T) {
	if os.Getuid() == 0 {
		t.Skip("root may read everything")
	}
	dir := tree(t, map[string]string{"a.csv": "a,b\n1,2\n", "b.csv": "a,b\n1,2\n", "sub/c.csv": "a,b\n1,2\n"})
	_ = os.Chmod(filepath.Join(dir, "b.csv"), 0)
	_, _, _, err := read(t, filepath.Join(dir, "b.csv"), source.Options{})
	checkFault(t, "file", "b.csv", err, []*fault.Def{table.ErrPermission})
	_, _, _, err = read(t, dir, source.Options{})
	checkFault(t, "file in a folder", "b.csv", err, []*fault.Def{table.ErrPermission})
	_ = os.Chmod(filepath.Join(dir, "b.csv"), 0o600)
	_ = os.Chmod(filepath.Join(dir, "sub"), 0)
	_, _, _, err = read(t, dir, source.Options{})
	checkFault(t, "folder", "sub", err, []*fault.Def{folder.ErrPermission})
	_ = os.Chmod(filepath.Join(dir, "sub"), 0o700) //nolint:gosec // to be removed
}

func TestEveryKindGivesTheSameRows(t *testing.T) {
	rows := [][]string{{"id", "name"}, {"1", "甲"}, {"2", "乙 丙"}, {"3", "丁"}}
	for kind, write := range kinds {
		content := write(t, rows)
		variants := map[string][]byte{"plain": content}
		if kind == "csv" || kind == "jsonl" {
			variants["gzip"], variants["zstd"] = packed(t, "gzip", content), packed(t, "zstd", content)
		}
		for how, b := range variants {
			cols, got, s, err := read(t, filepath.Join(tree(t, map[string]string{"x": string(b)}), "x"),
				source.Options{})
			if err != nil || strings.Join(cols, ",") != "id,name" || strings.Join(got, ";") != "1|甲;2|乙 丙;3|丁" {
				t.Errorf("%s %s: %q %q %v", kind, how, cols, got, err)
				continue
			}
			if s.Tally().Bytes != int64(len(b)) {
				t.Errorf("%s %s: %d bytes of %d", kind, how, s.Tally().Bytes, len(b))
			}
		}
	}
}
