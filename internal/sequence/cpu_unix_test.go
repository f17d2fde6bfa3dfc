//go:build unix

package sequence

import (
	"syscall"
	"time"
)

// cpuTime is the processor time this process has used: on a machine that is shared, it tells what elapsed time does not.
func cpuTime() time.Duration {
	var r syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &r) != nil {
		return 0
	}
	return time.Duration(r.Utime.Nano() + r.Stime.Nano())
}
