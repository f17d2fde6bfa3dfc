package encumbrance

import (
	"crypto/sha256"
	"slices"

	"shurong.org/shurong/internal/registry/act"
	"shurong.org/shurong/internal/registry/decision"
	"shurong.org/shurong/internal/registry/facts"
	"shurong.org/shurong/internal/registry/monitoring"
)

// LiensFollow moves the ranks from one certificate to another. The pledgor stays who it was, the debtor of the claim;
// the pledged right has a new owner, who took it with the lien on it.
func LiensFollow(c *act.Context, from, to, owner string) error {
	enc, err := act.Find[facts.Encumbrance](c, facts.PrefixEncumbrance+from)
	if err != nil || enc == nil {
		return err
	}
	edition, err := c.Edition()
	if err != nil {
		return err
	}
	for _, id := range enc.Liens {
		l, err := act.Load[facts.Lien](c, facts.PrefixLien+id, "")
		if err != nil {
			return err
		}
		l.Certificate, l.Owner = to, owner
		if err := saveLien(c, l, "lien.followed"); err != nil {
			return err
		}
		if edition >= facts.EditionConsent {
			if err := watchFollows(c, id, to); err != nil {
				return err
			}
		}
	}
	c.Delete(facts.PrefixEncumbrance + from)
	act.Put(c, facts.PrefixEncumbrance+to, enc)
	return nil
}

// watchFollows has a lien's challenges and schedule name the certificate whose heartbeats answer them from now on.
func watchFollows(c *act.Context, lien, to string) error {
	e, err := act.Find[monitoring.Existence](c, facts.PrefixExistence+lien)
	if err != nil {
		return err
	}
	if e != nil {
		e.Certificate = to
		act.Put(c, facts.PrefixExistence+lien, e)
	}
	s, err := act.Find[monitoring.Schedule](c, facts.PrefixSchedule+lien)
	if err != nil || s == nil {
		return err
	}
	s.Certificate = to
	act.Put(c, facts.PrefixSchedule+lien, s)
	return nil
}

// NotesFollow takes annotations in force along: moved where the old certificate keeps nothing they are about, else written
// on both.
func NotesFollow(c *act.Context, old *facts.Certificate, to string, moved []decision.Right) error {
	all, err := notes(c, old.Code)
	if err != nil {
		return err
	}
	for i, a := range all {
		if !slices.ContainsFunc(moved, a.Concerns) {
			continue
		}
		stays := slices.ContainsFunc(old.Rights, func(g facts.GrantedRight) bool { return a.Concerns(g.Right) })
		if stays {
			copied := *a
			copied.ID = act.NewID(act.IDNote, sha256.Sum256(append(c.Sum[:], byte(i))))
			a = &copied
		} else if err := unlist(c, a); err != nil {
			return err
		}
		a.Certificate = to
		if err := list(c, a, "annotation.followed"); err != nil {
			return err
		}
	}
	return nil
}
