package registration

import (
	"shurong.org/shurong/internal/registry/act"
	"shurong.org/shurong/internal/registry/facts"
)

// Chain returns the whole history of a certificate, oldest first: its own registrations, and those of the certificates
// its rights came from, up to when they left.
func Chain(r act.Reader, code string) ([]ChainLink, error) {
	var out []ChainLink
	until := ^uint64(0)
	for seen := 0; code != "" && seen < maxChain; seen++ {
		cert, err := act.Find[facts.Certificate](r, facts.PrefixCertificate+code)
		if err != nil {
			return nil, err
		}
		if cert == nil {
			return nil, act.ErrNotFound.With("what", act.Printable(code))
		}
		var own []ChainLink
		for _, t := range cert.Titles() {
			if t.Index <= until {
				own = append(own, ChainLink{Certificate: code, TitleEntry: t})
			}
		}
		out = append(own, out...)
		if len(cert.History) > 0 {
			until = cert.History[0].Index
		}
		code = cert.Previous
	}
	return out, nil
}

// maxChain bounds a walk along titles; five years hold few transfers.
const maxChain = 1000

// ChainLink is an entry of the chain of title with the certificate it stands on.
type ChainLink struct {
	Certificate string `json:"certificate"`
	facts.TitleEntry
}
