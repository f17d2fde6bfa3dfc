package proof

import (
	"bytes"
	"crypto/ed25519"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/transparency-dev/merkle/proof"
	"github.com/transparency-dev/merkle/rfc6962"
	merkletest "github.com/transparency-dev/merkle/testonly"

	"shurong.org/shurong/fault"
)

var update = flag.Bool("update", false, "rewrite testdata/vectors.json")

const vectorsFile = "testdata/vectors.json"

// Vectors is testdata/vectors.json. Every case says which fault code its check must give; none means that it holds.
// Leaves and values are text.
type vectors struct {
	About       string              `json:"about"`
	Inclusion   []inclusionVector   `json:"inclusion"`
	Consistency []consistencyVector `json:"consistency"`
	Map         []mapVector         `json:"map"`
	Checkpoint  []checkpointVector  `json:"checkpoint"`
}

type inclusionVector struct {
	Name  string `json:"name"`
	Leaf  string `json:"leaf"`
	Index uint64 `json:"index"`
	Size  uint64 `json:"size"`
	Path  []Hash `json:"path"`
	Root  Hash   `json:"root"`
	Fault string `json:"fault,omitempty"`
}

type consistencyVector struct {
	Name    string `json:"name"`
	OldSize uint64 `json:"old_size"`
	Size    uint64 `json:"size"`
	Path    []Hash `json:"path"`
	OldRoot Hash   `json:"old_root"`
	Root    Hash   `json:"root"`
	Fault   string `json:"fault,omitempty"`
}

type mapVector struct {
	Name  string   `json:"name"`
	Key   string   `json:"key"`
	Value *string  `json:"value"` // null asks for absence
	Proof MapProof `json:"proof"`
	Root  Hash     `json:"root"`
	Fault string   `json:"fault,omitempty"`
}

type checkpointVector struct {
	Name        string `json:"name"`
	Note        string `json:"note"`
	VerifierKey string `json:"verifier_key"`
	Origin      string `json:"origin,omitempty"`
	Size        uint64 `json:"size,omitempty"`
	Root        Hash   `json:"root"`
	State       Hash   `json:"state"`
	Commitment  Hash   `json:"commitment"`
	Fault       string `json:"fault,omitempty"`
}

func TestPublishedVectors(t *testing.T) {
	if *update {
		var buf bytes.Buffer
		enc := json.NewEncoder(&buf)
		enc.SetEscapeHTML(false)
		enc.SetIndent("", " ")
		if err := errors.Join(enc.Encode(makeVectors()), os.WriteFile(vectorsFile, buf.Bytes(), 0o644)); err != nil {
			t.Fatal(err)
		}
	}
	raw, err := os.ReadFile(vectorsFile)
	if err != nil {
		t.Fatal(err)
	}
	var v vectors
	if err := json.Unmarshal(raw, &v); err != nil {
		t.Fatal(err)
	}
	if len(v.Inclusion) == 0 || len(v.Consistency) == 0 || len(v.Map) == 0 || len(v.Checkpoint) == 0 {
		t.Fatal("a part of the vectors is empty")
	}
	for _, c := range v.Inclusion {
		check(t, "inclusion "+c.Name, c.Fault, VerifyInclusion([]byte(c.Leaf), c.Index, c.Size, Path(c.Path), c.Root))
	}
	for _, c := range v.Consistency {
		check(t, "consistency "+c.Name, c.Fault, VerifyConsistency(c.OldSize, c.Size, Path(c.Path), c.OldRoot, c.Root))
	}
	for _, c := range v.Map {
		var value []byte
		if c.Value != nil {
			value = []byte(*c.Value)
		}
		check(t, "map "+c.Name, c.Fault, VerifyMap(c.Proof, c.Key, value, c.Root))
	}
	for _, c := range v.Checkpoint {
		got, err := ParseCheckpoint([]byte(c.Note), c.VerifierKey)
		check(t, "checkpoint "+c.Name, c.Fault, err)
		if want := (Checkpoint{Origin: c.Origin, Size: c.Size, Root: c.Root, State: c.State}); c.Fault == "" && (got != want || got.Commitment() != c.Commitment) {
			t.Errorf("checkpoint %s: %+v, want %+v", c.Name, got, want)
		}
	}
}

