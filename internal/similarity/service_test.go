package similarity_test

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"shurong.org/shurong/canon"
	"shurong.org/shurong/internal/auth"
	"shurong.org/shurong/internal/db"
	"shurong.org/shurong/internal/db/dbtest"
	"shurong.org/shurong/internal/keyring/keyringtest"
	"shurong.org/shurong/internal/registry"
	"shurong.org/shurong/internal/similarity"
	"shurong.org/shurong/internal/similarity/oprf"
	"shurong.org/shurong/internal/similarity/protocol"
	"shurong.org/shurong/sketch"
)

const (
	office = keyringtest.Registrar
	farm   = "farm"
	hotel  = "hotel"
	bank   = "bank"
)

func uscc(name string) string { return keyringtest.USCC(name) }

// world is a ledger with two enterprises and the service on it.
type world struct {
	*keyringtest.World
	t      *testing.T
	store  *db.DB
	dir    string
	keys   *similarity.Keyset
	limits similarity.Limits
	n      int // filings
	*similarity.Service
}

func newWorld(t *testing.T, store *db.DB) *world {
	t.Helper()
	w := &world{World: keyringtest.New(t, store), t: t, store: store, dir: t.TempDir()}
	w.Admit(farm, registry.RoleEnterprise)
	w.Admit(hotel, registry.RoleEnterprise)
	w.Admit(bank, registry.RoleBank)
	var err error
	w.keys, err = similarity.OpenKeys(filepath.Join(w.dir, "keys"), keyringtest.Origin)
	w.ok(err)
	w.open()
	return w
}

// open starts the service, as after a restart.
func (w *world) open() {
	w.t.Helper()
	s, err := similarity.New(context.Background(), similarity.Options{
		Store: w.store, Ledger: w.Ledger, Clock: w.Clock, Keys: w.keys, IndexDir: filepath.Join(w.dir, "index"), Limits: w.limits,
	})
	w.ok(err)
	w.Service = s
}

func each(t *testing.T, test func(t *testing.T, w *world)) {
	dbtest.Each(t, db.NodeMigrations(), func(t *testing.T, store *db.DB) {
		w := newWorld(t, store)
		test(t, w)
		w.ok(w.Close())
	})
}

func (w *world) ok(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) fails(err, want error) {
	w.t.Helper()
	if !errors.Is(err, want) {
		w.t.Fatalf("error %v, want %v", err, want)
	}
}

// as is a context of a person of an organisation.
func as(org string) context.Context {
	roles := map[string][]auth.Role{office: {auth.Registrar}, farm: {auth.Enterprise}, hotel: {auth.Enterprise}, bank: {auth.Bank}}
	return auth.With(context.Background(), auth.Principal{User: "u_" + org, Name: org, Org: uscc(org), Roles: roles[org]})
}

// tags are n tags numbered from first: overlapping numbers are the same tags.
func tags(first, n int) (out []uint64) {
	for i := first; i < first+n; i++ {
		d := canon.Digest(i)
		out = append(out, binary.BigEndian.Uint64(d[:8]))
	}
	return out
}

// sketchOf is a sketch with the given tags, one a row.
func sketchOf(tags []uint64) *sketch.Sketch {
	s := &sketch.Sketch{Keys: []sketch.Key{{}}}
	for _, t := range tags {
		s.Keys[0].Rows = append(s.Keys[0].Rows, sketch.Row{Tags: []sketch.Tag{{Value: t}}})
	}
	return s
}

// file files a registration with postings and returns the case and its log position.
func (w *world) file(org string, postings []uint64) (string, uint64) {
	w.t.Helper()
	w.n++
	digest := canon.Hex(fmt.Appendf(nil, "%d", w.n))
	r := w.Submit(org, &registry.CaseFile{
		Registrar: uscc(office), FormCommitment: digest, Industry: "G54", Region: "320100",
		Source: registry.Source{Kind: registry.SourceCollected, Lawful: true},
		Rights: []registry.GrantedRight{{Right: registry.Holding}},
		Measurement: registry.Measurement{
			MeasuredAt: w.Clock.Now().UnixMilli(), Rows: 10, Columns: 3, QualityPPM: 1, FileDigest: digest, SchemaDigest: digest,
			ProfileDigest: digest, SketchDigest: digest, PersonalData: "none", AgentVersion: "1.0",
			Postings: protocol.EncodePostings(postings),
		},
		Grade: "general",
	})
	var c registry.Case
	w.ok(canon.Unmarshal(r.Events[0].Body, &c))
	return c.ID, r.Index
}

func (w *world) candidates(tags []uint64, below uint64) []string {
	w.t.Helper()
	found, err := w.Candidates(context.Background(), sketchOf(tags), below)
	w.ok(err)
	out := []string{}
	for _, c := range found {
		out = append(out, c.Case)
	}
	return out
}

