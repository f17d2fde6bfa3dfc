package base

import (
	"context"
	"time"

	"shurong.org/shurong/internal/api"
	"shurong.org/shurong/internal/audit"
	"shurong.org/shurong/internal/auth"
	"shurong.org/shurong/internal/db"
)

// Node is what everybody may know of a node.
type Node struct {
	Version    string    `json:"version"`
	Origin     string    `json:"origin" doc:"the log's name"`
	Now        time.Time `json:"now" doc:"by the node's clock"`
	Example    bool      `json:"example" doc:"runs the worked example: its clock stands still and its data is made up"`
	NeedsSetup bool      `json:"needs_setup" doc:"there is no administrator yet"`
}

// PolicyRule is a line of the policy table.
type PolicyRule struct {
	Action      auth.Action `json:"action"`
	ZH          string      `json:"zh"`
	EN          string      `json:"en"`
	Roles       []auth.Role `json:"roles"`
	AnyOrg      bool        `json:"any_organisation"`
	Admin       bool        `json:"admin"`
	Anyone      bool        `json:"anyone_signed_in"`
	SessionOnly bool        `json:"session_only"`
}

// PolicyTable is the whole policy.
type PolicyTable struct {
	Items []PolicyRule `json:"items"`
}

func (s *Service) nodeRoutes(a *api.API) {
	api.Register(a, api.Op{Method: "GET", Path: "/node", ID: "get-node", Public: true,
		Tag: tagNode, Summary: "The node's version, log and clock"}, s.node)
	api.Register(a, api.Op{Method: "GET", Path: "/policy", ID: "get-policy", Action: auth.NodeRead,
		Tag: tagNode, Summary: "Who may do what"}, s.policy)
	if s.IsDemo {
		api.Register(a, api.Op{Method: "POST", Path: "/example/clock", ID: "move-clock", Action: auth.ExampleClock,
			Tag: tagNode, Summary: "Move the example's clock forward"}, s.moveClock)
	}
}

func (s *Service) node(ctx context.Context, _ *api.None) (*api.Out[Node], error) {
	setup, err := s.Auth.NeedsSetup(ctx)
	return api.Answer(Node{Version: s.Version, Origin: s.Origin, Now: s.Clock.Now(), Example: s.IsDemo,
		NeedsSetup: setup}), err
}

func (s *Service) policy(context.Context, *api.None) (*api.Out[PolicyTable], error) {
	var t PolicyTable
	for _, r := range auth.Policy() {
		t.Items = append(t.Items, PolicyRule{Action: r.Action, ZH: r.ZH, EN: r.EN, Roles: append([]auth.Role{}, r.Roles...),
			AnyOrg: r.AnyOrg, Admin: r.Admin, Anyone: r.Anyone, SessionOnly: r.SessionOnly})
	}
	return api.Answer(t), nil
}

func (s *Service) moveClock(ctx context.Context, in *struct {
	Body struct {
		To time.Time `json:"to" doc:"the instant to move to"`
	}
}) (*api.Out[Instant], error) {
	before := s.Clock.Now()
	if err := s.Example.Set(ctx, in.Body.To); err != nil {
		return nil, err
	}
	now := s.Clock.Now()
	err := s.Store.Tx(ctx, func(tx *db.Tx) error {
		return audit.Record(ctx, tx, audit.Entry{Action: string(auth.ExampleClock), Subject: "clock",
			Before: Instant{before}, After: Instant{now}, At: now})
	})
	if err == nil && s.Moved != nil {
		err = s.Moved(ctx)
	}
	return api.Answer(Instant{now}), err
}
