// Package heartbeat is the node's part in watching pledged data: it tells agents what is asked of them, keeps the sealed
// packages of challenges for their lenders, and reveals the next challenge for the lenders it hosts.
//
// # Data flow
//
//	agent  ── GET watches ──►  liens, challenges that wait, schedules, and the lender's key to seal to
//	agent  ── commit (command) ─► registry;  ── POST package ─► kept if its digest is the one committed to
//	node   ── after each commitment and heartbeat ─► existence.challenge, signed for the hosted lender
//	node   ── at each day's end ─► heartbeat_late: what a schedule asked for and did not come, once, for lender and owner
//	agent  ── answer, with its next heartbeat ─► registry compares ─► passed, failed or missed
//
// A lender that the node hosts has a key pair of its own here, made when the node first tends it; the private half is
// sealed under the node key like the organisation's signing keys. A lender that keeps its own keys downloads the package
// (GET /liens/{lien}/package), opens it with shurong agent challenge, and submits the command itself.
//
// # Invariants
//
//   - Revealing a challenge changes nothing but to make the next answer due; therefore no second person is asked. What
//     binds (a schedule, giving up challenges) goes through approval.
//   - At most one challenge of a lien waits. It is revealed once: the registry refuses a second.
//   - A package is kept only if the registry's commitment of a live lien names its digest, so anybody may hand it in.
//   - The follower keeps no cursor: what it missed while the node was down is found again by [Service.Tend] at the start
//     and at each day's end, which asks the facts, not the log.
//
// Costs: a package of 400 challenges is 18 kB and opens in 2 ms; revealing is one command.
package heartbeat

import "shurong.org/shurong/fault"

var (
	// ErrNotFound says that a lien does not exist, or not for the one who asks.
	ErrNotFound = fault.Define("heartbeat.not_found", fault.NotFound,
		"未找到质押 {lien}，或其没有封存文件", "there is no lien {lien}, or it has no sealed package")
	// ErrPackage says that a package is not the one committed to.
	ErrPackage = fault.Define("heartbeat.package", fault.Conflict,
		"封存文件的摘要与登记簿不一致", "the package's digest is not the one that the registry holds").
		Hint("请先登记承诺（existence.commit），再提交同一文件", "record the commitment first, then hand in the same file")
	// ErrLender says that only the lien's pledgee may do something.
	ErrLender = fault.Define("heartbeat.lender", fault.Forbidden,
		"只有质权人可以办理此事项", "only the lien's pledgee may do this")
)
