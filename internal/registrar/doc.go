// Package registrar is the desk of registration, seen from both sides of the counter: the enterprise takes stock of its
// data and files, the registrar accepts, reviews, posts, deposits and issues (Guide Art. 14, seven steps).
//
// The registry knows a case by facts and commitments. This package keeps the words: the form of Guide annex 1, the list
// of corrections, opinions, objections, each under the salted commitment that stands in the log, so that nothing has
// to be linked after a command: a case names its form's commitment, and the form lies under it. It decides nothing
// itself; the rules are the registry's, and a form is tried against them ([keyring.Keys.Try]) before a colleague is
// asked to approve it.
//
// How an act goes:
//
//   - Acts that bind (filing, resubmission; review, refusal, resolution of an objection, certificate) are proposed:
//     words and request are saved in one transaction, and a second person of the organisation carries the command out
//     under the reference of the request. If the request is rejected or withdrawn, the words are removed.
//   - Other acts are sent at once, under the reference of the HTTP request's idempotency key. Their words are saved
//     before and removed if the registry refuses.
//
// Either way a crash in between leaves words without a command, which nobody sees, or a command that the retry finds
// done; never two commands.
//
// Who sees what: an enterprise its own data sets and cases; a registrar the cases filed with it; an objector its own
// objection; everybody the title, summary, parties and dates of what was made public (Guide Art. 24, 27), nothing of a
// case whose publicity is withheld or has not begun. Contact particulars never leave the two parties.
//
// The later types go the same way: the form of the certificate is carried on, with an annex of what is transferred,
// changed, renewed or cancelled; a joint applicant or transferee consents at its own desk. Papers lie in the vault and are
// named by commitment. Lists of earlier certificates (Guide Art. 41) are judged row by row (package recognition), and
// carried over by one request whose rows are each sent once. A person without an organisation objects on the public page;
// the registrar files that on the person's behalf, and the page's copy loses who it was.
//
// Similar data: on filing, the sketch is compared with those of all pending or registered cases of the same registrar
// (about 0.2 ms each). A finding refuses nothing (Guide Art. 21) but must be answered in the review, and the answer's
// commitment and the shares in common are disclosed in the log.
//
// A case is always shown as of today: terms that ended by themselves have had their effect.
package registrar
