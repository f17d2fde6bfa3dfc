package existence

import (
	"bytes"
	"context"
	"errors"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"shurong.org/shurong/canon"
	"shurong.org/shurong/internal/registry"
	"shurong.org/shurong/internal/registry/monitoring"
	"shurong.org/shurong/proof"
)

// seeded is a stream of bytes that is the same in every run.
func seeded(n uint64) *rand.ChaCha8 {
	var key [32]byte
	key[0], key[1] = byte(n), byte(n>>8)
	return rand.NewChaCha8(key)
}

// write makes a file of random bytes.
func write(t testing.TB, path string, size int, seed uint64) {
	t.Helper()
	b := make([]byte, size)
	_, _ = seeded(seed).Read(b)
	if err := os.WriteFile(path, b, 0o600); err != nil {
		t.Fatal(err)
	}
}

func commit(t testing.TB, f Files, o Options) *Commitment {
	t.Helper()
	ps, err := f.List(nil)
	if err != nil {
		t.Fatal(err)
	}
	if o.Rand == nil {
		o.Rand = seeded(1)
	}
	c, err := Commit(context.Background(), f, ps, o)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// passes answers the j-th challenge as the registry would judge it.
func (c *Commitment) passes(t testing.TB, f Files, j int) bool {
	t.Helper()
	r, err := c.Package.Reveal("LN-1", j)
	if err != nil {
		t.Fatal(err)
	}
	leaf := monitoring.ChallengeLeaf(j, r.Nonce, r.Commitment)
	if err := proof.VerifyInclusion(leaf, uint64(j), uint64(c.Package.Challenges()), proof.Path(r.Path),
		c.Package.Root); err != nil {
		t.Fatalf("challenge %d is not in the tree: %v", j, err)
	}
	a, err := Answer(context.Background(), f, c.Partitions, c.Sampled, r.Nonce)
	if errors.Is(err, ErrGone) {
		return false
	}
	if err != nil {
		t.Fatal(err)
	}
	return canon.Commit(r.Salt[:], a[:]) == r.Commitment.Hex()
}

func TestEveryChallengeOfWholeDataPasses(t *testing.T) {
	dir := t.TempDir()
	for i, size := range []int{1, BlockSize - 1, BlockSize, BlockSize + 1, 40*BlockSize + 7} {
		write(t, filepath.Join(dir, string(rune('a'+i))+".csv"), size, uint64(i))
	}
	c := commit(t, Files{dir}, Options{Challenges: 9})
	for j := range 9 {
		if !c.passes(t, Files{dir}, j) {
			t.Errorf("challenge %d", j)
		}
	}
	one := Files{filepath.Join(dir, "e.csv")}
	if !commit(t, one, Options{Challenges: 1}).passes(t, one, 0) {
		t.Error("a single file")
	}
}

func TestTheResultDoesNotDependOnTheNumberOfWorkers(t *testing.T) {
	f := Files{filepath.Join(t.TempDir(), "a")}
	write(t, f.Path, 100*BlockSize+5, 3)
	a, b := commit(t, f, Options{Challenges: 20, Workers: 1}), commit(t, f, Options{Challenges: 20, Workers: 4})
	if a.Content != b.Content || a.Package.Root != b.Package.Root {
		t.Error("one worker and four differ")
	}
}

func TestAppendedDataPasses(t *testing.T) {
	f := Files{filepath.Join(t.TempDir(), "a.csv")}
	write(t, f.Path, 5*BlockSize+100, 4)
	c := commit(t, f, Options{Challenges: 3})
	file, err := os.OpenFile(f.Path, os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	_, err = file.Write(make([]byte, 3*BlockSize))
	if err := errors.Join(err, file.Close()); err != nil {
		t.Fatal(err)
	}
	if !c.passes(t, f, 0) {
		t.Error("rows were added and the old ones were said to be gone")
	}
}

func TestDataSwappedForRandomDataOfTheSameShapeIsCaught(t *testing.T) {
	f := Files{filepath.Join(t.TempDir(), "a.csv")}
	write(t, f.Path, 300*BlockSize, 5)
	c := commit(t, f, Options{Challenges: 3})
	write(t, f.Path, 300*BlockSize, 6)
	for j := range 3 {
		if c.passes(t, f, j) {
			t.Errorf("challenge %d passed over other data", j)
		}
	}
	if err := os.Truncate(f.Path, 10); err != nil {
		t.Fatal(err)
	}
	if c.passes(t, f, 0) {
		t.Error("a shortened file passed")
	}
	if err := os.Remove(f.Path); err != nil {
		t.Fatal(err)
	}
	if c.passes(t, f, 0) {
		t.Error("a missing file passed")
	}
}

// TestALossOfOnePercentIsFoundWithTheStatedProbability removes one block in a hundred and counts the challenges that see
// it, over all challenges of seeded rounds.
func TestALossOfOnePercentIsFoundWithTheStatedProbability(t *testing.T) {
	const n, rounds = 20_000, 4000
	k := SampleSize(n, DefaultLossPPM, DefaultConfidencePPM)
	lost := map[int64]bool{}
	src := rand.New(seeded(7))
	for len(lost) < n/100 {
		lost[src.Int64N(n)] = true
	}
	seed := proof.Hash{7}
	caught := 0
	for j := range rounds {
		if slices.ContainsFunc(choose(derive(seed, "nonce", j), k, n), func(i int64) bool { return lost[i] }) {
			caught++
		}
	}
	share := float64(caught) / rounds
	if sd := math.Sqrt(0.99 * 0.01 / rounds); share < 0.99-4*sd || share > 0.99+4*sd {
		t.Errorf("%d of %d challenges of %d blocks found it: %.4f", caught, rounds, k, share)
	}
}

// TestRemovedBlocksFailTheChallengesThatChoseThem is the same on a real file.
func TestRemovedBlocksFailTheChallengesThatChoseThem(t *testing.T) {
	f := Files{filepath.Join(t.TempDir(), "a")}
	const n = 1000
	write(t, f.Path, n*BlockSize, 8)
	c := commit(t, f, Options{Challenges: 30})
	file, err := os.OpenFile(f.Path, os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = file.Close() }()
	lost := []int64{3, 77, 150, 301, 302, 480, 555, 700, 801, 999}
	for _, i := range lost {
		if _, err := file.WriteAt(make([]byte, BlockSize), i*BlockSize); err != nil {
			t.Fatal(err)
		}
	}
	failed := 0
	for j := range 30 {
		chosen := choose(c.Package.nonce(j), c.Sampled, n)
		hit := slices.ContainsFunc(lost, func(i int64) bool { return slices.Contains(chosen, i) })
		if c.passes(t, f, j) == hit {
			t.Errorf("challenge %d: meets a lost block %v", j, hit)
		}
		if hit {
			failed++
		}
	}
	if failed < 28 {
		t.Errorf("%d of 30 challenges met a lost block", failed)
	}
}

func TestSampleSizes(t *testing.T) {
	for n, want := range map[int64]int{0: 0, 1: 1, 20: 20, 100: 99, 1000: 368, 20_000: 453, 1 << 34: 459} {
		if got := SampleSize(n, DefaultLossPPM, DefaultConfidencePPM); got != want {
			t.Errorf("of %d blocks %d, want %d", n, got, want)
		}
	}
}

func TestChoicesAreDistinctAndEven(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.Int64Range(1, 5000).Draw(t, "n")
		k := rapid.IntRange(1, 600).Draw(t, "k")
		var nonce proof.Hash
		copy(nonce[:], rapid.SliceOfN(rapid.Byte(), 32, 32).Draw(t, "nonce"))
		got := choose(nonce, k, n)
		if int64(len(got)) != min(int64(k), n) || !slices.IsSorted(got) || len(slices.Compact(slices.Clone(got))) != len(got) ||
			got[0] < 0 || got[len(got)-1] >= n {
			t.Fatalf("%d of %d: %v", k, n, got)
		}
	})
	count := make([]int, 10)
	for j := range 10_000 {
		for _, i := range choose(derive(proof.Hash{1}, "nonce", j), 3, 10) {
			count[i]++
		}
	}
	for i, c := range count {
		if c < 2800 || c > 3200 {
			t.Errorf("place %d was chosen %d times of 3,000", i, c)
		}
	}
}

