// Package desk is what the desks of a node have in common: they speak for an organisation, they keep the words that the
// log holds only commitments to, they ask a second person, and they send commands once.
//
// How an act goes:
//
//   - Acts that bind are proposed ([Desk.Propose]): the command is tried against the registry, then words and request are
//     saved in one transaction, and a second person of the organisation has it carried out ([Handle]) under the reference
//     of the request. If the request is rejected or withdrawn, the words are removed.
//   - Other acts are sent at once ([Desk.Perform]), under the reference of the HTTP request's idempotency key. Their
//     words are saved before and removed if the registry refuses.
//
// Either way a crash in between leaves words without a command, which nobody sees, or a command that the retry finds
// done; never two commands. Whoever acted waits until the screens show it.
//
// [Words] lie in one table, whosever desk said them, so that a person's can be found and erased at once.
package desk
