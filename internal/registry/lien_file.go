package registry

import (
	"cmp"
	"slices"
	"strings"

	"shurong.org/shurong/fault"
	"shurong.org/shurong/money"
)

// LienFile files a lien as a notice (动产和权利担保统一登记: the creditor files on its own, answers for the truth, and nobody
// examines the contract). It ranks from here, for whoever searches sees it from here, and the pledgor is sent a copy. By a
// bank or guarantor, who names the live liens ahead as it found them: a search comes before a filing.
type LienFile struct {
	Certificate string   `json:"certificate"`
	SecuredFen  int64    `json:"secured_fen"`
	Months      int      `json:"months"` // registered term: 1 to 360
	NoFurther   bool     `json:"no_further,omitzero"`
	Contract    string   `json:"contract"` // commitment
	Seen        []string `json:"seen"`
	FilingNo    string   `json:"filing_no,omitempty"` // PBOC unified register
	IPNo        string   `json:"ip_no,omitempty"`     // IP office, for data-IP
}

func (*LienFile) Kind() string { return "lien.file" }

// Faults of filing.
var (
	ErrTerm = fault.Define("lien.term", fault.Invalid,
		"登记期限应为 1 个月至 30 年", "the registered term is 1 month to 30 years").
		Hint("《动产和权利担保统一登记办法》规定的期限", "the term of the unified registration measures")
	ErrIPNo = fault.Define("lien.ip_no", fault.Invalid,
		"数据知识产权质押须填写知识产权质押登记号（4 至 40 个字符）", "a pledge of data-IP needs its number at the IP office, 4 to 40 characters").
		Hint("知识产权中的财产权质押不在动产融资统一登记范围", "property rights in IP are outside the unified register")
	ErrOwnLien = fault.Define("lien.own", fault.Invalid,
		"不能在自己的凭证上登记质权", "nobody is its own pledgee")
)

// maxTermMonths is thirty years.
const maxTermMonths = 360

func (m *LienFile) apply(c *Context) error {
	filer, err := memoOrg.load(c, PrefixOrg+c.Env.Org, "org")
	if err != nil {
		return err
	}
	if !filer.Has(RoleBank) && !filer.Has(RoleGuarantor) {
		return ErrRole.With("org", filer.USCC, "role", RoleBank, "kind", c.Env.Kind).At("org")
	}
	cert, err := c.live(m.Certificate, "body.certificate")
	if err != nil {
		return err
	}
	if cert.Holder == c.Env.Org {
		return ErrOwnLien.At("org")
	}
	if m.SecuredFen <= 0 || m.SecuredFen > int64(money.Max) {
		return ErrField.With("why", "the secured amount is positive and within the largest amount").At("body.secured_fen")
	}
	if err := cmp.Or(checkTerm(m.Months), digest(m.Contract, "body.contract"), c.checkNumbers(cert, m.FilingNo, m.IPNo)); err != nil {
		return err
	}
	ahead, err := c.mayPledge(cert)
	if err != nil {
		return err
	}
	if !slices.Equal(ahead, m.Seen) {
		return ErrDisclosure.With("ahead", strings.Join(ahead, ", ")).At("body.seen")
	}
	l := &Lien{
		ID: makeID(idLien, c.Sum), Certificate: cert.Code, Pledgor: cert.Holder, Pledgee: c.Env.Org, Index: c.Index,
		SecuredFen: m.SecuredFen, NoFurther: m.NoFurther, Contract: m.Contract, FilingNo: m.FilingNo, IPNo: m.IPNo,
		Status: LienEffective, Ahead: ahead, Informed: []string{}, ProposedOn: c.Today(), AcceptedOn: c.Today(),
		EffectiveAt: c.Index, Until: c.Today().AddMonths(m.Months), Notice: true,
	}
	if exists(c, PrefixLien+l.ID) {
		return ErrExists.With("what", l.ID)
	}
	put(c, PrefixEncumbrance+cert.Code, &Encumbrance{Liens: append(slices.Clone(ahead), l.ID)})
	return c.saveLien(l, "lien.filed")
}

