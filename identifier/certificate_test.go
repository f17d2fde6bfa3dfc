package identifier

import (
	"encoding/json"
	"errors"
	"testing"

	"pgregory.net/rapid"

	"shurong.org/shurong/fault"
)

func TestCertificateCodeHasTheSixParts(t *testing.T) {
	c, err := ParseCertificateCode("SJ3312026090001")
	if want := (CertificateCode{Region: 33, Registrar: 1, Year: 2026, Month: 9, Serial: 1}); err != nil || c != want {
		t.Fatalf("%+v, %v", c, err)
	}
	if c.String() != "SJ3312026090001" {
		t.Error(c)
	}
	b, err := json.Marshal(c)
	if err != nil || string(b) != `"SJ3312026090001"` {
		t.Errorf("JSON %s, %v", b, err)
	}
	var back CertificateCode
	if err := json.Unmarshal(b, &back); err != nil || back != c {
		t.Errorf("%v, %v", back, err)
	}
}

func TestCertificateCodeFaults(t *testing.T) {
	for _, c := range []struct {
		in         string
		def        *fault.Def
		arg, value string
	}{
		{"SJ3312026130001", ErrCertificateRange, "part", "month"},
		{"SJ3312026000001", ErrCertificateRange, "part", "month"},
		{"SJ3312026090000", ErrCertificateRange, "part", "serial"},
		{"SJ331202609001", ErrLength, "got", "14"},
		{"sj3312026090001", ErrCharacter, "position", "1"},
		{"SX3312026090001", ErrCharacter, "position", "2"},
		{"SJ33A2026090001", ErrCharacter, "position", "5"},
		{"数据3312026090001", ErrCharacter, "position", "1"},
		{"é", ErrCharacter, "position", "1"},
	} {
		_, err := ParseCertificateCode(c.in)
		wants(t, c.in, err, c.def, c.arg, c.value)
	}
	if _, err := (CertificateCode{Region: 100, Month: 1, Serial: 1}).MarshalText(); !errors.Is(err, ErrCertificateRange) {
		t.Errorf("region 100: %v", err)
	}
}

func TestSerialsRunFromOneAndExhaustAfter9999(t *testing.T) {
	c := CertificateCode{Region: 33, Registrar: 1, Year: 2026, Month: 9}
	first, err := c.Next()
	if err != nil || first.String() != "SJ3312026090001" {
		t.Fatalf("%v, %v", first, err)
	}
	c.Serial = MaxSerial - 1
	last, err := c.Next()
	if err != nil || last.String() != "SJ3312026099999" {
		t.Fatalf("%v, %v", last, err)
	}
	_, err = last.Next()
	wants(t, "after 9999", err, ErrSerialExhausted, "month", "2026-09")
	if fault.From(err).Kind() != fault.Conflict {
		t.Error("exhaustion is a state of the registrar, not of the input")
	}
}

func TestCertificateCodeReadsWhatItWrites(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.StringMatching(`SJ[0-9]{2}[0-9][0-9]{4}(0[1-9]|1[0-2])[0-9]{3}[1-9]`).Draw(t, "code")
		c, err := ParseCertificateCode(s)
		if err != nil || c.String() != s || !IsCertificateCode(s) {
			t.Fatalf("%s -> %s, %v", s, c, err)
		}
	})
}
