package books

import (
	"context"
	"slices"

	"shurong.org/shurong/internal/db"
)

// Posted is an entry as it stands in the books.
type Posted struct {
	Seq uint64 `json:"seq"` // from 1, without gaps, per organisation
	Entry
	Digest string `json:"digest"` // SHA-256 over the digest before and this entry, hex
}

// Post writes one entry, or several that are linked: all of them or none. Every rule is checked before the first write: an
// error that a caller ignores leaves nothing behind. The same ref with the same content again is no error and posts nothing;
// Time and Memo are not compared, so that a retry after a crash may carry its own.
func Post(ctx context.Context, tx *db.Tx, linked ...Entry) error {
	errs, err := Batch(ctx, tx, [][]Entry{linked})
	if err != nil {
		return err
	}
	return errs[0]
}

// Batch posts many groups of linked entries by a few statements in all: for the end of a day, and for [Writer]. Groups are
// taken in order, each sees what those before it did, and each stands or falls alone: errs has the reason of each that was
// refused, nil for the others. err is the store's: then nothing is known to be written and the transaction must fail.
func Batch(ctx context.Context, tx *db.Tx, groups [][]Entry) (errs []error, err error) {
	errs = make([]error, len(groups))
	judged := make([][]Entry, len(groups))
	for i, g := range groups {
		// What cannot be read, such as text that an engine refuses, must not reach a statement.
		for _, e := range g {
			if errs[i] = e.check(); errs[i] != nil {
				break
			}
		}
		if errs[i] == nil {
			judged[i] = g
		}
	}
	b, err := gather(ctx, tx, judged)
	if err != nil {
		return nil, err
	}
	for i, g := range judged {
		if g != nil {
			errs[i] = b.group(g)
		}
	}
	return errs, b.write(ctx, tx)
}

func same(a, b Entry) bool {
	booked := b.Booked.IsZero() || a.Booked == b.Booked
	return a.Date == b.Date && a.Kind == b.Kind && a.Reverses == b.Reverses && booked && slices.Equal(a.Lines, b.Lines)
}
