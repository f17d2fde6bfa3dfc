package quality

import (
	"math/big"
	"strings"
)

// Input is what the indicators are computed from.
type Input struct {
	Rows         int64 `json:"rows"`          // well-formed
	Ragged       int64 `json:"ragged"`        // rows with the wrong number of cells
	Repeated     int64 `json:"repeated"`      // rows that repeat an earlier one in all cells
	InvalidBytes int64 `json:"invalid_bytes"` // sequences that are no text
	// the file is in an encoding that the rules know: UTF-8, GB 18030, or Parquet
	Standard bool     `json:"standard"`
	Columns  []Column `json:"columns"`
	// AsOf and PeriodDays judge timeliness: on this day, in days since 1970, data that is renewed every so many days.
	AsOf       int64 `json:"as_of"`
	PeriodDays int64 `json:"period_days"`
}

// Column is what is known of one column.
type Column struct {
	Name    string `json:"name"`
	Type    string `json:"type"`
	Named   bool   `json:"named"`   // has a name of its own
	Values  int64  `json:"values"`  // cells that hold something
	Missing int64  `json:"missing"` // cells that do not
	Fitting int64  `json:"fitting"` // values of the column's type
	Padded  int64  `json:"padded"`  // values with white space around them
	Key     bool   `json:"key"`     // meant to identify rows: nearly all values are different
	// Distinct is the number of different values; it counts for keys.
	Distinct int64 `json:"distinct"`
	// Checked and Correct: values of a kind that has check digits, and those whose check digit is right.
	Checked int64 `json:"checked"`
	Correct int64 `json:"correct"`
	// InForm is how many dates are written in the column's commonest way. Newest is the last date, in days since 1970.
	Dates  int64 `json:"dates"`
	InForm int64 `json:"in_form"`
	Newest int64 `json:"newest"`
}

// Indicator is one X = A/B.
type Indicator struct {
	Code string `json:"code"`
	ZH   string `json:"zh"`
	EN   string `json:"en"`
	A    int64  `json:"a"`
	B    int64  `json:"b"`
	PPM  PPM    `json:"ppm"`
}

// Assessment is one dimension's score and what it rests on.
type Assessment struct {
	Dimension  Dimension   `json:"dimension"`
	Assessed   bool        `json:"assessed"`
	PPM        PPM         `json:"ppm"` // 0 if not assessed
	WeightPPM  PPM         `json:"weight_ppm"`
	Indicators []Indicator `json:"indicators"`
}

// Result is a data set's quality.
type Result struct {
	TotalPPM   PPM          `json:"total_ppm"`
	Dimensions []Assessment `json:"dimensions"` // in the order of the standard
}

// sums over all columns.
type sums struct {
	values, missing, fitting, padded, named int64
	checked, correct, keys, keyDistinct     int64
	dates, inForm                           int64
	timed, future                           int64
	newest                                  int64
}

func (in *Input) sums() (s sums) {
	for _, c := range in.Columns {
		s.values += c.Values
		s.missing += c.Missing
		s.padded += c.Padded
		s.checked += c.Checked
		s.correct += c.Correct
		s.fitting += c.Fitting
		if c.Named {
			s.named++
		}
		if c.Key {
			s.keys += c.Values
			s.keyDistinct += c.Distinct
		}
		if c.Dates > 0 {
			s.dates += c.Dates
			s.inForm += c.InForm
			s.timed++
			if c.Newest > in.AsOf+1 { // a day's grace for time zones
				s.future++
			} else {
				s.newest = max(s.newest, c.Newest)
			}
		}
	}
	return s
}

// Stale is the number of days from the newest date that does not lie in the future to AsOf; 0 if there is no date.
func (in *Input) Stale() int64 {
	if s := in.sums(); s.newest > 0 {
		return max(in.AsOf-s.newest, 0)
	}
	return 0
}

