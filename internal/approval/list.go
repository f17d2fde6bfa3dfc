package approval

import (
	"context"
	"database/sql"
	"slices"
	"strconv"
	"strings"

	"shurong.org/shurong/internal/api"
	"shurong.org/shurong/internal/auth"
	"shurong.org/shurong/internal/db"
)

// View chooses which requests of an organisation a list shows.
type View string

// The views.
const (
	ToDecide View = "decide" // pending, not the caller's own, of kinds that the caller may decide
	Mine     View = "mine"   // made by the caller
	All      View = "all"    // everything of the organisation
)

// Filter narrows a list.
type Filter struct {
	View    View
	State   State  // empty is any
	Subject string // empty is any
	api.Paging
}

// List returns a page of the caller's organisation's requests, the newest first.
func (s *Service) List(ctx context.Context, f Filter) (api.Page[Request], error) {
	var none api.Page[Request]
	p, err := auth.Must(ctx)
	if err != nil {
		return none, err
	}
	after, err := f.After(2)
	if err != nil {
		return none, err
	}
	where, args, any := s.conditions(p, f)
	if !any {
		return api.NewPage([]Request{}, f.Size(), cursorOf), nil
	}
	if after != nil {
		proposed, err := strconv.ParseInt(after[0], 10, 64)
		if err != nil {
			return none, api.ErrCursor.At("query.cursor")
		}
		where = append(where, "(proposed < ? OR proposed = ? AND id < ?)")
		args = append(args, proposed, proposed, after[1])
	}
	var rows []Request
	err = s.store.View(ctx, func(tx *db.Tx) error {
		return tx.Each(ctx, func(rs *sql.Rows) error {
			r, err := scan(rs)
			rows = append(rows, r.Request)
			return err
		}, "SELECT "+columns+" FROM approval WHERE "+strings.Join(where, " AND ")+
			" ORDER BY proposed DESC, id DESC LIMIT "+strconv.Itoa(f.Size()+1), args...)
	})
	return api.NewPage(rows, f.Size(), cursorOf), err
}

func cursorOf(r Request) []string {
	return []string{strconv.FormatInt(r.Proposed.UnixMilli(), 10), r.ID}
}

// conditions returns the WHERE clauses of a filter; any is false when nothing can match.
func (s *Service) conditions(p auth.Principal, f Filter) (where []string, args []any, any bool) {
	where, args = []string{"org = ?"}, append(args, p.Org)
	if p.Org == "" {
		return nil, nil, false
	}
	switch f.View {
	case Mine:
		where, args = append(where, "maker = ?"), append(args, p.User)
	case ToDecide:
		kinds := s.decidable(p)
		if len(kinds) == 0 {
			return nil, nil, false
		}
		marks := strings.TrimSuffix(strings.Repeat("?, ", len(kinds)), ", ")
		where = append(where, "state = 'pending'", "maker <> ?", "kind IN ("+marks+")")
		args = append(args, p.User)
		for _, k := range kinds {
			args = append(args, k)
		}
	}
	if f.State != "" {
		where, args = append(where, "state = ?"), append(args, string(f.State))
	}
	if f.Subject != "" {
		where, args = append(where, "subject = ?"), append(args, f.Subject)
	}
	return where, args, true
}

// decidable returns the kinds that p may decide, sorted, so that a statement's text is stable.
func (s *Service) decidable(p auth.Principal) []string {
	var kinds []string
	for kind, h := range s.kinds {
		if p.Can(h.Action) {
			kinds = append(kinds, kind)
		}
	}
	slices.Sort(kinds)
	return kinds
}
