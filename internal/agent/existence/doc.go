// Package existence proves, challenge by challenge, that data which was pledged is still there, without showing any of
// it.
//
//	c, err := existence.Commit(ctx, files, partitions, existence.Options{Rand: rand.Reader})   // at pledge
//	sealed, err := existence.Seal(c.Package, "age1…")                                           // for the lender alone
//	c.Command(lien, recipient, sealed)                                                          // registry: two roots
//	…
//	p, err := existence.Open(sealed, identity)        // the lender; p.Reveal(i) is the registry's existence.challenge
//	a, err := existence.Answer(ctx, files, partitions, sampled, nonce)   // the agent, with its next heartbeat
//
// # What is committed to
//
// A partition is content that does not change any more: a file of a folder, a period's file, or what a growing file held
// at the time ([Files.List] takes each file up to its present length; what is appended later is a partition of the next
// round). It is cut into blocks of 64 KiB. Two RFC 6962 trees stand over it, their hashes kept apart by the first byte
// and a text:
//
//	leaf of a block   SHA-256(0x00 ‖ salt of the block ‖ block)          node  SHA-256(0x01 ‖ left ‖ right)
//	content root      over the partitions: sizes, name under salt, root of its blocks
//	challenge root    over challenges: index, nonce, SHA-256(salt ‖ answer)
//
// Salts make the roots say nothing to somebody who guesses content. The content root lets a renewal prove that it covers
// what the pledge did (RFC 6962 consistency); with salts and files an expert can check every block later.
//
// # The challenge
//
// A nonce chooses k of all n blocks. The answer is SHA-256 over the SHA-256 of (nonce ‖ place ‖ block) of each, in order:
// it cannot be prepared without the nonce, nor worked out from digests that were kept in place of the blocks.
//
// If a share p of the blocks is gone, k blocks drawn without return miss all of the gone ones with probability
//
//	C(n−pn, k) / C(n, k)  ≤  (1−p)^k
//
// so that k = ln 0.01 / ln 0.99 ≈ 459 finds a loss of 1 % with 99 % however large the data is: 29 MB read per
// heartbeat. [SampleSize] computes the exact least k: n = 20 → 20, n = 1,000 → 368, n = 20,000 → 453, n → ∞: 459. A
// loss that stays is looked for again by every heartbeat: of ten, one that misses each time has probability 10⁻²⁰.
//
// # Trust
//
// The agent draws nonces and salts from a seed, works out the answers, seals seed and commitments to the lender, and
// forgets the seed: from then on it knows no more about the next nonce than anybody. Who alters the agent before the
// pledge can keep the seed, and then answers from a copy of the answers; therefore the program that commits is the
// released one (its version is in the measurement), installed in the lender's presence if the sum asks for it. After
// that neither side can cheat: the lender reveals a nonce with its path to the committed root, so it cannot invent one,
// and the registry, not a party, compares the answer.
//
// # Costs
//
// Committing reads the content once, in order, and hashes each block once for the tree and once for every challenge that
// chose it: 12 GB of hashing in all for 400 challenges of large data, whatever its size, on all cores. That is 7 s of
// processor for 256 MB (BenchmarkCommit, November 2026); larger data adds one more hash of each byte. An answer takes
// 25 ms (BenchmarkAnswer). Memory: 400·k·48 bytes (9 MB) and 4 MB of blocks.
package existence
