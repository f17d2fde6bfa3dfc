// Package credit is the lender's desk up to the money: application, assessment, decision, pledge, contract,
// disbursement. What happens to the loan afterwards is package servicing's.
//
// # Course
//
//	borrower  apply ─────────────── propose the pledge ──────────────── sign ─┐
//	bank            assess, approve                    accept the pledge      sign ── disburse
//	earlier pledgees                                   acknowledge
//
// Approval, decline, proposal and acceptance of the pledge, each side's signature, and the disbursement bind an
// organisation: a second person of it decides (package approval). Acknowledgement, effect after notice, decline and
// withdrawal of a lien are sent at once.
//
// # Who decides what
//
// assessment.go holds the checks and the limit as pure functions of the registry's facts. They refuse early, with
// evidence; the registry refuses finally: a sanction, a covenant, a lien ahead that was not disclosed, a
// certificate that lapsed are judged again in the log's order when the command arrives.
//
// # Disbursement
//
// It has to happen in the registry and in the node store, which no transaction spans. It goes forward only, and
// each step finds out whether it was done:
//
//	signed ─(store) disbursing ─(registry) loan.disburse, once ─(store) books of both sides, loan active, disbursed
//
// Before the registry has accepted, a refusal goes back to signed. After it, whatever dies is taken up again under
// the same request, on whatever day, and books the drawdown date of the contract. So there is no money in the books
// without a loan in the log, and no loan in the log that stays without money.
//
// # Privacy
//
// Contracts and pledge contracts stay here; the log holds their salted commitments. A bank and a borrower see their
// own applications and nobody else's. Liens are in the log for everybody to see; that is what they are for.
package credit
