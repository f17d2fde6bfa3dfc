package labelled

import (
	"fmt"
	"math/rand/v2"
	"strings"
)

// spec is a column to draw.
type spec struct {
	what    string
	want    string
	state   string
	inside  string   // category inside texts
	headers []string // telling names
	always  bool     // the name always tells: without it nobody could know
	clean   bool     // neither gaps nor dirt
	cell    func(*rand.Rand, int) string
}

type trade struct {
	name    string
	columns []spec
}

// of makes a generator of one without a row number.
func of(f func(*rand.Rand) string) func(*rand.Rand, int) string {
	return func(r *rand.Rand, _ int) string { return f(r) }
}

func words(list string) func(*rand.Rand, int) string {
	all := strings.Fields(list)
	return func(r *rand.Rand, _ int) string { return all[r.IntN(len(all))] }
}

func h(list string) []string { return strings.Fields(list) }

// Columns with personal data.
var (
	mobiles = spec{what: "mobile numbers", want: "mobile",
		headers: h("手机号 手机号码 联系电话 mobile user_phone phone_no sjh lxdh 联系方式 TEL"), cell: of(mobile)}
	mobilesAs = spec{what: "mobile numbers as written", want: "mobile", headers: h("联系电话 contact_phone lxfs 手机"),
		cell: of(mobileWritten)}
	residents = spec{what: "resident numbers", want: "resident_id",
		headers: h("身份证号 证件号码 id_card sfzh cert_no idNo ID_NUMBER 公民身份号码"), cell: of(resident)}
	residents15 = spec{what: "resident numbers of 15 digits", want: "resident_id", headers: h("身份证号 旧身份证号 sfzh"),
		cell: of(resident15)}
	mixedID = spec{what: "resident numbers, passports and permits", want: "resident_id",
		headers: h("证件号码 cert_no zjhm"), cell: of(func(r *rand.Rand) string {
			switch r.IntN(10) {
			case 0:
				return passport(r)
			case 1:
				return permit(r)
			}
			return resident(r)
		})}
	cards = spec{what: "bank cards", want: "bank_card", headers: h("银行卡号 卡号 bank_card card_no yhkh 还款账号"),
		cell: of(card)}
	cardsAs = spec{what: "bank cards as written", want: "bank_card", headers: h("银行卡号 卡号 card_number"),
		cell: of(cardWritten)}
	names = spec{what: "persons' names", want: "name",
		headers: h("姓名 客户 客户姓名 联系人 xm customer_name driver_name 收货人 name 患者"), cell: of(person)}
	emails = spec{what: "e-mail addresses", want: "email", headers: h("邮箱 email e_mail 电子邮件 user_mail"),
		cell: of(email)}
	landlines = spec{what: "landlines", want: "landline", headers: h("座机 固定电话 家庭电话 tel landline"), cell: of(landline)}
	addresses = spec{what: "home addresses", want: "address", headers: h("地址 家庭住址 收货地址 addr home_address jtzz"),
		cell: of(address)}
	platesOf = spec{what: "number plates", want: "plate", headers: h("车牌号 号牌号码 plate_no cph license_plate"),
		cell: of(plate)}
	passports = spec{what: "passports", want: "passport", headers: h("护照号 护照号码 passport_no passport"),
		cell: of(passport)}
	permits = spec{what: "travel permits", want: "travel_permit", headers: h("通行证号 港澳通行证 travel_permit 回乡证号"),
		cell: of(permit)}
	births = spec{what: "dates of birth", want: "birth_date", headers: h("出生日期 生日 birth_date csrq dob birthday"),
		always: true, cell: of(func(r *rand.Rand) string {
			b := birth(r)
			return b[:4] + "-" + b[4:6] + "-" + b[6:]
		})}
	ips   = spec{what: "IPv4 addresses", want: "ip", headers: h("登录IP ip client_ip ip_address"), cell: of(ipv4)}
	macs  = spec{what: "MAC addresses", want: "mac", headers: h("MAC地址 mac mac_addr"), cell: of(macAddress)}
	imeis = spec{what: "IMEI", want: "device_id", headers: h("设备识别码 imei device_id 串号"), cell: of(imei)}
	codes = spec{what: "credit codes", want: "credit_code", headers: h("统一社会信用代码 uscc credit_code 税号 tyshxydm"),
		cell: of(uscc)}
	children = spec{what: "children's resident numbers", want: "minor", headers: h("学生身份证号 身份证号 sfzh"),
		cell: of(child)}
	passwords = spec{what: "passwords, hashed with bcrypt", want: "secret", headers: h("密码 password login_pwd"),
		always: true, cell: of(func(r *rand.Rand) string {
			return "$2a$10$" + token(r, 53)
		})}
	keys = spec{what: "access keys", want: "secret", headers: h("access_key 密钥 api_key"),
		cell: of(func(r *rand.Rand) string {
			return pick(r, "LTAI5t", "LTAI4G") + token(r, 18)
		})}
	diagnoses = spec{what: "diagnoses", want: "health", headers: h("诊断 诊断结果 diagnosis 病名"),
		cell: words("高血压2级 2型糖尿病 急性阑尾炎 社区获得性肺炎 慢性胃炎 腰椎间盘突出 冠心病 过敏性鼻炎 骨折术后 上呼吸道感染 抑郁状态 痛风 缺铁性贫血 支气管哮喘")}
	salaries = spec{what: "salaries", want: "finance", headers: h("月薪 年收入 salary 存款余额 income"), always: true,
		clean: true, cell: of(func(r *rand.Rand) string {
			return fmt.Sprintf("%d.%02d", 3000+r.IntN(40000), r.IntN(100))
		})}
	faiths = spec{what: "religions", want: "religion", headers: h("宗教信仰 religion"),
		cell: words("佛教 基督教 无宗教信仰 无宗教信仰 伊斯兰教 道教")}
	features = spec{what: "face features", want: "biometric", headers: h("人脸特征 face_feature face_embedding 指纹模板"),
		always: true, cell: of(func(r *rand.Rand) string { return token(r, 128) })}

	maskedMobiles = spec{what: "masked mobile numbers", want: "mobile", state: "masked", headers: h("手机号 mobile 联系电话"),
		cell: of(func(r *rand.Rand) string {
			m := mobile(r)
			return m[:3] + "****" + m[7:]
		})}
	maskedResidents = spec{what: "masked resident numbers", want: "resident_id", state: "masked",
		headers: h("身份证号 id_card sfzh"), always: true, cell: of(func(r *rand.Rand) string {
			m := resident(r)
			return m[:6] + "********" + m[14:]
		})}
	maskedNames = spec{what: "masked names", want: "name", state: "masked", headers: h("姓名 客户姓名 xm"),
		cell: of(func(r *rand.Rand) string {
			return string([]rune(person(r))[:1]) + pick(r, "*", "**")
		})}
	hashedMobiles = spec{what: "digests of mobile numbers", want: "mobile", state: "hashed",
		headers: h("手机号 mobile_md5 phone"), always: true, cell: of(func(r *rand.Rand) string { return hex(r, 32) })}
)

