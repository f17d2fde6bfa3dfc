package portal_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"io"
	"log/slog"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"shurong.org/shurong/credential"
	"shurong.org/shurong/daycount"
	"shurong.org/shurong/internal/api"
	"shurong.org/shurong/internal/certificate/certificatetest"
	"shurong.org/shurong/internal/db/dbtest"
	"shurong.org/shurong/internal/desk"
	"shurong.org/shurong/internal/keyring/keyringtest"
	"shurong.org/shurong/internal/portal"
	"shurong.org/shurong/internal/registrar"
	"shurong.org/shurong/internal/registry"
)

const hostile = `</script><script>alert("x")</script>&<!--`

// board is a publicity board kept in memory, paged by place.
type board []registrar.Posting

func (b board) Postings(_ context.Context, all bool, page api.Paging) (api.Page[registrar.Posting], error) {
	after, err := page.After(1)
	if err != nil {
		return api.Page[registrar.Posting]{}, err
	}
	from := 0
	if after != nil {
		if from, err = strconv.Atoi(after[0]); err != nil || from < 0 || from > len(b) {
			return api.Page[registrar.Posting]{}, api.ErrCursor.With()
		}
	}
	var rows []registrar.Posting
	for _, p := range b[from:] {
		if all || p.Open {
			rows = append(rows, p)
		}
	}
	return api.NewPage(rows, page.Size(),
		func(p registrar.Posting) []string { return []string{strconv.Itoa(int(p.Index) + 1)} }), nil
}

func (b board) Posted(_ context.Context, id string) (registrar.Posting, error) {
	for _, p := range b {
		if p.Case == id {
			return p, nil
		}
	}
	return registrar.Posting{}, registrar.ErrNotFound.With("what", "case")
}

func (b board) ObjectInPublic(_ context.Context, id string, in registrar.NewPublicObjection) (registrar.PublicReceipt, error) {
	if len([]rune(in.Text)) < 10 {
		return registrar.PublicReceipt{}, registrar.ErrLength.With("least", 10, "most", 4000, "n", len([]rune(in.Text))).At("body.text")
	}
	return registrar.PublicReceipt{ID: "PO-" + id}, nil
}

func posting(i int, title string) registrar.Posting {
	return registrar.Posting{
		Case: fmt.Sprintf("CA-%012d", i), Title: title, Summary: "江苏省内道路运输车辆的行程记录，含起止时间与里程，不含个人信息。",
		Applicant: desk.Party{USCC: keyringtest.USCC("farm"), Name: keyringtest.Name("farm")},
		Registrar: desk.Party{USCC: keyringtest.USCC("registrar"), Name: keyringtest.Name("registrar")},
		Rights:    []registry.Right{registry.Holding, registry.Operating}, Status: registry.CasePublicity, Open: true,
		Posted: daycount.NewDate(2026, 3, 9), Until: daycount.NewDate(2026, 3, 16), Index: uint64(i),
	}
}

// site is the portal over a world with a certificate.
type site struct {
	*certificatetest.World
	t    testing.TB
	mux  *http.ServeMux
	code string
}

func open(t testing.TB, postings ...registrar.Posting) *site {
	s := &site{World: certificatetest.New(t, dbtest.Node(t)), t: t, mux: http.NewServeMux()}
	s.code = s.Certify("farm", "2025年江苏省水稻种植记录数据"+hostile)
	p := portal.New(s.Certificates, board(postings), papers{}, s.Ledger, s.Clock, slog.New(slog.DiscardHandler))
	for pattern, h := range p.Pages() {
		s.mux.Handle(pattern, h)
	}
	return s
}

func (s *site) do(r *http.Request) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	s.mux.ServeHTTP(w, r)
	return w
}

// get fetches a page, which must have a status and show every text.
func (s *site) get(path string, status int, texts ...string) string {
	s.t.Helper()
	return s.shows(s.do(httptest.NewRequest(http.MethodGet, path, nil)), path, status, texts...)
}

