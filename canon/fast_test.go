package canon

import (
	"bytes"
	"testing"

	"github.com/go-json-experiment/json/jsontext"
)

// FuzzTheFastWayAnswersAsTheGeneralOne compares whatever the fast way decides with jsontext.
func FuzzTheFastWayAnswersAsTheGeneralOne(f *testing.F) {
	for _, s := range []string{
		`{"b":1,"a":[true,false,null,{"z":"","y":-1,"x":0}],"数":"值"}`, `{"a":1,"a":2}`, `{"b":{"d":1,"c":2},"a":"é"}`, `-0`, `01`, `1.0`,
		`1e3`, `999999999999999`, `9007199254740993`, `{"a!":1,"a":2}`, `{"a":1,"a!":2}`, `"\u0041"`, "\"\x7f\"", "\"\xff\"", `[1,]`, `{"a" :1}`,
		`{"":1}`, `[[[[]]]]`, `{"a":1}}`, `tru`, `-`, `"a`, `{"b":1,"a":2,}`, "\"\u2028<&\"",
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		want := jsontext.Value(bytes.Clone(b))
		err := want.Canonicalize()
		if isPlainCanonical(b) && (err != nil || !bytes.Equal(want, b)) {
			t.Errorf("%q passed for canonical, which is %q, %v", b, want, err)
		}
		got := bytes.Clone(b)
		if canonicalise(got) {
			if err != nil || !bytes.Equal(got, want) {
				t.Errorf("%q became %q, and by the general way %q, %v", b, got, want, err)
			}
			return
		}
		// What it gave up on, perhaps half done, still means the same.
		half := jsontext.Value(got)
		if again := half.Canonicalize(); (again == nil) != (err == nil) || err == nil && !bytes.Equal(half, want) {
			t.Errorf("%q was left as %q: %v, %v", b, got, err, again)
		}
	})
}

func TestWhatTheProjectWritesGoesTheFastWay(t *testing.T) {
	in := []byte(`{"body":{"rows":12,"columns":[{"name":"数据","bytes":"AAEC+/=="}]},"at":-1,"live":null}`)
	want := `{"at":-1,"body":{"columns":[{"bytes":"AAEC+/==","name":"数据"}],"rows":12},"live":null}`
	got := bytes.Clone(in)
	ok := canonicalise(got)
	if !ok || string(got) != want || !isPlainCanonical(got) || isPlainCanonical(in) {
		t.Errorf("%s, %v", got, ok)
	}
}
