package scan

import (
	"fmt"
	"math"

	"shurong.org/shurong/identifier"
)

// Thresholds, in ppm of a column's values unless said otherwise.
const (
	// With the column's name saying so too, this much is enough: a column may be mostly something else.
	namedShare = 30_000
	// liftLeast is how many times more values must pass than by chance. Random numbers have a lift of 1, columns of
	// real numbers of 8 to 31.
	liftLeast = 2
	// sigmaAlone and sigmaNamed are by how many standard errors: 5 is one chance in three million.
	sigmaAlone, sigmaNamed = 5, 2
	// fewValues is up to how many different values statistics say little.
	fewValues = 20
	// maskedShare is from where on masked values make a column a masked one.
	maskedShare = 300_000
)

// alone is the share from which content speaks for itself, 0 if it never does.
var alone = [kinds]int64{
	residentID: 100_000, resident15: 500_000, bankCard: 400_000, imei: 500_000, creditCode: 100_000,
	mobile: 400_000, email: 300_000, plate: 300_000, mac: 300_000, ip: 300_000, landline: 500_000,
	name: 500_000, address: 500_000, passport: 600_000, permit: 600_000,
}

// findings decides on one column by itself.
func (s *sampleColumn) findings(index int) (out []Finding) {
	if s.examined == 0 {
		return nil
	}
	var taken kindSet
	for k := range location {
		if f, ok := s.decide(k, index); ok {
			taken.add(k)
			out = append(out, f)
		}
	}
	if f, ok := s.cured(taken, index); ok {
		out = append(out, f)
	}
	return out
}

// decide says whether a column holds a kind.
func (s *sampleColumn) decide(k kind, index int) (Finding, bool) {
	if s.form[k] == 0 {
		return Finding{}, false
	}
	f := finding(k, s.header, index)
	f.Header = s.hinted.has(k)
	f.Examined, f.Form, f.Passing = s.examined, s.form[k], s.valid[k]
	f.SharePPM = s.share(s.valid[k])
	var ok bool
	switch k {
	case residentID, bankCard, imei, creditCode:
		ok = s.checked(k, &f)
	case mobile:
		ok = s.mobiles(&f)
	case name:
		ok = s.names(&f)
	case address:
		ok = s.addresses(&f)
	case landline:
		ok = s.landlines(&f)
	case passport, permit:
		ok = s.documents(k, &f)
	case ip:
		ok = s.unchecked(k, &f) && (f.Header || s.valid[k]*2 >= s.form[k])
	case resident15:
		ok = (f.Header || s.birthYears(k) >= min(10, int(s.validDistinct[k]/3)+1) && !s.dense(k)) && s.unchecked(k, &f)
	case email, plate, mac:
		ok = s.unchecked(k, &f)
	}
	if !ok {
		return f, false
	}
	if f.ExcessPPM == 0 {
		f.ExcessPPM = f.SharePPM
	}
	f.Matching = int64(math.Round(float64(s.values) * float64(f.Passing) / float64(s.examined)))
	if s.firm && (k == address || k == landline || k == name || k == mobile && s.distinctShare() < 0.1) {
		f.Confidence = Low // a firm's, no person's
	}
	f.Reason = s.reason(k, &f)
	return f, true
}

// checked decides by the share that passes the check over the share that would by chance.
func (s *sampleColumn) checked(k kind, f *Finding) bool {
	c := s.chance(k)
	form, valid := float64(s.form[k]), float64(s.valid[k])
	f.ChancePPM = int64(math.Round(c * 1e6))
	lift := valid / form / c
	f.LiftPM = int64(math.Round(lift * 1000))
	excess := max(0, (valid-c*form)/(1-c)) / float64(s.examined)
	f.ExcessPPM = int64(math.Round(excess * 1e6))
	sigma := s.sigma(k, c)
	if s.formDistinct[k] < fewValues {
		sigma = s.sigma(k, theory(k))
	}
	switch {
	case lift < liftLeast && (s.formDistinct[k] >= fewValues || !f.Header || valid < form/2):
		return false
	case f.Header && f.ExcessPPM >= namedShare && sigma >= sigmaNamed:
		f.Confidence = High
	case f.Header && s.formDistinct[k] < fewValues && valid*2 >= form && f.SharePPM >= namedShare:
		f.Confidence = Medium
	case f.ExcessPPM >= 3*alone[k] && sigma >= sigmaAlone, k == residentID && f.ExcessPPM >= alone[k] &&
		sigma >= 2*sigmaAlone:
		f.Confidence = High
	case f.ExcessPPM >= alone[k] && sigma >= sigmaAlone:
		f.Confidence = Medium
	default:
		return false
	}
	// A birthday in one year or two is a date of business.
	if k == residentID && s.validDistinct[k] >= 50 && s.birthYears(k) < 3 && !f.Header {
		return false
	}
	return true
}

