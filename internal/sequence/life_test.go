package sequence

import (
	"context"
	"crypto/sha256"
	"encoding/base32"
	"fmt"
	"sync"
	"time"

	"shurong.org/shurong/canon"
	"shurong.org/shurong/internal/registry"
)

// A registration's life, as benchmarks and the test of equal roots live it: a filing with its measurement, acceptance,
// the three heads' review, publicity; 14 days later deposit and issue; then a valuation, a pledge proposed and accepted, two
// heartbeats, the pledge's release. Twelve commands by five parties.
const lifeCommands = 12

// lane is one connection of each party: all it sends is in order.
type lane struct {
	id                                    int
	farm, agent, officer, bank, appraiser *party
	filed, deposited                      []string // cases waiting for the next round
	certificates                          []string // to be valued and pledged in the next round
	old                                   []string // certificates registered long before, if there are
	next                                  int      // numbers what the lane makes
	at                                    int64
	heart                                 map[string]beat
	script                                [][]byte
	issues                                []int // positions in script of certificate.issue
}

type beat struct {
	seq    uint64
	digest string
}

// lanes admits the parties: 64 holders, and eight registrars, banks and appraisers, who give each lane a key of its own.
func (w *world) lanes(n int) []*lane {
	w.t.Helper()
	farms := w.admit("farm ", min(n, writers))
	desk := func(name string, role registry.Role) []*party {
		out := make([]*party, 8)
		for i := range out {
			out[i] = newParty(fmt.Sprint(name, i))
			a := admission(out[i])
			a.Roles = []registry.Role{role}
			if role == registry.RoleRegistrar {
				a.CodeRegion, a.CodeDigit = "33", fmt.Sprint(i+1)
			}
			w.must(w.registrar.sign(a))
		}
		return out
	}
	registrars, banks, appraisers := desk("registrar ", registry.RoleRegistrar), desk("bank ", registry.RoleBank), desk("appraiser ", registry.RoleAppraiser)
	out := make([]*lane, n)
	for i := range out {
		out[i] = &lane{id: i, heart: map[string]beat{}}
	}
	// Each organisation adds its lanes' keys one after another, the organisations at once.
	var wg sync.WaitGroup
	give := func(orgs []*party, name string, purpose registry.KeyPurpose, set func(*lane, *party)) {
		for o, org := range orgs {
			wg.Go(func() {
				for i := o; i < n; i += len(orgs) {
					p := &party{org: org.org, priv: seedKey(fmt.Sprint(name, " ", i))}
					w.must(org.sign(&registry.KeyAdd{Pub: p.pub(), Purpose: purpose}))
					set(out[i], p)
				}
			})
		}
		wg.Wait()
	}
	give(farms, "holder's officer", registry.PurposeOrganisation, func(l *lane, p *party) { l.farm = p })
	give(farms, "agent", registry.PurposeAgent, func(l *lane, p *party) { l.agent = p })
	give(registrars, "registrar's officer", registry.PurposeOrganisation, func(l *lane, p *party) { l.officer = p })
	give(banks, "bank's officer", registry.PurposeOrganisation, func(l *lane, p *party) { l.bank = p })
	give(appraisers, "appraiser's officer", registry.PurposeOrganisation, func(l *lane, p *party) { l.appraiser = p })
	return out
}

func (l *lane) word(kind string) string {
	l.next++
	return digestOf(fmt.Sprint(kind, l.id, " ", l.next))
}

// postings fill a measurement as an agent does: 64 entries of 8 bytes.
func (l *lane) postings() []byte {
	l.next++
	out := make([]byte, 0, 512)
	for i := range 16 {
		d := sha256.Sum256(fmt.Append(nil, l.id, l.next, i))
		out = append(out, d[:]...)
	}
	return out
}

func (l *lane) measurement() registry.Measurement {
	return registry.Measurement{
		MeasuredAt: l.at, Rows: 120_000, Columns: 24, QualityPPM: 960_000, FileDigest: l.word("file"), SchemaDigest: l.word("schema"),
		ProfileDigest: l.word("profile"), SketchDigest: l.word("sketch"), PersonalData: "none", AgentVersion: "1.2.0", Postings: l.postings(),
	}
}

var idLetters = base32.NewEncoding("0123456789ABCDEFGHJKMNPQRSTVWXYZ").WithPadding(base32.NoPadding)

// idOf is the identifier of what a command creates.
func idOf(kind string, raw []byte) string {
	d := sha256.Sum256(raw)
	return kind + "-" + idLetters.EncodeToString(d[:8])[:12]
}

func (l *lane) add(raw []byte) []byte { l.script = append(l.script, raw); return raw }

