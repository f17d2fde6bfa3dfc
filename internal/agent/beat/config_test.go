package beat

import (
	"context"
	"errors"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"shurong.org/shurong/canon"
	"shurong.org/shurong/fault"
	"shurong.org/shurong/internal/registry"
	"shurong.org/shurong/proof"
)

func TestTheExampleIsAConfiguration(t *testing.T) {
	c, err := Decode("example.yaml", []byte(Example))
	if err != nil {
		t.Fatal(err)
	}
	s := c.Sources[0]
	if len(c.Sources) != 1 || time.Duration(s.Every) != 24*time.Hour || s.At != "02:30" || s.Existence[0].Challenges != 400 {
		t.Errorf("%+v", c)
	}
}

func TestAFaultOfTheConfigurationNamesLineAndSetting(t *testing.T) {
	for _, c := range []struct {
		old, new string
		want     error
		line     int
	}{
		{"node: https://node.example.cn ", "node: ftp://x ", nil, 4},
		{"log_level: info", "log_level: loud", ErrSetting, 7},
		{"log_level: info", "loglevel: info", ErrYAML, 7},
		{"log_level: info", "log_level: info\nlog_level: warn", ErrYAML, 8},
		{"state: /var/lib/shurong-agent", "state: here", ErrSetting, 6},
		{"  - name: trips", "  - name: Trips!", ErrSetting, 10},
		{"certificate: SJ3212026060001", "certificate: SJ1", nil, 11},
		{"every: 24h", "every: 5", ErrSetting, 13},
		{"every: 24h", "every: 5s", ErrSetting, 13},
		{`at: "02:30"`, `at: "2:30"`, ErrSetting, 14},
		{"jitter: 20m", "jitter: 20h", ErrSetting, 15},
		{"header: auto", "header: maybe", ErrSetting, 18},
		{"lien: LN-0123456789AB", "lien: 17", ErrSetting, 20},
		{"recipient: age1", "recipient: age2", nil, 21},
		{"/srv/data/trips", "postgres://a:hunter2@db/x", ErrSecret, 12},
		{"/srv/data/trips", "postgres://a@db/x?password=hunter2", ErrSecret, 12},
		{"/srv/data/trips", "postgres://a@db/x", ErrSetting, 20},
		{"/srv/data/trips", "&a /srv", ErrYAML, 12},
	} {
		text := strings.Replace(Example, c.old, c.new, 1)
		if text == Example {
			t.Fatalf("the example has no %q", c.old)
		}
		_, err := Decode("agent.yaml", []byte(text))
		f := fault.From(err)
		if err == nil || c.want != nil && !errors.Is(err, c.want) || f.Line != c.line || f.File != "agent.yaml" {
			t.Errorf("%s: %v (line %d, want %d)", c.new, err, f.Line, c.line)
		}
		if err != nil && strings.Contains(err.Error(), "hunter2") {
			t.Errorf("the fault shows the password: %v", err)
		}
	}
	if _, err := Load(filepath.Join(t.TempDir(), "none.yaml")); !errors.Is(err, ErrConfigFile) {
		t.Error(err)
	}
}

func TestPasswordsComeFromEnvironmentOrFile(t *testing.T) {
	s := Source{Name: "x", Source: "postgres://reader@db/x?table=t", PasswordEnv: "BEAT_TEST_PASSWORD"}
	if _, err := s.getenv(); !errors.Is(err, ErrCredential) {
		t.Error(err)
	}
	t.Setenv("BEAT_TEST_PASSWORD", "p@ss")
	if getenv, err := s.getenv(); err != nil || getenv("SHURONG_SOURCE_PASSWORD") != "p@ss" {
		t.Error(err)
	}
	s.PasswordEnv, s.PasswordFile = "", "/run/credentials/x"
	if getenv, err := s.getenv(); err != nil || getenv("SHURONG_SOURCE_PASSWORD_FILE") != s.PasswordFile {
		t.Error(err)
	}
}

