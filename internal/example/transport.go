package example

// Vehicle trips (网约车), parking, and cold-chain readings.

var tripColumns = []string{"行程编号", "车辆编码", "司机编码", "车型", "上车时间", "下车时间", "上车区县", "下车区县", "上车经度", "上车纬度",
	"下车经度", "下车纬度", "里程公里", "时长分钟", "应付金额元", "支付方式", "评分"}

var (
	nanjing  = []string{"玄武区", "秦淮区", "建邺区", "鼓楼区", "浦口区", "栖霞区", "雨花台区", "江宁区", "六合区", "溧水区", "高淳区"}
	vehicles = []string{"经济型", "经济型", "经济型", "舒适型", "商务型", "拼车"}
	payments = []string{"微信支付", "微信支付", "支付宝", "支付宝", "云闪付", "企业月结", "数字人民币"}
)

// place draws an area and a point in it; areas lie on a grid around the city's centre.
func (g *gen) place() (area, lng, lat int) {
	area = g.skewed(len(nanjing))
	return area, 118_600_000 + area%4*90_000 + g.bell(40_000, 40_000), 31_900_000 + area/4*90_000 + g.bell(40_000, 40_000)
}

func trip(g *gen, r *row) {
	prefix, fleet := "NJ", 9000
	if g.variant == 1 { // a fleet of the reseller's own
		prefix, fleet = "ZX", 700
	}
	car := g.IntN(fleet)
	km10 := 8 + g.skewed(420)
	minutes := 3 + km10*g.bell(24, 12)/100
	fare := 1100 + max(0, km10-30)*g.bell(23, 4) + minutes*35
	from, lng1, lat1 := g.place()
	to, lng2, lat2 := g.place()
	end := g.at + int64(minutes*60+g.IntN(60))
	switch {
	case g.malformed():
		r.str(prefix, "-待补录")
	default:
		r.hex(prefix+"2", scramble(uint32(g.row)+uint32(g.variant)<<31))
	}
	r.hex("C", scramble(uint32(car)+0x10000*uint32(g.variant+1)))
	r.hex("D", scramble(uint32(car*2+g.IntN(2))+0x900000*uint32(g.variant+1)))
	r.str(vehicles[car%len(vehicles)])
	r.instant(g.at)
	if g.outside() {
		end = g.at - 600 // set down before picked up
	}
	r.instant(end)
	if g.malformed() {
		r.str(nanjing[from], "(旧)")
	} else {
		r.str(nanjing[from])
	}
	if g.missing() {
		r.null()
	} else {
		r.str(nanjing[to])
	}
	if g.outside() {
		lng1, lat1 = 0, 0
	}
	r.fixed(lng1, 6)
	r.fixed(lat1, 6)
	if g.missing() {
		r.null()
		r.null()
	} else {
		r.fixed(lng2, 6)
		r.fixed(lat2, 6)
	}
	r.fixed(km10, 1)
	r.int(minutes)
	if g.outside() {
		fare = -fare
	}
	r.fixed(fare, 2)
	r.str(g.pick(payments))
	if g.chance(350) {
		r.null() // most people do not rate
	} else {
		r.int(5 - g.skewed(5))
	}
}

var parkingColumns = []string{"订单号", "停车场编码", "停车场名称", "泊位类型", "号牌种类", "是否新能源", "入场时间", "出场时间", "停放分钟",
	"应收元", "实收元", "支付渠道", "异常说明"}

var (
	// 㳇 and 䢺 are in GB18030 and not in GBK.
	lots      = []string{"楚街", "㳇河路", "项王故里", "骆马湖", "人民广场", "高铁站东", "䢺湾", "第一医院", "万达", "黄河南路", "市民中心", "运河湾"}
	lotKinds  = []string{"地面停车场", "地下停车场", "路内泊位区", "立体车库"}
	berths    = []string{"小型车", "小型车", "小型车", "大型车", "充电泊位", "无障碍泊位"}
	plates    = []string{"蓝牌", "蓝牌", "绿牌", "绿牌", "黄牌", "白牌"}
	anomalies = []string{"车牌识别失败，人工放行", "道闸离线", "重复入场记录", "跨日结算"}
)

func parking(g *gen, r *row) {
	lot := g.skewed(48)
	minutes := 5 + g.skewed(900)
	plate := plates[g.IntN(len(plates))]
	due := max(0, (minutes+29)/30-1) * 150
	r.code("SQ", int(scramble(uint32(g.row))), 10)
	if g.malformed() {
		r.code("p", lot, 3)
	} else {
		r.code("P3213", lot, 4)
	}
	r.str(lots[lot%len(lots)], lotKinds[lot/len(lots)])
	r.str(g.pick(berths))
	r.str(plate)
	r.str(map[bool]string{true: "是", false: "否"}[plate == "绿牌"])
	r.instant(g.at)
	switch {
	case g.missing():
		r.null() // still inside, or the barrier was offline
	case g.outside():
		r.str("1970-01-01 08:00:00")
	default:
		r.instant(g.at + int64(minutes*60+g.IntN(60)))
	}
	r.int(minutes)
	r.fixed(due, 2)
	paid := due
	if g.chance(60) {
		paid = due / 2
	}
	if g.outside() {
		paid = due * 100 // fen booked as yuan
	}
	r.fixed(paid, 2)
	if g.missing() {
		r.str("未知")
	} else {
		r.str(g.pick(payments))
	}
	if g.chance(15) {
		r.str(g.pick(anomalies))
	} else {
		r.null()
	}
}

var coldColumns = []string{"运单号", "车厢编码", "传感器编码", "采样时间", "经度", "纬度", "车厢温度", "设定温度", "相对湿度", "门状态", "品类", "剩余电量"}

var cargoes = []struct {
	name string
	set  int // tenths of a degree
}{{"冷鲜猪肉", 20}, {"速冻水饺", -180}, {"疫苗", 50}, {"鲜牛奶", 40}, {"冰淇淋", -220}, {"草莓", 30}, {"海鲜", -20}}

func reading(g *gen, r *row) {
	truck := g.IntN(420)
	cargo := cargoes[(truck+g.row/40_000)%len(cargoes)]
	door := g.chance(45)
	temp := cargo.set + g.bell(0, 12)
	if door {
		temp += g.IntN(90)
	}
	r.code("ZZ", g.row/420*1000+truck, 9)
	r.hex("X", scramble(uint32(truck)+0x5000))
	if g.malformed() {
		r.str("0000")
	} else {
		r.hex("S", scramble(uint32(truck*3+g.IntN(3))+0x77000))
	}
	r.instant(g.at)
	r.fixed(113_300_000+truck*1700+g.bell(0, 300_000), 6)
	r.fixed(34_500_000+truck*900+g.bell(0, 250_000), 6)
	switch {
	case g.missing():
		r.null()
	case g.outside():
		r.str("-127.0") // the sensor's word for no answer
	default:
		r.fixed(temp, 1)
	}
	r.fixed(cargo.set, 1)
	r.int(min(100, 55+g.bell(20, 20)))
	r.str(map[bool]string{true: "开", false: "关"}[door])
	r.str(cargo.name)
	if g.missing() {
		r.null()
	} else {
		r.int(100 - g.skewed(95))
	}
}