func check(t *testing.T, name, want string, err error) {
	t.Helper()
	got := ""
	if err != nil {
		got = fault.From(err).Code()
	}
	if got != want {
		t.Errorf("%s: fault %q, want %q (%v)", name, got, want, err)
	}
}

// testLog is the reference tree of another project.
func testLog(n int) (*merkletest.Tree, []string) {
	tree := merkletest.New(rfc6962.DefaultHasher)
	var leaves []string
	for i := range n {
		leaf := fmt.Sprintf(`{"index":%d,"kind":"示例"}`, i)
		leaves = append(leaves, leaf)
		tree.AppendData([]byte(leaf))
	}
	return tree, leaves
}

func hashes(path [][]byte) []Hash {
	out := make([]Hash, len(path))
	for i := range path {
		out[i] = Hash(path[i])
	}
	return out
}

func flipped(h Hash) Hash {
	h[31] ^= 1
	return h
}

func makeVectors() vectors {
	v := vectors{About: "Test vectors of Shurong proofs. Hashes are standard base64. 'fault' is the expected error code; without it the check must succeed."}
	v.Inclusion, v.Consistency = logVectors()
	v.Map = mapVectors()
	v.Checkpoint = checkpointVectors()
	return v
}

func logVectors() (in []inclusionVector, con []consistencyVector) {
	const n = 11
	tree, leaves := testLog(n)
	for _, size := range []uint64{1, 2, 3, 7, 8, n} {
		for _, i := range []uint64{0, size / 2, size - 1} {
			path, err := tree.InclusionProof(i, size)
			must(err)
			in = append(in, inclusionVector{
				Name: fmt.Sprintf("%d of %d", i, size), Leaf: leaves[i], Index: i, Size: size,
				Path: hashes(path), Root: Hash(tree.HashAt(size)),
			})
		}
		for old := range size + 1 {
			path, err := tree.ConsistencyProof(old, size)
			must(err)
			con = append(con, consistencyVector{
				Name: fmt.Sprintf("%d to %d", old, size), OldSize: old, Size: size, Path: hashes(path),
				OldRoot: Hash(tree.HashAt(old)), Root: Hash(tree.HashAt(size)),
			})
		}
	}
	good := in[len(in)-2]
	bad := func(name, code string, change func(*inclusionVector)) {
		c := good
		c.Path = append([]Hash(nil), good.Path...)
		c.Name, c.Fault = name, code
		change(&c)
		in = append(in, c)
	}
	bad("altered leaf", "proof.inclusion", func(c *inclusionVector) { c.Leaf += " " })
	bad("other index", "proof.inclusion", func(c *inclusionVector) { c.Index++ })
	bad("altered sibling", "proof.inclusion", func(c *inclusionVector) { c.Path[1] = flipped(c.Path[1]) })
	bad("path cut", "proof.inclusion", func(c *inclusionVector) { c.Path = c.Path[1:] })
	bad("path longer", "proof.inclusion", func(c *inclusionVector) { c.Path = append(c.Path, Hash{}) })
	bad("other root", "proof.inclusion", func(c *inclusionVector) { c.Root = flipped(c.Root) })
	bad("index beyond size", "proof.range", func(c *inclusionVector) { c.Index = c.Size })
	bad("impossible size", "proof.range", func(c *inclusionVector) { c.Size = 1 << 53 })

	goodCon := con[len(con)-4]
	badCon := func(name, code string, change func(*consistencyVector)) {
		c := goodCon
		c.Path = append([]Hash(nil), goodCon.Path...)
		c.Name, c.Fault = name, code
		change(&c)
		con = append(con, c)
	}
	badCon("altered old root", "proof.consistency", func(c *consistencyVector) { c.OldRoot = flipped(c.OldRoot) })
	badCon("altered root", "proof.consistency", func(c *consistencyVector) { c.Root = flipped(c.Root) })
	badCon("altered path", "proof.consistency", func(c *consistencyVector) { c.Path[0] = flipped(c.Path[0]) })
	badCon("older is larger", "proof.range", func(c *consistencyVector) { c.OldSize = c.Size + 1 })
	badCon("a false empty log", "proof.consistency", func(c *consistencyVector) { c.OldSize, c.Path = 0, []Hash{} })
	return in, con
}

