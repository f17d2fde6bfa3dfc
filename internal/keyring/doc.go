// Package keyring holds the signing keys of the organisations that are hosted on this node, and signs and submits
// commands on their behalf.
//
// Use [Keys.SubmitOnce] for whatever must happen exactly once although the program may die at any moment, and
// [Keys.Submit] where a repetition is refused by the rules anyway. [Keys.Try] asks what the registry would answer, before
// a person is bothered to approve. [Commit] makes the salted commitments that stand in commands for private text.
//
// At rest a private key is sealed with XChaCha20-Poly1305 under the node key, 32 random bytes in a file of mode 0600
// that lies outside the database: a copy of the database alone signs nothing. A sealed key is bound to its identifier,
// organisation and purpose, so a row moved under another name does not open. Private keys are never logged, listed or
// returned.
//
// # Order
//
// The registry wants the nonces of a key to increase. Commands signed by one key therefore go one after another: each
// waits until the one before was answered. A nonce is not kept in the store: the registry's own last nonce is the truth
// and is asked for at the first command and whenever it disagrees. A nonce that was refused is used again; one whose fate
// is unknown (the caller went away) is skipped.
//
// # Once
//
// SubmitOnce saves the signed bytes under the caller's reference before it sends them. A row therefore means: accepted,
// or fate unknown. Sending the same bytes again is safe, since the ledger answers a command it has accepted with the
// original receipt. A command that the registry definitely refused left no trace there, so its row is removed and a
// retry signs afresh: the state may have changed, and then the answer may too. Saved bytes that come too late (the
// key has gone on to higher nonces) were never accepted and never can be; they are signed again at once.
//
// Cost: a signature is 20 µs, a saved submission one synced row; throughput of one organisation is one command per
// batch of the ledger, which is far above what people at desks and daily agents send.
package keyring
