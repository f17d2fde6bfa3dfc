package registry

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"maps"
	"testing"
	"time"

	"github.com/go-json-experiment/json/jsontext"

	"shurong.org/shurong/canon"
	"shurong.org/shurong/daycount"
	"shurong.org/shurong/identifier"
)

// memory is a state in a map. An overlay is a copy: enough for rules, and obviously right.
type memory map[string][]byte

func (m memory) Get(key string) ([]byte, error) { return m[key], nil }
func (m memory) Put(key string, v []byte)       { m[key] = v }
func (m memory) Delete(key string)              { delete(m, key) }

// world is a registry in memory with the organisations that the tests need, on a day that the test moves.
type world struct {
	t      *testing.T
	state  memory
	index  uint64
	now    time.Time
	keys   map[string]ed25519.PrivateKey
	nonces map[string]uint64
	events []Event
	log    []recorded
}

// recorded is an accepted command with the time it was ordered at.
type recorded struct {
	Raw    jsontext.Value `json:"raw"`
	Time   int64          `json:"time"`
	Events []Event        `json:"-"`
}

const testLog = "test.example/registry"

// The parties. Names are also the seeds of their keys and credit codes.
const (
	registrar = "registrar"
	farm      = "farm"
	hotel     = "hotel"
	bankA     = "bank-a"
	bankB     = "bank-b"
	appraiser = "appraiser"
	regulator = "regulator"
)

var testOrgs = []struct {
	name string
	role Role
}{
	{farm, RoleEnterprise}, {hotel, RoleEnterprise}, {bankA, RoleBank}, {bankB, RoleBank},
	{appraiser, RoleAppraiser}, {regulator, RoleRegulator},
}

func newWorld(t *testing.T) *world { return newWorldOf(t, LatestEdition) }

// newWorldOf is a world whose log goes by an edition of the rules.
func newWorldOf(t *testing.T, edition int) *world {
	w := &world{
		t: t, state: memory{}, now: time.Date(2026, 3, 2, 10, 0, 0, 0, daycount.China), // a Monday
		keys: map[string]ed25519.PrivateKey{}, nonces: map[string]uint64{},
	}
	w.must(registrar, &GenesisInit{
		Profile: NationalProfile(), Calendar: daycount.StateCouncil().Years(), Name: "测试登记机构",
		Region: "320000", CodeRegion: "32", CodeDigit: "1", Pub: w.pub(registrar), Edition: edition,
	})
	for _, o := range testOrgs {
		w.must(registrar, &OrgAdmit{USCC: uscc(o.name), Name: "测试" + o.name, Region: "320100", Roles: []Role{o.role}, Pub: w.pub(o.name)})
	}
	return w
}

// uscc derives a valid credit code from a name.
func uscc(name string) string {
	d := sha256.Sum256([]byte(name))
	const alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"
	body := []byte("91320100")
	for _, b := range d[:9] {
		body = append(body, alphabet[int(b)%len(alphabet)])
	}
	code, err := identifier.MakeUSCC(string(body))
	if err != nil {
		panic(err)
	}
	return string(code)
}

func (w *world) priv(name string) ed25519.PrivateKey {
	if k, ok := w.keys[name]; ok {
		return k
	}
	seed := sha256.Sum256([]byte("key of " + name))
	w.keys[name] = ed25519.NewKeyFromSeed(seed[:])
	return w.keys[name]
}

func (w *world) pub(name string) []byte { return w.priv(name).Public().(ed25519.PublicKey) }

// sign makes the next command of an organisation, signed by the key called signer.
func (w *world) sign(org, signer string, cmd Command) []byte {
	w.nonces[signer]++
	raw, err := Sign(w.priv(signer), testLog, uscc(org), w.nonces[signer], cmd)
	if err != nil {
		w.t.Fatal(err)
	}
	return raw
}

// submit applies raw bytes as a sequencer would: on a copy that is kept only if the command is accepted.
func (w *world) submit(raw []byte) ([]Event, error) {
	checked, err := Precheck(w.state, raw)
	if err != nil {
		return nil, err
	}
	overlay := maps.Clone(w.state)
	events, err := Apply(overlay, checked, w.index, w.now.UnixMilli())
	if err != nil {
		return nil, err
	}
	w.state = overlay
	w.index++
	w.events = append(w.events, events...)
	w.log = append(w.log, recorded{Raw: raw, Time: w.now.UnixMilli(), Events: events})
	return events, nil
}

func (w *world) do(org string, cmd Command) ([]Event, error) { return w.submit(w.sign(org, org, cmd)) }