// factKinds has a fact of every kind that the registry stores, under a key of its form: package registry's keys are held
// against it.
var factKinds = [][2]string{
	{"genesis", `{"edition":1,"holder_index":true,"origin":"example/registry","time":1772416800000,"v":1}`},
	{"calendar", `{"years":[]}`},
	{"org/91370200MA3C000001", `{"name":"青岛示例数据有限公司","roles":["enterprise"]}`},
	{"key/00112233445566778899aabbccddeeff", `{"id":"00112233445566778899aabbccddeeff","purpose":"agent"}`},
	{"nonce/00112233445566778899aabbccddeeff", `{"last":7}`},
	{"case/CA-0123456789AB", `{"id":"CA-0123456789AB","status":"certified","type":"transfer"}`},
	{"asset/DA-0123456789AB", `{"certificates":["SJ3212026030001"],"id":"DA-0123456789AB"}`},
	{"certificate/SJ3212026030001", `{"code":"SJ3212026030001","edition":2,"history":[{"type":"return"}]}`},
	{"serial/SJ321202603", `{"last":1}`},
	{"encumbrance/SJ3212026030001", `{"liens":["LN-0123456789AB"]}`},
	{"lien/LN-0123456789AB", `{"id":"LN-0123456789AB","notice":true,"status":"effective"}`},
	{"valuation/VA-0123456789AB", `{"id":"VA-0123456789AB","value_fen":1000}`},
	{"value/SJ3212026030001", `{"valuation":"VA-0123456789AB"}`},
	{"heartbeat/SJ3212026030001", `{"live":{"growth_rows":12},"results":[{"result":"passed"}],"seq":3}`},
	{"sanction/91370200MA3C000001", `{"grounds":"misuse","until":"2027-01-31"}`},
	{"loan/LO-0123456789AB", `{"id":"LO-0123456789AB","originator":"91370200MA3C000001","settled":true}`},
	{"lien-loan/LN-0123456789AB", `{"loan":"LO-0123456789AB"}`},
	{"annotation/AN-0123456789AB", `{"id":"AN-0123456789AB","kind":"seizure"}`},
	{"notes/SJ3212026030001", `{"annotations":["AN-0123456789AB"]}`},
	{"profile/91370200MA3C000001/zhejiang-ip-2023", `{"name":"zhejiang-ip-2023","version":1}`},
	{"holder/91370200MA3C000001", `{"count":1}`},
	{"holder/91370200MA3C000001/0", `{"certificates":["SJ3212026030001"]}`},
	{"recognised/00112233445566778899aabbccddeeff", `{"certificate":"SJ3212026030001"}`},
	{"existence/LN-0123456789AB", `{"challenges":400,"lien":"LN-0123456789AB","round":1}`},
	{"schedule/LN-0123456789AB", `{"every_days":7,"grace_days":2,"lien":"LN-0123456789AB"}`},
	{"similarity/91320000MA1W000001", `{"epoch":2,"fingerprint":"5f0c","from":"2026-07-01"}`},
	{"similarity-key/5f0c", `{"fingerprint":"5f0c","from":"2026-07-01","registrar":"91320000MA1W000001"}`},
}

// kindVectors proves of every kind that a fact is there, and that another of the kind is not.
func kindVectors() (out []mapVector) {
	m := twin{}
	for _, f := range factKinds {
		m[f[0]] = []byte(f[1])
	}
	root := m.root()
	for _, f := range factKinds {
		value := f[1]
		kind, _, _ := strings.Cut(f[0], "/")
		out = append(out,
			mapVector{Name: "of kind " + kind + ": " + f[0], Key: f[0], Value: &value, Proof: m.prove(f[0]), Root: root},
			mapVector{Name: "none of kind " + kind + ": " + f[0] + "-", Key: f[0] + "-", Proof: m.prove(f[0] + "-"), Root: root})
	}
	return out
}