func checkTerm(months int) error {
	if months < 1 || months > maxTermMonths {
		return ErrTerm.At("body.months")
	}
	return nil
}

// checkNumbers requires the number of the register that a pledge of this certificate is filed at.
func (c *Context) checkNumbers(cert *Certificate, filing, ip string) error {
	wantsIP, err := c.pledgedAtIPOffice(cert)
	if err != nil {
		return err
	}
	if ip != "" || wantsIP {
		if text(ip, 4, 40, "body.ip_no") != nil {
			return ErrIPNo.At("body.ip_no")
		}
		if filing == "" {
			return nil
		}
	}
	return filingNo(filing)
}

func filingNo(s string) error {
	if len(s) < 8 || len(s) > 30 || strings.Trim(s, "0123456789") != "" {
		return ErrFilingNo.At("body.filing_no")
	}
	return nil
}

// pledgedAtIPOffice reports whether a certificate's regime is one of data-IP.
func (c *Context) pledgedAtIPOffice(cert *Certificate) (bool, error) {
	if cert.Regime == "" {
		return false, nil
	}
	cs, err := load[Case](c, PrefixCase+cert.Case, "")
	if err != nil {
		return false, err
	}
	return cs.Terms != nil && cs.Terms.PledgeFiling == "ip", nil
}

// mayPledge refuses a further lien on a certificate that does not take one, and returns the liens it will stand behind.
// Liens whose registered term ended leave the ranks first.
func (c *Context) mayPledge(cert *Certificate) ([]string, error) {
	if !cert.Grants(Operating, c.Today()) {
		return nil, ErrNoOperating.With("org", cert.Holder, "code", cert.Code).At("body.certificate")
	}
	if cert.Pending != "" {
		return nil, ErrPending.With("code", cert.Code, "case", cert.Pending).At("body.certificate")
	}
	if err := c.unseized(cert, []Right{Operating}, "body.certificate"); err != nil {
		return nil, err
	}
	live, err := c.sweep(cert.Code)
	if err != nil {
		return nil, err
	}
	if len(live) >= maxLiens {
		return nil, ErrTooManyLiens.With("code", cert.Code, "most", maxLiens).At("body.certificate")
	}
	ids := make([]string, len(live))
	for i, l := range live {
		if l.NoFurther {
			return nil, ErrCovenant.With("lien", l.ID).At("body.certificate")
		}
		ids[i] = l.ID
	}
	return ids, nil
}

// liens loads the liens that hold a rank on a certificate today, in rank order.
func (c *Context) liens(code string) ([]*Lien, error) {
	enc, err := find[Encumbrance](c, PrefixEncumbrance+code)
	if err != nil || enc == nil {
		return nil, err
	}
	var out []*Lien
	for _, id := range enc.Liens {
		l, err := load[Lien](c, PrefixLien+id, "")
		if err != nil {
			return nil, err
		}
		if l.LiveOn(c.Today()) {
			out = append(out, l)
		}
	}
	return out, nil
}

// sweep takes liens whose registered term ended out of a certificate's ranks and returns those that stay.
func (c *Context) sweep(code string) ([]*Lien, error) {
	enc, err := find[Encumbrance](c, PrefixEncumbrance+code)
	if err != nil || enc == nil {
		return nil, err
	}
	var out []*Lien
	for _, id := range slices.Clone(enc.Liens) {
		l, err := load[Lien](c, PrefixLien+id, "")
		if err != nil {
			return nil, err
		}
		if l.LiveOn(c.Today()) {
			out = append(out, l)
			continue
		}
		if err := c.end(l, LienExpired, "lien.expired"); err != nil {
			return nil, err
		}
	}
	return out, nil
}
