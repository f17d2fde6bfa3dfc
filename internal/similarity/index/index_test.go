package index

import (
	"cmp"
	"errors"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	gocmp "github.com/google/go-cmp/cmp"
)

// oracle is what the index must find, written as the rule reads.
type oracle struct {
	positions []uint64
	keys      [][]uint64
}

func (o *oracle) query(tags []uint64, below uint64) Answer {
	holders := map[uint64][]int{}
	for a, keys := range o.keys {
		if o.positions[a] < below {
			for _, k := range keys {
				holders[k] = append(holders[k], a)
			}
		}
	}
	hits := map[int]*Hit{}
	hit := func(a int) *Hit {
		if hits[a] == nil {
			hits[a] = &Hit{Position: o.positions[a]}
		}
		return hits[a]
	}
	out := Answer{Hits: []Hit{}}
	var common [][]int
	for _, k := range keysOf(tags) {
		switch list := holders[k]; {
		case len(list) > CommonList:
			out.Skipped++
		case len(list) > RareList:
			common = append(common, list)
		default:
			for _, a := range list {
				hit(a).Rare++
			}
		}
	}
	slices.SortStableFunc(common, func(a, b []int) int { return cmp.Compare(len(a), len(b)) })
	followed := 0
	for _, list := range common {
		if followed+len(list) > commonBudget {
			out.Skipped++
			continue
		}
		followed += len(list)
		for _, a := range list {
			hit(a).Common++
		}
	}
	for _, h := range hits {
		if h.Rare > 0 || h.Common >= minCommon {
			out.Hits = append(out.Hits, *h)
		}
	}
	slices.SortFunc(out.Hits, func(a, b Hit) int {
		return cmp.Or(cmp.Compare(b.Rare, a.Rare), cmp.Compare(b.Common, a.Common), cmp.Compare(a.Position, b.Position))
	})
	out.Found = len(out.Hits)
	out.Hits = out.Hits[:min(len(out.Hits), MaxHits)]
	return out
}

// pool draws tags of which some are held by many, and some crowd into one range of the directory.
func pool(rng *rand.Rand) uint64 {
	switch rng.IntN(4) {
	case 0:
		return uint64(rng.IntN(5)) << 8 // the lowest keys, held by everybody
	case 1:
		return 0xfff<<52 | uint64(rng.IntN(1000))<<8
	case 2:
		return uint64(rng.IntN(3000)) * 0x9e3779b97f4a7c15
	default:
		return rng.Uint64()
	}
}

func draw(rng *rand.Rand, n int) []uint64 {
	out := make([]uint64, n)
	for i := range out {
		out[i] = pool(rng)
	}
	return out
}

func TestAnAnswerIsThatOfTheRuleWhateverSegmentsMergesAndRestarts(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rng := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 1))
		o := Options{FlushPostings: rapid.IntRange(1, 2000).Draw(t, "flush")}
		if rapid.IntRange(0, 3).Draw(t, "on disk") == 0 {
			dir, err := os.MkdirTemp("", "index")
			if err != nil {
				t.Fatal(err)
			}
			defer func() { _ = os.RemoveAll(dir) }()
			o.Dir = dir
		}
		ix, why, err := Open(o)
		if err != nil || why != "" {
			t.Fatal(why, err)
		}
		defer func() { _ = ix.Close() }()
		var want oracle
		position := uint64(0)
		t.Repeat(map[string]func(*rapid.T){
			"file": func(t *rapid.T) {
				for range rapid.IntRange(1, 60).Draw(t, "assets") {
					position += 1 + rng.Uint64N(5)
					tags := draw(rng, 1+rng.IntN(MaxPostings))
					if err := ix.Add(position, tags); err != nil {
						t.Fatal(err)
					}
					want.positions, want.keys = append(want.positions, position), append(want.keys, keysOf(tags))
				}
				position++
				if err := ix.Advance(position, [32]byte{byte(position)}); err != nil {
					t.Fatal(err)
				}
			},
			"ask": func(t *rapid.T) {
				tags, below := draw(rng, 1+rng.IntN(400)), rng.Uint64N(position+2)
				if diff := gocmp.Diff(want.query(tags, below), ix.Query(tags, below), cmpopts.EquateEmpty()); diff != "" {
					t.Fatal(diff)
				}
			},
			"restart": func(t *rapid.T) {
				if o.Dir == "" {
					return
				}
				size, leaf := ix.Cursor()
				if err := ix.Close(); err != nil {
					t.Fatal(err)
				}
				var err error
				if ix, why, err = Open(o); err != nil || why != "" {
					t.Fatal(why, err)
				}
				if s, l := ix.Cursor(); s != size || l != leaf {
					t.Fatalf("the cursor is %d after a restart, want %d", s, size)
				}
			},
			"": func(t *rapid.T) {
				if st := ix.Stats(); int(st.Assets) != len(want.positions) {
					t.Fatalf("%d assets, want %d", st.Assets, len(want.positions))
				}
			},
		})
	})
}

