package beat

import (
	"context"
	"errors"
	"net/http"
	"os"
	"path/filepath"
	"testing"

	"shurong.org/shurong/internal/agent"
	"shurong.org/shurong/internal/registry"
)

func (s *site) must(err error) {
	s.t.Helper()
	if err != nil {
		s.t.Fatal(err)
	}
}

func TestASourceIsMeasuredOncePerSlot(t *testing.T) {
	s := newSite(t)
	s.must(s.once())
	s.must(s.once())
	if h := s.last(); h == nil || h.Seq != 1 || h.Measurement.Rows != 2000 || h.Live == nil || h.Live.GrowthRows != 0 {
		t.Fatalf("%+v", h)
	}
	s.later(1)
	s.data(2500)
	s.must(s.once())
	h := s.last()
	if h.Seq != 2 || h.Live.GrowthRows != 500 || h.Live.Baseline == "" || h.Live.RetentionPPM < 990_000 || h.Live.Sampled < 100 {
		t.Errorf("%+v %+v", h, h.Live)
	}
	st, err := ReadStatus(s.cfg.State)
	if err != nil || st.Sources[0].Last.Seq != 2 || st.Outbox != 0 || st.State != "stopped" || st.Sources[0].NextRun <= s.now.Load() {
		t.Errorf("%+v %v", st, err)
	}
}

func TestRowsThatWentLowerRetention(t *testing.T) {
	s := newSite(t)
	s.must(s.once())
	s.later(1)
	writeRows(t, filepath.Join(s.dir, "rice.csv"), 2000, "other")
	s.must(s.once())
	if l := s.last().Live; l.Sampled < 100 || l.RetentionPPM > 50_000 {
		t.Errorf("all rows were replaced: %+v", l)
	}
}

func TestChallengesAreCommittedRevealedAndAnswered(t *testing.T) {
	s := newSite(t)
	s.pledged()
	s.must(s.once())
	e := s.existence()
	if e == nil || e.Round != 1 || e.Challenges != 16 || e.Pending == nil {
		t.Fatalf("%+v: the package was handed in, so the first challenge is revealed", e)
	}
	s.later(1)
	s.data(2600) // rows were added
	s.must(s.once())
	if e = s.existence(); e.Passed != 1 || e.Failed != 0 {
		t.Fatalf("%+v", e)
	}
	s.reveal()
	s.later(1)
	writeRows(t, filepath.Join(s.dir, "rice.csv"), 2600, "other") // same shape, other values
	s.must(s.once())
	if e = s.existence(); e.Failed != 1 || s.last().Results[0].Result != registry.ResultFailed {
		t.Errorf("swapped data: %+v", e)
	}
	s.reveal()
	s.later(1)
	s.data(10) // shorter than what was pledged
	s.must(s.once())
	if e = s.existence(); e.Failed != 2 {
		t.Errorf("shortened data: %+v", e)
	}
}

func TestChallengesAreRenewedWhenTheyRunLow(t *testing.T) {
	s := newSite(t)
	s.pledged()
	s.must(s.once())
	for day := range 16 {
		s.later(1)
		s.data(2100 + 100*day)
		s.must(s.once())
		s.reveal()
	}
	e := s.existence()
	if e.Round != 2 || e.Failed != 0 || e.Missed != 0 || e.Passed < 14 || e.Partitions != 2 {
		t.Errorf("%+v", e)
	}
	s.later(1)
	s.must(s.once())
	if again := s.existence(); again.Passed != e.Passed+1 {
		t.Errorf("the first challenge of the second round: %+v", again)
	}
}

func TestWhileOfflineHeartbeatsWaitAndThenComeInOrder(t *testing.T) {
	s := newSite(t)
	s.cut = func(int, *http.Request) cutting { return neverArrives }
	for day := range 5 {
		if err := s.once(); !errors.Is(err, agent.ErrUnreachable) {
			t.Fatalf("day %d: %v", day, err)
		}
		s.data(2100 + 100*day)
		s.later(1)
	}
	st, err := ReadStatus(s.cfg.State)
	if err != nil || st.Outbox != 5 || st.Trouble == nil || st.Trouble.Code != "agent.unreachable" {
		t.Fatalf("%+v %v", st, err)
	}
	s.cut = nil
	s.must(s.once())
	got := s.beatsOf()
	if len(got) != 6 {
		t.Fatalf("%d heartbeats", len(got))
	}
	for i := 1; i < 6; i++ {
		if got[i].Seq != uint64(i+1) || got[i].Measurement.MeasuredAt <= got[i-1].Measurement.MeasuredAt {
			t.Errorf("%d: %+v", i, got[i])
		}
	}
}

