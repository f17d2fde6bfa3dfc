package api

import (
	"errors"
	"net/http"
	"regexp"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/validation"

	"shurong.org/shurong/fault"
)

// message is one of huma's validation texts with our code and both texts. {0} and {1} stand for what it names.
type message struct {
	form     *regexp.Regexp
	code     string
	zh, en   string
	property bool // {0} is a property of the object at the location, and belongs to the field's path
}

// verbs are what huma's texts format into themselves.
var verbs = regexp.MustCompile(`%[vsd]`)

func text(huma, code, zh, en string) message {
	parts := verbs.Split(huma, -1)
	for i := range parts {
		parts[i] = regexp.QuoteMeta(parts[i])
	}
	return message{form: regexp.MustCompile(`^(?s)` + strings.Join(parts, `(.*)`) + `$`), code: code, zh: zh, en: en}
}

func (m message) inside() message {
	m.property = true
	return m
}

// messages covers every text that huma's validation can produce for the schemas in use; what is not here becomes
// request.form with huma's own words in English.
var messages = []message{
	text(validation.MsgExpectedRequiredProperty, "required", "必填", "is required").inside(),
	text(validation.MsgExpectedDependentRequiredProperty, "required", "填写 {1} 时必填",
		"is required when {1} is present").inside(),
	text("required path parameter is missing", "required", "必填", "is required"),
	text("required query parameter is missing", "required", "必填", "is required"),
	text("required header parameter is missing", "required", "必填", "is required"),
	text(validation.MsgUnexpectedProperty, "unknown", "没有这个字段", "is not a known field"),
	text("unknown query parameter", "unknown", "没有这个参数", "is not a known parameter"),
	text(validation.MsgExpectedString, "type", "应为文本", "must be text"),
	text(validation.MsgExpectedInteger, "type", "应为整数", "must be a whole number"),
	text("invalid integer", "type", "应为整数", "must be a whole number"),
	text(validation.MsgExpectedNumber, "type", "应为数字", "must be a number"),
	text("invalid float", "type", "应为数字", "must be a number"),
	text(validation.MsgExpectedBoolean, "type", "应为 true 或 false", "must be true or false"),
	text("invalid boolean", "type", "应为 true 或 false", "must be true or false"),
	text(validation.MsgExpectedArray, "type", "应为列表", "must be a list"),
	text(validation.MsgExpectedObject, "type", "应为对象", "must be an object"),
	text(validation.MsgExpectedBase64String, "base64", "应为 base64 编码", "must be base64"),
	text(validation.MsgExpectedOneOf, "one_of", "应为其中之一：{0}", "must be one of {0}"),
	text(validation.MsgExpectedMinimumNumber, "minimum", "不得小于 {0}", "must be at least {0}"),
	text(validation.MsgExpectedMaximumNumber, "maximum", "不得大于 {0}", "must be at most {0}"),
	text(validation.MsgExpectedExclusiveMinimumNumber, "above", "应大于 {0}", "must be above {0}"),
	text(validation.MsgExpectedExclusiveMaximumNumber, "below", "应小于 {0}", "must be below {0}"),
	text(validation.MsgExpectedNumberBeMultipleOf, "multiple", "应为 {0} 的倍数", "must be a multiple of {0}"),
	text(validation.MsgExpectedMinLength, "too_short", "至少 {0} 个字符", "must have at least {0} characters"),
	text(validation.MsgExpectedMaxLength, "too_long", "至多 {0} 个字符", "must have at most {0} characters"),
	text(validation.MsgExpectedMinItems, "too_few", "至少 {0} 项", "must have at least {0} items"),
	text(validation.MsgExpectedMaxItems, "too_many", "至多 {0} 项", "must have at most {0} items"),
	text(validation.MsgExpectedArrayItemsUnique, "unique", "各项不得重复", "must not repeat an item"),
	text(validation.MsgExpectedMinProperties, "too_few", "至少 {0} 个字段", "must have at least {0} fields"),
	text(validation.MsgExpectedMaxProperties, "too_many", "至多 {0} 个字段", "must have at most {0} fields"),
	text(validation.MsgExpectedMatchPattern, "pattern", "格式应为 {0}", "must match {0}"),
	text(validation.MsgExpectedBePattern, "pattern", "格式应为 {0}", "must be {0}"),
	text(validation.MsgExpectedRFC3339DateTime, "datetime", "应为时刻（RFC 3339，如 2026-03-20T09:00:00+08:00）",
		"must be an instant (RFC 3339, such as 2026-03-20T09:00:00+08:00)"),
	text("invalid date/time for format %s", "datetime", "应为时刻，格式 {0}", "must be an instant in the form {0}"),
	text(validation.MsgExpectedRFC3339Date, "date", "应为日期（如 2026-03-20）", "must be a date (such as 2026-03-20)"),
	text(validation.MsgExpectedRFC5322Email, "email", "应为电子邮箱", "must be an e-mail address"),
	text(validation.MsgExpectedRFC3986URI, "uri", "应为网址", "must be a URI"),
	text(validation.MsgExpectedMatchExactlyOneSchema, "shape", "不符合任何一种可选的形式", "fits none of the possible shapes"),
	text(validation.MsgExpectedMatchAtLeastOneSchema, "shape", "不符合任何一种可选的形式", "fits none of the possible shapes"),
}

