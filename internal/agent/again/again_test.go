package again

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"testing"
	"time"

	"shurong.org/shurong/canon"
	"shurong.org/shurong/internal/agent"
	"shurong.org/shurong/internal/source"
)

var first = time.Date(2026, 7, 1, 2, 0, 0, 0, time.UTC)

// rows is a table of orders; latest is the day of its last.
func rows(n int, latest string) []byte {
	b := []byte("order,paid,shop,amount\n")
	for i := range n {
		h := sha256.Sum256([]byte(fmt.Sprint(i)))
		b = fmt.Appendf(b, "O%X,2026-%02d-%02d 10:%02d:00,shop-%d,%d.%02d\n", h[:6], i%6+1, i%28+1, h[8]%60, h[9]%9, 10+int(h[10]), h[11]%100)
	}
	return append(b, "OFFFFFFFFFFFF,"+latest+" 09:00:00,shop-1,1.00\n"...)
}

type site struct {
	t          *testing.T
	data, kept string
}

func newSite(t *testing.T, content []byte) *site {
	s := &site{t, filepath.Join(t.TempDir(), "orders.csv"), filepath.Join(t.TempDir(), "orders.measured")}
	s.write(content)
	return s
}

func (s *site) write(b []byte) {
	if err := os.WriteFile(s.data, b, 0o600); err != nil {
		s.t.Fatal(err)
	}
}

func (s *site) measure(at time.Time) (*agent.Measurement, bool) {
	s.t.Helper()
	m, fresh, err := Measure(s.t.Context(), s.kept, s.data, source.Options{}, agent.Options{MeasuredAt: at})
	if err != nil {
		s.t.Fatal(err)
	}
	return m, fresh
}

// anew measures without looking at what was kept, and holds the result against another.
func (s *site) anew(at time.Time, got *agent.Measurement) {
	s.t.Helper()
	want, err := agent.Measure(s.t.Context(), s.data, agent.Options{MeasuredAt: at})
	if err != nil {
		s.t.Fatal(err)
	}
	if !bytes.Equal(canon.Must(got), canon.Must(want)) {
		s.t.Errorf("got  %s\nwant %s", canon.Must(got), canon.Must(want))
	}
	if !reflect.DeepEqual(got.Full, want.Full) || !reflect.DeepEqual(got.Local, want.Local) || !reflect.DeepEqual(got.Hashes, want.Hashes) ||
		!reflect.DeepEqual(got.Input, want.Input) || !reflect.DeepEqual(got.Rules, want.Rules) || !reflect.DeepEqual(got.Failing, want.Failing) {
		s.t.Error("what stays at the site differs")
	}
}

func TestUnchangedDataIsNotMeasuredAgainAndTheResultIsThatOfMeasuringIt(t *testing.T) {
	s := newSite(t, rows(3000, "2026-06-30"))
	if _, fresh := s.measure(first); !fresh {
		t.Fatal("nothing was kept yet")
	}
	for _, later := range []time.Duration{0, time.Hour, 24 * time.Hour, 75 * 24 * time.Hour} {
		m, fresh := s.measure(first.Add(later))
		if fresh {
			t.Errorf("after %s: measured again", later)
		}
		s.anew(first.Add(later), m)
	}
	if err := os.Chtimes(s.data, time.Now(), time.Unix(1, 0)); err != nil {
		t.Fatal(err)
	}
	if _, fresh := s.measure(first.Add(time.Hour)); fresh {
		t.Error("the bytes count, not the time of change")
	}
}

func TestAChangeOfOneByteIsMeasuredWhateverTheTimeOfChangeSays(t *testing.T) {
	content := rows(3000, "2026-06-30")
	s := newSite(t, content)
	s.measure(first)
	info, err := os.Stat(s.data)
	if err != nil {
		t.Fatal(err)
	}
	content[len(content)-3] ^= 1
	s.write(content)
	if err := os.Chtimes(s.data, info.ModTime(), info.ModTime()); err != nil {
		t.Fatal(err)
	}
	m, fresh := s.measure(first.Add(24 * time.Hour))
	if !fresh {
		t.Error("the change was not seen")
	}
	s.anew(first.Add(24*time.Hour), m)
}

func TestDataThatTheDayDecidesAboutIsMeasuredAgainOnAnotherDay(t *testing.T) {
	people := []byte("姓名,身份证号,出生日期\n")
	for i := range 500 {
		body := fmt.Sprintf("32010219%02d%02d%02d%03d", 50+i%50, i%12+1, i%28+1, i%1000)
		people = fmt.Appendf(people, "王%c%c,%s,19%02d-%02d-%02d\n", '伟'+rune(i%7), '芳'+rune(i%5), resident(body), 50+i%50, i%12+1, i%28+1)
	}
	for name, content := range map[string][]byte{"a date in the future": rows(3000, "2026-07-20"), "persons, whose age counts": people} {
		s := newSite(t, content)
		s.measure(first)
		if m, fresh := s.measure(first.Add(time.Hour)); fresh {
			t.Errorf("%s: measured again on the same day", name)
		} else {
			s.anew(first.Add(time.Hour), m)
		}
		m, fresh := s.measure(first.Add(40 * 24 * time.Hour))
		if !fresh {
			t.Errorf("%s: was not measured again", name)
		}
		s.anew(first.Add(40*24*time.Hour), m)
	}
}

func resident(body string) string {
	weights := [17]int{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2}
	sum := 0
	for i, w := range weights {
		sum += int(body[i]-'0') * w
	}
	return body + string("10X98765432"[sum%11])
}

func TestADamagedOrForeignFileIsAsIfThereWereNone(t *testing.T) {
	s := newSite(t, rows(500, "2026-06-30"))
	s.measure(first)
	good, err := os.ReadFile(s.kept)
	if err != nil {
		t.Fatal(err)
	}
	for _, bad := range [][]byte{{}, good[:len(good)/2], append(bytes.Clone(good), 0), []byte("{}")} {
		if err := os.WriteFile(s.kept, bad, 0o600); err != nil {
			t.Fatal(err)
		}
		m, fresh := s.measure(first)
		if !fresh {
			t.Fatal("a damaged file was believed")
		}
		s.anew(first, m)
	}
	o := agent.Options{MeasuredAt: first, PeriodDays: 7}
	if _, fresh, err := Measure(t.Context(), s.kept, s.data, source.Options{}, o); err != nil || !fresh {
		t.Errorf("other settings: %v %v", fresh, err)
	}
}

func TestAFolderIsTakenUpAgainByThePartsDigests(t *testing.T) {
	dir := t.TempDir()
	for _, month := range []string{"2026-04", "2026-05"} {
		must(t, os.MkdirAll(filepath.Join(dir, "month="+month), 0o700))
		must(t, os.WriteFile(filepath.Join(dir, "month="+month, "a.csv"), rows(800, month+"-28"), 0o600))
	}
	kept := filepath.Join(t.TempDir(), "kept")
	for i, want := range []bool{true, false} {
		if _, fresh, err := Measure(t.Context(), kept, dir, source.Options{}, agent.Options{MeasuredAt: first}); err != nil || fresh != want {
			t.Errorf("time %d: fresh %v, %v", i, fresh, err)
		}
	}
	must(t, os.WriteFile(filepath.Join(dir, "month=2026-05", "b.csv"), rows(9, "2026-05-30"), 0o600))
	if _, fresh, err := Measure(t.Context(), kept, dir, source.Options{}, agent.Options{MeasuredAt: first}); err != nil || !fresh {
		t.Errorf("a new part: fresh %v, %v", fresh, err)
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