func TestALostAnswerIsNoSecondHeartbeat(t *testing.T) {
	s := newSite(t)
	s.pledged()
	for day := range 6 {
		s.cut = func(n int, r *http.Request) cutting {
			if r.Method == http.MethodPost && n%2 == 0 {
				return answerLost
			}
			return goesThrough
		}
		for s.once() != nil {
			s.now.Add(1) // the same slot, again and again
		}
		s.cut = nil
		s.reveal()
		if got := s.last(); got.Seq != uint64(day+1) {
			t.Fatalf("after day %d: %+v", day, got)
		}
		s.later(1)
	}
	if e := s.existence(); e.Passed != 5 || e.Failed+e.Missed != 0 {
		t.Errorf("%+v", e)
	}
}

func TestWhatANodeWillNeverTakeIsPutAside(t *testing.T) {
	s := newSite(t)
	s.must(s.once())
	s.now.Add(-30 * 86_400_000) // the machine's clock was set back a month
	a := s.open()
	if err := a.Once(context.Background(), true); !errors.Is(err, agent.ErrRefused) {
		t.Errorf("%v", err)
	}
	s.must(a.Close())
	st, err := ReadStatus(s.cfg.State)
	if err != nil || st.Outbox != 0 || st.Refused != 1 {
		t.Errorf("%+v %v", st, err)
	}
	s.later(1)
	s.must(s.once())
	if s.last().Seq != 2 {
		t.Errorf("the next one: %+v", s.last())
	}
}

func TestAnotherHeartbeatInBetweenIsFollowed(t *testing.T) {
	s := newSite(t)
	s.Agent()
	a := s.open()
	s.must(a.Once(context.Background(), false))
	s.must(a.Close())
	s.later(1)
	s.cut = func(_ int, r *http.Request) cutting {
		if r.Method == http.MethodPost {
			return neverArrives
		}
		return goesThrough
	}
	if s.once() == nil {
		t.Fatal("the node was reached")
	}
	s.Clock.Now()
	s.Beat(s.code, 99) // by another agent, after ours was signed
	s.cut = nil
	s.must(s.once())
	if got := s.beatsOf(); len(got) != 3 || got[2].Measurement.Rows != 2000 {
		t.Errorf("%+v", got)
	}
}

func TestOneAgentRunsOnAStateFolder(t *testing.T) {
	s := newSite(t)
	a := s.open()
	if _, err := Open(s.cfg, Options{Now: s.Clock.Now}); !errors.Is(err, ErrRunning) {
		t.Errorf("%v", err)
	}
	if !Running(s.cfg.State) {
		t.Error("a running agent is not seen")
	}
	s.must(a.Close())
	if Running(s.cfg.State) {
		t.Error("a stopped agent is seen")
	}
	s.must(os.Chmod(s.cfg.State, 0o755))
	if _, err := Open(s.cfg, Options{Now: s.Clock.Now}); !errors.Is(err, ErrState) {
		t.Errorf("a folder that others may enter: %v", err)
	}
}

func TestASourceThatCannotBeReadHoldsNobodyUp(t *testing.T) {
	s := newSite(t)
	s.cfg.Sources = append([]Source{{Name: "gone", Certificate: "SJ3212026069999", Source: filepath.Join(s.dir, "none.csv"),
		Every: s.cfg.Sources[0].Every}}, s.cfg.Sources...)
	if err := s.once(); err == nil {
		t.Error("no error for a file that is not there")
	}
	if s.last() == nil {
		t.Error("the other source was not measured")
	}
	st, err := ReadStatus(s.cfg.State)
	if err != nil || st.Sources[0].Trouble == nil || st.Sources[1].Trouble != nil || st.Sources[0].NextRun <= s.now.Load() {
		t.Errorf("%+v %v", st, err)
	}
}

func TestADamagedStateFileStopsTheAgent(t *testing.T) {
	s := newSite(t)
	s.must(s.once())
	s.must(os.WriteFile(filepath.Join(s.cfg.State, "sources", "rice.json"), []byte("{"), 0o600))
	if _, err := Open(s.cfg, Options{Now: s.Clock.Now}); !errors.Is(err, ErrState) {
		t.Errorf("%v", err)
	}
}

func TestGrowthAloneIsNoDrift(t *testing.T) {
	s := newSite(t)
	s.must(s.once())
	s.later(1)
	s.data(2600)
	s.must(s.once())
	if l := s.last().Live; l.Drifted != 0 || l.SchemaChange {
		t.Errorf("%+v", l)
	}
}
