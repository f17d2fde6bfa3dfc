package example

// Production-line measurements, water meters, crops, tenders.

var lineColumns = []string{"记录号", "产线", "设备编码", "产品批号", "采集时间", "主轴温度", "液压兆帕", "转速", "振动毫米每秒", "节拍秒", "电流安", "判定", "缺陷代码"}

var defects = []string{"D01-毛刺", "D02-气孔", "D03-尺寸超差", "D04-划伤", "D07-热处理硬度不足"}

func measurement(g *gen, r *row) {
	machine := g.IntN(64)
	wear := (g.row/1000 + machine*37) % 400 // tools wear until changed
	bad := g.chance(6 + wear/30)
	r.int(g.row + 1)
	r.str("总装", "一二三四"[machine/16*3:machine/16*3+3], "线")
	r.code("SZ-CNC-", machine+101, 4)
	if g.malformed() {
		r.str("批号缺失")
	} else {
		r.code("B25", g.row/250, 6)
	}
	r.instant(g.at)
	if g.missing() {
		r.null()
	} else if g.outside() {
		r.str("999.9")
	} else {
		r.fixed(g.bell(520, 60)+wear/8, 1)
	}
	r.fixed(g.bell(1600, 120), 2)
	r.int(g.bell(3000, 90))
	r.fixed(g.bell(180, 60)+wear, 2)
	r.fixed(g.bell(4250, 300), 2)
	if g.missing() {
		r.null()
	} else {
		r.fixed(g.bell(880, 90)+wear/10, 1)
	}
	if bad {
		r.str("不合格")
		r.str(g.pick(defects))
	} else {
		r.str("合格")
		r.null()
	}
}

var meterColumns = []string{"表计编码", "小区编码", "片区", "口径毫米", "抄表时间", "累计读数立方米", "日用水量立方米", "管网压力兆帕", "水温", "阀门状态", "信号强度", "异常代码"}

var (
	bores = []string{"15", "15", "15", "20", "25", "40"}
	zones = []string{"河西片区", "城南片区", "江北片区", "仙林片区", "大厂片区", "百家湖片区"}
)

func meter(g *gen, r *row) {
	const meters = 12_000
	m := g.row % meters
	round := g.row / meters
	daily := 180 + int(scramble(uint32(m))%420) + g.bell(0, 120)
	if g.malformed() {
		r.str("##")
	} else {
		r.hex("M", scramble(uint32(m)+0x30000))
	}
	r.code("XQ", m/60, 4)
	r.str(zones[m/60%len(zones)])
	r.str(bores[m%len(bores)])
	r.instant(g.at)
	total := int(scramble(uint32(m)*3)%900_000) + round*daily*9
	if g.outside() {
		total = 0 // the meter was changed and the reading not carried over
	}
	r.fixed(total, 3)
	if g.missing() {
		r.null()
	} else {
		r.fixed(daily, 3)
	}
	r.fixed(g.bell(320, 60), 3)
	r.fixed(g.bell(170, 80), 1)
	r.str(map[bool]string{true: "关", false: "开"}[g.chance(12)])
	r.int(-60 - g.skewed(60))
	if g.chance(20) {
		r.code("E", 1+g.IntN(9), 2)
	} else {
		r.null()
	}
}

var cropColumns = []string{"地块编码", "乡镇", "村", "作物", "品种", "面积亩", "播种日期", "收获日期", "施氮公斤每亩", "施磷公斤每亩", "灌溉次数", "亩产公斤", "病虫害等级", "记录时间", "农事备注"}

var (
	towns    = []string{"李埠口乡", "许湾乡", "邓城镇", "张庄镇", "舒庄乡", "黄寨镇", "固墙镇", "白寺镇", "练集镇", "魏集镇"}
	villages = []string{"前王", "后李", "大张", "小赵", "东陈", "西刘", "南周", "北杨", "河湾", "桥头"}
	crops    = []struct {
		name  string
		kinds []string
		yield int // kilograms a mu
	}{
		{"小麦", []string{"周麦36", "百农207", "郑麦1860", "西农511"}, 520}, {"玉米", []string{"郑单958", "先玉335", "浚单20"}, 580},
		{"大豆", []string{"周豆23", "郑1307"}, 210}, {"花生", []string{"豫花37", "开农1760"}, 310}, {"辣椒", []string{"三樱椒8号", "子弹头"}, 280},
	}
	works = []string{"", "", "", "", "无人机植保一次", "秋季深翻, 秸秆还田", "雨后补种约两成", "与合作社统一收割", "土壤墒情偏干，建议灌溉"}
)