func (s *site) shows(w *httptest.ResponseRecorder, what string, status int, texts ...string) string {
	s.t.Helper()
	body := w.Body.String()
	if w.Code != status {
		s.t.Errorf("%s answers %d, want %d", what, w.Code, status)
	}
	for _, text := range texts {
		if !strings.Contains(body, text) {
			s.t.Errorf("%s does not show %q:\n%s", what, text, body)
		}
	}
	if w.Header().Get("Content-Type") != "application/json" && strings.Contains(body, "<script>alert") {
		s.t.Errorf("%s lets markup through", what)
	}
	if strings.Contains(body, "ZgotmplZ") {
		s.t.Errorf("%s has a value where the template engine allows none", what)
	}
	return body
}

// upload posts bytes as a file; field names the field it comes in.
func (s *site) upload(lang, field string, doc []byte) *httptest.ResponseRecorder {
	s.t.Helper()
	var body bytes.Buffer
	m := multipart.NewWriter(&body)
	f, err := m.CreateFormFile(field, "certificate.json")
	if err != nil {
		s.t.Fatal(err)
	}
	_, _ = f.Write(doc)
	_ = m.Close()
	r := httptest.NewRequest(http.MethodPost, "/verify?lang="+lang, &body)
	r.Header.Set("Content-Type", m.FormDataContentType())
	return s.do(r)
}

func (s *site) issue() []byte {
	s.t.Helper()
	doc, _, err := s.Certificates.Issue(context.Background(), s.code)
	if err != nil {
		s.t.Fatal(err)
	}
	return doc
}

func TestAnybodyVerifiesByCode(t *testing.T) {
	s := open(t)
	s.get("/verify", 200, "核验登记凭证", `lang="zh-CN"`, "<title>凭证核验 · 数融</title>")
	s.get("/verify?lang=en", 200, "Verify a registration certificate", `lang="en"`)
	s.get("/verify/"+s.code, 200, "凭证真实有效", "无（不存在证明成立）", keyringtest.Name("farm"), "水稻种植记录数据&lt;/script&gt;",
		`data-today="2026-03-16"`)
	s.get("/verify?code="+strings.ToLower(s.code)+"&lang=en", 200, "Genuine and in force",
		"none (proof of absence holds)")
	s.get("/verify?code=%20sj%203212-0260-30001%20", 200, "凭证真实有效")
	s.get("/verify/"+s.Certify("farm", ""), 200, "名称不载")
	first := s.Pledge(s.code, "bank", 3_000_000, nil)
	s.Pledge(s.code, "second", 500_000, []string{first}, "bank")
	s.get("/verify/"+s.code, 200, keyringtest.Name("second"), "3,000,000.00", "已生效")
	doc := s.get("/verify/"+s.code+"/file", 200)
	if r, err := credential.Verify([]byte(doc), credential.Options{LogKey: s.Ledger.VerifierKey(),
		Now: s.Clock.Now()}); err != nil || len(r.Liens) != 2 {
		t.Errorf("the file: %v", err)
	}
	s.get("/verify/SJ3212026039999/file", 404, "certificate.not_found")
	s.Days(4 * 365)
	s.get("/verify/"+s.code+"?lang=en", 200, "Genuine, but no longer in force", "lapsed on")
}

func TestAWrongCodeIsExplainedInBothLanguages(t *testing.T) {
	s := open(t)
	s.get("/verify/SJ3212026039999", 404, "未找到凭证", "role=\"alert\"")
	s.get("/verify/SJ3212026039999?lang=en", 404, "was not found")
	s.get("/verify/XX3212026030001", 422, "大写字母 SJ")
	s.get("/verify?code=SJ1&lang=en", 422, "15", `value="SJ1"`)
	s.get("/verify?code="+url.QueryEscape(hostile), 422)
	s.get("/verify?code=%ff%fe", 422)
	s.get("/verify?code="+strings.Repeat("数", 3000), 422)
	s.get("/verify?code=%E6%95%B0", 422)
}

