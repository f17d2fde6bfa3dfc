package credential

import (
	"slices"
	"strings"
)

// holdingsPageSize is how many certificates the registry lists on one page.
const holdingsPageSize = 64

// existence checks a document that says no more than that an unpublished registration exists.
func (v *verification) existence() error {
	f, ok := v.book[prefixCertificate+v.Code]
	if !ok || f.ValueHash == nil {
		return badFact(prefixCertificate+v.Code, "应只载散列值", "only its hash should be given")
	}
	v.report.Withheld = true
	v.report.step("existence", "凭证 "+short(v.Code)+" 在登记簿中；该登记不公示，除存在外不予显示",
		"certificate "+short(v.Code)+" is in the register; it is unpublished, and nothing else of it is shown")
	return nil
}

// subject checks a search by asset or by holder: that the list of certificates is the register's own and whole, and what is
// on each of them.
func (v *verification) subject() error {
	codes, err := v.listed()
	if err != nil {
		return err
	}
	n := count(len(codes))
	if v.Kind == AssetSearch {
		v.report.step("complete", "该数据资产上的凭证共 "+n+" 份，名单取自登记簿，无遗漏",
			"the asset carries "+n+" certificate(s): the register's own list, nothing left out")
	} else {
		v.report.step("complete", "该权利人名下登记过的凭证共 "+n+" 份，名单取自登记簿，无遗漏",
			n+" certificate(s) were ever entered for the holder: the register's own list, nothing left out")
	}
	size := v.size()
	for _, code := range codes {
		f, err := v.find(code)
		if err != nil {
			return err
		}
		v.report.Found = append(v.report.Found, *f)
		if f.Withheld {
			v.report.step("existence", "凭证 "+code+"：不公示，仅证明其存在", "certificate "+code+": unpublished, only its existence is proven")
			continue
		}
		zh, en := states(f.States)
		v.report.step("found", "凭证 "+code+"："+zh+"；质押 "+count(len(f.Liens))+" 项，备注 "+count(len(f.Annotations))+" 项（截至日志长度 "+size+"）",
			"certificate "+code+": "+en+"; "+count(len(f.Liens))+" lien(s), "+count(len(f.Annotations))+" annotation(s) as of log size "+size)
		for _, l := range f.Later {
			codes := strings.Join(l.Certificates, ", ")
			v.report.doubt("later_similar", "此后登记的凭证 "+codes+" 经审查披露与其内容相近（"+l.Grade+"）",
				"a later registration, certificate "+codes+", was disclosed to be similar ("+l.Grade+")")
		}
	}
	return nil
}

// find reads one of the listed certificates.
func (v *verification) find(code string) (*Found, error) {
	if f, ok := v.book[prefixCertificate+code]; ok && f.ValueHash != nil {
		return &Found{Code: code, Withheld: true, Liens: []Lien{}, Pledgees: []Organisation{}, Annotations: []Annotation{}, States: []State{}}, nil
	}
	f, err := v.identity(code)
	if err != nil {
		return nil, err
	}
	for _, read := range []func(*Found) error{v.encumbered, v.noted, v.disclosed} {
		if err := read(f); err != nil {
			return nil, err
		}
	}
	if v.Kind == AssetSearch && f.Certificate.Asset != v.Code {
		return nil, badFact(prefixCertificate+code, "属于另一数据资产", "it is of another asset")
	}
	if v.Kind == HolderSearch && f.Certificate.Holder != v.Code {
		return nil, badFact(prefixCertificate+code, "属于另一权利人", "it is of another holder")
	}
	v.judge(f)
	return f, nil
}

// listed returns the register's list of the subject's certificates.
func (v *verification) listed() ([]string, error) {
	if v.Kind == HolderSearch {
		return v.holdings()
	}
	at := prefixAsset + v.Code
	f, ok := v.book[at]
	if !ok {
		return nil, badFact(at, "缺失", "missing")
	}
	if f.absent() {
		return nil, nil
	}
	a, err := read[asset](v.book, at)
	if err != nil {
		return nil, err
	}
	if a.ID != v.Code {
		return nil, badFact(at, "属于另一数据资产", "it is of another asset")
	}
	return a.Certificates, nil
}

// holdings joins the pages of a holder's certificates. Only a log whose genesis says that it keeps them can prove that
// somebody has none.
func (v *verification) holdings() ([]string, error) {
	genesis, err := read[struct {
		HolderIndex bool `json:"holder_index"`
	}](v.book, keyGenesis)
	if err != nil {
		return nil, err
	}
	if !genesis.HolderIndex {
		return nil, badFact(keyGenesis, "该登记簿未按权利人编制名单", "this log does not list certificates by holder")
	}
	at := prefixHolder + v.Code
	f, ok := v.book[at]
	if !ok {
		return nil, badFact(at, "缺失", "missing")
	}
	if f.absent() {
		return nil, nil
	}
	h, err := read[holdings](v.book, at)
	if err != nil {
		return nil, err
	}
	var codes []string
	for page := 0; len(codes) < h.Count; page++ {
		at := HolderPageKey(v.Code, page)
		p, err := read[holdingsPage](v.book, at)
		if err != nil {
			return nil, err
		}
		if want := min(holdingsPageSize, h.Count-len(codes)); len(p.Certificates) != want {
			return nil, badFact(at, "名单页不完整", "the page is not whole")
		}
		codes = append(codes, p.Certificates...)
	}
	if sorted := slices.Sorted(slices.Values(codes)); len(slices.Compact(sorted)) != len(codes) {
		return nil, badFact(at, "名单有重复", "a certificate is listed twice")
	}
	return codes, nil
}