func crop(g *gen, r *row) {
	plot := g.IntN(24_000)
	c := crops[g.skewed(len(crops))]
	sown := g.at - int64(95+g.IntN(140))*86400
	r.code("41160", plot*10+plot%7, 8)
	r.str(towns[plot%len(towns)])
	r.str(villages[plot/len(towns)%len(villages)], "村")
	r.str(c.name)
	if g.missing() {
		r.null()
	} else {
		r.str(g.pick(c.kinds))
	}
	area := 12 + int(scramble(uint32(plot))%800)
	if g.outside() {
		area *= 667 // square metres written into a column of mu
	}
	r.fixed(area, 1)
	if g.malformed() {
		r.str("去年十月")
	} else {
		r.date(sown)
	}
	if g.missing() {
		r.null()
	} else {
		r.date(g.at)
	}
	r.fixed(g.bell(140, 50), 1)
	r.fixed(g.bell(62, 25), 1)
	r.int(g.skewed(6))
	yield := c.yield + g.bell(0, c.yield/4)
	if g.outside() {
		yield *= 10
	}
	r.int(yield)
	r.str([]string{"无", "轻", "轻", "中", "重"}[g.skewed(5)])
	r.instant(g.at + int64(g.IntN(3*86400)))
	r.str(g.pick(works))
}

var tenderColumns = []string{"公告编号", "公告类型", "项目名称", "采购人", "代理机构", "采购方式", "行政区划代码", "预算金额元", "中标金额元", "中标供应商", "发布时间", "开标时间", "公告摘要"}

var (
	kinds    = []string{"公开招标公告", "中标结果公告", "竞争性磋商公告", "更正公告", "废标公告"}
	methods  = []string{"公开招标", "公开招标", "竞争性磋商", "竞争性谈判", "询价", "单一来源"}
	buyers   = []string{"示例区教育局", "示例市第三医院", "示例县水务局", "示例大学", "示例市公安局", "示例区城管局", "示例职业学院", "示例县农业农村局"}
	agents   = []string{"楚示招标代理", "江汉示例咨询", "东湖示例采购服务", "荆示工程管理"}
	subjects = []string{"智慧校园建设", "医用冷藏设备采购", "污水管网改造", "政务云租赁", "食堂食材配送", "道路绿化养护", "实验室仪器采购", "消防设施维保", "档案数字化"}
	regions  = []string{"420102", "420106", "420111", "420115", "420502", "420602", "421002", "421302"}
	sellers  = []string{"示例科技", "示例建设", "示例医疗器械", "示例餐饮", "示例信息", "示例园林"}
)

func tender(g *gen, r *row) {
	subject, buyer := g.pick(subjects), g.pick(buyers)
	budget := 200_000 + g.skewed(40_000_000)
	won := g.chance(480)
	if g.malformed() {
		r.str("鄂采无号")
	} else {
		r.code("HBZC-2025-", int(scramble(uint32(g.row))), 10)
	}
	r.str(g.pick(kinds))
	r.str(buyer, subject, "项目（第", "一二三四五六"[g.IntN(6)*3:][:3], "包）")
	r.str(buyer)
	r.str(g.pick(agents), "有限公司")
	method := g.pick(methods)
	r.str(method)
	if g.malformed() {
		r.str("4201")
	} else {
		r.str(g.pick(regions))
	}
	if g.missing() {
		r.null()
	} else {
		r.fixed(budget*100, 2)
	}
	price := budget * (820 + g.IntN(180)) / 1000
	if g.outside() {
		price = budget * 10_000 // 万元 and 元 confused
	}
	if won {
		r.fixed(price*100, 2)
		r.code("武汉"+g.pick(sellers), g.IntN(900)+100, 3)
	} else {
		r.null()
		r.null()
	}
	r.instant(g.at)
	if g.missing() {
		r.str("另行通知")
	} else {
		r.date(g.at + int64(15+g.IntN(20))*86400)
	}
	r.str(buyer, "就“", subject, "”组织", method, "，欢迎合格供应商参加。\n一、资格要求：具有独立承担民事责任的能力；\n二、获取文件：\"电子采购平台\", 免费下载。")
}
