package identifier

import (
	"testing"

	"shurong.org/shurong/fault"
)

// Every Is… must agree with its Parse…, and every fault must be one of the package's own, on any bytes.
func agree(t *testing.T, s string, is bool, err error) {
	t.Helper()
	if is != (err == nil) {
		t.Fatalf("%q: Is says %v, Parse says %v", s, is, err)
	}
	if err != nil && fault.From(err).Kind() == fault.Internal {
		t.Fatalf("%q: %v", s, err)
	}
}

func FuzzUSCC(f *testing.F) {
	for _, s := range []string{"91350100M000100Y43", "91350100M000100Y4", "９1350100M000100Y43", "\xff\xfe", ""} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		u, err := ParseUSCC(s)
		agree(t, s, IsUSCC(s), err)
		if err == nil && string(u) != s {
			t.Fatalf("%q became %q", s, u)
		}
	})
}

func FuzzResidentID(f *testing.F) {
	for _, s := range []string{"11010519491231002X", "11010519491231002x", "11010519491231002Ｘ", "1", "日期19491231002X"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		_, err := ParseResidentID(s)
		agree(t, s, IsResidentID(s), err)
	})
}

func FuzzBankCard(f *testing.F) {
	for _, s := range []string{"4111111111111111", "6222020000000000000", "0000000000000000", "４"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		_, err := ParseBankCard(s)
		agree(t, s, IsBankCard(s), err)
	})
}

func FuzzMobile(f *testing.F) {
	for _, s := range []string{"13800138000", "12800138000", "1", "手机"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		_, err := ParseMobile(s)
		agree(t, s, IsMobile(s), err)
	})
}

func FuzzCertificateCode(f *testing.F) {
	for _, s := range []string{"SJ3312026090001", "SJ3312026130001", "SJ", "数据3312026090001", "S"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		_, err := ParseCertificateCode(s)
		agree(t, s, IsCertificateCode(s), err)
	})
}