func TestTreesAreThoseOfRFC6962(t *testing.T) {
	leaf := func(i int) []byte { return []byte{byte(i)} }
	for n := 1; n <= 33; n++ {
		var hs []proof.Hash
		for i := range n {
			hs = append(hs, proof.LeafHash(leaf(i)))
		}
		whole := root(hs)
		for i := range n {
			if err := proof.VerifyInclusion(leaf(i), uint64(i), uint64(n), proof.Path(path(hs, i)), whole); err != nil {
				t.Fatalf("leaf %d of %d: %v", i, n, err)
			}
			if i > 0 {
				if err := proof.VerifyConsistency(uint64(i), uint64(n), proof.Path(consistency(hs, i)), root(hs[:i]),
					whole); err != nil {
					t.Fatalf("%d of %d: %v", i, n, err)
				}
			}
		}
	}
}

func TestARenewalCoversWhatThePledgeDidAndSeesChanges(t *testing.T) {
	dir := t.TempDir()
	f := Files{dir}
	write(t, filepath.Join(dir, "2026-01.csv"), 3*BlockSize, 1)
	first := commit(t, f, Options{Challenges: 8})
	write(t, filepath.Join(dir, "2026-02.csv"), 2*BlockSize, 2)
	ps, err := f.List(first.Partitions)
	if err != nil || len(ps) != 2 {
		t.Fatal(ps, err)
	}
	second, err := Commit(context.Background(), f, ps, Options{Rand: seeded(9), Challenges: 8})
	if err != nil {
		t.Fatal(err)
	}
	cmd := second.Command("LN-1", "age1x", nil, len(first.Partitions))
	if err := proof.VerifyConsistency(1, 2, proof.Path(cmd.Consistency), first.Content, second.Content); err != nil {
		t.Error(err)
	}
	write(t, filepath.Join(dir, "2026-01.csv"), 3*BlockSize, 3)
	if _, err := Commit(context.Background(), f, ps[:0:0], Options{Rand: seeded(1)}); !errors.Is(err, ErrNothing) {
		t.Error(err)
	}
	if _, err := Commit(context.Background(), f, second.Partitions, Options{Rand: seeded(9)}); !errors.Is(err, ErrContent) {
		t.Errorf("changed content was committed to again: %v", err)
	}
}

