package scan

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"

	"shurong.org/shurong/daycount"
)

// Majority is under what age GB/T 35273 and PIPL Art. 31 protect children in particular.
const protectedAge = 14

// births finds columns of dates of birth by name and content, and children by them and by resident numbers.
func (t *whole) births() {
	for i, s := range t.columns {
		if s.examined == 0 {
			continue
		}
		if s.hinted.has(birthDate) {
			t.birthColumn(i, s)
		}
		for _, k := range []kind{residentID, resident15} {
			if t.has(i, k) {
				t.children(i, s, func(v *distinctValue) (daycount.Date, bool) {
					if !v.look.valid.has(k) {
						return daycount.Date{}, false
					}
					if k == resident15 {
						return day("19" + string(v.look.compact[6:12]))
					}
					return day(string(v.look.compact[6:14]))
				})
			}
		}
	}
}

// has reports whether a kind was found plain in a column.
func (t *whole) has(index int, k kind) bool {
	for i := range t.findings {
		if f := &t.findings[i]; f.Index == index && f.Category == catalogue[k].code && f.plain() {
			return true
		}
	}
	return false
}

func (t *whole) birthColumn(i int, s *sampleColumn) {
	n, years := int64(0), map[int]struct{}{}
	for j := range s.distinct {
		if d, ok := day(s.distinct[j].text); ok && (t.in.At.IsZero() || !d.After(t.in.At)) {
			n += s.distinct[j].count
			years[d.Year()] = struct{}{}
		}
	}
	if s.share(n) < 500_000 || len(years) < min(8, len(s.distinct)/2+1) {
		return
	}
	f := finding(birthDate, s.header, i)
	f.Header, f.Confidence = true, High
	f.Examined, f.Form, f.Passing, f.SharePPM, f.ExcessPPM = s.examined, n, n, s.share(n), s.share(n)
	f.Matching = s.values * n / s.examined
	f.Reason = Text{fmt.Sprintf("列名为出生日期，%s 的值为日期，分布于 %d 个年份", ppm(f.SharePPM), len(years)),
		fmt.Sprintf("named as dates of birth, %s of the values are dates of %d years", ppm(f.SharePPM), len(years))}
	if !t.aboutPersons() {
		f.Confidence = Medium
	}
	t.findings = append(t.findings, f)
	t.children(i, s, func(v *distinctValue) (daycount.Date, bool) { return day(v.text) })
}

// children counts who is under fourteen on the day of the measurement. One slip is none: three, and one in two
// thousand.
func (t *whole) children(i int, s *sampleColumn, birth func(*distinctValue) (daycount.Date, bool)) {
	if t.in.At.IsZero() {
		return
	}
	n, distinct := int64(0), 0
	for j := range s.distinct {
		v := &s.distinct[j]
		if d, ok := birth(v); ok && d.AddMonths(12*protectedAge).After(t.in.At) && !d.After(t.in.At) {
			n += v.count
			distinct++
		}
	}
	if distinct < 3 || s.share(n) < 500 {
		return
	}
	f := finding(minors, s.header, i)
	f.Confidence = High
	f.Examined, f.Form, f.Passing, f.SharePPM, f.ExcessPPM = s.examined, n, n, s.share(n), s.share(n)
	f.Matching = s.values * n / s.examined
	f.Reason = Text{fmt.Sprintf("%s 的人在 %s 不满十四周岁", ppm(f.SharePPM), t.in.At),
		fmt.Sprintf("%s of the persons were under fourteen on %s", ppm(f.SharePPM), t.in.At)}
	t.findings = append(t.findings, f)
}

// China's extent in degrees, with its seas; WGS-84 and GCJ-02 differ by less than 0.01.
const (
	lngFrom, lngTo = 73.0, 136.0
	latFrom, latTo = 3.0, 54.0
)

// coordinates says what share of a column's values (ppm) are longitudes, latitudes, or pairs of both, in China and with
// at least three decimals, which is a hundred metres.
type coordinates struct{ lng, lat, pair, fine int64 }

func (s *sampleColumn) coordinates() (c coordinates) {
	var lng, lat, pair, fine int64
	for i := range s.distinct {
		v := &s.distinct[i]
		if a, b, ok := strings.Cut(v.text, ","); ok {
			x, xd, ok1 := degrees(strings.TrimLeft(a, "([ "))
			y, yd, ok2 := degrees(strings.TrimRight(strings.TrimSpace(b), ")] "))
			if ok1 && ok2 && xd >= 3 && yd >= 3 && (inLng(x) && inLat(y) || inLat(x) && inLng(y)) {
				pair += v.count
			}
			continue
		}
		x, decimals, ok := degrees(v.text)
		if !ok || decimals < 3 {
			continue
		}
		if decimals >= 4 {
			fine += v.count
		}
		switch {
		case inLat(x):
			lat += v.count
		case inLng(x):
			lng += v.count
		}
	}
	return coordinates{s.share(lng), s.share(lat), s.share(pair), s.share(fine)}
}

