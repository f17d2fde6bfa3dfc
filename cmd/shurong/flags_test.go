package main

import (
	"strings"
	"testing"

	"shurong.org/shurong/internal/config"
)

// Every flag of the table in docs/configuration.md works where a reader would write it.
func TestSettingsAreFlagsAsDocumented(t *testing.T) {
	for line, want := range map[string]string{
		"serve --public-url https://a.cn --listen :1": "serve --listen :1 -- --public-url=https://a.cn",
		"serve --log-format=json --dir d":             "serve --dir d -- --log-format=json",
		"check --data-dir d":                          "check -- --data-dir=d",
		"serve --dir d -- --log-level=warn":           "serve --dir d -- --log-level=warn",
		"serve --max-body=1MiB -- --log-level=warn":   "serve -- --max-body=1MiB --log-level=warn",
		"profile --origin x":                          "profile --origin x",
		"admin create --origin o/r --account a":       "admin create --account a -- --origin=o/r",
		"init --origin o/r --dir d":                   "init --origin o/r --dir d",
		"serve --dir d":                               "serve --dir d",
		"serve --nonsense x":                          "serve --nonsense x",
	} {
		if got := strings.Join(settingsLast(strings.Fields(line)), " "); got != want {
			t.Errorf("%s: %s", line, got)
		}
	}
	for row := range strings.Lines(config.Table()) {
		cells := strings.Split(row, "|")
		if len(cells) > 3 && strings.Contains(cells[3], "--") && !strings.Contains(cells[3], "---") {
			flag := strings.Trim(cells[3], " `")
			if !config.IsFlag(flag) {
				t.Errorf("%s is in the table and not taken", flag)
			}
		}
	}
	if out, code := session(t, "check", "--data-dir", t.TempDir()); code != 3 || !strings.Contains(out, "node.none") {
		t.Errorf("exit code %d\n%s", code, out)
	}
}
