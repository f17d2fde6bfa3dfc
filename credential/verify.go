package credential

import (
	"crypto/ed25519"
	"strconv"
	"strings"
	"time"

	"github.com/go-json-experiment/json"

	"shurong.org/shurong/canon"
	"shurong.org/shurong/daycount"
	"shurong.org/shurong/fault"
	"shurong.org/shurong/proof"
)

// Options say what the reader trusts and when it reads.
type Options struct {
	// LogKey is the verifier key the reader knows the registry by. Empty: the document's own is used, and the report
	// says that it was not compared with anything.
	LogKey string
	// Now is the instant for which validity is judged.
	Now time.Time
}

// Step is one thing that was checked.
type Step struct {
	Code string `json:"code"`
	ZH   string `json:"zh"`
	EN   string `json:"en"`
	// Doubt marks a step that passed but leaves something to the reader.
	Doubt bool `json:"doubt,omitempty"`
}

// Report is what a document says, and what was checked to believe it.
type Report struct {
	Kind        Kind             `json:"kind"`
	Code        string           `json:"code"`
	Steps       []Step           `json:"steps"`
	Certificate Certificate      `json:"certificate"`
	Holder      Organisation     `json:"holder"`
	Registrar   Organisation     `json:"registrar"`
	Live        bool             `json:"live"`
	Liens       []Lien           `json:"liens"` // live liens in rank order; empty is proven
	Pledgees    []Organisation   `json:"pledgees"`
	Size        uint64           `json:"size"`      // log size the document speaks of
	IssuedAt    int64            `json:"issued_at"` // when the registrar says it made the document, Unix milliseconds
	Checkpoint  proof.Checkpoint `json:"-"`
	Form        []byte           `json:"-"` // canonical JSON of the form, nil if not disclosed
}

func (r *Report) step(code, zh, en string) {
	r.Steps = append(r.Steps, Step{Code: code, ZH: zh, EN: en})
}

func (r *Report) doubt(code, zh, en string) {
	r.Steps = append(r.Steps, Step{Code: code, ZH: zh, EN: en, Doubt: true})
}

// Verify checks a document. The report holds the steps that passed, also when an error ends them.
func Verify(b []byte, o Options) (*Report, error) {
	r := &Report{Liens: []Lien{}, Pledgees: []Organisation{}}
	c, err := Parse(b)
	if err != nil {
		return r, err
	}
	r.Kind, r.Code, r.IssuedAt = c.Kind, short(c.Code), c.IssuedAt
	r.step("form", "文件格式规范（RFC 8785）", "the file is well-formed and canonical (RFC 8785)")
	v := &verification{Credential: c, report: r, now: o.Now}
	for _, check := range []func() error{
		func() error { return v.checkpoint(o.LogKey) }, v.facts, v.certificate, v.entry, v.signature, v.form, v.liens,
		v.validity,
	} {
		if err := check(); err != nil {
			return r, err
		}
	}
	return r, nil
}

// verification is a document being checked; each method is one step and relies on those before it.
type verification struct {
	*Credential
	report *Report
	now    time.Time
	cp     proof.Checkpoint
	book   book
}

func (v *verification) checkpoint(trusted string) error {
	if trusted != "" && trusted != v.LogKey {
		return ErrUntrusted.With("got", short(v.LogKey), "want", short(trusted)).At("log_key")
	}
	cp, err := proof.ParseCheckpoint([]byte(v.Checkpoint), v.LogKey)
	if err != nil {
		return err
	}
	v.cp, v.report.Checkpoint, v.report.Size = cp, cp, cp.Size
	size := strconv.FormatUint(cp.Size, 10)
	v.report.step("checkpoint", "检查点签名有效："+cp.Origin+"，日志长度 "+size,
		"the checkpoint's signature is good: "+cp.Origin+", log size "+size)
	if trusted == "" {
		v.report.doubt("key", "日志密钥取自文件本身，请与登记机构公布的核对："+v.LogKey,
			"the log key was taken from the file itself; compare it with the one the registry publishes: "+v.LogKey)
	} else {
		v.report.step("key", "日志密钥是您信任的密钥", "the log key is the one you trust")
	}
	return nil
}

func (v *verification) facts() error {
	b, err := prove(v.Facts, v.cp.State)
	if err != nil {
		return err
	}
	v.book = b
	n := strconv.Itoa(len(b))
	v.report.step("facts", n+" 项登记事实的状态证明成立", "the state proofs of "+n+" facts hold")
	return nil
}

func (v *verification) certificate() error {
	cert, err := read[Certificate](v.book, prefixCertificate+v.Code)
	if err != nil {
		return err
	}
	if cert.Code != v.Code {
		return badFact(prefixCertificate+v.Code, "属于另一凭证", "it is of another certificate")
	}
	holder, err := read[Organisation](v.book, prefixOrg+cert.Holder)
	if err != nil {
		return err
	}
	registrar, err := read[Organisation](v.book, prefixOrg+cert.Registrar)
	if err != nil {
		return err
	}
	v.report.Certificate, v.report.Holder, v.report.Registrar = *cert, *holder, *registrar
	v.report.step("certificate", "凭证 "+cert.Code+" 在登记簿中，权利人 "+holder.Name,
		"certificate "+cert.Code+" is in the register, holder "+holder.Name)
	return nil
}

