// Package observation has the rules of what is reported about registered data: what an appraiser found it worth, what
// an agent measured at the owner's site, and whether data in pledge is proved to be there (package monitoring).
//
// A heartbeat names the digest of the one before, so none can be left out or put in between. Challenges are committed
// to before, revealed one by one, and judged here by comparing commitments: nobody's opinion is asked.
package observation
