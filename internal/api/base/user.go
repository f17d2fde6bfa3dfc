package base

import (
	"context"

	"shurong.org/shurong/internal/api"
	"shurong.org/shurong/internal/auth"
)

// Invited is a new user and the link to hand over.
type Invited struct {
	User auth.User `json:"user"`
	Link auth.Link `json:"link"`
}

func (s *Service) userRoutes(a *api.API) {
	api.Register(a, api.Op{Method: "GET", Path: "/users", ID: "list-users", Action: auth.UserManage,
		Tag: tagUsers, Summary: "List users, by account"}, s.users)
	api.Register(a, api.Op{Method: "POST", Path: "/users", ID: "invite-user", Action: auth.UserManage, NoReplay: true,
		Tag: tagUsers, Summary: "Make a user and a link to choose a password with"}, s.invite)
	api.Register(a, api.Op{Method: "PATCH", Path: "/users/{user}", ID: "change-user", Action: auth.UserManage,
		Tag: tagUsers, Summary: "Rename, disable, enable, or change the roles of a user"}, s.changeUser)
	api.Register(a, api.Op{Method: "POST", Path: "/users/{user}/link", ID: "reset-user",
		Action: auth.UserManage, NoReplay: true,
		Tag: tagUsers, Summary: "Make a new link to choose a password with"}, s.resetUser)
	api.Register(a, api.Op{Method: "GET", Path: "/node/organisations", ID: "list-node-organisations",
		Action: auth.UserManage, Tag: tagUsers, Summary: "List the organisations that can have users here"}, s.organisations)
}

func (s *Service) users(ctx context.Context, in *struct {
	Org string `query:"org" maxLength:"18"`
	api.Paging
}) (*api.Out[api.Page[auth.User]], error) {
	after, err := first(in.After(1))
	if err != nil {
		return nil, err
	}
	list, err := s.Auth.Users(ctx, in.Org, after, in.Size()+1)
	return api.Answer(api.NewPage(list, in.Size(), func(u auth.User) []string { return []string{u.Account} })), err
}

// first returns the only part of a cursor.
func first(parts []string, err error) (string, error) {
	if err != nil || parts == nil {
		return "", err
	}
	return parts[0], nil
}

func (s *Service) invite(ctx context.Context, in *struct {
	Body struct {
		Account string      `json:"account" maxLength:"64"`
		Name    string      `json:"name" maxLength:"64"`
		Org     string      `json:"org,omitempty" maxLength:"18"`
		Roles   []auth.Role `json:"roles,omitempty" maxItems:"9"`
		Admin   bool        `json:"admin,omitempty"`
	}
}) (*api.Out[Invited], error) {
	b := in.Body
	u, link, err := s.Auth.Invite(ctx, auth.NewUser{Account: b.Account, Name: b.Name, Org: b.Org, Roles: b.Roles,
		Admin: b.Admin})
	return api.Answer(Invited{u, link}), err
}

func (s *Service) changeUser(ctx context.Context, in *struct {
	ID   string `path:"user" maxLength:"64"`
	Body struct {
		Name     *string      `json:"name,omitempty" maxLength:"64"`
		Roles    *[]auth.Role `json:"roles,omitempty" maxItems:"9"`
		Disabled *bool        `json:"disabled,omitempty"`
	}
}) (*api.Out[auth.User], error) {
	u, err := s.Auth.ChangeUser(ctx, in.ID, auth.Change{Name: in.Body.Name, Roles: in.Body.Roles,
		Disabled: in.Body.Disabled})
	return api.Answer(u), err
}

func (s *Service) resetUser(ctx context.Context, in *struct {
	ID string `path:"user" maxLength:"64"`
}) (*api.Out[auth.Link], error) {
	link, err := s.Auth.ResetLink(ctx, in.ID)
	return api.Answer(link), err
}

func (s *Service) organisations(ctx context.Context, in *struct {
	api.Paging
}) (*api.Out[api.Page[auth.Organisation]], error) {
	after, err := first(in.After(1))
	if err != nil {
		return nil, err
	}
	list, err := s.Auth.Organisations(ctx, after, in.Size()+1)
	return api.Answer(api.NewPage(list, in.Size(), func(o auth.Organisation) []string { return []string{o.USCC} })), err
}