// filled makes an index of n assets that was saved in several steps.
func filled(t *testing.T, o Options, n int) (*Index, *rand.Rand) {
	t.Helper()
	ix, why, err := Open(o)
	if err != nil || why != "" {
		t.Fatal(why, err)
	}
	rng := rand.New(rand.NewPCG(7, 7))
	for i := range n {
		if err := ix.Add(uint64(2*i), draw(rng, 40)); err != nil {
			t.Fatal(err)
		}
		if err := ix.Advance(uint64(2*i+1), [32]byte{byte(i), byte(i >> 8)}); err != nil {
			t.Fatal(err)
		}
	}
	return ix, rng
}

func TestSegmentsStayFewAndAreKeptInProportion(t *testing.T) {
	ix, _ := filled(t, Options{FlushPostings: 64}, 3000)
	ix.merging.Wait()
	if n := ix.Stats().Segments; n > 8 {
		t.Errorf("%d segments of 120,000 postings in flushes of 64", n)
	}
	for i := 1; i < len(ix.segments); i++ {
		if ix.segments[i-1].values < growth*ix.segments[i].values {
			t.Errorf("segment %d has %d values beside %d", i, ix.segments[i-1].values, ix.segments[i].values)
		}
	}
}

func TestWhatIsNotWholeIsThrownAwayAndSaid(t *testing.T) {
	damage := map[string]func(t *testing.T, dir, file string){
		"cut short": func(t *testing.T, _, file string) {
			info, err := os.Stat(file)
			if err != nil || os.Truncate(file, info.Size()/2) != nil {
				t.Fatal(err)
			}
		},
		"empty": func(t *testing.T, _, file string) {
			if err := os.Truncate(file, 0); err != nil {
				t.Fatal(err)
			}
		},
		"one bit changed": func(t *testing.T, _, file string) {
			b, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			b[len(b)/2] ^= 4
			if err := os.WriteFile(file, b, 0o600); err != nil {
				t.Fatal(err)
			}
		},
		"removed": func(t *testing.T, _, file string) {
			if err := os.Remove(file); err != nil {
				t.Fatal(err)
			}
		},
		"cursor of another index": func(t *testing.T, dir, _ string) {
			if err := os.WriteFile(filepath.Join(dir, cursorFile), []byte("{}"), 0o600); err != nil {
				t.Fatal(err)
			}
		},
	}
	for name, spoil := range damage {
		t.Run(name, func(t *testing.T) {
			o := Options{Dir: t.TempDir(), FlushPostings: 512}
			ix, _ := filled(t, o, 200)
			if err := ix.Close(); err != nil {
				t.Fatal(err)
			}
			files, err := filepath.Glob(filepath.Join(o.Dir, "*"+segmentSuffix))
			if err != nil || len(files) < 2 {
				t.Fatalf("%d files (%v), want several", len(files), err)
			}
			spoil(t, o.Dir, files[0])
			ix, why, err := Open(o)
			if err != nil || why == "" {
				t.Fatalf("opened with %q (%v), want a reason to build it again", why, err)
			}
			if size, _ := ix.Cursor(); size != 0 || ix.Stats().Assets != 0 {
				t.Errorf("something was kept: size %d, %+v", size, ix.Stats())
			}
			if left, _ := os.ReadDir(o.Dir); len(left) != 0 {
				t.Errorf("%d files were left", len(left))
			}
		})
	}
}

