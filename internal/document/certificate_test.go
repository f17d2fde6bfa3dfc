package document

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
)

var keep = flag.String("keep", "", "write the sample certificates into this directory, to look at them")

// look writes a document where -keep says.
func look(t *testing.T, name string, c *Certificate) []byte {
	t.Helper()
	b, err := c.PDF()
	if err != nil {
		t.Fatal(err)
	}
	if *keep != "" {
		if err := os.WriteFile(filepath.Join(*keep, name), b, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return b
}

func sample() *Certificate {
	return &Certificate{
		TitleZH: "数据产权登记凭证", TitleEN: "Registration Certificate of Data Property Rights", Code: "SJ3212026030001",
		Statement:   "兹证明下列数据产权已按《数据产权登记工作指引（试行）》（国数综政策〔2026〕35号）审查、公示并存证，准予登记。",
		StatementEN: "This is to certify that the data property rights above were reviewed, publicised and deposited under the national guide 国数综政策〔2026〕35号, and are registered.",
		Rows: []Row{
			{ZH: "数据名称", EN: "Name", Value: "2024—2025年南京市道路货运车辆行驶轨迹数据集"},
			{ZH: "权利人", EN: "Right holder", Value: "江苏示例物流科技有限公司（91320100MA1EXAMPL0）"},
			{ZH: "登记权利", EN: "Rights", Value: "数据持有权、数据使用权、数据经营权"},
			{ZH: "数据来源", EN: "Source", Value: "采集生成"},
			{ZH: "摘要", EN: "Summary", Lines: 4,
				Value: "本数据集由企业在道路货运经营活动中，通过车载终端采集生成，覆盖南京市及周边地区的车辆行驶轨迹、里程、油耗、停靠和载重状态，共一百二十万条，按日更新，经脱敏处理，可用于物流信用评估、道路规划、保险定价和绿色运输核算等场景 and a few Latin words to wrap."},
			{ZH: "有效期", EN: "Validity", Value: "2026年3月10日 至 2031年3月9日"},
			{ZH: "质押", EN: "Liens", Value: "截至日志长度 128，无质押"},
		},
		Registrar: "江苏数据登记中心（示例）", IssuedOn: "2026年3月10日", VerifyURL: "http://127.0.0.1:8420/verify/SJ3212026030001",
		Original: []byte(`{"code":"SJ3212026030001"}`), OriginalName: "SJ3212026030001-certificate.json",
		Checkpoint: "检查点 shurong.example/registry #128", Made: time.Date(2026, 3, 10, 2, 0, 0, 0, time.UTC),
	}
}

func TestSameInputGivesTheSameBytes(t *testing.T) {
	a, err := sample().PDF()
	if err != nil {
		t.Fatal(err)
	}
	b, err := sample().PDF()
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(a, b) {
		t.Error("two drawings of one certificate differ")
	}
	look(t, "sample.pdf", sample())
	if !bytes.HasPrefix(a, []byte("%PDF-")) || len(a) > 300<<10 {
		t.Errorf("not a PDF of a sane size: %d bytes", len(a))
	}
}

// full is a certificate whose every row is as long as the form allows, and longer.
func full() *Certificate {
	c := sample()
	c.Status = "已注销"
	long := strings.Repeat("本数据集覆盖长三角地区的道路货运车辆（含“冷链”与危险品运输），", 16)
	c.Rows = nil
	for i := range 12 {
		r := Row{ZH: "栏目" + strconv.Itoa(i), EN: "Row of the form", Value: long[:90]}
		switch i {
		case 3:
			r.Lines, r.Value = 5, long
		case 5, 6, 7:
			r.Lines, r.Value = 2, long
		case 11:
			r.Lines, r.Value, r.Note = 24, "共 24 项："+strings.Repeat("\n第一顺位质押：质权人某某银行股份有限公司某某分行，担保金额不超过1,234,567.89元",
				24), "（未列完，见凭证文件）"
		}
		c.Rows = append(c.Rows, r)
	}
	return c
}

func TestTheBodyNeverReachesTheFoot(t *testing.T) {
	for name, c := range map[string]*Certificate{"sample": sample(), "full": full(),
		"too many rows": {Rows: slicesRepeat(Row{ZH: "行", Value: "值"}, 60)}} {
		p, err := newPage()
		if err != nil {
			t.Fatal(err)
		}
		rows, scale := c.fit(p)
		if end := bodyTop + sum(rows); end > bodyBottom || len(rows) == 0 {
			t.Errorf("%s: %d rows end at %.1f mm at scale %.2f", name, len(rows), end, scale)
		}
		if name == "sample" && scale != 1 {
			t.Errorf("an ordinary certificate is set at scale %.2f", scale)
		}
	}
	look(t, "full.pdf", full())
}

func slicesRepeat(r Row, n int) []Row {
	out := make([]Row, n)
	for i := range out {
		out[i] = r
	}
	return out
}

func TestWhatIsCutSaysSo(t *testing.T) {
	p, err := newPage()
	if err != nil {
		t.Fatal(err)
	}
	rows, scale := full().fit(p)
	lines := rows[len(rows)-1].lines
	if last := lines[len(lines)-1]; !strings.HasSuffix(last, "……（未列完，见凭证文件）") || !strings.HasPrefix(lines[0],
		"共 24 项") {
		t.Errorf("scale %.2f: %q … %q", scale, lines[0], last)
	}
	p.text(black, textSize)
	for _, l := range p.wrap("（一）《数据安全法》“第三章”规定：重要数据的处理者应当明确数据安全负责人 and management bodies，落实责任。", 60) {
		if strings.ContainsRune(neverFirst, []rune(l)[0]) || p.width(l) > 60 {
			t.Errorf("line %q", l)
		}
	}
}

func TestEveryCharacterIsPrintedOrMarkedAsMissing(t *testing.T) {
	g, err := covered()
	if err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]string{
		"“数据”——……《》・￥¥©é25℃①":    "“数据”——……《》・￥¥©é25°C(1)",
		"龘㙟\U0002A6A5\U0001F600": "龘㙟〓〓",
		"a\x00b\xffc":            "a〓b〓c",
	} {
		if got := g.printable(text); got != want {
			t.Errorf("printable(%q) = %q, want %q", text, got, want)
		}
	}
}

func FuzzAnyTextIsDrawn(f *testing.F) {
	f.Add("2025年江苏省道路运输车辆行程数据", "https://example/verify/SJ3212026030001")
	f.Add("\U0001F600 \x00\xff \u202e عربى", "x")
	f.Add(strings.Repeat("a", 5000), "")
	f.Fuzz(func(t *testing.T, text, url string) {
		c := sample()
		c.Code, c.Registrar, c.Status, c.Statement = text, text, text, text
		c.Original, c.OriginalName = []byte(text), "x.json"
		c.Rows = []Row{{ZH: text, EN: text, Value: text, Lines: 3}}
		if len(url) < 500 {
			c.VerifyURL = url
		}
		if _, err := c.PDF(); err != nil && url != "" {
			t.Fatal(err)
		}
	})
}

func BenchmarkCertificate(b *testing.B) {
	for b.Loop() {
		if _, err := sample().PDF(); err != nil {
			b.Fatal(err)
		}
	}
}
