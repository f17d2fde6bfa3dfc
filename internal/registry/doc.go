// Package registry is the shared truth: who is who, which rights exist in which data, which lien came first, what was
// appraised by whom, when the data was last seen alive, who is sanctioned. It is a deterministic state machine.
//
// Data flow: an organisation signs a [Command] into an [Envelope]; [Precheck] does what needs no order (form, size,
// signature); a sequencer gives it a log position and a time and calls [Apply]; the events and the command become one
// [Entry], a leaf of the Merkle log; the changed facts become leaves of the Merkle map of current facts. Facts are JSON
// values under the keys that package facts names.
//
// Invariants:
//   - Apply reads no clock, draws no random number and iterates no map. Time, position and calendar are inputs.
//   - A refused command leaves no trace: no fact, no nonce.
//   - A key's nonces strictly increase; a command is meant for one log.
//   - Liens on a certificate are ranked by log position, never by a clock; neighbours may exchange ranks, both signing.
//   - No right without a source that carries it; no live lien but on the right to operate of its owner.
//   - A right that is pledged, seized or controlled moves only with the recorded consent of whoever holds it, which serves
//     once; liens and annotations follow the right they are on.
//   - A certificate's chain of title is unbroken: each later registration adds an entry, none is taken away.
//   - A key "encumbrance/<code>" exists exactly while the certificate carries a live lien, so that its absence, which the
//     map can prove, is the statement "no lien"; "notes/<code>" likewise for annotations.
//   - What passes with time alone (acceptance by silence, a lapse, the end of a lien's term) changes no fact: it is read
//     off the fact and the day, by the functions of package facts.
//   - A log of the first day replays to the same bytes (testdata/log-v1.jsonl): facts grow by optional members only.
//   - Nothing personal, secret or erasable is in a command: forms, opinions and contracts appear as salted commitments.
//   - A certificate code is issued once. An identifier is made from the digest of the command that created the thing, so
//     the sender knows it before the command is ordered.
//
// # Where things are
//
// This package knows who speaks and in which order: the envelope, its signature, key and nonce (envelope.go, verify.go,
// authorise.go), which kinds of command there are (kinds.go), and that a command is checked, then applied (machine.go).
// What a command does is said in a package of rules, each over the small [State] that package act gives it:
//
//	membership    how a log begins; organisations, persons, keys, regimes, sanctions
//	registration  the case from filing to certificate, objections, the later registrations, chain of title
//	encumbrance   what others hold in a right: liens, their loans, annotations, licences; consent to acts
//	observation   valuations, heartbeats, proofs that pledged data exists
//	act           what rules work with: the context of a command, facts by key, who sends, checks of form
//	facts         what is stored, and what can be read off it and a day; monitoring likewise, shared with the agent
//	decision      which rights a source carries; profile: the terms of a regime as data
//
// Imports point one way: registry → registration, observation → encumbrance → act → facts → decision, profile. A command is
// one type: its body, its Kind and its Apply stand together in the file named by the idea, and it is on one list,
// commands.go of its package. A fact has its type and its key in facts. A kind of right is a row of decision's table.
// The files names_*.go put these under one roof for callers, who need not know which rule lives where.
//
// The five types of registration are one procedure. A first registration ends with certificates; a later one
// (transfer, change, renewal, cancellation) takes effect at its deposit, when consents are spent and the certificate is
// locked, and is then concluded.
//
// Sizes: facts are 0.2–3 kB; a national registry holds 10⁶–10⁷ certificates. One command touches two to four facts.
//
// The rules are those of 《数据产权登记工作指引（试行）》 国数综政策〔2026〕35号 ("Guide"); the terms of days are data, the [Profile]:
// the log's own, or one that a registrar adopted and a case then carries.
package registry
