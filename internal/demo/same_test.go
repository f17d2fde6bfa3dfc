package demo

import (
	"context"
	"crypto/sha256"
	"fmt"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"shurong.org/shurong/internal/config"
	"shurong.org/shurong/internal/example"
	"shurong.org/shurong/internal/node"
	"shurong.org/shurong/sketch"
)

// sameNode is a node of the worked example that serves HTTP, with its organisations and no data.
func sameNode(t *testing.T, before ...func(dir string)) *served {
	t.Helper()
	dir := t.TempDir()
	for _, act := range before {
		act(dir)
	}
	cfg, err := config.Load([]string{"--example=true", "--data-dir=" + dir, "--listen=127.0.0.1:0"}, nil)
	must(t, err)
	ctx, stop := context.WithCancel(t.Context())
	n, err := node.Open(ctx, cfg, slog.New(slog.DiscardHandler), "test")
	must(t, err)
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	done := make(chan struct{})
	go func() {
		defer close(done)
		_ = n.Serve(ctx, ln) // until the context ends it
	}()
	end := sync.OnceFunc(func() {
		stop()
		<-done
		_ = n.Close()
	})
	t.Cleanup(end)
	must(t, Seed(ctx, n))
	return &served{New(Options{Node: n, URL: "http://" + ln.Addr().String(), Dir: dir, Tell: func(Result) {}}), end}
}

// served is a story's node that is being served.
type served struct {
	*Story
	stop func()
}

// maker is the account of an organisation's first person.
func (s *served) maker(key string) string {
	all := example.Everyone()
	return all[slices.IndexFunc(all, func(o example.Organisation) bool { return o.Key == key })].Maker.Account
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// code is what a string of random hexadecimal digits would look like, the same for the same number.
func code(what string, i int) string {
	d := sha256.Sum256(fmt.Appendf(nil, "%s %d", what, i))
	return fmt.Sprintf("%X", d[:5])
}

func draw(what string, i, n int) int {
	d := sha256.Sum256(fmt.Appendf(nil, "%s %d", what, i))
	return (int(d[0])<<16 | int(d[1])<<8 | int(d[2])) % n
}

// when is a minute of the half-year.
func when(what string, i int) time.Time {
	return time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC).Add(time.Duration(draw(what, i, 180*24*60)) * time.Minute)
}

const orders = 6000

// original, respelled and unrelated are three tables: orders; 30 % of them under other names and in other spellings; and
// something else about the same members.
func original() string {
	b := new(strings.Builder)
	b.WriteString("订单号,会员编号,下单时间,金额,仓库\n")
	for i := range orders {
		fmt.Fprintf(b, "OD%s,MB%s,%s,%d.%02d,仓%s\n", code("order", i), code("member", i), when("order", i).Format("2006-01-02 15:04:05"),
			1000+draw("fen", i, 90000), draw("cent", i, 100), code("store", i%40))
	}
	return b.String()
}

func respelled() string {
	b := new(strings.Builder)
	b.WriteString("store;paid;customer;placed_at;reference\n")
	for i := orders - 1; i >= 0; i-- {
		if draw("sampled", i, 10) >= 3 {
			continue
		}
		yuan := fmt.Sprint(1000 + draw("fen", i, 90000))
		yuan = yuan[:len(yuan)-3] + "," + yuan[len(yuan)-3:]
		fmt.Fprintf(b, "仓%s;\"%s.%02d\";mb%s;%s;%s\n", code("store", i%40), yuan, draw("cent", i, 100), strings.ToLower(code("member", i)),
			when("order", i).Format("2006/1/2 15:04:05"), wide("OD"+code("order", i)))
	}
	return b.String()
}

// wide spells ASCII in full width.
func wide(s string) string {
	return strings.Map(func(r rune) rune { return r + 0xFEE0 }, s)
}

func unrelated() string {
	b := new(strings.Builder)
	b.WriteString("会员编号,保单号,起保时间,保费,网点\n")
	for i := range orders {
		fmt.Fprintf(b, "MB%s,PL%s,%s,%d.%02d,点%s\n", code("member", i), code("policy", i), when("policy", i).Format("2006-01-02 15:04:05"),
			1000+draw("premium", i, 90000), draw("pc", i, 100), code("office", i%40))
	}
	return b.String()
}

