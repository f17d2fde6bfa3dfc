package scan

import "strings"

// hint is how columns of a kind are named: parts of Chinese names, words of English names and pinyin initials. Words
// are compared whole, so that "phone" is not found in "microphone".
type hint struct {
	zh, en []string
}

var hints = [kinds]hint{
	residentID: {[]string{"身份证", "证件号", "公民身份", "身份号", "证件代码", "公民号"}, []string{"idcard", "id_card", "idno", "id_no",
		"id_number", "identity", "identity_no", "sfz", "sfzh", "sfzhm", "gmsfhm", "zjhm", "zjh", "cert_no", "certno",
		"cert_id",
		"certificate_no", "idcard_no", "id_card_no", "citizen_id", "national_id", "cardid"}},
	resident15: {[]string{"身份证", "证件号", "公民身份"}, []string{"idcard", "id_card", "idno", "id_no", "sfz", "sfzh", "zjhm"}},
	mobile: {[]string{"手机", "电话", "联系方式", "联系号码", "移动号", "联系人号码", "号码"}, []string{"mobile", "phone", "tel", "cell",
		"telephone", "msisdn", "contact", "cellphone", "phone_no", "phone_number", "mobile_no", "sj", "sjh", "sjhm",
		"dh", "dhhm",
		"lxdh", "lxfs", "yddh", "shouji", "dianhua"}},
	bankCard: {[]string{"银行卡", "卡号", "银行账号", "收款账", "银行帐号", "银行账户", "还款账", "付款账", "账号", "帐号"}, []string{"bankcard",
		"bank_card", "card_no", "cardno", "card_number", "card_num", "pan", "bank_account", "acct", "acct_no",
		"account_no",
		"account", "yhkh", "yhk", "yhzh", "kh"}},
	name: {[]string{"姓名", "名字", "联系人", "司机", "驾驶员", "驾驶人", "乘客", "住客", "入住人", "客户", "车主", "法定代表人", "法人代表",
		"负责人", "经办人", "收件人", "收货人", "寄件人", "户主", "农户", "患者", "病人", "学生", "员工", "职工", "持卡人", "开户人", "投保人",
		"被保险人", "受益人", "借款人", "会员名", "用户名称", "当事人", "申请人", "监护人", "家长", "教师", "医生", "旅客", "股东", "人员"},
		[]string{"full_name", "fullname", "real_name", "realname", "person", "person_name", "customer", "customer_name",
			"cust_name",
			"driver", "driver_name", "passenger", "guest", "guest_name", "contact_name", "owner", "owner_name",
			"farmer", "patient",
			"patient_name", "student", "student_name", "employee", "employee_name", "holder", "cardholder", "user_name",
			"username",
			"client_name", "member_name", "receiver", "consignee", "name", "xm", "xingming", "khxm", "khmc", "lxr",
			"hz", "yhm"}},
	email: {[]string{"邮箱", "电子邮件", "邮件"}, []string{"email", "e_mail", "mail", "dzyx", "yx", "youxiang", "email_addr"}},
	landline: {[]string{"电话", "座机", "联系方式", "固话", "传真"}, []string{"phone", "tel", "telephone", "landline", "fax",
		"gddh", "zj",
		"dh", "lxdh"}},
	address: {[]string{"住址", "家庭地址", "地址", "户籍", "居住地", "籍贯", "住所", "收货地"}, []string{"address", "addr", "residence",
		"home_address", "home_addr", "shipping_address", "dz", "zz", "jtzz", "hjdz", "txdz", "dizhi", "lxdz"}},
	plate: {[]string{"车牌", "号牌", "牌照", "车号"}, []string{"plate", "license_plate", "licence_plate", "plate_no",
		"plate_number", "car_no",
		"vehicle_no", "cph", "hphm", "cphm", "chepai"}},
	passport: {[]string{"护照"}, []string{"passport", "passport_no", "passport_number", "hz", "hzh", "hzhm"}},
	permit: {[]string{"通行证", "回乡证", "台胞证", "港澳证"}, []string{"permit", "permit_no", "travel_permit", "hrp",
		"hk_macau_permit", "tbz",
		"txz", "txzh"}},
	birthDate: {[]string{"出生", "生日"}, []string{"birth", "birthday", "birth_date", "birthdate", "dob", "date_of_birth",
		"csrq", "sr",
		"chushengriqi"}},
	imei: {[]string{"设备号", "设备识别", "串号", "终端号"}, []string{"imei", "iccid", "meid", "device_id", "deviceid", "idfa",
		"oaid",
		"sim"}},
	ip: {[]string{"IP", "网络地址"}, []string{"ip", "ip_addr", "ip_address", "client_ip", "login_ip", "remote_addr",
		"ipv"}},
	mac: {[]string{"MAC", "物理地址"}, []string{"mac", "mac_addr", "mac_address", "wifi_mac"}},
	creditCode: {[]string{"信用代码", "税号", "统一代码", "纳税人识别"}, []string{"uscc", "credit_code", "tax_no", "social_credit",
		"tyshxydm", "nsrsbh", "xydm", "shxydm"}},
	health: {[]string{"诊断", "病史", "病名", "疾病", "用药", "药品", "血型", "血压", "血糖", "过敏", "手术", "症状", "病历", "体检", "检验结果",
		"疫苗", "残疾", "医嘱", "病种", "心率", "孕"}, []string{"diagnosis", "disease", "icd", "icd", "icd_10", "symptom",
		"medication", "allergy",
		"blood_type", "blood_pressure", "medical_history", "prescription", "zdmc", "jbmc"}},
	finance: {[]string{"存款", "余额", "收入", "工资", "薪资", "年薪", "月薪", "贷款", "负债", "征信", "信用评分", "信用分", "资产总额", "授信", "逾期",
		"公积金", "社保", "持仓", "保额"}, []string{"income", "salary", "balance", "deposit", "loan_amount", "debt",
		"credit_score",
		"credit_limit", "overdue", "net_worth", "wage", "zxpf"}},
	biometric: {[]string{"指纹", "人脸", "虹膜", "声纹", "掌纹", "基因", "面部特征", "步态", "DNA"}, []string{"fingerprint", "face_id",
		"face_feature", "face_embedding", "face_vector", "iris", "voiceprint", "palmprint", "dna", "gene", "genotype",
		"biometric"}},
	religion: {[]string{"宗教", "信仰"}, []string{"religion", "faith", "zjxy", "religious"}},
	identity: {[]string{"婚史", "性取向", "犯罪", "违法记录", "前科", "刑期", "案由", "政治面貌", "残疾证", "吸毒", "失信"}, []string{"criminal",
		"criminal_record", "sexual_orientation", "marital_history", "conviction", "zzmm"}},
	location: {[]string{"经度", "纬度", "经纬度", "坐标", "定位"}, []string{"lng", "lon", "lat", "longitude", "latitude",
		"location", "coord",
		"coords", "coordinate", "gps", "jd", "wd", "geo", "lnglat", "latlng", "position"}},
	secret: {[]string{"密码", "口令", "密钥", "令牌", "私钥", "凭据", "密匙"}, []string{"password", "passwd", "pwd", "secret",
		"secret_key", "token",
		"access_token", "api_key", "apikey", "access_key", "private_key", "credential", "auth_token", "client_secret",
		"app_secret",
		"appsecret", "accesskey", "mm", "kl"}},
}

