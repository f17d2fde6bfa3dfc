package credential_test

import (
	"context"
	"crypto/ed25519"
	"crypto/sha256"
	"strconv"
	"testing"
	"time"

	"github.com/go-json-experiment/json/jsontext"

	"shurong.org/shurong/canon"
	"shurong.org/shurong/credential"
	"shurong.org/shurong/daycount"
	"shurong.org/shurong/identifier"
	"shurong.org/shurong/internal/certificate"
	"shurong.org/shurong/internal/db/dbtest"
	"shurong.org/shurong/internal/registry"
	"shurong.org/shurong/internal/sequence"
)

// The world of these tests is a real ledger on which everything is fixed, keys and salts too: the same documents come
// out of it every time, so that they can be published as vectors.

const origin = "vector.example/registry"

var ctx = context.Background()

// actor is an organisation that signs with a key derived from its name.
type actor struct {
	name, uscc string
	priv       ed25519.PrivateKey
	nonce      uint64
}

func newActor(name string) *actor {
	body := sha256.Sum256([]byte("credit code of " + name))
	const alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"
	code := []byte("91320100")
	for _, b := range body[:9] {
		code = append(code, alphabet[int(b)%len(alphabet)])
	}
	uscc, err := identifier.MakeUSCC(string(code))
	if err != nil {
		panic(err)
	}
	return &actor{name: name, uscc: string(uscc), priv: seedKey(name)}
}

func seedKey(name string) ed25519.PrivateKey {
	seed := sha256.Sum256([]byte("key of " + name))
	return ed25519.NewKeyFromSeed(seed[:])
}

func (a *actor) pub() []byte   { return a.priv.Public().(ed25519.PublicKey) }
func (a *actor) keyID() string { return registry.KeyID(a.pub()) }

type stillClock struct{ now time.Time }

func (c *stillClock) Now() time.Time { return c.now }

// world is a ledger with a registrar, an enterprise and two banks.
type world struct {
	t                            testing.TB
	clock                        *stillClock
	ledger                       *sequence.Solo
	registrar, farm, bank, guard *actor
	cert                         registry.Certificate
	index                        uint64
	form                         *credential.Form
}

// newWorld makes a world in which the farm holds a certificate without liens.
func newWorld(t testing.TB) *world {
	t.Helper()
	w := &world{
		t: t, clock: &stillClock{time.Date(2026, 3, 2, 10, 0, 0, 0, daycount.China)},
		registrar: newActor("江苏数据登记中心（示例）"), farm: newActor("示例农业科技有限公司"),
		bank: newActor("示例银行股份有限公司"), guard: newActor("示例融资担保有限公司"),
	}
	var err error
	w.ledger, err = sequence.Open(ctx, dbtest.SQLite(t, sequence.Migrations()), sequence.Options{Origin: origin,
		Signer: seedKey("log"), Clock: w.clock})
	w.ok(err)
	t.Cleanup(func() { _ = w.ledger.Close() })
	w.submit(w.registrar, &registry.GenesisInit{
		Profile: registry.NationalProfile(), Calendar: daycount.StateCouncil().Years(), Name: w.registrar.name,
		Region:     "320000",
		CodeRegion: "32", CodeDigit: "1", Pub: w.registrar.pub(), HolderIndex: true,
	})
	w.admit(w.farm, registry.RoleEnterprise)
	w.admit(w.bank, registry.RoleBank)
	w.admit(w.guard, registry.RoleGuarantor)
	w.certify()
	return w
}

func (w *world) ok(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) submit(a *actor, body registry.Command) *sequence.Receipt {
	w.t.Helper()
	a.nonce++
	raw, err := registry.Sign(a.priv, origin, a.uscc, a.nonce, body)
	w.ok(err)
	r, err := w.ledger.Submit(ctx, raw)
	if err != nil {
		w.t.Fatalf("%s: %v", body.Kind(), err)
	}
	return r
}

func (w *world) admit(a *actor, roles ...registry.Role) {
	w.t.Helper()
	w.submit(w.registrar, &registry.OrgAdmit{USCC: a.uscc, Name: a.name, Region: "320100", Roles: roles, Pub: a.pub()})
}

// days moves the clock.
func (w *world) days(n int) { w.clock.now = w.clock.now.AddDate(0, 0, n) }

// into reads the event of a kind.
func into[T any](t testing.TB, r *sequence.Receipt, kind string) *T {
	t.Helper()
	for _, e := range r.Events {
		if e.Kind == kind {
			v := new(T)
			if err := canon.Unmarshal(e.Body, v); err != nil {
				t.Fatal(err)
			}
			return v
		}
	}
	t.Fatalf("no event %s", kind)
	return nil
}

