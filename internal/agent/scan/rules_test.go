package scan

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"shurong.org/shurong/canon"
	"shurong.org/shurong/daycount"
	"shurong.org/shurong/identifier"
)

func numerals(r *rand.Rand, n int) string {
	b := make([]byte, n)
	for i := range b {
		b[i] = byte('0' + r.IntN(10))
	}
	return string(b)
}

// born makes a resident number of somebody born in a year.
func born(r *rand.Rand, year int) string {
	s, err := identifier.MakeResidentID(fmt.Sprintf("320106%04d%02d%02d", year, 1+r.IntN(12), 1+r.IntN(28)) +
		numerals(r, 3))
	if err != nil {
		panic(err)
	}
	return s
}

// plausible is a number of 18 digits with a province and a birthday, whose last digit is no check digit on purpose.
func plausible(r *rand.Rand) string {
	return fmt.Sprintf("%d%04d%04d%02d%02d", 32+r.IntN(5), r.IntN(9999), 1950+r.IntN(55), 1+r.IntN(12), 1+r.IntN(28)) +
		numerals(r, 4)
}

// table makes a table of one column by one generator, and of others by others.
func tableOf(n int, header []string, cells ...func(i int) string) Result {
	rows := make(memory, n)
	for i := range rows {
		for _, f := range cells {
			rows[i] = append(rows[i], f(i))
		}
	}
	return Decide(inputOf(header, rows))
}

// of is the findings of one column as category/state/confidence.
func of(r Result, index int) string {
	var out []string
	for _, f := range r.Findings {
		if f.Index == index {
			out = append(out, f.Category+"/"+string(f.State)+"/"+string(f.Confidence))
		}
	}
	return strings.Join(out, " ")
}

func TestRandomDigitsNeverBecomeAColumnOfIdentifiers(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 1))
		length := rapid.IntRange(8, 20).Draw(t, "length")
		prefix := rapid.SampledFrom([]string{"", "1", "2", "6", "62", "86", "20", "91"}).Draw(t, "prefix")
		n := rapid.IntRange(30, 600).Draw(t, "rows")
		header := rapid.SampledFrom([]string{"col1", "订单号", "serial_no"}).Draw(t, "header")
		got := tableOf(n, []string{header}, func(int) string { return prefix + numerals(r, length-len(prefix)) })
		for _, f := range got.Findings {
			if f.Confidence != Low {
				t.Fatalf("%d digits beginning %q: %+v", length, prefix, f)
			}
		}
	})
}

func TestPlausibleBirthdaysWithoutCheckDigitsAreNoResidentNumbersWhateverTheName(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 2))
		header := rapid.SampledFrom([]string{"col1", "订单号", "身份证号", "id_card"}).Draw(t, "header")
		got := tableOf(rapid.IntRange(60, 3000).Draw(t, "rows"), []string{header},
			func(int) string { return plausible(r) })
		if s := of(got, 0); s != "" {
			t.Fatalf("%s: %s", header, s)
		}
	})
}

func TestResidentNumbersAreFoundThroughDirtWithoutAName(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 3))
		dirt := rapid.Float64Range(0, 0.5).Draw(t, "dirt")
		got := tableOf(rapid.IntRange(40, 800).Draw(t, "rows"), []string{"x"}, func(int) string {
			if r.Float64() < dirt {
				return plausible(r)
			}
			return born(r, 1950+r.IntN(50))
		})
		if s := of(got, 0); !strings.HasPrefix(s, "resident_id/plain/") {
			t.Fatalf("dirt %.2f: %q", dirt, s)
		}
	})
}

func TestExcessIsTheShareBeyondChance(t *testing.T) {
	r := rand.New(rand.NewPCG(4, 4))
	got := tableOf(20_000, []string{"x"}, func(i int) string {
		if i%2 == 0 {
			return born(r, 1950+r.IntN(50))
		}
		return plausible(r)
	})
	f := got.Findings[0]
	if f.ExcessPPM < 480_000 || f.ExcessPPM > 520_000 || f.ChancePPM < 90_000 || f.ChancePPM > 100_000 {
		t.Errorf("half of the numbers are real: %+v", f)
	}
	if f.Matching < 10_500 || f.Matching > 11_300 {
		t.Errorf("matching %d of 20,000", f.Matching)
	}
}

func TestOneValueRepeatedProvesNothing(t *testing.T) {
	for _, header := range []string{"流水号", "col1"} {
		got := tableOf(500, []string{header}, func(int) string { return "11010519491231002X" })
		if s := of(got, 0); s != "" {
			t.Errorf("%s: %s", header, s)
		}
	}
}