// organisationZH and EN mark columns whose name, telephone or address is a firm's, not a person's.
var organisationZH = []string{"企业", "公司", "单位", "机构", "客服", "门店", "商户", "场站", "停车场", "酒店", "招标", "采购", "供应商", "基地",
	"工厂", "站点", "网点", "部门", "店铺", "医院", "学校", "热线"}
var organisationEN = []string{"company", "firm", "org", "organisation", "organization", "shop", "store", "hotline",
	"service", "supplier", "hotel", "station", "merchant", "vendor", "dept", "department", "branch", "hospital",
	"school"}

// coreZH and coreEN in a column's name say that the data may be secret to the State or core data: a person decides.
var coreZH = []string{"国家秘密", "绝密", "机密级", "秘密级", "涉密", "军事", "军队", "部队", "国防", "核设施", "密级", "军工"}
var coreEN = []string{"top_secret", "state_secret", "classified", "military", "national_defence", "national_defense",
	"secrecy_level"}

// named says by which kinds a column's name hints at its content.
func named(header string) (set kindSet) {
	w := split(header)
	for k := range hints {
		if containsAny(header, hints[k].zh) || w.any(hints[k].en) {
			set.add(kind(k))
		}
	}
	return set
}

func ofOrganisation(header string) bool {
	return containsAny(header, organisationZH) || split(header).any(organisationEN)
}

func core(header string) bool { return containsAny(header, coreZH) || split(header).any(coreEN) }

// kindSet is a set of kinds.
type kindSet uint32

func (s *kindSet) add(k kind)     { *s |= 1 << k }
func (s kindSet) has(k kind) bool { return s&(1<<k) != 0 }

func containsAny(s string, parts []string) bool {
	for _, p := range parts {
		if strings.Contains(s, p) {
			return true
		}
	}
	return false
}

// words are a column name's English words in lower case, joined by "_" for comparison: "CustomerPhone",
// "customer-phone" and "CUSTOMER_PHONE" are all "_customer_phone_". Digits at the end of a word are a number of their
// own: "phone2" is "_phone_2_".
type words string

func split(header string) words {
	var b strings.Builder
	b.WriteByte('_')
	lower, digit := false, false
	for _, r := range header {
		switch {
		case r >= 'A' && r <= 'Z':
			if lower {
				b.WriteByte('_')
			}
			b.WriteRune(r + 'a' - 'A')
			lower, digit = false, false
		case r >= 'a' && r <= 'z' || r >= '0' && r <= '9':
			if isDigit := r <= '9'; isDigit && !digit && lower {
				b.WriteByte('_')
			}
			b.WriteRune(r)
			lower, digit = true, r <= '9'
		default:
			b.WriteByte('_')
			lower, digit = false, false
		}
	}
	b.WriteByte('_')
	return words(b.String())
}

func (w words) any(list []string) bool {
	for _, s := range list {
		if strings.Contains(string(w), "_"+s+"_") {
			return true
		}
	}
	return false
}
