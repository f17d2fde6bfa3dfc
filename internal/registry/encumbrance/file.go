package encumbrance

import (
	"cmp"
	"slices"
	"strings"

	"shurong.org/shurong/fault"
	"shurong.org/shurong/internal/registry/act"
	"shurong.org/shurong/internal/registry/facts"
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

func (m *LienFile) Apply(c *act.Context) error {
	filer, err := act.Organisation(c, c.Org, "org")
	if err != nil {
		return err
	}
	if !filer.Has(facts.RoleBank) && !filer.Has(facts.RoleGuarantor) {
		return act.ErrRole.With("org", filer.USCC, "role", facts.RoleBank, "kind", c.Kind).At("org")
	}
	cert, err := c.Live(m.Certificate, "body.certificate")
	if err != nil {
		return err
	}
	if cert.Holder == c.Org {
		return ErrOwnLien.At("org")
	}
	if m.SecuredFen <= 0 || m.SecuredFen > int64(money.Max) {
		return act.ErrField.With("why", "the secured amount is positive and within the largest amount").At("body.secured_fen")
	}
	if err := cmp.Or(checkTerm(m.Months), act.Digest(m.Contract, "body.contract"), checkNumbers(c, cert, m.FilingNo, m.IPNo)); err != nil {
		return err
	}
	ahead, err := mayPledge(c, cert)
	if err != nil {
		return err
	}
	if !slices.Equal(ahead, m.Seen) {
		return ErrDisclosure.With("ahead", strings.Join(ahead, ", ")).At("body.seen")
	}
	l := &facts.Lien{
		ID: act.NewID(act.IDLien, c.Sum), Certificate: cert.Code, Pledgor: cert.Holder, Pledgee: c.Org, Index: c.Index,
		SecuredFen: m.SecuredFen, NoFurther: m.NoFurther, Contract: m.Contract, FilingNo: m.FilingNo, IPNo: m.IPNo,
		Status: facts.LienEffective, Ahead: ahead, Informed: []string{}, ProposedOn: c.Today(), AcceptedOn: c.Today(),
		EffectiveAt: c.Index, Until: c.Today().AddMonths(m.Months), Notice: true,
	}
	if act.Exists(c, facts.PrefixLien+l.ID) {
		return act.ErrExists.With("what", l.ID)
	}
	act.Put(c, facts.PrefixEncumbrance+cert.Code, &facts.Encumbrance{Liens: append(slices.Clone(ahead), l.ID)})
	return saveLien(c, l, "lien.filed")
}

// maxTermMonths is thirty years.
const maxTermMonths = 360

func checkTerm(months int) error {
	if months < 1 || months > maxTermMonths {
		return ErrTerm.At("body.months")
	}
	return nil
}

// checkNumbers requires the number of the register that a pledge of this certificate is filed at.
func checkNumbers(c *act.Context, cert *facts.Certificate, filing, ip string) error {
	wantsIP, err := pledgedAtIPOffice(c, cert)
	if err != nil {
		return err
	}
	if ip != "" || wantsIP {
		if act.Text(ip, 4, 40, "body.ip_no") != nil {
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
func pledgedAtIPOffice(c *act.Context, cert *facts.Certificate) (bool, error) {
	if cert.Regime == "" {
		return false, nil
	}
	cs, err := act.Load[facts.Case](c, facts.PrefixCase+cert.Case, "")
	if err != nil {
		return false, err
	}
	return cs.Terms != nil && cs.Terms.PledgeFiling == "ip", nil
}

// Faults of filing.
var (
	ErrTerm = fault.Define("lien.term", fault.Invalid,
		"登记期限应为 1 个月至 30 年", "the registered term is 1 month to 30 years").
		Hint("《动产和权利担保统一登记办法》规定的期限", "the term of the unified registration measures")
	ErrFilingNo = fault.Define("pledge.filing_no", fault.Invalid,
		"动产融资统一登记编号应为 8 至 30 位数字", "the unified register's filing number has 8 to 30 digits")
	ErrIPNo = fault.Define("lien.ip_no", fault.Invalid,
		"数据知识产权质押须填写知识产权质押登记号（4 至 40 个字符）", "a pledge of data-IP needs its number at the IP office, 4 to 40 characters").
		Hint("知识产权中的财产权质押不在动产融资统一登记范围", "property rights in IP are outside the unified register")
	ErrOwnLien = fault.Define("lien.own", fault.Invalid,
		"不能在自己的凭证上登记质权", "nobody is its own pledgee")
)
