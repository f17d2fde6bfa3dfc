package scan

import (
	"bytes"
	"cmp"
	"math"
	"slices"
	"strconv"

	"shurong.org/shurong/daycount"
	"shurong.org/shurong/identifier"
)

// sampleColumn is one column of the sample, value by value: each different value is looked at once.
type sampleColumn struct {
	header    string
	hinted    kindSet
	firm      bool
	values    int64 // of the whole table
	distinctN int64 // of the whole table, about
	examined  int64 // values of the sample
	distinct  []distinctValue

	form, valid, masked         [kinds]int64 // examined values by kind
	formDistinct, validDistinct [kinds]int64
	digests, organisations      int64
}

type distinctValue struct {
	text  string
	count int64
	look  look
}

// Sample is what the columns are decided on: rows drawn from the whole table.
type Sample interface {
	Rows() int
	Cell(r, c int) []byte
}

// examinedMost is how many values of a column are looked at; of a very wide table fewer, so that no more than
// examinedTotal are in all. A share of one tenth is then known within a third of a per cent.
const (
	examinedMost  = 8192
	examinedLeast = 512
	examinedTotal = 2 << 20
)

func readSampleColumn(in *Input, c int) *sampleColumn {
	info := &in.Columns[c]
	s := &sampleColumn{header: info.Name, hinted: named(info.Name), firm: ofOrganisation(info.Name),
		values:    info.Values,
		distinctN: info.Distinct}
	most := min(examinedMost, max(examinedLeast, examinedTotal/max(1, len(in.Columns))))
	index := make(map[string]int, most)
	// Values are taken evenly over the sample, which may be in the order of the file, and by chance within each
	// stretch: what repeats in a file may keep step with them.
	var rows []int32
	for r := range in.Sample.Rows() {
		if len(in.Sample.Cell(r, c)) > 0 {
			rows = append(rows, int32(r))
		}
	}
	for n := range min(len(rows), most) {
		r := rows[n]
		if len(rows) > most {
			from, to := n*len(rows)/most, (n+1)*len(rows)/most
			r = rows[from+int(rowHash(uint64(n), uint64(len(rows)))%uint64(to-from))]
		}
		cell := bytes.TrimSpace(in.Sample.Cell(int(r), c))
		if len(cell) == 0 {
			continue
		}
		s.examined++
		i, ok := index[string(cell)]
		if !ok {
			i = len(s.distinct)
			text := string(cell)
			index[text] = i
			s.distinct = append(s.distinct, distinctValue{text: text, look: examine([]byte(text))})
		}
		s.distinct[i].count++
	}
	for i := range s.distinct {
		v := &s.distinct[i]
		for k := range kind(kinds) {
			if v.look.form.has(k) {
				s.form[k] += v.count
				s.formDistinct[k]++
			}
			if v.look.valid.has(k) {
				s.valid[k] += v.count
				s.validDistinct[k]++
			}
			if v.look.masked.has(k) {
				s.masked[k] += v.count
			}
		}
		if v.look.digest {
			s.digests += v.count
		}
		if organisationName([]byte(v.text)) {
			s.organisations += v.count
		}
	}
	return s
}

// share is n of the examined values, in ppm.
func (s *sampleColumn) share(n int64) int64 {
	if s.examined == 0 {
		return 0
	}
	return n * 1_000_000 / s.examined
}

// spread is how many different results key has over the values that pass for a kind.
func spread[K comparable](s *sampleColumn, k kind, key func(v string) K) int {
	seen := map[K]struct{}{}
	for i := range s.distinct {
		if s.distinct[i].look.valid.has(k) {
			seen[key(s.distinct[i].text)] = struct{}{}
		}
	}
	return len(seen)
}

// dense reports whether the numbers of a kind lie so close together that they were counted up, not dealt out: serial
// numbers that happen to begin like a telephone's.
func (s *sampleColumn) dense(k kind) bool {
	var all []float64
	for i := range s.distinct {
		if l := &s.distinct[i].look; l.form.has(k) {
			if x, err := strconv.ParseFloat(string(l.compact), 64); err == nil {
				all = append(all, x)
			}
		}
	}
	if len(all) < 20 {
		return false
	}
	slices.Sort(all)
	// The middle eight tenths, so that dirt does not hide a sequence.
	lo, hi := all[len(all)/10], all[len(all)-1-len(all)/10]
	whole := cmp.Or(float64(s.distinctN), float64(len(all)))
	return hi-lo < 3*max(whole, float64(len(all)))
}