func TestASealedPackageOpensForItsLenderAlone(t *testing.T) {
	f := Files{filepath.Join(t.TempDir(), "a")}
	write(t, f.Path, 10*BlockSize, 1)
	c := commit(t, f, Options{})
	mine, recipient, err := NewIdentity()
	if err != nil {
		t.Fatal(err)
	}
	other, _, err := NewIdentity()
	if err != nil {
		t.Fatal(err)
	}
	sealed, err := Seal(c.Package, recipient)
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("400 challenges: %d bytes sealed", len(sealed))
	p, err := Open(sealed, mine)
	if err != nil || p.Root != c.Package.Root || p.Challenges() != DefaultChallenges {
		t.Fatal(err)
	}
	e := &registry.Existence{Root: p.Root, Content: p.Content, Challenges: 400, Sampled: c.Sampled, Blocks: 10}
	if err := p.Fits(e); err != nil {
		t.Error(err)
	}
	e.Blocks = 9
	if err := p.Fits(e); !errors.Is(err, ErrPackage) {
		t.Error(err)
	}
	if _, err := Open(sealed, other); !errors.Is(err, ErrIdentity) {
		t.Errorf("another's key: %v", err)
	}
	if _, err := Open(sealed[:len(sealed)-1], mine); !errors.Is(err, ErrPackage) {
		t.Errorf("cut off: %v", err)
	}
	if _, err := Open([]byte("hello"), mine); !errors.Is(err, ErrPackage) {
		t.Errorf("text: %v", err)
	}
	if _, err := Seal(c.Package, "age1nobody"); !errors.Is(err, ErrRecipient) {
		t.Errorf("recipient: %v", err)
	}
	if _, err := p.Reveal("LN-1", 400); !errors.Is(err, ErrSpent) {
		t.Error(err)
	}
}

