// Package certificatetest makes a small world in which certificates are issued and pledged, for tests: the world of
// keyringtest with a directory, the certificate service, and forms that are kept in memory under real commitments.
package certificatetest

import (
	"context"
	"sync"
	"testing"

	"github.com/go-json-experiment/json/jsontext"

	"shurong.org/shurong/canon"
	"shurong.org/shurong/credential"
	"shurong.org/shurong/internal/certificate"
	"shurong.org/shurong/internal/db"
	"shurong.org/shurong/internal/directory"
	"shurong.org/shurong/internal/keyring"
	"shurong.org/shurong/internal/keyring/keyringtest"
	"shurong.org/shurong/internal/registry"
	"shurong.org/shurong/internal/sequence"
)

// PublicURL is the address of the world's public pages.
const PublicURL = "https://shurong.example"

// World is what a test of documents and public pages stands on.
type World struct {
	*keyringtest.World
	Directory    *directory.Directory
	Certificates *certificate.Service
	Forms        *Forms
}

// New makes a world with an enterprise "farm" and banks "bank" and "second".
func New(t testing.TB, node *db.DB) *World {
	t.Helper()
	w := &World{World: keyringtest.New(t, node), Forms: &Forms{forms: map[string]*credential.Form{}}}
	w.Admit("farm", registry.RoleEnterprise)
	w.Admit("bank", registry.RoleBank)
	w.Admit("second", registry.RoleBank)
	var err error
	if w.Directory, err = directory.Open(context.Background(), node, w.Ledger); err != nil {
		t.Fatal(err)
	}
	w.Certificates = certificate.New(w.Ledger, w.Keys, w.Directory, w.Forms, w.Clock, PublicURL)
	w.Sync()
	return w
}

// Sync brings the directory up to date.
func (w *World) Sync() {
	w.T.Helper()
	if err := w.Directory.CatchUp(context.Background()); err != nil {
		w.T.Fatal(err)
	}
}

// Forms keeps forms by case.
type Forms struct {
	mu    sync.Mutex
	forms map[string]*credential.Form
}

// PublicForm implements certificate.Forms.
func (f *Forms) PublicForm(_ context.Context, caseID string) (*credential.Form, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.forms[caseID], nil
}

