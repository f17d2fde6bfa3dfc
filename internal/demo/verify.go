package demo

import (
	"bytes"
	"context"

	"shurong.org/shurong/credential"
)

// verify downloads every certificate, checks it as a stranger would, and shows that a changed byte fails.
func (s *Story) verify(ctx context.Context) error {
	var head struct {
		Key string `json:"key"`
	}
	if err := s.admin.get(ctx, "/log", &head); err != nil {
		return err
	}
	if err := s.write("log-key.txt", []byte(head.Key+"\n")); err != nil {
		return err
	}
	options := credential.Options{LogKey: head.Key, Now: s.Node.Clock.Now()}
	for _, a := range s.inOrder() {
		doc, err := s.desks[a.Key].maker.download(ctx, "/certificates/"+a.certificate+"/credential")
		if err != nil {
			return err
		}
		r, err := credential.Verify(doc, options)
		if err != nil {
			return err
		}
		if err := expect(r.Live && len(r.Liens) == 0 && r.Form != nil, "the certificate of %s is not live and unencumbered", a.Key); err != nil {
			return err
		}
		if _, err := credential.Verify(bytes.Replace(doc, []byte(a.certificate), []byte("SJ3212026070999"), 1), options); err == nil {
			return expect(false, "a changed certificate of %s was accepted", a.Key)
		}
		paper, err := s.desks[a.Key].maker.download(ctx, "/certificates/"+a.certificate+"/credential?format=pdf")
		if err != nil {
			return err
		}
		if err := s.write(a.Key+"-certificate.json", doc); err != nil {
			return err
		}
		if err := s.write(a.Key+"-certificate.pdf", paper); err != nil {
			return err
		}
	}
	s.prove("%d 份凭证离线核验通过；改动一处即不通过；附可打印的 PDF", "%d certificates verify offline; one change and they fail; PDFs to print", len(s.assets))
	s.prove("此时各凭证均无质押，且“无质押”有证明", "none carries a lien yet, and that absence is proven")
	return nil
}
