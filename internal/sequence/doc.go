// Package sequence decides the order of commands and makes it durable.
//
// [Ledger] is what the rest of the program sees: submit a signed command, read facts and proofs at one moment, follow
// the entries. [Solo] implements it for one operator on one database. A federation orders commands in another way and
// presents the same interface.
//
// # Data flow
//
//	Submit (any goroutine)     form and signature are checked on the caller's core; then the command queues
//	  └─ order (one goroutine)     takes what is queued, applies each command on an overlay of the facts, builds leaves
//	       └─ commit (one goroutine)     one SQL transaction; the map is hashed beside it, the checkpoint signed; answers
//
// While a batch is being committed the next one is already applied on top of it, so a batch is as large as the traffic
// during one commit: one command when the node idles, hundreds under load.
//
// One transaction holds a batch whole: entries, changed facts, log tiles, map tiles, and the batch row with both roots
// and the signed checkpoint. A crash leaves a batch entirely or not at all.
//
// # Invariants
//
//   - A command is answered only when its batch is durable; so is a refusal, since it may rest on a command of the
//     same batch or the one before.
//   - A refused command leaves nothing: it was applied on an overlay that is dropped.
//   - The same bytes are one command. Submitted again, also at the same moment, they get the original receipt. The
//     registry refuses every replay (nonces only rise), so only refused commands have to be looked up.
//   - A batch has one time, which never decreases along the log. Batches leave no trace in facts or roots: [Replay]
//     derives the same from the leaves alone, and [Check] compares every row.
//   - Everything is bounded: commands in flight, commands in a batch, cached facts and tiles. Over the bound a command
//     is refused as unavailable, with nothing done.
//
// # Costs, and what bounds them
//
// BenchmarkLife is the mix of a registration's life: twelve signed commands from the filing with its measurement to
// the released pledge, each with a leaf of about 2 kB and two or three changed facts. Of 185 µs of processor a command,
// with 1024 in flight on two cores shared with much other work, where crypto/ed25519 takes 54 µs to check a signature:
//
//	78   committing: SQLite's rows 33, its write-ahead log 26, its checkpoints 7     one core
//	35   rules: a fact or two decoded, encoded; the leaf and its hash                one core
//	44   the signature: by the key's table, the first ones without, making it        all cores
//	15   reading the command                                                         all cores
//	 5   hashing the map, beside the statements                                      another core
//	 8   collecting garbage of 20 kB a command, queues
//
// Under less load it is 158 µs. So two cores carry 10,600 to 12,700 commands a second at most, and the committing
// goroutine alone 12,800. A command writes 2.5 pages of 4 kB: 0.7 of map tiles, 0.65 of entries, 0.6 of facts, 0.4 of
// the digests' index. What was tried and gains nothing: larger pages (fewer, but as many bytes), several rows a
// statement (SQLite keeps a journal for each such statement), statements kept parsed, batches of thousands.
//
// Fewer in flight make smaller batches: with 64, of 35 commands, a command costs a third more, for the fixed cost of a
// transaction (the log's last tile written again, the upper tiles of the map, the sync) is shared by fewer.
//
// Growth adds pages that are read cold and one level of tiles for a factor of 32: 3.7, 4.0 and 5.1 signatures' cost
// over 10^4, 10^5 and 10^6 facts (BenchmarkGrowth, before keys had tables), less than in proportion to the logarithm.
package sequence
