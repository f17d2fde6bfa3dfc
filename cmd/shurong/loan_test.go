package main

import (
	"bytes"
	"errors"
	"path/filepath"
	"strings"
	"testing"

	"shurong.org/shurong/canon"
	"shurong.org/shurong/fault"
	"shurong.org/shurong/money"
)

func TestLoanSchedulePrintsEveryExample(t *testing.T) {
	files, err := filepath.Glob("../../examples/loan/*.yaml")
	if err != nil || len(files) == 0 {
		t.Fatal("no examples", err)
	}
	for _, f := range files {
		for lang, want := range map[string]string{"zh": "年化成本", "en": "yearly cost"} {
			var out bytes.Buffer
			if err := (&loanScheduleCmd{File: f}).Run(&env{Out: &out, Lang: lang}); err != nil || !strings.Contains(out.String(), want) {
				t.Errorf("%s in %s: %v\n%s", f, lang, err, out.String())
			}
		}
	}
}

func TestLoanScheduleJSONIsCanonicalAndWhole(t *testing.T) {
	var out bytes.Buffer
	cmd := loanScheduleCmd{File: "../../examples/loan/equal-instalment.yaml", JSON: true}
	if err := cmd.Run(&env{Out: &out}); err != nil {
		t.Fatal(err)
	}
	var got loanSchedule
	if err := canon.UnmarshalExact(bytes.TrimSpace(out.Bytes()), &got); err != nil {
		t.Fatal(err)
	}
	if got.Interest != 93_929_28 || got.Payment != 500*money.Wan+got.Interest || len(got.Instalments) != 12 {
		t.Errorf("%+v", got)
	}
}

func TestLoanScheduleNamesTheLineOfABadFile(t *testing.T) {
	err := (&loanScheduleCmd{File: "testdata/loan-three-decimals.yaml"}).Run(&env{Out: &bytes.Buffer{}})
	if e := fault.From(err); !errors.Is(err, money.ErrPrecision) || e.Line != 2 || e.Field != "principal" {
		t.Errorf("got %v", err)
	}
}
