package admission

import (
	"context"

	"shurong.org/shurong/internal/api"
	"shurong.org/shurong/internal/auth"
	"shurong.org/shurong/internal/desk"
	"shurong.org/shurong/internal/directory"
	"shurong.org/shurong/internal/registry"
)

// Routes registers the routes of organisations and keys.
func (s *Service) Routes(a *api.API) {
	const tag = "organisations"
	api.Register(a, api.Op{Method: "POST", Path: "/organisations", ID: "admit-organisation",
		Action: auth.OrgAdmit, Tag: tag,
		Summary: "Admit an organisation to the registry"},
		func(ctx context.Context, in *struct{ Body Admission }) (*api.Out[OrganisationDetail], error) {
			return api.Result(s.Admit(ctx, in.Body))
		})
	api.Register(a, api.Op{Method: "GET", Path: "/organisations", ID: "list-organisations",
		Action: auth.OrgRead, Tag: tag,
		Summary: "List admitted organisations, newest first"},
		func(ctx context.Context, in *struct {
			Role   string `query:"role" enum:"enterprise,registrar,appraiser,bank,guarantor,exchange,plan_manager,investor,regulator"`
			Region string `query:"region" maxLength:"6" pattern:"^[0-9]*$" doc:"leading digits of the place's code"`
			api.Paging
		}) (*api.Out[api.Page[Organisation]], error) {
			return api.Result(s.Organisations(ctx, directory.OrganisationFilter{Role: registry.Role(in.Role), Region: in.Region}, in.Paging))
		})
	api.Register(a, api.Op{Method: "GET", Path: "/organisations/{uscc}", ID: "get-organisation",
		Action: auth.OrgRead, Tag: tag,
		Summary: "Read an organisation with its public keys"},
		func(ctx context.Context, in *struct {
			USCC string `path:"uscc" maxLength:"18"`
		}) (*api.Out[OrganisationDetail], error) {
			return api.Result(s.Organisation(ctx, in.USCC))
		})
	api.Register(a, api.Op{Method: "POST", Path: "/keys", ID: "add-key", Action: auth.CommandSubmit, Tag: tag,
		Summary: "Add an agent's public key to my organisation"},
		func(ctx context.Context, in *struct {
			Body struct {
				Pub     []byte `json:"pub" doc:"Ed25519, base64"`
				Purpose string `json:"purpose" enum:"agent"`
			}
		}) (*api.Out[OrganisationDetail], error) {
			return api.Result(s.AddAgentKey(ctx, in.Body.Pub))
		})
	api.Register(a, api.Op{Method: "POST", Path: "/organisation-keys", ID: "add-organisation-key",
		Action: auth.CommandSubmit, Tag: tag, Status: 202,
		Summary: "Propose a further key that signs for my organisation"},
		func(ctx context.Context, in *struct {
			Body struct {
				Pub []byte `json:"pub" doc:"Ed25519, base64"`
			}
		}) (*api.Out[desk.Proposed], error) {
			return api.Result(s.AddOrganisationKey(ctx, in.Body.Pub))
		})
	api.Register(a, api.Op{Method: "POST", Path: "/keys/{key}/revoke", ID: "revoke-key",
		Action: auth.CommandSubmit, Tag: tag,
		Summary: "Revoke a key of my organisation"},
		func(ctx context.Context, in *struct {
			Key string `path:"key" maxLength:"32"`
		}) (*api.Out[OrganisationDetail], error) {
			return api.Result(s.RevokeKey(ctx, in.Key))
		})
}