// breaches turns what huma found wrong with a request into one problem document. Values are never echoed: they may be
// passwords or personal data.
func breaches(hc huma.Context, status int, msg string, errs []error) *Problem {
	if hc == nil {
		return &Problem{Status: status} // asked for its type only, when the description is made
	}
	ctx := hc.Context()
	var list []Breach
	l := LangFrom(ctx)
	for _, err := range errs {
		list = append(list, breachOf(err, l))
	}
	p := NewProblem(ctx, edgeFault(status, msg, errs))
	p.Errors = list
	if p.Status == http.StatusUnprocessableEntity && len(list) == 1 {
		p.Code, p.Type = list[0].Code, "urn:shurong:fault:"+list[0].Code
		p.Field, p.Args = list[0].Field, list[0].Args
		p.Detail, p.DetailZH, p.DetailEN = list[0].Detail, list[0].DetailZH, list[0].DetailEN
		p.Hint, p.HintZH, p.HintEN = "", "", ""
	}
	return p
}

// edgeFault chooses the fault for a status of huma's own.
func edgeFault(status int, msg string, errs []error) *fault.Error {
	switch status {
	case http.StatusUnsupportedMediaType:
		return ErrContentType.With()
	case http.StatusBadRequest, http.StatusUnprocessableEntity:
		if len(errs) == 0 {
			return ErrNoBody.With()
		}
		return ErrInput.With("count", len(errs))
	case http.StatusRequestTimeout:
		return ErrBodyRead.With()
	}
	return fault.From(errors.New(msg + ": " + errors.Join(errs...).Error()))
}

func breachOf(err error, l Lang) Breach {
	var e *fault.Error
	if errors.As(err, &e) { // a type's own UnmarshalText or Resolve
		return Breach{Code: e.Code(), Field: fieldPath(e.Field), Args: e.Args(), Detail: l.pick(e.ZH(), e.EN()), DetailZH: e.ZH(),
			DetailEN: e.EN()}
	}
	var d *huma.ErrorDetail
	if !errors.As(err, &d) {
		d = &huma.ErrorDetail{Message: err.Error()}
	}
	b := Breach{Code: "request.form", Field: fieldPath(d.Location), DetailZH: "内容无法识别", DetailEN: d.Message}
	if d.Location == "body" {
		// The text of a decoder that stopped in the middle of the body: JSON it is not, or a value no type takes.
		b.Code, b.DetailZH, b.DetailEN = "request.json", "不是有效的 JSON："+d.Message, "not valid JSON: "+d.Message
	}
	for _, m := range messages {
		found := m.form.FindStringSubmatch(d.Message)
		if found == nil {
			continue
		}
		b.Code = "request." + m.code
		b.DetailZH, b.DetailEN = m.zh, m.en
		for i := range found[1:] {
			found[i+1] = plain(found[i+1])
			v, name := found[i+1], "{"+string(rune('0'+i))+"}"
			b.DetailZH, b.DetailEN = strings.ReplaceAll(b.DetailZH, name, v), strings.ReplaceAll(b.DetailEN, name, v)
		}
		if m.property {
			b.Field = strings.TrimPrefix(b.Field+"."+found[1], ".")
		} else if len(found) > 1 {
			b.Args = map[string]string{"want": found[1]}
		}
		break
	}
	b.DetailZH, b.DetailEN = place(b.Field, b.DetailZH), place(b.Field, b.DetailEN)
	b.Detail = l.pick(b.DetailZH, b.DetailEN)
	return b
}

var exponential = regexp.MustCompile(`^-?[0-9.]+e\+[0-9]+$`)

// plain writes a bound as people do, 1000000000000000 and not 1e+15: huma keeps bounds as floating-point numbers.
func plain(bound string) string {
	if !exponential.MatchString(bound) {
		return bound
	}
	n, err := strconv.ParseFloat(bound, 64)
	if err != nil {
		return bound
	}
	return strconv.FormatFloat(n, 'f', -1, 64)
}

func place(field, text string) string {
	if field == "" {
		return text
	}
	return field + ": " + text
}

// fieldPath drops the "body" that huma puts before the path of a field, so that a form finds its field by name.
func fieldPath(location string) string {
	if location == "body" {
		return ""
	}
	return strings.TrimPrefix(location, "body.")
}
