package again

import (
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/parquet-go/parquet-go"

	"shurong.org/shurong/canon"
	"shurong.org/shurong/internal/agent"
	"shurong.org/shurong/internal/source"
	"shurong.org/shurong/internal/table"
)

// TestMain is also the process that is killed: it measures what the environment names and prints where it went on and what
// it found.
func TestMain(m *testing.M) {
	location := os.Getenv("AGAIN_LOCATION")
	if location == "" {
		os.Exit(m.Run())
	}
	workers, _ := strconv.Atoi(os.Getenv("AGAIN_WORKERS"))
	found, err := measureOnce(location, os.Getenv("AGAIN_STATE"), workers)
	if err != nil {
		fmt.Println("error", err)
		os.Exit(1)
	}
	fmt.Printf("found %s\n", found)
	os.Exit(0)
}

// step is how much text lies between two states in these tests.
const step = 1 << 20

func measureOnce(location, state string, workers int) ([]byte, error) {
	o := agent.Options{MeasuredAt: first, Workers: workers, Table: table.Options{Boundary: step},
		Resume: &agent.Resume{File: state, Taken: func(block int) { fmt.Println("on", block) }}}
	m, err := measure(context.Background(), location, source.Options{Table: o.Table}, o)
	if agent.Anew(err) {
		m, err = measure(context.Background(), location, source.Options{Table: o.Table}, o)
	}
	if err != nil {
		return nil, err
	}
	m.Sample = nil
	b, err := m.Keep(o, "")
	if err != nil {
		return nil, err
	}
	sum := canon.Hex(b) // private fields and what stays at the site included
	return append([]byte(sum+" "), canon.Hex(canon.Must(m))...), nil
}

// kinds are the sources that can be taken up, each a few times as large as what lies between two states.
var kinds = map[string]func(t *testing.T, dir string) string{
	"a large file": func(t *testing.T, dir string) string {
		path := filepath.Join(dir, "big.csv")
		must(t, os.WriteFile(path, rows(60_000, "2026-06-30"), 0o600))
		return path
	},
	"JSON lines": func(t *testing.T, dir string) string {
		var b []byte
		for i, r := range orders(40_000) {
			b = fmt.Appendf(b, "{\"order\":%q,\"paid\":%q,\"shop\":%q,\"amount\":%s}\n", r.Order, r.Paid, r.Shop, r.Amount)
			if i%300 == 7 {
				b = append(b, "{\"order\":\"late\",\"unplaced\":1}\nno object\n"...)
			}
		}
		path := filepath.Join(dir, "big.jsonl")
		must(t, os.WriteFile(path, b, 0o600))
		return path
	},
	"a Parquet file": func(t *testing.T, dir string) string {
		var b bytes.Buffer
		w := parquet.NewGenericWriter[order](&b, parquet.MaxRowsPerRowGroup(5500))
		_, err := w.Write(orders(60_000))
		must(t, err)
		must(t, w.Close())
		path := filepath.Join(dir, "big.parquet")
		must(t, os.WriteFile(path, b.Bytes(), 0o600))
		return path
	},
	"a folder": func(t *testing.T, dir string) string {
		folder := filepath.Join(dir, "parts")
		for i := range 6 {
			at := filepath.Join(folder, fmt.Sprintf("month=2026-%02d", i+1))
			must(t, os.MkdirAll(at, 0o700))
			must(t, os.WriteFile(filepath.Join(at, "a.csv"), rows(5_000+i, "2026-06-30"), 0o600))
		}
		must(t, os.WriteFile(filepath.Join(folder, "month=2026-03", "empty.csv"), []byte("order,paid,shop,amount\n"), 0o600))
		return folder
	},
}

type order struct {
	Order  string `parquet:"order"`
	Paid   string `parquet:"paid"`
	Shop   string `parquet:"shop"`
	Amount string `parquet:"amount"`
}

// orders are the rows of [rows].
func orders(n int) []order {
	out := make([]order, 0, n)
	for line := range strings.Lines(string(rows(n-1, "2026-06-30"))) {
		if c := strings.Split(strings.TrimSuffix(line, "\n"), ","); c[0] != "order" {
			out = append(out, order{c[0], c[1], c[2], c[3]})
		}
	}
	return out
}