// Columns without.
var (
	orders18 = spec{what: "order numbers of 18 digits with dates where resident numbers have them",
		headers: h("订单号 order_no 单据号"), cell: of(func(r *rand.Rand) string {
			return pick(r, counties...) + fmt.Sprintf("2026%02d%02d", 1+r.IntN(12), 1+r.IntN(28)) + digits(r, 4)
		})}
	births18 = spec{what: "numbers of 18 digits with plausible birthdays and no check digit",
		headers: h("档案号 file_no 流水号"), cell: of(func(r *rand.Rand) string {
			return pick(r, counties...) + birth(r) + digits(r, 4)
		})}
	orders11 = spec{what: "order numbers of 11 digits that begin with 1", headers: h("订单号 trip_no 运单号"),
		cell: of(func(r *rand.Rand) string { return "1" + digits(r, 10) })}
	counted = spec{what: "serial numbers 13800000001 and on", headers: h("序号 seq 流水号"), clean: true,
		cell: func(_ *rand.Rand, n int) string {
			return fmt.Sprint(13800000001 + n)
		}}
	serial19 = spec{what: "serial numbers of 19 digits that begin with 62", headers: h("流水号 serial 交易流水"),
		cell: of(func(r *rand.Rand) string { return "62" + digits(r, 17) })}
	serial16 = spec{what: "serial numbers of 16 digits", headers: h("流水号 batch_no"),
		cell: of(func(r *rand.Rand) string { return digits(r, 16) })}
	invoices = spec{what: "invoice numbers", headers: h("发票号码 invoice_no"),
		cell: of(func(r *rand.Rand) string { return "26" + digits(r, 18) })}
	hashes = spec{what: "MD5", headers: h("md5 文件摘要 checksum"), cell: of(func(r *rand.Rand) string {
		return hex(r,
			32)
	})}
	uuids = spec{what: "UUID", headers: h("uuid guid 记录编号"), cell: of(func(r *rand.Rand) string {
		return hex(r, 8) + "-" + hex(r, 4) + "-" + hex(r, 4) + "-" + hex(r, 4) + "-" + hex(r, 12)
	})}
	millis = spec{what: "Unix milliseconds", headers: h("时间戳 ts epoch_ms"),
		cell: of(func(r *rand.Rand) string { return fmt.Sprint(1767225600000 + r.Int64N(3e10)) })}
	versions = spec{what: "versions of four parts", headers: h("版本 version firmware"),
		cell: of(func(r *rand.Rand) string {
			return fmt.Sprintf("%d.%d.%d.%d", r.IntN(5), r.IntN(20), r.IntN(60), r.IntN(30))
		})}
	firms  = spec{what: "names of firms", headers: h("公司名称 供应商 客户 企业名称 customer"), cell: of(company)}
	places = spec{what: "cities and counties", headers: h("城市 city 目的地"), cell: words(strings.Join(cities, " "))}
	books  = spec{what: "titles of books", headers: h("书名 title 作品"),
		cell: words("平凡的世界 白鹿原 围城 活着 红楼梦 水浒传 金瓶梅 黄金时代 白夜行 江城 马桥词典 张居正 王府井 高老头 石头记 边城 呼兰河传 骆驼祥子 雷雨 子夜 家 春 秋 古船 尘埃落定 " +
			"秦腔 长恨歌 许三观卖血记 史记 汉书")}
	goods = spec{what: "goods", headers: h("商品名称 product 品名"),
		cell: words("白菜 黄瓜 马铃薯 石榴 金针菇 高粱 花生 方便面 江米条 龙井 毛尖 安溪铁观音 白酒 黄酒 金桔 马蹄 雪梨 花椒 丁香 白砂糖 许愿瓶 温度计 万用表 钢管 石英砂 铁丝 毛巾 " +
			"汤圆 龙须菜 童车 水杯")}
	amounts = spec{what: "amounts", headers: h("金额 amount 合同价"),
		cell: of(func(r *rand.Rand) string { return fmt.Sprintf("%d.%02d", r.IntN(1e6), r.IntN(100)) })}
	products = spec{what: "codes of a letter and eight digits", headers: h("产品编码 sku 物料号"),
		cell: of(func(r *rand.Rand) string { return pick(r, "E", "H", "C", "K", "P") + digits(r, 8) })}
	tracking = spec{what: "tracking numbers", headers: h("运单号 waybill"),
		cell: of(func(r *rand.Rand) string { return pick(r, "SF", "YT", "JD") + digits(r, 13) })}
	times    = spec{what: "times of business", headers: h("下单时间 created_at 发生时间"), clean: true, cell: of(instant)}
	status   = spec{what: "states", headers: h("状态 status 类型"), cell: words("已完成 进行中 已取消 待付款 高级 白金 金卡 普通")}
	projects = spec{what: "projects", headers: h("项目名称 project 标段"), cell: of(func(r *rand.Rand) string {
		return pick(r, cities...) + "市" + pick(r, roads...) + "道路照明设施采购第" + digits(r, 2) + "标段"
	})}
	meters = spec{what: "meter readings", headers: h("读数 reading 用量"),
		cell: of(func(r *rand.Rand) string { return fmt.Sprintf("%d.%04d", 20+r.IntN(80), r.IntN(10000)) })}
	codes8 = spec{what: "numbers of eight digits", headers: h("工单号 ticket 编码"),
		cell: of(func(r *rand.Rand) string { return digits(r, 8) })}
	hexCodes = spec{what: "capitals and digits of 18", headers: h("序列号 sn hex_code"),
		cell: of(func(r *rand.Rand) string { return strings.ToUpper(hex(r, 18)) })}
	zeroCodes = spec{what: "codes of 11 digits that begin with 0", headers: h("网点编码 branch_code 料号"),
		cell: of(func(r *rand.Rand) string { return "0" + digits(r, 10) })}
)

