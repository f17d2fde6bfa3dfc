package credential

import (
	"crypto/ed25519"
	"slices"
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
	// MaxAge refuses a document that was made longer ago. Zero: any age, which the report tells.
	MaxAge time.Duration
}

// Step is one thing that was checked.
type Step struct {
	Code string `json:"code"`
	ZH   string `json:"zh"`
	EN   string `json:"en"`
	// Doubt marks a step that passed but leaves something to the reader.
	Doubt bool `json:"doubt,omitempty"`
}

// Report is what a document says, and what was checked to believe it. Of a document about one certificate, its members are
// those of [Found]; a search by asset or holder has them in Found instead.
type Report struct {
	Kind        Kind             `json:"kind"`
	Code        string           `json:"code"`
	Steps       []Step           `json:"steps"`
	Certificate Certificate      `json:"certificate"`
	Holder      Organisation     `json:"holder"`
	Registrar   Organisation     `json:"registrar"` // who signed
	Live        bool             `json:"live"`
	Status      State            `json:"status,omitempty"` // the gravest of States
	States      []State          `json:"states,omitempty"` // on the day of reading
	Liens       []Lien           `json:"liens"`            // in rank order; empty is proven
	Pledgees    []Organisation   `json:"pledgees"`
	Annotations []Annotation     `json:"annotations,omitempty"`
	Similar     []Similar        `json:"similar,omitempty"`
	Withheld    bool             `json:"withheld,omitempty"` // an unpublished registration: only its existence is shown
	Titles      []TitleLink      `json:"titles,omitempty"`   // of a chain of title, oldest first
	Found       []Found          `json:"found,omitempty"`    // of a search by asset or holder
	Size        uint64           `json:"size"`               // log size the document speaks of
	IssuedAt    int64            `json:"issued_at"`          // when the registrar says it made the document, Unix milliseconds
	Age         int64            `json:"age_seconds"`        // from then to the instant of reading
	SM2         bool             `json:"sm2,omitempty"`      // it bears a good SM2 signature too
	Disclosed   []byte           `json:"-"`                  // of an SD-JWT: the disclosed claims as JSON
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
	checks := []func() error{func() error { return v.checkpoint(o.LogKey) }, v.facts}
	switch c.Kind {
	case AssetSearch, HolderSearch:
		checks = append(checks, v.signature, v.subject)
	case Existence:
		checks = append(checks, v.existence, v.signature)
	default:
		checks = append(checks, v.certificate, v.entry, v.signature, v.form, v.liens, v.annotations, v.similar, v.validity)
	}
	if c.Kind == Title {
		checks = append(checks, v.titles)
	}
	checks = append(checks, func() error { return v.age(o.MaxAge) })
	for _, check := range checks {
		if err := check(); err != nil {
			r.Live = false
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
	one    *Found // of a document about one certificate
}

func (v *verification) size() string { return strconv.FormatUint(v.cp.Size, 10) }

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
	f, err := v.identity(v.Code)
	if err != nil {
		return err
	}
	v.one = f
	v.report.Certificate, v.report.Holder, v.report.Registrar = f.Certificate, f.Holder, f.Registrar
	v.report.step("certificate", "凭证 "+f.Code+" 在登记簿中，权利人 "+f.Holder.Name,
		"certificate "+f.Code+" is in the register, holder "+f.Holder.Name)
	return nil
}

// issueCommands are the commands by which a certificate comes into being: the issue of a first registration, the
// conclusion of a transfer, the recognition of an earlier certificate (Guide Art. 33, 34, 41).
var issueCommands = []string{"certificate.issue", "case.conclude", "certificate.recognise"}

func (v *verification) entry() error {
	if v.Kind != Registration {
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
	for i := range leaf.Events {
		issued = issued || leaf.Events[i].Kind == "certificate.issued" && leaf.Events[i].Body.Code == v.Code
	}
	cert := &v.report.Certificate
	if !slices.Contains(issueCommands, leaf.Command.Kind) || !issued || leaf.Index != v.Entry.Index ||
		leaf.Command.Org != cert.Registrar || leaf.Command.Body.Case != "" && leaf.Command.Body.Case != cert.Case {
		return ErrEntry.With(because("记录的是别的事项", "it records something else")...).At("entry.leaf")
	}
	i := strconv.FormatUint(v.Entry.Index, 10)
	v.report.step("entry", "核发记录在日志第 "+i+" 条，包含证明成立", "the issue is entry "+i+" of the log; its inclusion proof holds")
	return nil
}

// signer finds the key that signed. It must be the certificate's registrar's; where no certificate is shown, that of an
// organisation that is a registrar.
func (v *verification) signer(id string) (ed25519.PublicKey, error) {
	k, err := read[key](v.book, prefixKey+id)
	if err != nil {
		return nil, err
	}
	pub := k.public()
	if pub == nil || keyID(pub) != id || k.Purpose != "organisation" {
		return nil, ErrSignature.At("signature.key")
	}
	if v.one == nil {
		org, err := read[Organisation](v.book, prefixOrg+k.Org)
		if err != nil {
			return nil, err
		}
		if !slices.Contains(org.Roles, "registrar") {
			return nil, ErrSignature.At("signature.key")
		}
		v.report.Registrar = *org
	}
	if k.Org != v.report.Registrar.USCC {
		return nil, ErrSignature.At("signature.key")
	}
	if k.Revoked {
		return nil, ErrRevoked.With("key", k.ID).At("signature.key")
	}
	return pub, nil
}

func (v *verification) signature() error {
	pub, err := v.signer(v.Signature.Key)
	if err != nil {
		return err
	}
	msg, err := v.signingBytes()
	if err != nil {
		return err
	}
	if !ed25519.Verify(pub, msg, v.Signature.Sig) {
		return ErrSignature.At("signature.sig")
	}
	name := v.report.Registrar.Name
	v.report.step("signature", "签发机构签名有效："+name, "signed by the registrar: "+name)
	if v.Signature.SM2 == nil {
		return nil
	}
	if err := v.Signature.SM2.Verify(v.report.Registrar.USCC, pub, msg); err != nil {
		return err
	}
	v.report.SM2 = true
	v.report.step("sm2", "国密（SM2/SM3）签名亦有效", "the SM2 signature (with SM3) beside it is good too")
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
	if err := v.encumbered(v.one); err != nil {
		return err
	}
	v.report.Liens, v.report.Pledgees = v.one.Liens, v.one.Pledgees
	size := v.size()
	if len(v.one.Liens) == 0 {
		v.report.step("liens", "截至日志长度 "+size+"，该凭证上没有质押（不存在证明成立）",
			"as of log size "+size+" the certificate carries no lien (proof of absence holds)")
		return nil
	}
	n := count(len(v.one.Liens))
	v.report.step("liens", "截至日志长度 "+size+"，该凭证上有 "+n+" 项质押，按日志顺位排列",
		"as of log size "+size+" the certificate carries "+n+" lien(s), ranked by log position")
	for _, l := range v.one.Liens {
		if !l.Live(daycount.DateOf(v.now)) {
			v.report.doubt("lien_expired", "其中质押 "+l.ID+" 的登记期限已于 "+l.Until.String()+" 届满",
				"the registered term of lien "+l.ID+" ended on "+l.Until.String())
		}
	}
	return nil
}

func (v *verification) annotations() error {
	if err := v.noted(v.one); err != nil {
		return err
	}
	v.report.Annotations = v.one.Annotations
	n := count(len(v.one.Annotations))
	switch {
	case v.one.NotesUnknown:
		v.report.doubt("annotations", "文件未载明查封等备注，请另行查询", "the document does not tell of seizures and other annotations; ask for a search")
	case len(v.one.Annotations) == 0:
		v.report.step("annotations", "没有查封等备注（不存在证明成立）", "no seizure or other annotation (proof of absence holds)")
	default:
		v.report.step("annotations", "有 "+n+" 项备注", n+" annotation(s)")
	}
	return nil
}

func (v *verification) similar() error {
	if err := v.disclosed(v.one); err != nil {
		return err
	}
	v.report.Similar = v.one.Similar
	if n := len(v.one.Similar); n > 0 {
		v.report.doubt("similar", "审查时披露了 "+count(n)+" 项内容相近的登记", "the review disclosed "+count(n)+" registration(s) of similar content")
	}
	return nil
}

func (v *verification) validity() error {
	v.judge(v.one)
	r, cert := v.report, &v.one.Certificate
	r.Live, r.Status, r.States = v.one.Live, v.one.Status, v.one.States
	today := daycount.DateOf(v.now)
	switch {
	case cert.Cancelled:
		r.doubt("validity", "该凭证已注销", "the certificate was cancelled")
	case !r.Live:
		r.doubt("validity", "该凭证已于 "+cert.ValidUntil.String()+" 到期", "the certificate lapsed on "+cert.ValidUntil.String())
	case today.After(cert.ValidUntil):
		r.doubt("validity", "该凭证已于 "+cert.ValidUntil.String()+" 期满，续期申请正在办理，仍然有效",
			"the term ended on "+cert.ValidUntil.String()+"; it stays in force while its renewal is handled")
	default:
		r.step("validity", "凭证有效，至 "+cert.ValidUntil.String(), "the certificate is valid until "+cert.ValidUntil.String())
		for _, g := range cert.Rights {
			if !g.Until.IsZero() && today.After(g.Until) {
				r.doubt("right_ended", "其中的"+g.ZH()+"已于 "+g.Until.String()+" 到期", "its "+g.EN()+" ended on "+g.Until.String())
			}
		}
	}
	if slices.Contains(r.States, Seized) {
		r.doubt("seized", "该凭证上有查封、保全或管制", "a court or an authority holds the certificate")
	}
	if n := len(cert.Objections); n > 0 {
		r.doubt("objections", "该登记有 "+count(n)+" 项未决异议", count(n)+" objection(s) to the registration are open")
	}
	return nil
}

// age tells how old the document is: what happened since its log size it cannot know.
func (v *verification) age(most time.Duration) error {
	made := time.UnixMilli(v.IssuedAt)
	age := v.now.Sub(made)
	v.report.Age = int64(age / time.Second)
	if age < -10*time.Minute {
		v.report.doubt("clock", "文件的出具时间晚于当前时间，请核对时钟", "the document was made later than the clock says it is now; check the clock")
	}
	if most > 0 && age > most {
		return ErrStale.With("age", age.Round(time.Minute), "most", most).At("issued_at")
	}
	if v.Kind == Status {
		at := made.In(daycount.China).Format("2006-01-02 15:04")
		zh, en := states(v.report.States)
		old := max(age, 0).Round(time.Minute).String()
		v.report.step("status", "状态："+zh+"，截至 "+at+"（"+old+" 前）", "status: "+en+" as of "+at+" ("+old+" ago)")
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
