// Package keep writes a Go value down whole, private fields included, and reads it back: what a measurement has counted so
// far, so that one that was killed goes on, and what the last one found, so that unchanged data need not be measured again.
//
//	b, err := keep.Encode(&state)
//	err := keep.Decode(b, &state) // same program, same types: else [ErrOther], and the caller begins anew
//
// A state is no format for others. It is bound to the program by a fingerprint: of the types reached from the value, field
// by field, of the processor's byte order and of the build. A later version that counts otherwise does not read it, and
// no line of code need be kept in step with a struct. It is bound to itself by a SHA-256, so that half a file is none.
//
//	"shurong-kept/1\n" ‖ fingerprint (32) ‖ SHA-256 of what follows (32) ‖ value
//
// # The value
//
// Numbers are varints, runs of plain numbers (and of structs of such) their memory. Pointers keep their identity: what two
// point at is one again; a pointer into a slice of structs points into that slice again if the slice comes first. Slices
// that share memory are two afterwards. A closed channel is closed again, a mutex must be free. Functions and
// interfaces must be nil.
//
// # Bounds
//
// Decode allocates no more than 64 bytes for one of input and 2 GiB in all, and goes 200 pointers deep. It fails, and does not
// panic, on any input; whether fields fit one another is vouched for by the checksum alone, since only this program writes
// the file, in a folder that is its own.
package keep
