package registration

import (
	"testing"

	"shurong.org/shurong/canon"
	"shurong.org/shurong/internal/registry/act"
	"shurong.org/shurong/internal/registry/facts"
)

// memory is a state in a map.
type memory map[string][]byte

func (m memory) Get(key string) ([]byte, error) { return m[key], nil }
func (m memory) Put(key string, v []byte)       { m[key] = v }
func (m memory) Delete(key string)              { delete(m, key) }

func TestALongListGoesOnInANewPage(t *testing.T) {
	state := memory{facts.KeyGenesis: canon.Must(&facts.Genesis{Origin: "holdings test", HolderIndex: true})}
	c := &act.Context{State: state}
	const holder = "91320100MA00000000"
	for range facts.HoldingsPageSize + 1 {
		if err := hold(c, &facts.Certificate{Code: "SJ3212026030001", Holder: holder}); err != nil {
			t.Fatal(err)
		}
	}
	for page, want := range []int{facts.HoldingsPageSize, 1} {
		list, err := act.Find[facts.HoldingsPage](state, facts.HoldingsPageKey(holder, page))
		if err != nil || list == nil || len(list.Certificates) != want {
			t.Errorf("page %d: %+v, %v; it should have %d", page, list, err, want)
		}
	}
}
