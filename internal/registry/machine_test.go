package registry

import (
	"bytes"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"shurong.org/shurong/canon"
	"shurong.org/shurong/daycount"
	"shurong.org/shurong/internal/registry/facts"
)

// TestInvariantsHoldAfterEveryStep plays random commands, accepted or not, and looks at the whole state after each. That
// every kind is accepted somewhere is [TestEveryKindOfCommandIsPlayedAndLeavesTheInvariants].
func TestInvariantsHoldAfterEveryStep(t *testing.T) {
	accepted, refused := map[string]int{}, 0
	rapid.Check(t, func(rt *rapid.T) {
		w := newWorld(t)
		// rapid's own draws favour small numbers: always the same acts
		r := rand.New(rand.NewPCG(rapid.Uint64().Draw(rt, "seed"), 1))
		p := &play{world: w, pick: r.IntN}
		w.certify(farm, w.filing())
		w.certify(hotel, w.filing())
		for range rapid.IntRange(10, 200).Draw(rt, "steps") {
			if p.pick(5) == 0 {
				p.move()
			}
			before := maps.Clone(w.state)
			org, cmd := p.next()
			events, err := w.do(org, cmd)
			if err != nil {
				refused++
				if !maps.EqualFunc(before, w.state, bytes.Equal) {
					rt.Fatalf("%s was refused (%v) and left a trace", cmd.Kind(), err)
				}
				continue
			}
			accepted[cmd.Kind()]++
			if why := w.broken(before, events); why != "" {
				rt.Fatalf("after %s by %s: %s", cmd.Kind(), org, why)
			}
		}
	})
	t.Logf("%d refused; accepted %v", refused, accepted)
}

// broken names the first invariant that does not hold, or is empty. before is the state the events came from.
func (w *world) broken(before memory, events []Event) string {
	return firstOf(w.rightsHaveSources, w.liensStandOnOperatingRights, w.clocksAreMonotone, w.titlesAreUnbroken, w.notesAreListed,
		w.sketchKeysFollowOneAnother,
		func() string { return w.nothingMovedWithoutConsent(before, events) })
}

func firstOf(checks ...func() string) string {
	for _, c := range checks {
		if s := c(); s != "" {
			return s
		}
	}
	return ""
}

func (w *world) rightsHaveSources() string {
	for _, code := range w.keysOf(PrefixCertificate) {
		cert := w.cert(code)
		asset := fact[Asset](w, PrefixAsset+cert.Asset)
		if asset == nil || !slices.Contains(asset.Certificates, code) {
			return "certificate " + code + " has no asset that knows it"
		}
		carried, _ := Registrable(asset.Source)
		for _, g := range cert.Rights {
			if !slices.Contains(carried, g.Right) {
				return fmt.Sprintf("certificate %s grants %s, which %s does not carry", code, g.Right, asset.Source.Kind)
			}
		}
		if len(cert.Rights) == 0 && !cert.Cancelled {
			return "certificate " + code + " proves nothing and is alive"
		}
	}
	return ""
}

func (w *world) liensStandOnOperatingRights() string {
	ranked := map[string]string{}
	for _, code := range w.keysOf(PrefixEncumbrance) {
		list := fact[Encumbrance](w, PrefixEncumbrance+code).Liens
		if len(list) == 0 {
			return "an empty list of liens on " + code
		}
		covenant := uint64(0)
		for _, id := range list {
			l := w.lien(id)
			switch {
			case l == nil || !l.Status.Live() || l.Certificate != code:
				return fmt.Sprintf("%s is ranked on %s and is %+v", id, code, l)
			case ranked[id] != "":
				return id + " is ranked twice"
			}
			ranked[id] = code
			cert := w.cert(code)
			operating := slices.ContainsFunc(cert.Rights, func(g GrantedRight) bool { return g.Right == Operating })
			if !operating || l.Holder() != cert.Holder {
				return fmt.Sprintf("%s lies on %s, which has no right to operate of its owner", id, code)
			}
			if l.NoFurther {
				covenant = l.Index
			}
		}
		for _, id := range list {
			if covenant != 0 && w.lien(id).Index > covenant {
				return id + " was taken against a covenant"
			}
		}
	}
	for _, id := range w.keysOf(PrefixLien) {
		if w.lien(id).Status.Live() && ranked[id] == "" {
			return id + " lives without a rank"
		}
	}
	return ""
}

