package identifier

import (
	"encoding/json"
	"errors"
	"regexp"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"shurong.org/shurong/fault"
	"shurong.org/shurong/internal/reference"
)

// wants checks an error's code and, where given, one of its arguments.
func wants(t *testing.T, name string, err error, def *fault.Def, arg, value string) {
	t.Helper()
	if !errors.Is(err, def) {
		t.Errorf("%s: got %v, want %s", name, err, def.Code())
		return
	}
	e := fault.From(err)
	if arg != "" && e.Args()[arg] != value {
		t.Errorf("%s: argument %s is %q, want %q", name, arg, e.Args()[arg], value)
	}
	if strings.Contains(e.ZH()+e.EN(), "{") {
		t.Errorf("%s: a placeholder is left open: %s / %s", name, e.ZH(), e.EN())
	}
}

func TestUSCCFollowsTheStandardsWorkedExample(t *testing.T) {
	u, err := ParseUSCC("91350100M000100Y43")
	if err != nil {
		t.Fatal(err)
	}
	if u.Authority() != "9" || u.Category() != "1" || u.Region() != "350100" || u.Organisation() != "M000100Y4" {
		t.Errorf("parts: %s %s %s %s", u.Authority(), u.Category(), u.Region(), u.Organisation())
	}
	for prefix, want := range map[string]USCC{
		"91350100M000100Y4": "91350100M000100Y43",
		"91110000000000000": "91110000000000000E",
		"91330100ABCDEFGH0": "91330100ABCDEFGH0J",
		"00000000000000000": "000000000000000000", // the sum is 0: 31 counts as 0
	} {
		if got, err := MakeUSCC(prefix); err != nil || got != want {
			t.Errorf("MakeUSCC(%s) = %s, %v; want %s", prefix, got, err, want)
		}
	}
}

func TestUSCCFaultsSayWhichRuleAndTheRightCheckCharacter(t *testing.T) {
	for _, c := range []struct {
		in         string
		def        *fault.Def
		arg, value string
	}{
		{"91350100M000100Y44", ErrUSCCCheck, "want", "3"},
		{"91350100M000100Y34", ErrUSCCCheck, "want", "0"}, // two characters swapped
		{"91350100M000100Y4", ErrLength, "got", "17"},
		{"91350100M000100Y433", ErrLength, "got", "19"},
		{"", ErrLength, "got", "0"},
		{"91350100m000100Y43", ErrCharacter, "position", "9"},
		{"91350100M000100I43", ErrCharacter, "position", "16"},
		{"9135010AM000100Y43", ErrCharacter, "position", "8"},
		{"91350100Ｍ000100Y4", ErrCharacter, "position", "9"}, // full-width M
		{"９1350100M000100Y43", ErrCharacter, "position", "1"},
		{" 91350100M000100Y4", ErrCharacter, "position", "1"},
	} {
		_, err := ParseUSCC(c.in)
		wants(t, c.in, err, c.def, c.arg, c.value)
		if IsUSCC(c.in) {
			t.Errorf("IsUSCC(%q)", c.in)
		}
	}
	_, err := MakeUSCC("91350100M000100Y43")
	wants(t, "18 to MakeUSCC", err, ErrLength, "want", "17")
	var u USCC
	if err := json.Unmarshal([]byte(`"91350100M000100Y44"`), &u); !errors.Is(err, ErrUSCCCheck) {
		t.Errorf("from JSON: %v", err)
	}
}

func TestUSCCCatchesEverySingleSlip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		prefix := rapid.StringMatching(`9[1-3][0-9]{6}[0-9A-HJ-NP-RTUWXY]{9}`).Draw(t, "prefix")
		u, err := MakeUSCC(prefix)
		if err != nil {
			t.Fatal(err)
		}
		i := rapid.IntRange(0, 17).Draw(t, "position")
		c := usccAlphabet[rapid.IntRange(0, 30).Draw(t, "character")]
		slip := string(u[:i]) + string(c) + string(u[i+1:])
		if IsUSCC(slip) != (slip == string(u)) {
			t.Fatalf("%s passes as %s", slip, u)
		}
	})
}

func TestResidentNumber(t *testing.T) {
	r, err := ParseResidentID("11010519491231002X")
	if err != nil || r.Region != "110105" || r.Birth.String() != "1949-12-31" || r.Sequence != 2 || r.Male() {
		t.Fatalf("%+v, %v", r, err)
	}
	if _, err := ParseResidentID("11010519491231002x"); err != nil || !IsResidentID("11010519491231002x") {
		t.Errorf("a small x: %v", err)
	}
	for _, c := range []struct {
		in         string
		def        *fault.Def
		arg, value string
	}{
		{"110105194912310021", ErrResidentCheck, "want", "X"},
		{"11010519490229002X", ErrResidentDate, "", ""}, // 1949 was no leap year
		{"11010519491331002X", ErrResidentDate, "", ""},
		{"11010500001231002X", ErrResidentDate, "", ""},
		{"110105491231002", ErrLength, "got", "15"},
		{"1101051949123100A1", ErrCharacter, "position", "17"},
		{"11010519491231002Y", ErrCharacter, "position", "18"},
		{"11010519491231002Ｘ", ErrCharacter, "position", "18"}, // full-width X
	} {
		_, err := ParseResidentID(c.in)
		wants(t, c.in, err, c.def, c.arg, c.value)
		if IsResidentID(c.in) {
			t.Errorf("IsResidentID(%q)", c.in)
		}
	}
}

