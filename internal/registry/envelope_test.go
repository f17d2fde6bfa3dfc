package registry

import (
	"bytes"
	"crypto/ed25519"
	"errors"
	"reflect"
	"strings"
	"testing"

	"shurong.org/shurong/canon"
)

func TestEnvelopeIsRefusedUnlessItIsNewSignedAndMeantForThisLog(t *testing.T) {
	w := newWorld(t)
	lift := &SanctionLift{Subject: uscc(farm), Decision: hash("d")}
	good := w.sign(registrar, registrar, &CalendarAdd{})
	replace := func(b []byte, old, by string) []byte {
		if !bytes.Contains(b, []byte(old)) {
			t.Fatalf("%q is not in the envelope", old)
		}
		return bytes.Replace(b, []byte(old), []byte(by), 1)
	}
	otherLog, err := Sign(w.priv(farm), "elsewhere.example/registry", uscc(farm), 99, lift)
	if err != nil {
		t.Fatal(err)
	}
	stranger, err := Sign(ed25519.NewKeyFromSeed(make([]byte, 32)), testLog, uscc(farm), 1, lift)
	if err != nil {
		t.Fatal(err)
	}
	borrowed, err := Sign(w.priv(hotel), testLog, uscc(farm), 50, lift)
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		raw  []byte
		want error
	}{
		"empty":            {nil, canon.ErrMalformed},
		"not JSON":         {[]byte("pledge it all"), canon.ErrMalformed},
		"unknown field":    {replace(good, `"body":`, `"boby":`), canon.ErrMalformed},
		"space added":      {replace(good, `,"key"`, `, "key"`), canon.ErrNotCanonical},
		"too large":        {bytes.Repeat([]byte(" "), MaxEnvelope+1), ErrTooLarge},
		"future version":   {replace(good, `"v":1`, `"v":2`), ErrVersion},
		"unknown kind":     {replace(good, `"calendar.add"`, `"calendar.eat"`), ErrKind},
		"body changed":     {replace(good, `"year":0`, `"year":1`), ErrSignature},
		"nonce changed":    {replace(good, `"nonce":8`, `"nonce":9`), ErrSignature},
		"another log":      {otherLog, ErrOtherLog},
		"unknown key":      {stranger, ErrUnknownKey},
		"another's key":    {borrowed, ErrUnknownKey},
		"nothing admitted": {nil, canon.ErrMalformed},
	} {
		if _, err := w.submit(c.raw); !errors.Is(err, c.want) {
			t.Errorf("%s: error = %v, want %v", name, err, c.want)
		}
	}
}

// TestOneSignatureHasOneEncoding: the last base64 character of 64 bytes has four bits that a decoder ignores.
func TestOneSignatureHasOneEncoding(t *testing.T) {
	w := newWorld(t)
	raw := w.sign(farm, farm, w.filing())
	at := bytes.Index(raw, []byte(`==","v"`)) - 1
	for _, last := range []byte("AQgw") {
		if raw[at] == last {
			forged := bytes.Clone(raw)
			forged[at]++
			if _, err := w.submit(forged); !errors.Is(err, canon.ErrNotCanonical) {
				t.Errorf("error = %v, want ErrNotCanonical", err)
			}
			return
		}
	}
	t.Fatal("no signature found in the envelope")
}

func TestReplayedAndReorderedCommandsAreRefused(t *testing.T) {
	w := newWorld(t)
	first := w.sign(farm, farm, w.filing())
	second := w.sign(farm, farm, w.filing())
	if _, err := w.submit(second); err != nil {
		t.Fatal(err)
	}
	for name, raw := range map[string][]byte{"reordered": first, "replayed": second} {
		if _, err := w.submit(raw); !errors.Is(err, ErrNonce) {
			t.Errorf("%s: error = %v, want ErrNonce", name, err)
		}
	}
}

func TestGenesisIsTheFirstCommandAndOnlyTheFirst(t *testing.T) {
	w := newWorld(t)
	again := &GenesisInit{Profile: NationalProfile(), Name: "另一家", Region: "330000", CodeRegion: "33", CodeDigit: "1", Pub: w.pub("other")}
	raw, err := Sign(w.priv("other"), testLog, uscc("other"), 1, again)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.submit(raw); !errors.Is(err, ErrGenesis) {
		t.Errorf("error = %v, want ErrGenesis", err)
	}
	empty := &world{t: t, state: memory{}, now: w.now, keys: w.keys, nonces: map[string]uint64{}}
	if _, err := empty.do(farm, &SanctionLift{}); !errors.Is(err, ErrNoGenesis) {
		t.Errorf("before genesis: error = %v, want ErrNoGenesis", err)
	}
}

