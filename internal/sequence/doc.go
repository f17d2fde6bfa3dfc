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
//	       └─ commit (one goroutine)     hashes log and map, signs the checkpoint, one SQL transaction, answers
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
// BenchmarkLife is the mix of a registration's life: twelve signed commands from the filing with its measurement to the
// released pledge, each with a leaf of 2.2 kB and two or three changed facts. All told a command costs the processor about
// 3.4 times what checking its signature by crypto/ed25519 costs: 200 µs where that was 59 µs, on two cores shared with
// other work. In proportion that is 113 µs, or 17,000 commands a second on two cores, where a signature takes 33 µs. The
// signature is the floor: with everything else free such cores would carry 60,000. Of the 200 µs, with 1024 in flight:
//
//	50   the signature, its key kept decompressed     all cores, before the order
//	10   reading the command                          all cores
//	35   rules: a fact or two decoded, encoded        one core
//	75   SQLite: some ten rows and their pages        one core, beside the rules
//	15   hashing map and log, tiles                   the same core
//	15   queues, garbage of 16 kB a command
//
// No stage alone fills a core, so two cores are used whole. Fewer in flight make smaller batches: with 64, of 35 commands,
// a command costs half as much again, for the fixed cost of a transaction (statements parsed, the log's last tile written
// again, the sync) is shared by fewer. On PostgreSQL this process spends 15 % more than on SQLite, and the server its own.
//
// Growth adds pages that are read cold and one level of tiles for a factor of 32: 3.7, 4.0 and 5.1 signatures' cost over
// 10^4, 10^5 and 10^6 facts (BenchmarkGrowth), less than in proportion to the logarithm. Signatures are not checked many
// at once: see registry's verifies. Collecting garbage less often gains nothing that could be measured.
package sequence
