// Package auth knows who may do what on this node.
//
// A [Principal] is one person acting for one organisation. It arrives with a session (a browser) or an API token (a
// program) and travels in the context ([From]). What it may do is decided in one place, [Principal.Can], from one
// table, policy.go, which an auditor can read from top to bottom; a route names the [Action] it needs and never a role.
//
// Kept at rest: passwords as argon2id, sessions, tokens and single-use links as SHA-256 of 256 random bits, so that a
// copy of the database signs nobody in. There is no default password: the first administrator is made by a link that
// is printed at first start, works once and for a short time, or by a command on the machine.
//
// Sessions run by the machine's clock, not the node's, since the worked example's clock stands still and jumps.
package auth