func (v *verification) entry() error {
	if v.Kind == Search {
		return nil
	}
	if v.Entry == nil {
		return ErrEntry.With(because("缺失", "missing")...).At("entry")
	}
	if err := proof.VerifyInclusion(v.Entry.Leaf, v.Entry.Index, v.cp.Size, proof.Path(v.Entry.Path),
		v.cp.Root); err != nil {
		return fault.From(err).At("entry")
	}
	var leaf entryLeaf
	if err := json.Unmarshal(v.Entry.Leaf, &leaf); err != nil {
		return ErrEntry.With(because("内容无法读取", "not readable")...).At("entry.leaf").Because(err)
	}
	issued := false
	for _, e := range leaf.Events {
		issued = issued || e.Kind == "certificate.issued" && e.Body.Code == v.Code
	}
	cert := &v.report.Certificate
	if leaf.Command.Kind != "certificate.issue" || !issued || leaf.Index != v.Entry.Index ||
		leaf.Command.Org != cert.Registrar || leaf.Command.Body.Case != cert.Case {
		return ErrEntry.With(because("记录的是别的事项", "it records something else")...).At("entry.leaf")
	}
	i := strconv.FormatUint(v.Entry.Index, 10)
	v.report.step("entry", "核发记录在日志第 "+i+" 条，包含证明成立", "the issue is entry "+i+" of the log; its inclusion proof holds")
	return nil
}

func (v *verification) signature() error {
	k, err := read[key](v.book, prefixKey+v.Signature.Key)
	if err != nil {
		return err
	}
	pub := k.public()
	if pub == nil || keyID(pub) != v.Signature.Key || k.Org != v.report.Certificate.Registrar ||
		k.Purpose != "organisation" {
		return ErrSignature.At("signature.key")
	}
	if k.Revoked {
		return ErrRevoked.With("key", k.ID).At("signature.key")
	}
	msg, err := v.signingBytes()
	if err != nil {
		return err
	}
	if !ed25519.Verify(pub, msg, v.Signature.Sig) {
		return ErrSignature.At("signature.sig")
	}
	v.report.step("signature", "签发机构签名有效："+v.report.Registrar.Name, "signed by the registrar: "+v.report.Registrar.Name)
	return nil
}

func (v *verification) form() error {
	if v.Form == nil {
		return nil
	}
	if canon.Commit(v.Form.Salt, v.Form.Document) != v.report.Certificate.FormCommitment {
		return ErrText.At("form")
	}
	v.report.Form = v.Form.Document
	v.report.step("form_text", "登记表内容与登记簿承诺值一致", "the form's text is the one that was registered")
	return nil
}

func (v *verification) liens() error {
	at := prefixEncumbrance + v.Code
	f, ok := v.book[at]
	if !ok {
		return badFact(at, "缺失", "missing")
	}
	size := strconv.FormatUint(v.cp.Size, 10)
	if f.Value == nil {
		v.report.step("liens", "截至日志长度 "+size+"，该凭证上没有质押（不存在证明成立）",
			"as of log size "+size+" the certificate carries no lien (proof of absence holds)")
		return nil
	}
	enc, err := read[encumbrance](v.book, at)
	if err != nil {
		return err
	}
	for _, id := range enc.Liens {
		l, err := read[Lien](v.book, prefixLien+id)
		if err != nil {
			return err
		}
		pledgee, err := read[Organisation](v.book, prefixOrg+l.Pledgee)
		if err != nil {
			return err
		}
		v.report.Liens = append(v.report.Liens, *l)
		v.report.Pledgees = append(v.report.Pledgees, *pledgee)
	}
	n := strconv.Itoa(len(enc.Liens))
	v.report.step("liens", "截至日志长度 "+size+"，该凭证上有 "+n+" 项质押，按日志顺位排列",
		"as of log size "+size+" the certificate carries "+n+" lien(s), ranked by log position")
	return nil
}

func (v *verification) validity() error {
	cert := &v.report.Certificate
	today := daycount.DateOf(v.now)
	switch {
	case cert.Cancelled:
		v.report.doubt("validity", "该凭证已注销", "the certificate was cancelled")
	case today.After(cert.ValidUntil):
		v.report.doubt("validity", "该凭证已于 "+cert.ValidUntil.String()+" 到期",
			"the certificate lapsed on "+cert.ValidUntil.String())
	default:
		v.report.Live = true
		v.report.step("validity", "凭证有效，至 "+cert.ValidUntil.String(),
			"the certificate is valid until "+cert.ValidUntil.String())
		for _, g := range cert.Rights {
			if !g.Until.IsZero() && today.After(g.Until) {
				v.report.doubt("right_ended", "其中的"+g.ZH()+"已于 "+g.Until.String()+" 到期",
					"its "+g.EN()+" ended on "+g.Until.String())
			}
		}
	}
	if n := len(cert.Objections); n > 0 {
		v.report.doubt("objections", "该登记有 "+strconv.Itoa(n)+" 项未决异议",
			strconv.Itoa(n)+" objection(s) to the registration are open")
	}
	return nil
}

// short cuts a key that a stranger sent to what fits a message.
func short(s string) string {
	s = strings.ToValidUTF8(s, "?")
	if len(s) > 120 {
		return s[:120] + "…"
	}
	return s
}
