// Package index finds, among millions of registered assets, those that may share content with a given one.
//
// An asset is entered with at most [MaxPostings] of its sketch's tags, 64 bits each; a query brings all of a sketch's
// tags and gets the assets that have some in common, the most telling first ([Index.Query]). That is a short list to
// compare in full, not a verdict.
//
// # Layout
//
//	segments  immutable, sorted, one file each, mapped into memory      oldest ─► newest, 4× smaller each
//	tail      what came since, in memory: at most [flushPostings] tags
//
//	a segment:  header │ log position of every asset │ directory │ values │ assets │ checksums
//	            directory[top b bits of a tag] → range of values; value = the next 56−b bits, in 4–6 bytes;
//	            assets[i] = which asset values[i] belongs to, 4 bytes
//
// b is chosen so that a range has about 16 values: one cache line of the directory, one or two of the values. So a tag
// costs 8 bytes, and looking one up two or three cache misses a segment, whatever the index's size. 56 bits of a tag
// are kept: among 10⁹ tags, 1,200 looked up hit a wrong one by chance in 2 of 100,000 queries. Ranges over 32
// values are searched by halving, so that a list of a million assets, or tags made up to crowd a range, cost no more.
//
// # Common tags
//
// A tag that more than [RareList] assets hold is no evidence of a copy (a public list that many bought, a default row). It
// counts as common: an asset found by common tags alone is amber at most ([Hit.AmberOnly]). Tags of more than
// [CommonList] assets are not followed.
//
// # Invariants
//
//   - A query's answer depends on the assets below a log position and on nothing else: not on segments, merges or
//     restarts. So the same filing finds the same candidates on every node.
//   - Assets are entered in the order of the log. The files name the log position up to which they are whole, and the
//     digest of the entry before it.
//   - The files are a cache. Each is written beside its place, synced, and renamed. What is not whole when opened is
//     thrown away with all the rest, and the index is built again from the log.
//
// # Sizes and costs
//
// BenchmarkNational, with 10⁷ assets of 64 postings: 554 bytes an asset all told, of which 512 are tags and assets, 27 the
// directory, 8 the log position; a query of 1,000 tags takes 0.8 ms of processor. docs/similarity.md has all figures.
package index