func inLng(x float64) bool { return x >= lngFrom && x <= lngTo }
func inLat(x float64) bool { return x >= latFrom && x <= latTo }

// degrees reads a decimal number and says how many decimals it has.
func degrees(text string) (x float64, decimals int, ok bool) {
	if len(text) > 20 {
		return 0, 0, false
	}
	dot := strings.IndexByte(text, '.')
	if dot < 0 {
		return 0, 0, false
	}
	x, err := strconv.ParseFloat(text, 64)
	return x, len(text) - dot - 1, err == nil
}

// places finds precise locations: a column of pairs, or a column of longitudes with one of latitudes. A place is a
// person's only where the table is about persons; with times it is a track.
func (t *whole) places() {
	const most = 800_000
	lng, lat, pair := -1, -1, -1
	var all []coordinates
	for i, s := range t.columns {
		c := s.coordinates()
		all = append(all, c)
		hinted := s.hinted.has(location)
		switch {
		case c.pair >= most/2 && (hinted || s.distinctShare() > 0.05):
			pair = i
		case c.lng >= most && (hinted || c.fine >= most) && lng < 0:
			lng = i
		}
	}
	if pair < 0 && lng >= 0 {
		for i, s := range t.columns {
			if c := all[i]; c.lat >= most && (s.hinted.has(location) || c.fine >= most && (i == lng-1 || i == lng+1)) {
				lat = i
				break
			}
		}
	}
	var at []int
	switch {
	case pair >= 0:
		at = []int{pair}
	case lng >= 0 && lat >= 0:
		at = []int{lng, lat}
	default:
		return
	}
	persons, moving := t.aboutPersons(), t.timed()
	for _, i := range at {
		s := t.columns[i]
		f := finding(location, s.header, i)
		f.Header = s.hinted.has(location)
		f.Confidence = Medium
		if f.Header {
			f.Confidence = High
		}
		f.Examined = s.examined
		f.SharePPM = max(all[i].pair, all[i].lng, all[i].lat)
		f.ExcessPPM = f.SharePPM
		f.Form = f.SharePPM * s.examined / 1_000_000
		f.Passing, f.Matching = f.Form, f.SharePPM*s.values/1_000_000
		f.Reason = Text{fmt.Sprintf("%s 的值为中国境内坐标，精确到约百米以内（WGS-84 与 GCJ-02 不能仅凭数值区分）", ppm(f.SharePPM)),
			fmt.Sprintf("%s of the values are coordinates in China, to a hundred metres or finer (numbers alone do "+
				"not tell WGS-84 from GCJ-02)",
				ppm(f.SharePPM))}
		if !persons {
			f.Grade = None
			f.Cure = cures[keep]
			f.Reason.ZH += "；表中未见个人标识，视为地点而非个人位置"
			f.Reason.EN += "; nothing identifies persons, so these are places, not persons' whereabouts"
		}
		t.findings = append(t.findings, f)
	}
	if persons && moving {
		s := t.columns[at[0]]
		f := finding(track, s.header, at[0])
		f.Confidence = Medium
		f.Examined, f.Form, f.Passing = s.examined, s.examined, s.examined
		f.SharePPM, f.ExcessPPM, f.Matching = 1_000_000, 1_000_000, s.values
		f.Reason = Text{"个人标识、时间与精确坐标同在一行，可还原行踪",
			"a person, a time and a precise place stand in one row: whereabouts can be followed"}
		t.findings = append(t.findings, f)
	}
}

// timed reports whether a column holds times other than dates of birth.
func (t *whole) timed() bool {
	for i, c := range t.in.Columns {
		s := t.columns[i]
		if s.hinted.has(birthDate) || s.examined == 0 {
			continue
		}
		if c.Type == "datetime" || c.Type == "date" {
			return true
		}
		if c.Type != "" {
			continue
		}
		n := int64(0)
		for j := range s.distinct {
			if _, ok := day(s.distinct[j].text); ok {
				n += s.distinct[j].count
			}
		}
		if s.share(n) >= 800_000 {
			return true
		}
	}
	return false
}

