package certificate

import (
	"context"

	"shurong.org/shurong/credential"
	"shurong.org/shurong/internal/api"
	"shurong.org/shurong/internal/auth"
)

// moreRoutes are the certificate in other forms, its status, and searches by asset and holder.
func (s *Service) moreRoutes(a *api.API) {
	const tag = "certificates"
	api.Register(a, api.Op{Method: "GET", Path: "/certificates/{code}/sd-jwt", ID: "download-certificate-token",
		Action: auth.CertificateRead, Tag: tag,
		Summary: "Download the certificate as an SD-JWT verifiable credential",
		Detail:  "Compact as common tools read it, or in the flattened JSON form with an SM2 signature beside."}, s.token)
	api.Register(a, api.Op{Method: "GET", Path: "/certificates/{code}/status", ID: "get-certificate-status", Public: true, Tag: tag,
		Summary: "What holds of a certificate now: valid, pledged, seized, objection open, lapsed, cancelled"}, s.state)
	api.Register(a, api.Op{Method: "GET", Path: "/certificates/{code}/status-proof", ID: "download-status-proof", Public: true, Tag: tag,
		Summary: "Download a dated status proof, to be stapled to the certificate and verified offline"},
		func(ctx context.Context, in *struct {
			ByCode
			Download
		}) (*file, error) {
			doc, r, err := s.Status(ctx, in.Code)
			return s.handOut(in.Format, doc, r, err)
		})
	api.Register(a, api.Op{Method: "GET", Path: "/certificates/{code}/title", ID: "download-chain-of-title",
		Action: auth.CertificateRead, Tag: tag,
		Summary: "Download the chain of title: every registration the certificate stands on, each with its proof"},
		func(ctx context.Context, in *struct {
			ByCode
			Download
		}) (*file, error) {
			doc, r, err := s.ChainOfTitle(ctx, in.Code)
			return s.handOut(in.Format, doc, r, err)
		})
	api.Register(a, api.Op{Method: "GET", Path: "/searches/assets/{asset}", ID: "search-asset", Action: auth.SearchIssue, Tag: tag,
		Summary: "Download a search certificate of a data asset: all certificates, liens and annotations, provably complete"},
		func(ctx context.Context, in *struct {
			Asset string `path:"asset" minLength:"4" maxLength:"20" example:"DA-0123456789AB"`
			Download
		}) (*file, error) {
			doc, r, err := s.SearchAsset(ctx, in.Asset)
			return s.handOut(in.Format, doc, r, err)
		})
	api.Register(a, api.Op{Method: "GET", Path: "/searches/holders/{holder}", ID: "search-holder", Action: auth.SearchIssue, Tag: tag,
		Summary: "Download a search certificate of a holder: all certificates ever entered for it, provably complete"},
		func(ctx context.Context, in *struct {
			Holder string `path:"holder" minLength:"4" maxLength:"20" example:"91320105MAEX10016D"`
			Download
		}) (*file, error) {
			doc, r, err := s.SearchHolder(ctx, in.Holder)
			return s.handOut(in.Format, doc, r, err)
		})
}

func (s *Service) token(ctx context.Context, in *struct {
	ByCode
	Form string `query:"form" enum:"compact,json" default:"compact"`
}) (*file, error) {
	t, r, err := s.Token(ctx, in.Code)
	if err != nil {
		return nil, err
	}
	name := fileName(r.Code, credential.Registration)
	if in.Form == "json" {
		b, err := t.JSON()
		return &file{"application/dc+sd-jwt+json", `attachment; filename="` + name + `.sd-jwt.json"`, b}, err
	}
	return &file{"application/dc+sd-jwt", `attachment; filename="` + name + `.sd-jwt"`, t.Compact()}, nil
}
