package registry

import (
	"crypto/sha256"
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"shurong.org/shurong/canon"
	"shurong.org/shurong/daycount"
	"shurong.org/shurong/internal/registry/monitoring"
	"shurong.org/shurong/proof"
)

// round is a round of challenges as an agent would make them: answers, nonces and salts from a text.
type round struct {
	name   string
	leaves []proof.Hash
}

func text32(s string) proof.Hash { return sha256.Sum256([]byte(s)) }

func (r round) nonce(j int) proof.Hash  { return text32(fmt.Sprint(r.name, "nonce", j)) }
func (r round) salt(j int) proof.Hash   { return text32(fmt.Sprint(r.name, "salt", j)) }
func (r round) answer(j int) proof.Hash { return text32(fmt.Sprint(r.name, "answer", j)) }
func (r round) commitment(j int) proof.Hash {
	s, a := r.salt(j), r.answer(j)
	return sha256.Sum256(append(s[:], a[:]...))
}

func makeRound(name string, n int) round {
	r := round{name: name}
	for j := range n {
		r.leaves = append(r.leaves, proof.LeafHash(monitoring.ChallengeLeaf(j, r.nonce(j), r.commitment(j))))
	}
	return r
}

// treeRoot and treePath are for powers of two.
func treeRoot(hs []proof.Hash) proof.Hash {
	if len(hs) == 1 {
		return hs[0]
	}
	l, r := treeRoot(hs[:len(hs)/2]), treeRoot(hs[len(hs)/2:])
	return sha256.Sum256(append(append([]byte{1}, l[:]...), r[:]...))
}

func treePath(hs []proof.Hash, i int) []proof.Hash {
	if len(hs) == 1 {
		return nil
	}
	k := len(hs) / 2
	if i < k {
		return append(treePath(hs[:k], i), treeRoot(hs[k:]))
	}
	return append(treePath(hs[k:], i-k), treeRoot(hs[:k]))
}

func (r round) commit(lien string) *ExistenceCommit {
	return &ExistenceCommit{Lien: lien, Partitions: 1, Bytes: 3 * BlockSize, Blocks: 3, Content: text32("content"),
		Challenges: len(r.leaves), Sampled: 3, Root: treeRoot(r.leaves), Package: hash("package"),
		Recipient: "age1lender"}
}

func (r round) reveal(lien string, j int) *ExistenceChallenge {
	return &ExistenceChallenge{Lien: lien, Index: j, Nonce: r.nonce(j), Salt: r.salt(j), Commitment: r.commitment(j),
		Path: treePath(r.leaves, j)}
}

// pledgedWorld is a world with an agent and a lien of bank A.
func pledgedWorld(t *testing.T) (w *world, code string, lien string) {
	w = newWorld(t)
	code = w.certify(farm, w.filing())
	w.must(farm, &KeyAdd{Pub: w.pub("agent"), Purpose: PurposeAgent})
	return w, code, w.propose(code, bankA, false).ID
}

// beat sends the farm's next heartbeat.
func (w *world) beat(code string, change func(*HeartbeatRecord)) error {
	w.t.Helper()
	m := &HeartbeatRecord{Certificate: code, Seq: 1, Measurement: w.measurement(1)}
	if last := fact[Heartbeat](w, PrefixHeartbeat+code); last != nil {
		m.Seq, m.Prev = last.Seq+1, last.Digest
	}
	if change != nil {
		change(m)
	}
	_, err := w.submit(w.sign(farm, "agent", m))
	return err
}

func TestAChallengeIsRevealedAnsweredAndCounted(t *testing.T) {
	w, code, lien := pledgedWorld(t)
	r := makeRound("r", 8)
	if _, err := w.submit(w.sign(farm, "agent", r.commit(lien))); err != nil {
		t.Fatal(err)
	}
	w.must(bankA, r.reveal(lien, 0))
	w.refused(ErrChallengePending, bankA, r.reveal(lien, 1))
	right := Answer{Lien: lien, Index: 0, Answer: r.answer(0)}
	if err := w.beat(code, func(m *HeartbeatRecord) { m.Answers = []Answer{right} }); err != nil {
		t.Fatal(err)
	}
	e := fact[Existence](w, PrefixExistence+lien)
	if e.Passed != 1 || e.Failed != 0 || e.Pending != nil || e.Spent != 1 || e.Last != ResultPassed {
		t.Errorf("%+v", e)
	}
	h := fact[Heartbeat](w, PrefixHeartbeat+code)
	if len(h.Results) != 1 || h.Results[0].Result != ResultPassed {
		t.Errorf("%+v", h)
	}
	if err := w.beat(code, func(m *HeartbeatRecord) { m.Answers = []Answer{right} }); err == nil {
		t.Error("a challenge was answered twice")
	}
}

