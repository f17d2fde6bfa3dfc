package oprf

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"testing"

	"github.com/cloudflare/circl/group"
)

var update = flag.Bool("update", false, "write the vectors anew")

// published is a run of the protocol with a key in two shares and everything that is random fixed, for other
// implementations to run. Bytes are hexadecimal; scalars and elements as in RFC 9497.
type published struct {
	Suite       string          `json:"suite"`
	Bodies      []publishedBody `json:"bodies"`
	Fingerprint string          `json:"fingerprint"`
	Domain      string          `json:"domain"`
	Inputs      []string        `json:"inputs"`
	Blinds      []string        `json:"blinds"`
	Blinded     []string        `json:"blinded"`
	Outputs     []string        `json:"outputs"`
	Tags        []string        `json:"tags"`
}

type publishedBody struct {
	Body      string   `json:"body"`
	Epoch     int      `json:"epoch"`
	Secret    string   `json:"secret"`
	Public    string   `json:"public"`
	Random    string   `json:"proof_random"`
	Evaluated []string `json:"evaluated"`
	Proof     string   `json:"proof"`
}

// fixed is a scalar that is the same in every run.
func fixed(label string) group.Scalar {
	return suite.Group().HashToScalar([]byte(label), []byte("shurong similarity test vectors v1"))
}

func scalarBytes(t *testing.T, s group.Scalar) []byte {
	t.Helper()
	b, err := s.MarshalBinary()
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func hexes(all [][]byte) (out []string) {
	for _, b := range all {
		out = append(out, hex.EncodeToString(b))
	}
	return out
}

func TestPublishedVectorsOfASplitKey(t *testing.T) {
	names := []string{"某省数据登记中心", "某省数据局"}
	shares := map[string]*Share{}
	var all []*Share
	for _, n := range names {
		s := shareOf(t, n, scalarBytes(t, fixed("share of "+n)))
		shares[n], all = s, append(all, s)
	}
	key := keyOf(t, all...)
	client, err := NewClient(key)
	if err != nil {
		t.Fatal(err)
	}
	v := published{Suite: Suite, Fingerprint: key.Fingerprint(), Domain: key.Domain()}
	inputs := [][]byte{[]byte("0123456789abcdef"), {0}, []byte("苏A12345‖2026-01-01")}
	blinds := make([]group.Scalar, len(inputs))
	for i := range inputs {
		blinds[i] = fixed(fmt.Sprint("blind ", i))
		v.Blinds = append(v.Blinds, hex.EncodeToString(scalarBytes(t, blinds[i])))
	}
	p, err := client.blind(inputs, func(i int) group.Scalar { return blinds[i] })
	if err != nil {
		t.Fatal(err)
	}
	v.Inputs, v.Blinded = hexes(inputs), hexes(p.Elements)
	var answers []*Evaluation
	for _, part := range key.Parts {
		s, random := shares[part.Body], fixed("proof of "+part.Body)
		a, err := s.evaluate(p.Elements, random)
		if err != nil {
			t.Fatal(err)
		}
		answers = append(answers, a)
		v.Bodies = append(v.Bodies, publishedBody{
			Body: part.Body, Epoch: 1, Secret: hex.EncodeToString(scalarBytes(t, s.k)), Public: hex.EncodeToString(part.Public),
			Random: hex.EncodeToString(scalarBytes(t, random)), Evaluated: hexes(a.Elements), Proof: hex.EncodeToString(a.Proof),
		})
	}
	outputs, err := p.Outputs(answers)
	if err != nil {
		t.Fatal(err)
	}
	tags, err := p.Finalize(answers)
	if err != nil {
		t.Fatal(err)
	}
	v.Outputs = hexes(outputs)
	for _, tag := range tags {
		v.Tags = append(v.Tags, fmt.Sprintf("%016x", tag))
	}
	got, err := json.MarshalIndent(v, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	const file = "testdata/split-key.json"
	if *update {
		if err := os.WriteFile(file, append(got, '\n'), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(append(got, '\n'), want) {
		t.Errorf("the vectors are no longer those published:\n%s", got)
	}
}
