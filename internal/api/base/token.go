package base

import (
	"context"

	"shurong.org/shurong/internal/api"
	"shurong.org/shurong/internal/auth"
)

// TokenList is the caller's API tokens.
type TokenList struct {
	Items []auth.Token `json:"items"`
}

// NewToken is a token at the only moment its secret is shown.
type NewToken struct {
	Token  auth.Token `json:"token"`
	Secret string     `json:"secret" doc:"send as Authorization: Bearer; it is not kept and not shown again"`
}

func (s *Service) tokenRoutes(a *api.API) {
	api.Register(a, api.Op{Method: "GET", Path: "/tokens", ID: "list-tokens", Action: auth.SessionUse,
		Tag: tagSession, Summary: "List my API tokens"}, s.tokens)
	api.Register(a, api.Op{Method: "POST", Path: "/tokens", ID: "create-token", Action: auth.TokenManage, NoReplay: true,
		Tag: tagSession, Summary: "Make an API token, no wider than what I may do"}, s.createToken)
	api.Register(a, api.Op{Method: "DELETE", Path: "/tokens/{token}", ID: "revoke-token", Action: auth.TokenManage,
		Tag: tagSession, Summary: "Revoke one of my API tokens"}, s.revokeToken)
}

func (s *Service) tokens(ctx context.Context, _ *api.None) (*api.Out[TokenList], error) {
	p, err := auth.Must(ctx)
	if err != nil {
		return nil, err
	}
	list, err := s.Auth.Tokens(ctx, p)
	return api.Answer(TokenList{list}), err
}

func (s *Service) createToken(ctx context.Context, in *struct {
	Body struct {
		Name     string        `json:"name" maxLength:"64"`
		Days     int           `json:"days" minimum:"1" maximum:"366"`
		ReadOnly bool          `json:"read_only,omitempty"`
		Actions  []auth.Action `json:"actions,omitempty" maxItems:"100" doc:"empty is everything I may do"`
	}
}) (*api.Out[NewToken], error) {
	p, err := auth.Must(ctx)
	if err != nil {
		return nil, err
	}
	scope := auth.Scope{ReadOnly: in.Body.ReadOnly, Actions: in.Body.Actions}
	t, secret, err := s.Auth.CreateToken(ctx, p, in.Body.Name, in.Body.Days, scope)
	return api.Answer(NewToken{t, secret}), err
}

func (s *Service) revokeToken(ctx context.Context, in *struct {
	ID string `path:"token" maxLength:"64"`
}) (*api.None, error) {
	p, err := auth.Must(ctx)
	if err != nil {
		return nil, err
	}
	return &api.None{}, s.Auth.RevokeToken(ctx, p, in.ID)
}
