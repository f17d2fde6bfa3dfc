package report

import (
	"fmt"
	"strconv"
	"time"

	"shurong.org/shurong/internal/agent"
	"shurong.org/shurong/internal/agent/profile"
	"shurong.org/shurong/internal/table"
	"shurong.org/shurong/quality"
)

// trips is a measurement of a made-up table of bus trips, with everything that a page can show. Two of its names are
// hostile.
func trips() Report {
	column := func(name, kind string, values, missing, distinct int64) profile.Column {
		return profile.Column{Name: name, Named: true, Type: kind, Evidence: map[string]int64{kind: values}, Fitting: values,
			Values: values, Missing: missing, Null: missing, Distinct: distinct, Exact: distinct < 4096, Monotone: "none",
			EntropyBits: "6.31", Patterns: []profile.Pattern{}}
	}
	const rows = 1_280_000
	id := column("订单号", "code", rows, 0, rows)
	id.Key, id.Patterns = "unique", []profile.Pattern{{Pattern: "AA9{10}", Count: 65_100}, {Pattern: "AA-9{10}", Count: 436}}
	id.Lengths = &profile.Lengths{Min: 12, Max: 13, Mean: "12.01"}
	id.Fitting, id.Evidence = rows-31, map[string]int64{"code": rows - 31, "text": 31}
	phone := column("联系电话", "code", rows-2048, 2048, 403_221)
	phone.Withheld, phone.Lengths = true, &profile.Lengths{Min: 11, Max: 14, Mean: "11.1"}
	phone.Patterns = []profile.Pattern{{Pattern: "9{11}", Count: 61_002}, {Pattern: "+99 9{11}", Count: 4_412}}
	start := column("上车时间", "datetime", rows, 0, 900_412)
	start.Time = &profile.Time{Earliest: "2025-01-01 05:02:11", Latest: "2026-06-30 23:58:40", Newest: "2026-06-30 23:58:40",
		Form: "yyyy-mm-dd", InForm: rows - 12, Unit: "month", Gaps: []profile.Gap{{From: "2025-09", To: "2025-09", Periods: 1}}}
	for m := range 18 {
		at := time.Date(2025, time.Month(1+m), 1, 0, 0, 0, 0, time.UTC)
		if m != 8 {
			start.Time.Growth = append(start.Time.Growth, profile.Period{Period: at.Format("2006-01"), Rows: int64(40_000 +
				3_100*m + 5_000*(m%3))})
		}
	}
	end := column("下车时间", "datetime", rows-160_000, 160_000, 845_023)
	end.Time = &profile.Time{Earliest: "2025-01-01 05:20:00", Latest: "2026-07-01 00:41:07", Newest: "2026-07-01 00:41:07",
		Form: "yyyy-mm-dd", InForm: rows - 160_000, Unit: "month", Gaps: []profile.Gap{}, Future: 3}
	fare := column("票价", "decimal", rows-900, 900, 1_203)
	fare.Number = &profile.Number{Min: "-3", Max: "1034.5", Mean: "4.27183", StdDev: "3.80112", Skewness: "2.113",
		Kurtosis: "9.402", Zeros: 2_031, Negatives: 4}
	fare.Quantiles = &profile.Quantiles{P01: "1", P05: "2", P25: "2", P50: "3.5", P75: "5", P95: "12", P99: "22.5"}
	fare.Histogram = &profile.Histogram{Exact: false, Bins: bins(0, 25, []int64{9_000, 22_000, 14_000, 7_100, 4_000, 2_600,
		2_000, 1_500, 1_100, 800, 600, 400, 200, 120, 60, 40, 20, 10, 6, 4})}
	km := column("里程", "decimal", rows-160_000, 160_000, 41_772)
	km.Number = &profile.Number{Min: "0.1", Max: "61.2", Mean: "12.7431", StdDev: "6.0214", Skewness: "0.41", Kurtosis: "0.2"}
	km.Quantiles = &profile.Quantiles{P01: "0.9", P05: "2.4", P25: "8.1", P50: "12.2", P75: "16.8", P95: "23.5", P99: "29"}
	var bell []int64
	for i := range 30 {
		d := i - 11
		bell = append(bell, int64(6000/(1+d*d/12)))
	}
	km.Histogram = &profile.Histogram{Exact: true, Bins: bins(0, 61.2, bell)}
	count := column("人数", "integer", rows, 0, 6)
	count.Number = &profile.Number{Min: "1", Max: "6", Mean: "1.31", StdDev: "0.72", Skewness: "2.9", Kurtosis: "9.9"}
	count.Histogram = &profile.Histogram{Exact: true, Bins: bins(1, 7, []int64{1_010_000, 190_000, 50_000, 20_000, 8_000, 2_000})}
	line := column("线路", "text", rows, 0, 212)
	line.Lengths = &profile.Lengths{Min: 2, Max: 9, Mean: "3.6"}
	line.Patterns = []profile.Pattern{{Pattern: "99汉", Count: 30_000}, {Pattern: "9汉", Count: 21_000}, {Pattern: "汉9汉",
		Count: 14_536}}
	region := column("区划代码", "code", rows, 0, 11)
	region.Lengths = &profile.Lengths{Min: 6, Max: 6, Mean: "6"}
	regionName := column("区划", "text", rows-12, 12, 12)
	hostile := column(`<script>alert("x")</script>`, "boolean", rows-640_000, 640_000, 2)
	url := column(`"><img src=//evil.example/x onerror=alert(1)> javascript:alert(2)`, "text", rows-1_216_000, 1_216_000, 40_122)
	url.Lengths = &profile.Lengths{Min: 1, Max: 240, Mean: "31.9"}
	p := profile.Profile{Version: "shurong-profile/2", Format: table.Format{Kind: "csv", Encoding: "gb18030", Compression: "zstd",
		Header: true}, Tally: table.Tally{Bytes: 171_442_118, Rows: rows, Ragged: 17, FirstRagged: 40_221}, Rows: rows,
		Columns:   []profile.Column{id, phone, start, end, fare, km, count, line, region, regionName, hostile, url},
		Duplicate: profile.Duplicates{Rows: 3_410, Exact: false}, SampleRows: 65_536}
	p.Alerts = []profile.Alert{
		{Code: "future", Column: "下车时间", ZH: "“下车时间”有 3 个值晚于测量日", EN: "“下车时间” has 3 values after the measurement",
			Severity: profile.Serious},
		{Code: "missing", Column: hostile.Name, ZH: "半数值缺失", EN: "half of the values are missing", Severity: profile.Warning},
		{Code: "gap", Column: "上车时间", ZH: "2025-09 没有数据", EN: "no rows in 2025-09", Severity: profile.Warning},
		{Code: "repeated", ZH: "约 3410 行重复", EN: "about 3,410 rows repeat others", Severity: profile.Info},
	}
	names := []string{"票价", "里程", "人数", "线路", "区划代码"}
	for i := range names {
		for k := i + 1; k < len(names); k++ {
			p.Correlations = append(p.Correlations, profile.Correlation{A: names[i], B: names[k], Method: []string{"pearson",
				"spearman", "cramers_v"}[(i+k)%3], Value: strconv.FormatFloat(0.93-0.21*float64(i+2*k-2), 'f', 4, 64), N: 60_000})
		}
	}
	p.MissingMatrix = profile.MissingMatrix{Columns: []string{"下车时间", "里程", hostile.Name, "票价"},
		Together: [][]int64{{8192, 8192, 3000, 1}, {8192, 8192, 3000, 1}, {3000, 3000, 32_000, 9}, {1, 1, 9, 46}}}
	for s := range 40 {
		p.MissingMatrix.SegmentRows = append(p.MissingMatrix.SegmentRows, rows/40)
		_ = s
	}
	for i := range 4 {
		var list []int64
		for s := range int64(40) {
			n := []int64{0, 0, s * 800, 22}[i]
			if i < 2 && s >= 20 && s < 25 {
				n = 32_000
			}
			list = append(list, n)
		}
		p.MissingMatrix.SegmentsMissing = append(p.MissingMatrix.SegmentsMissing, list)
	}
	p.Keys = [][]string{{"订单号"}, {"上车时间", "联系电话"}}
	p.Dependencies = []profile.Dependency{{Determinants: []string{"区划代码"}, Dependent: "区划", ErrorPPM: 9, Rows: 65_536},
		{Determinants: []string{"线路", "上车时间"}, Dependent: "区划代码", Rows: 65_536}}
	in := quality.Input{Rows: rows, Ragged: 17, Repeated: 3_410, Standard: true, AsOf: 20_636, PeriodDays: 30}
	for _, c := range p.Columns {
		q := quality.Column{Name: c.Name, Type: c.Type, Named: true, Values: c.Values, Missing: c.Missing, Fitting: c.Fitting,
			Key: c.Key != "", Distinct: c.Distinct - 402, Personal: c.Name == "联系电话"}
		if c.Time != nil {
			q.Dates, q.InForm, q.Newest, q.Future = c.Values, c.Time.InForm, 20_600, c.Time.Future
		}
		in.Columns = append(in.Columns, q)
	}
	in.Dependencies = []quality.Dependency{{Determinants: []string{"区划代码"}, Dependent: "区划"}}
	rules := quality.Infer(in, nil, nil)
	r := Report{Title: "南京公交行程.csv.zst", MeasuredAt: time.Date(2026, 7, 2, 9, 30, 0, 0, time.UTC),
		Digest:  "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
		Profile: p, Quality: quality.Evaluate(rules, in, nil, quality.DefaultWeights()), Other: "trips.en.html"}
	r.Failing = []quality.Failing{{Check: quality.CheckUnique, Columns: []string{"订单号"}, ZH: "“订单号”不应重复",
		EN: "“订单号” never comes twice", Count: 402, Scope: quality.Sample,
		First: []quality.Failure{{Row: 1_204, Example: "NJ0000001204"}, {Row: 88_120, Example: "<b>NJ</b>"}}}}
	r.Scan = Scan{ZH: "含个人信息", EN: "personal data", Serious: true, Findings: []Finding{{Column: "联系电话",
		What: Words{"手机号", "mobile number"}, SharePPM: 981_200, Reason: Words{"98.1% 的值符合号段，偶然符合的只有 0.4%；列名也这样说",
			"98.1% of the values are in an issued range, 0.4% would be by chance; the name says so too"},
		Cure: Words{"掩码，或以带密钥的散列替换", "mask, or replace by a keyed hash"}}},
		Blocks: []Words{{"“联系电话”为明文个人信息", "“联系电话” holds personal data in clear"}}}
	before := agent.SnapshotOf(p, profile.Local{}, r.Quality, r.MeasuredAt.AddDate(0, -1, 0), 30)
	was := profile.Histogram{Bins: bins(2, 55, []int64{10, 60, 200, 300, 180, 90, 40, 10, 5, 1})}
	before.Rows, before.Columns[5].Bins = 1_190_000, was.Numbers()
	before.Columns[10].Missing = 100_000
	now := agent.SnapshotOf(p, profile.Local{}, r.Quality, r.MeasuredAt, 30)
	r.Against = &Against{Name: "trips-2026-06.json", MeasuredAt: r.MeasuredAt.AddDate(0, -1, 0), Before: before,
		Changes: quality.Compare(before, now)}
	r.Local.Columns = make([]profile.LocalColumn, len(p.Columns))
	r.Local.Columns[7] = profile.LocalColumn{Name: "线路", TopExact: true, Top: []profile.TopValue{{Value: "1路", Count: 88_000},
		{Value: "夜间2路", Count: 61_000}, {Value: "<b>3路</b>", Count: 9_000}}}
	return r
}

func bins(from, to float64, counts []int64) (out []profile.Bin) {
	w := (to - from) / float64(len(counts))
	for i, n := range counts {
		out = append(out, profile.Bin{From: fmt.Sprintf("%.6g", from+w*float64(i)), To: fmt.Sprintf("%.6g", from+w*float64(i+1)),
			Count: n})
	}
	return out
}