func TestLinksAndHiddenFilesArePassedOver(t *testing.T) {
	dir := t.TempDir()
	write(t, filepath.Join(dir, "a.csv"), 10, 1)
	write(t, filepath.Join(dir, ".hidden"), 10, 1)
	if err := os.Symlink(dir, filepath.Join(dir, "loop")); err != nil {
		t.Skip(err)
	}
	ps, err := Files{dir}.List(nil)
	if err != nil || len(ps) != 1 || ps[0].Name != "a.csv" {
		t.Errorf("%+v %v", ps, err)
	}
	if _, err := (Files{filepath.Join(dir, "none")}).List(nil); !errors.Is(err, ErrGone) {
		t.Error(err)
	}
	bad := Partition{Name: "../a.csv", Size: 1}
	if _, err := (Files{dir}).open(bad); !errors.Is(err, ErrGone) {
		t.Error("a name led out of the folder")
	}
}

func FuzzPackagesAreReadStrictly(f *testing.F) {
	p := &Package{V: 1, Blocks: 3, Sampled: 2, Commitments: bytes.Repeat([]byte{1}, 64)}
	p.Root = p.tree()
	f.Add(canon.Must(p))
	f.Add([]byte(`{"v":1}`))
	f.Fuzz(func(t *testing.T, b []byte) {
		p, err := decodePackage(b)
		if err != nil {
			return
		}
		if !bytes.Equal(canon.Must(p), b) {
			t.Error("read, it writes something else")
		}
		if _, err := p.Reveal("LN-1", p.Challenges()-1); err != nil {
			t.Error(err)
		}
	})
}

func FuzzSealedPackagesThatAreNoneAreRefused(f *testing.F) {
	identity, recipient, err := NewIdentity()
	if err != nil {
		f.Fatal(err)
	}
	p := &Package{V: 1, Blocks: 3, Sampled: 2, Commitments: bytes.Repeat([]byte{1}, 64)}
	p.Root = p.tree()
	sealed, err := Seal(p, recipient)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(sealed)
	f.Add([]byte("age-encryption.org/v1\n"))
	f.Fuzz(func(t *testing.T, b []byte) {
		if _, err := Open(b, identity); err != nil && !errors.Is(err, ErrPackage) && !errors.Is(err, ErrIdentity) {
			t.Error(err)
		}
	})
}

func BenchmarkCommit(b *testing.B) {
	f := Files{filepath.Join(b.TempDir(), "a")}
	const size = 256 << 20
	write(b, f.Path, size, 1)
	b.SetBytes(size)
	for b.Loop() {
		commit(b, f, Options{})
	}
}

func BenchmarkAnswer(b *testing.B) {
	f := Files{filepath.Join(b.TempDir(), "a")}
	write(b, f.Path, 256<<20, 1)
	c := commit(b, f, Options{Challenges: 1})
	b.SetBytes(int64(c.Sampled) * BlockSize)
	for b.Loop() {
		if !c.passes(b, f, 0) {
			b.Fatal("failed")
		}
	}
}
