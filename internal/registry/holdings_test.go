package registry

import (
	"slices"
	"testing"

	"shurong.org/shurong/canon"
)

// indexed makes the world's log one that lists certificates by holder.
func indexed(w *world) {
	g := fact[Genesis](w, KeyGenesis)
	g.HolderIndex = true
	w.state.Put(KeyGenesis, canon.Must(g))
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

func TestALogThatKeepsNoListsWritesNone(t *testing.T) {
	w := newWorld(t)
	w.certify(farm, w.filing())
	if v, _ := w.state.Get(PrefixHolder + uscc(farm)); v != nil {
		t.Error("a list was written though the genesis does not ask for it: old logs would replay to other roots")
	}
}