func mapVectors() (out []mapVector) {
	m := twin{}
	add := func(name, key string, p MapProof, root Hash) {
		c := mapVector{Name: name, Key: key, Proof: p, Root: root}
		if v, ok := m[key]; ok {
			s := string(v)
			c.Value = &s
		}
		out = append(out, c)
	}
	add("absent from the empty map", "lien/none", m.prove("lien/none"), m.root())
	m["org/91370200MA3C000001"] = []byte(`{"name":"青岛示例数据有限公司"}`)
	add("the only fact", "org/91370200MA3C000001", m.prove("org/91370200MA3C000001"), m.root())
	add("absent beside the only fact", "lien/none", m.prove("lien/none"), m.root())
	for i := range 40 {
		m[fmt.Sprintf("asset/%02d", i)] = fmt.Appendf(nil, `{"n":%d}`, i)
	}
	m["empty/value"] = []byte{}
	for _, k := range []string{"asset/00", "asset/07", "asset/39", "empty/value", "org/91370200MA3C000001"} {
		add("present "+k, k, m.prove(k), m.root())
	}
	var places [2]bool // absent keys of both sorts: an empty place, and one under another leaf
	for i := 0; i < 1000 && (!places[0] || !places[1]); i++ {
		key := fmt.Sprintf("lien/%03d", i)
		p := m.prove(key)
		sort, name := 0, "absent, empty place "
		if p.Leaf != nil {
			sort, name = 1, "absent, under another leaf "
		}
		if !places[sort] {
			places[sort] = true
			add(name+key, key, p, m.root())
		}
	}
	out = append(out, kindVectors()...)
	find := func(name string) mapVector {
		for _, c := range out {
			if strings.HasPrefix(c.Name, name) {
				return c
			}
		}
		panic("no vector " + name)
	}
	bad := func(from, name, code string, change func(*mapVector)) {
		c := find(from)
		c.Proof.Siblings = append([]Hash(nil), c.Proof.Siblings...)
		if c.Proof.Leaf != nil {
			l := *c.Proof.Leaf
			c.Proof.Leaf = &l
		}
		c.Name, c.Fault = name, code
		change(&c)
		out = append(out, c)
	}
	text := func(s string) *string { return &s }
	bad("present asset/07", "altered value", "proof.map_presence", func(c *mapVector) { c.Value = text(`{"n":8}`) })
	bad("present asset/07", "other key", "proof.map_presence", func(c *mapVector) { c.Key = "asset/08" })
	bad("present asset/07", "presence passed off as absence", "proof.map_absence", func(c *mapVector) { c.Value = nil })
	bad("present asset/07", "altered sibling of presence", "proof.map_presence", func(c *mapVector) { c.Proof.Siblings[2] = flipped(c.Proof.Siblings[2]) })
	bad("present asset/07", "path of presence cut", "proof.map_presence", func(c *mapVector) { c.Proof.Siblings = c.Proof.Siblings[1:] })
	bad("present asset/07", "other root", "proof.map_presence", func(c *mapVector) { c.Root = flipped(c.Root) })
	bad("present asset/07", "unknown version", "proof.map_form", func(c *mapVector) { c.Proof.V = 2 })
	bad("absent, empty place", "absence passed off as presence", "proof.map_presence", func(c *mapVector) { c.Value = text("{}") })
	bad("absent, empty place", "altered sibling of absence", "proof.map_absence", func(c *mapVector) { c.Proof.Siblings[0] = flipped(c.Proof.Siblings[0]) })
	bad("absent, under another leaf", "other leaf altered", "proof.map_absence", func(c *mapVector) { c.Proof.Leaf.ValueHash = flipped(c.Proof.Leaf.ValueHash) })
	bad("absent, under another leaf", "other leaf withheld", "proof.map_absence", func(c *mapVector) { c.Proof.Leaf = nil })
	bad("absent, under another leaf", "leaf in a proof of presence", "proof.map_form", func(c *mapVector) { c.Value = text("{}") })
	bad("absent, under another leaf", "a leaf from elsewhere", "proof.map_form", func(c *mapVector) { c.Proof.Leaf.KeyHash[0] ^= 0x80 })
	bad("absent, under another leaf", "the key's own leaf", "proof.map_absence", func(c *mapVector) { c.Proof.Leaf.KeyHash = MapKey(c.Key) })
	bad("absent, empty place", "too many siblings", "proof.map_form", func(c *mapVector) { c.Proof.Siblings = make([]Hash, 257) })
	return out
}

