package base_test

import (
	"encoding/json"
	"testing"

	"shurong.org/shurong/internal/api"
	"shurong.org/shurong/internal/api/base"
	"shurong.org/shurong/internal/approval"
)

func TestPlumbingIsDescribedWithoutARunningNode(t *testing.T) {
	spec := api.Spec("test", (&base.Service{IsDemo: true}).Routes, (&approval.Service{}).Routes)
	var doc struct {
		Components struct {
			Schemas map[string]any `json:"schemas"`
		} `json:"components"`
	}
	if err := json.Unmarshal(spec, &doc); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"Problem", "BaseMe", "ApprovalItem", "ApprovalItemPage", "AuditRow", "AuditRowPage",
		"AuthUser"} {
		if doc.Components.Schemas[name] == nil {
			t.Errorf("no schema %s in %v", name, keys(doc.Components.Schemas))
		}
	}
}

func keys(m map[string]any) (out []string) {
	for k := range m {
		out = append(out, k)
	}
	return out
}
