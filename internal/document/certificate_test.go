package document

import (
	"bytes"
	"flag"
	"os"
	"testing"
	"time"
)

var keep = flag.String("keep", "", "write the sample certificate to this file, to look at it")

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
			{ZH: "摘要", EN: "Summary", Lines: 4, Value: "本数据集由企业在道路货运经营活动中，通过车载终端采集生成，覆盖南京市及周边地区的车辆行驶轨迹、里程、油耗、停靠和载重状态，共一百二十万条，按日更新，经脱敏处理，可用于物流信用评估、道路规划、保险定价和绿色运输核算等场景 and a few Latin words to wrap."},
			{ZH: "有效期", EN: "Validity", Value: "2026年3月10日 至 2031年3月9日"},
			{ZH: "质押", EN: "Liens", Value: "截至日志长度 128，无质押"},
		},
		Registrar: "江苏数据登记中心（示例）", IssuedOn: "2026年3月10日", VerifyURL: "http://127.0.0.1:8420/verify/SJ3212026030001",
		Digest:     "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
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
	if !bytes.HasPrefix(a, []byte("%PDF-")) || len(a) > 300<<10 {
		t.Errorf("not a PDF of a sane size: %d bytes", len(a))
	}
	if *keep != "" {
		if err := os.WriteFile(*keep, a, 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

func BenchmarkCertificate(b *testing.B) {
	for b.Loop() {
		if _, err := sample().PDF(); err != nil {
			b.Fatal(err)
		}
	}
}
