// Package oversight is what outsiders see: the public portal, rendered by the server, and the regulator's overview.
//
// The portal verifies a certificate by code or file, shows the publicity board and the log's latest commitment. Its pages are
// plain HTML that works without scripts, in Chinese and English, at most 60 kB with style and the optional script
// that repeats the proof in the reader's own browser. They show public facts only, need no sign-in and change nothing.
//
// The overview counts what the directory projects; it never reads a private table of another desk.
package oversight
