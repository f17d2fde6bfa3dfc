package index

import (
	"syscall"
	"time"
	"unsafe"
)

// processor is the time that this thread was on a processor, to the nanosecond (CLOCK_THREAD_CPUTIME_ID).
func processor() time.Duration {
	var t syscall.Timespec
	if _, _, e := syscall.RawSyscall(syscall.SYS_CLOCK_GETTIME, 3, uintptr(unsafe.Pointer(&t)), 0); e != 0 {
		return 0
	}
	return time.Duration(t.Nano())
}
