// Package admission is where a registrar admits organisations to the registry, and where an organisation sees to its keys.
//
// An organisation that brings no key is given one, made and kept by this node; it is hosted. A key of an agent signs
// heartbeats and nothing else, and one person adds it; a further key of the organisation signs everything, past every
// second person, so it takes one to let it in.
package admission

import (
	"shurong.org/shurong/fault"
	"shurong.org/shurong/internal/approval"
	"shurong.org/shurong/internal/auth"
	"shurong.org/shurong/internal/desk"
	"shurong.org/shurong/internal/registry"
)

// ErrNotFound says that an organisation is not in the registry.
var ErrNotFound = fault.Define("admission.not_found", fault.NotFound,
	"登记簿中没有机构 {org}", "organisation {org} is not in the registry")

// KindAddKey is the request to add a key of the organisation.
const KindAddKey = "key.add"

// Service is the part of the registrar's desk for organisations.
type Service struct{ *desk.Desk }

// New returns it and registers its kind of request.
func New(d *desk.Desk) *Service {
	desk.Handle[registry.KeyAdd](d, KindAddKey, auth.CommandSubmit,
		approval.Text{ZH: "登记机构密钥", EN: "Add an organisation key"})
	return &Service{d}
}
