// Package registration has the rules of registration (Guide chapters 3 to 6): the case from filing to certificate, its
// legal terms, objections, and the later registrations of a certificate that exists.
//
// A case is a [docket] while a command looks at it: as of today, with what passed by silence, and with the rules it was
// filed under. The five types are one procedure; they differ in what is filed (file.go, later.go) and in what
// the end does: certificates are issued (certificate.go), or a later registration takes effect at its deposit
// (deposit.go) and is concluded (conclude.go). In between, all go by accept.go, review.go, publicity.go, objection.go.
//
// A right is granted only where the source carries it (package decision). What others hold in the rights of a
// certificate is asked of package encumbrance.
//
// To add a type of registration: its filing in later.go, its effect in deposit.go and conclude.go. To add a kind of
// right: package decision; nothing here knows the three by name but transfer, which has liens follow the right to operate.
package registration
