package node

import (
	"context"

	"shurong.org/shurong/daycount"
	"shurong.org/shurong/fault"
	"shurong.org/shurong/internal/auth"
	"shurong.org/shurong/internal/db"
	"shurong.org/shurong/internal/registry"
)

// ErrFounded says that the log has begun already.
var ErrFounded = fault.Define("node.founded", fault.Conflict,
	"本节点的登记簿已经创建", "this node's registry has been founded already")

// Founding names the registrar that begins a log.
type Founding struct {
	USCC       string
	NameZH     string
	NameEN     string
	Region     string // GB/T 2260, 6 digits
	CodeRegion string // its two digits of certificate codes
	CodeDigit  string // its one digit
}

// Found begins the log under the national guide's profile with the State Council's calendar. The genesis comes last: a
// founding that failed is simply repeated.
func (n *Node) Found(ctx context.Context, f Founding) error {
	if n.Ledger.Size() > 0 {
		return ErrFounded.With()
	}
	pub, err := n.Keys.Ensure(ctx, f.USCC, registry.PurposeOrganisation)
	if err != nil {
		return err
	}
	err = n.store.Tx(ctx, func(tx *db.Tx) error {
		return auth.SaveOrganisation(ctx, tx, auth.Organisation{
			USCC: f.USCC, NameZH: f.NameZH, NameEN: f.NameEN, Roles: []auth.Role{auth.Registrar}, Hosted: true,
		})
	})
	if err != nil {
		return err
	}
	receipt, err := n.Keys.SubmitOnce(ctx, "genesis", f.USCC, &registry.GenesisInit{
		Profile: registry.NationalProfile(), Calendar: daycount.StateCouncil().Years(), Name: f.NameZH, Region: f.Region,
		CodeRegion: f.CodeRegion, CodeDigit: f.CodeDigit, Pub: pub, HolderIndex: true,
		Edition: registry.LatestEdition,
	})
	if err != nil {
		return err
	}
	// Whoever seals a sketch can then see that everybody is given the same key.
	for _, epoch := range n.Similarity.Epochs() {
		body, err := n.Similarity.Publication(epoch, daycount.DateOf(n.Clock.Now()))
		if err != nil {
			return err
		}
		if receipt, err = n.Keys.Submit(ctx, f.USCC, body); err != nil {
			return err
		}
	}
	return n.Directory.Wait(ctx, receipt.Index+1)
}
