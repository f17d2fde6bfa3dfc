package quality

// Measure is an indicator of the standard, by a stable code.
type Measure string

// The twenty indicators of GB/T 36344-2018, chapter 5, in its order. From Element on they are fourteen.
const (
	DataStandard Measure = "data_standard" // 0101 数据标准
	DataModel    Measure = "data_model"    // 0102 数据模型
	Metadata     Measure = "metadata"      // 0103 元数据
	BusinessRule Measure = "business_rule" // 0104 业务规则
	Reference    Measure = "reference"     // 0105 权威参考数据
	Security     Measure = "security"      // 0106 安全规范
	Element      Measure = "element"       // 0201 数据元素完整性
	Record       Measure = "record"        // 0202 数据记录完整性
	Content      Measure = "content"       // 0301 数据内容正确性
	FormatFit    Measure = "format"        // 0302 数据格式合规性
	Repetition   Measure = "repetition"    // 0303 数据重复率, turned round: what does not repeat
	Uniqueness   Measure = "uniqueness"    // 0304 数据唯一性
	Dirty        Measure = "dirty"         // 0305 脏数据出现率, turned round: what is clean
	SameData     Measure = "same_data"     // 0401 相同数据一致性
	RelatedData  Measure = "related_data"  // 0402 关联数据一致性
	Period       Measure = "period"        // 0501 基于时间段的正确性
	Point        Measure = "point"         // 0502 基于时间点的及时性
	Sequence     Measure = "sequence"      // 0503 时序性
	Accessible   Measure = "accessible"    // 0601 可访问
	Available    Measure = "available"     // 0602 可用性
)

// Definition is what an indicator is: its place in the standard, its name, and what A and B count.
type Definition struct {
	Code      Measure
	Number    string
	Dimension Dimension
	NameZH    string
	NameEN    string
	ZH, EN    string // A／B in words
}

// Indicators are all of them, in the order of the standard.
var Indicators = []Definition{
	{DataStandard, "0101", Normativity, "数据标准", "data standard",
		"按规定或常用格式书写的值／有格式要求的值", "values in the prescribed or usual form / values that have one"},
	{DataModel, "0102", Normativity, "数据模型", "data model",
		"类型与声明一致、且有内容的列／列", "columns of the declared type that hold something / columns"},
	{Metadata, "0103", Normativity, "元数据", "metadata", "有列名的列／列", "columns that have a name / columns"},
	{BusinessRule, "0104", Normativity, "业务规则", "business rules",
		"符合业务规则的行次／受检行次", "rows that keep the business rules / rows checked"},
	{Reference, "0105", Normativity, "权威参考数据", "reference data",
		"在参考目录中的值／受检的值", "values on the reference list / values checked"},
	{Security, "0106", Normativity, "安全规范", "security",
		"无未声明个人信息的列／列", "columns without undeclared personal data / columns"},
	{Element, "0201", Completeness, "数据元素完整性", "completeness of elements",
		"有值的单元格／应有值的单元格", "cells that hold a value / cells that should"},
	{Record, "0202", Completeness, "数据记录完整性", "completeness of records",
		"列数正确的行／行", "rows with the right number of cells / rows"},
	{Content, "0301", Accuracy, "数据内容正确性", "correctness of content",
		"校验位正确、在规定范围内的值／受检的值", "values with right check digits or within bounds / values checked"},
	{FormatFit, "0302", Accuracy, "数据格式合规性", "format",
		"符合列类型和格式的值／受检的值", "values that fit their column's type and format / values checked"},
	{Repetition, "0303", Accuracy, "数据重复率（取反）", "rows without repetition",
		"不重复的行／行", "rows that repeat no other / rows"},
	{Uniqueness, "0304", Accuracy, "数据唯一性", "uniqueness",
		"标识列中不同的值／标识列的值", "different values of identifying columns / their values"},
	{Dirty, "0305", Accuracy, "脏数据出现率（取反）", "cells without dirt",
		"不含无效字节的单元格／单元格", "cells without bytes that are no text / cells"},
	{SameData, "0401", Consistency, "相同数据一致性", "same data",
		"写法一致（首尾无空白、与对照列相等）的值／受检的值",
		"values written alike (no blanks around them, equal to their twin) / values checked"},
	{RelatedData, "0402", Consistency, "关联数据一致性", "related data",
		"符合列间依赖的行次／受检行次", "rows that keep the dependencies between columns / rows checked"},
	{Period, "0501", Timeliness, "基于时间段的正确性", "right period",
		"不晚于测量日的日期／日期", "dates not after the day of measurement / dates"},
	{Point, "0502", Timeliness, "基于时间点的及时性", "up to date",
		"更新周期（天）／距最新记录的天数（不少于周期）",
		"renewal period in days / days since the newest record, no less than the period"},
	{Sequence, "0503", Timeliness, "时序性", "sequence",
		"先后次序正确的行次／受检行次", "rows whose times are in order / rows checked"},
	{Accessible, "0601", Accessibility, "可访问", "accessible",
		"采用规定编码、读取成功的文件／文件", "files read whole, in a standard encoding / files"},
	{Available, "0602", Accessibility, "可用", "available", "有内容的列／列", "columns that hold something / columns"},
}

// Define returns the definition of an indicator.
func Define(m Measure) (Definition, bool) {
	for _, d := range Indicators {
		if d.Code == m {
			return d, true
		}
	}
	return Definition{}, false
}

// Indicator is one X = A/B.
type Indicator struct {
	Code   Measure `json:"code"`
	Number string  `json:"number"` // in the standard
	NameZH string  `json:"name_zh"`
	NameEN string  `json:"name_en"`
	ZH     string  `json:"zh"` // what A and B count
	EN     string  `json:"en"`
	A      int64   `json:"a"`
	B      int64   `json:"b"`
	PPM    PPM     `json:"ppm"`
	// Sampled says that part of the counts is of the sample of rows, not of all.
	Sampled bool `json:"sampled,omitempty"`
}

// fraction gathers A and B of one indicator.
type fraction struct {
	a, b    int64
	sampled bool
}

func (f *fraction) add(a, b int64) {
	if b > 0 {
		f.a, f.b = f.a+min(max(a, 0), b), f.b+b
	}
}

// tally gathers all indicators.
type tally map[Measure]*fraction

func (t tally) of(m Measure) *fraction {
	f := t[m]
	if f == nil {
		f = &fraction{}
		t[m] = f
	}
	return f
}

// result lists a dimension's indicators that have something to count.
func (t tally) result(d Dimension) []Indicator {
	out := []Indicator{}
	for _, def := range Indicators {
		f := t[def.Code]
		if def.Dimension != d || f == nil || f.b == 0 {
			continue
		}
		out = append(out, Indicator{Code: def.Code, Number: def.Number, NameZH: def.NameZH, NameEN: def.NameEN,
			ZH: def.ZH, EN: def.EN, A: f.a, B: f.b, PPM: Ratio(f.a, f.b), Sampled: f.sampled})
	}
	return out
}
