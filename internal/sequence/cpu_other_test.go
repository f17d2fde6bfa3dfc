//go:build !unix

package sequence

import "time"

// cpuTime is not known here.
func cpuTime() time.Duration { return 0 }
