package main

import (
	"slices"
	"strings"

	"shurong.org/shurong/internal/config"
)

// ownFlags are the commands that take settings, each with those that are flags of its own.
var ownFlags = map[string][]string{
	"serve": {"--listen", "--example"}, "init": {"--origin"}, "admin": nil, "backup": nil, "check": nil, "replay": nil,
}

// settingsLast moves settings given as flags behind "--", where [settingFlags] takes them: the documented table has many,
// and a command's help should not list them all. "--name value" becomes "--name=value".
func settingsLast(args []string) []string {
	if len(args) == 0 {
		return args
	}
	own, takes := ownFlags[args[0]]
	if !takes {
		return args
	}
	var kept, moved []string
	for i := 0; i < len(args); i++ {
		if args[i] == "--" {
			moved = append(moved, args[i+1:]...)
			break
		}
		name, _, whole := strings.Cut(args[i], "=")
		switch {
		case !config.IsFlag(name) || slices.Contains(own, name):
			kept = append(kept, args[i])
		case whole || i+1 == len(args):
			moved = append(moved, args[i])
		default:
			i++
			moved = append(moved, name+"="+args[i])
		}
	}
	if len(moved) == 0 {
		return args
	}
	return append(append(kept, "--"), moved...)
}
