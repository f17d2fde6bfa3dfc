package beat

import (
	"context"
	"encoding/json"
	"math/rand/v2"
	"net/http"
	"os"
	"os/exec"
	"strconv"
	"testing"
	"time"

	"shurong.org/shurong/internal/clock"
)

// helper is set in a process that is an agent and nothing else.
const helper = "SHURONG_BEAT_HELPER"

// TestMain lets the test's own program be the agent that is killed.
func TestMain(m *testing.M) {
	if text := os.Getenv(helper); text != "" {
		os.Exit(runHelper(text))
	}
	os.Exit(m.Run())
}

// job is what a helper is told.
type job struct {
	Config Config
	Epoch  int64 // the node's time, Unix milliseconds, at the machine's time Start
	Start  int64
	Slots  int64 // stop measuring after this many slots from Epoch
}

// slotLength is how often the killed agent measures.
const slotLength = 60 * time.Millisecond

func runHelper(text string) int {
	var j job
	if err := json.Unmarshal([]byte(text), &j); err != nil {
		return 2
	}
	now := func() time.Time {
		at := j.Epoch + (clock.System{}.Now().UnixMilli() - j.Start)
		return time.UnixMilli(min(at, j.Epoch+j.Slots*slotLength.Milliseconds()))
	}
	a, err := Open(&j.Config, Options{Now: now, tries: 1,
		Wait: func(ctx context.Context, _ time.Duration) error { return sleep(ctx, 5*time.Millisecond) }})
	if err != nil {
		return 3
	}
	if err := a.Run(context.Background()); err != nil {
		return 1
	}
	return 0
}

// TestKilledAgainAndAgainNothingIsLostOrSentTwice kills a real agent process at random instants while its node loses
// requests and answers: five times, or as often as SHURONG_KILLS says. Then it lets one come to an end, and holds the log against the slots that were measured.
func TestKilledAgainAndAgainNothingIsLostOrSentTwice(t *testing.T) {
	if testing.Short() {
		t.Skip("real processes")
	}
	s := newSite(t)
	s.pledged()
	s.data(50)
	s.cfg.Sources[0].Every = Span(slotLength)
	seed := uint64(20261125)
	if v, err := strconv.ParseUint(os.Getenv("SHURONG_SEED"), 10, 64); err == nil {
		seed = v
	}
	t.Logf("seed %d (SHURONG_SEED)", seed)
	src := rand.New(rand.NewPCG(seed, 1))
	s.cut = func(int, *http.Request) cutting { // called under the site's lock
		switch src.IntN(6) {
		case 0:
			return neverArrives
		case 1:
			return answerLost
		default:
			return goesThrough
		}
	}
	j := job{Config: *s.cfg, Epoch: s.now.Load(), Start: clock.System{}.Now().UnixMilli(), Slots: 1 << 30}
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	start := func() *exec.Cmd {
		text, err := json.Marshal(j)
		if err != nil {
			t.Fatal(err)
		}
		cmd := exec.Command(exe, "-test.run=^$")
		cmd.Env = append(os.Environ(), helper+"="+string(text))
		cmd.Stderr = os.Stderr
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		return cmd
	}
	kills, most := 0, 5
	if v, err := strconv.Atoi(os.Getenv("SHURONG_KILLS")); err == nil {
		most = v
	}
	for kills < most || kills < 6*most && len(s.slotsRecorded()) < most/2 { // a busy machine takes more
		cmd := start()
		s.mu.Lock()
		d := time.Duration(src.IntN(300)) * time.Millisecond
		s.mu.Unlock()
		wait, stop := context.WithTimeout(t.Context(), d)
		<-wait.Done()
		stop()
		if cmd.Process.Kill() == nil {
			kills++
		}
		_ = cmd.Wait()
		if code := cmd.ProcessState.ExitCode(); code == 1 || code == 2 || code == 3 {
			t.Fatalf("the agent ended by itself with %d", code)
		}
	}
	s.mu.Lock()
	s.cut = nil
	s.mu.Unlock()
	// What waits now must arrive, and nothing else.
	waiting := s.outboxSlots()
	before := s.slotsRecorded()
	j.Epoch += clock.System{}.Now().UnixMilli() - j.Start
	j.Slots = 0 // time stands still: at most one more is measured
	cmd := start()
	for tries := 0; len(s.outboxSlots()) > 0; tries++ {
		if tries > 6000 {
			t.Fatal("the outbox is not emptied")
		}
		_ = sleep(t.Context(), 10*time.Millisecond)
	}
	_ = cmd.Process.Kill()
	_ = cmd.Wait()
	after := s.slotsRecorded()
	t.Logf("%d kills; %d heartbeats recorded, %d of them waited at the end", kills, len(after), len(waiting))
	if len(after) == 0 {
		t.Error("no heartbeat came through")
	}
	for i := 1; i < len(after); i++ {
		if after[i] <= after[i-1] {
			t.Errorf("heartbeat %d was measured at %d, the one before at %d: twice, or out of order", i, after[i], after[i-1])
		}
	}
	recorded := map[int64]bool{}
	for _, at := range after {
		recorded[at] = true
	}
	for _, at := range append(waiting, before...) {
		if !recorded[at] {
			t.Errorf("the measurement of %d was in the outbox or the log and is lost", at)
		}
	}
	if e := s.existence(); e == nil || e.Failed > 0 {
		t.Errorf("the data was whole all the time: %+v", e)
	}
	perSlot := map[int64]int{}
	for _, at := range after {
		perSlot[s.cfg.Sources[0].slot(time.UnixMilli(at)).UnixMilli()]++
	}
	for slot, n := range perSlot {
		if n > 1 {
			t.Errorf("slot %d was sent %d times", slot, n)
		}
	}
}

// slotsRecorded lists the instants of measurement of the recorded heartbeats, in the order of the log.
func (s *site) slotsRecorded() []int64 {
	var out []int64
	for _, h := range s.beatsOf() {
		out = append(out, h.Measurement.MeasuredAt)
	}
	return out
}

// outboxSlots lists those of what waits.
func (s *site) outboxSlots() []int64 {
	s.t.Helper()
	items, err := (&outbox{s: &store{s.cfg.State}}).items("outbox")
	if err != nil {
		s.t.Fatal(err)
	}
	var out []int64
	for _, it := range items {
		if it.Record != nil {
			out = append(out, it.Record.Measurement.MeasuredAt)
		}
	}
	return out
}
