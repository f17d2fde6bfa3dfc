package traits

import (
	"math/rand/v2"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/zeebo/xxh3"
)

func TestHashesAreThoseOfXXH3(t *testing.T) {
	rng := rand.New(rand.NewPCG(4, 4))
	for n := range 200 {
		for range 200 {
			b := make([]byte, n)
			for i := range b {
				b[i] = byte(rng.Uint32())
			}
			want := xxh3.HashSeed(b, Seed)
			if n == 0 {
				want = 0
			}
			if got := Hash(b); got != want {
				t.Fatalf("%d bytes %x: %x, not %x", n, b, got, want)
			}
		}
	}
}

// plainly is the class, found character by character.
func plainly(s string) (c Class) {
	han := s != ""
	for _, r := range s {
		switch {
		case r >= '0' && r <= '9':
			c |= Digit
		case r >= 'a' && r <= 'z':
			c |= Lower
		case r >= 'A' && r <= 'Z':
			c |= Upper
		case r < utf8.RuneSelf:
			c |= Mark
		default:
			c |= Beyond
		}
		han = han && r >= 0x4e00 && r <= 0x9fff
	}
	switch {
	case han:
		return Beyond | Han
	case c&Beyond != 0:
		return Beyond
	}
	return c
}

// FuzzOf: class and hash are those of the plain ways, at every place of a word.
func FuzzOf(f *testing.F) {
	for _, s := range []string{"", "7", "12", "DD00000017", "320102195001010013", "32010219500101001X", "苏A12345", "南京市",
		"一丁七", "䷿䷿䷿", "鿿鿿", "ꀀ一", "2026-03-01 08:30:00", "3.5", "é", "ab", "@", "a\x7f", "/:@[`{", "王小二,"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if !utf8.ValidString(s) || len(s) > 1000 {
			t.Skip()
		}
		for _, s := range []string{s, s + s, "0123456789" + s, strings.Repeat("中", 3) + s, s + "Z",
			"z" + s + strings.Repeat(" ", 17)} {
			h, c := Of([]byte(s))
			if want := plainly(s); c != want {
				t.Errorf("%q: %06b, want %06b", s, c, want)
			}
			if h != Hash([]byte(s)) {
				t.Errorf("%q: another hash", s)
			}
		}
	})
}
