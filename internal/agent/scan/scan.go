// Package scan finds personal data and secrets in a table without ever repeating them, and says how to cure them.
//
//	d := scan.NewDetector(columns)   // one a worker, while all cells are read
//	d.Cell(column, cell)             // what stands inside texts
//	d.Merge(other)
//	r := scan.Decide(scan.Input{…})  // what each column is, and the table: grade, blocks, cures
//	scan.Read(ctx, stream, …)        // all of this for a scan alone
//
// What a column is, is decided on a sample of rows drawn evenly, once. Each different value is looked at (examine), and
// the share of values that pass is held against the share that would pass by chance: of random 18-digit numbers with a
// plausible date one in eleven passes the check of resident numbers, of random 16-digit numbers one in ten passes
// Luhn's formula, of 18 characters one in thirty-one passes as a credit code. Chance is measured on the column's own
// shape by scrambling: every position keeps its characters, and what ties them together in one number is lost. A column
// is of a kind if at least twice as many values pass (the lift; real columns have 8 to 31), if that is no accident
// (five standard errors), and if what is beyond chance makes up enough of the column: 10 % for resident numbers and
// credit codes, 40 % for cards. Kinds without a check digit are decided by the share alone and by how values are
// spread. A column's name in Chinese, English or pinyin lowers these thresholds to 3 %; it never replaces the values,
// except for what has no form: diagnoses, incomes, religion.
//
// What is sensitive depends on whom it is about: places, diagnoses and amounts count as persons' only where another
// column identifies persons.
//
// Data flows: cells → Detector (counts, candidates of least hash) ┐
//
//	rows  → sample → sampleColumn → findings ┴→ whole (births, places, attributes, secrets) → grade, blocks, proposal
//
// Invariants: a Result holds column names, counts and sentences, never a value; the same input gives the same result,
// whatever the number of workers; nothing here reads a clock.
//
// Costs: 1 to 15 ns of processor for a cell that is dismissed, 25 to 120 ns for one that is searched; 10 ms a column
// for the decision; 27 ms once for the rules for secrets, where a candidate turns up. Check-digit rules live in package
// identifier, the rules for secrets in gitleaks.
package scan
