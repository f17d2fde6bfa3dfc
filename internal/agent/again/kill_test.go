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

func big(t *testing.T, dir string, parts int) string {
	t.Helper()
	if parts == 1 {
		path := filepath.Join(dir, "big.csv")
		must(t, os.WriteFile(path, rows(90_000, "2026-06-30"), 0o600))
		return path
	}
	folder := filepath.Join(dir, "parts")
	for i := range parts {
		at := filepath.Join(folder, fmt.Sprintf("month=2026-%02d", i+1))
		must(t, os.MkdirAll(at, 0o700))
		must(t, os.WriteFile(filepath.Join(at, "a.csv"), rows(8_000+i, "2026-06-30"), 0o600))
	}
	must(t, os.WriteFile(filepath.Join(folder, "month=2026-03", "empty.csv"), []byte("order,paid,shop,amount\n"), 0o600))
	return folder
}

func TestAMeasurementThatIsKilledTwentyTimesGoesOnAndIsThatOfOnePass(t *testing.T) {
	if testing.Short() {
		t.Skip("half a minute")
	}
	for name, parts := range map[string]int{"a large file": 1, "a folder": 12} {
		t.Run(name, func(t *testing.T) {
			location := big(t, t.TempDir(), parts)
			want, err := measureOnce(location, filepath.Join(t.TempDir(), "state"), 2)
			must(t, err)
			state := filepath.Join(t.TempDir(), "state")
			kills, wentOn, farthest := 0, 0, 0
			rng := rand.New(rand.NewPCG(uint64(parts), 7))
			for tries := 0; kills < 10 && tries < 60; tries++ {
				cmd := exec.Command(os.Args[0])
				cmd.Env = append(os.Environ(), "AGAIN_LOCATION="+location, "AGAIN_STATE="+state,
					"AGAIN_WORKERS="+strconv.Itoa(1+rng.IntN(3)))
				var out bytes.Buffer
				cmd.Stdout, cmd.Stderr = &out, &out
				must(t, cmd.Start())
				timer := time.AfterFunc(time.Duration(60+rng.IntN(1500))*time.Millisecond, func() { _ = cmd.Process.Kill() })
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
						t.Fatalf("after %d kills: %s, in one pass %s", kills, got, want)
					}
					if _, err := os.Stat(state); !os.IsNotExist(err) {
						t.Fatalf("the state is left: %v", err)
					}
				case err == nil || strings.Contains(out.String(), "error"):
					t.Fatalf("%v %s", err, out.String())
				default:
					kills++
				}
			}
			got, err := measureOnce(location, state, 2)
			must(t, err)
			if !bytes.Equal(got, want) {
				t.Errorf("at last: %s, in one pass %s", got, want)
			}
			t.Logf("%d kills, taken up %d times, at the farthest from block %d", kills, wentOn, farthest)
			if wentOn == 0 {
				t.Error("never taken up")
			}
		})
	}
}

func TestAStateIsNotTakenUpWhenTheDataBeforeItChanged(t *testing.T) {
	for name, parts := range map[string]int{"a large file": 1, "a folder": 12} {
		location := big(t, t.TempDir(), parts)
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
			t.Skipf("%s: it was done before it could be broken off", name)
		}
		file := location
		if parts > 1 {
			file = filepath.Join(location, "month=2026-01", "a.csv")
		}
		b, err := os.ReadFile(file)
		must(t, err)
		b[len("order,paid,shop,amount\nO")] = '0' + (b[len("order,paid,shop,amount\nO")]-'0'+1)%10
		must(t, os.WriteFile(file, b, 0o600))
		o.Resume.Taken = func(int) { t.Errorf("%s: taken up", name) }
		from := source.Options{Table: o.Table}
		_, err = measure(t.Context(), location, from, o)
		if !agent.Anew(err) {
			t.Fatalf("%s: %v", name, err)
		}
		m, err := measure(t.Context(), location, from, o)
		must(t, err)
		o.Resume = nil
		want, err := measure(t.Context(), location, from, o)
		must(t, err)
		if !bytes.Equal(canon.Must(m), canon.Must(want)) {
			t.Errorf("%s: the result is another", name)
		}
	}
}