func TestAnUploadedFileIsVerifiedOrClearlyRefused(t *testing.T) {
	s := open(t)
	doc := s.issue()
	s.shows(s.upload("zh", "file", doc), "good", 200, "凭证真实有效", `id="credential"`, "查询现状")
	s.shows(s.upload("en", "file", doc), "good", 200, "Genuine and in force")
	tampered := bytes.Replace(doc, []byte("2029-03-16"), []byte("2039-03-16"), 1)
	page := s.shows(s.upload("zh", "file", tampered), "tampered", 422, "核验未通过", "请勿依赖此文件", `class="fail"`, "proof.")
	if strings.Contains(page, `id="credential"`) || strings.Contains(page, "凭证真实") {
		t.Error("a tampered document is shown as a certificate")
	}
	s.shows(s.upload("en", "file", tampered), "tampered", 422, "Verification failed", "Do not rely on this file")
	s.shows(s.upload("en", "file", doc[:len(doc)/2]), "truncated", 422, "credential.form", "not a certificate")
	s.shows(s.upload("zh", "file", doc[:len(doc)/2]), "truncated", 422, "不是有效的登记凭证", "不要用编辑器另存")
	s.shows(s.upload("zh", "file", []byte("你好")), "text", 422, "不是有效的登记凭证")
	s.shows(s.upload("zh", "file", append([]byte("\xef\xbb\xbf"), doc...)), "with a byte order mark", 422, "不是有效的登记凭证")
	s.shows(s.upload("en", "file", []byte(`{"kind":"`+hostile+`"}`)), "hostile", 422, "credential.form")
	s.shows(s.upload("zh", "file", make([]byte, 9<<20)), "huge", 413, "credential.size", "超过")
	s.shows(s.upload("en", "file", make([]byte, credential.MaxSize+1)), "just too large", 413, "not a certificate")
	s.shows(s.upload("zh", "file", nil), "empty", 422, "未选择凭证文件")
	s.shows(s.upload("en", "other", doc), "another field", 422, "no certificate file was chosen")
	for name, r := range map[string]struct{ kind, body string }{
		"no form at all": {"application/json", string(doc)},
		"no type":        {"", "x"},
		"no boundary":    {"multipart/form-data", "x"},
		"a cut-off form": {"multipart/form-data; boundary=b",
			"--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"x\"\r\n\r\n{"},
		"not what it says": {"multipart/form-data; boundary=b", "hello"},
		"a form without file": {"multipart/form-data; boundary=b",
			"--b\r\nContent-Disposition: form-data; name=\"file\"\r\n\r\n{}\r\n--b--\r\n"},
	} {
		req := httptest.NewRequest(http.MethodPost, "/verify", strings.NewReader(r.body))
		if r.kind != "" {
			req.Header.Set("Content-Type", r.kind)
		}
		s.shows(s.do(req), name, 422, "portal.")
	}
	other := open(t)
	s.shows(s.upload("zh", "file", other.issue()), "of another log", 422, "credential.untrusted", "日志密钥")
}

func TestTheBoardSaysHowToObject(t *testing.T) {
	var all []registrar.Posting
	for i := range 25 {
		all = append(all, posting(i, fmt.Sprintf("第%d份%s", i, hostile)))
	}
	all[1].Open, all[1].Status = false, registry.CaseCertified
	s := open(t, all...)
	page := s.get("/public/publicity", 200, "第0份", "提出异议", keyringtest.Name("registrar"), "2026-03-16", "CA-000000000000", "更早的",
		"/public/publicity/CA-000000000000?lang=zh#object")
	if strings.Contains(page, "第1份") {
		t.Error("a closed case is among the open ones")
	}
	next := regexp.MustCompile(`href="(/public/publicity\?cursor=[^"]+)"`).FindStringSubmatch(page)
	if next == nil {
		t.Fatal("no next page")
	}
	s.get(strings.ReplaceAll(next[1], "&amp;", "&"), 200, "第24份")
	s.get("/public/publicity?all=1&lang=en", 200, "第1份", "certified", "Object")
	s.get("/public/publicity/CA-000000000000?lang=en", 200, keyringtest.USCC("registrar"), "within ten working days")
	s.get("/public/publicity?cursor=x", 422, "request.cursor")
	open(t).get("/public/publicity", 200, "目前没有公示中的登记申请")
}

func TestTheLogPageGivesTheCheckpointHome(t *testing.T) {
	s := open(t)
	s.get("/public/log", 200, "日志长度", s.Ledger.Origin(), "commitment ")
	s.get("/public/log?lang=en", 200, "appended to")
}

