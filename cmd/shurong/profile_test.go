package main

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"shurong.org/shurong/canon"
	"shurong.org/shurong/internal/agent"
	"shurong.org/shurong/internal/table"
	"shurong.org/shurong/quality"
)

func runProfile(t *testing.T, lang, content string, edit func(*profileCmd)) (string, error) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "guests.csv")
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	c := &profileCmd{Source: path, sourceFlags: sourceFlags{Header: "auto", Period: 30, At: time.Date(2026, 7, 2, 0, 0,
		0, 0, time.UTC)}}
	if edit != nil {
		edit(c)
	}
	err := c.Run(&env{Context: context.Background(), Out: &out, Err: &out, Lang: lang})
	return out.String(), err
}

const guests = "订单号,联系电话,入住日期,金额\nH001,13800138000,2026年6月30日,\"1,280.00\"\n" +
	"H002,13900139001,2026年7月1日,360\nH002,13900139001,2026年7月1日,360\n"

func TestProfileIsReadableInBothLanguages(t *testing.T) {
	for lang, says := range map[string][]string{
		"zh": {"3 行 × 4 列", "联系电话", "手机号 100.0%", "2026-06-30 … 2026-07-01", "重复行 1", "含个人信息", "完整性"},
		"en": {"3 rows × 4 columns", "mobile number 100.0%", "1 repeated rows", "scan: personal data", "completeness"},
	} {
		out, err := runProfile(t, lang, guests, nil)
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range says {
			if !strings.Contains(out, s) {
				t.Errorf("%s: %q is missing in\n%s", lang, s, out)
			}
		}
		if strings.Contains(out, "H001") {
			t.Errorf("%s: values are shown unasked\n%s", lang, out)
		}
	}
	out, _ := runProfile(t, "en", guests, func(c *profileCmd) { c.Values = true })
	if !strings.Contains(out, "H002 ×2") {
		t.Errorf("no values\n%s", out)
	}
}

func TestProfileJSONIsWhatMayLeave(t *testing.T) {
	out, err := runProfile(t, "zh", guests, func(c *profileCmd) { c.JSON = true })
	if err != nil {
		t.Fatal(err)
	}
	var m agent.Measurement
	if err := canon.UnmarshalExact([]byte(strings.TrimSpace(out)), &m); err != nil {
		t.Fatal(err)
	}
	if m.Fact.Rows != 3 || strings.Contains(out, "13800138000") {
		t.Error(out)
	}
}

func TestProfileFlagsNarrowWhatIsFound(t *testing.T) {
	out, err := runProfile(t, "en", "1,x\n2,y\n", func(c *profileCmd) { c.Header = "no" })
	if err != nil || !strings.Contains(out, "column_1") {
		t.Errorf("%s %v", out, err)
	}
	if _, err := runProfile(t, "en", "a\n1\n", func(c *profileCmd) { c.Separator = "::" }); !errors.Is(err, errUsage) {
		t.Errorf("%v", err)
	}
	if _, err := runProfile(t, "en", "a\n1\n", func(c *profileCmd) { c.Encoding = "klingon" }); !errors.Is(err,
		table.ErrUnknownEncoding) {
		t.Errorf("%v", err)
	}
}

func TestAgentKeygenThenPreview(t *testing.T) {
	dir := t.TempDir()
	key, data := filepath.Join(dir, "agent.key"), filepath.Join(dir, "d.csv")
	if err := os.WriteFile(data, []byte(guests), 0o600); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	e := &env{Context: context.Background(), Out: &out, Err: &out, Lang: "en"}
	if err := (&agentKeygenCmd{Key: key}).Run(e); err != nil || !strings.Contains(out.String(), "public key") {
		t.Fatal(err, out.String())
	}
	out.Reset()
	once := &agentOnceCmd{Source: data, Certificate: "SJ3212026060001", Key: key, Node: "http://127.0.0.1:1",
		Preview: true, sourceFlags: sourceFlags{Header: "auto"}}
	if err := once.Run(e); err != nil || !strings.Contains(out.String(), `"personal_data":"personal"`) {
		t.Errorf("%v %s", err, out.String())
	}
	once.Certificate = "SJ1"
	if err := once.Run(e); err == nil {
		t.Error("a code that is none passes")
	}
}

// An earlier measurement is a file from outside: whatever it holds, it is compared or refused.
func FuzzEarlierMeasurement(f *testing.F) {
	f.Add([]byte(`{"profile":{"version":"shurong-profile/2","rows":3,"columns":[{"name":"a","type":"integer","values":3,` +
		`"number":{"min":"1","max":"3"},"histogram":{"bins":[{"from":"1","to":"3","count":3}]},"patterns":[{"pattern":"9",` +
		`"count":3}]},{"name":"b","type":"date","time":{"latest":"2026-01-01"}}]},"fact":{"measured_at":1}}`))
	f.Add([]byte(`{"profile":{"version":"x","rows":-1,"columns":[{"histogram":{"bins":[{"from":"NaN","to":"-1","count":-5}]}}]}}`))
	f.Fuzz(func(t *testing.T, b []byte) {
		path := filepath.Join(t.TempDir(), "old.json")
		if err := os.WriteFile(path, b, 0o600); err != nil {
			t.Fatal(err)
		}
		old, err := readOld(path)
		if err != nil {
			if !errors.Is(err, errOld) {
				t.Fatal(err)
			}
			return
		}
		for _, c := range quality.Compare(old.snapshot(), old.snapshot()) {
			if c.Kind != "fresh" {
				t.Fatalf("a measurement differs from itself: %+v", c)
			}
		}
		quality.Compare(quality.Snapshot{Rows: 7}, old.snapshot())
		quality.Compare(old.snapshot(), quality.Snapshot{Rows: 7, Columns: []quality.SnapColumn{{Name: "a", Type: "integer",
			Bins: []quality.Bin{{From: 0, To: 9, Count: 4}}}}})
	})
}
