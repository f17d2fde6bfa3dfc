package sketch

import (
	"os"
	"runtime/debug"
	"testing"
)

// TestMain collects less often: the tests make gigabytes of small strings, and half their time went into looking at them.
func TestMain(m *testing.M) {
	debug.SetGCPercent(600)
	os.Exit(m.Run())
}