func TestLanguageFollowsChoiceThenBrowser(t *testing.T) {
	s := open(t)
	for _, c := range []struct{ query, accept, want string }{
		{"", "", "zh-CN"}, {"", "en-GB,en;q=0.9", "en"}, {"", "zh-CN,en", "zh-CN"}, {"?lang=zh", "en", "zh-CN"},
		{"?lang=en", "zh", "en"}, {"?lang=xx", "fr", "zh-CN"},
	} {
		r := httptest.NewRequest(http.MethodGet, "/verify"+c.query, nil)
		r.Header.Set("Accept-Language", c.accept)
		w := s.do(r)
		s.shows(w, fmt.Sprint(c), 200, `<html lang="`+c.want+`">`)
		if w.Header().Get("Content-Language") != c.want || w.Header().Get("Cache-Control") != "no-store" {
			t.Errorf("%v: headers %v", c, w.Header())
		}
	}
	s.get("/public/publicity?all=1", 200, `href="/public/publicity?all=1&amp;lang=en"`)
}

// maxPage is the promise for the public verification page: everything it loads, compressed, in bytes.
const maxPage = 60_000

func TestAPageWithAllItLoadsIsSmall(t *testing.T) {
	s := open(t)
	first := s.Pledge(s.code, "bank", 3_000_000, nil)
	s.Pledge(s.code, "second", 500_000, []string{first}, "bank")
	page := s.get("/verify/"+s.code, 200)
	style := regexp.MustCompile(`href="(/public/portal.css\?v=[0-9a-f]{12})"`).FindStringSubmatch(page)
	if style == nil {
		t.Fatal("no style")
	}
	parts := map[string]string{"page": page, "style": s.get(style[1], 200)}
	if script, err := os.ReadFile("../web/dist/verify.js"); err == nil { // there after the interface was built
		parts["script"] = string(script)
	}
	total := 0
	for name, text := range parts {
		n := compressed(t, text)
		t.Logf("%s: %d bytes, compressed %d", name, len(text), n)
		total += n
	}
	if total > maxPage {
		t.Errorf("%d bytes compressed, promised %d", total, maxPage)
	}
}

func compressed(t *testing.T, text string) int {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	if _, err := io.WriteString(z, text); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Len()
}

func TestTheStyleNamesTheColoursOfTheInterface(t *testing.T) {
	tokens, err := os.ReadFile("../../ui/src/design/tokens.ts")
	if err != nil {
		t.Skip("the interface's sources are not here")
	}
	light, dark, ok := strings.Cut(string(tokens), "export const dark")
	if !ok {
		t.Fatal("no dark palette")
	}
	css, err := os.ReadFile("pages/portal.css")
	if err != nil {
		t.Fatal(err)
	}
	found := regexp.MustCompile(`--([a-z-]+): light-dark\((#\w+), (#\w+)\)`).FindAllStringSubmatch(string(css), -1)
	if len(found) < 9 {
		t.Fatalf("%d colours", len(found))
	}
	for _, m := range found {
		name := regexp.MustCompile(`-(.)`).ReplaceAllStringFunc(m[1],
			func(s string) string { return strings.ToUpper(s[1:]) })
		for palette, colour := range map[string]string{light: m[2], dark: m[3]} {
			if !strings.Contains(palette, fmt.Sprintf("  %s: '%s',", name, colour)) {
				t.Errorf("%s is not %s in the interface", name, colour)
			}
		}
	}
}

func FuzzAnUploadAlwaysGetsAPage(f *testing.F) {
	s := open(f)
	doc := s.issue()
	f.Add("multipart/form-data; boundary=b",
		append(append([]byte("--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"x\"\r\n\r\n"), doc...),
			"\r\n--b--\r\n"...))
	f.Add("multipart/form-data; boundary=b",
		[]byte("--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"x\"\r\n\r\n{}\r\n--b--\r\n"))
	f.Add("application/x-www-form-urlencoded", []byte("file=x"))
	f.Add("multipart/form-data; boundary=", []byte("----"))
	f.Add("text/plain", []byte{})
	f.Fuzz(func(t *testing.T, kind string, body []byte) {
		r := httptest.NewRequest(http.MethodPost, "/verify", bytes.NewReader(body))
		r.Header.Set("Content-Type", kind)
		w := s.do(r)
		if w.Code != 200 && w.Code != 413 && w.Code != 422 || !strings.HasSuffix(strings.TrimSpace(w.Body.String()),
			"</html>") {
			t.Fatalf("%d %s", w.Code, w.Body)
		}
	})
}