// kills is how often a measurement is killed: 5 times, or as SHURONG_KILLS says.
func kills(t *testing.T) int {
	n := 5
	if s := os.Getenv("SHURONG_KILLS"); s != "" {
		var err error
		n, err = strconv.Atoi(s)
		must(t, err)
	}
	return n
}

func TestAMeasurementThatIsKilledGoesOnAndIsThatOfOnePass(t *testing.T) {
	if testing.Short() {
		t.Skip("some seconds")
	}
	for name, write := range kinds {
		t.Run(name, func(t *testing.T) {
			location := write(t, t.TempDir())
			began := time.Now()
			want, err := measureOnce(location, filepath.Join(t.TempDir(), "state"), 2)
			must(t, err)
			whole := time.Since(began)
			state := filepath.Join(t.TempDir(), "state")
			most := kills(t)
			killed, wentOn, farthest := 0, 0, 0
			rng := rand.New(rand.NewPCG(uint64(len(name)), 7))
			for tries := 0; (killed < most || wentOn == 0) && tries < 12*most; tries++ {
				cmd := exec.Command(os.Args[0])
				cmd.Env = append(os.Environ(), "AGAIN_LOCATION="+location, "AGAIN_STATE="+state,
					"AGAIN_WORKERS="+strconv.Itoa(1+rng.IntN(3)))
				var out bytes.Buffer
				cmd.Stdout, cmd.Stderr = &out, &out
				must(t, cmd.Start())
				timer := time.AfterFunc(whole/4+time.Duration(rng.Int64N(int64(whole))), func() { _ = cmd.Process.Kill() })
				err := cmd.Wait()
				timer.Stop()
				for line := range strings.Lines(out.String()) {
					if n, ok := strings.CutPrefix(line, "on "); ok {
						wentOn++
						block, _ := strconv.Atoi(strings.TrimSpace(n))
						farthest = max(farthest, block)
					}
				}
				_, got, done := strings.Cut(strings.TrimSpace(out.String()), "found ")
				switch {
				case err == nil && done:
					if got != string(want) {
						t.Fatalf("after %d kills: %s, in one pass %s", killed, got, want)
					}
					if _, err := os.Stat(state); !os.IsNotExist(err) {
						t.Fatalf("the state is left: %v", err)
					}
				case err == nil || strings.Contains(out.String(), "error"):
					t.Fatalf("%v %s", err, out.String())
				default:
					killed++
				}
			}
			got, err := measureOnce(location, state, 2)
			must(t, err)
			if !bytes.Equal(got, want) {
				t.Errorf("at last: %s, in one pass %s", got, want)
			}
			t.Logf("%d kills, taken up %d times, at the farthest from block %d", killed, wentOn, farthest)
			if wentOn == 0 {
				t.Error("never taken up")
			}
		})
	}
}

func TestAStateIsNotTakenUpWhenTheDataBeforeItChanged(t *testing.T) {
	for name, write := range kinds {
		t.Run(name, func(t *testing.T) {
			location := write(t, t.TempDir())
			state := filepath.Join(t.TempDir(), "state")
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			o := agent.Options{MeasuredAt: first, Table: table.Options{Boundary: step}, Resume: &agent.Resume{File: state}}
			go func() {
				for ctx.Err() == nil {
					if _, err := os.Stat(state); err == nil {
						cancel()
					}
				}
			}()
			if _, err := measure(ctx, location, source.Options{Table: o.Table}, o); err == nil {
				t.Skip("it was done before it could be broken off")
			}
			file := location
			if name == "a folder" {
				file = filepath.Join(location, "month=2026-01", "a.csv")
			}
			b, err := os.ReadFile(file)
			must(t, err)
			digit := bytes.Index(b, []byte("2026-")) + len("2026-0") // of the first month
			b[digit] = '1' + (b[digit]-'0')%6
			must(t, os.WriteFile(file, b, 0o600))
			o.Resume.Taken = func(int) { t.Error("taken up") }
			from := source.Options{Table: o.Table}
			_, err = measure(t.Context(), location, from, o)
			if !agent.Anew(err) {
				t.Fatal(err)
			}
			m, err := measure(t.Context(), location, from, o)
			must(t, err)
			o.Resume = nil
			want, err := measure(t.Context(), location, from, o)
			must(t, err)
			if !bytes.Equal(canon.Must(m), canon.Must(want)) {
				t.Error("the result is another")
			}
		})
	}
}
