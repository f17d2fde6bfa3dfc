package registrar

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	"shurong.org/shurong/daycount"
	"shurong.org/shurong/fault"
	"shurong.org/shurong/identifier"
	"shurong.org/shurong/internal/registry"
)

// Form is the application form of Guide annex 1. Its canonical JSON, with the applicant, is what the commitment in the
// log is to.
type Form struct {
	Title   string `json:"title" doc:"数据名称, at most 40 characters; time + place + industry + content + kind is advised (Guide Art. 19)"`
	Summary string `json:"summary" doc:"数据简介, at most 400 characters"`

	Industry    string          `json:"industry" doc:"GB/T 4754 letter and class, such as G54"`
	Region      string          `json:"region" doc:"GB/T 2260 code of the place, 6 digits"`
	RegionScope string          `json:"region_scope" enum:"international,national,province,city,county,below"`
	Source      registry.Source `json:"source"`
	SourceNote  string          `json:"source_note,omitempty" doc:"how the data came about, with the evidence relied on"`

	SpanFrom        daycount.Date `json:"span_from,omitzero" doc:"time span of the data"`
	SpanTo          daycount.Date `json:"span_to,omitzero"`
	UpdateFrequency string        `json:"update_frequency" enum:"realtime,daily,weekly,monthly,yearly,on_demand,other"`
	Records         int64         `json:"records,omitempty" doc:"volume in records; 0: as measured"`
	Bytes           int64         `json:"bytes,omitempty" doc:"volume in bytes"`
	Shapes          []string      `json:"shapes" enum:"table,text,image,audio,video"`
	Structure       string        `json:"structure" enum:"structured,semi_structured,unstructured"`

	Restrictions Restrictions `json:"restrictions,omitzero" doc:"limits of use; an empty one is 无 (none)"`
	Rights       []RightClaim `json:"rights" doc:"rights applied for"`

	Grade          string `json:"grade" enum:"general,important,core" doc:"GB/T 43697"`
	StateBody      bool   `json:"state_body,omitempty" doc:"data of party-government bodies in performing duties (Guide Art. 15)"`
	PublicData     bool   `json:"public_data,omitempty" doc:"product of authorised public-data operation"`
	PublicRegistry string `json:"public_registry,omitempty" doc:"its number in the public data registry"`
	PersonalBasis  string `json:"personal_basis,omitempty" enum:"consent,contract,anonymised,law" doc:"where it holds personal information: why it may be processed"`
	Withhold       bool   `json:"withhold,omitempty" doc:"asks not to be published (Guide Art. 24)"`
	WithholdReason string `json:"withhold_reason,omitempty"`

	Description string  `json:"description,omitempty" doc:"more on content and use"`
	Sample      string  `json:"sample,omitempty" doc:"a few records, de-identified"`
	Business    string  `json:"business,omitempty" doc:"经营情况: what the applicant does"`
	Contact     Contact `json:"contact" doc:"seen by applicant and registrar only"`
}

// Restrictions are limits on the use of the data.
type Restrictions struct {
	Users         string `json:"users,omitempty"`
	Qualification string `json:"qualification,omitempty"`
	Environment   string `json:"environment,omitempty"`
	Region        string `json:"region,omitempty"`
	Resale        string `json:"resale,omitempty"`
	Export        string `json:"export,omitempty"`
}

// RightClaim is a right applied for, with its limits and the evidence for it.
type RightClaim struct {
	Right    registry.Right `json:"right" enum:"holding,use,operating"`
	Until    daycount.Date  `json:"until,omitzero" doc:"absent: as long as the certificate"`
	Limits   string         `json:"limits,omitempty"`
	Evidence string         `json:"evidence,omitempty"`
}

// Contact is who answers for the applicant.
type Contact struct {
	Name    string `json:"name"`
	Phone   string `json:"phone"`
	Email   string `json:"email,omitempty"`
	Address string `json:"address,omitempty"`
}

// document is a form as it is kept: see [certified] for what is committed to.
type document struct {
	Applicant string `json:"applicant"`
	Dataset   string `json:"dataset"`
	Form      *Form  `json:"form"`
	Annex     *Annex `json:"annex,omitempty"` // of a later registration
	Secret    []byte `json:"secret"`          // random, so that the digest of the whole tells nothing about it
	V         int    `json:"v"`
}

const (
	maxTitle   = 40  // Guide annex 1
	maxSummary = 400 // Guide annex 1
	maxText    = 4000
	maxLine    = 200
)

