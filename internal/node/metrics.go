package node

import (
	"github.com/prometheus/client_golang/prometheus"
)

// measure registers the node's own figures beside those of the server: how long the log is, and how far what follows it is
// behind. A lag that stays says that a follower is stuck; screens are stale by that many entries.
func (n *Node) measure(r *prometheus.Registry) {
	size := func() float64 { return float64(n.Ledger.Size()) }
	r.MustRegister(
		prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: "shurong_log_entries", Help: "Entries in the registry's log."}, size),
		prometheus.NewGaugeFunc(prometheus.GaugeOpts{
			Name: "shurong_directory_lag_entries", Help: "Entries of the log that the directory has not taken in yet.",
		}, func() float64 { return max(0, size()-float64(n.Directory.Size())) }),
		prometheus.NewGaugeFunc(prometheus.GaugeOpts{
			Name: "shurong_similarity_lag_entries", Help: "Entries of the log that the similarity index has not taken in yet.",
		}, func() float64 {
			_, taken := n.Similarity.Stats()
			return max(0, size()-float64(taken))
		}),
	)
}
