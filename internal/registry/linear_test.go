package registry_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/anishathalye/porcupine"

	"shurong.org/shurong/canon"
	"shurong.org/shurong/internal/db"
	"shurong.org/shurong/internal/db/dbtest"
	"shurong.org/shurong/internal/registry"
	"shurong.org/shurong/internal/sequence"
)

// The operations on the liens of one certificate as their callers saw them.
type (
	act struct {
		kind      string // propose, file, end, read
		noFurther bool
		seen      string // file: the liens its sender found
		lien      string // end: whose
	}
	seen struct {
		refused string // covenant, disclosure; empty: accepted
		lien    string // propose, file: what it made
		ahead   string // propose, file: behind whom it stands; read: all
	}
)

// liensModel is one certificate's liens, one operation after another. A state is "id!,id,…", ! marking the covenant.
var liensModel = porcupine.Model{
	Init: func() any { return "" },
	Step: func(state, input, output any) (bool, any) {
		s, in, out := state.(string), input.(act), output.(seen)
		covenant := strings.Contains(s, "!")
		plain := strings.ReplaceAll(s, "!", "")
		switch in.kind {
		case "read":
			return out.ahead == plain, s
		case "end":
			if !slices.Contains(strings.Split(plain, ","), in.lien) {
				return false, s
			}
			rest := slices.DeleteFunc(strings.Split(s, ","), func(l string) bool { return strings.TrimSuffix(l, "!") == in.lien })
			return out.refused == "", strings.Join(rest, ",")
		}
		switch {
		case covenant:
			return out.refused == "covenant", s
		case in.kind == "file" && in.seen != plain:
			return out.refused == "disclosure", s
		case out.refused != "" || out.ahead != plain:
			return false, s
		}
		made := out.lien
		if in.noFurther {
			made += "!"
		}
		if s == "" {
			return true, made
		}
		return true, s + "," + made
	},
}

// TestConcurrentPledgesAreLinearizable: whatever farm's officers and two banks do at once with the liens of one
// certificate, there is an order in which each saw what it was told.
func TestConcurrentPledgesAreLinearizable(t *testing.T) {
	dbtest.Each(t, sequence.Migrations(), func(t *testing.T, d *db.DB) {
		stage, code := registry.NewStage(t)
		const clients, ops = 8, 25
		var officers []officer
		for i := range clients {
			org := []string{registry.Farm, registry.BankA, registry.BankB}[i%3]
			officers = append(officers, officer{stage: stage, org: org, key: stage.Officer(org, fmt.Sprint("officer ", i)), code: code})
		}
		led, _ := ledger(t, d, stage.Log())
		var mu sync.Mutex
		var history []porcupine.Operation
		var wg sync.WaitGroup
		begin := time.Now()
		var signing sync.Mutex
		for id, o := range officers {
			o.led, o.signing = led, &signing
			wg.Go(func() {
				r := rand.New(rand.NewPCG(uint64(id), 7))
				for range ops {
					in := o.choose(r)
					call := time.Since(begin).Nanoseconds()
					out, err := o.do(in)
					if err != nil {
						t.Error(err)
						return
					}
					mu.Lock()
					history = append(history, porcupine.Operation{ClientId: id, Input: in, Call: call, Output: out, Return: time.Since(begin).Nanoseconds()})
					mu.Unlock()
				}
			})
		}
		wg.Wait()
		won := 0
		for _, op := range history {
			if op.Output.(seen).lien != "" {
				won++
			}
		}
		t.Logf("%d operations, %d liens made", len(history), won)
		if got := porcupine.CheckOperationsTimeout(liensModel, history, 2*time.Minute); got != porcupine.Ok {
			t.Errorf("the history is %s", got)
		}
		if won == 0 {
			t.Error("no lien was made: nothing was tested")
		}
	})
}

// officer signs for an organisation with a key of its own.
type officer struct {
	stage   *registry.Stage
	led     *sequence.Solo
	org     string
	key     string
	code    string
	signing *sync.Mutex
	last    string // the liens it saw last
	own     []string
}

func (o *officer) choose(r *rand.Rand) act {
	if len(o.own) > 0 && r.IntN(2) == 0 {
		in := act{kind: "end", lien: o.own[0]}
		o.own = o.own[1:]
		return in
	}
	if r.IntN(3) == 0 {
		return act{kind: "read"}
	}
	if o.org == registry.Farm {
		return act{kind: "propose", noFurther: r.IntN(8) == 0}
	}
	return act{kind: "file", noFurther: r.IntN(8) == 0, seen: o.last}
}

func (o *officer) submit(cmd registry.Command) (*sequence.Receipt, error) {
	o.signing.Lock()
	raw := o.stage.Sign(o.org, o.key, cmd)
	o.signing.Unlock()
	return o.led.Submit(context.Background(), raw)
}

func (o *officer) do(in act) (seen, error) {
	switch in.kind {
	case "read":
		e, err := sequence.Find[registry.Encumbrance](context.Background(), o.led, registry.PrefixEncumbrance+o.code)
		o.last = ""
		if e != nil {
			o.last = strings.Join(e.Liens, ",")
		}
		return seen{ahead: o.last}, err
	case "end":
		if o.org == registry.Farm {
			_, err := o.submit(&registry.PledgeWithdraw{Lien: in.lien})
			return seen{}, err
		}
		_, err := o.submit(&registry.PledgeRelease{Lien: in.lien})
		return seen{}, err
	case "propose":
		return o.made(o.submit(&registry.PledgePropose{
			Certificate: o.code, Pledgee: registry.USCC(registry.BankA), SecuredFen: 100, NoFurther: in.noFurther, Contract: registry.Hash("c"),
		}))
	}
	found := []string{}
	if in.seen != "" {
		found = strings.Split(in.seen, ",")
	}
	return o.made(o.submit(&registry.LienFile{
		Certificate: o.code, SecuredFen: 100, Months: 12, NoFurther: in.noFurther, Contract: registry.Hash("c"), Seen: found,
		FilingNo: registry.FilingNo,
	}))
}

func (o *officer) made(r *sequence.Receipt, err error) (seen, error) {
	switch {
	case errors.Is(err, registry.ErrCovenant):
		return seen{refused: "covenant"}, nil
	case errors.Is(err, registry.ErrDisclosure):
		return seen{refused: "disclosure"}, nil
	case err != nil:
		return seen{}, err
	}
	var l registry.Lien
	if err := canon.Unmarshal(r.Events[len(r.Events)-1].Body, &l); err != nil {
		return seen{}, err
	}
	o.own = append(o.own, l.ID)
	return seen{lien: l.ID, ahead: strings.Join(l.Ahead, ",")}, nil
}
