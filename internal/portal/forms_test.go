package portal_test

import (
	"context"
	"strings"
	"testing"

	"shurong.org/shurong/credential"
	"shurong.org/shurong/internal/certificate/certificatetest"
	"shurong.org/shurong/internal/keyring/keyringtest"
	"shurong.org/shurong/internal/registry"
)

func TestAPDFOrATokenIsAnsweredLikeTheJSON(t *testing.T) {
	s := open(t)
	s.Pledge(s.code, "bank", 3_000_000, nil)
	ctx := context.Background()
	pdf, err := s.Certificates.Paper(ctx, s.code, credential.Registration)
	if err != nil {
		t.Fatal(err)
	}
	token, _, err := s.Certificates.Token(ctx, s.code)
	if err != nil {
		t.Fatal(err)
	}
	bare, err := token.Present("industry")
	if err != nil {
		t.Fatal(err)
	}
	for name, b := range map[string][]byte{"JSON": s.issue(), "PDF": pdf, "token": token.Compact()} {
		s.shows(s.upload("zh", "file", b), name, 200, "凭证真实有效", keyringtest.Name("farm"), "3,000,000.00", "已质押")
	}
	s.shows(s.upload("en", "file", bare.Compact()), "bare token", 200, "Genuine and in force", "no evidence disclosed")
	s.shows(s.upload("zh", "file", pdf), "PDF", 200, "国密（SM2/SM3）签名亦有效", "页面上印的文字以上述结果为准", `id="credential"`)
	s.shows(s.upload("zh", "file", pdf[:3000]), "the beginning of a PDF", 422, "pdf.none", "核验未通过")
	s.shows(s.upload("en", "file", []byte("%PDF-1.7\n")), "an empty PDF", 422, "pdf.none")
}

func TestSearchesAndChainsAreShown(t *testing.T) {
	s := open(t)
	ctx := context.Background()
	s.Pledge(s.code, "bank", 3_000_000, nil)
	holder, _, err := s.Certificates.SearchHolder(ctx, keyringtest.USCC("farm"))
	if err != nil {
		t.Fatal(err)
	}
	s.shows(s.upload("zh", "file", holder), "holder", 200, "查询证明真实", "名单完整", s.code, "3,000,000.00")
	title, _, err := s.Certificates.ChainOfTitle(ctx, s.code)
	if err != nil {
		t.Fatal(err)
	}
	s.shows(s.upload("en", "file", title), "title", 200, "Chain of title", "first registration")
	s.Submit(keyringtest.Registrar, &registry.AnnotationPlace{Certificate: s.code, As: registry.NoteSeizure, Authority: "南京市中级人民法院",
		Document: certificatetest.Digest("court"), From: registry.Day(s.Clock.Now().UnixMilli())})
	s.get("/verify/"+s.code, 200, "查封等保全", "南京市中级人民法院", "有查封或管制")
}

func TestAnUnpublishedRegistrationShowsOnlyThatItExists(t *testing.T) {
	s := open(t)
	code := s.CertifyCase(s.FileWithheld("farm"), true)
	for _, path := range []string{"/verify/" + code, "/verify/" + code + "?lang=en"} {
		page := s.get(path, 200, code, keyringtest.Name(keyringtest.Registrar))
		for _, secret := range []string{keyringtest.Name("farm"), keyringtest.USCC("farm")} {
			if strings.Contains(page, secret) {
				t.Errorf("%s shows %s", path, secret)
			}
		}
	}
	if file := s.get("/verify/"+code+"/file", 200); strings.Contains(file, keyringtest.USCC("farm")) {
		t.Error("its file shows the holder")
	}
}
