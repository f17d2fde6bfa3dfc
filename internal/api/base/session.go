package base

import (
	"context"
	"net/http"

	"shurong.org/shurong/internal/api"
	"shurong.org/shurong/internal/auth"
)

// Me is who the caller is and what it may do.
type Me struct {
	SignedIn     bool               `json:"signed_in"`
	User         string             `json:"user,omitempty"`
	Name         string             `json:"name,omitempty"`
	Organisation *auth.Organisation `json:"organisation,omitempty"`
	Roles        []auth.Role        `json:"roles"`
	Admin        bool               `json:"admin"`
	Actions      []auth.Action      `json:"actions" doc:"what the policy lets the caller do"`
}

// signedIn answers with the caller and its cookie.
type signedIn struct {
	SetCookie http.Cookie `header:"Set-Cookie"`
	Body      Me
}

func (s *Service) sessionRoutes(a *api.API) {
	api.Register(a, api.Op{Method: "GET", Path: "/session", ID: "get-session", Public: true,
		Tag: tagSession, Summary: "Who I am and what I may do"}, s.me)
	api.Register(a, api.Op{Method: "POST", Path: "/session", ID: "sign-in", Public: true, NoReplay: true,
		Tag: tagSession, Summary: "Sign in with account and password"}, s.signIn)
	api.Register(a, api.Op{Method: "DELETE", Path: "/session", ID: "sign-out", Action: auth.SessionUse, NoReplay: true,
		Tag: tagSession, Summary: "Sign out"}, s.signOut)
	api.Register(a, api.Op{Method: "GET", Path: "/sessions", ID: "list-sessions", Action: auth.SessionUse,
		Tag: tagSession, Summary: "List my open sessions"}, s.sessions)
	api.Register(a, api.Op{Method: "DELETE", Path: "/sessions/{session}", ID: "end-session", Action: auth.TokenManage,
		Tag: tagSession, Summary: "End one of my sessions"}, s.endSession)
	api.Register(a, api.Op{Method: "POST", Path: "/session/password", ID: "change-password",
		Action: auth.TokenManage, NoReplay: true,
		Tag: tagSession, Summary: "Change my password and end my other sessions"}, s.changePassword)
	api.Register(a, api.Op{Method: "POST", Path: "/session/link", ID: "choose-password", Public: true, NoReplay: true,
		Tag: tagSession, Summary: "Choose a password with a link from the administrator, and sign in"}, s.choosePassword)
	api.Register(a, api.Op{Method: "POST", Path: "/setup", ID: "setup", Public: true, NoReplay: true,
		Tag: tagSession, Summary: "Make the first administrator with the link printed at first start, and sign in"}, s.setup)
}

func (s *Service) me(ctx context.Context, _ *api.None) (*api.Out[Me], error) {
	p, ok := auth.From(ctx)
	if !ok {
		return api.Answer(Me{Roles: []auth.Role{}, Actions: []auth.Action{}}), nil
	}
	m, err := s.describe(ctx, p)
	return api.Answer(m), err
}

func (s *Service) describe(ctx context.Context, p auth.Principal) (Me, error) {
	m := Me{SignedIn: true, User: p.User, Name: p.Name, Roles: append([]auth.Role{}, p.Roles...), Admin: p.Admin,
		Actions: []auth.Action{}}
	for _, rule := range auth.Policy() {
		if p.Can(rule.Action) {
			m.Actions = append(m.Actions, rule.Action)
		}
	}
	if p.Org != "" {
		o, err := s.Auth.Organisation(ctx, p.Org)
		if err != nil {
			return Me{}, err
		}
		m.Organisation = &o
	}
	return m, nil
}

func (s *Service) signIn(ctx context.Context, in *struct {
	Agent string `header:"User-Agent" hidden:"true"`
	Body  struct {
		Account  string `json:"account" maxLength:"64"`
		Password string `json:"password" maxLength:"512"`
	}
}) (*signedIn, error) {
	o, err := s.Auth.SignIn(ctx, in.Body.Account, in.Body.Password, address(ctx), in.Agent)
	if err != nil {
		return nil, err
	}
	s.endPresent(ctx)
	return s.opened(ctx, o)
}

// endPresent ends the session that the browser had before it signed in anew. Failing that, it ends by itself.
func (s *Service) endPresent(ctx context.Context) {
	if p, ok := auth.From(ctx); ok && p.Session != "" {
		_ = s.Auth.EndSession(ctx, p, p.Session)
	}
}

func (s *Service) opened(ctx context.Context, o auth.Opened) (*signedIn, error) {
	m, err := s.describe(ctx, o.Principal)
	if err != nil {
		return nil, err
	}
	return &signedIn{SetCookie: *s.Auth.Cookie(s.Auth.Secure(api.HTTPRequest(ctx)), o), Body: m}, nil
}

func (s *Service) signOut(ctx context.Context, _ *api.None) (*struct {
	SetCookie http.Cookie `header:"Set-Cookie"`
}, error) {
	s.endPresent(ctx)
	return &struct {
		SetCookie http.Cookie `header:"Set-Cookie"`
	}{*s.Auth.NoCookie(s.Auth.Secure(api.HTTPRequest(ctx)))}, nil
}

// SessionList is the caller's open sessions.
type SessionList struct {
	Items []auth.Session `json:"items"`
}

func (s *Service) sessions(ctx context.Context, _ *api.None) (*api.Out[SessionList], error) {
	p, err := auth.Must(ctx)
	if err != nil {
		return nil, err
	}
	list, err := s.Auth.Sessions(ctx, p)
	return api.Answer(SessionList{list}), err
}

func (s *Service) endSession(ctx context.Context, in *struct {
	ID string `path:"session" maxLength:"64"`
}) (*api.None, error) {
	p, err := auth.Must(ctx)
	if err != nil {
		return nil, err
	}
	return &api.None{}, s.Auth.EndSession(ctx, p, in.ID)
}

func (s *Service) changePassword(ctx context.Context, in *struct {
	Body struct {
		Old      string `json:"old_password" maxLength:"512"`
		Password string `json:"password" maxLength:"512"`
	}
}) (*api.None, error) {
	p, err := auth.Must(ctx)
	if err != nil {
		return nil, err
	}
	return &api.None{}, s.Auth.ChangePassword(ctx, p, in.Body.Old, in.Body.Password, address(ctx))
}

func (s *Service) choosePassword(ctx context.Context, in *struct {
	Agent string `header:"User-Agent" hidden:"true"`
	Body  struct {
		Secret   string `json:"secret" maxLength:"128" doc:"the part of the link after #"`
		Password string `json:"password" maxLength:"512"`
	}
}) (*signedIn, error) {
	o, err := s.Auth.ChoosePassword(ctx, in.Body.Secret, in.Body.Password, address(ctx), in.Agent)
	if err != nil {
		return nil, err
	}
	return s.opened(ctx, o)
}

func (s *Service) setup(ctx context.Context, in *struct {
	Agent string `header:"User-Agent" hidden:"true"`
	Body  struct {
		Secret   string `json:"secret" maxLength:"128" doc:"the part of the link after #"`
		Account  string `json:"account" maxLength:"64"`
		Name     string `json:"name" maxLength:"64"`
		Password string `json:"password" maxLength:"512"`
	}
}) (*signedIn, error) {
	o, err := s.Auth.Setup(ctx, in.Body.Secret, in.Body.Account, in.Body.Name, in.Body.Password, address(ctx), in.Agent)
	if err != nil {
		return nil, err
	}
	return s.opened(ctx, o)
}