// blinded makes a request for inputs, with what opens the answer.
func (w *world) blinded(subject string, n int) (protocol.Request, *oprf.Pending) {
	w.t.Helper()
	p := w.Parameters()
	c, err := oprf.NewClient(p.Keys[0].Public())
	w.ok(err)
	inputs := make([][]byte, n)
	for i := range inputs {
		inputs[i] = fmt.Appendf(nil, "value %d", i)
	}
	pending, err := c.Blind(inputs)
	w.ok(err)
	return protocol.Request{Elements: protocol.Join(pending.Elements), Epoch: p.Current, Subject: subject}, pending
}

func (w *world) draft(org string) string {
	w.t.Helper()
	d, err := w.AddDraft(as(org), "出行数据")
	w.ok(err)
	return d.Subject
}

func TestASketchIsSealedForADraftAndEqualValuesGetEqualTags(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		seal := func(org string) []uint64 {
			t.Helper()
			req, pending := w.blinded(w.draft(org), 3)
			a, err := w.Evaluate(as(org), req)
			w.ok(err)
			elements, _ := protocol.Split(a.Elements)
			out, err := pending.Finalize([]*oprf.Evaluation{{Elements: elements, Proof: a.Proof}})
			w.ok(err)
			return out
		}
		mine, theirs := seal(farm), seal(hotel)
		for i := range mine {
			if mine[i] != theirs[i] {
				t.Errorf("tag %d is %x and %x", i, mine[i], theirs[i])
			}
		}
	})
}

func TestNothingIsEvaluatedForAnotherOrOverSubject(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		mine := w.draft(farm)
		open, _ := w.file(farm, nil)
		for _, subject := range []string{mine, "case/" + open} {
			req, _ := w.blinded(subject, 1)
			_, err := w.Evaluate(as(hotel), req)
			w.fails(err, similarity.ErrSubject)
			_, err = w.Evaluate(as(farm), req)
			w.ok(err)
		}
		for _, subject := range []string{"", "draft/", "draft/SD-0", "dataset/DS-0", "case/nothing", "certificate/x", "org/" + uscc(farm)} {
			req, _ := w.blinded(subject, 1)
			_, err := w.Evaluate(as(farm), req)
			w.fails(err, similarity.ErrSubject)
		}
		w.Submit(farm, &registry.CaseWithdraw{Case: open})
		req, _ := w.blinded("case/"+open, 1)
		_, err := w.Evaluate(as(farm), req)
		w.fails(err, similarity.ErrSubject)
		w.Days(31)
		req, _ = w.blinded(mine, 1)
		_, err = w.Evaluate(as(farm), req)
		w.fails(err, similarity.ErrSubject)
		_, err = w.Evaluate(as(bank), req)
		w.fails(err, auth.ErrMayNot)
	})
}

func TestWhatIsNoBatchOfElementsIsRefused(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		req, _ := w.blinded(w.draft(farm), 2)
		for _, bad := range [][]byte{nil, req.Elements[:33], make([]byte, 32*(oprf.MaxBatch+1))} {
			r := req
			r.Elements = bad
			_, err := w.Evaluate(as(farm), r)
			w.fails(err, oprf.ErrBatch)
		}
		r := req
		r.Elements = make([]byte, 64) // the identity
		_, err := w.Evaluate(as(farm), r)
		w.fails(err, oprf.ErrElement)
		r = req
		r.Epoch = 2
		_, err = w.Evaluate(as(farm), r)
		w.fails(err, protocol.ErrEpoch)
	})
}

func TestLimitsHoldBySubjectAndOrganisationAcrossRestartsUntilTheWindowPasses(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.limits = similarity.Limits{Subject: 10, Org: 25}
		w.ok(w.Close())
		w.open()
		ask := func(org, subject string, n int) error {
			req, _ := w.blinded(subject, n)
			_, err := w.Evaluate(as(org), req)
			return err
		}
		one, two, three := w.draft(farm), w.draft(farm), w.draft(farm)
		w.ok(ask(farm, one, 6))
		w.fails(ask(farm, one, 5), similarity.ErrSubjectLimit)
		w.ok(ask(farm, one, 4))
		w.fails(ask(farm, one, 1), similarity.ErrSubjectLimit)
		w.ok(ask(farm, two, 10))
		w.fails(ask(farm, three, 6), similarity.ErrOrgLimit)
		w.ok(w.Close())
		w.open() // nothing is forgotten
		w.fails(ask(farm, three, 6), similarity.ErrOrgLimit)
		w.ok(ask(farm, three, 5))
		w.ok(ask(hotel, w.draft(hotel), 10))
		w.ok(w.Clock.Advance(context.Background(), 23*time.Hour))
		w.fails(ask(farm, three, 1), similarity.ErrOrgLimit)
		w.ok(w.Clock.Advance(context.Background(), time.Hour))
		w.ok(ask(farm, three, 10))
	})
}