func TestEachKindOfValueIsRead(t *testing.T) {
	for _, c := range []struct {
		in    string
		kind  kind
		valid bool
	}{
		{"13812345678", mobile, true}, {"+86 138-1234-5678", mobile, true}, {"008613812345678", mobile, true},
		{"'13812345678", mobile, true}, {`="11010519491231002X"`, residentID, true}, {"13812345678.0", mobile, true},
		{"１３８１２３４５６７８", mobile, true}, {"14012345678", mobile, false}, {"13491234567", mobile, false}, {"12812345678",
			mobile, false},
		{"11010519491231002X", residentID, true}, {"11010519491231002x", residentID, true}, {"110105 19491231 002X",
			residentID, true},
		{"110105194912310021", residentID, false}, {"320106610101001", resident15, true},
		{"6222 0200 0000 0000 000", bankCard, true}, {"6222020000000000001", bankCard, false}, {"4111111111111111",
			bankCard, true},
		{"010-12345678", landline, false}, {"010-62345678", landline, true}, {"(0512)6234567", landline, true},
		{"0512-62345678", landline, true},
		{"91350100M000100Y43", creditCode, true}, {"91350100M000100Y44", creditCode, false},
		{"苏A12345", plate, true}, {"苏A·12345", plate, true}, {"苏AD12345", plate, true}, {"苏A12345F", plate, true},
		{"苏AI2345", plate, false},
		{"粤Z1234港", plate, true}, {"E12345678", passport, true}, {"EA1234567", passport, true}, {"EI1234567", passport,
			false},
		{"H12345678", permit, true}, {"C12345678", permit, true}, {"192.168.1.20", ip, true}, {"2.10.0.3", ip, false},
		{"2001:db8::1", ip, true},
		{"00:1A:2b:3c:4d:5e", mac, true}, {"490154203237518", imei, false}, {"358240051111110", imei, true},
		{"wang@example.com", email, true}, {"wang@example", email, false}, {"王小明", name, true}, {"欧阳娜娜", name, true},
		{"黄瓜", name, false},
		{"阿依古丽·买买提", name, true}, {"南京市鼓楼区中山路12号", address, true}, {"江苏省路桥工程有限公司", address, false},
	} {
		if got := examine([]byte(c.in)); got.valid.has(c.kind) != c.valid {
			t.Errorf("%s as %s: %v", c.in, catalogue[c.kind].code, !c.valid)
		}
	}
}

func TestMaskedValuesAreKnownForWhatTheyWere(t *testing.T) {
	for in, want := range map[string]kind{
		"138****5678": mobile, "320106********002X": residentID, "6222 **** **** 1234": bankCard, "王*": name,
		"王**": name, "欧阳*": name,
		"z***@example.com": email, "苏A***45": plate, "江苏省南京市****": address,
	} {
		if got := examine([]byte(in)); !got.masked.has(want) || got.valid != 0 {
			t.Errorf("%s is not known as a masked %s", in, catalogue[want].code)
		}
	}
}

func TestNamesOfColumns(t *testing.T) {
	for header, want := range map[string]kind{"客户": name, "xm": name, "CustomerName": name, "sfzh": residentID,
		"ID_CARD": residentID,
		"certNo":  residentID, "phone2": mobile, "lxdh": mobile, "TEL": mobile, "addr": address, "车牌号": plate,
		"csrq":    birthDate,
		"card_no": bankCard, "client_ip": ip, "access-key": secret} {
		if !named(header).has(want) {
			t.Errorf("%s does not hint at %s", header, catalogue[want].code)
		}
	}
	for _, header := range []string{"microphone", "telephony", "description", "adder", "candidate", "status", "amount",
		"batch"} {
		if set := named(header); set != 0 {
			t.Errorf("%s hints at %b", header, set)
		}
	}
}

func TestCustomersAreNamesWhereTheyArePersonsAndNotWhereTheyAreFirms(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 5))
	pick := func(of ...string) string { return of[r.IntN(len(of))] }
	person := func(int) string {
		return pick("王", "李", "张", "刘", "陈", "杨", "赵", "黄", "周", "吴", "欧阳") + pick("伟", "芳", "娜", "建国", "秀英", "晓明",
			"志强", "海燕")
	}
	firm := func(int) string {
		return pick("王府", "金石", "高远", "华信") + pick("食品", "科技", "贸易") + pick("有限公司", "集团")
	}
	if s := of(tableOf(300, []string{"客户"}, person), 0); s != "name/plain/high" {
		t.Errorf("persons: %q", s)
	}
	if s := of(tableOf(300, []string{"客户"}, firm), 0); s != "" {
		t.Errorf("firms: %q", s)
	}
	mixed := func(i int) string {
		if i%3 == 0 {
			return person(i)
		}
		return firm(i) + numerals(r, 1)
	}
	if s := of(tableOf(900, []string{"客户"}, mixed), 0); s != "" && !strings.HasPrefix(s, "name/plain") {
		t.Errorf("both: %q", s)
	}
}

