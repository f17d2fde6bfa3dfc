package credential_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"shurong.org/shurong/credential"
	"shurong.org/shurong/daycount"
	"shurong.org/shurong/fault"
)

var update = flag.Bool("update", false, "rewrite testdata")

// vectors is testdata/vectors.json: what any implementation of the verifier must say to the documents beside it.
type vectors struct {
	About  string   `json:"about"`
	LogKey string   `json:"log_key"` // verifier key of the log
	Cases  []vector `json:"cases"`
}

// vector is one document and what is to be said of it. Where Replace is given, its first text is replaced by its
// second, once, in the file's bytes, before they are checked.
type vector struct {
	Name    string        `json:"name"`
	File    string        `json:"file"`
	Replace []string      `json:"replace,omitempty"`
	LogKey  string        `json:"log_key,omitempty"` // the key the reader trusts, if it is another
	Today   daycount.Date `json:"today"`
	Fault   string        `json:"fault,omitempty"` // stable code; absent: the document verifies
	Live    bool          `json:"live"`
	Liens   []string      `json:"liens"` // in rank order
}

// published is the documents by file name, and the vectors over them.
func published(t *testing.T) (map[string][]byte, vectors) {
	w := newWorld(t)
	files := map[string][]byte{
		"certificate.json": w.issue(credential.Registration), "search-none.json": w.issue(credential.Search),
	}
	first := w.pledge(w.bank, 3_000_000, nil)
	files["search-one-lien.json"] = w.issue(credential.Search)
	second := w.pledge(w.guard, 500_000, map[string]*actor{first: w.bank}, first)
	files["certificate-two-liens.json"] = w.issue(credential.Registration)
	files["status.json"] = w.issue(credential.Status)
	one := newActor("another log")
	today, later := daycount.NewDate(2026, 3, 16), daycount.NewDate(2029, 3, 16)
	none, both := []string{}, []string{first, second}
	const cert = "certificate.json"
	signature := string(files[cert][bytes.LastIndex(files[cert], []byte(`"sig":"`))+len(`"sig":"`):])
	return files, vectors{
		About: "Documents of a ledger whose keys are fixed, and what a verifier says to them on a day. Regenerate: go test ./credential -update. " +
			"A fault is a stable code; where a browser cannot tell two apart it may answer with another code, never with success.",
		LogKey: w.ledger.VerifierKey(),
		Cases: []vector{
			{Name: "a certificate without liens", File: cert, Today: today, Live: true, Liens: none},
			{Name: "a search that found no lien", File: "search-none.json", Today: today, Live: true, Liens: none},
			{Name: "a search that found one lien", File: "search-one-lien.json", Today: today, Live: true,
				Liens: []string{first}},
			{Name: "a certificate with two liens", File: "certificate-two-liens.json", Today: today, Live: true,
				Liens: both},
			{Name: "an expired certificate", File: cert, Today: later, Liens: none},
			{Name: "another log's key", File: cert, Today: today, LogKey: "other.example/registry+" +
				one.keyID()[:8] + "+AAAA", Fault: "credential.untrusted", Liens: none},
			{Name: "another term", File: cert, Today: today, Replace: []string{"2029-03-15", "2039-03-15"},
				Fault: "proof.inclusion", Liens: none},
			{Name: "another name of the data", File: cert, Today: today, Replace: []string{"水稻种植记录数据", "小麦种植记录数据"},
				Fault: "credential.signature", Liens: none},
			{Name: "another signature", File: cert, Today: today, Replace: []string{signature[:20],
				strings.Repeat("A", 20)}, Fault: "credential.signature", Liens: none},
			{Name: "another log size", File: cert, Today: today, Replace: []string{`registry\n10\n`,
				`registry\n11\n`}, Fault: "proof.checkpoint_signature", Liens: none},
			{Name: "a space", File: cert, Today: today, Replace: []string{`{"checkpoint"`, `{ "checkpoint"`},
				Fault: "credential.form", Liens: none},
			{Name: "an unknown member", File: cert, Today: today, Replace: []string{`,"kind":"registration"`,
				`,"issuer":"x","kind":"registration"`}, Fault: "credential.form", Liens: none},
			{Name: "absence for presence", File: "search-one-lien.json", Today: today,
				Replace: []string{`,"value":{"liens":["` + first + `"]}`, ``}, Fault: "proof.map_absence", Liens: none},
		},
	}
}

func TestThePublishedVectors(t *testing.T) {
	files, want := published(t)
	index, err := json.MarshalIndent(want, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	files["vectors.json"] = append(index, '\n')
	for name, b := range files {
		path := filepath.Join("testdata", name)
		if *update {
			if err := os.WriteFile(path, b, 0o644); err != nil { //nolint:gosec // published
				t.Fatal(err)
			}
		}
		if on, err := os.ReadFile(path); err != nil || !bytes.Equal(on, b) {
			t.Fatalf("%s is not what this program issues (%v); a change of the format is a new version, and -update writes the file", path, err)
		}
	}
	for _, v := range want.Cases {
		doc := files[v.File]
		if v.Replace != nil {
			if n := bytes.Count(doc, []byte(v.Replace[0])); n == 0 {
				t.Errorf("%s: nothing to replace", v.Name)
			}
			doc = bytes.Replace(doc, []byte(v.Replace[0]), []byte(v.Replace[1]), 1)
		}
		key := want.LogKey
		if v.LogKey != "" {
			key = v.LogKey
		}
		r, err := credential.Verify(doc, credential.Options{LogKey: key, Now: time.Date(v.Today.Year(),
			v.Today.Month(), v.Today.Day(), 12, 0, 0, 0, daycount.China)})
		code := ""
		if err != nil {
			code = fault.From(err).Code()
		}
		if code != v.Fault || r.Live != v.Live || len(r.Liens) != len(v.Liens) {
			t.Errorf("%s: fault %q, live %v, %d liens; want %q, %v, %d (%v)", v.Name, code, r.Live, len(r.Liens),
				v.Fault, v.Live, len(v.Liens), err)
		}
		for i := range r.Liens {
			if r.Liens[i].ID != v.Liens[i] {
				t.Errorf("%s: lien %d is %s, want %s", v.Name, i, r.Liens[i].ID, v.Liens[i])
			}
		}
	}
}