// unchecked decides by the share alone.
func (s *sampleColumn) unchecked(k kind, f *Finding) bool {
	switch {
	case f.Header && f.SharePPM >= namedShare:
		f.Confidence = High
	case alone[k] > 0 && f.SharePPM >= alone[k]:
		f.Confidence = Medium
	default:
		return false
	}
	return true
}

// mobiles: of random numbers 1xxxxxxxxxx 56 % fall into allocated segments, of mobile numbers all; mobile numbers are
// dealt out over many segments and do not count up.
func (s *sampleColumn) mobiles(f *Finding) bool {
	const chance = identifier.MobileSegmentsPPM / 1e6
	form, valid := float64(s.form[mobile]), float64(s.valid[mobile])
	f.ChancePPM, f.LiftPM = identifier.MobileSegmentsPPM, int64(math.Round(valid/form/chance*1000))
	if s.valid[mobile] == 0 {
		return false
	}
	segments := spread(s, mobile, func(v string) string {
		d, _ := digitsOf([]byte(v))
		return string(d[len(d)-11 : len(d)-8])
	})
	counted := s.dense(mobile)
	switch {
	case f.Header && f.SharePPM >= namedShare && valid >= 0.75*form && (!counted || segments >= 3):
		f.Confidence = High
	case f.SharePPM >= alone[mobile] && valid >= 0.9*form && !counted && segments >= min(8,
		int(s.validDistinct[mobile]/3)+1) &&
		s.sigma(mobile, chance) >= 3:
		f.Confidence = Medium
	default:
		return false
	}
	return true
}

// names: an ordinary word passes in one case of seventy; a column of names has many surnames, and its values are
// neither places nor firms.
func (s *sampleColumn) names(f *Finding) bool {
	const chance = float64(nameChancePPM) / 1e6
	f.ChancePPM = nameChancePPM
	f.LiftPM = int64(math.Round(float64(s.valid[name]) / float64(s.examined) / chance * 1000))
	surnames := spread(s, name, surnameOf)
	distinct := int64(len(s.distinct))
	validShare := s.validDistinct[name] * 1_000_000 / distinct // of different values
	formShare := s.formDistinct[name] * 1_000_000 / distinct
	switch {
	case s.organisations*5 > s.examined:
		return false
	case f.Header && f.SharePPM >= 300_000 && validShare >= 300_000 && (surnames >= 5 || distinct < fewValues &&
		surnames >= 2):
		f.Confidence = High
	case f.Header && distinct >= fewValues && validShare >= 80_000 && formShare >= 80_000 && surnames >= 10:
		f.Confidence = Medium // among others: "客户" with persons and firms
	case distinct >= fewValues && f.SharePPM >= alone[name] && validShare >= alone[name] && formShare >= 600_000 &&
		surnames >= 10:
		f.Confidence = Medium
	default:
		return false
	}
	return true
}

func (s *sampleColumn) addresses(f *Finding) bool {
	switch {
	case s.organisations*5 > s.examined:
		return false
	case f.Header && f.SharePPM >= 100_000:
		f.Confidence = High
	case f.SharePPM >= alone[address] && s.distinctShare() > 0.2:
		f.Confidence = Medium
	default:
		return false
	}
	return true
}

func (s *sampleColumn) landlines(f *Finding) bool {
	switch {
	case f.Header && s.share(s.form[landline]) >= namedShare:
		f.Confidence = High
		f.Passing = s.form[landline]
		f.SharePPM = s.share(f.Passing)
	case f.SharePPM >= alone[landline]:
		f.Confidence = Medium
	default:
		return false
	}
	return true
}

