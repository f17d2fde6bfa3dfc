package main

import (
	"os"

	"shurong.org/shurong/internal/config"
)

// settingFlags are how a command that works on a node finds it: shorthands for the settings used most, the rest pass
// through, see [settingsLast].
type settingFlags struct {
	Dir      string   `help:"Data directory (setting data_dir)." placeholder:"DIR"`
	Config   string   `help:"Configuration file." placeholder:"FILE"`
	Settings []string `arg:"" optional:"" help:"Other settings as --name=value; see docs/configuration.md."`
}

// load reads the settings; more are those of the command's own shorthands.
func (f settingFlags) load(more ...string) (config.Config, error) {
	args := append(append([]string(nil), f.Settings...), more...)
	if f.Config != "" {
		args = append(args, "--config="+f.Config)
	}
	if f.Dir != "" {
		args = append(args, "--data-dir="+f.Dir)
	}
	return config.Load(args, os.Environ())
}
