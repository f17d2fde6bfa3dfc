// Package simulation draws, evaluates and summarises: what is uncertain about a number that a formula gives.
//
//	s, err := simulation.NewSampler(simulation.Options{Seed: 7, Draws: 1_000_000}, dists, correlations)
//	r := simulation.Run(program, s, 0)           // 0 = as many workers as there are processors
//	r[0].Mean, r[0].Quantile(0.05)
//
// A [Program] is a formula compiled to operations on columns; a [Sampler] fills the columns of its inputs, a block of
// [Block] draws at a time; [Run] hands blocks to workers and keeps every draw of every output. From the same formula
// come [Sensitivity] (Sobol indices), [Program.At] (one point: tornado, two-way tables) and [BreakEven].
// The package knows nothing of what is computed.
//
// # Same seed, same bits
//
// Results depend on the formula, the distributions, the seed and the number of draws; not on the machine, the number of
// processors or the schedule. Four things make it so.
//
// Draws are addressed, not handed out: number i of input k is a function of (seed, k, i), see [Philox].
//
// Only +, −, ×, ÷ and √ of IEEE 754 are used, which every machine rounds alike, and functions made of them here
// (exp, ln, Φ, Φ⁻¹, incomplete beta): the standard library's have assembly of their own on amd64, arm64 and s390x, and
// those differ in the last bit. What they cost in accuracy is said at each and tested against 50 digits.
//
// Products are converted explicitly, float64(x*y), which forbids the compiler to fuse them into the sum that
// follows, as it otherwise would on arm64, ppc64, s390x, riscv64 and amd64 from v3. A test reads the assembly
// listing and finds no such instruction.
//
// Sums over draws are made per block, and merged in the order of blocks.
//
// Golden digests of every bit are met on amd64 and, by SHURONG_MACHINES=1 go test, on amd64 v3, 386 and WebAssembly.
//
// # Costs
//
// A block's column is 8 KiB, so that the handful that are alive together stay in the first-level cache. Nothing is
// allocated per draw or per block; a run keeps 8 bytes a draw and output. Quantiles are exact order statistics.
// A draw of ten years of royalties with three uncertain inputs takes some 75 ns of one core (2.6 GHz), half of it
// in the formula's columns, and of that nearly half in its ten divisions. A Latin hypercube takes 25 ns more, for
// its permutations. Work goes to any number of cores alike.
package simulation

// Block is the number of draws evaluated together.
const Block = 1024

// MaxDraws bounds a run: 16 MiB an output.
const MaxDraws = 2_000_000
