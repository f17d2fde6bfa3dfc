// Package oversight is the regulator's desk: the joint sanction list, and an overview of the field with a scorecard
// for each registrar.
//
// Sanctions (联合惩戒). Listing and lifting bind the regulator, so one person proposes and another approves (package
// approval). The words of the decision stay in the node store under their salted commitment ([canon.Commit]); the log
// holds commitment, grounds, term and parties. Words and request are saved in one transaction, and removed if the
// request is rejected or withdrawn. A command is tried against the registry before a colleague is asked. The list is
// for everyone signed in; the words are for regulators and for the organisation concerned. That a listed organisation
// is paid no loan is the registry's rule, not this package's.
//
// Overview. Everything is counted in one consistent snapshot of the ledger, so it names the log size it speaks of,
// and two nodes with the same log give the same numbers. Terms that ended by themselves have had their effect
// (registry.Case.AsOf). It reads no private table of another desk: who owes what to whom is the banks' affair.
//
// Cost: about 10 µs a fact: 0.1 s for 10⁴ facts, some seconds for 10⁶. The result is kept until the log or the day has
// moved, and is made by one request at a time.
package oversight