func TestSlotsFollowTheScheduleAndJitterIsSteady(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		every := time.Duration(rapid.Int64Range(int64(time.Minute), int64(400*time.Hour)).Draw(t, "every"))
		s := Source{Name: "a", Every: Span(every), Jitter: Span(rapid.Int64Range(0, int64(every/2)).Draw(t, "jitter")), At: "02:30"}
		now := time.UnixMilli(rapid.Int64Range(1_600_000_000_000, 2_000_000_000_000).Draw(t, "now"))
		slot := s.slot(now)
		if slot.After(now) || !slot.Add(every).After(now) || !s.slot(slot).Equal(slot) {
			t.Fatalf("slot %s of %s", slot, now)
		}
		start := s.start(slot)
		if start.Before(slot) || start.Sub(slot) >= max(time.Duration(s.Jitter), 1) && s.Jitter > 0 || s.start(slot) != start {
			t.Fatalf("start %s of slot %s", start, slot)
		}
		_, next, due := s.due(slot, now)
		if due || !next.After(now) && next.Before(slot.Add(every)) {
			t.Fatalf("a measured slot is due again: %s", next)
		}
		if _, _, due := s.due(slot.Add(-every), now); due != !now.Before(start) {
			t.Fatalf("due %v at %s, start %s", due, now, start)
		}
	})
}

// TestEveryValueThatLeavesTheSiteIsExplained fails when a field is added that the owner is not told about.
func TestEveryValueThatLeavesTheSiteIsExplained(t *testing.T) {
	h := proof.Hash{1}
	for _, body := range []registry.Command{
		&registry.HeartbeatRecord{Certificate: "c", Seq: 2, Prev: "p", Measurement: registry.Measurement{},
			Live:    &registry.Live{Newest: registry.Day(0), RetentionPPM: 1, Retained: 1, Sampled: 1, Baseline: "b", SchemaChange: true},
			Answers: []registry.Answer{{Lien: "l", Answer: h}}},
		&registry.ExistenceCommit{Consistency: []proof.Hash{h}},
	} {
		raw := canon.Must(registry.Envelope{Body: canon.Must(body), Sig: []byte{1}})
		got, err := fields(raw)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range got {
			if f.ZH == "" || f.EN == "" {
				t.Errorf("%s is not explained", f.Path)
			}
		}
		if len(got) < 15 {
			t.Errorf("%d fields", len(got))
		}
	}
}

func TestAPreviewIsByteForByteWhatIsSent(t *testing.T) {
	s := newSite(t)
	s.pledged()
	look, err := Open(s.cfg, Options{Now: func() time.Time { return time.UnixMilli(s.now.Load()) }, Look: true})
	if err != nil {
		t.Fatal(err)
	}
	a := s.open()
	p, err := look.Preview(t.Context(), "rice")
	if err != nil || !p.Online || s.last() != nil {
		t.Fatalf("%+v %v", p, err)
	}
	if strings.Contains(string(p.Envelope), "variety-") || strings.Contains(string(p.Envelope), "rice") {
		t.Error("a value or a name is in it")
	}
	if err := a.Once(context.Background(), false); err != nil {
		t.Fatal(err)
	}
	entries, err := s.Ledger.Entries(context.Background(), 0, 1000)
	if err != nil {
		t.Fatal(err)
	}
	found := false
	for _, e := range entries {
		var entry registry.Entry
		if err := canon.Unmarshal(e.Bytes, &entry); err != nil {
			t.Fatal(err)
		}
		found = found || string(canon.Must(entry.Command)) == string(p.Envelope)
	}
	if !found {
		t.Errorf("the log does not hold %s", p.Envelope)
	}
}

func FuzzConfigurationsAreReadOrRefused(f *testing.F) {
	f.Add([]byte(Example))
	f.Add([]byte("node: [[[["))
	f.Add([]byte("a: &b\n  c: *b"))
	f.Fuzz(func(t *testing.T, b []byte) {
		c, err := Decode("x.yaml", b)
		if (c == nil) == (err == nil) {
			t.Error(c, err)
		}
		if err != nil && fault.From(err).Kind() == fault.Internal {
			t.Errorf("no fault of its own: %v", err)
		}
	})
}
