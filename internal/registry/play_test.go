package registry

import (
	"slices"
	"strconv"
	"strings"

	"shurong.org/shurong/daycount"
	"shurong.org/shurong/internal/registry/facts"
)

// play makes random commands that are often plausible: parties, cases, certificates and liens are those there are. pick
// draws a number below n; the same draws give the same commands.
type play struct {
	*world
	pick func(n int) int
	n    int // commands made, for words that differ
}

// keysOf lists the names under a prefix, sorted.
func (w *world) keysOf(prefix string) []string {
	var out []string
	for k := range w.state {
		if rest, ok := strings.CutPrefix(k, prefix); ok {
			out = append(out, rest)
		}
	}
	slices.Sort(out)
	return out
}

// one draws an element, or the zero value of none.
func one[T any](p *play, from []T) (v T) {
	if len(from) == 0 {
		return v
	}
	return from[p.pick(len(from))]
}

func (p *play) word() string { p.n++; return hash("word " + strconv.Itoa(p.n)) }
func (p *play) today() daycount.Date {
	return daycount.DateOf(p.now)
}

// move lets days go by, seldom many.
func (p *play) move() {
	days := []int{0, 1, 1, 3, 7, 10, 40, 400}[p.pick(8)]
	p.on(p.today().AddDays(days).String())
}

// name is the party behind a credit code.
func (p *play) name(org string) string {
	for _, n := range []string{registrar, farm, hotel, bankA, bankB, appraiser, regulator} {
		if uscc(n) == org {
			return n
		}
	}
	return farm
}

// next makes a command and says who sends it.
func (p *play) next() (string, Command) {
	switch p.pick(11) {
	case 10:
		return p.beside()
	case 0:
		return p.file()
	case 1, 2, 3, 4:
		return p.handle()
	case 5:
		return p.pledge()
	}
	if p.pick(3) > 0 {
		return p.onLien()
	}
	return p.onCertificate()
}

// file begins a case.
func (p *play) file() (string, Command) {
	applicant := one(p, []string{farm, hotel})
	other := map[string]string{farm: hotel, hotel: farm}[applicant]
	code := one(p, p.keysOf(PrefixCertificate))
	if code == "" || p.pick(4) == 0 {
		f := p.filing()
		f.FormCommitment = p.word()
		f.Source.Kind = one(p, []SourceKind{SourceCollected, SourceCollected, SourcePublicCrawl, SourceEntrusted, SourceFused})
		f.Rights = f.Rights[:1+p.pick(3)]
		if p.pick(4) == 0 {
			f.Joint = []JointClaim{{Org: uscc(other), Rights: f.Rights}}
		}
		return applicant, f
	}
	cert := p.cert(code)
	holder := p.name(cert.Holder)
	switch p.pick(5) {
	case 0, 1:
		to := uscc(one(p, []string{farm, hotel}))
		return holder, &TransferFile{Certificate: code, To: to, Rights: AllRights[p.pick(3):], FormCommitment: p.word()}
	case 2:
		return holder, &ChangeFile{Certificate: code, Changes: []string{"description"}, FormCommitment: p.word()}
	case 3:
		return holder, &RenewalFile{Certificate: code, Until: cert.ValidUntil.AddMonths(12), FormCommitment: p.word()}
	}
	return holder, &CancellationFile{Certificate: code, Grounds: "request", FormCommitment: p.word()}
}

// handle does what a case may be waiting for, or something out of turn.
func (p *play) handle() (string, Command) {
	all := p.keysOf(PrefixCase)
	open := slices.DeleteFunc(slices.Clone(all), func(id string) bool { c := p.caseOf(id); return c.Ended() })
	if len(open) > 0 && p.pick(6) > 0 {
		all = open
	}
	id := one(p, all)
	if id == "" {
		return p.file()
	}
	c := p.caseOf(id)
	if p.pick(8) == 0 {
		return one(p, []string{farm, hotel, bankA}), &ObjectionFile{Case: id, Grounds: p.word()}
	}
	for _, o := range c.Objections {
		if !o.Resolved && p.pick(2) == 0 {
			return registrar, &ObjectionResolve{Case: id, Objection: o.ID, Upheld: p.pick(3) == 0, Opinion: p.word()}
		}
	}
	switch c.Status {
	case CaseConsenting:
		return p.name(one(p, c.Joint).Org), &CaseConsent{Case: id}
	case CaseFiled:
		if p.pick(4) == 0 {
			return registrar, &CaseCorrect{Case: id, List: p.word()}
		}
		return registrar, &CaseAccept{Case: id}
	case CaseCorrecting:
		return p.name(c.Applicant), &CaseResubmit{Case: id, FormCommitment: p.word()}
	case CaseReviewing:
		return registrar, &CaseReview{Case: id, Accuracy: true, Compliance: true, Clarity: p.pick(6) > 0, Opinion: p.word()}
	case CaseReviewed:
		return registrar, &CasePost{Case: id}
	case CasePublicity:
		p.on(p.today().AddDays(10).String())
		return registrar, &CaseDeposit{Case: id}
	case CaseCleared:
		return registrar, &CaseDeposit{Case: id}
	case CaseDeposited:
		if c.Certificate != "" {
			return registrar, &CaseConclude{Case: id}
		}
		return registrar, &CertificateIssue{Case: id, ValidUntil: p.today().AddMonths(3 + p.pick(50))}
	}
	return p.name(c.Applicant), &CaseWithdraw{Case: id}
}

