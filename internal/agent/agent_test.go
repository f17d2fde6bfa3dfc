package agent

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"golang.org/x/text/encoding/simplifiedchinese"

	"shurong.org/shurong/canon"
	"shurong.org/shurong/identifier"
	"shurong.org/shurong/internal/registry"
	"shurong.org/shurong/internal/table"
	"shurong.org/shurong/quality"
	"shurong.org/shurong/sketch"
)

var measuredAt = time.Date(2026, 7, 2, 1, 0, 0, 0, time.UTC)

// people is a table with personal data in it; its secrets are returned too.
func people(rows int) (text string, secrets []string) {
	r := rand.New(rand.NewPCG(5, 6))
	var b strings.Builder
	b.WriteString("单号,手机,卡号,入住日期,金额,备注\n")
	for i := range rows {
		phone := fmt.Sprintf("13%09d", r.IntN(1e9))
		card, _ := identifier.MakeBankCard(fmt.Sprintf("62220212%010d", r.IntN(1e9)))
		secrets = append(secrets, phone, card)
		fmt.Fprintf(&b, "H%06d,%s,%s,2026-%02d-%02d,%d.50,房型%d\n", i, phone, card, 1+r.IntN(6), 1+r.IntN(28),
			100+r.IntN(900), r.IntN(40))
	}
	return b.String(), secrets
}