func TestChildrenAreFoundByTheDayOfTheMeasurement(t *testing.T) {
	r := rand.New(rand.NewPCG(6, 6))
	make := func(year int) Result {
		return tableOf(400, []string{"身份证号"}, func(i int) string {
			if i%20 == 0 {
				return born(r, year)
			}
			return born(r, 1970+r.IntN(20))
		})
	}
	if got := make(2016); !strings.Contains(of(got, 0), "minor/plain/high") || !slices.ContainsFunc(got.Blocks,
		func(b Block) bool { return b.Code == "minors" }) {
		t.Errorf("born 2016: %s", of(got, 0))
	}
	if got := make(2008); strings.Contains(of(got, 0), "minor") {
		t.Errorf("born 2008: %s", of(got, 0))
	}
	// The fourteenth birthday itself ends it.
	for at, want := range map[string]bool{"2026-06-14": true, "2026-06-15": false} {
		rows := memory{}
		for i := range 100 {
			s, _ := identifier.MakeResidentID(fmt.Sprintf("32010620120615%03d", i))
			rows = append(rows, []string{s})
		}
		in := inputOf([]string{"身份证号"}, rows)
		in.At = daycount.MustDate(at)
		if got := strings.Contains(of(Decide(in), 0), "minor"); got != want {
			t.Errorf("on %s: %v", at, got)
		}
	}
}

func TestAPlaceIsWhereaboutsOnlyOfSomebodyAndInTime(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 7))
	lng := func(int) string { return fmt.Sprintf("%.6f", 118+r.Float64()) }
	lat := func(int) string { return fmt.Sprintf("%.6f", 32+r.Float64()) }
	when := func(i int) string { return fmt.Sprintf("2026-03-%02d 10:%02d:00", 1+i%28, i%60) }
	phone := func(int) string { return "138" + numerals(r, 8) }
	places := tableOf(300, []string{"lng", "lat", "time"}, lng, lat, when)
	if places.Grade != None || of(places, 0) != "location/plain/high" {
		t.Errorf("places: %s, %s", places.Grade, of(places, 0))
	}
	tracks := tableOf(300, []string{"lng", "lat", "time", "手机"}, lng, lat, when, phone)
	if tracks.Grade != Sensitive || !strings.Contains(of(tracks, 0), "track/plain") {
		t.Errorf("tracks: %s, %s", tracks.Grade, of(tracks, 0))
	}
	coarse := tableOf(300, []string{"lng", "lat"}, func(int) string { return "118.8" },
		func(int) string { return "32.1" })
	if of(coarse, 0) != "" {
		t.Errorf("coarse: %s", of(coarse, 0))
	}
}

func TestGradeByObjectAndDegree(t *testing.T) {
	for _, c := range []struct{ object, degree, want string }{
		{security, slight, Important}, {security, grave, CoreData}, {security, worst, CoreData},
		{social, slight, General}, {social, grave, Important}, {social, worst, CoreData},
		{public, grave, Important}, {firms, worst, General}, {individual, worst, General},
	} {
		if got := levelOf(c.object, c.degree); got != c.want {
			t.Errorf("%s × %s: %s, want %s", c.object, c.degree, got, c.want)
		}
	}
}

func TestScaleMakesACandidateForImportantData(t *testing.T) {
	r := rand.New(rand.NewPCG(8, 8))
	rows := memory{}
	for range 500 {
		rows = append(rows, []string{"138" + numerals(r, 8), born(r, 1960+r.IntN(40))})
	}
	for _, c := range []struct {
		columns  int // of the two
		persons  int64
		level    string
		general  int
		blockers int
	}{
		{1, 5_000, General, 2, 1}, {1, 50_000, General, 3, 1}, {1, 1_000_001, Important, 3, 1}, {1, 10_000_000,
			Important, 3, 1},
		{2, 99_000, General, 4, 2}, {2, 100_001, Important, 4, 2},
	} {
		in := inputOf([]string{"手机", "身份证号"}[:c.columns], rows)
		in.Rows = c.persons
		for i := range in.Columns {
			in.Columns[i].Values, in.Columns[i].Distinct = c.persons, c.persons
		}
		got := Decide(in)
		if got.Proposal.Level != c.level || got.Proposal.General != c.general || len(got.Blocks) != c.blockers ||
			got.Proposal.After.General != 2 {
			t.Errorf("%d persons, %d columns: %s %d, %d blocks, after %d", c.persons, c.columns, got.Proposal.Level,
				got.Proposal.General,
				len(got.Blocks), got.Proposal.After.General)
		}
	}
}

