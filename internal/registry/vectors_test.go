package registry

import (
	"os"
	"regexp"
	"strings"
	"testing"
)

// TestEveryKindOfFactHasAPublishedVector: another implementation can test each key that package facts names.
func TestEveryKindOfFactHasAPublishedVector(t *testing.T) {
	keys, err := os.ReadFile("facts/keys.go")
	if err != nil {
		t.Fatal(err)
	}
	vectors, err := os.ReadFile("../../proof/testdata/vectors.json")
	if err != nil {
		t.Fatal(err)
	}
	found := regexp.MustCompile(`(?m)^\t(?:Key|Prefix)\w+\s+= "([^"]+)"`).FindAllSubmatch(keys, -1)
	if len(found) < 20 {
		t.Fatalf("only %d keys are named", len(found))
	}
	for _, m := range found {
		if kind := strings.TrimSuffix(string(m[1]), "/"); !strings.Contains(string(vectors), `"of kind `+kind+`: `) {
			t.Errorf("there is no vector of a fact %q", kind)
		}
	}
}