// Into reads the event of a kind.
func Into[T any](t testing.TB, r *sequence.Receipt, kind string) *T {
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

// Digest is a digest of a word, for fields that want one.
func Digest(s string) string { return canon.Hex([]byte(s)) }

// Measurement is what an agent measured now.
func (w *World) Measurement(rows int64) registry.Measurement {
	return registry.Measurement{
		MeasuredAt: w.Clock.Now().UnixMilli(), Rows: rows, Columns: 14, QualityPPM: 962_000, FileDigest: Digest("file"),
		SchemaDigest: Digest("schema"), ProfileDigest: Digest("profile"), SketchDigest: Digest("sketch"),
		PersonalData: "none", AgentVersion: "1.0",
	}
}

// File files a case of a holder and returns its identifier. An empty title withholds the form.
func (w *World) File(holder, title string) string {
	w.T.Helper()
	doc := canon.Must(map[string]any{"form": map[string]any{
		"title": title, "industry": "A01", "update_frequency": "daily", "source": map[string]any{"kind": "collected"},
		"summary":      "江苏省内水稻种植的地块、品种、“三品一标”认证、农事与产量记录，共十二万条，不含个人信息。",
		"restrictions": map[string]any{"users": "仅限农业保险与信贷机构", "export": "不得出境"},
	}, "v": 1})
	commitment, salt := keyring.Commit(doc)
	r := w.Submit(holder, &registry.CaseFile{
		Registrar: keyringtest.USCC(keyringtest.Registrar), FormCommitment: commitment, Industry: "A01",
		Region: "320100",
		Source: registry.Source{Kind: registry.SourceCollected, Lawful: true},
		Rights: []registry.GrantedRight{{Right: registry.Holding}, {Right: registry.Use}, {Right: registry.Operating}},
		Grade:  "general", Measurement: w.Measurement(120_000),
	})
	id := Into[registry.Case](w.T, r, "case.filed").ID
	if title != "" {
		w.Forms.mu.Lock()
		w.Forms.forms[id] = &credential.Form{Document: jsontext.Value(doc), Salt: salt}
		w.Forms.mu.Unlock()
	}
	return id
}

// FileWithheld files a case whose applicant asks not to be published.
func (w *World) FileWithheld(holder string) string {
	w.T.Helper()
	r := w.Submit(holder, &registry.CaseFile{
		Registrar: keyringtest.USCC(keyringtest.Registrar), FormCommitment: Digest("secret form"), Industry: "A01", Region: "320100",
		Source: registry.Source{Kind: registry.SourceCollected, Lawful: true},
		Rights: []registry.GrantedRight{{Right: registry.Operating}}, Grade: "general", Measurement: w.Measurement(120_000),
		Withhold: true, WithholdReason: Digest("secret"),
	})
	return Into[registry.Case](w.T, r, "case.filed").ID
}

// Certify takes a case of a holder to its certificate, 14 days later, and returns the code.
func (w *World) Certify(holder, title string) string {
	w.T.Helper()
	return w.CertifyCase(w.File(holder, title), false)
}

// CertifyCase takes a case that was filed to its certificate.
func (w *World) CertifyCase(id string, withheld bool) string {
	w.T.Helper()
	w.Submit(keyringtest.Registrar, &registry.CaseAccept{Case: id})
	w.Submit(keyringtest.Registrar, &registry.CaseReview{Case: id, Accuracy: true, Compliance: true, Clarity: true,
		Opinion: Digest("opinion")})
	w.Submit(keyringtest.Registrar, &registry.CasePost{Case: id, Withheld: withheld})
	w.Days(14)
	w.Submit(keyringtest.Registrar, &registry.CaseDeposit{Case: id})
	r := w.Submit(keyringtest.Registrar, &registry.CertificateIssue{Case: id,
		ValidUntil: registry.Day(w.Clock.Now().UnixMilli()).AddMonths(36)})
	w.Sync()
	return Into[registry.Certificate](w.T, r, "certificate.issued").Code
}

// Pledge makes an effective lien of farm's certificate and returns its identifier. ahead are the pledgees before, by
// lien.
func (w *World) Pledge(code, pledgee string, yuan int64, seen []string, ahead ...string) string {
	w.T.Helper()
	r := w.Submit("farm", &registry.PledgePropose{Certificate: code, Pledgee: keyringtest.USCC(pledgee),
		SecuredFen: yuan * 100, Contract: Digest(pledgee)})
	id := Into[registry.Lien](w.T, r, "pledge.proposed").ID
	if seen == nil {
		seen = []string{}
	}
	w.Submit(pledgee, &registry.PledgeAccept{Lien: id, Seen: seen, FilingNo: "012345678901230"})
	for _, a := range ahead {
		w.Submit(a, &registry.PledgeAcknowledge{Lien: id})
	}
	w.Sync()
	return id
}

// Beat records a heartbeat of farm's certificate, which must have an agent's key: see [World.Agent].
func (w *World) Beat(code string, rows int64) {
	w.T.Helper()
	hb := &registry.HeartbeatRecord{Certificate: code, Seq: 1, Measurement: w.Measurement(rows)}
	err := w.Ledger.View(context.Background(), func(s *sequence.Snapshot) error {
		last, err := registry.Find[registry.Heartbeat](s, registry.PrefixHeartbeat+code)
		if last != nil {
			hb.Seq, hb.Prev = last.Seq+1, last.Digest
		}
		return err
	})
	if err != nil {
		w.T.Fatal(err)
	}
	w.Submit("farm", hb)
	w.Sync()
}

// Agent gives farm an agent's key.
func (w *World) Agent() {
	w.T.Helper()
	pub, err := w.Keys.Create(context.Background(), keyringtest.USCC("farm"), registry.PurposeAgent)
	if err != nil {
		w.T.Fatal(err)
	}
	w.Submit("farm", &registry.KeyAdd{Pub: pub, Purpose: registry.PurposeAgent})
}
