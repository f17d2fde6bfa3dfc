package example

import "strings"

// Hotel nights: the table with personal data. Names are common surnames and given names put together; resident numbers
// and mobile numbers are computed with right forms and check digits, and belong to nobody by intention.

var hotelColumns = []string{"订单号", "门店编码", "门店名称", "房型", "入住日期", "离店日期", "间夜数", "房价元", "渠道", "住客姓名", "证件类型", "证件号码", "联系电话", "会员等级", "客源城市", "下单时间", "点评"}

var (
	hotels   = []string{"栖湖西溪店", "栖湖断桥店", "栖湖运河店", "栖湖钱江店", "栖湖灵隐店", "栖湖良渚店", "栖湖滨江店", "栖湖东站店"}
	beds     = []string{"高级大床房", "豪华双床房", "湖景大床房", "家庭套房", "商务单人房"}
	channels = []string{"官网", "小程序", "在线旅行社", "协议公司", "前台散客"}
	levels   = []string{"普通", "普通", "银卡", "金卡", "铂金"}
	origins  = []string{"上海", "南京", "苏州", "北京", "合肥", "宁波", "深圳", "武汉", "成都", "郑州"}
	surnames = strings.Fields("王 李 张 刘 陈 杨 赵 黄 周 吴 徐 孙 胡 朱 高 林 何 郭 马 罗 梁 宋 郑 谢 韩 唐 冯 于 董 萧 欧阳 上官")
	givens   = strings.Fields("伟 芳 娜 敏 静 秀英 丽 强 磊 军 洋 勇 艳 杰 娟 涛 明 超 秀兰 霞 平 刚 桂英 子涵 雨桐 浩然 思远 嘉怡 梓萱 宇轩 若曦 建国")
	homes    = []string{"330106", "310115", "320102", "320505", "110108", "340104", "330203", "440305", "420106", "510104", "410105"}
	prefixes = []string{"133", "135", "137", "138", "139", "150", "151", "158", "159", "176", "182", "186", "188", "189", "199"}
	remarks  = []string{"", "", "", "位置好，早餐丰富", "隔音一般", "服务热情，下次还来", "湖景很美", "空调有点响"}
)

// residentBody makes the first 17 digits of a resident number; guest fixes the person.
func residentBody(b []byte, guest uint32) []byte {
	h := scramble(guest)
	b = append(b[:0], homes[h%uint32(len(homes))]...)
	h = scramble(h + 1)
	b = padded(b, 1955+int(h%51), 4)
	b = padded(b, 1+int(h>>8%12), 2)
	b = padded(b, 1+int(h>>16%28), 2)
	return padded(b, int(scramble(h)%999)+1, 3)
}

func night(g *gen, r *row) {
	guest := uint32(g.IntN(70_000)) + 1
	hotel, nights := g.IntN(len(hotels)), 1+g.skewed(6)
	r.hex("QH", scramble(uint32(g.row)+0x600000))
	r.code("HZ", hotel+1, 3)
	r.str(hotels[hotel])
	r.str(g.pick(beds))
	arrive := g.at + int64(g.skewed(20))*86400
	r.date(arrive)
	if g.outside() {
		r.date(arrive - 86400)
	} else {
		r.date(arrive + int64(nights)*86400)
	}
	r.int(nights)
	price := 29_900 + g.skewed(140_000)
	if g.outside() {
		price = 1
	}
	r.fixed(price, 2)
	r.str(g.pick(channels))
	h := scramble(guest + 0x40000000)
	if g.missing() {
		r.null()
	} else {
		r.str(surnames[h%uint32(len(surnames))], givens[h>>10%uint32(len(givens))])
	}
	r.str("居民身份证")
	number := residentNumber(guest)
	if g.malformed() {
		number = number[:len(number)-1] // a digit short
	}
	r.str(number)
	if g.missing() {
		r.null()
	} else {
		r.code(prefixes[h>>3%uint32(len(prefixes))], int(scramble(h)%100_000_000), 8)
	}
	r.str(levels[h>>20%uint32(len(levels))])
	r.str(g.pick(origins))
	r.instant(g.at)
	r.str(g.pick(remarks))
}
