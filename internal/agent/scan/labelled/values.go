package labelled

import (
	"fmt"
	"math/rand/v2"
	"strings"

	"shurong.org/shurong/identifier"
)

func digits(r *rand.Rand, n int) string {
	b := make([]byte, n)
	for i := range b {
		b[i] = byte('0' + r.IntN(10))
	}
	return string(b)
}

func pick(r *rand.Rand, of ...string) string { return of[r.IntN(len(of))] }

// must is for numbers whose prefix is right by construction.
func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

var (
	segments = strings.Fields("130 131 132 133 134 135 136 137 138 139 147 150 151 152 153 155 156 157 158 159 166 " +
		"170 171 173 " +
		"175 176 177 178 180 181 182 183 184 185 186 187 188 189 191 193 195 198 199")
	counties = strings.Fields("110105 120103 130102 140105 210102 230103 310115 320102 320106 330106 340104 350203 " +
		"360102 370102 " +
		"370202 410105 420106 430104 440106 440305 450103 500112 510107 520102 530102 610113 620102 650102")
	areas = strings.Fields("010 021 022 023 024 025 027 028 029 0512 0531 0571 0755 0371 0591 0731 0451 0991 0898")
	bins  = strings.Fields("622202 622848 621700 622588 621661 622262 622689 622622 623058 621226 955880 436742 " +
		"625912 524090 356833")
)

func mobile(r *rand.Rand) string {
	m := pick(r, segments...) + digits(r, 8)
	if m[:4] == "1349" {
		return "1350" + m[4:]
	}
	return m
}

func mobileWritten(r *rand.Rand) string {
	m := mobile(r)
	switch r.IntN(4) {
	case 0:
		return "+86 " + m
	case 1:
		return m[:3] + "-" + m[3:7] + "-" + m[7:]
	case 2:
		return m[:3] + " " + m[3:7] + " " + m[7:]
	}
	return m
}

func date(r *rand.Rand, from, to int) (y, m, d int) {
	return from + r.IntN(to-from+1), 1 + r.IntN(12), 1 + r.IntN(28)
}

func birth(r *rand.Rand) string {
	y, m, d := date(r, 1945, 2006)
	return fmt.Sprintf("%04d%02d%02d", y, m, d)
}

func resident(r *rand.Rand) string {
	return must(identifier.MakeResidentID(pick(r, counties...) + birth(r) + digits(r, 3)))
}

func resident15(r *rand.Rand) string {
	y, m, d := date(r, 45, 88)
	return pick(r, counties...) + fmt.Sprintf("%02d%02d%02d", y, m, d) + digits(r, 3)
}

func child(r *rand.Rand) string {
	y, m, d := date(r, 2014, 2021)
	return must(identifier.MakeResidentID(pick(r, counties...) + fmt.Sprintf("%04d%02d%02d", y, m, d) + digits(r, 3)))
}

func card(r *rand.Rand) string {
	bin := pick(r, bins...)
	n := 18
	if bin[0] != '6' && bin[0] != '9' || bin[:3] == "625" {
		n = 15
	}
	return must(identifier.MakeBankCard(bin + digits(r, n-len(bin))))
}

func cardWritten(r *rand.Rand) string {
	c := card(r)
	if r.IntN(2) == 0 {
		return c
	}
	return strings.TrimSpace(c[:4] + " " + c[4:8] + " " + c[8:12] + " " + c[12:16] + " " + c[16:])
}

func uscc(r *rand.Rand) string {
	p := pick(r, "91", "91", "91", "92", "12", "52") + pick(r, counties...)
	const alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"
	org := []byte("MA")
	for range 7 {
		org = append(org, alphabet[r.IntN(len(alphabet))])
	}
	return string(must(identifier.MakeUSCC(p + string(org))))
}

func landline(r *rand.Rand) string {
	a := pick(r, areas...)
	n := 8
	if len(a) == 4 && r.IntN(2) == 0 {
		n = 7
	}
	return a + pick(r, "-", "-", "-", " ") + fmt.Sprint(2+r.IntN(7)) + digits(r, n-1)
}

func plate(r *rand.Rand) string {
	p := pick(r, "京", "沪", "苏", "浙", "粤", "豫", "鄂", "川", "鲁", "皖") + string("ABCDEFGHJKLM"[r.IntN(12)])
	switch r.IntN(5) {
	case 0:
		return p + pick(r, "D", "F") + digits(r, 5)
	case 1:
		return p + "·" + digits(r, 3) + string("ABCDEFGHJKLM"[r.IntN(12)]) + digits(r, 1)
	case 2:
		return p + string("ABCDEFGH"[r.IntN(8)]) + digits(r, 4)
	}
	return p + digits(r, 5)
}

func passport(r *rand.Rand) string {
	if r.IntN(3) == 0 {
		return "E" + string("ABCDEFGHJKLM"[r.IntN(12)]) + digits(r, 7)
	}
	return "E" + digits(r, 8)
}

func permit(r *rand.Rand) string {
	return pick(r, "H", "H", "M", "C", "L") + digits(r, 8)
}

