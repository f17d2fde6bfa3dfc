package scan

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf8"

	"shurong.org/shurong/identifier"
)

// given are characters that given names are made of. With a surname before them they cover about nine in ten names of
// people living today, and one in seventy ordinary words of the same length.
const given = "伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛明超霞平刚桂兰玉红梅建国华文辉力鹏飞斌波宇浩凯健俊帆鑫亮成志宏海峰" +
	"雪婷慧颖洁琳莉萍云倩佳欣怡雅诗涵梦瑶晨曦子轩梓一诺博睿泽昊天翔宸铭熙语嫣若彤雨嘉思源晓春夏秋冬燕凤珍琴琼" +
	"淑惠美爱菊荣福贵财富生林森树松柏龙虎彬武威震东南西北中正德义仁礼智信忠孝廉耻学家兴旺盛昌隆顺利安康宁和" +
	"祥瑞吉庆友善良心意情真纯清澈光辉耀阳星月朝晖旭升立业功名传承继祖先民新时代晶莹璐瑾瑜琪琦珊珂玲珑翠莲荷" +
	"芝芬芸苗茜茹蓉蕾薇蓓菲萱萌莹菁蕊莎莺婉妍娇媛婧妮姗娥婵嫦媚妙好如意乐悦怀念恩惠君卿士俊彦豪杰侠贤才能胜" +
	"利凌翼翰墨书香琴棋画艺楠桐榕椿栋梁材柱根本固坚毅恒永长久远達达进展鸿鹄鹤雁鸣凰麟麒驰骏骁骥彪彰尧舜禹" +
	"汤启元亨贞乾坤泰晋谦豫晗晟昕昱晔煜烨炜炎焱焕灿炳然熠燊煊钰铮锋钢铁银锦钧铎镇锐锡淇淼潇湘泓洲浦润滢滨" +
	"溪漪沛沁汐冰霜雷震霆雯霖露虹霄佩佑佐伦俪偲傲儒允兆克全公六典冠凡初加劲勤卓博占友双发可史同向吟周咏哲" +
	"唯喜善嘉园在坚培基增壮声夫奇奎奕姝威娅宜宝宗定实宪家寒寿尊少尚峻崇嵘川州巍帅希帼干平年广庭延建开弘弦" +
	"强彤征律微徽忆忠快怡恺悠惟愉慕懿成才承振捷政敬文斐斯方日昂易昶景晴智晓曼权杉来杨枫柔柯栩桃梁棠楚槐正" +
	"民水汉江池沐沙沫治泉波泳洪流济浩涛涵淳清渊渝渊湛溢满漫澄澜炅烽焰照熹爽牧玄率玥玮珏珠理琛琨瑛瑞璇璟田申" +
	"男甲盈益盼相省睿知石砚硕磊祎祺禄禾秉秋科程稳穆立竞竹笑笛筠简粟素红纪纯练绍经维绮绪绿缘罡群翊翌耕聪育舒" +
	"航良艾节花苏若茂茵莘菡萧葆蒙蓝蔚蕴薪藝虎蝶行衍裕西言诚诗语谊谨豪贝贤赞起超越跃路轩辰辉运近进连逸道遥邦" +
	"郁里野金鑫铭锟长闻阔阳际隽集雄雁雅霏青靖非韵音韬韶颂颐风飚馨驹高魁鲁鲲鹏麦黎默齐龄辛彩巧敬秋喜慈英勇儿" +
	"万世丹丽乃之乔九书二云亚亦亭人今仙付以任会伊伯伶何余佟作侃依保修俏倩倪健偉儀元兰关其冉军冬凝凤凯刘利勋化" +
	"千卉华单卫原又发叶吕含启命品哈唐喆嗣四园圣坤城培境士夕多大天奋好妹姣姿娴孔孟学宁守安宏家容宽宾寅寻小少尔" +
	"尧尹山岩岚岭岳嵩巧布师常幸庄庆度康廷弛张彗彬影往徐德心志念怀性恒恩悟惜意慧戈戎房打扬拓挺捷支收敏斗旋"

// surnames are the commonest, over 98 % of people.
const surnames = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁" +
	"任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴" +
	"莫孔向汤温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅" +
	"童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时穆农司卓古吉缪简车" +
	"项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师和仇栾隋商刁沙荣巫寇桑郎甄丛" +
	"仲虞敖巩明佘池查麻苑迟邝"

var compoundSurnames = []string{"欧阳", "上官", "司马", "诸葛", "司徒", "东方", "皇甫", "尉迟", "公孙", "慕容", "令狐", "夏侯", "端木", "长孙",
	"宇文"}

// notGiven are last characters of places, offices and things: a word that ends so is no person.
const notGiven = "市县区镇乡村路街省州岛湖寺庙店厂局院所站馆场部组班团队司社会港桥门楼塔园湾坝堡关口"