// documents have no check digit: product codes look the same, so that without a name they are only told.
func (s *sampleColumn) documents(k kind, f *Finding) bool {
	f.Header = f.Header || s.hinted.has(residentID)
	switch {
	case f.Header && f.SharePPM >= namedShare/3:
		f.Confidence = High
	case f.SharePPM >= alone[k] && s.validDistinct[k] >= fewValues && s.distinctShare() > 0.5:
		f.Confidence = Low
	default:
		return false
	}
	return true
}

// distinctShare is how many of the examined values differ.
func (s *sampleColumn) distinctShare() float64 { return float64(len(s.distinct)) / float64(s.examined) }

// cured reports a column that holds masked values, or digests under a name that says what of.
func (s *sampleColumn) cured(taken kindSet, index int) (Finding, bool) {
	best, most := kind(kinds), int64(0)
	for k := range location {
		if taken.has(k) {
			continue
		}
		n := s.masked[k]
		if s.hinted.has(k) {
			n *= 2 // the name decides between a masked card and a masked resident number
		}
		if n > most && (s.share(s.masked[k]) >= maskedShare || s.hinted.has(k) && s.share(s.masked[k]) >= namedShare) {
			best, most = k, n
		}
	}
	state := Masked
	if best == kinds && s.share(s.digests) >= 500_000 {
		for _, k := range identifiersByRank {
			if s.hinted.has(k) && !taken.has(k) {
				best, state = k, Hashed
				break
			}
		}
	}
	if best == kinds {
		return Finding{}, false
	}
	f := finding(best, s.header, index)
	f.State, f.Confidence, f.Header, f.Check = state, High, s.hinted.has(best), false
	f.Grade, f.Special = None, ""
	f.Examined, f.Form, f.Passing = s.examined, s.masked[best], s.masked[best]
	f.Cure = cures[keep]
	f.Cure.LevelAfter = levelDeidentified
	f.Reason = Text{"已掩码：仍属去标识化的个人信息，不是匿名化", "masked already: de-identified personal information, not anonymous"}
	if state == Hashed {
		f.Form, f.Passing, f.Confidence = s.digests, s.digests, Medium
		f.Cure = cures[hashed]
		f.Reason = Text{"为散列值：若未使用密钥，手机号、证件号可被穷举还原，应核实是否带密钥",
			"digests: without a key, telephone and document numbers are found by trying all; ask whether a key was " +
				"used"}
	}
	f.SharePPM = s.share(f.Passing)
	f.ExcessPPM = f.SharePPM
	f.Matching = int64(math.Round(float64(s.values) * float64(f.Passing) / float64(s.examined)))
	return f, true
}

// reason says in a sentence what a decision rests on.
func (s *sampleColumn) reason(k kind, f *Finding) Text {
	t := Text{
		fmt.Sprintf("%s 的值符合规则", ppm(f.SharePPM)),
		fmt.Sprintf("%s of the values pass", ppm(f.SharePPM)),
	}
	if f.LiftPM > 0 && f.Check {
		t.ZH = fmt.Sprintf("同形的值中 %s 通过校验，偶然通过率为 %s，为其 %.1f 倍", ppm(f.Passing*1_000_000/f.Form), ppm(f.ChancePPM),
			float64(f.LiftPM)/1000)
		t.EN = fmt.Sprintf("%s of the values of this form pass the check, %s would by chance: %.1f times as many",
			ppm(f.Passing*1_000_000/f.Form), ppm(f.ChancePPM), float64(f.LiftPM)/1000)
	}
	if f.Header {
		t.ZH += "；列名亦如此提示"
		t.EN += "; the column's name says so too"
	}
	if f.Confidence == Low {
		t.ZH += "；需人工核对"
		t.EN += "; for a person to check"
	}
	return t
}

// ppm writes a share as a percentage.
func ppm(n int64) string {
	switch {
	case n == 0:
		return "0%"
	case n < 1000:
		return "<0.1%"
	}
	return fmt.Sprintf("%.1f%%", float64(n)/10_000)
}
