package registry

import (
	"testing"

	"shurong.org/shurong/daycount"
	"shurong.org/shurong/internal/registry/profile"
)

// adopt has the registrar adopt a regime.
func (w *world) adopt(name string) Profile {
	w.t.Helper()
	r, ok := profile.Named(name)
	if !ok {
		w.t.Fatalf("no regime %s", name)
	}
	w.must(registrar, &ProfileAdopt{Profile: r.Profile})
	return r.Profile
}

func (w *world) filingUnder(p Profile) *CaseFile {
	f := w.filing()
	f.Profile = p.Name
	if p.EvidenceFirst {
		f.Evidence = &Evidence{Kind: "notary", Document: hash("deed"), On: daycount.DateOf(w.now)}
	}
	if p.NeedsPublicNo {
		f.PublicData, f.PublicRegistry = true, "GG3200001"
	}
	return f
}

// TestEachRegimeRunsByItsOwnTerms leads a filing through each regime to its certificate and its last day.
func TestEachRegimeRunsByItsOwnTerms(t *testing.T) {
	for _, r := range profile.All() {
		t.Run(r.Profile.Name, func(t *testing.T) {
			w := newWorld(t)
			p := w.adopt(r.Profile.Name)
			_, cal, _ := Rules(w.state)
			id := w.file(farm, w.filingUnder(p))
			today := daycount.DateOf(w.now)
			if c := w.caseOf(id); c.Terms == nil || c.Clock.Days != p.AcceptanceDays {
				t.Fatalf("filed: %+v", c.Clock)
			}
			// Silence accepts after this regime's term, not the log's.
			w.on(cal.AddWorkingDays(today, p.AcceptanceDays+1).String())
			if c := w.caseOf(id); c.Status != CaseReviewing || c.Clock.Days != p.ReviewDays {
				t.Fatalf("after the term: %s, %+v", c.Status, c.Clock)
			}
			w.must(registrar, &CaseReview{Case: id, Accuracy: true, Compliance: true, Clarity: true, Opinion: hash("o")})
			w.must(registrar, &CasePost{Case: id})
			posted := daycount.DateOf(w.now)
			w.on(cal.AddWorkingDays(posted, p.PublicityDays).String())
			w.refused(ErrCaseStatus, registrar, &CaseDeposit{Case: id})
			w.on(cal.AddWorkingDays(posted, p.PublicityDays+1).String())
			w.must(registrar, &CaseDeposit{Case: id})
			deposit := daycount.DateOf(w.now)
			w.refused(ErrValidity, registrar, &CertificateIssue{Case: id, ValidUntil: deposit.AddMonths(p.ValidityMonths)})
			last := deposit.AddMonths(p.ValidityMonths).AddDays(-1)
			w.must(registrar, &CertificateIssue{Case: id, ValidUntil: last})
			code := w.caseOf(id).Certificates[0]
			cert := fact[Certificate](w, PrefixCertificate+code)
			if cert.Regime != p.Name {
				t.Errorf("certificate of regime %q", cert.Regime)
			}
			from, until := cert.RenewalWindow(p)
			renew := &RenewalFile{Certificate: code, Until: last.AddMonths(12), FormCommitment: hash("r")}
			w.on(from.AddDays(-1).String())
			want := ErrRenewalWindow
			if p.NoRenewal {
				want = ErrType
			}
			w.refused(want, farm, renew)
			w.on(until.String())
			if p.NoRenewal {
				w.refused(ErrType, farm, renew)
				return
			}
			w.must(farm, renew)
		})
	}
}

func TestARegimeIsAdoptedBeforeCasesNameIt(t *testing.T) {
	w := newWorld(t)
	r, _ := profile.Named("zhejiang-ip-2023")
	f := w.filingUnder(r.Profile)
	w.refused(ErrRegime, farm, f)
	w.refused(ErrRole, farm, &ProfileAdopt{Profile: r.Profile})
	w.adopt("zhejiang-ip-2023")
	w.refused(ErrProfileVersion, registrar, &ProfileAdopt{Profile: r.Profile})
	bare := w.filing()
	bare.Profile = r.Profile.Name
	w.refused(ErrEvidenceFirst, farm, bare)
	w.must(farm, f)
	public := w.adopt("public-data-2025")
	bare.Profile, bare.Evidence = public.Name, nil
	w.refused(ErrPublicRegistry, farm, bare)
}

