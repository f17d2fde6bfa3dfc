package simulation

import (
	"os/exec"
	"regexp"
	"testing"
)

// fused are the instructions that multiply and add with one rounding, on the machines whose compilers use them.
var fused = regexp.MustCompile(`\t(FN?M(ADD|SUB)[DS]?|VFN?M(ADD|SUB)\d+SD|WFM[AS]DB)\t.*`)

func TestNoProductIsFusedIntoASum(t *testing.T) {
	if testing.Short() {
		t.Skip("compiles the standard library for another machine")
	}
	goTool, err := exec.LookPath("go")
	if err != nil {
		t.Skip("the go command is not on the path")
	}
	for _, target := range [][]string{{"GOARCH=arm64"}, {"GOARCH=amd64", "GOAMD64=v3"}} {
		cmd := exec.Command(goTool, "build", "-gcflags=-S", ".")
		cmd.Env = append(append(cmd.Environ(), "CGO_ENABLED=0"), target...)
		listing, err := cmd.CombinedOutput()
		if err != nil {
			t.Fatalf("%v: %v\n%s", target, err, listing)
		}
		if !regexp.MustCompile(`\t(FMULD|MULSD)\t`).Match(listing) {
			t.Fatalf("%v: the listing has no products to look at", target)
		}
		for _, line := range fused.FindAll(listing, 10) {
			t.Errorf("%v: %s", target, line)
		}
	}
}