func TestTheTrailHoldsCountsAndNoElements(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		subject := w.draft(farm)
		req, _ := w.blinded(subject, 7)
		_, err := w.Evaluate(as(farm), req)
		w.ok(err)
		var n int
		var after string
		w.ok(w.store.View(t.Context(), func(tx *db.Tx) error {
			return tx.QueryRow(t.Context(), "SELECT COUNT(*), MAX(after_json) FROM audit WHERE action = ? AND subject = ? AND org = ?",
				"similarity.evaluate", subject, uscc(farm)).Scan(&n, &after)
		}))
		if n != 1 || after != `{"elements":7,"epoch":1}` {
			t.Errorf("%d lines, %s", n, after)
		}
	})
}

func TestAFilingFindsWhatWasFiledBeforeItAndNothingLater(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		first, _ := w.file(farm, tags(0, 60))
		second, at := w.file(hotel, tags(30, 60))
		w.file(hotel, tags(5000, 60))
		third, later := w.file(farm, tags(0, 60))
		if got := w.candidates(tags(30, 60), at); len(got) != 1 || got[0] != first {
			t.Errorf("candidates of the second filing: %v, want %s", got, first)
		}
		if got := w.candidates(tags(0, 60), later); len(got) != 2 || got[0] != first || got[1] != second {
			t.Errorf("candidates of the third filing: %v, want %s before %s", got, first, second)
		}
		if got := w.candidates(tags(0, 60), later+1); len(got) != 3 {
			t.Errorf("candidates after the third filing %v: %s is missing", got, third)
		}
		w.ok(w.Close())
		w.open()
		if got := w.candidates(tags(30, 60), at); len(got) != 1 || got[0] != first {
			t.Errorf("candidates after a restart: %v", got)
		}
	})
}

func TestAnIndexOfAnotherLogIsBuiltAgain(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		first, _ := w.file(farm, tags(0, 60))
		w.ok(w.Wait(t.Context(), w.Ledger.Size()))
		w.ok(w.Close())
		other := newWorld(t, dbtest.SQLite(t, db.NodeMigrations()))
		second, at := other.file(hotel, tags(0, 60))
		other.ok(other.Close())
		other.dir = w.dir
		other.open()
		if got := other.candidates(tags(0, 60), at+1); len(got) != 1 || got[0] != second {
			t.Errorf("candidates %v, want %s and not %s", got, second, first)
		}
		other.ok(other.Close())
		w.open()
	})
}

func TestFilingsWithoutPostingsAreEnteredByTheirSketch(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.Sketch = func(context.Context, *registry.Case) (*sketch.Sketch, error) { return sketchOf(tags(0, 40)), nil }
		id, at := w.file(farm, nil)
		if got := w.candidates(tags(20, 40), at+1); len(got) != 1 || got[0] != id {
			t.Errorf("candidates %v, want %s", got, id)
		}
	})
}

func TestEveryoneLearnsAsMuchAsTheirPartInItAllows(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		id, _ := w.file(farm, tags(0, 60))
		a, err := w.OfCase(as(farm), id)
		w.ok(err)
		if a.State != "waiting" {
			t.Errorf("state %s before a comparison", a.State)
		}
		w.Findings = func(context.Context, string) ([]similarity.Finding, bool, error) {
			return []similarity.Finding{
				{Case: "one", Grade: sketch.Red, HereInThere: 5, Columns: []sketch.ColumnMatch{{}}},
				{Case: "two", Grade: sketch.Amber},
			}, true, nil
		}
		w.Lends = func(_ context.Context, lender, borrower string) (bool, error) {
			return lender == uscc(bank) && borrower == uscc(farm), nil
		}
		answers := map[string]*similarity.Answer{}
		for _, org := range []string{farm, office, bank} {
			answers[org], err = w.OfCase(as(org), id)
			w.ok(err)
			if a := answers[org]; a.Grade != sketch.Red || len(a.DisclosedTo) != 3 || a.State != "compared" {
				t.Errorf("%s is answered %+v", org, a)
			}
		}
		if a := answers[farm]; len(a.Findings) != 0 {
			t.Errorf("the applicant learns %+v", a.Findings)
		}
		if a := answers[bank]; len(a.Findings) != 2 || len(a.Findings[0].Columns) != 0 || a.Findings[0].HereInThere != 5 {
			t.Errorf("the lender learns %+v", a.Findings)
		}
		if a := answers[office]; len(a.Findings) != 2 || len(a.Findings[0].Columns) != 1 {
			t.Errorf("the registrar learns %+v", a.Findings)
		}
		_, err = w.OfCase(as(hotel), id)
		w.fails(err, similarity.ErrNotFound)
		_, err = w.OfCase(as(farm), "nothing")
		w.fails(err, similarity.ErrNotFound)
		_, err = w.OfCertificate(as(farm), "SJ3200000000000")
		w.fails(err, similarity.ErrNotFound)
	})
}