var lngs = spec{what: "longitudes", want: "location", headers: h("经度 lng longitude"), clean: true,
	cell: of(func(r *rand.Rand) string { a, _ := lngLat(r); return a })}
var lats = spec{what: "latitudes", want: "location", headers: h("纬度 lat latitude"), clean: true,
	cell: of(func(r *rand.Rand) string { _, a := lngLat(r); return a })}
var tracked = spec{what: "longitudes beside persons and times", want: "track", headers: lngs.headers, clean: true,
	cell: lngs.cell}
var pairs = spec{what: "pairs of coordinates", want: "location", headers: h("坐标 location 定位 gps"),
	cell: of(func(r *rand.Rand) string { a, b := lngLat(r); return a + "," + b })}

// texts are remarks, one in so many of which holds what f gives.
func texts(every int, f func(*rand.Rand) string) func(*rand.Rand, int) string {
	return of(func(r *rand.Rand) string {
		plain := pick(r, "正常完成，没有其他情况需要说明", "客户要求改期，已经通知司机", "货物完好，签收人为前台", "二次派送，电话无人接听，已留言",
			"The parcel was left at the front desk.")
		if r.IntN(every) > 0 {
			return plain
		}
		return pick(r, "补充说明：", "备注 ", "see ", "联系") + f(r) + pick(r, "，请尽快处理。", " 已登记", "；"+plain)
	})
}