// pledge proposes or files a lien.
func (p *play) pledge() (string, Command) {
	code := one(p, p.keysOf(PrefixCertificate))
	if code == "" {
		return p.handle()
	}
	bank := one(p, []string{bankA, bankB})
	if p.pick(2) == 0 {
		return p.name(p.cert(code).Holder), &PledgePropose{
			Certificate: code, Pledgee: uscc(bank), SecuredFen: int64(1 + p.pick(1000)), NoFurther: p.pick(4) == 0, Contract: p.word(),
			Months: p.pick(3) * 6,
		}
	}
	return bank, &LienFile{
		Certificate: code, SecuredFen: int64(1 + p.pick(1000)), Months: 1 + p.pick(24), NoFurther: p.pick(4) == 0, Contract: p.word(),
		Seen: p.seen(code), FilingNo: filing,
	}
}

// seen is what a search of the register shows.
func (p *play) seen(code string) []string {
	out := []string{}
	for _, id := range p.ranks(code) {
		if p.lien(id).LiveOn(p.today()) {
			out = append(out, id)
		}
	}
	return out
}

// onLien acts on a lien there is.
func (p *play) onLien() (string, Command) {
	all := p.keysOf(PrefixLien)
	live := slices.DeleteFunc(slices.Clone(all), func(id string) bool { return !p.lien(id).Status.Live() })
	if len(live) > 0 && p.pick(6) > 0 {
		all = live
	}
	id := one(p, all)
	if id == "" {
		return p.pledge()
	}
	for _, y := range live {
		if o := p.lien(y); o.Yields != nil && p.pick(2) == 0 {
			return p.name(p.lien(o.Yields.Behind).Pledgee), &LienAdvance{Lien: o.Yields.Behind, Over: y, Agreement: o.Yields.Agreement}
		}
	}
	l := p.lien(id)
	pledgee, holder := p.name(l.Pledgee), p.name(l.Holder())
	ahead := []string{}
	for _, a := range l.Ahead {
		if p.lien(a).LiveOn(p.today()) {
			ahead = append(ahead, a)
		}
	}
	order := p.ranks(l.Certificate)
	at := slices.Index(order, id)
	if at >= 0 && at+1 < len(order) && p.pick(4) == 0 {
		return pledgee, &LienSubordinate{Lien: id, Behind: order[at+1], Agreement: hash("agreement")}
	}
	switch p.pick(13) {
	case 0, 1, 2:
		return pledgee, &PledgeAccept{Lien: id, Seen: ahead, FilingNo: filing}
	case 3:
		return p.name(p.lien(one(p, append(ahead, id))).Pledgee), &PledgeAcknowledge{Lien: id}
	case 4:
		return pledgee, &LoanDisburse{Lien: id, Contract: p.word()}
	case 5:
		if ref := fact[LoanRef](p.world, PrefixLienLoan+id); ref != nil {
			return pledgee, &LoanSettle{Loan: ref.Loan}
		}
		return pledgee, &PledgeRelease{Lien: id}
	case 6:
		return pledgee, &LienAmend{Lien: id, SecuredFen: int64(1 + p.pick(1000)), Agreement: p.word()}
	case 7:
		return pledgee, &LienExtend{Lien: id, Months: 1 + p.pick(12)}
	case 8:
		return pledgee, &LienAssign{Lien: id, To: uscc(one(p, []string{bankA, bankB})), Agreement: p.word()}
	case 9, 10:
		act := one(p, []string{facts.ActTransfer, facts.ActTransfer, facts.ActLicence})
		return pledgee, &LienAllow{Lien: id, Act: act, To: uscc(one(p, []string{farm, hotel})), Until: p.today().AddDays(p.pick(90)), Document: p.word()}
	case 11:
		return registrar, &LienCompel{Lien: id, Document: p.word()}
	}
	return holder, one(p, []Command{&LienObject{Lien: id, Grounds: p.word()}, &LienExpire{Lien: id}, &PledgeWithdraw{Lien: id}})
}

