package portal_test

import (
	"bytes"
	"context"
	"encoding/base64"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"shurong.org/shurong/canon"
	"shurong.org/shurong/internal/keyring"
	"shurong.org/shurong/internal/portal"
	"shurong.org/shurong/internal/vault"
)

// papers has one document, registered under [registeredDocument].
type papers struct{}

var registeredSalt = bytes.Repeat([]byte{7}, canon.SaltSize)

const registeredDocument = "配方：甲三乙七"

func (papers) Check(_ context.Context, commitment string, salt, document []byte) (vault.Opening, error) {
	opens := keyring.Opens(commitment, document, salt)
	out := vault.Opening{Commitment: commitment, Opens: &opens}
	if opens && string(document) == registeredDocument {
		out.Registered = &vault.InTheLog{Case: "CA-000000000001", Kind: "secret", Index: 41, At: time.Unix(1_770_000_000, 0)}
	}
	return out, nil
}

var _ portal.Documents = papers{}

func (s *site) send(path string, form url.Values) *httptest.ResponseRecorder {
	s.t.Helper()
	r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return s.do(r)
}

func TestAStrangerObjectsWithoutScripts(t *testing.T) {
	s := open(t, posting(3, "行程数据"+hostile))
	const path = "/public/publicity/CA-000000000003"
	s.get(path, 200, "行程数据", "提出异议", `name="contact"`, "2026-03-16")
	s.get(path+"?lang=en", 200, "Object", "right to operate")

	good := url.Values{"name": {"张三"}, "contact": {"13800138000"}, "text": {"其中部分行程由我采集，登记人无权登记。"}}
	w := s.send(path, good)
	if w.Code != http.StatusSeeOther {
		t.Fatalf("an objection answers %d, want 303, so that reading the answer again does not send it again", w.Code)
	}
	s.get(w.Header().Get("Location"), 200, "异议已收到", "PO-CA-000000000003")

	short := url.Values{"name": {"李四" + hostile}, "contact": {"13800138000"}, "text": {"短" + "</textarea>"}}
	short.Set("text", "短</t>")
	page := s.shows(s.send(path, short), "a short objection", 422, "registrar.length", "13800138000", "李四")
	if strings.Contains(page, "短</t>") {
		t.Error("what was written is repeated as markup")
	}
	s.get(path+`?receipt=<script>alert`, 200, "提出异议")
	s.get("/public/publicity/CA-000000000009", 404)
	s.shows(s.send("/public/publicity/CA-000000000009", good), "an unknown case", 404)
	s.shows(s.send(path, url.Values{"text": {strings.Repeat("长", 40_000)}}), "a flood", 422, "portal.upload")
}

func TestADocumentIsCheckedAgainstWhatWasRegistered(t *testing.T) {
	s := open(t)
	salt := base64.StdEncoding.EncodeToString(registeredSalt)
	check := func(document, commitment, salt string) *httptest.ResponseRecorder {
		t.Helper()
		var body bytes.Buffer
		m := multipart.NewWriter(&body)
		_ = m.WriteField("commitment", commitment)
		_ = m.WriteField("salt", salt)
		f, err := m.CreateFormFile("file", "formula.txt")
		if err != nil {
			t.Fatal(err)
		}
		_, _ = f.Write([]byte(document))
		_ = m.Close()
		r := httptest.NewRequest(http.MethodPost, "/public/document?lang=en", &body)
		r.Header.Set("Content-Type", m.FormDataContentType())
		return s.do(r)
	}
	commit := func(document string) string { return canon.Commit(registeredSalt, []byte(document)) }
	s.get("/public/document", 200, "核对文件是否就是登记的那份")
	s.shows(check(registeredDocument, strings.ToUpper(commit(registeredDocument)), " "+salt+"\n"), "the document", 200,
		"It is the document that was registered", "#41", "CA-000000000001")
	s.shows(check(registeredDocument+".", commit(registeredDocument), salt), "one byte more", 200, "It is not the document")
	s.shows(check("another", commit("another"), salt), "never registered", 200, "the register does not have that commitment")
	s.shows(check(registeredDocument, commit(registeredDocument), "盐"), "no salt", 422, "portal.salt")
	s.shows(check("", commit(""), salt), "an empty file", 422, "portal.no_file")
}