func TestAWrongAnswerIsRecordedAsFailed(t *testing.T) {
	w, code, lien := pledgedWorld(t)
	r := makeRound("r", 8)
	w.must(farm, r.commit(lien))
	for j, wrong := range []proof.Hash{text32("a guess"), r.answer(7), {}, r.commitment(3)} {
		w.must(bankA, r.reveal(lien, j))
		if err := w.beat(code, func(m *HeartbeatRecord) {
			m.Answers = []Answer{{Lien: lien, Index: j, Answer: wrong}}
		}); err != nil {
			t.Fatal(err)
		}
		if e := fact[Existence](w, PrefixExistence+lien); e.Failed != j+1 || e.Passed != 0 || e.Last != ResultFailed {
			t.Errorf("after answer %d: %+v", j, e)
		}
	}
}

func TestForgedAnswersAndChallengesAreRefused(t *testing.T) {
	w, code, lien := pledgedWorld(t)
	r := makeRound("r", 8)
	w.refused(ErrNotFound, bankA, r.reveal(lien, 0))
	w.must(farm, r.commit(lien))
	answer := func(as ...Answer) error {
		return w.beat(code, func(m *HeartbeatRecord) { m.Answers = as })
	}
	if answer(Answer{Lien: lien, Index: 0, Answer: r.answer(0)}) == nil {
		t.Error("an answer came before its challenge")
	}
	forged := makeRound("forged", 8)
	w.refused(ErrChallenge, bankA, forged.reveal(lien, 0))
	w.refused(ErrChallenge, bankA, r.reveal(lien, 1))
	mixed := r.reveal(lien, 0)
	mixed.Commitment = forged.commitment(0)
	w.refused(ErrChallenge, bankA, mixed)
	w.refused(ErrParty, bankB, r.reveal(lien, 0))
	w.refused(ErrParty, farm, r.reveal(lien, 0))
	w.must(bankA, r.reveal(lien, 0))
	for name, as := range map[string][]Answer{
		"another index": {{Lien: lien, Index: 1, Answer: r.answer(1)}},
		"another lien":  {{Lien: "LN-NONE", Index: 0, Answer: r.answer(0)}},
		"twice":         {{Lien: lien, Answer: r.answer(0)}, {Lien: lien, Answer: r.answer(0)}},
	} {
		if answer(as...) == nil {
			t.Errorf("%s was accepted", name)
		}
	}
	if e := fact[Existence](w, PrefixExistence+lien); e.Passed+e.Failed != 0 || e.Pending == nil {
		t.Errorf("refused answers left a trace: %+v", e)
	}
}

func TestAChallengeLeftOpenIsMissed(t *testing.T) {
	w, code, lien := pledgedWorld(t)
	r := makeRound("r", 8)
	w.must(farm, r.commit(lien))
	w.must(bankA, r.reveal(lien, 0))
	if err := w.beat(code, nil); err != nil { // measured in the instant of the challenge: not to blame
		t.Fatal(err)
	}
	w.on("2026-06-10")
	if err := w.beat(code, nil); err != nil {
		t.Fatal(err)
	}
	e := fact[Existence](w, PrefixExistence+lien)
	h := fact[Heartbeat](w, PrefixHeartbeat+code)
	if e.Missed != 1 || e.Pending == nil || len(h.Results) != 1 || h.Results[0].Result != ResultMissed {
		t.Errorf("%+v %+v", e, h.Results)
	}
	if err := w.beat(code, func(m *HeartbeatRecord) {
		m.Answers = []Answer{{Lien: lien, Index: 0, Answer: r.answer(0)}}
	}); err != nil {
		t.Error("a late answer:", err)
	}
}