func file(t testing.TB, content string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "t.csv")
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func measure(t testing.TB, path string, o Options) *Measurement {
	t.Helper()
	if o.MeasuredAt.IsZero() {
		o.MeasuredAt = measuredAt
	}
	m, err := Measure(context.Background(), path, o)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func TestAMeasurementHoldsTheDigestsOfWhatItSays(t *testing.T) {
	text, _ := people(3000)
	m := measure(t, file(t, text), Options{})
	f := m.Fact
	if f.FileDigest != canon.Hex([]byte(text)) || f.ProfileDigest != canon.Hex(canon.Must(m.Profile)) ||
		f.SketchDigest != canon.Hex(m.Sketch.Encode()) {
		t.Errorf("%+v", f)
	}
	if f.Rows != 3000 || f.Columns != 6 || f.PersonalData != "sensitive" || f.MeasuredAt != measuredAt.UnixMilli() ||
		f.QualityPPM != m.Quality.TotalPPM || f.AgentVersion != Version {
		t.Errorf("%+v", f)
	}
	if want := int(measuredAt.Sub(time.Date(2026, 6, 28, 0, 0, 0, 0, time.UTC)).Hours() / 24); f.StaleDays != want {
		t.Errorf("stale %d days, want %d", f.StaleDays, want)
	}
	var back Measurement
	raw, err := canon.Marshal(m)
	if err != nil {
		t.Fatal(err)
	}
	if err := canon.Unmarshal(raw, &back); err != nil {
		t.Fatal(err)
	}
	if string(canon.Must(back)) != string(raw) {
		t.Error("a measurement does not survive reading and writing")
	}
}

func TestNothingThatLeavesTheSiteHoldsAValue(t *testing.T) {
	text, secrets := people(3000)
	m := measure(t, file(t, text), Options{})
	out := string(canon.Must(m))
	for _, s := range secrets {
		if strings.Contains(out, s) {
			t.Fatal("the measurement repeats a value")
		}
	}
	for _, c := range m.Sketch.Columns {
		if c.Name == "手机" || c.Name == "卡号" {
			t.Errorf("the sketch holds hashes of column %s", c.Name)
		}
	}
	if !strings.Contains(string(canon.Must(m.Local)), "房型") {
		t.Error("the local part holds no values")
	}
}

func TestTheResultDoesNotDependOnTheNumberOfCores(t *testing.T) {
	text, _ := people(16_000) // several blocks for each
	path := file(t, text)
	want := canon.Must(measure(t, path, Options{Workers: 1}))
	for _, n := range []int{2, 3, 7} {
		if string(canon.Must(measure(t, path, Options{Workers: n}))) != string(want) {
			t.Errorf("%d cores: another measurement", n)
		}
	}
}

func TestTheEncodingChangesTheFileAndNothingElse(t *testing.T) {
	text, _ := people(5000)
	gb, err := simplifiedchinese.GB18030.NewEncoder().String(text)
	if err != nil {
		t.Fatal(err)
	}
	a, b := measure(t, file(t, text), Options{}), measure(t, file(t, gb), Options{})
	if a.Fact.FileDigest == b.Fact.FileDigest || a.Fact.SketchDigest != b.Fact.SketchDigest ||
		a.Fact.SchemaDigest != b.Fact.SchemaDigest || a.Fact.QualityPPM != b.Fact.QualityPPM {
		t.Errorf("%+v\n%+v", a.Fact, b.Fact)
	}
}

func TestACopyWithOtherColumnNamesIsRecognised(t *testing.T) {
	text, _ := people(5000)
	lines := strings.Split(strings.TrimSpace(text), "\n")
	kept := lines[1:3501]
	rand.New(rand.NewPCG(1, 1)).Shuffle(len(kept), func(i, j int) { kept[i], kept[j] = kept[j], kept[i] })
	copied := "a,b,c,d,e,f\n" + strings.Join(kept, "\n") + "\n"
	m, err := sketch.Compare(measure(t, file(t, copied), Options{}).Sketch, measure(t, file(t, text), Options{}).Sketch)
	if err != nil {
		t.Fatal(err)
	}
	if m.Grade != sketch.Red || m.ContainmentAB.Value < 900_000 || m.ContainmentBA.Value < 600_000 ||
		m.ContainmentBA.Value > 800_000 {
		t.Errorf("%+v", m)
	}
}

func TestDegradedDataScoresLessAndDrifts(t *testing.T) {
	text, _ := people(4000)
	lines := strings.Split(strings.TrimSpace(text), "\n")
	for i := range lines {
		if i > 0 && i%3 == 0 {
			cells := strings.Split(lines[i], ",")
			cells[4], cells[5] = "", ""
			lines[i] = strings.Join(cells, ",")
		}
	}
	before, after := measure(t, file(t, text), Options{}), measure(t, file(t, strings.Join(lines[:2400], "\n")),
		Options{MeasuredAt: measuredAt.AddDate(0, 3, 0)})
	if after.Fact.QualityPPM >= before.Fact.QualityPPM || after.Fact.StaleDays <= before.Fact.StaleDays {
		t.Errorf("%+v\n%+v", before.Fact, after.Fact)
	}
	kinds := map[string]bool{}
	for _, c := range quality.Compare(before.Snapshot(), after.Snapshot()) {
		kinds[c.Kind+" "+c.Column] = true
	}
	if !kinds["rows "] || !kinds["missing 金额"] || !kinds["missing 备注"] {
		t.Errorf("%v", kinds)
	}
}

func TestAFaultLeavesNothingBehind(t *testing.T) {
	m, err := Measure(context.Background(), file(t, "a,b\n1,2\n1\n"), Options{MeasuredAt: measuredAt})
	if m != nil || !errors.Is(err, table.ErrRagged) {
		t.Errorf("%v %v", m, err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	text, _ := people(10)
	if m, err := Measure(ctx, file(t, text), Options{MeasuredAt: measuredAt}); m != nil || !errors.Is(err,
		context.Canceled) {
		t.Errorf("%v %v", m, err)
	}
	if _, err := Measure(ctx, file(t, text), Options{Weights: quality.Weights{}}); !errors.Is(err, quality.ErrWeights) {
		t.Errorf("%v", err)
	}
}

// TestRealTablesAreMeasured: all tables beside the project, or in SHURONG_TABLES, and no personal data is suspected of
// being sensitive in them.
func TestRealTablesAreMeasured(t *testing.T) {
	dir := os.Getenv("SHURONG_TABLES")
	if dir == "" {
		dir = "../../../shared/reference/tables"
	}
	var files []string
	for _, p := range []string{"*.csv", "*/*.csv"} {
		m, _ := filepath.Glob(filepath.Join(dir, p))
		files = append(files, m...)
	}
	if len(files) == 0 {
		t.Skip("real tables are not beside the project; set SHURONG_TABLES to a folder that holds some")
	}
	for _, f := range files {
		m, err := Measure(context.Background(), f, Options{MeasuredAt: measuredAt})
		if err != nil {
			t.Errorf("%s: %v", filepath.Base(f), err)
			continue
		}
		for _, x := range m.Scan.Findings {
			t.Logf("%s: %s %s %s %d", filepath.Base(f), x.Column, x.Category, x.Confidence, x.SharePPM)
			if x.Confidence != "low" && x.Grade == "sensitive" {
				t.Errorf("%s: %+v", filepath.Base(f), x)
			}
		}
	}
	t.Logf("%d tables", len(files))
}

func TestTheHeartbeatNamesItsPredecessor(t *testing.T) {
	fact := registry.Measurement{Rows: 1}
	if h := Heartbeat("SJ3212026060001", nil, fact); h.Seq != 1 || h.Prev != "" {
		t.Errorf("%+v", h)
	}
	if h := Heartbeat("SJ3212026060001", &registry.Heartbeat{Seq: 4, Digest: "ab"}, fact); h.Seq != 5 ||
		h.Prev != "ab" || !reflect.DeepEqual(h.Measurement, fact) {
		t.Errorf("%+v", h)
	}
}

// BenchmarkMeasure is the whole pass, beside reading the same file alone.
func BenchmarkMeasure(b *testing.B) {
	text, _ := people(200_000)
	path := file(b, text)
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		if _, err := Measure(context.Background(), path, Options{MeasuredAt: measuredAt}); err != nil {
			b.Fatal(err)
		}
	}
}