// sign writes the script of one round: so many filings led to publicity, last round's led to certificates, and the
// certificates of the round before valued, pledged and released.
func (l *lane) sign(now time.Time, filings int) {
	l.at = now.UnixMilli()
	l.script, l.issues = nil, nil
	for range filings {
		id := idOf("CA", l.add(l.farm.sign(&registry.CaseFile{
			Registrar: l.officer.org, FormCommitment: l.word("form"), Industry: "A01", Region: "330100", Grade: "general",
			Source:      registry.Source{Kind: registry.SourceCollected, Lawful: true},
			Rights:      []registry.GrantedRight{{Right: registry.Holding}, {Right: registry.Use}, {Right: registry.Operating}},
			Measurement: l.measurement(),
		})))
		l.add(l.officer.sign(&registry.CaseAccept{Case: id}))
		l.add(l.officer.sign(&registry.CaseReview{Case: id, Accuracy: true, Compliance: true, Clarity: true, Opinion: l.word("opinion")}))
		l.add(l.officer.sign(&registry.CasePost{Case: id}))
		l.filed = append(l.filed, id)
	}
	for _, id := range l.deposited {
		l.add(l.officer.sign(&registry.CaseDeposit{Case: id}))
		l.issues = append(l.issues, len(l.script))
		l.add(l.officer.sign(&registry.CertificateIssue{Case: id, ValidUntil: registry.Day(l.at).AddMonths(36)}))
	}
	for _, code := range l.certificates {
		l.pledge(code)
	}
	l.deposited, l.filed, l.certificates = l.filed, nil, nil
}

func (l *lane) pledge(code string) {
	if len(l.old) > 0 {
		d := sha256.Sum256([]byte(code))
		code = l.old[(int(d[0])<<16|int(d[1])<<8|int(d[2]))%len(l.old)]
	}
	l.add(l.appraiser.sign(&registry.ValuationRecord{
		Certificate: code, Date: registry.Day(l.at), ValidUntil: registry.Day(l.at).AddMonths(6), ValueFen: 10_000_000, LowFen: 8_000_000,
		HighFen: 12_000_000, Approaches: []string{"income"}, ValueType: "market", Report: l.word("report"),
	}))
	lien := idOf("LN", l.add(l.farm.sign(&registry.PledgePropose{
		Certificate: code, Pledgee: l.bank.org, SecuredFen: 5_000_000, Contract: l.word("contract"), Months: 12,
	})))
	l.add(l.bank.sign(&registry.PledgeAccept{Lien: lien, Seen: []string{}, FilingNo: "01234567890123456789"}))
	for range 2 {
		last := l.heart[code]
		h := &registry.HeartbeatRecord{Certificate: code, Seq: last.seq + 1, Prev: last.digest, Measurement: l.measurement()}
		l.heart[code] = beat{h.Seq, canon.Hex(canon.Must(h))}
		l.add(l.agent.sign(h))
	}
	l.add(l.bank.sign(&registry.PledgeRelease{Lien: lien}))
}

// run submits the round's script, each command after the receipt of the one before, and notes the certificates issued.
func (l *lane) run(w *world) error {
	issues := l.issues
	for i, raw := range l.script {
		r, err := w.Submit(context.Background(), raw)
		if err != nil {
			return fmt.Errorf("lane %d, command %d: %w", l.id, i, err)
		}
		if len(issues) > 0 && issues[0] == i {
			var c registry.Certificate
			for _, e := range r.Events {
				if e.Kind == "certificate.issued" {
					if err := canon.Unmarshal(e.Body, &c); err != nil {
						return err
					}
				}
			}
			l.certificates, issues = append(l.certificates, c.Code), issues[1:]
		}
	}
	return nil
}

// live leads lives through all lanes. before and after surround what is to be measured: signing is the clients' work.
func (w *world) live(lanes []*lane, each int, before, after func()) (commands int) {
	w.t.Helper()
	cohort := (each + 3) / 4
	for round, left := 0, each; round < 2 || left > 0 || waiting(lanes); round++ {
		filings := min(cohort, left)
		left -= filings
		now := w.clock.Now()
		_ = parallel(lanes, func(l *lane) error { l.sign(now, filings); return nil }) // signing cannot fail
		for _, l := range lanes {
			commands += len(l.script)
		}
		before()
		err := parallel(lanes, func(l *lane) error { return l.run(w) })
		after()
		if err != nil {
			w.t.Fatal(err)
		}
		w.clock.move(14 * 24 * time.Hour)
	}
	return commands
}

func waiting(lanes []*lane) bool {
	return len(lanes[0].deposited)+len(lanes[0].certificates) > 0
}

func parallel(lanes []*lane, do func(*lane) error) error {
	faults := make([]error, len(lanes))
	var wg sync.WaitGroup
	for i, l := range lanes {
		wg.Go(func() { faults[i] = do(l) })
	}
	wg.Wait()
	for _, err := range faults {
		if err != nil {
			return err
		}
	}
	return nil
}