func TestPersonalIdentifiersAreNeverQuotedInFaults(t *testing.T) {
	for _, in := range []string{"110105194912310021", "11010519490229002X", "1101051949123100A1"} {
		_, err := ParseResidentID(in)
		if e := fault.From(err); strings.Contains(err.Error()+e.ZH(), in[6:14]) {
			t.Errorf("quotes the number: %v", err)
		}
	}
	for _, in := range []string{"4111111111111112", "41111111111111112222222"} {
		_, err := ParseBankCard(in)
		if e := fault.From(err); strings.Contains(err.Error()+e.ZH(), in[:8]) {
			t.Errorf("quotes the number: %v", err)
		}
	}
}

func TestBankCard(t *testing.T) {
	for _, in := range []string{"4111111111111111", "6222020000000000000"} {
		if got, err := ParseBankCard(in); err != nil || got != in || !IsBankCard(in) {
			t.Errorf("%s: %v", in, err)
		}
		if got, err := MakeBankCard(in[:len(in)-1]); err != nil || got != in {
			t.Errorf("MakeBankCard gives %s, %v", got, err)
		}
	}
	for _, c := range []struct {
		in         string
		def        *fault.Def
		arg, value string
	}{
		{"4111111111111112", ErrCardCheck, "want", "1"},
		{"411111111111", ErrLength, "got", "12"},
		{"41111111111111111111", ErrLength, "got", "20"},
		{"4111-1111-1111-1111", ErrCharacter, "position", "5"},
		{"0000000000000000", ErrCardCheck, "", ""},
	} {
		_, err := ParseBankCard(c.in)
		wants(t, c.in, err, c.def, c.arg, c.value)
		if IsBankCard(c.in) {
			t.Errorf("IsBankCard(%q)", c.in)
		}
	}
	_, err := MakeBankCard("12345")
	wants(t, "short prefix", err, ErrLength, "", "")
}

func TestMobile(t *testing.T) {
	if _, err := ParseMobile("13800138000"); err != nil || !IsMobile("13800138000") {
		t.Error(err)
	}
	for in, want := range map[string]struct {
		def      *fault.Def
		position string
	}{
		"12800138000": {ErrCharacter, "2"}, "23800138000": {ErrCharacter, "1"}, "1380013800": {ErrLength, ""},
		"+8613800138": {ErrCharacter, "1"}, "1380013800０": {ErrCharacter, "11"},
	} {
		_, err := ParseMobile(in)
		wants(t, in, err, want.def, "position", want.position)
		if IsMobile(in) {
			t.Errorf("IsMobile(%q)", in)
		}
	}
}

func TestFormsAgreeWithThePublishedOnes(t *testing.T) {
	var ref struct {
		Published []struct {
			ID, Prefix17, Check, Valid, Regex string
			Sum                               int
		}
		Identifiers []struct {
			ID       string
			Valid    any
			Computed []string
		}
	}
	reference.Load(t, "domain_cases.json", &ref)
	seen := 0
	for _, c := range ref.Published {
		switch c.ID {
		case "PUB-USCC":
			seen++
			if u, err := MakeUSCC(c.Prefix17); err != nil || string(u) != c.Valid || usccCheck(c.Prefix17) != c.Check[0] {
				t.Errorf("%s: %s, %v", c.ID, u, err)
			}
		case "PUB-CERT-CODE":
			seen++
			re := regexp.MustCompile(c.Regex)
			for _, s := range []string{"SJ3312026090001", "SJ0000000019999", "SJ3312026130001", "SJ331202609001", "XX3312026090001"} {
				if re.MatchString(s) != IsCertificateCode(s) {
					t.Errorf("%s: the published form says %v", s, re.MatchString(s))
				}
			}
		}
	}
	for _, c := range ref.Identifiers {
		switch c.ID {
		case "USCC":
			seen++
			for _, s := range c.Computed {
				if _, err := ParseUSCC(s); err != nil {
					t.Errorf("%s: %v", s, err)
				}
			}
		case "ID-GB11643":
			seen++
			if _, err := ParseResidentID(c.Valid.(string)); err != nil {
				t.Error(err)
			}
		case "LUHN":
			seen++
			for _, s := range c.Valid.([]any) {
				if _, err := ParseBankCard(s.(string)); err != nil {
					t.Errorf("%s: %v", s, err)
				}
			}
		}
	}
	if seen != 5 {
		t.Errorf("%d of 5 cases were found", seen)
	}
}

func BenchmarkIsUSCC(b *testing.B) {
	for b.Loop() {
		IsUSCC("91350100M000100Y43")
	}
}

func BenchmarkIsResidentID(b *testing.B) {
	for b.Loop() {
		IsResidentID("11010519491231002X")
	}
}