// nameChancePPM is how many ordinary Chinese words of two to four characters pass for a person's name: of the 258,034
// words of jieba's dictionary that are no names 1.35 % do, while 5.6 % begin with a surname.
const nameChancePPM = 14_000

var (
	surnameSet  = runeSet(surnames)
	givenSet    = runeSet(given)
	notGivenSet = runeSet(notGiven)
)

func runeSet(s string) map[rune]struct{} {
	set := make(map[rune]struct{}, len(s)/3)
	for _, r := range s {
		set[r] = struct{}{}
	}
	return set
}

// chinese looks at a value that begins with a character beyond ASCII: plate, name or address.
func (l *look) chinese(cell []byte) {
	if len(cell) <= 14 && identifier.IsPlate(string(cell)) {
		l.set(plate, true)
		return
	}
	if len(cell) <= 36 {
		if form, valid := personName(cell); form {
			l.set(name, valid)
		}
	}
	if len(cell) >= 15 && len(cell) <= 400 {
		if form, valid := addressOf(string(cell)); form {
			l.set(address, valid)
		}
	}
}

// personName reports whether a value has the form of a Chinese person's name (a surname and one or two characters, two
// or three after a surname of two), and whether the given name is made of what given names are made of. Names of
// minorities in characters, with a dot in them, pass too.
func personName(cell []byte) (form, valid bool) {
	var r [12]rune
	n, dot := 0, 0
	for i := 0; i < len(cell); {
		c, size := utf8.DecodeRune(cell[i:])
		switch {
		case c == ' ' || c == '　':
			i += size
			continue // 王 伟
		case (c == '·' || c == '•' || c == '．') && n > 0:
			dot++
		case !unicode.Is(unicode.Han, c):
			return false, false
		}
		if n == len(r) {
			return false, false
		}
		r[n] = c
		n++
		i += size
	}
	if dot > 0 {
		ok := n >= 5 && r[n-1] != '·' && dot <= 2
		return ok, ok
	}
	if n < 2 || n > 4 {
		return false, false
	}
	length := 0
	if n >= 3 {
		two := string(r[:2])
		for _, s := range compoundSurnames {
			if s == two {
				length = 2
			}
		}
	}
	if length == 0 {
		if _, ok := surnameSet[r[0]]; !ok || n > 3 {
			return false, false
		}
		length = 1
	}
	for _, c := range r[length:n] {
		if _, ok := givenSet[c]; !ok {
			return true, false
		}
	}
	if _, ends := notGivenSet[r[n-1]]; ends && n > 2 {
		return true, false
	}
	return true, true
}

// surnameOf is the first character of a name, for counting how many there are.
func surnameOf(value string) rune {
	r, _ := utf8.DecodeRuneInString(strings.TrimSpace(value))
	return r
}

// organisationEnds are how names of organisations end, which hold words of addresses too.
var organisationEnds = []string{"公司", "集团", "中心", "协会", "学校", "医院", "银行", "分行", "支行", "委员会", "管理局", "事务所", "研究院",
	"工程", "项目", "标段"}

// addressOf reports whether a text names a place (form), and whether down to the street (valid): a road or village with
// a number, or two levels of administration and a road or estate.
func addressOf(s string) (form, valid bool) {
	levels := 0
	for _, l := range []string{"省", "自治区", "市", "区", "县", "镇", "乡", "街道"} {
		if i := strings.Index(s, l); i > 0 {
			levels++
		}
	}
	street := false
	for _, l := range []string{"路", "街", "道", "巷", "弄", "村", "屯", "小区", "花园", "新村", "苑", "社区", "大厦", "胡同", "里", "庄",
		"湾"} {
		if i := strings.Index(s, l); i > 0 {
			street = true
			break
		}
	}
	for _, end := range organisationEnds {
		if strings.HasSuffix(s, end) {
			return levels > 0, false
		}
	}
	door := hasDoor(s)
	return levels > 0 || street && door, street && door || levels >= 2 && street
}

// hasDoor reports whether a number stands before one of the words for a door: 12号, 3栋, 502室.
func hasDoor(s string) bool {
	for _, w := range []string{"号", "栋", "幢", "室", "楼", "单元", "弄", "组", "座", "层", "户"} {
		for rest := s; ; {
			i := strings.Index(rest, w)
			if i < 0 {
				break
			}
			if i > 0 {
				if c := rest[i-1]; c >= '0' && c <= '9' || c|0x20 >= 'a' && c|0x20 <= 'f' {
					return true
				}
				if r, _ := utf8.DecodeLastRuneInString(rest[:i]); strings.ContainsRune("一二三四五六七八九十甲乙丙", r) {
					return true
				}
			}
			rest = rest[i+len(w):]
		}
	}
	return false
}

// organisationName reports whether a text is the name of an organisation.
func organisationName(cell []byte) bool {
	for _, end := range organisationEnds {
		if bytes.HasSuffix(cell, []byte(end)) {
			return true
		}
	}
	return false
}
