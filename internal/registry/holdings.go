package registry

import (
	"slices"
	"strconv"

	"shurong.org/shurong/internal/registry/facts"
)

// HoldingsPageKey is the key of a page, from 0, of a holder's certificates.
func HoldingsPageKey(holder string, page int) string {
	return PrefixHolder + holder + "/" + strconv.Itoa(page)
}

// hold notes a new certificate in its holder's list, where the log keeps one. Two small facts a certificate, whatever the
// holder has already.
func (c *Context) hold(cert *Certificate) error {
	genesis, err := memoGenesis.load(c, KeyGenesis, "")
	if err != nil || !genesis.HolderIndex {
		return err
	}
	have, err := find[Holdings](c, PrefixHolder+cert.Holder)
	if err != nil {
		return err
	}
	if have == nil {
		have = new(Holdings)
	}
	key := HoldingsPageKey(cert.Holder, have.Count/facts.HoldingsPageSize)
	page, err := find[HoldingsPage](c, key)
	if err != nil {
		return err
	}
	if page == nil {
		page = new(HoldingsPage)
	}
	put(c, key, &HoldingsPage{Certificates: append(slices.Clone(page.Certificates), cert.Code)})
	put(c, PrefixHolder+cert.Holder, &Holdings{Count: have.Count + 1})
	return nil
}