func TestARoundIsRenewedWhenItRunsLow(t *testing.T) {
	w, code, lien := pledgedWorld(t)
	r := makeRound("r", 8)
	w.must(farm, r.commit(lien))
	again := makeRound("again", 8)
	w.refused(ErrRenewal, farm, again.commit(lien)) // eight are left
	for j := range 7 {
		w.must(bankA, r.reveal(lien, j))
		w.refused(ErrRenewal, farm, again.commit(lien))
		right := r.answer(j)
		if j == 6 {
			right = proof.Hash{9}
		}
		if err := w.beat(code, func(m *HeartbeatRecord) {
			m.Answers = []Answer{{Lien: lien, Index: j, Answer: right}}
		}); err != nil {
			t.Fatal(err)
		}
	}
	w.refused(ErrRenewal, farm, again.commit(lien)) // the last failed
	w.must(bankA, r.reveal(lien, 7))
	if err := w.beat(code, func(m *HeartbeatRecord) {
		m.Answers = []Answer{{Lien: lien, Index: 7, Answer: r.answer(7)}}
	}); err != nil {
		t.Fatal(err)
	}
	less := again.commit(lien)
	less.Bytes, less.Blocks = BlockSize, 1
	less.Sampled = 1
	w.refused(ErrRenewal, farm, less)
	other := again.commit(lien)
	other.Content = text32("other content")
	w.refused(ErrRenewal, farm, other)
	w.refused(ErrChallenge, bankA, r.reveal(lien, 7)) // spent
	w.must(farm, again.commit(lien))
	e := fact[Existence](w, PrefixExistence+lien)
	if e.Round != 2 || e.Spent != 0 || e.Passed != 7 || e.Failed != 1 {
		t.Errorf("%+v", e)
	}
	w.refused(ErrParty, farm, &ExistenceWaive{Lien: lien})
	w.must(bankA, &ExistenceWaive{Lien: lien})
	w.must(farm, other)
}

func TestACommitmentIsThePledgorsAndItsFiguresFit(t *testing.T) {
	w, _, lien := pledgedWorld(t)
	r := makeRound("r", 8)
	w.refused(ErrParty, hotel, r.commit(lien))
	w.refused(ErrNotFound, farm, r.commit("LN-NONE"))
	for _, change := range []func(*ExistenceCommit){
		func(m *ExistenceCommit) { m.Partitions = 0 },
		func(m *ExistenceCommit) { m.Bytes = 0 },
		func(m *ExistenceCommit) { m.Blocks = 5 },
		func(m *ExistenceCommit) { m.Challenges = 0 },
		func(m *ExistenceCommit) { m.Challenges = MaxChallenges + 1 },
		func(m *ExistenceCommit) { m.Sampled = 4 },
		func(m *ExistenceCommit) { m.Recipient = "someone" },
		func(m *ExistenceCommit) { m.Consistency = []proof.Hash{{1}} },
	} {
		bad := r.commit(lien)
		change(bad)
		w.refused(ErrExistence, farm, bad)
	}
}

func TestLatenessFollowsFromScheduleAndDayOfMeasurement(t *testing.T) {
	w, code, lien := pledgedWorld(t)
	w.refused(ErrParty, farm, &HeartbeatSchedule{Lien: lien, EveryDays: 7})
	w.refused(ErrField, bankA, &HeartbeatSchedule{Lien: lien, EveryDays: 0})
	w.refused(ErrField, bankA, &HeartbeatSchedule{Lien: lien, EveryDays: 7, GraceDays: 91})
	w.on("2026-04-01")
	w.must(bankA, &HeartbeatSchedule{Lien: lien, EveryDays: 7, GraceDays: 2})
	s := fact[Schedule](w, PrefixSchedule+lien)
	if err := w.beat(code, nil); err != nil {
		t.Fatal(err)
	}
	h := fact[Heartbeat](w, PrefixHeartbeat+code)
	for day, want := range map[string]struct {
		days int
		late bool
	}{"2026-04-01": {0, false}, "2026-04-08": {0, false}, "2026-04-09": {1, false}, "2026-04-10": {2, false},
		"2026-04-11": {3, true}} {
		for name, last := range map[string]*Heartbeat{"before the first": nil, "after one": h} {
			if l := Late(*s, last, daycount.MustDate(day)); l.Days != want.days || l.Late != want.late {
				t.Errorf("%s, %s: %+v", name, day, l)
			}
		}
	}
	h.Measurement.MeasuredAt -= 40 * 86_400_000 // before the schedule: it counts from its beginning
	if l := Late(*s, h, daycount.MustDate("2026-04-10")); l.Late {
		t.Errorf("%+v", l)
	}
}