// A process may die between any two steps of saving and merging. What each leaves behind opens, and is a prefix of the log.
func TestWhatACrashLeavesOpensAsAPrefixOfTheLog(t *testing.T) {
	o := Options{Dir: t.TempDir(), FlushPostings: 512}
	ix, rng := filled(t, o, 100)
	ix.merging.Wait()
	before, _ := os.ReadDir(o.Dir)
	saved := map[string][]byte{}
	for _, e := range before {
		b, err := os.ReadFile(filepath.Join(o.Dir, e.Name()))
		if err != nil {
			t.Fatal(err)
		}
		saved[e.Name()] = b
	}
	for i := 100; i < 400; i++ {
		if err := errors.Join(ix.Add(uint64(2*i), draw(rng, 40)), ix.Advance(uint64(2*i+1), [32]byte{1})); err != nil {
			t.Fatal(err)
		}
	}
	if err := ix.Close(); err != nil {
		t.Fatal(err)
	}
	t.Run("merged segments were not removed, an unfinished file lies about", func(t *testing.T) {
		for name, b := range saved {
			if name == cursorFile {
				continue
			}
			if err := os.WriteFile(filepath.Join(o.Dir, name), b, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		if err := os.WriteFile(filepath.Join(o.Dir, "x"+segmentSuffix+newSuffix), []byte("half"), 0o600); err != nil {
			t.Fatal(err)
		}
		ix, why, err := Open(o)
		if err != nil || why != "" {
			t.Fatal(why, err)
		}
		if size, _ := ix.Cursor(); size != 799 || ix.Stats().Assets != 400 {
			t.Errorf("size %d, %d assets; want 799 and 400", size, ix.Stats().Assets)
		}
		if err := ix.Close(); err != nil {
			t.Fatal(err)
		}
	})
	t.Run("the cursor is older than the segments", func(t *testing.T) {
		if err := os.WriteFile(filepath.Join(o.Dir, cursorFile), saved[cursorFile], 0o600); err != nil {
			t.Fatal(err)
		}
		ix, why, err := Open(o)
		if err != nil || why != "" {
			t.Fatal(why, err)
		}
		if size, _ := ix.Cursor(); size != 799 || ix.Stats().Assets != 400 {
			t.Errorf("size %d, %d assets; want what the segments say", size, ix.Stats().Assets)
		}
		if err := ix.Close(); err != nil {
			t.Fatal(err)
		}
	})
}

func TestAssetsComeInTheOrderOfTheLog(t *testing.T) {
	ix := New(Options{})
	if err := errors.Join(ix.Add(5, []uint64{1 << 20}), ix.Advance(6, [32]byte{})); err != nil {
		t.Fatal(err)
	}
	for _, p := range []uint64{3, 5} {
		if err := ix.Add(p, []uint64{1 << 20}); !errors.Is(err, ErrOrder) {
			t.Errorf("position %d: error %v, want %v", p, err, ErrOrder)
		}
	}
	if err := ix.Add(7, make([]uint64, MaxPostings+1)); !errors.Is(err, ErrPostings) {
		t.Errorf("error %v, want %v", err, ErrPostings)
	}
}

func TestATagOfOverAHundredAssetsIsAmberOnly(t *testing.T) {
	ix := New(Options{})
	shared := []uint64{1 << 30, 2 << 30, 3 << 30, 4 << 30}
	for i := range uint64(RareList) {
		if err := ix.Add(i, shared); err != nil {
			t.Fatal(err)
		}
	}
	a := ix.Query(shared, 1000)
	if len(a.Hits) != RareList || a.Hits[0].AmberOnly() || a.Hits[0].Rare != 4 {
		t.Fatalf("%d hits, first %+v; want a hundred that are evidence", len(a.Hits), a.Hits[0])
	}
	if err := ix.Add(RareList, shared); err != nil {
		t.Fatal(err)
	}
	a = ix.Query(shared, 1000)
	if len(a.Hits) != RareList+1 || !a.Hits[0].AmberOnly() || a.Hits[0].Common != 4 {
		t.Errorf("%d hits, first %+v; want all amber", len(a.Hits), a.Hits[0])
	}
	if a := ix.Query(shared[:3], 1000); len(a.Hits) != 0 {
		t.Errorf("three common tags gave %d hits", len(a.Hits))
	}
	if a := ix.Query(shared, RareList); a.Hits[0].AmberOnly() {
		t.Error("what was filed later changed the answer for an earlier position")
	}
}

func TestAskingWhileOthersEnterIsSafe(t *testing.T) {
	ix := New(Options{Dir: t.TempDir(), FlushPostings: 256})
	var wg sync.WaitGroup
	done := make(chan struct{})
	for w := range uint64(2) {
		wg.Go(func() {
			rng := rand.New(rand.NewPCG(w, 3))
			for {
				select {
				case <-done:
					return
				default:
					ix.Query(draw(rng, 100), 1<<40)
				}
			}
		})
	}
	rng := rand.New(rand.NewPCG(9, 9))
	for i := range uint64(1500) {
		if err := errors.Join(ix.Add(i, draw(rng, 20)), ix.Advance(i+1, [32]byte{})); err != nil {
			t.Error(err)
			break
		}
	}
	close(done)
	wg.Wait()
	if err := ix.Close(); err != nil {
		t.Error(err)
	}
}

func FuzzSegment(f *testing.F) {
	ix := New(Options{})
	rng := rand.New(rand.NewPCG(1, 1))
	for i := range uint64(20) {
		if err := ix.Add(i, draw(rng, 8)); err != nil {
			f.Fatal(err)
		}
	}
	if err := errors.Join(ix.Advance(20, [32]byte{}), ix.Save()); err != nil {
		f.Fatal(err)
	}
	f.Add(slices.Clone(ix.segments[0].data))
	f.Fuzz(func(t *testing.T, b []byte) {
		s, ok := openSegment(b)
		if !ok {
			return
		}
		n := uint64(0)
		for next := s.postings(); ; n++ {
			p, ok := next()
			if !ok {
				break
			}
			s.find(s.spans([]uint64{p.key})[0], p.key, 1<<31, 10, nil)
		}
		if n != s.values {
			t.Errorf("%d postings of %d", n, s.values)
		}
	})
}
