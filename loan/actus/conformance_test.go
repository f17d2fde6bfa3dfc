package actus

import (
	"encoding/json"
	"math"
	"strconv"
	"strings"
	"testing"

	"shurong.org/shurong/internal/reference"
)

var families = []string{"pam", "lam", "nam", "ann", "lax", "clm", "ump", "csh", "ceg", "cec"}

// tolerance is the standard's: absolute, on every number.
const tolerance = 1e-8

func TestEveryPublishedCaseIsReproduced(t *testing.T) {
	for _, family := range families {
		t.Run(family, func(t *testing.T) {
			file := "actus/actus-tests-" + family + ".json"
			var raw json.RawMessage
			reference.Load(t, file, &raw)
			var want map[string]struct {
				Results []map[string]json.RawMessage `json:"results"`
			}
			if err := json.Unmarshal(raw, &want); err != nil {
				t.Fatal(err)
			}
			cases, faults := Decode(file, raw)
			for _, err := range faults {
				t.Error(err)
			}
			passed := 0
			for _, c := range cases {
				got, err := c.Events(file)
				if err != nil {
					t.Error(err)
					continue
				}
				if why := differ(got, want[c.ID].Results); why != "" {
					t.Errorf("%s: %s", c.ID, why)
					continue
				}
				passed++
			}
			t.Logf("%d of %d", passed, len(want))
		})
	}
}

// differ compares the whole ordered list, and says the first difference.
func differ(got []Result, want []map[string]json.RawMessage) string {
	for i, w := range want {
		if i >= len(got) {
			return "event " + strconv.Itoa(i) + " is missing: " + text(w["eventDate"]) + " " + text(w["eventType"])
		}
		var g map[string]json.RawMessage
		b, err := json.Marshal(got[i])
		if err == nil {
			err = json.Unmarshal(b, &g)
		}
		if err != nil {
			return err.Error()
		}
		for field, value := range w {
			a, b := text(g[field]), text(value)
			if strings.Contains(field, "Date") && a[:10] == b[:10] && strings.Contains(a, "23:59") == strings.Contains(b, "23:59") {
				continue
			}
			x, err := strconv.ParseFloat(b, 64)
			y, _ := strconv.ParseFloat(a, 64)
			if a != b && (err != nil || math.Abs(x-y) > tolerance) {
				return "event " + strconv.Itoa(i) + " " + text(w["eventDate"]) + " " + text(w["eventType"]) + " (got " +
					got[i].EventDate + " " + got[i].EventType + ") " + field + ": " + a + ", want " + b
			}
		}
	}
	if len(got) > len(want) {
		e := got[len(want)]
		return "event too many: " + e.EventDate + " " + e.EventType
	}
	return ""
}
