package base

import (
	"context"
	"net/http"
	"strconv"

	"github.com/danielgtaylor/huma/v2"

	"shurong.org/shurong/internal/api"
	"shurong.org/shurong/internal/audit"
	"shurong.org/shurong/internal/auth"
	"shurong.org/shurong/internal/db"
)

func (s *Service) auditRoutes(a *api.API) {
	api.Register(a, api.Op{Method: "GET", Path: "/audit", ID: "list-audit", Action: auth.AuditRead,
		Tag: tagAudit, Summary: "My organisation's audit trail, the newest first"}, s.trail)
	api.Register(a, api.Op{Method: "GET", Path: "/audit/export", ID: "export-audit", Action: auth.AuditRead,
		Tag: tagAudit, Summary: "Export my organisation's audit trail as JSON lines, the oldest first"}, s.export)
}

func (s *Service) trail(ctx context.Context, in *struct {
	Subject string `query:"subject" maxLength:"200"`
	Actor   string `query:"actor" maxLength:"64"`
	api.Paging
}) (*api.Out[api.Page[audit.Row]], error) {
	p, err := auth.Must(ctx)
	if err != nil {
		return nil, err
	}
	f := audit.Filter{Org: p.Org, Subject: in.Subject, Actor: in.Actor}
	after, err := first(in.After(1))
	if err != nil {
		return nil, err
	}
	if after != "" {
		if f.Before, err = strconv.ParseInt(after, 10, 64); err != nil || f.Before < 1 {
			return nil, api.ErrCursor.At("query.cursor")
		}
	}
	var rows []audit.Row
	err = s.Store.View(ctx, func(tx *db.Tx) error {
		rows, err = audit.List(ctx, tx, f, in.Size()+1)
		return err
	})
	page := api.NewPage(rows, in.Size(), func(r audit.Row) []string { return []string{strconv.FormatInt(r.Seq, 10)} })
	return api.Answer(page), err
}

func (s *Service) export(ctx context.Context, _ *api.None) (*huma.StreamResponse, error) {
	p, err := auth.Must(ctx)
	if err != nil {
		return nil, err
	}
	return &huma.StreamResponse{Body: func(hc huma.Context) {
		hc.SetHeader("Content-Type", "application/jsonl; charset=utf-8")
		hc.SetHeader("Content-Disposition", `attachment; filename="audit.jsonl"`)
		if err := audit.Export(ctx, s.Store, audit.Filter{Org: p.Org}, hc.BodyWriter()); err != nil {
			// The status is sent: break the connection, so that half a file is not taken for a whole one.
			panic(http.ErrAbortHandler)
		}
	}}, nil
}