// similarityView is an answer about similarity as a caller gets it.
type similarityView struct {
	As       string `json:"as"`
	State    string `json:"state"`
	Grade    string `json:"grade"`
	Findings []struct {
		Case        string `json:"case"`
		HereInThere int64  `json:"here_in_there_ppm"`
		ThereInHere int64  `json:"there_in_here_ppm"`
		Columns     []struct{ A, B string }
	} `json:"findings"`
}

func (s *Story) similar(t *testing.T, who, caseID string) (v similarityView) {
	t.Helper()
	must(t, s.desks[who].maker.get(t.Context(), "/similarity/cases/"+caseID, &v))
	return v
}

// The purpose of sketches, over HTTP on a real node, with every sketch sealed.
func TestTheSameDataUnderAnotherNameRingsToOfficerAndLenderAndUnrelatedDataAboutTheSamePeopleDoesNot(t *testing.T) {
	s := sameNode(t)
	files := map[string]string{"trips": original(), "parking": unrelated(), "resold": respelled()}
	for key, a := range s.assets {
		content, ok := files[key]
		if !ok {
			delete(s.assets, key)
			continue
		}
		a.file, a.PersonalData = filepath.Join(s.Dir, key+".csv"), false
		must(t, os.WriteFile(a.file, []byte(content), 0o600))
	}
	for _, act := range []func(context.Context) error{s.admit, s.measureAll, s.fileAll, s.review, s.object, s.certify, s.appraise, s.apply} {
		must(t, act(t.Context()))
	}
	copied, first, other := s.assets["resold"], s.assets["trips"], s.assets["parking"]

	officer := s.similar(t, "registrar", copied.caseID)
	if officer.As != "registrar" || officer.Grade != "red" || len(officer.Findings) != 1 || officer.Findings[0].Case != first.caseID ||
		len(officer.Findings[0].Columns) == 0 {
		t.Fatalf("the officer sees %+v", officer)
	}
	if f := officer.Findings[0]; f.HereInThere < 950_000 || f.ThereInHere < 200_000 || f.ThereInHere > 400_000 {
		t.Errorf("the whole copy is 30 %% of the original, estimated %d and %d ppm", f.HereInThere, f.ThereInHere)
	}
	lender := s.similar(t, copied.Loan.Bank, copied.caseID)
	if lender.As != "lender" || lender.Grade != "red" || len(lender.Findings) != 1 || len(lender.Findings[0].Columns) != 0 {
		t.Errorf("the applicant's lender sees %+v", lender)
	}
	applicant := s.similar(t, "resold", copied.caseID)
	if applicant.As != "applicant" || applicant.Grade != "red" || len(applicant.Findings) != 0 {
		t.Errorf("the applicant sees %+v", applicant)
	}
	for who, caseID := range map[string]string{"parking": copied.caseID, "trips": copied.caseID, "exchange": copied.caseID} {
		if err := s.desks[who].maker.get(t.Context(), "/similarity/cases/"+caseID, nil); err == nil {
			t.Errorf("%s has nothing to do with the case and is answered", who)
		}
	}
	if v := s.similar(t, "registrar", other.caseID); v.State != "compared" || v.Grade != "none" || len(v.Findings) != 0 {
		t.Errorf("something else about the same members rings: %+v", v)
	}
	s.sealedAll(t)
}

// sealedAll holds that the sketches which the node keeps are all sealed with its key.
func (s *Story) sealedAll(t *testing.T) {
	t.Helper()
	n := 0
	for _, a := range s.inOrder() {
		row, err := s.Node.Directory.Case(t.Context(), a.caseID)
		must(t, err)
		sk, err := s.Node.Registrar.SketchOf(t.Context(), &row.Fact)
		must(t, err)
		if sk.Domain == sketch.Public || slices.Contains(sk.Tags(), 0) || len(row.Fact.Measurement.Postings) == 0 {
			t.Errorf("%s has a sketch of the domain %s", a.Key, sk.Domain)
		}
		n++
	}
	if n != 3 {
		t.Errorf("%d sketches", n)
	}
}
