package quality

import "strconv"

// typeName names a column type.
func typeName(t string) (zh, en string) {
	if t == "empty" {
		return "全空", "empty"
	}
	if n, ok := typeNames[t]; ok {
		return n[0], t
	}
	return t, t
}

// sentence says a change in plain words.
func (c *Change) sentence() (zh, en string) {
	name := "“" + clip(c.Column) + "”"
	switch c.Kind {
	case "rows":
		return "行数由 " + Han(c.From) + " 变为 " + Han(c.To) + "（" + signed(c.DeltaPPM) + "）",
			"rows went from " + Grouped(c.From) + " to " + Grouped(c.To) + " (" + signed(c.DeltaPPM) + ")"
	case "repeated":
		return "重复行占比由 " + Percent(c.From) + " 变为 " + Percent(c.To),
			"repeated rows went from " + Percent(c.From) + " to " + Percent(c.To)
	case "quality":
		return "质量分由 " + points(c.From) + " 变为 " + points(c.To),
			"the quality score went from " + points(c.From) + " to " + points(c.To)
	case "fresh":
		return c.freshness()
	case "column_added":
		zh, en := typeName(c.After)
		return "新增列" + name + "（" + zh + "）", "column " + name + " is new (" + en + ")"
	case "column_removed":
		return "列" + name + "已消失", "column " + name + " is gone"
	case "column_renamed":
		return "列“" + clip(c.Before) + "”似已改名为" + name, "column “" + clip(c.Before) + "” seems to be called " + name + " now"
	case "type":
		az, ae := typeName(c.Before)
		bz, be := typeName(c.After)
		return "列" + name + "的类型由" + az + "变为" + bz, "the type of " + name + " went from " + ae + " to " + be
	case "missing":
		return "列" + name + "的缺失率由 " + Percent(c.From) + " 变为 " + Percent(c.To),
			"missing values of " + name + " went from " + Percent(c.From) + " to " + Percent(c.To)
	case "distinct":
		return "列" + name + "的不同值由 " + Han(c.From) + " 变为 " + Han(c.To) + "（" + signed(c.DeltaPPM) + "），与行数变化不符",
			"different values of " + name + " went from " + Grouped(c.From) + " to " + Grouped(c.To) + " (" + signed(c.DeltaPPM) +
				"), more than the rows explain"
	case "distribution":
		figures := "PSI " + Points(c.PSI, 3) + ", KS " + Points(c.KS, 3)
		if c.Severity == Serious {
			return "列" + name + "的取值分布已明显不同（" + figures + "）", "the distribution of " + name + " is another (" + figures + ")"
		}
		return "列" + name + "的取值分布有所移动（" + figures + "）", "the distribution of " + name + " has moved (" + figures + ")"
	case "writing":
		return "列" + name + "的书写格式有变化（PSI " + Points(c.PSI, 3) + "）",
			"values of " + name + " are written in another way (PSI " + Points(c.PSI, 3) + ")"
	case "categories":
		return "列" + name + "的取值构成有变化：新增 " + itoa(c.From) + " 种，消失 " + itoa(c.To) + " 种（PSI " + Points(c.PSI, 3) + "）",
			"the categories of " + name + " have changed: " + itoa(c.From) + " new, " + itoa(c.To) + " gone (PSI " +
				Points(c.PSI, 3) + ")"
	}
	return c.Kind + " " + name, c.Kind + " " + name
}

func (c *Change) freshness() (zh, en string) {
	switch {
	case c.From < 0:
		return "最新记录比上次早 " + itoa(-c.From) + " 天：近期数据可能已丢失",
			"the newest record is " + itoa(-c.From) + " days older than last time: recent data may be lost"
	case c.From == 0:
		return "最新记录没有推进，距测量日 " + itoa(c.To) + " 天", "no newer record has come; the newest is " + itoa(c.To) + " days old"
	}
	return "最新记录推进了 " + itoa(c.From) + " 天，距测量日 " + itoa(c.To) + " 天",
		"the newest record has moved on by " + itoa(c.From) + " days; it is " + itoa(c.To) + " days old"
}

// points is a score of 100, cut, so that only what is perfect says so.
func points(ppm PPM) string { return strconv.FormatFloat(float64(ppm/100)/100, 'f', 2, 64) }

// Percent writes millionths as a percentage with one place; what is there but under a tenth says so.
func Percent(ppm PPM) string {
	switch {
	case ppm == 0:
		return "0%"
	case ppm == one:
		return "100%"
	case ppm > 0 && ppm < 1000:
		return "<0.1%"
	case ppm > one-1000 && ppm < one:
		return ">99.9%"
	}
	return strconv.FormatFloat(float64(ppm)/10_000, 'f', 1, 64) + "%"
}

func signed(ppm int64) string {
	s := strconv.FormatFloat(float64(ppm)/10_000, 'f', 1, 64) + "%"
	if ppm > 0 {
		return "+" + s
	}
	return s
}

// Grouped writes a count with commas.
func Grouped(n int64) string {
	s, sign := strconv.FormatInt(n, 10), ""
	if n < 0 {
		s, sign = s[1:], "-"
	}
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return sign + s
}

// Han writes a count as Chinese readers count: whole up to ten thousand, then in 万 and 亿 with four digits.
func Han(n int64) string {
	var unit string
	var per float64
	switch {
	case n >= 99_995_000 || n <= -99_995_000:
		unit, per = " 亿", 1e8
	case n >= 10_000 || n <= -10_000:
		unit, per = " 万", 1e4
	default:
		return strconv.FormatInt(n, 10)
	}
	return strconv.FormatFloat(float64(n)/per, 'f', decimals(float64(n)/per), 64) + unit
}

func decimals(x float64) int {
	switch {
	case x >= 1000 || x <= -1000:
		return 0
	case x >= 100 || x <= -100:
		return 1
	}
	return 2
}
