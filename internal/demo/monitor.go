package demo

import (
	"context"
	"encoding/base64"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"time"

	"shurong.org/shurong/daycount"
	"shurong.org/shurong/internal/agent"
	"shurong.org/shurong/internal/agent/beat"
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

// installAgents gives every borrower's site an agent with a key of its own, which can sign heartbeats and nothing else, and
// agrees with each bank how often it wants to hear of the data.
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
		v, err := s.loanOf(ctx, a)
		if err != nil {
			return err
		}
		a.lien = v.Lien
		agreed := map[string]int{"every_days": heartbeatEvery, "grace_days": heartbeatGrace}
		if err := s.desks[a.Loan.Bank].bind(ctx, "/liens/"+a.lien+"/schedule", agreed); err != nil {
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

// What is agreed of heartbeats: a day longer than the longest month, and a week of grace.
const (
	heartbeatEvery = 32
	heartbeatGrace = 7
	// challenges of a round: the story spends three, so a round is never renewed in it.
	challenges = 16
)

// site is the folder that a company's agent keeps to itself.
func (s *Story) site(a *asset) string { return filepath.Join(s.Dir, "agents", a.Key) }

// keeps says that a company takes each measurement in stock too, so that its desk shows how the data moved.
func (s *Story) keeps(a *asset) bool {
	return s.own() || a.Key == "trips" || slices.Contains(s.troubled(), a)
}

// beat has the agent measure the data where it lies, answer what its lender asks, and send a heartbeat to the node.
func (s *Story) beat(ctx context.Context, a *asset) error {
	source := beat.Source{Name: a.Key, Certificate: a.certificate, Source: a.file, Every: beat.Span(24 * time.Hour)}
	if filepath.Ext(a.file) == ".csv" { // a file that only grows: what was pledged stays where it is in it
		source.Existence = []beat.Proof{{Lien: a.lien, Challenges: challenges}}
	}
	site, err := beat.Open(&beat.Config{Node: s.URL, Key: a.agentKey, State: s.site(a), LogLevel: "error", Sources: []beat.Source{source},
		Similarity: &beat.Similarity{Registry: s.URL, Pin: s.pin()}}, beat.Options{Now: s.Node.Clock.Now})
	if err != nil {
		return err
	}
	if err := errors.Join(site.Once(ctx, true), site.Close()); err != nil {
		return err
	}
	if s.keeps(a) {
		if err := s.measure(ctx, a); err != nil {
			return err
		}
	}
	return s.Node.Servicing.CatchUp(ctx)
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
