package scan

// kind is what a column can be found to hold.
type kind uint8

// The kinds, in the order in which findings of one column are told.
const (
	residentID kind = iota
	resident15      // the old form of 15 digits, without a check digit: told as a resident number too
	mobile
	bankCard
	name
	email
	landline
	address
	plate
	passport
	permit
	birthDate
	imei
	ip
	mac
	creditCode
	// of the whole table or by the column's name and words
	location
	track
	minors
	health
	finance
	biometric
	religion
	identity
	secret
	kinds = iota
)

// about is the catalogue's entry of a kind.
type about struct {
	code   string
	zh, en string
	grade  Grade
	// annex is the place in GB/T 35273-2020, annex A (examples of personal information) or B (sensitive).
	annexZH, annexEN string
	// special is the class of sensitive personal information by GB/T 45574-2025, annex A; "" for none.
	special string
	// person says that the kind points at a natural person by itself: what else is in the row is then about somebody.
	person bool
	check  bool // has a check digit
	cure   cure
}

// Classes of GB/T 45574-2025, annex A.
const (
	specialBiometric = "biometric"
	specialReligion  = "religion"
	specialIdentity  = "specific_identity"
	specialHealth    = "health"
	specialFinance   = "financial_account"
	specialTrack     = "whereabouts"
	specialMinors    = "minors"
)

const (
	basicZH, basicEN       = "附录 A 个人基本资料", "annex A, basic data"
	identityZH, identityEN = "附录 B 个人身份信息", "annex B, identity documents"
	propertyZH, propertyEN = "附录 B 个人财产信息", "annex B, property"
	deviceZH, deviceEN     = "附录 A 个人常用设备信息", "annex A, devices"
	networkZH, networkEN   = "附录 A 网络身份标识信息", "annex A, network identifiers"
	placeZH, placeEN       = "附录 A 个人位置信息", "annex A, location"
)

// catalogue says what each kind is. Of the resident number GB/T 45574 no longer makes a class of its own, while GB/T
// 35273 lists it as sensitive: the stricter reading holds.
var catalogue = [kinds]about{
	residentID: {"resident_id", "身份证号", "resident number", Sensitive, identityZH, identityEN, "", true, true, hashed},
	resident15: {"resident_id", "身份证号（15 位）", "resident number of 15 digits", Sensitive, identityZH, identityEN, "",
		true, false, hashed},
	mobile: {"mobile", "手机号", "mobile number", Personal, basicZH, basicEN, "", true, false, maskOrHash},
	bankCard: {"bank_card", "银行卡号", "bank card number", Sensitive, propertyZH, propertyEN, specialFinance, true, true,
		hashed},
	name:     {"name", "姓名", "person's name", Personal, basicZH, basicEN, "", true, false, maskOrDrop},
	email:    {"email", "邮箱", "e-mail address", Personal, basicZH, basicEN, "", true, false, maskOrHash},
	landline: {"landline", "固定电话", "landline number", Personal, basicZH, basicEN, "", false, false, maskOrHash},
	address:  {"address", "地址", "address", Personal, basicZH, basicEN, "", false, false, generalisePlace},
	plate:    {"plate", "车牌号", "number plate", Personal, deviceZH, deviceEN, "", true, false, maskOrHash},
	passport: {"passport", "护照号", "passport number", Sensitive, identityZH, identityEN, "", true, false, hashed},
	permit: {"travel_permit", "往来港澳台证件号", "travel permit number", Sensitive, identityZH, identityEN, "", true,
		false, hashed},
	birthDate: {"birth_date", "出生日期", "date of birth", Personal, basicZH, basicEN, "", false, false, generaliseDate},
	imei: {"device_id", "设备识别码", "device identifier (IMEI, ICCID)", Personal, deviceZH, deviceEN, "", true, true,
		hashed},
	ip:  {"ip", "IP 地址", "IP address", Personal, networkZH, networkEN, "", false, false, generaliseIP},
	mac: {"mac", "MAC 地址", "MAC address", Personal, deviceZH, deviceEN, "", true, false, hashed},
	creditCode: {"credit_code", "统一社会信用代码", "credit code of an organisation", None, "不属于个人信息",
		"not personal information", "", false, true, keep},
	location: {"location", "精确位置", "precise location", Personal, placeZH, placeEN, "", false, false,
		generaliseLocation},
	track: {"track", "行踪轨迹", "whereabouts", Sensitive, "附录 B 其他信息（行踪轨迹、精准定位信息）",
		"annex B, other: whereabouts, precise location", specialTrack, false, false, generaliseTrack},
	minors: {"minor", "不满十四周岁未成年人的个人信息", "children under fourteen", Sensitive, "3.2、附录 B", "3.2, annex B",
		specialMinors, false, false, dropRows},
	health: {"health", "健康生理信息", "health", Sensitive, "附录 B 个人健康生理信息", "annex B, health", specialHealth, false, false,
		generaliseTerm},
	finance: {"finance", "财产与信贷信息", "property and credit", Sensitive, propertyZH, propertyEN, specialFinance, false,
		false,
		generaliseAmount},
	biometric: {"biometric", "生物识别信息", "biometric data", Sensitive, "附录 B 个人生物识别信息", "annex B, biometrics",
		specialBiometric, false, false, drop},
	religion: {"religion", "宗教信仰", "religion", Sensitive, "附录 B 其他信息（宗教信仰）", "annex B, other: religion",
		specialReligion, false, false, drop},
	identity: {"specific_identity", "特定身份与其他敏感信息", "specific identity and other sensitive matters", Sensitive,
		"附录 B 其他信息（婚史、性取向、违法犯罪记录等）", "annex B, other: marital history, orientation, offences", specialIdentity, false,
		false, drop},
	secret: {"secret", "口令、密钥等凭据", "credentials and secrets", Sensitive, "附录 B 个人财产信息（鉴别信息）",
		"annex B, property: authentication data", "", false, false, drop},
}

// byCode finds a kind by its code.
func byCode(code string) (kind, bool) {
	for k := range catalogue {
		if catalogue[k].code == code {
			return kind(k), true
		}
	}
	return 0, false
}