// Surnames by how common they are; given names as people bear them, most of them of characters that are common in
// names, some of characters that are rare there.
var (
	surnames = strings.Split("王王王王李李李李张张张张刘刘刘陈陈陈杨杨黄黄赵赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许邓韩冯曹彭曾肖田董潘袁蔡蒋余于杜叶程"+
		"魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫雷龙黎史陶贺毛段郝顾龚邵覃武钱戴严莫孔向常", "")
	compounds  = strings.Fields("欧阳 司马 上官 诸葛 慕容")
	givenNames = strings.Fields("伟 芳 娜 敏 静 丽 强 磊 军 洋 勇 艳 杰 娟 涛 明 超 霞 平 刚 桂英 秀英 秀兰 玉兰 桂兰 建国 建华 建军 国强 志强 志明 " +
		"海燕 小红 晓东 晓丽 文静 雪梅 丽娟 丽华 春梅 冬梅 凤英 玉梅 淑珍 淑英 俊杰 浩然 子轩 梓涵 欣怡 诗涵 宇轩 浩宇 雨涵 思远 一诺 博文 佳怡 梦琪 子涵 " +
		"嘉怡 昊天 天佑 明轩 若曦 语嫣 欣妍 雅琴 美玲 国栋 立新 卫东 爱民 德华 庆丰 长江 宝珠 金花 大勇 小龙 永福 兴旺 少华 志远 鹏飞 凯旋 亚楠 冰洁 " +
		"晨曦 泽宇 睿 熙 婧 喆 骞 珺 翀 彧 旻 钰 涵之 默 尔冬 岐 峤 莞尔 可人 豆豆 乙丁 亚军 圆圆 湘 蜀生 沪生 抗美 援朝 跃进 解放 红卫 铁柱 栓 狗剩 来娣 招弟")
)

func person(r *rand.Rand) string {
	s := pick(r, surnames...)
	if r.IntN(100) == 0 {
		s = pick(r, compounds...)
	}
	if r.IntN(200) == 0 {
		return pick(r, "阿依古丽", "买买提", "阿卜杜拉", "古丽娜尔") + "·" + pick(r, "艾力", "吐尔逊", "热合曼", "买买提")
	}
	return s + pick(r, givenNames...)
}

var (
	cities = strings.Fields("北京 上海 广州 深圳 南京 苏州 杭州 宁波 武汉 成都 重庆 西安 郑州 青岛 济南 长沙 合肥 福州 厦门 黄山 黄石 马鞍山 张家港 高邮 金华 温州 余姚 " +
		"安庆 江阴 常州 石家庄 张家口 白城 唐山 汤阴 鲁山 方城 项城 沈阳 江宁 高淳 溧水")
	provinces = strings.Fields("江苏省南京市 浙江省杭州市 河南省郑州市 湖北省武汉市 广东省广州市 四川省成都市 山东省青岛市 安徽省合肥市")
	districts = strings.Fields("鼓楼区 西湖区 金水区 武昌区 天河区 武侯区 市南区 包河区 玄武区 江宁区 余杭区")
	roads     = strings.Fields("中山路 人民路 解放大道 建设路 长江路 文昌巷 学府路 新华街 迎宾大道 和平里 青年路 淮海街 北京西路 科技园路")
	estates   = strings.Fields("阳光花园 翠竹苑 锦绣小区 金桂新村 万科城 碧水湾小区 紫金苑 幸福里")
)

func address(r *rand.Rand) string {
	a := pick(r, provinces...) + pick(r, districts...) + pick(r, roads...) + fmt.Sprint(1+r.IntN(400)) + "号"
	switch r.IntN(3) {
	case 0:
		return a + pick(r, estates...) + fmt.Sprint(1+r.IntN(30)) + "栋" + fmt.Sprint(1+r.IntN(4)) + "单元" +
			fmt.Sprint(101+r.IntN(2000)) + "室"
	case 1:
		return pick(r, districts...) + pick(r, roads...) + fmt.Sprint(1+r.IntN(400)) + "号" +
			fmt.Sprint(101+r.IntN(900)) + "室"
	}
	return a
}

func company(r *rand.Rand) string {
	return pick(r, cities...) + pick(r, "王府", "金石", "华信", "张氏", "高远", "方正", "安康", "江南", "白云", "马到", "鑫源", "瑞祥", "天翔") +
		pick(r, "食品", "科技", "物流", "建筑工程", "贸易", "医药", "数据服务") + pick(r, "有限公司", "有限公司", "股份有限公司", "集团", "合作社")
}

func email(r *rand.Rand) string {
	return pick(r, "wang", "li", "zhang", "u", "chen_", "liu.") + digits(r, 2+r.IntN(6)) + "@" + pick(r, "example.com",
		"mail.example.cn", "example.org", "corp.example.net")
}

func ipv4(r *rand.Rand) string {
	return fmt.Sprintf("%d.%d.%d.%d", 1+r.IntN(223), r.IntN(256), r.IntN(256), r.IntN(256))
}

func hex(r *rand.Rand, n int) string {
	const h = "0123456789abcdef"
	b := make([]byte, n)
	for i := range b {
		b[i] = h[r.IntN(16)]
	}
	return string(b)
}

func macAddress(r *rand.Rand) string {
	var p []string
	for range 6 {
		p = append(p, hex(r, 2))
	}
	return strings.Join(p, ":")
}

func imei(r *rand.Rand) string {
	return must(identifier.MakeBankCard(pick(r, "35", "86") + digits(r, 12)))
}

func token(r *rand.Rand, n int) string {
	const a = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
	b := make([]byte, n)
	for i := range b {
		b[i] = a[r.IntN(len(a))]
	}
	return string(b)
}

func lngLat(r *rand.Rand) (lng, lat string) {
	return fmt.Sprintf("%.6f", 117.5+r.Float64()*2), fmt.Sprintf("%.6f", 31.2+r.Float64())
}

func instant(r *rand.Rand) string {
	_, m, d := date(r, 2026, 2026)
	return fmt.Sprintf("2026-%02d-%02d %02d:%02d:%02d", m, d, r.IntN(24), r.IntN(60), r.IntN(60))
}