// onCertificate notes, lifts, licenses.
func (p *play) onCertificate() (string, Command) {
	code := one(p, p.keysOf(PrefixCertificate))
	if code == "" {
		return p.handle()
	}
	holder := p.name(p.cert(code).Holder)
	other := uscc(one(p, []string{farm, hotel}))
	if note := one(p, p.keysOf(PrefixAnnotation)); note != "" && p.pick(2) == 0 {
		switch p.pick(3) {
		case 0:
			return registrar, &AnnotationLift{Annotation: note, Document: p.word()}
		case 1:
			return registrar, &AnnotationPermit{Annotation: note, Act: facts.ActTransfer, To: other, Document: p.word(), Until: p.today().AddDays(60)}
		}
		return holder, &LicenceEnd{Annotation: note, Document: p.word()}
	}
	switch p.pick(3) {
	case 0:
		return holder, &LicenceNote{Certificate: code, Licensee: other, Contract: p.word(), From: p.today()}
	case 1:
		return registrar, &CertificateCancel{Code: code, Reason: p.word()}
	}
	var rights []Right
	if p.pick(2) == 0 {
		rights = AllRights[2:]
	}
	return registrar, &AnnotationPlace{
		Certificate: code, As: one(p, []AnnotationKind{NoteSeizure, NoteControl, NotePledge, NoteTerm}), Rights: rights, Authority: "某人民法院",
		Document: p.word(), From: p.today(),
	}
}

// beside does what stands beside a case, a certificate or a lien: terms, appraisals, sanctions, answers to objections.
func (p *play) beside() (string, Command) {
	code, lien, id := one(p, p.keysOf(PrefixCertificate)), one(p, p.keysOf(PrefixLien)), one(p, p.keysOf(PrefixCase))
	if code == "" || id == "" {
		return p.file()
	}
	c := p.caseOf(id)
	switch p.pick(9) {
	case 8:
		return one(p, []string{registrar, registrar, regulator}), &SimilarityPublish{
			From: p.today().AddDays(p.pick(40) - 4), Key: sketchKey(1+p.pick(6), one(p, []string{"a", "b"})),
		}
	case 0:
		return appraiser, &ValuationRecord{
			Certificate: code, Date: p.today(), ValidUntil: p.today().AddMonths(6), ValueFen: 10, LowFen: 5, HighFen: 20,
			Approaches: []string{"income"}, ValueType: "market", Report: p.word(),
		}
	case 1:
		return regulator, &SanctionList{
			Subject: uscc(one(p, []string{farm, hotel})), Grounds: "default", Until: p.today().AddDays(p.pick(60)), Decision: p.word(),
		}
	case 2:
		return regulator, &SanctionLift{Subject: uscc(one(p, []string{farm, hotel})), Decision: p.word()}
	case 3:
		return registrar, &CaseExtend{Case: id, Reason: p.word()}
	case 4:
		return registrar, &CaseDecline{Case: id, Reasons: p.word()}
	case 5, 6:
		for _, o := range c.Objections {
			if o.Late && !o.Resolved && o.Notified.IsZero() {
				return registrar, &ObjectionNotify{Case: id, Objection: o.ID}
			}
			if o.Late && !o.Resolved {
				return p.name(c.Applicant), &ObjectionAnswer{Case: id, Objection: o.ID, Agreed: p.pick(2) == 0, Statement: p.word()}
			}
		}
	}
	if lien == "" {
		return p.pledge()
	}
	pledgee := p.name(p.lien(lien).Pledgee)
	return pledgee, one(p, []Command{
		&PledgeDecline{Lien: lien}, &PledgeEffect{Lien: lien}, &PledgeEnforce{Lien: lien, Grounds: p.word()},
		&HeartbeatSchedule{Lien: lien, EveryDays: 1 + p.pick(30), GraceDays: p.pick(9)},
	})
}
