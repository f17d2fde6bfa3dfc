package attached_test

import (
	"bytes"
	"compress/zlib"
	"errors"
	"fmt"
	"testing"

	"codeberg.org/go-pdf/fpdf"

	"shurong.org/shurong/credential/attached"
)

// pdf makes a page with files attached, by the library that makes ours.
func pdf(t testing.TB, files ...[]byte) []byte {
	t.Helper()
	p := fpdf.New("P", "mm", "A4", "")
	p.AddPage()
	var all []fpdf.Attachment
	for i, f := range files {
		all = append(all, fpdf.Attachment{Content: f, Filename: fmt.Sprintf("%d.json", i)})
	}
	p.SetAttachments(all)
	var out bytes.Buffer
	if err := p.Output(&out); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func packed(b []byte) []byte {
	var out bytes.Buffer
	z := zlib.NewWriter(&out)
	_, _ = z.Write(b)
	_ = z.Close()
	return out.Bytes()
}

func TestAttachedFilesComeOutAsTheyWentIn(t *testing.T) {
	a, b := bytes.Repeat([]byte("stream endstream /EmbeddedFile "), 100), []byte(`{"checkpoint":1}`)
	got, err := attached.Files(pdf(t, a, b))
	if err != nil || len(got) != 2 || !bytes.Equal(got[0], a) || !bytes.Equal(got[1], b) {
		t.Fatalf("%d files, %v", len(got), err)
	}
}

// object is a stream object as some program might write it.
func object(dict string, body []byte) []byte {
	return []byte("%PDF-1.7\n1 0 obj\n<< " + dict + " >>\nstream\n" + string(body) + "\nendstream\nendobj\n7 0 obj\n" + fmt.Sprint(len(body)) + "\nendobj\n")
}

func TestOtherProgramsWaysOfWritingIt(t *testing.T) {
	want := []byte(`{"a":"endstream is a word"}`)
	z := packed(want)
	for name, b := range map[string][]byte{
		"plain":           object(fmt.Sprintf("/Type /EmbeddedFile /Length %d", len(want)), want),
		"no space":        object(fmt.Sprintf("/Type/EmbeddedFile/Filter/FlateDecode/Length %d", len(z)), z),
		"length first":    object(fmt.Sprintf("/Length %d/Filter[/FlateDecode]/Type/EmbeddedFile", len(z)), z),
		"length apart":    object("/Type /EmbeddedFile /Filter /FlateDecode /Length 7 0 R", z),
		"length is wrong": object("/Type /EmbeddedFile /Filter /FlateDecode /Length 3", z),
	} {
		if got, err := attached.Files(b); err != nil || len(got) != 1 || !bytes.Equal(got[0], want) {
			t.Errorf("%s: %q, %v", name, got, err)
		}
	}
}

func TestHostileFilesAreRefusedInBounds(t *testing.T) {
	bomb := packed(make([]byte, attached.MaxFile+1))
	good := object("/Type /EmbeddedFile /Length 2", []byte("{}"))
	many := []byte("%PDF-1.7\n")
	for range 20 {
		many = append(many, good[9:]...)
	}
	flipped := pdf(t, bytes.Repeat([]byte("x"), 1000))
	i := bytes.LastIndex(flipped[:bytes.Index(flipped, []byte("/Type /EmbeddedFile"))+400], []byte("endstream"))
	if i > 8 {
		flipped[i-8] ^= 1
	}
	for name, b := range map[string][]byte{
		"empty": nil, "no PDF": []byte("{}"), "nothing attached": pdf(t), "a bomb": object("/Type /EmbeddedFile /Filter /FlateDecode", bomb),
		"too many": many, "unknown filter": object("/Type /EmbeddedFile /Filter /LZWDecode", []byte("x")),
		"two filters":  object("/Type /EmbeddedFile /Filter [/ASCII85Decode /FlateDecode]", []byte("x")),
		"predictor":    object("/Type /EmbeddedFile /Filter /FlateDecode /DecodeParms << /Predictor 12 >>", packed([]byte("x"))),
		"no stream":    []byte("%PDF-1.7\n1 0 obj << /Type /EmbeddedFile >> endobj"),
		"cut":          object("/Type /EmbeddedFile /Filter /FlateDecode /Length 40", packed([]byte("hello")))[:60],
		"encrypted":    []byte("%PDF-1.7\ntrailer << /Encrypt 3 0 R >>"),
		"changed byte": flipped,
	} {
		if got, err := attached.Files(b); !errors.Is(err, attached.ErrNone) {
			t.Errorf("%s: %d files, %v", name, len(got), err)
		}
	}
	if _, err := attached.Files(make([]byte, attached.MaxSize+1)); !errors.Is(err, attached.ErrSize) {
		t.Errorf("too large: %v", err)
	}
}

func FuzzFiles(f *testing.F) {
	f.Add(pdf(f, []byte("{}")))
	f.Add(object("/Type /EmbeddedFile /Length 7 0 R", []byte("{}")))
	f.Add(object("/Type /EmbeddedFile /Filter [/FlateDecode", []byte("{}")))
	f.Fuzz(func(t *testing.T, b []byte) {
		files, err := attached.Files(b)
		if err == nil && len(files) == 0 {
			t.Fatal("no file and no error")
		}
		for _, one := range files {
			if len(one) > attached.MaxFile {
				t.Fatal("a file over the bound")
			}
		}
	})
}
