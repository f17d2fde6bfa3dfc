package scan

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"shurong.org/shurong/canon"
	"shurong.org/shurong/identifier"
)

// counted is what a detector says of one column after so many cells.
func counted(cells ...string) *inText {
	d := NewDetector(1)
	for _, c := range cells {
		d.Cell(0, []byte(c))
	}
	return &d.columns[0]
}

func TestNumbersInsideTextsAreFoundWhereverTheyStand(t *testing.T) {
	const phone, resident = "13812345678", "11010519491231002X"
	for pad := range 24 {
		for _, filler := range []string{"x", "客", ",", "。", " "} {
			before := strings.Repeat("客", 1) + strings.Repeat(filler, pad) + "："
			for _, after := range []string{"", "，", "请回电，谢谢", " ok", strings.Repeat(" x", pad)} {
				if c := counted(before + phone + after); c.valid[textMobile] != 1 {
					t.Errorf("not found in %q", before+phone+after)
				}
				if c := counted(before + resident + after); c.valid[textResident] != 1 {
					t.Errorf("not found in %q", before+resident+after)
				}
			}
		}
	}
}

func TestWhatIsNoNumberOfAPersonInATextIsPassedOver(t *testing.T) {
	for _, s := range []string{
		"13812345678",                            // a cell of its own: the column decides
		"11010519491231002X",                     //
		"13812345678 ",                           //
		"订单138123456789已完成",                      // twelve digits
		"https://example.com/p/13812345678",      // in an address of the web
		"编号A13812345678B",                        // letters touch it
		"订单号：320106202601010018 已签收",             // no check digit
		"wang123456@mail.example.cn",             // a cell of its own
		"postgres://user:pw@db.example.com/base", // a password, not an address
		"2026-03-01 12:30:15",
		"9e107d9d372bb6826bd81d3542a419d6",
	} {
		if c := counted(s); c.valid != [textKinds]int64{} {
			t.Errorf("%q: %v", s, c.valid)
		}
	}
	for s, k := range map[string]textKind{
		"请联系wang@example.com取件": textEmail, "卡号6222020000000000000，请核": textCard, "tel:13812345678 王": textMobile,
	} {
		if c := counted(s); c.valid[k] != 1 {
			t.Errorf("%q: %v", s, c.valid)
		}
	}
}

func TestSecretsInsideTextsAreKeptForTheRules(t *testing.T) {
	for _, s := range []string{"export KEY=AKIAZ5GMXQ3WJ7TEN2LB now", "LTAI5tKdj3kdfj3kdjf3kd2A",
		"请用ghp_16C7e42F292c6912E7710c838347Ae178B4a登录",
		"-----BEGIN RSA PRIVATE KEY-----MIIEpAIBAAKCAQEA75"} {
		if c := counted(s); c.secrets != 1 || len(c.kept) != 1 {
			t.Errorf("%q: %d", s, c.secrets)
		}
	}
	for _, s := range []string{"9e107d9d372bb6826bd81d3542a419d6", "The parcel was left with the neighbour",
		"skirts and skies are nice-looking things"} {
		if c := counted(s); c.secrets != 0 {
			t.Errorf("%q", s)
		}
	}
}

// TestWorkersDoNotShow: however cells are dealt out, merged detectors say the same.
func TestWorkersDoNotShow(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 3))
	var all []string
	for i := range 3000 {
		all = append(all, fmt.Sprintf("客户来电1381234%04d，卡6222020000%09d", i, i), fmt.Sprintf("key AKIAZ5GMXQ3WJ7T%s",
			strings.ToUpper(fmt.Sprintf("%05X", i*7919))),
			"正常完成，没有其他情况需要说明")
	}
	want := counted(all...)
	for _, workers := range []int{2, 3, 7} {
		parts := make([]*Detector, workers)
		for i := range parts {
			parts[i] = NewDetector(1)
		}
		r.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
		for i, c := range all {
			parts[i%workers].Cell(0, []byte(c))
		}
		r.Shuffle(workers, func(i, j int) { parts[i], parts[j] = parts[j], parts[i] })
		for _, p := range parts[1:] {
			parts[0].Merge(p)
		}
		got := &parts[0].columns[0]
		if got.cells != want.cells || got.form != want.form || got.valid != want.valid || got.secrets != want.secrets ||
			!slices.EqualFunc(got.kept, want.kept, func(a, b candidate) bool {
				return a.hash == b.hash &&
					bytes.Equal(a.cell, b.cell)
			}) {
			t.Errorf("%d workers: %v, want %v", workers, got.valid, want.valid)
		}
	}
}

// TestTheWindowsMissNothing compares the fast search with one that tries every position.
func TestTheWindowsMissNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.StringOf(rapid.SampledFrom([]rune("13800138000 客@.a:-X"))).Draw(t, "text") +
			rapid.SampledFrom([]string{"", "13912345678", "11010519491231002X"}).Draw(t, "number") +
			rapid.StringOf(rapid.SampledFrom([]rune("客 a，0."))).Draw(t, "tail")
		if len(s) < textFrom {
			return
		}
		var slow inText
		if !oneWord([]byte(s)) || strings.IndexByte(s, '@') < 0 || run11(s) {
			slow.identifiers([]byte(s), strings.IndexByte(s, '@') >= 0)
		}
		if fast := counted(s); fast.valid != slow.valid {
			t.Fatalf("%q: %v, want %v", s, fast.valid, slow.valid)
		}
	})
}

func run11(s string) bool {
	n := 0
	for i := range len(s) {
		if n++; s[i] < '0' || s[i] > '9' {
			n = 0
		}
		if n >= 11 {
			return true
		}
	}
	return false
}

// FuzzDetector: any cells are searched without failing, and what is said is sound.
func FuzzDetector(f *testing.F) {
	for _, list := range cells {
		for _, s := range list {
			f.Add([]byte(s), "姓名")
		}
	}
	f.Add([]byte("\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff"), "\xff")
	f.Fuzz(func(t *testing.T, cell []byte, header string) {
		rows := memory{{string(cell)}, {string(cell)}, {""}}
		r := Decide(inputOf([]string{header}, rows))
		if r.Grade.rank() > 2 {
			t.Fatal("no such grade")
		}
		for _, f := range r.Findings {
			if f.Matching < 0 || f.SharePPM > 1_000_000 || f.Examined > 2 {
				t.Fatalf("%+v", f)
			}
		}
		Examples(inputOf([]string{header}, rows), r, 2)
		if _, err := canon.Marshal(r); err != nil && strings.ToValidUTF8(header, "") == header {
			t.Fatal(err)
		}
		if len(cell) == 18 && identifier.IsResidentID(string(cell)) && !examine(cell).valid.has(residentID) &&
			cell[0] != '0' {
			if identifier.IsProvinceCode(string(cell)) && (string(cell[6:8]) == "19" || string(cell[6:8]) == "20") {
				t.Fatalf("%q is a resident number", cell)
			}
		}
	})
}