// testSigner's key is public knowledge: for vectors only.
func testSigner(origin string, seed byte) *Signer {
	s, err := NewSigner(origin, ed25519.NewKeyFromSeed(bytes.Repeat([]byte{seed}, ed25519.SeedSize)))
	must(err)
	return s
}

func checkpointVectors() (out []checkpointVector) {
	const origin = "shurong.example/registry"
	signer := testSigner(origin, 1)
	sign := func(c Checkpoint, s *Signer) string {
		b, err := c.Sign(s)
		must(err)
		return string(b)
	}
	tree, _ := testLog(11)
	good := Checkpoint{Origin: origin, Size: 11, Root: Hash(tree.HashAt(11)), State: MapKey("any")}
	add := func(name, text, code string, c Checkpoint) {
		cv := checkpointVector{Name: name, Note: text, VerifierKey: signer.VerifierKey(), Fault: code}
		if code == "" {
			cv.Origin, cv.Size, cv.Root, cv.State, cv.Commitment = c.Origin, c.Size, c.Root, c.State, c.Commitment()
		}
		out = append(out, cv)
	}
	empty := Checkpoint{Origin: origin, Root: EmptyLog(), State: EmptyMap()}
	add("a log of eleven entries", sign(good, signer), "", good)
	add("the empty log", sign(empty, signer), "", empty)
	witness := strings.SplitAfter(sign(good, testSigner("witness.example", 2)), "\n\n")[1]
	add("with a witness beside", sign(good, signer)+witness, "", good)
	add("altered size", strings.Replace(sign(good, signer), "\n11\n", "\n12\n", 1), "proof.checkpoint_signature", good)
	add("another key of the same name", sign(good, testSigner(origin, 3)), "proof.checkpoint_signature", good)
	add("no blank line", strings.Replace(sign(good, signer), "\n\n", "\n", 1), "proof.checkpoint_form", good)
	add("not a note", "hello\n", "proof.checkpoint_form", good)
	add("another log's text", sign(Checkpoint{Origin: "other.example/log", Size: 11, Root: good.Root, State: good.State}, signer), "proof.checkpoint_form", good)
	for name, c := range ordered(malformed(good)) {
		add(name, signText(c.text, signer), c.code, good)
	}
	return out
}

func must(err error) {
	if err != nil {
		panic(err)
	}
}

// TestLogProofsAgreeWithAnotherImplementation cross-checks every path of small logs both ways.
func TestLogProofsAgreeWithAnotherImplementation(t *testing.T) {
	const n = 70
	tree, leaves := testLog(n)
	for size := uint64(1); size <= n; size++ {
		root := Hash(tree.HashAt(size))
		for i := range size {
			path, err := tree.InclusionProof(i, size)
			must(err)
			if err := VerifyInclusion([]byte(leaves[i]), i, size, Path(hashes(path)), root); err != nil {
				t.Fatalf("%d of %d: %v", i, size, err)
			}
			if err := proof.VerifyInclusion(rfc6962.DefaultHasher, i, size, tree.LeafHash(i), path, root[:]); err != nil {
				t.Fatal(err)
			}
			if VerifyInclusion([]byte("no"), i, size, Path(hashes(path)), root) == nil {
				t.Fatalf("%d of %d: a foreign leaf passed", i, size)
			}
		}
		for old := range size + 1 {
			path, err := tree.ConsistencyProof(old, size)
			must(err)
			if err := VerifyConsistency(old, size, Path(hashes(path)), Hash(tree.HashAt(old)), root); err != nil {
				t.Fatalf("%d to %d: %v", old, size, err)
			}
		}
	}
}