// check holds the form against annex 1. What the registry checks of a filing is not repeated here.
func (f *Form) check() error {
	const at = "body.form."
	if err := cmp.Or(
		length(f.Title, 4, maxTitle, at+"title"),
		length(f.Summary, 10, maxSummary, at+"summary"),
		length(f.SourceNote, 0, maxText, at+"source_note"),
		length(f.Description, 0, maxText, at+"description"),
		length(f.Sample, 0, maxText, at+"sample"),
		length(f.Business, 0, maxText, at+"business"),
		length(f.PublicRegistry, 0, maxLine, at+"public_registry"),
		choice(f.RegionScope, at+"region_scope", "international", "national", "province", "city", "county", "below"),
		choice(f.UpdateFrequency, at+"update_frequency", "realtime", "daily", "weekly", "monthly", "yearly", "on_demand", "other"),
		choice(f.Structure, at+"structure", "structured", "semi_structured", "unstructured"),
		f.checkContact(at+"contact."),
		f.checkRestrictions(at+"restrictions."),
	); err != nil {
		return err
	}
	if f.Withhold {
		if err := length(f.WithholdReason, 10, maxText, at+"withhold_reason"); err != nil {
			return err
		}
	}
	if f.PersonalBasis != "" {
		if err := choice(f.PersonalBasis, at+"personal_basis", "consent", "contract", "anonymised", "law"); err != nil {
			return err
		}
	}
	if len(f.Shapes) == 0 || len(f.Shapes) > 5 {
		return ErrCount.With("least", 1, "most", 5).At(at + "shapes")
	}
	for _, s := range f.Shapes {
		if err := choice(s, at+"shapes", "table", "text", "image", "audio", "video"); err != nil {
			return err
		}
	}
	for _, r := range f.Rights {
		if err := cmp.Or(length(r.Limits, 0, maxText, at+"rights"), length(r.Evidence, 0, maxText, at+"rights")); err != nil {
			return err
		}
	}
	if min(f.Records, f.Bytes) < 0 || max(f.Records, f.Bytes) > maxVolume {
		return ErrCount.With("least", 0, "most", int64(maxVolume)).At(at + "records")
	}
	if !f.SpanFrom.IsZero() && !f.SpanTo.IsZero() && f.SpanTo.Before(f.SpanFrom) {
		return ErrSpan.With("from", f.SpanFrom, "to", f.SpanTo).At(at + "span_to")
	}
	return nil
}

// maxVolume keeps volumes within the exact integers of JSON.
const maxVolume = 1 << 53

func (f *Form) checkContact(at string) error {
	if err := cmp.Or(
		length(f.Contact.Name, 1, 40, at+"name"),
		length(f.Contact.Email, 0, 100, at+"email"),
		length(f.Contact.Address, 0, maxLine, at+"address"),
	); err != nil {
		return err
	}
	if !identifier.IsMobile(f.Contact.Phone) && !landline(f.Contact.Phone) {
		return ErrPhone.At(at + "phone")
	}
	return nil
}

// landline reports whether s is an area code of 3 or 4 digits beginning with 0, and 7 or 8 digits.
func landline(s string) bool {
	area, number, ok := strings.Cut(s, "-")
	return ok && (len(area) == 3 || len(area) == 4) && area[0] == '0' && (len(number) == 7 || len(number) == 8) &&
		strings.Trim(area+number, "0123456789") == ""
}

func (f *Form) checkRestrictions(at string) error {
	r := &f.Restrictions
	return cmp.Or(
		length(r.Users, 0, maxLine, at+"users"), length(r.Qualification, 0, maxLine, at+"qualification"),
		length(r.Environment, 0, maxLine, at+"environment"), length(r.Region, 0, maxLine, at+"region"),
		length(r.Resale, 0, maxLine, at+"resale"), length(r.Export, 0, maxLine, at+"export"),
	)
}

// advice returns codes of what the name of the data could say and does not (Guide Art. 19: time, place, industry,
// content, kind). Advice refuses nothing.
func (f *Form) advice() []string {
	out := []string{}
	has := func(words ...string) bool {
		return slices.ContainsFunc(words, func(w string) bool { return strings.Contains(f.Title, w) })
	}
	if !strings.ContainsAny(f.Title, "0123456789") && !has("年", "历史", "实时") {
		out = append(out, "title_time")
	}
	if !has("省", "市", "区", "县", "州", "全国", "全球", "长三角", "京津冀", "大湾区") {
		out = append(out, "title_place")
	}
	if !has("数据", "接口", "报告", "指数", "模型", "服务", "产品", "图谱") {
		out = append(out, "title_kind")
	}
	return out
}

// filing is the command that files the form.
func (f *Form) filing(registrar, form, withhold string, m registry.Measurement) *registry.CaseFile {
	c := &registry.CaseFile{
		Registrar: registrar, FormCommitment: form, Industry: f.Industry, Region: f.Region, Source: f.Source, Measurement: m,
		Grade: f.Grade, StateBody: f.StateBody, PublicData: f.PublicData, PublicRegistry: f.PublicRegistry,
		Withhold: f.Withhold, WithholdReason: withhold, Rights: []registry.GrantedRight{},
	}
	for _, r := range f.Rights {
		c.Rights = append(c.Rights, registry.GrantedRight{Right: r.Right, Until: r.Until})
	}
	return c
}

// inForm places a registry fault about a filing at the field of the request that it comes from.
func inForm(err error) error {
	if err == nil {
		return nil
	}
	e := fault.From(err)
	rest, ok := strings.CutPrefix(e.Field, "body.")
	switch {
	case !ok || strings.HasPrefix(rest, "registrar"):
		return err
	case strings.HasPrefix(rest, "measurement"):
		return e.At("body.dataset")
	case rest == "form_commitment":
		return e.At("body.form")
	}
	return e.At("body.form." + rest)
}

func length(s string, least, most int, field string) error {
	n := utf8.RuneCountInString(strings.TrimSpace(s))
	if n < least || n > most || strings.ContainsRune(s, 0) {
		return ErrLength.With("least", least, "most", most, "n", n).At(field)
	}
	return nil
}

func choice(s, field string, allowed ...string) error {
	if !slices.Contains(allowed, s) {
		return ErrChoice.With("allowed", strings.Join(allowed, ", ")).At(field)
	}
	return nil
}