func digest(s string) string { return canon.Hex([]byte(s)) }

// certify takes a registration through its steps. The right to hold ends a year before the certificate.
func (w *world) certify() {
	w.t.Helper()
	salt := sha256.Sum256([]byte("salt"))
	doc := canon.Must(map[string]any{"form": map[string]any{
		"title": "2025年江苏省水稻种植记录数据", "summary": "江苏省内水稻种植的地块、品种、农事与产量记录，共十二万条，不含个人信息。",
		"industry": "A01", "update_frequency": "daily", "source": map[string]any{"kind": "collected"},
	}, "v": 1})
	w.form = &credential.Form{Document: jsontext.Value(doc), Salt: salt[:]}
	r := w.submit(w.farm, &registry.CaseFile{
		Registrar: w.registrar.uscc, FormCommitment: canon.Commit(salt[:], doc), Industry: "A01", Region: "320100",
		Source: registry.Source{Kind: registry.SourceCollected, Lawful: true},
		Rights: []registry.GrantedRight{{Right: registry.Holding, Until: daycount.NewDate(2028, 3, 1)},
			{Right: registry.Operating}},
		Grade: "general",
		Measurement: registry.Measurement{
			MeasuredAt: w.clock.now.UnixMilli(), Rows: 120_000, Columns: 14, QualityPPM: 962_000,
			FileDigest:   digest("file"),
			SchemaDigest: digest("schema"), ProfileDigest: digest("profile"), SketchDigest: digest("sketch"),
			PersonalData: "none", AgentVersion: "1.0",
		},
	})
	id := into[registry.Case](w.t, r, "case.filed").ID
	w.submit(w.registrar, &registry.CaseAccept{Case: id})
	w.submit(w.registrar, &registry.CaseReview{Case: id, Accuracy: true, Compliance: true, Clarity: true,
		Opinion: digest("opinion")})
	w.submit(w.registrar, &registry.CasePost{Case: id})
	w.days(14)
	w.submit(w.registrar, &registry.CaseDeposit{Case: id})
	r = w.submit(w.registrar, &registry.CertificateIssue{Case: id, ValidUntil: daycount.NewDate(2029, 3, 15)})
	w.cert, w.index = *into[registry.Certificate](w.t, r, "certificate.issued"), r.Index
}

// pledge brings about an effective lien for a pledgee, in rank after those before, and returns its identifier.
func (w *world) pledge(to *actor, yuan int64, ahead map[string]*actor, seen ...string) string {
	w.t.Helper()
	r := w.submit(w.farm, &registry.PledgePropose{Certificate: w.cert.Code, Pledgee: to.uscc, SecuredFen: yuan * 100,
		Contract: digest(to.name)})
	id := into[registry.Lien](w.t, r, "pledge.proposed").ID
	if seen == nil {
		seen = []string{}
	}
	w.submit(to, &registry.PledgeAccept{Lien: id, Seen: seen, FilingNo: "01234567890123" + strconv.Itoa(len(seen))})
	for _, pledgee := range ahead {
		w.submit(pledgee, &registry.PledgeAcknowledge{Lien: id})
	}
	return id
}

// assemble makes an unsigned document as of now.
func (w *world) assemble(kind credential.Kind) *credential.Credential {
	w.t.Helper()
	var c *credential.Credential
	w.ok(w.ledger.View(ctx, func(snap *sequence.Snapshot) (err error) {
		c, err = certificate.Assemble(snap, kind, &w.cert, w.index, w.registrar.keyID())
		return err
	}))
	c.IssuedAt, c.LogKey = w.clock.now.UnixMilli(), w.ledger.VerifierKey()
	if kind != credential.Status {
		c.Form = w.form
	}
	return c
}

// sign signs a document with an actor's key.
func (w *world) sign(c *credential.Credential, a *actor) []byte {
	w.t.Helper()
	doc, err := c.Sign(func(message []byte) ([]byte, ed25519.PublicKey, error) {
		return ed25519.Sign(a.priv, message), a.pub(), nil
	})
	w.ok(err)
	return doc
}

// issue makes a document as the registrar hands it out.
func (w *world) issue(kind credential.Kind) []byte {
	w.t.Helper()
	return w.sign(w.assemble(kind), w.registrar)
}

// options are a reader's who knows the log, today.
func (w *world) options() credential.Options {
	return credential.Options{LogKey: w.ledger.VerifierKey(), Now: w.clock.now}
}
