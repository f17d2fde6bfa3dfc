// Package beat is the agent as a service at the data owner's site: it measures sources on a schedule, answers the
// lenders' challenges, and sends signed heartbeats, whatever the network does.
//
//	cfg, err := beat.Load("agent.yaml")
//	a, err := beat.Open(cfg, beat.Options{Log: log})   // takes the state folder for itself
//	err = a.Run(ctx)                                   // until ctx ends; a.Once(ctx) for one round
//
// # What moves
//
//	schedule → measure (one pass, package agent) → answer challenges (package existence) → outbox → sign → node
//
// Everything that must survive is a file in the state folder, written beside its name, synced, renamed, and the folder
// synced: killed at any instant, the agent finds each file as it was or as it should be.
//
//	lock                 held by the one running agent
//	outbox/N.json        what is to be sent, in order; with the signed bytes once they exist
//	refused/N.json       what the node will never take, with its reason: for a person
//	sources/NAME.json    the last beat and slot, answered challenges, the committed partitions
//	sources/NAME.base    the sketch and make-up of the data when it was first measured
//	sources/NAME.measured  the last measurement, to be taken up where the data has not changed (package again)
//	sources/NAME.measured.part  a measurement that is being made, if it was broken off
//	sources/NAME.sketch, NAME.tags  the last sealed sketch, and what its inputs were sealed to
//	status.json          what a person or the interface wants to know; no secrets
//
// # Once, and in order
//
// A run belongs to a slot of the schedule. Its result enters the outbox under the slot before the slot counts as done, so
// a slot is measured again if the agent died before that, and never twice into the outbox. A heartbeat's sequence number
// and its predecessor's digest are taken from the node when it is signed; the signed bytes are saved before they are sent.
// After a lost answer or a crash the same bytes are sent again, which the registry answers with the first receipt. Only if
// the node says that another command of the key or another heartbeat came first (then ours was not taken and cannot be
// any more) is it signed anew.
//
// # Bounds
//
// One source is measured at a time; memory is that of one measurement (package agent) and, at pledge, of one commitment
// (package existence). The outbox holds one file of about 2 kB per missed heartbeat. Nothing listens: no ports are opened.
// The agent's key can sign heartbeats and commitments to existence, nothing else.
package beat