// Words by which a column's content gives away what it is about, whatever the column is called.
var (
	healthWords = []string{"高血压", "糖尿病", "冠心病", "肝炎", "肺炎", "肿瘤", "癌", "抑郁", "骨折", "哮喘", "胃炎", "阑尾炎", "梅毒", "艾滋",
		"脑梗", "白血病", "结核", "贫血", "过敏", "妊娠", "精神分裂", "肾病", "痛风", "关节炎", "感染", "综合征", "术后", "青霉素", "胰岛素",
		"阿莫西林", "血型"}
	religionWords = []string{"佛教", "道教", "基督教", "天主教", "伊斯兰教", "东正教", "犹太教", "印度教", "无宗教信仰"}
	identityWords = []string{"前科", "服刑", "假释", "缓刑", "吸毒人员", "离异", "丧偶", "再婚", "同性恋", "双性恋", "社区矫正"}
)

// attributes finds what is sensitive because of whom it is about: health, property, biometrics, religion, and other
// matters of GB/T 45574. The column's name or its words say what it is; only where persons are identified is it theirs.
func (t *whole) attributes() {
	persons := t.aboutPersons()
	for i, s := range t.columns {
		if s.examined == 0 {
			continue
		}
		for _, a := range []struct {
			k     kind
			words []string
			// number says that the values are amounts
			number bool
		}{{health, healthWords, false}, {finance, nil, true}, {biometric, nil, false}, {religion, religionWords, false},
			{identity, identityWords, false}} {
			share := s.share(s.holding(a.k, a.words))
			header := s.hinted.has(a.k)
			if a.number && header {
				header = s.share(s.amounts()) >= 600_000
			}
			if a.k == biometric && header {
				header = s.bulky()
			}
			if !header && share < 300_000 || s.firm && !persons || s.share(s.digests) > 0 && a.k != biometric {
				continue
			}
			f := finding(a.k, s.header, i)
			f.Header = header
			f.Examined, f.SharePPM = s.examined, share
			if share == 0 {
				f.SharePPM = 1_000_000
			}
			f.ExcessPPM = f.SharePPM
			f.Form = s.examined * f.SharePPM / 1_000_000
			f.Passing, f.Matching = f.Form, s.values*f.SharePPM/1_000_000
			switch {
			case persons && header:
				f.Confidence = High
			case persons:
				f.Confidence = Medium
			case a.k == finance:
				continue // amounts of business
			default:
				f.Confidence = Low
			}
			f.Reason = attributeReason(header, share, persons)
			t.findings = append(t.findings, f)
		}
	}
}

func attributeReason(header bool, share int64, persons bool) (r Text) {
	if header {
		r = Text{"列名如此提示", "the column's name says so"}
	}
	if share > 0 {
		if header {
			r.ZH, r.EN = r.ZH+"；", r.EN+"; "
		}
		r.ZH += ppm(share) + " 的值含有此类用语"
		r.EN += ppm(share) + " of the values hold words of this kind"
	}
	if persons {
		r.ZH += "；同一行中有个人标识"
		r.EN += "; a person is identified in the same row"
	} else {
		r.ZH += "；表中未见个人标识，需人工核对"
		r.EN += "; nothing identifies persons: for a person to check"
	}
	return r
}

// holding counts the examined values with one of the words in them, or a code of ICD-10 among health.
func (s *sampleColumn) holding(k kind, list []string) (n int64) {
	if len(list) == 0 {
		return 0
	}
	for i := range s.distinct {
		v := &s.distinct[i]
		if len(v.text) >= 3 && len(v.text) <= 120 && !ascii(v.text) && containsAny(v.text, list) || k == health &&
			isICD10(v.text) && s.hinted.has(health) {
			n += v.count
		}
	}
	return n
}

// ascii reports whether a text is of ASCII alone, by its first and last bytes: words are not looked for in numbers.
func ascii(s string) bool { return s[0] < 0x80 && s[len(s)-1] < 0x80 && s[len(s)/2] < 0x80 }

// isICD10 reports whether a text has the form of a diagnosis code: J18.900, E11.9, I10.x00.
func isICD10(s string) bool {
	return len(s) >= 3 && len(s) <= 10 && s[0] >= 'A' && s[0] <= 'Z' && s[1] >= '0' && s[1] <= '9' && s[2] >= '0' &&
		s[2] <= '9' && (len(s) == 3 || s[3] == '.')
}

// amounts counts the examined values that are numbers.
func (s *sampleColumn) amounts() (n int64) {
	for i := range s.distinct {
		if _, err := strconv.ParseFloat(strings.ReplaceAll(s.distinct[i].text, ",", ""), 64); err == nil {
			n += s.distinct[i].count
		}
	}
	return n
}

// bulky reports whether the values are long, as templates, vectors and pictures are; a flag "fingerprint: yes" is none.
func (s *sampleColumn) bulky() bool {
	n := int64(0)
	for i := range s.distinct {
		if v := &s.distinct[i]; len(v.text) >= 16 && !bytes.ContainsAny([]byte(v.text), "。，") {
			n += v.count
		}
	}
	return s.share(n) >= 500_000
}