func (w *world) clocksAreMonotone() string {
	p, cal, err := Rules(w.state)
	if err != nil {
		return err.Error()
	}
	for _, id := range w.keysOf(PrefixCase) {
		c := w.caseOf(id)
		days := []daycount.Date{c.FiledOn}
		if !c.AcceptedOn.IsZero() && !c.Deemed { // deemed on the next working day: an officer may review on the Saturday before
			days = append(days, c.AcceptedOn)
		}
		if c.Review != nil {
			days = append(days, c.Review.On)
		}
		if c.Publicity != nil {
			days = append(days, c.Publicity.Posted)
		}
		if c.DepositedAt != 0 {
			days = append(days, Day(c.DepositedAt))
		}
		if !slices.IsSortedFunc(days, daycount.Date.Compare) {
			return fmt.Sprintf("days of %s: %v", id, days)
		}
		if (c.Paused != nil && c.Paused.Days < 0) || c.Clock.Days < 0 {
			return "a clock of " + id + " runs backwards"
		}
		v := facts.ClockOf(*fact[Case](w, PrefixCase+id), daycount.DateOf(w.now), cal, p)
		if v.Name != "" && (v.Until.Before(v.Since) || v.Over != daycount.DateOf(w.now).After(v.Until)) {
			return fmt.Sprintf("clock of %s: %+v", id, v)
		}
	}
	return ""
}

func (w *world) titlesAreUnbroken() string {
	for _, code := range w.keysOf(PrefixCertificate) {
		cert := w.cert(code)
		chain, err := Chain(w.state, code)
		if err != nil {
			return err.Error()
		}
		if len(chain) == 0 || chain[0].Type != TypeInitial || chain[len(chain)-1].Certificate != code {
			return fmt.Sprintf("chain of %s: %+v", code, chain)
		}
		for i := range chain {
			if i > 0 && chain[i].Index < chain[i-1].Index {
				return "chain of " + code + " is out of order"
			}
		}
		last := chain[len(chain)-1]
		if !slices.Equal(last.Rights, cert.Rights) || last.FormCommitment != cert.FormCommitment {
			return fmt.Sprintf("the last title of %s is not what it grants: %+v, %+v", code, last, cert)
		}
		if cert.Previous == "" {
			continue
		}
		gave := w.cert(cert.Previous)
		at := slices.IndexFunc(gave.History, func(t TitleEntry) bool { return t.To == code })
		if at < 0 || gave.History[at].Index != cert.History[0].Index || cert.History[0].From != cert.Previous {
			return code + " came from a certificate that does not say so"
		}
		for _, g := range cert.History[0].Rights {
			if slices.ContainsFunc(gave.History[at].Rights, func(o GrantedRight) bool { return o.Right == g.Right }) {
				return fmt.Sprintf("%s kept %s after giving it to %s", cert.Previous, g.Right, code)
			}
		}
	}
	return ""
}

func (w *world) notesAreListed() string {
	listed := map[string]bool{}
	for _, code := range w.keysOf(PrefixNotes) {
		for _, id := range fact[Notes](w, PrefixNotes+code).Annotations {
			a := fact[Annotation](w, PrefixAnnotation+id)
			if a == nil || a.Certificate != code || !a.LiftedOn.IsZero() || listed[id] {
				return fmt.Sprintf("%s is listed on %s and is %+v", id, code, a)
			}
			listed[id] = true
		}
	}
	for _, id := range w.keysOf(PrefixAnnotation) {
		if fact[Annotation](w, PrefixAnnotation+id).LiftedOn.IsZero() != listed[id] {
			return id + " is in force and not listed, or the other way round"
		}
	}
	return ""
}

