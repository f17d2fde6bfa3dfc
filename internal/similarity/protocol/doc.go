// Package protocol is what an owner's site and the bodies that hold the shares of a key say to each other: the messages,
// the signature that stands in for a session, and the client.
//
// A site blinds the values of its sketch, asks every body of the key, checks what they proved and finishes the tags
// ([Client.PRF]). A body learns who asks, for what (the subject) and how many elements, and nothing of the values.
//
//	subject   draft/<id>        data that is about to be registered
//	          dataset/<id>      data that is in stock
//	          case/<id>         a registration that is under way
//	          certificate/<code>   registered data that is sealed again, at a heartbeat after the key was rolled
//
// Who asks is either a person or program of the organisation, by an API token, or the holder of a key of the
// organisation that is in the registry, by signing the request ([Sign]). Every body checks that by itself, so that a
// registrar cannot use another body to evaluate what nobody asked for.
//
// Invariants: the client pins the key's fingerprint; it follows no redirect and speaks to other machines over HTTPS
// only; what it reads is bounded.
package protocol
