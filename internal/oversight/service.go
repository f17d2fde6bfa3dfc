package oversight

import (
	"context"
	"sync"

	"github.com/go-json-experiment/json/jsontext"

	"shurong.org/shurong/daycount"
	"shurong.org/shurong/internal/approval"
	"shurong.org/shurong/internal/auth"
	"shurong.org/shurong/internal/clock"
	"shurong.org/shurong/internal/db"
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
	store     *db.DB
	ledger    sequence.Ledger
	keys      *keyring.Keys
	dir       *directory.Directory
	approvals *approval.Service
	clock     clock.Clock

	counting sync.Mutex // held while the overview is made
	counted  *tally     // the last one
}

// New returns the desk and registers its kinds of request.
func New(store *db.DB, ledger sequence.Ledger, keys *keyring.Keys, dir *directory.Directory,
	approvals *approval.Service, c clock.Clock) *Service {
	s := &Service{store: store, ledger: ledger, keys: keys, dir: dir, approvals: approvals, clock: c}
	handle[registry.SanctionList](s, KindList, approval.Text{ZH: "列入联合惩戒名单", EN: "Put on the joint sanction list"})
	handle[registry.SanctionLift](s, KindLift, approval.Text{ZH: "移出联合惩戒名单", EN: "Remove from the joint sanction list"})
	return s
}

// proposal is the payload of a request: the command to send, and the commitment to its words.
type proposal struct {
	Command  jsontext.Value `json:"command"`
	Decision string         `json:"decision"`
}

// handle registers a kind whose execution sends a command C.
func handle[C any, P interface {
	*C
	registry.Command
}](s *Service, kind string, title approval.Text) {
	s.approvals.Handle(kind, approval.Handler{
		Title: title, Action: auth.SanctionRecord,
		Execute: func(ctx context.Context, r approval.Request) error {
			var p proposal
			if err := r.Into(&p); err != nil {
				return err
			}
			receipt, err := keyring.CarryOut[C, P](ctx, s.keys, r.Ref(), r.Org, p.Command)
			if err != nil {
				return err
			}
			return s.dir.Wait(ctx, receipt.Index+1)
		},
		Closed: func(ctx context.Context, tx *db.Tx, r approval.Request) error {
			var p proposal
			if err := r.Into(&p); err != nil {
				return err
			}
			return forget(ctx, tx, p.Decision)
		},
	})
}

// today is the civil date in China by the node's clock.
func (s *Service) today() daycount.Date { return daycount.DateOf(s.clock.Now()) }

// Party is an organisation as a screen names it.
type Party struct {
	USCC string `json:"uscc"`
	Name string `json:"name"`
}

func (s *Service) party(ctx context.Context, uscc string) Party {
	return Party{USCC: uscc, Name: s.dir.Name(ctx, uscc)}
}
