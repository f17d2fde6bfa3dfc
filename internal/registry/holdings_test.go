package registry

import (
	"slices"
	"testing"

	"shurong.org/shurong/internal/registry/facts"
)

// indexed makes the world's log one that lists certificates by holder.
func indexed(w *world) {
	g := fact[Genesis](w, KeyGenesis)
	g.HolderIndex = true
	put(&Context{State: w.state}, KeyGenesis, g)
}

func TestEveryCertificateIsOnItsHoldersList(t *testing.T) {
	w := newWorld(t)
	indexed(w)
	var want []string
	for range 3 {
		want = append(want, w.certify(farm, w.filing()))
	}
	if h := fact[Holdings](w, PrefixHolder+uscc(farm)); h.Count != len(want) {
		t.Errorf("count %d, want %d", h.Count, len(want))
	}
	if p := fact[HoldingsPage](w, HoldingsPageKey(uscc(farm), 0)); !slices.Equal(p.Certificates, want) {
		t.Errorf("page %v, want %v", p.Certificates, want)
	}
	if v, _ := w.state.Get(PrefixHolder + uscc(hotel)); v != nil {
		t.Error("a holder without a certificate has a list")
	}
}

func TestALongListGoesOnInANewPage(t *testing.T) {
	w := newWorld(t)
	indexed(w)
	c := &Context{State: w.state}
	for range facts.HoldingsPageSize + 1 {
		if err := c.hold(&Certificate{Code: "SJ3212026030001", Holder: uscc(farm)}); err != nil {
			t.Fatal(err)
		}
	}
	if n := len(fact[HoldingsPage](w, HoldingsPageKey(uscc(farm), 0)).Certificates); n != facts.HoldingsPageSize {
		t.Errorf("the first page has %d", n)
	}
	if n := len(fact[HoldingsPage](w, HoldingsPageKey(uscc(farm), 1)).Certificates); n != 1 {
		t.Errorf("the second page has %d", n)
	}
}

func TestALogThatKeepsNoListsWritesNone(t *testing.T) {
	w := newWorld(t)
	w.certify(farm, w.filing())
	if v, _ := w.state.Get(PrefixHolder + uscc(farm)); v != nil {
		t.Error("a list was written though the genesis does not ask for it: old logs would replay to other roots")
	}
}
