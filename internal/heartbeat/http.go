package heartbeat

import (
	"context"

	"shurong.org/shurong/internal/agent/existence"
	"shurong.org/shurong/internal/api"
	"shurong.org/shurong/internal/approval"
	"shurong.org/shurong/internal/auth"
	"shurong.org/shurong/internal/desk"
	"shurong.org/shurong/internal/registry"
)

const tag = "monitoring"

// ByLien names a lien in the path.
type ByLien struct {
	Lien string `path:"lien" maxLength:"40"`
}

// List is the watches of a certificate.
type List struct {
	Items []Watch `json:"items"`
}

// OverdueList is what is late, and what was.
type OverdueList struct {
	Items []Overdue `json:"items"`
}

// Kept says that a package is kept.
type Kept struct {
	Kept bool `json:"kept"`
}

type sealedFile struct {
	Type        string `header:"Content-Type"`
	Disposition string `header:"Content-Disposition"`
	Body        []byte
}

// Routes registers the routes.
func (s *Service) Routes(a *api.API) {
	api.Register(a, api.Op{Method: "GET", Path: "/certificates/{code}/watches", ID: "list-watches", Public: true, Tag: tag,
		Summary: "What the lenders of a certificate's liens ask of its agent: challenges and schedules"},
		func(ctx context.Context, in *struct {
			Code string `path:"code" minLength:"15" maxLength:"15"`
		}) (*api.Out[List], error) {
			items, err := s.Watches(ctx, in.Code)
			return api.Result(List{Items: items}, err)
		})
	api.Register(a, api.Op{Method: "GET", Path: "/heartbeats/late", ID: "list-late-heartbeats", Action: auth.HeartbeatRead, Tag: tag,
		Summary: "Heartbeats that were agreed and did not come, of the caller's liens and of its pledged data"},
		func(ctx context.Context, _ *struct{}) (*api.Out[OverdueList], error) {
			items, err := s.Overdue(ctx)
			return api.Result(OverdueList{Items: items}, err)
		})
	api.Register(a, api.Op{Method: "POST", Path: "/liens/{lien}/package", ID: "keep-package", Public: true, Tag: tag,
		MaxBody: existence.MaxSealed,
		Summary: "Hand in the sealed package that a lien's commitment names by its digest"},
		func(ctx context.Context, in *struct {
			ByLien
			RawBody []byte `contentType:"application/octet-stream"`
		}) (*api.Out[Kept], error) {
			return api.Result(Kept{Kept: true}, s.Keep(ctx, in.Lien, in.RawBody))
		})
	api.Register(a, api.Op{Method: "GET", Path: "/liens/{lien}/package", ID: "get-package", Action: auth.HeartbeatRead,
		Tag: tag, Summary: "A lien's sealed package of challenges, for its parties"},
		func(ctx context.Context, in *ByLien) (*sealedFile, error) {
			b, err := s.Package(ctx, in.Lien)
			if err != nil {
				return nil, err
			}
			return &sealedFile{"application/octet-stream", `attachment; filename="` + in.Lien + `.age"`, b}, nil
		})
	api.Register(a, api.Op{Method: "POST", Path: "/liens/{lien}/challenges", ID: "reveal-challenge", Action: auth.LienWatch,
		Tag: tag, Summary: "Reveal a lien's next challenge, as its pledgee",
		Detail: "For pledgees that open the package themselves: the body is what shurong agent challenge prints."},
		func(ctx context.Context, in *struct {
			ByLien
			Body registry.ExistenceChallenge
		}) (*api.Out[Watch], error) {
			return api.Result(s.Challenge(ctx, in.Lien, &in.Body))
		})
	api.Register(a, api.Op{Method: "POST", Path: "/liens/{lien}/schedule", ID: "schedule-heartbeats",
		Action: auth.LienWatch, Tag: tag, Status: 202,
		Summary: "Propose how often a lien's pledgee expects heartbeats"},
		func(ctx context.Context, in *struct {
			ByLien
			Body struct {
				EveryDays int `json:"every_days" minimum:"1" maximum:"366"`
				GraceDays int `json:"grace_days" minimum:"0" maximum:"90"`
			}
		}) (*api.Out[desk.Proposed], error) {
			return api.Result(s.propose(ctx, in.Lien, &registry.HeartbeatSchedule{Lien: in.Lien,
				EveryDays: in.Body.EveryDays, GraceDays: in.Body.GraceDays},
				approval.Text{ZH: "约定质押 " + in.Lien + " 的心跳周期", EN: "Agree how often lien " + in.Lien + " expects heartbeats"}))
		})
	api.Register(a, api.Op{Method: "POST", Path: "/liens/{lien}/waive-challenges", ID: "waive-challenges",
		Action: auth.LienWatch, Tag: tag, Status: 202,
		Summary: "Propose to give up a lien's challenges, so that the data can be committed to anew"},
		func(ctx context.Context, in *ByLien) (*api.Out[desk.Proposed], error) {
			return api.Result(s.propose(ctx, in.Lien, &registry.ExistenceWaive{Lien: in.Lien},
				approval.Text{ZH: "放弃质押 " + in.Lien + " 的存在性挑战", EN: "Give up the challenges of lien " + in.Lien}))
		})
}

// lender requires that the caller acts for the lien's pledgee.
func (s *Service) pledgee(ctx context.Context, id string) (*registry.Lien, error) {
	p, err := auth.Must(ctx)
	if err != nil {
		return nil, err
	}
	l, _, err := s.lien(ctx, id)
	if err == nil && p.Org != l.Pledgee {
		err = ErrLender.With()
	}
	return l, err
}

func (s *Service) propose(
	ctx context.Context, lien string, command registry.Command, summary approval.Text,
) (desk.Proposed, error) {
	if _, err := s.pledgee(ctx, lien); err != nil {
		return desk.Proposed{}, err
	}
	return desk.Answer(s.Propose(ctx, "lien/"+lien, summary, command))
}

// Challenge reveals a challenge that the pledgee took from its package.
func (s *Service) Challenge(ctx context.Context, lien string, command *registry.ExistenceChallenge) (Watch, error) {
	l, err := s.pledgee(ctx, lien)
	if err != nil {
		return Watch{}, err
	}
	command.Lien = lien
	if _, err := s.Keys.Submit(ctx, l.Pledgee, command); err != nil {
		return Watch{}, err
	}
	watches, err := s.Watches(ctx, l.Certificate)
	for _, w := range watches {
		if w.Lien == lien {
			return w, err
		}
	}
	return Watch{}, err
}
