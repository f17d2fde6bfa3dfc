package main

import (
	"slices"
	"strings"

	"shurong.org/shurong/internal/config"
)

// onNode are the commands that take settings.
var onNode = []string{"serve", "init", "admin", "backup", "check", "replay"}

// ownFlags are settings that some of these commands have as flags of their own.
var ownFlags = []string{"--listen", "--origin", "--example"}

// settingsLast moves settings given as flags behind "--", where [settingFlags] takes them: the documented table has many,
// and a command's help should not list them all. "--name value" becomes "--name=value".
func settingsLast(args []string) []string {
	if len(args) == 0 || !slices.Contains(onNode, args[0]) {
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
		case !config.IsFlag(name) || slices.Contains(ownFlags, name):
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
