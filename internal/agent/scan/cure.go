package scan

// cure is a method by which a finding is healed before registration, by GB/T 37964-2019 (de-identification).
type cure uint8

const (
	keep cure = iota
	hashed
	maskOrHash
	maskOrDrop
	drop
	dropRows
	generalisePlace
	generaliseDate
	generaliseIP
	generaliseLocation
	generaliseTrack
	generaliseTerm
	generaliseAmount
	redactText
)

// Cure says how a finding is healed and what the data is afterwards.
type Cure struct {
	// keep, hash, mask, drop, drop_rows, generalise, date_shift, redact
	Method string `json:"method"`
	ZH     string `json:"zh"`
	EN     string `json:"en"`
	// After is the grade by GB/T 35273 that is left, LevelAfter the level of general data (1–4) by GB/T 43697.
	After      Grade `json:"after"`
	LevelAfter int   `json:"level_after"`
}

// Levels that cured data keeps by GB/T 43697-2024, annex H: what is de-identified stays at 2, what is anonymous or gone
// at 1.
const (
	levelAnonymous    = 1
	levelDeidentified = 2
	levelPersonal     = 2
	levelSerious      = 3
	levelSensitive    = 4
)

var cures = [...]Cure{
	keep: {"keep", "可保留", "may stay", None, levelAnonymous},
	hashed: {"hash", "以带密钥的散列（HMAC-SM3 或 HMAC-SHA-256，密钥不随数据提供）替换；不加密钥的散列可被穷举还原，不可用",
		"replace by a keyed hash (HMAC-SM3 or HMAC-SHA-256; the key does not travel with the data); an unkeyed hash " +
			"is undone by trying all values",
		None, levelDeidentified},
	maskOrHash: {"mask", "掩码（手机号、车牌留首尾，邮箱留首字母与域名）；需要关联时改用带密钥的散列",
		"mask (keep both ends of a number, the first letter and the domain of an e-mail address); where rows must " +
			"be joined, a keyed hash",
		None, levelDeidentified},
	maskOrDrop: {"mask", "仅留姓氏（王**），或删除该列", "keep the surname only (王**), or drop the column", None, levelDeidentified},
	drop:       {"drop", "删除该列", "drop the column", None, levelAnonymous},
	dropRows: {"drop_rows", "删除不满十四周岁者的行，或取得监护人单独同意并另册管理",
		"drop the rows of children under fourteen, or hold their guardians' separate consent and keep them apart", None,
		levelAnonymous},
	generalisePlace: {"generalise", "概化到区县或街道，去掉路名以下部分",
		"generalise to the county or sub-district; drop the street and what follows",
		None, levelDeidentified},
	generaliseDate: {"date_shift", "概化为出生年份或年龄段；需要间隔时对同一人平移同一随机天数",
		"generalise to year of birth or age band; where intervals matter, shift each person's dates by one random " +
			"number of days",
		None, levelDeidentified},
	generaliseIP: {"generalise", "IPv4 保留前三段，IPv6 保留前 48 位", "keep three octets of IPv4, 48 bits of IPv6", None,
		levelDeidentified},
	generaliseLocation: {"generalise", "坐标保留两位小数（约 1 公里），或换成网格编号",
		"keep two decimals of coordinates (about 1 km), or a grid cell",
		None, levelDeidentified},
	generaliseTrack: {"generalise", "坐标降到两位小数、时间降到小时，人员或车辆标识改为按日更换的随机编号",
		"two decimals of coordinates, hours of time, and identifiers of persons or vehicles replaced by random " +
			"numbers renewed daily",
		None, levelDeidentified},
	generaliseTerm: {"generalise", "删除，或概化到大类且每类不少于 k 人（建议 k ≥ 5）",
		"drop, or generalise to broad classes of at least k persons each (k ≥ 5 advised)", None, levelDeidentified},
	generaliseAmount: {"generalise", "删除，或分档（如每万元一档）", "drop, or put into bands (for example of 10,000 yuan)", None,
		levelDeidentified},
	redactText: {"redact", "在文本中以占位符替换号码、邮箱等", "replace numbers and addresses inside the text by placeholders",
		None, levelDeidentified},
}
