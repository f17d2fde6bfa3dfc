// Package directory projects the log into the tables that screens list and page through: organisations, keys, cases,
// certificates, liens, valuations, heartbeats, sanctions, loans, and a timeline of events by subject.
//
// Data flow: a [Directory] follows the ledger. It reads entries after its own cursor, decodes their events, whose bodies
// are the facts as they became, and writes rows and cursor in one transaction. So it can be killed anywhere, and can be
// dropped and built again from entry 0 with the same rows ([Directory.Rebuild]). It only ever lags, never
// contradicts: whoever has just changed something calls [Directory.Wait] with the receipt's index + 1 before reading.
//
// Rows are facts, not views of them: a case is stored as its last event left it. What the passing of a day does to it is
// the reader's to apply (registry.Case.AsOf). What decides about money or rights is read from the ledger's snapshot,
// never from here.
//
// Every list is newest first, by the log position that created the row, and paged by that position. Everything here is
// shared fact, known to all who can read the log; the package guards nothing.
//
// Sizes: one row of 0.3–3 kB per thing and 1–4 timeline rows of 100 bytes per event; 10⁷ entries are some 20 GB. Catching
// up does about 5,000 entries a second, in transactions of [batch].
package directory
