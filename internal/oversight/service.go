package oversight

import (
	"sync"

	"shurong.org/shurong/internal/approval"
	"shurong.org/shurong/internal/auth"
	"shurong.org/shurong/internal/clock"
	"shurong.org/shurong/internal/db"
	"shurong.org/shurong/internal/desk"
	"shurong.org/shurong/internal/directory"
	"shurong.org/shurong/internal/keyring"
	"shurong.org/shurong/internal/registry"
	"shurong.org/shurong/internal/sequence"
)

// The kinds of request. A kind is that of the command it carries.
const (
	KindList = "sanction.list"
	KindLift = "sanction.lift"
)

// Service is the desk.
type Service struct {
	*desk.Desk

	counting sync.Mutex // held while the overview is made
	counted  *tally     // the last one
}

// New returns the desk and registers its kinds of request.
func New(store *db.DB, ledger sequence.Ledger, keys *keyring.Keys, dir *directory.Directory,
	approvals *approval.Service, c clock.Clock) *Service {
	s := &Service{Desk: &desk.Desk{Store: store, Ledger: ledger, Keys: keys, Dir: dir, Approvals: approvals, Clock: c}}
	desk.Handle[registry.SanctionList](s.Desk, KindList, auth.SanctionRecord, approval.Text{ZH: "列入联合惩戒名单", EN: "Put on the joint sanction list"})
	desk.Handle[registry.SanctionLift](s.Desk, KindLift, auth.SanctionRecord, approval.Text{ZH: "移出联合惩戒名单", EN: "Remove from the joint sanction list"})
	return s
}