// TestACaseKeepsTheTermsItWasFiledUnder: a new version of a regime is for new cases.
func TestACaseKeepsTheTermsItWasFiledUnder(t *testing.T) {
	w := newWorld(t)
	p := w.adopt("zhejiang-ip-2023")
	id := w.file(farm, w.filingUnder(p))
	next := p
	next.Version, next.AcceptanceDays = 2, 30
	w.must(registrar, &ProfileAdopt{Profile: next})
	if got := w.caseOf(id).Clock.Days; got != p.AcceptanceDays {
		t.Errorf("the clock has %d days", got)
	}
	if got := w.caseOf(w.file(farm, w.filingUnder(p))).Clock.Days; got != 30 {
		t.Errorf("a new case's clock has %d days", got)
	}
}

func TestDataIPIsPledgedWithItsNumberAtTheIPOffice(t *testing.T) {
	w := newWorld(t)
	p := w.adopt("zhejiang-ip-2023")
	id := w.file(farm, w.filingUnder(p))
	w.must(registrar, &CaseAccept{Case: id})
	w.must(registrar, &CaseReview{Case: id, Accuracy: true, Compliance: true, Clarity: true, Opinion: hash("o")})
	w.must(registrar, &CasePost{Case: id})
	w.on("2026-04-01")
	w.must(registrar, &CaseDeposit{Case: id})
	w.must(registrar, &CertificateIssue{Case: id, ValidUntil: daycount.MustDate("2028-04-01")})
	code := w.caseOf(id).Certificates[0]
	l := w.propose(code, bankA, false)
	w.refused(ErrIPNo, bankA, &PledgeAccept{Lien: l.ID, Seen: []string{}, FilingNo: filing})
	w.must(bankA, &PledgeAccept{Lien: l.ID, Seen: []string{}, IPNo: "ZJ-ZY-2026-0001"})
	if got := w.lien(l.ID); got.Status != LienEffective || got.IPNo == "" {
		t.Errorf("%+v", got)
	}
}

func TestAnEarlierCertificateIsRecognisedOnce(t *testing.T) {
	w := newWorld(t)
	w.adopt("zhejiang-ip-2023")
	m := &CertificateRecognise{
		Holder: uscc(farm), Issuer: "浙江省知识产权保护中心", Profile: "zhejiang-ip-2023", OldCode: "33000024000123",
		IssuedOn: daycount.MustDate("2024-05-01"), ValidUntil: daycount.MustDate("2027-04-30"), Evidence: hash("file"),
		FormCommitment: hash("form"), Industry: "A01", Region: "330100", Source: Source{Kind: SourceCollected, Lawful: true},
		Rights: []GrantedRight{{Right: Holding}, {Right: Operating}},
	}
	w.refused(ErrRole, farm, m)
	late := *m
	late.ValidUntil = daycount.MustDate("2030-01-01")
	w.refused(ErrRecogniseTerm, registrar, &late)
	w.must(registrar, m)
	w.refused(ErrRecognised, registrar, m)
	cert := fact[Certificate](w, PrefixCertificate+"SJ3212026030001")
	if cert == nil || cert.Recognised == nil || cert.Recognised.OldCode != m.OldCode || !cert.Grants(Operating, daycount.DateOf(w.now)) {
		t.Fatalf("%+v", cert)
	}
	// It is a certificate like any other: it can be pledged, and its history begins with the recognition.
	w.propose(cert.Code, bankA, false)
	chain, err := Chain(w.state, cert.Code)
	if err != nil || len(chain) != 1 || chain[0].Type != TypeInitial {
		t.Errorf("chain %+v, %v", chain, err)
	}
}