// Score measures the six dimensions. The weights are taken as they are; see [Weights.Check].
func Score(in Input, w Weights) Result {
	s := in.sums()
	all := map[Dimension][]Indicator{}
	add := func(d Dimension, code, zh, en string, a, b int64) {
		if b > 0 {
			a = min(max(a, 0), b)
			all[d] = append(all[d], Indicator{Code: code, ZH: zh, EN: en, A: a, B: b, PPM: Ratio(a, b)})
		}
	}
	cells := s.values + s.missing
	add(Normativity, "type", "符合所在列类型的值／有值的单元格", "values that fit their column's type / values", s.fitting, s.values)
	add(Normativity, "date_form", "按所在列常用格式书写的日期／日期", "dates written in their column's usual form / dates", s.inForm,
		s.dates)
	add(Completeness, "element", "有值的单元格／单元格", "cells that hold a value / cells", s.values, cells)
	add(Completeness, "record", "列数正确的行／行", "rows with the right number of cells / rows", in.Rows, in.Rows+in.Ragged)
	add(Accuracy, "check_digit", "校验位正确的编码／带校验位的编码", "codes whose check digit is right / codes that have one",
		s.correct, s.checked)
	add(Accuracy, "no_repeat", "不重复的行／行", "rows that repeat no other / rows", in.Rows-in.Repeated, in.Rows)
	add(Accuracy, "unique_key", "标识列中不同的值／标识列的值", "different values of identifying columns / their values",
		s.keyDistinct, s.keys)
	add(Accuracy, "clean_text", "不含无效字节的单元格／单元格", "cells without bytes that are no text / cells",
		cells-in.InvalidBytes, cells)
	add(Consistency, "one_writing", "首尾无多余空白的值／有值的单元格", "values without blanks around them / values",
		s.values-s.padded, s.values)
	if s.timed > 0 && in.AsOf > 0 {
		add(Timeliness, "not_future", "最新日期不晚于测量日的日期列／日期列",
			"date columns that do not run past the day of measurement / date columns", s.timed-s.future, s.timed)
		if s.newest > 0 && in.PeriodDays > 0 {
			add(Timeliness, "fresh", "更新周期（天）／距最新记录的天数（不少于周期）",
				"renewal period in days / days since the newest record, no less than the period",
				in.PeriodDays, max(in.PeriodDays, in.AsOf-s.newest))
		}
	}
	add(Accessibility, "named", "有列名的列／列", "columns that have a name / columns", s.named, int64(len(in.Columns)))
	standard := int64(0)
	if in.Standard {
		standard = 1
	}
	add(Accessibility, "encoding", "采用规定编码的文件／文件", "files in a standard encoding / files", standard, 1)

	scores := map[Dimension]PPM{}
	var r Result
	for _, d := range Dimensions {
		a := Assessment{Dimension: d, WeightPPM: w[d], Indicators: []Indicator{}}
		if len(all[d]) > 0 {
			a.Indicators, a.Assessed = all[d], true
			a.PPM = mean(all[d])
			scores[d] = a.PPM
		}
		r.Dimensions = append(r.Dimensions, a)
	}
	r.TotalPPM = Total(scores, w)
	return r
}

func mean(list []Indicator) PPM {
	sum := int64(0)
	for _, i := range list {
		sum += i.PPM
	}
	return roundHalfEven(big.NewInt(sum), big.NewInt(int64(len(list))))
}

// Name is the dimension's name in Chinese and in English.
func (d Dimension) Name() (zh, en string) {
	switch d {
	case Normativity:
		return "规范性", "normativity"
	case Completeness:
		return "完整性", "completeness"
	case Accuracy:
		return "准确性", "accuracy"
	case Consistency:
		return "一致性", "consistency"
	case Timeliness:
		return "时效性", "timeliness"
	case Accessibility:
		return "可访问性", "accessibility"
	}
	return string(d), strings.ToLower(string(d))
}
