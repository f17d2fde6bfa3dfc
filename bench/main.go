// Command bench runs the benchmarks behind the published figures, each beside its peer where there is one, and prints
// one table with machine, date and revision. `make bench` calls it.
//
// A figure is a line of a Go benchmark, the size of a file that the build left, or the weight of a page. The peer of
// a figure does the same job with the obvious tool, in the same run, on the same machine.
package main

import (
	"bufio"
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"regexp"
	"runtime"
	"strconv"
	"strings"
	"time"
)

func main() {
	results, err := measure()
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	rows := [][]string{{"figure", "measured", "peer", "peer's", "how"}}
	for _, f := range figures {
		peer := "–"
		if f.peer != "" {
			if peer = "not here"; results[f.peer] != nil {
				peer = f.value(results[f.peer])
			}
		}
		rows = append(rows, []string{f.name, f.value(results[f.line]), f.peerName, peer, f.pkg + " " + f.line})
	}
	sizes, err := weights()
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	rows = append(rows, sizes...)
	fmt.Println(machine())
	printTable(rows)
}

// measure runs the benchmarks of all figures, a package at a time, and returns the values by line and unit.
func measure() (map[string]map[string]float64, error) {
	out := map[string]map[string]float64{}
	for _, r := range runs {
		fmt.Fprintf(os.Stderr, "%s %s\n", r.pkg, r.bench)
		b, err := exec.Command("go", "test", "-run", "^$", "-bench", r.bench, "-benchtime", r.time, r.pkg).CombinedOutput()
		if err != nil {
			return nil, fmt.Errorf("%s: %w\n%s", r.pkg, err, b)
		}
		parse(b, out)
	}
	return out, nil
}

var cores = regexp.MustCompile(`-\d+$`)

// parse reads the lines of `go test -bench`.
func parse(b []byte, into map[string]map[string]float64) {
	sc := bufio.NewScanner(bytes.NewReader(b))
	for sc.Scan() {
		f := strings.Fields(sc.Text())
		if len(f) < 4 || !strings.HasPrefix(f[0], "Benchmark") {
			continue
		}
		values := map[string]float64{}
		for i := 2; i+1 < len(f); i += 2 {
			if v, err := strconv.ParseFloat(f[i], 64); err == nil {
				values[f[i+1]] = v
			}
		}
		into[strings.TrimPrefix(cores.ReplaceAllString(f[0], ""), "Benchmark")] = values
	}
}

// machine says where and when.
func machine() string {
	model := runtime.GOARCH
	if b, err := os.ReadFile("/proc/cpuinfo"); err == nil {
		for line := range strings.SplitSeq(string(b), "\n") {
			if name, value, ok := strings.Cut(line, ":"); ok && strings.TrimSpace(name) == "model name" {
				model = strings.TrimSpace(value)
				break
			}
		}
	}
	revision, _ := exec.Command("git", "rev-parse", "--short", "HEAD").Output() // outside a clone there is none
	return fmt.Sprintf("%s, %d cores, %s/%s, %s, revision %s, %s\n", model, runtime.NumCPU(),
		runtime.GOOS, runtime.GOARCH, runtime.Version(), strings.TrimSpace(string(revision)), time.Now().Format("2006-01-02 15:04"))
}

func printTable(rows [][]string) {
	widths := make([]int, len(rows[0]))
	for _, row := range rows {
		for i, cell := range row {
			widths[i] = max(widths[i], len([]rune(cell)))
		}
	}
	for _, row := range rows {
		var line strings.Builder
		for i, cell := range row {
			pad := strings.Repeat(" ", widths[i]-len([]rune(cell)))
			if i == 1 || i == 3 { // numbers
				line.WriteString(pad + cell + "  ")
			} else {
				line.WriteString(cell + pad + "  ")
			}
		}
		fmt.Println(strings.TrimRight(line.String(), " "))
	}
}