func (w *world) must(org string, cmd Command) []Event {
	w.t.Helper()
	events, err := w.do(org, cmd)
	if err != nil {
		w.t.Fatalf("%s by %s: %v", cmd.Kind(), org, err)
	}
	return events
}

// refused requires a command to fail with a fault and to leave no trace.
func (w *world) refused(want error, org string, cmd Command) {
	w.t.Helper()
	before, index := w.digest(), w.index
	if _, err := w.do(org, cmd); !errors.Is(err, want) {
		w.t.Errorf("%s by %s: error = %v, want %v", cmd.Kind(), org, err, want)
	}
	if w.digest() != before || w.index != index {
		w.t.Errorf("%s was refused but changed the state", cmd.Kind())
	}
}

func (w *world) digest() string { return canon.Hex(canon.Must(map[string][]byte(w.state))) }

// on moves to ten in the morning of a day.
func (w *world) on(date string) {
	d := daycount.MustDate(date)
	w.now = time.Date(d.Year(), d.Month(), d.Day(), 10, 0, 0, 0, daycount.China)
}

func fact[T any](w *world, key string) *T {
	w.t.Helper()
	v, err := Find[T](w.state, key)
	if err != nil {
		w.t.Fatal(err)
	}
	return v
}

// caseOf reads a case as of the world's day.
func (w *world) caseOf(id string) Case {
	w.t.Helper()
	p, cal, err := Rules(w.state)
	if err != nil {
		w.t.Fatal(err)
	}
	c := fact[Case](w, PrefixCase+id)
	if c == nil {
		w.t.Fatalf("no case %s", id)
	}
	return c.AsOf(cal, daycount.DateOf(w.now), p)
}

func hash(s string) string {
	d := sha256.Sum256([]byte(s))
	return hex.EncodeToString(d[:])
}

func (w *world) measurement(rows int64) Measurement {
	return Measurement{
		MeasuredAt: w.now.UnixMilli(), Rows: rows, Columns: 12, QualityPPM: 960_000, FileDigest: hash("file"),
		SchemaDigest: hash("schema"), ProfileDigest: hash("profile"), SketchDigest: hash("sketch"),
		PersonalData: "none", AgentVersion: "1",
	}
}

func (w *world) filing() *CaseFile {
	return &CaseFile{
		Registrar: uscc(registrar), FormCommitment: hash("form"), Industry: "A01", Region: "410100",
		Source: Source{Kind: SourceCollected, Lawful: true}, Rights: []GrantedRight{{Right: Holding}, {Right: Use}, {Right: Operating}},
		Measurement: w.measurement(10_000), Grade: "general",
	}
}

// file files a case and returns its identifier.
func (w *world) file(org string, f *CaseFile) string {
	w.t.Helper()
	var c Case
	if err := canon.Unmarshal(w.must(org, f)[0].Body, &c); err != nil {
		w.t.Fatal(err)
	}
	return c.ID
}

// certify leads a filing through all steps and returns the certificate's code. It moves the clock.
func (w *world) certify(org string, f *CaseFile) string {
	w.t.Helper()
	id := w.file(org, f)
	w.must(registrar, &CaseAccept{Case: id})
	w.must(registrar, &CaseReview{Case: id, Accuracy: true, Compliance: true, Clarity: true, Opinion: hash("opinion")})
	w.must(registrar, &CasePost{Case: id})
	_, cal, err := Rules(w.state)
	if err != nil {
		w.t.Fatal(err)
	}
	w.on(cal.AddWorkingDays(daycount.DateOf(w.now), 6).String())
	w.must(registrar, &CaseDeposit{Case: id})
	w.must(registrar, &CertificateIssue{Case: id, ValidUntil: daycount.DateOf(w.now).AddMonths(36)})
	return w.caseOf(id).Certificates[0]
}

func TestReplayGivesTheSameEventsAndState(t *testing.T) {
	script := func() (*world, string) {
		w := newWorld(t)
		code := w.certify(farm, w.filing())
		w.must(farm, &PledgePropose{Certificate: code, Pledgee: uscc(bankA), SecuredFen: 100, Contract: hash("contract")})
		return w, canon.Hex(canon.Must(w.events))
	}
	a, eventsA := script()
	b, eventsB := script()
	if a.digest() != b.digest() || eventsA != eventsB {
		t.Error("two runs of the same commands differ")
	}
	if !bytes.Equal(canon.Must(map[string][]byte(a.state)), canon.Must(map[string][]byte(b.state))) {
		t.Error("states differ")
	}
}