func TestTheLivePartIsBounded(t *testing.T) {
	w, code, _ := pledgedWorld(t)
	for name, l := range map[string]Live{
		"retention": {RetentionPPM: 1_000_001}, "retained": {Retained: 2, Sampled: 1}, "drifted": {Drifted: -1},
		"newest": {Newest: daycount.MustDate("2099-01-01")}, "growth": {GrowthRows: 1 << 51},
	} {
		if err := w.beat(code, func(m *HeartbeatRecord) { m.Live = &l }); err == nil {
			t.Errorf("%s was accepted", name)
		}
	}
	good := &Live{Newest: daycount.MustDate("2026-03-01"), GrowthRows: -5, RetentionPPM: 990_000, Retained: 99, Sampled: 100}
	if err := w.beat(code, func(m *HeartbeatRecord) { m.Live = good }); err != nil {
		t.Error(err)
	}
}

func TestAHeartbeatWithoutTheNewFieldsKeepsItsBytes(t *testing.T) {
	m := HeartbeatRecord{Certificate: "SJ1", Seq: 1}
	if b := string(canon.Must(m)); strings.Contains(b, "live") || strings.Contains(b, "answers") {
		t.Error(b)
	}
	if b := string(canon.Must(Heartbeat{})); strings.Contains(b, "live") || strings.Contains(b, "results") {
		t.Error(b)
	}
}

// TestWhateverTheSidesTryTheCountsAddUp lets lender and agent act at random, honestly and not.
func TestWhateverTheSidesTryTheCountsAddUp(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		w, code, lien := pledgedWorld(t)
		r := makeRound("0", 8)
		w.must(farm, r.commit(lien))
		honest, wrong, rounds := 0, 0, 1
		for range rapid.IntRange(1, 40).Draw(rt, "acts") {
			e := fact[Existence](w, PrefixExistence+lien)
			switch rapid.SampledFrom([]string{"reveal", "forge", "answer", "lie", "renew"}).Draw(rt, "act") {
			case "reveal":
				_, err := w.do(bankA, r.reveal(lien, min(e.Spent, 7)))
				if ok := e.Pending == nil && e.Left() > 0; (err == nil) != ok {
					rt.Fatalf("reveal %d: %v", e.Spent, err)
				}
			case "forge":
				if _, err := w.do(bankA, makeRound("x", 8).reveal(lien, min(e.Spent, 7))); err == nil {
					rt.Fatal("a challenge that nobody committed to")
				}
			case "answer", "lie":
				index, answer, lie := 0, proof.Hash{}, rapid.Bool().Draw(rt, "wrong")
				if e.Pending != nil {
					index = e.Pending.Index
				}
				answer = r.answer(index)
				if lie {
					answer[0] ^= 1
				}
				err := w.beat(code, func(m *HeartbeatRecord) {
					m.Answers = []Answer{{Lien: lien, Index: index, Answer: answer}}
				})
				switch {
				case (err == nil) != (e.Pending != nil):
					rt.Fatalf("answer: %v", err)
				case err == nil && lie:
					wrong++
				case err == nil:
					honest++
				}
			case "renew":
				next := makeRound(fmt.Sprint(rounds), 8)
				_, err := w.do(farm, next.commit(lien))
				if ok := e.Pending == nil && e.Low() && e.Last != ResultFailed; (err == nil) != ok {
					rt.Fatalf("renewal with %d left: %v", e.Left(), err)
				}
				if err == nil {
					r, rounds = next, rounds+1
				}
			}
			e = fact[Existence](w, PrefixExistence+lien)
			if e.Passed != honest || e.Failed != wrong || e.Round != rounds || e.Spent > e.Challenges {
				rt.Fatalf("%+v after %d right and %d wrong answers", e, honest, wrong)
			}
		}
	})
}