func TestAnAgentsKeySignsHeartbeatsOnlyAndOnlyItDoes(t *testing.T) {
	w := newWorld(t)
	code := w.certify(farm, w.filing())
	w.must(farm, &KeyAdd{Pub: w.pub("agent"), Purpose: PurposeAgent})
	beat := &HeartbeatRecord{Certificate: code, Seq: 1, Measurement: w.measurement(10_100)}
	if _, err := w.submit(w.sign(farm, "agent", w.filing())); !errors.Is(err, ErrPurpose) {
		t.Errorf("agent files a case: error = %v, want ErrPurpose", err)
	}
	w.refused(ErrPurpose, farm, beat)
	if _, err := w.submit(w.sign(farm, "agent", beat)); err != nil {
		t.Error(err)
	}
	w.must(farm, &KeyRevoke{Key: KeyID(w.pub("agent"))})
	beat = &HeartbeatRecord{Certificate: code, Seq: 2, Prev: fact[Heartbeat](w, PrefixHeartbeat+code).Digest, Measurement: w.measurement(10_200)}
	if _, err := w.submit(w.sign(farm, "agent", beat)); !errors.Is(err, ErrRevokedKey) {
		t.Errorf("revoked key: error = %v, want ErrRevokedKey", err)
	}
}

func TestCreditCodeWithAWrongCheckDigitIsNotAdmitted(t *testing.T) {
	w := newWorld(t)
	code := []byte(uscc("new"))
	code[17] = "0123456789"[(strings.IndexByte("0123456789", code[17])+1)%10]
	_, err := w.do(registrar, &OrgAdmit{USCC: string(code), Name: "新机构", Region: "320100", Roles: []Role{RoleBank}, Pub: w.pub("new")})
	if err == nil || !strings.Contains(err.Error(), "body.uscc") {
		t.Errorf("error = %v, want one at body.uscc", err)
	}
	w.refused(ErrRole, farm, &OrgAdmit{USCC: uscc("new"), Name: "新机构", Region: "320100", Roles: []Role{RoleBank}, Pub: w.pub("new")})
}

func FuzzParse(f *testing.F) {
	priv := ed25519.NewKeyFromSeed(make([]byte, 32))
	raw, err := Sign(priv, testLog, uscc(farm), 1, &CaseAccept{Case: "CA-0"})
	if err != nil {
		f.Fatal(err)
	}
	f.Add(raw)
	f.Add([]byte(`{"body":{},"key":"","kind":"","log":"","nonce":0,"org":"","v":1}`))
	f.Add([]byte("{"))
	f.Fuzz(func(t *testing.T, b []byte) {
		e, err := Parse(b)
		if err != nil {
			return
		}
		if again := canon.Must(e); !bytes.Equal(again, b) {
			t.Errorf("accepted %q but writes it as %q", b, again)
		}
		_, _ = decodeBody(e)
	})
}

// FuzzTheFastEnvelopeIsTheGeneralOne holds the reading in one pass against the one that encodes again.
func FuzzTheFastEnvelopeIsTheGeneralOne(f *testing.F) {
	priv := ed25519.NewKeyFromSeed(make([]byte, 32))
	for _, cmd := range []Command{&CaseAccept{Case: "CA-0"}, &OrgAdmit{Name: "数据\"公司", Roles: []Role{RoleBank}}, &HeartbeatRecord{Seq: 1 << 60}} {
		raw, err := Sign(priv, testLog, uscc(farm), 1, cmd)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(raw)
	}
	f.Add([]byte(`{"body":{},"key":"","kind":"","log":"","nonce":0,"org":"","sig":"AA==","v":1}`))
	f.Add([]byte(`{"body":{},"key":"","kind":"","log":"","nonce":-1,"org":"","sig":"AB==","v":1}`))
	f.Add([]byte(`{"body":1,"key":"","kind":"","log":"","nonce":1,"org":"","sig":"","v":1}`))
	f.Fuzz(func(t *testing.T, b []byte) {
		fast, signed, ok := plainEnvelope(b)
		if !ok {
			return
		}
		slow, err := parseAny(b)
		if err != nil {
			t.Fatalf("%q was read by the fast way only: %v", b, err)
		}
		if !reflect.DeepEqual(fast, slow) {
			t.Fatalf("%q reads %v and %v", b, fast, slow)
		}
		if want, err := slow.signingBytes(); err != nil || !bytes.Equal(signed, want) {
			t.Fatalf("%q signs %q, not %q", b, signed, want)
		}
	})
}

func TestACommandIsReadTheFastWay(t *testing.T) {
	w := newWorld(t)
	if _, _, ok := plainEnvelope(w.sign(farm, farm, w.filing())); !ok {
		t.Error("a filing went the general way")
	}
}
