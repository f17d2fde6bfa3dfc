package credential

import (
	"slices"

	"github.com/go-json-experiment/json"

	"shurong.org/shurong/daycount"
	"shurong.org/shurong/fault"
	"shurong.org/shurong/proof"
)

// maxChain bounds the certificates that a chain of title walks through.
const maxChain = 32

// TitleLink is a registration in a chain of title, with the log entry that proves it.
type TitleLink struct {
	Certificate string        `json:"certificate"`
	Type        string        `json:"type"` // initial, transfer, change, renewal, cancellation
	Index       uint64        `json:"index"`
	At          int64         `json:"at"` // effective, Unix milliseconds
	Holder      Organisation  `json:"holder"`
	Rights      []Right       `json:"rights"` // on the certificate after it
	ValidUntil  daycount.Date `json:"valid_until"`
	From        string        `json:"from,omitempty"`
	To          string        `json:"to,omitempty"`
}

// titleEvents are the events by which a registration leaves its mark on a certificate.
var titleEvents = []string{"certificate.issued", "certificate.changed", "certificate.reduced", "certificate.renewed",
	"certificate.cancelled"}

// leaves reads every log entry of a chain of title and proves it.
func (v *verification) leaves() (map[uint64]*entryLeaf, error) {
	out := make(map[uint64]*entryLeaf, len(v.Entries))
	for i := range v.Entries {
		e := &v.Entries[i]
		if i > 0 && v.Entries[i-1].Index >= e.Index {
			return nil, ErrEntry.With(because("条目未按顺序", "the entries are not in order")...).At("entries")
		}
		if err := proof.VerifyInclusion(e.Leaf, e.Index, v.cp.Size, proof.Path(e.Path), v.cp.Root); err != nil {
			return nil, fault.From(err).At("entries")
		}
		leaf := new(entryLeaf)
		if err := json.Unmarshal(e.Leaf, leaf); err != nil {
			return nil, ErrEntry.With(because("内容无法读取", "not readable")...).At("entries").Because(err)
		}
		if leaf.Index != e.Index {
			return nil, ErrEntry.With(because("序号不符", "its index is another")...).At("entries")
		}
		out[e.Index] = leaf
	}
	return out, nil
}

// titles walks from the certificate back to the first registration of what it grants. Every link must be in the facts, in
// the log, and join on to the one before.
func (v *verification) titles() error {
	leaves, err := v.leaves()
	if err != nil {
		return err
	}
	var chain []TitleLink
	code, until := v.Code, ^uint64(0)
	for range maxChain {
		cert, own, err := v.ownTitles(code, leaves)
		if err != nil {
			return err
		}
		first := own[0]
		own = slices.DeleteFunc(own, func(t TitleLink) bool { return t.Index > until })
		chain = append(own, chain...)
		if first.From != cert.Previous {
			return badFact(prefixCertificate+code, "来源凭证不符", "it names another certificate that the rights came from")
		}
		if cert.Previous == "" {
			v.report.Titles = chain
			n := count(len(chain))
			v.report.step("titles", "权属沿革共 "+n+" 次登记，逐项在日志中，前后相接", "the chain of title has "+n+" registration(s), each in the log, unbroken")
			return nil
		}
		if err := v.joins(cert.Previous, code, first.Index); err != nil {
			return err
		}
		code, until = cert.Previous, first.Index
	}
	return badFact(prefixCertificate+v.Code, "沿革过长", "the chain is too long")
}

// ownTitles reads the links that stand on one certificate, oldest first; there is always one.
func (v *verification) ownTitles(code string, leaves map[uint64]*entryLeaf) (*Certificate, []TitleLink, error) {
	cert, err := read[Certificate](v.book, prefixCertificate+code)
	if err != nil {
		return nil, nil, err
	}
	history := cert.History
	if len(history) == 0 {
		history = []TitleEntry{{Type: "initial", At: cert.EffectiveAt, Holder: cert.Holder, Rights: cert.Rights, ValidUntil: cert.ValidUntil}}
	}
	out := make([]TitleLink, len(history))
	for i, t := range history {
		index, err := entered(leaves, code, t, i == 0)
		if err != nil {
			return nil, nil, err
		}
		if i > 0 && index <= out[i-1].Index {
			return nil, nil, badFact(prefixCertificate+code, "沿革未按顺序", "its history is not in order")
		}
		holder, err := read[Organisation](v.book, prefixOrg+t.Holder)
		if err != nil {
			return nil, nil, err
		}
		out[i] = TitleLink{Certificate: code, Type: t.Type, Index: index, At: t.At, Holder: *holder, Rights: t.Rights,
			ValidUntil: t.ValidUntil, From: t.From, To: t.To}
	}
	return cert, out, nil
}

// entered finds the log entry of a link: the one at its index, or, of an issue that was made before there was a history,
// the one that issued the certificate. What the entry's event says of holder and term must be what the link says.
func entered(leaves map[uint64]*entryLeaf, code string, t TitleEntry, first bool) (uint64, error) {
	for index, leaf := range leaves {
		if t.Index != 0 && index != t.Index {
			continue
		}
		for i := range leaf.Events {
			e := &leaf.Events[i]
			if e.Body.Code != code || !slices.Contains(titleEvents, e.Kind) || first != (e.Kind == "certificate.issued") {
				continue
			}
			if e.Body.Holder == t.Holder && e.Body.ValidUntil == t.ValidUntil {
				return index, nil
			}
		}
	}
	return 0, ErrEntry.With(because("缺少凭证 "+short(code)+" 的一次登记", "a registration of certificate "+short(code)+" is missing")...).At("entries")
}

// joins checks that the certificate before says that its rights went to the one after, by the same entry.
func (v *verification) joins(before, after string, index uint64) error {
	cert, err := read[Certificate](v.book, prefixCertificate+before)
	if err != nil {
		return err
	}
	if slices.ContainsFunc(cert.History, func(t TitleEntry) bool { return t.To == after && t.Index == index }) {
		return nil
	}
	return badFact(prefixCertificate+before, "未载明转让至 "+short(after), "it does not say that rights went to "+short(after))
}