// nothingMovedWithoutConsent looks at every transfer that took effect: in the state before, whoever had a hold on a moved
// right had consented to this transferee.
func (w *world) nothingMovedWithoutConsent(before memory, events []Event) string {
	today := daycount.DateOf(w.now)
	for _, e := range events {
		if e.Kind != "case.deposited" {
			continue
		}
		var c Case
		if err := canon.Unmarshal(e.Body, &c); err != nil {
			return err.Error()
		}
		if c.Type != TypeTransfer {
			continue
		}
		old := &world{t: w.t, state: before}
		to := c.Joint[0].Org
		if c.Joint[0].ConsentedOn.IsZero() {
			return "the transferee did not consent"
		}
		for _, g := range c.Rights {
			if n := fact[Notes](old, PrefixNotes+c.Certificate); n != nil {
				for _, id := range n.Annotations {
					a := fact[Annotation](old, PrefixAnnotation+id)
					if a.Blocks(g.Right, today) && a.Permit(facts.ActTransfer, to, today) == nil {
						return id + " held a right that moved"
					}
				}
			}
			if g.Right != Operating {
				continue
			}
			for _, id := range old.ranks(c.Certificate) {
				if l := old.lien(id); l.LiveOn(today) && l.Consent(facts.ActTransfer, to, today) == nil {
					return id + " held a right that moved"
				}
			}
		}
	}
	return ""
}

// TestEveryCommandIsKnownByItsKind: what can be sent can be decoded. Every type with a kind, in any package of rules, is on
// its package's list, under a kind of its own.
func TestEveryCommandIsKnownByItsKind(t *testing.T) {
	listed := map[string]bool{}
	for _, kind := range Kinds() {
		cmd := Blank(kind)
		if cmd.Kind() != kind {
			t.Errorf("%s decodes into %T, which is %s", kind, cmd, cmd.Kind())
		}
		if noun, verb, ok := strings.Cut(kind, "."); !ok || noun == "" || verb == "" {
			t.Errorf("kind %s", kind)
		}
		listed[strings.TrimPrefix(fmt.Sprintf("%T", cmd), "*")] = true
	}
	files, err := filepath.Glob("*/*.go")
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	types := 0
	for _, name := range files {
		src, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range kindMethod.FindAllSubmatch(src, -1) {
			types++
			if command := filepath.Dir(name) + "." + string(m[1]); !listed[command] {
				t.Errorf("%s is on no list of commands", command)
			}
		}
	}
	if types != len(listed) || len(listed) != len(Kinds()) {
		t.Errorf("%d types with a kind, %d listed, %d kinds", types, len(listed), len(Kinds()))
	}
}

var kindMethod = regexp.MustCompile(`(?m)^func \(\*(\w+)\) Kind\(\) string`)

// FuzzDecodeCommand feeds bodies of every kind: what is accepted is written again the same.
func FuzzDecodeCommand(f *testing.F) {
	for _, kind := range Kinds() {
		f.Add(kind, canon.Must(Blank(kind)))
		f.Add(kind, canon.Must(&SimilarityPublish{From: daycount.MustDate("2026-03-02"), Key: sketchKey(1, "a")}))
		f.Add(kind, []byte(`{"case":"CA-0","rights":[{"right":"use","until":"2027-01-01"}]}`))
	}
	f.Fuzz(func(t *testing.T, kind string, body []byte) {
		cmd, err := decodeBody(&Envelope{Kind: kind, Body: body})
		if err != nil {
			return
		}
		again, err := canon.Marshal(cmd)
		if err != nil {
			return // numbers beyond exact JSON cannot be signed either
		}
		back, err := decodeBody(&Envelope{Kind: kind, Body: again})
		if err != nil {
			t.Fatalf("%s: what was decoded cannot be read again: %v", kind, err)
		}
		if string(canon.Must(back)) != string(again) {
			t.Fatalf("%s is not stable", kind)
		}
		w := &world{t: t, state: memory{}, keys: nil, nonces: nil}
		// No state at all: every rule must answer with a fault, not a panic.
		c := &Context{State: w.state, Org: "X", Kind: kind, Log: testLog, Index: 1, Time: 1_772_416_800_000}
		if _, genesis := cmd.(*GenesisInit); !genesis {
			_ = cmd.Apply(c)
		}
	})
}
