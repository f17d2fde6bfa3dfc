// Package file verifies a certificate in whatever file it came: the JSON document, an SD-JWT (compact or JSON), or a PDF
// that one of them is attached to. A command and a page that verify files go through here, so that they give one answer.
//
// Of a PDF only the attached file is evidence. What is printed on its page may say anything; the report says so, and what
// to believe is what the report says. A PDF with two different certificates attached is refused: which one the page shows
// would be a guess.
package file

import (
	"bytes"

	"shurong.org/shurong/credential"
	"shurong.org/shurong/credential/attached"
	"shurong.org/shurong/credential/sdjwt"
	"shurong.org/shurong/fault"
)

// MaxSize is the largest file read, in bytes: a PDF's.
const MaxSize = attached.MaxSize

var (
	// ErrNotInPDF says that nothing attached to a PDF is a certificate.
	ErrNotInPDF = fault.Define("file.not_in_pdf", fault.Invalid,
		"PDF 的附件中没有登记凭证", "no file attached to the PDF is a certificate").
		Hint("请使用登记机构出具的原 PDF，或按凭证编号查询", "use the PDF as the registrar issued it, or look the certificate up by its code")
	// ErrSeveral says that a PDF has several certificates attached.
	ErrSeveral = fault.Define("file.several", fault.Invalid,
		"PDF 附有不同的凭证文件，无法确定其所指", "different certificates are attached to the PDF; which one it stands for cannot be told").
		Hint("请要求对方提供登记机构出具的原 PDF", "ask for the PDF as the registrar issued it")
	// ErrStatus says that a status proof is about something else.
	ErrStatus = fault.Define("file.status", fault.Invalid,
		"所附状态证明不是凭证 {code} 的，或出自另一登记簿，或早于凭证", "the status proof is not of certificate {code}, is of another log, or is older than the certificate")
)

// Verify checks a file and returns the document that was in it (the file itself, or what a PDF carried) with its report.
func Verify(b []byte, o sdjwt.Options) (doc []byte, r *credential.Report, err error) {
	if !attached.Is(b) {
		r, err = verify(b, o)
		return b, r, err
	}
	empty := &credential.Report{Liens: []credential.Lien{}, Pledgees: []credential.Organisation{}}
	doc, err = inPDF(b)
	if err != nil {
		return nil, empty, err
	}
	r, err = verify(doc, o)
	if err == nil {
		r.Doubt("page", "证明力来自 PDF 所附文件；页面上印的文字以上述结果为准", "the proof is the file attached to the PDF; where its page says otherwise, believe this result")
	}
	return doc, r, err
}

// verify checks a document by its format.
func verify(b []byte, o sdjwt.Options) (*credential.Report, error) {
	if t := bytes.TrimSpace(b); sdjwt.Looks(t) { // tokens are pasted, and come with a line end
		return sdjwt.Verify(t, o)
	}
	return credential.Verify(b, o.Options)
}

// inPDF finds the one certificate among a PDF's attached files.
func inPDF(b []byte) (doc []byte, err error) {
	files, err := attached.Files(b)
	if err != nil {
		return nil, err
	}
	for _, f := range files {
		if !certificate(f) {
			continue
		}
		if doc != nil && !bytes.Equal(doc, f) {
			return nil, ErrSeveral.With()
		}
		doc = f
	}
	if doc == nil {
		return nil, ErrNotInPDF.With()
	}
	return doc, nil
}

// certificate reports whether a file has a certificate's form, good or not: a damaged one must be told from none.
func certificate(b []byte) bool {
	return sdjwt.Looks(b) || bytes.HasPrefix(b, []byte(`{"checkpoint":`))
}

// Staple checks a certificate together with a status proof that was made later, and returns the certificate's report with
// the status as of the proof. The two must be of one log.
func Staple(b, status []byte, o sdjwt.Options) (*credential.Report, error) {
	age := o.MaxAge
	o.MaxAge = 0 // the certificate may be old: the proof is what must be fresh
	_, r, err := Verify(b, o)
	if err != nil {
		return r, err
	}
	o.MaxAge = age
	_, s, err := Verify(status, o)
	if err != nil {
		r.Live = false
		return r, err
	}
	otherLog := r.Size > 0 && s.Checkpoint.Origin != r.Checkpoint.Origin // a token without evidence is of no log
	if s.Kind != credential.Status || s.Code != r.Code || s.Size < r.Size || otherLog ||
		s.Registrar.USCC != r.Registrar.USCC {
		r.Live = false
		return r, ErrStatus.With("code", r.Code)
	}
	for _, step := range s.Steps {
		if step.Doubt || step.Code == "status" {
			r.Steps = append(r.Steps, step)
		}
	}
	r.Live, r.Status, r.States, r.Liens, r.Pledgees, r.Annotations = s.Live, s.Status, s.States, s.Liens, s.Pledgees, s.Annotations
	r.Size, r.Age, r.Checkpoint, r.IssuedAt = s.Size, s.Age, s.Checkpoint, s.IssuedAt
	return r, nil
}