func TestCoreMarkersBlockAndNoCureLiftsThem(t *testing.T) {
	got := tableOf(50, []string{"密级", "金额"}, func(int) string { return "机密" },
		func(i int) string { return fmt.Sprint(i) })
	if got.Proposal.Level != Important || got.Proposal.After.Level != Important || len(got.Blocks) != 1 ||
		!got.Blocks[0].Absolute {
		t.Errorf("%+v %+v", got.Proposal, got.Blocks)
	}
}

func TestAValueInThePlaceOfAColumnsNameIsToldByNumberOnly(t *testing.T) {
	for _, header := range []string{"13812345678", "11010519491231002X", "AKIAZ5GMXQ3WJ7TEN2LB"} {
		got := tableOf(3, []string{"金额", header}, func(int) string { return "1.50" }, func(int) string { return "abc" })
		if len(got.Blocks) != 1 || got.Blocks[0].Code != "value_as_name" || !slices.Equal(got.Blocks[0].Columns,
			[]string{"#2"}) {
			t.Errorf("%s: %+v", header, got.Blocks)
		}
		if strings.Contains(string(canon.Must(got)), header) {
			t.Errorf("%s is repeated", header)
		}
	}
}

func TestSecretRulesAreThere(t *testing.T) {
	rules, generic := secretRules()
	if len(rules) < 200 || generic == nil {
		t.Fatalf("%d rules", len(rules))
	}
	for in, want := range map[string]string{
		"AKIAZ5GMXQ3WJ7TEN2LB": "aws-access-token", "LTAI5tKdj3kdfj3kdjf3kd2A": "alibaba-access-key-id",
		"ghp_16C7e42F292c6912E7710c838347Ae178B4a": "github-pat", "AKIAIOSFODNN7EXAMPLE": "",
		"9e107d9d372bb6826bd81d3542a419d6": "",
	} {
		if got := secretRule(in); got != want {
			t.Errorf("%s: %q, want %q", in, got, want)
		}
	}
}

func TestAColumnOfPasswordsIsFoundByItsNameAndItsOpaqueValues(t *testing.T) {
	r := rand.New(rand.NewPCG(9, 9))
	if s := of(tableOf(100, []string{"password"}, func(int) string { return "Zx" + numerals(r, 6) + "!q" }),
		0); s != "secret/plain/high" {
		t.Errorf("passwords: %q", s)
	}
	if s := of(tableOf(100, []string{"密码强度"}, func(i int) string { return []string{"强", "中", "弱"}[i%3] }), 0); s != "" {
		t.Errorf("strengths: %q", s)
	}
}

func TestAResultHoldsNoValue(t *testing.T) {
	r := rand.New(rand.NewPCG(10, 10))
	var secrets []string
	keep := func(s string) string { secrets = append(secrets, s); return s }
	got := tableOf(400, []string{"身份证号", "手机", "备注", "卡号"},
		func(int) string { return keep(born(r, 1980)) }, func(int) string { return keep("139" + numerals(r, 8)) },
		func(int) string {
			return "请联系" + keep("137"+numerals(r, 8)) + "，密钥" +
				keep("AKIAZ5GMXQ3W"+strings.ToUpper(fmt.Sprintf("J7TE%04X", r.IntN(65536))))
		},
		func(int) string { s, _ := identifier.MakeBankCard("62220202" + numerals(r, 10)); return keep(s) })
	json := string(canon.Must(got))
	for _, s := range secrets {
		if strings.Contains(json, s) {
			t.Fatal("the result repeats a value")
		}
	}
	if len(got.InText) == 0 || got.InText[0].Category != "mobile" || got.InText[0].Cells != 400 {
		t.Errorf("%+v", got.InText)
	}
}

func TestOrderNumbersInTextsAreCountedAgainstChance(t *testing.T) {
	r := rand.New(rand.NewPCG(11, 11))
	got := tableOf(3000, []string{"备注"}, func(int) string { return "订单 " + plausible(r) + " 已签收，谢谢" })
	if len(got.InText) != 0 {
		t.Errorf("%+v", got.InText)
	}
	got = tableOf(3000, []string{"备注"}, func(int) string { return "单号 1" + numerals(r, 10) + " 已签收，谢谢" })
	if len(got.InText) != 0 {
		t.Errorf("%+v", got.InText)
	}
}

func TestExamplesAreMasked(t *testing.T) {
	r := rand.New(rand.NewPCG(12, 12))
	rows := memory{}
	for range 100 {
		rows = append(rows, []string{"王" + []string{"伟", "芳", "建国"}[r.IntN(3)], "138" + numerals(r, 8)})
	}
	in := inputOf([]string{"姓名", "手机"}, rows)
	for i, list := range Examples(in, Decide(in), 3) {
		for _, s := range list {
			if !strings.Contains(s, "*") || examine([]byte(s)).valid != 0 {
				t.Errorf("finding %d: %s", i, s)
			}
		}
	}
}
