package actus

import (
	"bytes"
	"encoding/json"
	"errors"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"

	"shurong.org/shurong/daycount"
	"shurong.org/shurong/fault"
)

// Case is one contract with what the world brings, ready to project.
type Case struct {
	ID       string
	Contract Contract
	Market   Market
}

// MaxFile bounds a file of cases, in bytes.
const MaxFile = 64 << 20

type rawCase struct {
	Terms  map[string]json.RawMessage `json:"terms"`
	To     json.RawMessage            `json:"to"`
	Data   map[string]rawSeries       `json:"dataObserved"`
	Events []rawHappening             `json:"eventsObserved"`
}

type rawSeries struct {
	Data []struct {
		Timestamp json.RawMessage `json:"timestamp"`
		Value     json.RawMessage `json:"value"`
	} `json:"data"`
}

type rawHappening struct {
	Time     json.RawMessage `json:"time"`
	Type     string          `json:"type"`
	Value    json.RawMessage `json:"value"`
	Contract string          `json:"contractId"`
	States   struct {
		Performance string `json:"contractPerformance"`
	} `json:"states"`
}

// Decode reads a file of cases in the standard's test format. The cases come in order of their ids; faults name cases that
// are not among them, and the file.
func Decode(file string, b []byte) (cases []*Case, faults []error) {
	var raw map[string]json.RawMessage
	if err := json.Unmarshal(b, &raw); err != nil {
		line := 0
		if e := (*json.SyntaxError)(nil); errors.As(err, &e) {
			line = 1 + bytes.Count(b[:min(int(e.Offset), len(b))], []byte("\n"))
		}
		return nil, []error{ErrFile.With("why", err).In(file, line)}
	}
	for _, id := range slices.Sorted(maps.Keys(raw)) {
		c, err := decodeCase(id, raw[id])
		if err != nil {
			faults = append(faults, place(err, file, id))
			continue
		}
		cases = append(cases, c)
	}
	return cases, faults
}

// place puts file and case before the term that a fault names.
func place(err error, file, id string) error {
	f := fault.From(err)
	return f.At(strings.TrimSuffix(id+"."+f.Field, ".")).In(file, 0)
}

func decodeCase(id string, b json.RawMessage) (*Case, error) {
	var raw rawCase
	if err := json.Unmarshal(b, &raw); err != nil {
		return nil, ErrFile.With("why", err)
	}
	if raw.Terms == nil {
		return nil, ErrMissing.With("term", "terms").At("terms")
	}
	c := &Case{ID: id, Market: Market{Series: map[string]*Series{}}}
	var err error
	if s := text(raw.To); s != "" {
		if c.Market.Until, err = parseTime("to", s); err != nil {
			return nil, err
		}
	}
	for code, s := range raw.Data {
		if c.Market.Series[code], err = s.series(code); err != nil {
			return nil, err
		}
	}
	for _, h := range raw.Events {
		t, err := parseTime("eventsObserved", text(h.Time))
		if err != nil {
			return nil, err
		}
		v := 0.0
		if s := text(h.Value); s != "" {
			if v, err = parseNumber("eventsObserved", s); err != nil {
				return nil, err
			}
		}
		c.Market.Events = append(c.Market.Events, Happening{t, h.Type, v, h.Contract, h.States.Performance})
	}
	if err := decodeTerms(&c.Contract, raw.Terms); err != nil {
		return nil, err
	}
	return c, c.Contract.check()
}

func (r rawSeries) series(code string) (*Series, error) {
	at := map[Time]float64{}
	for _, d := range r.Data {
		t, err := parseTime("dataObserved."+code, text(d.Timestamp))
		if err != nil {
			return nil, err
		}
		if at[t], err = parseNumber("dataObserved."+code, text(d.Value)); err != nil {
			return nil, err
		}
	}
	s := &Series{times: slices.Sorted(maps.Keys(at))}
	for _, t := range s.times {
		s.values = append(s.values, at[t])
	}
	return s, nil
}

// text is a JSON string or number without blanks around it; null is nothing.
func text(b json.RawMessage) string {
	var s string
	if json.Unmarshal(b, &s) == nil {
		return strings.TrimSpace(s)
	}
	if s = strings.TrimSpace(string(b)); s == "null" {
		return ""
	}
	return s
}

// texts is a JSON array of such values, or one of them.
func texts(b json.RawMessage) []string {
	var list []json.RawMessage
	if json.Unmarshal(b, &list) != nil {
		return []string{text(b)}
	}
	out := make([]string, len(list))
	for i, e := range list {
		out[i] = text(e)
	}
	return out
}

// firstYear keeps dates that are slips of a digit out, and the arithmetic of days within its range.
const firstYear = 1800

func parseTime(term, s string) (Time, error) {
	date, clock, _ := strings.Cut(s, "T")
	d, err := daycount.ParseDate(date)
	if err != nil || d.After(lastDate) || d.Year() < firstYear {
		return 0, ErrValue.With("term", term, "value", short(s), "zh", "存在的日期，如 2026-03-20T00:00:00",
			"en", "a date that exists, such as 2026-03-20T00:00:00").At(term)
	}
	switch strings.TrimSuffix(clock, "Z") {
	case "", "00:00", "00:00:00":
		return at(d), nil
	case "23:59:59", "23:59":
		return at(d) | 1, nil
	case "24:00", "24:00:00":
		return at(d.AddDays(1)), nil
	}
	return 0, ErrValue.With("term", term, "value", short(s), "zh", "零点或 23:59:59", "en", "midnight or 23:59:59").At(term)
}

func parseNumber(term, s string) (float64, error) {
	v, err := strconv.ParseFloat(s, 64)
	if err != nil || math.IsNaN(v) || math.IsInf(v, 0) || math.Abs(v) > 1e18 {
		return 0, ErrValue.With("term", term, "value", short(s), "zh", "数字", "en", "a number").At(term)
	}
	return v, nil
}

func parseCycleTerm(term, s string) (Cycle, error) {
	c, ok := parseCycle(s)
	if standstill := !c.positive() && term != "xDayNotice" && term != "settlementPeriod"; !ok || standstill {
		return c, ErrValue.With("term", term, "value", short(s), "zh", "正的周期，如 P1ML1",
			"en", "a cycle that moves forward, such as P1ML1").At(term)
	}
	return c, nil
}

// short shows the start of a text from outside.
func short(s string) string {
	const most = 40
	if r := []rune(s); len(r) > most {
		s = string(r[:most]) + "…"
	}
	return strconv.Quote(s)
}
