package demo

import (
	"context"
	"encoding/base64"
	"errors"
	"os"
	"path/filepath"

	"shurong.org/shurong/daycount"
	"shurong.org/shurong/internal/agent"
	"shurong.org/shurong/internal/example"
	"shurong.org/shurong/money"
)

// loanView is what the story looks at of a loan.
type loanView struct {
	ID          string    `json:"id"`
	State       string    `json:"state"`
	Outstanding money.Fen `json:"outstanding_fen"`
	Due         money.Fen `json:"due_fen"`
	Margin      money.Fen `json:"margin_fen"`
	Value       money.Fen `json:"value_fen"`
	Drop        int64     `json:"drop_bp"`
	Lien        string    `json:"lien"`
	Call        *callView `json:"call"`
}

type callView struct {
	State     string        `json:"state"`
	Shortfall money.Fen     `json:"shortfall_fen"`
	Deadline  daycount.Date `json:"deadline"`
}

func (s *Story) loanOf(ctx context.Context, a *asset) (*loanView, error) {
	v := new(loanView)
	return v, s.desks[a.Key].maker.get(ctx, "/loans/"+a.loan, v)
}

// installAgents gives every borrower's site an agent with a key of its own, which can sign heartbeats and nothing else.
func (s *Story) installAgents(ctx context.Context) error {
	for _, a := range s.lent() {
		a.agentKey = filepath.Join(s.Dir, "agents", a.Key+".key")
		if err := os.MkdirAll(filepath.Dir(a.agentKey), 0o700); err != nil {
			return err
		}
		pub, err := agent.MakeKey(a.agentKey)
		if err != nil {
			return err
		}
		err = s.desks[a.Key].maker.post(ctx, "/keys", map[string]any{"pub": base64.StdEncoding.EncodeToString(pub), "purpose": "agent"}, nil)
		if err != nil {
			return err
		}
	}
	for _, a := range s.lent() {
		if err := s.beat(ctx, a); err != nil {
			return err
		}
	}
	s.prove("%d 个监测代理各有自己的密钥，发出第一次签名心跳", "%d agents, each with a key of its own, sent their first signed heartbeat", len(s.lent()))
	return nil
}

// beat has an agent measure the data where it lies and send a heartbeat to the node.
func (s *Story) beat(ctx context.Context, a *asset) error {
	m, err := agent.Measure(ctx, a.file, agent.Options{MeasuredAt: s.Node.Clock.Now()})
	if err != nil {
		return err
	}
	key, err := agent.LoadKey(a.agentKey)
	if err != nil {
		return err
	}
	client, err := agent.NewClient(s.URL)
	if err != nil {
		return err
	}
	_, err = client.Send(ctx, key, a.certificate, m.Fact)
	return errors.Join(err, s.Node.Servicing.CatchUp(ctx))
}

// refresh writes the data as it is now: the same rows and those that came since.
func (s *Story) refresh(a *asset) error {
	if s.own() || a.PersonalData { // a user's own file, or a masked copy: as it was
		return nil
	}
	return example.Refresh(s.files(), a.Company, example.Seed, s.today().AddDays(-1))
}

// degrade writes what a failing company's data looks like.
func (s *Story) degrade(a *asset) error {
	if s.own() {
		file := filepath.Join(s.files(), "degraded-"+filepath.Base(s.Data))
		if err := os.MkdirAll(s.files(), 0o755); err != nil {
			return err
		}
		if err := shorten(a.file, file); err != nil {
			return err
		}
		a.file = file
		return nil
	}
	return example.Degrade(s.files(), a.Company, example.Seed)
}