// birthYears is how many different years of birth the resident numbers that pass have.
func (s *sampleColumn) birthYears(k kind) int {
	from, to := 6, 10
	if k == resident15 {
		to = 8
	}
	seen := map[string]struct{}{}
	for i := range s.distinct {
		if l := &s.distinct[i].look; l.valid.has(k) {
			seen[string(l.compact[from:to])] = struct{}{}
		}
	}
	return len(seen)
}

// theory is the share of values of the form that pass the check by chance: one in eleven for resident numbers (the
// check is of modulus 11, and random digits never give X), one in ten for Luhn's formula, one in thirty-one for credit
// codes.
func theory(k kind) float64 {
	switch k {
	case residentID:
		return 1.0 / 11
	case bankCard, imei:
		return 1.0 / 10
	case creditCode:
		return 1.0 / 31
	}
	return 0
}

// Limits of the chance measured by scrambling.
const (
	scrambledMost  = 4096
	scrambledLeast = 200
)

// chance is the share of values of a kind's form that pass by chance, measured on the column's own shape: each position
// takes its character from another row, so that every position keeps its characters and what ties them together in one
// number is lost. Where there are too few values for that, theory stands.
func (s *sampleColumn) chance(k kind) float64 {
	base := theory(k)
	byLength := map[int][][]byte{}
	for i := range s.distinct {
		if l := &s.distinct[i].look; l.form.has(k) && len(l.compact) > 0 {
			n := len(l.compact)
			if len(byLength[n]) < scrambledMost {
				byLength[n] = append(byLength[n], l.compact)
			}
		}
	}
	formed, passed := 0, 0
	for n, group := range byLength {
		if len(group) < scrambledLeast {
			continue
		}
		mixed := make([]byte, n)
		for i := range group {
			for p := range mixed {
				mixed[p] = group[(i+(p*p+p+1)*7919)%len(group)][p]
			}
			form, ok := passes(k, mixed)
			if form {
				formed++
			}
			if ok {
				passed++
			}
		}
	}
	if formed < scrambledLeast {
		return base
	}
	return max(base, float64(passed)/float64(formed))
}

func passes(k kind, d []byte) (form, valid bool) {
	s := string(d)
	switch k {
	case residentID:
		form = residentForm(d)
		return form, form && identifier.IsResidentID(s)
	case bankCard:
		form = identifier.IsCardPrefix(s)
		return form, form && identifier.IsBankCard(s)
	case imei:
		return true, luhnPasses(s)
	case creditCode:
		form = usccForm(s)
		return form, form && identifier.IsUSCC(s)
	}
	return false, false
}

// sigma is by how many standard errors the share that passes exceeds chance, over different values.
func (s *sampleColumn) sigma(k kind, chance float64) float64 {
	n := float64(s.formDistinct[k])
	if n == 0 {
		return 0
	}
	return (float64(s.validDistinct[k]) - chance*n) / math.Sqrt(n*chance*(1-chance))
}

// day reads a date as dates of birth are written: 1990-01-31, 1990/1/31, 1990.01.31, 19900131, 1990年1月31日.
func day(text string) (daycount.Date, bool) {
	var part [3]int
	n, size := 0, 0
	for _, r := range text {
		switch {
		case r >= '0' && r <= '9':
			if n > 2 || size == 8 {
				return daycount.Date{}, false
			}
			part[n] = part[n]*10 + int(r-'0')
			size++
		case r == '-' || r == '/' || r == '.' || r == '年' || r == '月' || r == '日':
			if size == 0 {
				return daycount.Date{}, false
			}
			n, size = n+1, 0
		case r == ' ' || r == 'T':
			if n != 2 || size == 0 { // what follows is a time of day
				return daycount.Date{}, false
			}
			return dayOf(part)
		default:
			return daycount.Date{}, false
		}
	}
	if n == 0 && size == 8 {
		part = [3]int{part[0] / 10000, part[0] / 100 % 100, part[0] % 100}
	}
	return dayOf(part)
}

func dayOf(p [3]int) (daycount.Date, bool) {
	if p[0] < 1900 || p[0] > 2100 || p[1] < 1 || p[1] > 12 || p[2] < 1 || p[2] > 31 {
		return daycount.Date{}, false
	}
	pad := func(n int) string {
		if n < 10 {
			return "0" + strconv.Itoa(n)
		}
		return strconv.Itoa(n)
	}
	d, err := daycount.ParseDate(strconv.Itoa(p[0]) + "-" + pad(p[1]) + "-" + pad(p[2]))
	return d, err == nil
}
