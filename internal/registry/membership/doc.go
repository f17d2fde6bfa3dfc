// Package membership has the rules of who takes part: how a log begins, which organisations and natural persons are
// admitted, which keys sign for them, which regimes a registrar goes by, under which keys sketches are sealed for it, and
// who is on the joint sanction list.
//
// A natural person enters by a salted commitment, for the log cannot be erased. A key under which anybody could sign is
// refused. A key's organisation never changes; a revoked key stays, for what it signed stays valid.
package membership