// Remarks, with and without something of a person inside.
var (
	remarks     = h("备注 remark 处理意见 comment 客服记录")
	textMobiles = spec{what: "remarks with mobile numbers", inside: "mobile", headers: remarks, clean: true,
		cell: texts(40, mobile)}
	textIDs = spec{what: "remarks with resident numbers", inside: "resident_id", headers: remarks, clean: true,
		cell: texts(100, resident)}
	textCards = spec{what: "remarks with bank cards", inside: "bank_card", headers: remarks, clean: true,
		cell: texts(60, card)}
	textEmails = spec{what: "remarks with e-mail addresses", inside: "email", headers: remarks, clean: true,
		cell: texts(60, email)}
	textKeys = spec{what: "remarks with access keys", inside: "secret", headers: remarks, clean: true,
		cell: texts(150, func(r *rand.Rand) string { return "LTAI5t" + token(r, 18) })}
	textOrders = spec{what: "remarks with order numbers of 18 digits", headers: remarks, clean: true, cell: texts(3,
		func(r *rand.Rand) string { return births18.cell(r, 0) })}
	textTrips = spec{what: "remarks with numbers of 11 digits", headers: remarks, clean: true, cell: texts(3,
		func(r *rand.Rand) string { return "1" + digits(r, 10) })}
	textSerials = spec{what: "remarks with serial numbers that begin like cards", headers: remarks, clean: true,
		cell: texts(3, func(r *rand.Rand) string { return "62" + digits(r, 17) })}
	textVersions = spec{what: "remarks with digests and addresses of the web", headers: remarks, clean: true,
		cell: texts(3, func(r *rand.Rand) string { return "https://example.com/o/" + mobile(r) + "?h=" + hex(r, 32) })}
)

var trades = []trade{
	{"customers", []spec{orders18, names, residents, mobiles, cards, emails, addresses, salaries, times, status,
		uuids}},
	{"members", []spec{names, maskedMobiles, maskedResidents, births, landlines, codes8, hashes, goods, amounts}},
	{"couriers", []spec{tracking, names, mobilesAs, addresses, orders11, times, amounts, goods}},
	{"bank", []spec{serial19, cardsAs, mixedID, names, mobiles, amounts, times, serial16, millis}},
	{"clinic", []spec{names, residents, diagnoses, faiths, mobiles, births, times, births18}},
	{"trips", []spec{orders11, platesOf, names, tracked, lats, times, amounts, meters}},
	{"school", []spec{names, children, addresses, mobiles, status, codes8}},
	{"travel", []spec{names, passports, permits, mobiles, times, products, places}},
	{"login", []spec{names, ips, macs, imeis, keys, versions, millis, hashes}},
	{"accounts", []spec{emails, passwords, ips, features, mobiles, uuids, times}},
	{"archive", []spec{residents15, maskedNames, addresses, landlines, serial16, books}},
	{"pseudonyms", []spec{hashedMobiles, maskedNames, places, status, amounts, times}},
	{"tenders", []spec{projects, firms, codes, amounts, times, invoices, orders18}},
	{"stock", []spec{products, goods, hexCodes, serial16, amounts, versions, zeroCodes, counted}},
	{"meters", []spec{births18, meters, lngs, lats, times, uuids, serial19}},
	{"charging", []spec{counted, pairs, firms, millis, amounts, hexCodes, orders11}},
	{"library", []spec{books, places, invoices, codes8, hashes, zeroCodes, tracking}},
	{"tickets", []spec{codes8, textMobiles, textOrders, times, status}},
	{"claims", []spec{orders18, textIDs, textCards, textTrips, amounts}},
	{"mails", []spec{uuids, textEmails, textKeys, textSerials, textVersions}},
	{"shops", []spec{firms, codes, projects, orders18, births18, serial19, products}},
}
