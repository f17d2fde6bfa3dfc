package agent

import (
	"slices"
	"strings"

	"shurong.org/shurong/internal/agent/profile"
	"shurong.org/shurong/internal/agent/scan"
	"shurong.org/shurong/quality"
)

// repeats is how often each value of a category comes, on average, for its values to be a list.
const repeats = 20

// describe adds to the counts what values looked like, from which rules are inferred.
func (m *Measurement) describe(in *quality.Input) {
	for i := range m.Full.Columns {
		c, q := &m.Full.Columns[i], &in.Columns[i]
		q.Seen = seen(c, m.Full.SampleRows)
		if c.Time != nil {
			// A stray date in the future must not hide how fresh the rest is.
			if day, ok := newest(c.Time); ok {
				q.Newest = day
			}
		}
		if i < len(m.Local.Columns) && whole(&m.Local.Columns[i], c) && c.Values >= repeats*c.Distinct {
			for _, v := range m.Local.Columns[i].Top {
				q.Seen.Categories = append(q.Seen.Categories, strings.TrimSpace(v.Value))
			}
			slices.Sort(q.Seen.Categories)
			q.Seen.Categories = slices.Compact(q.Seen.Categories)
		}
	}
	for _, f := range m.Scan.Findings {
		if f.Index < 0 || f.Confidence == scan.Low || f.State != scan.Plain {
			continue
		}
		switch format := quality.Format(f.Category); format {
		case quality.CreditCode, quality.ResidentID, quality.BankCard, quality.Mobile, quality.Email:
			in.Columns[f.Index].Seen.Format = format
		}
	}
	for _, d := range m.Full.Dependencies {
		in.Dependencies = append(in.Dependencies, quality.Dependency{Determinants: d.Determinants, Dependent: d.Dependent,
			ErrorPPM: d.ErrorPPM})
	}
}

func seen(c *profile.Column, sampleRows int64) (s quality.Seen) {
	if c.Lengths != nil {
		s.MinLength, s.MaxLength = int64(c.Lengths.Min), int64(c.Lengths.Max)
	}
	switch {
	case c.Number != nil:
		s.Min, s.Max = c.Number.Min, c.Number.Max
	case c.Time != nil:
		s.Min, s.Max = c.Time.Earliest, c.Time.Latest
	}
	for _, p := range c.Patterns {
		s.Patterns = append(s.Patterns, quality.Share{Value: p.Pattern, Count: p.Count})
		s.SampledValues += p.Count
	}
	// The patterns are the commonest; what they leave out counts too.
	if cells := c.Values + c.Missing; cells > 0 {
		s.SampledValues = max(s.SampledValues, int64(float64(sampleRows)*float64(c.Values)/float64(cells)))
	}
	return s
}
