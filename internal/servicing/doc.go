// Package servicing is a loan from the signed contract to the released lien: margin, accrual, repayment, overdue,
// the value of what secures it, calls for more margin, enforcement, settlement, release.
//
// # Data flow
//
// Package credit opens a loan in the transaction that completes its signatures ([Open]) and disburses it in the
// transaction after the registry accepted the disbursement ([Disburse]). From then on three things move it:
//
//   - money ([Service.Pay], [Service.Confirm]): a lender records what arrived; what a borrower says it sent waits
//     until the lender confirms it, since nobody writes into another's books;
//   - days ([Service.RunDay]): interest is accrued at month ends and due dates, whatever is due and unpaid becomes
//     overdue after its days of grace, calls that ran out fail, data that fell silent is warned of;
//   - the log ([Service.CatchUp], a follower with its own cursor): each heartbeat and each appraisal of a
//     certificate gives every loan on it a value point and a margin test (loan.MarginTest).
//
// # Books
//
// Every movement is one balanced entry in the lender's books and its mirror in the borrower's (books.Mirror), in
// the transaction that changes the loan: both books and the loan move together or not at all. Entries are numbered
// within their loan; what was done is written in the loan beside them, so a repetition finds nothing left to post. The
// books of a loan depend on what happened on which day, never on how often or when the day's end was run.
//
// # Invariants
//
//   - What the loan has accrued, received and holds equals the balances of the lender's books, to the fen.
//   - At most one margin call is open on a loan. It is cured when the test that raised it finds nothing.
//   - The registry learns of repayment (loan.settle) exactly once, and before the lien can be released; margin and
//     surplus go back in the transaction in which the last fen arrives.
//   - A lender and a borrower see their own loans and nobody else's.
//
// Rules are in money.go (what a payment does), margin.go (what a value does), watch.go (what the log says); SQL is
// in store.go; day.go, acts.go and payment.go are use cases.
//
// Sizes: a loan is 3–20 kB with its schedule. A day's end of a loan with nothing due reads and writes one row; with
// something due, a dozen statements.
package servicing
