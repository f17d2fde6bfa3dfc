package main

import (
	"runtime"
	"runtime/debug"
)

// version is set by the release build (-ldflags "-X main.version=…").
var version = "dev"

type versionCmd struct{}

func (versionCmd) Run(e *env) error {
	revision := ""
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, s := range info.Settings {
			if s.Key == "vcs.revision" {
				revision = " " + s.Value
			}
		}
	}
	e.printf("shurong %s%s %s %s/%s\n", version, revision, runtime.Version(), runtime.GOOS, runtime.GOARCH)
	return nil
}
