package sequence

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"shurong.org/shurong/canon"
	"shurong.org/shurong/internal/db"
	"shurong.org/shurong/internal/db/dbtest"
	"shurong.org/shurong/internal/registry"
	"shurong.org/shurong/proof"
)

// TestOfPledgesRacedFrom64ConnectionsTheCovenantLetsOneThrough: each connection pledges the same certificate under the
// covenant that nothing follows. Before, the absence of a lien is provable; after, its presence.
func TestOfPledgesRacedFrom64ConnectionsTheCovenantLetsOneThrough(t *testing.T) {
	dbtest.Each(t, Migrations(), func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		farm, bank := w.admit("farm", 1)[0], newParty("bank")
		admitted := admission(bank)
		admitted.Roles = []registry.Role{registry.RoleBank}
		w.must(w.registrar.sign(admitted))
		code := w.certify(farm)
		encumbrance := registry.PrefixEncumbrance + code
		w.view(func(s *Snapshot) error { return proveNow(w, s, encumbrance, false) })

		size := w.Size()
		raws := make([][]byte, 64)
		for i := range raws {
			officer := &party{org: farm.org, priv: seedKey(fmt.Sprint("farm officer", i))}
			add := keyAdd(fmt.Sprint("farm officer", i))
			add.Purpose = registry.PurposeOrganisation
			w.must(farm.sign(add))
			raws[i] = officer.sign(&registry.PledgePropose{
				Certificate: code, Pledgee: bank.org, SecuredFen: 100, NoFurther: true, Contract: digestOf(fmt.Sprint(i)),
			})
		}
		var won, lost atomic.Int32
		var wg sync.WaitGroup
		for _, raw := range raws {
			wg.Go(func() {
				_, err := w.Submit(context.Background(), raw)
				switch {
				case err == nil:
					won.Add(1)
				case errors.Is(err, registry.ErrCovenant):
					lost.Add(1)
				default:
					t.Error(err)
				}
			})
		}
		wg.Wait()
		if won.Load() != 1 || lost.Load() != 63 || w.Size() != size+65 {
			t.Errorf("%d won, %d lost, the log grew by %d", won.Load(), lost.Load(), w.Size()-size)
		}
		w.view(func(s *Snapshot) error { return proveNow(w, s, encumbrance, true) })
		mustCheck(t, d, w.VerifierKey())
	})
}

func proveNow(w *world, s *Snapshot, key string, present bool) error {
	cp, err := proof.ParseCheckpoint(s.Checkpoint(), w.VerifierKey())
	if err != nil {
		return err
	}
	value, err := s.Get(key)
	if err != nil {
		return err
	}
	if (value != nil) != present {
		w.t.Errorf("%s = %s", key, value)
	}
	p, err := s.ProveKey(key)
	if err != nil {
		return err
	}
	return proof.VerifyMap(p, key, value, cp.State)
}

func digestOf(s string) string { return canon.Hex([]byte(s)) }

// certify leads a filing of the party through all steps and returns the certificate's code. It moves the clock.
func (w *world) certify(p *party) string {
	w.t.Helper()
	r := w.must(p.sign(&registry.CaseFile{
		Registrar: w.registrar.org, FormCommitment: digestOf("form"), Industry: "A01", Region: "410100", Grade: "general",
		Source: registry.Source{Kind: registry.SourceCollected, Lawful: true},
		Rights: []registry.GrantedRight{{Right: registry.Holding}, {Right: registry.Operating}},
		Measurement: registry.Measurement{
			MeasuredAt: w.clock.Now().UnixMilli(), Rows: 1000, Columns: 12, QualityPPM: 960_000, FileDigest: digestOf("file"),
			SchemaDigest: digestOf("schema"), ProfileDigest: digestOf("profile"), SketchDigest: digestOf("sketch"),
			PersonalData: "none", AgentVersion: "1",
		},
	}))
	var c registry.Case
	if err := canon.Unmarshal(r.Events[0].Body, &c); err != nil {
		w.t.Fatal(err)
	}
	w.must(w.registrar.sign(&registry.CaseAccept{Case: c.ID}))
	w.must(w.registrar.sign(&registry.CaseReview{Case: c.ID, Accuracy: true, Compliance: true, Clarity: true, Opinion: digestOf("o")}))
	w.must(w.registrar.sign(&registry.CasePost{Case: c.ID}))
	w.clock.move(14 * 24 * time.Hour) // past five working days of publicity
	w.must(w.registrar.sign(&registry.CaseDeposit{Case: c.ID}))
	w.must(w.registrar.sign(&registry.CertificateIssue{Case: c.ID, ValidUntil: registry.Day(w.clock.Now().UnixMilli()).AddMonths(36)}))
	var code string
	w.view(func(s *Snapshot) error {
		found, err := s.Scan(registry.PrefixCertificate, "", 1)
		if err != nil || len(found) != 1 {
			w.t.Fatalf("%d certificates, %v", len(found), err)
		}
		code = strings.TrimPrefix(found[0].Key, registry.PrefixCertificate)
		return nil
	})
	return code
}
