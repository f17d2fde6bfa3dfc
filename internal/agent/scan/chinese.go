package scan

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// provinces are the first characters of civilian number plates.
const provinces = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"

// surnames are the commonest, over 98 % of people.
const surnames = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁" +
	"任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴" +
	"莫孔向汤温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅" +
	"童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时穆农司卓古吉缪简车" +
	"项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师和仇栾隋商刁沙荣巫寇桑郎甄丛" +
	"仲虞敖巩明佘池查麻苑迟邝"

var compoundSurnames = []string{"欧阳", "上官", "司马", "诸葛", "司徒", "东方", "皇甫", "尉迟", "公孙", "慕容", "令狐", "夏侯", "端木", "长孙",
	"宇文"}

var (
	provinceSet = runeSet(provinces)
	surnameSet  = runeSet(surnames)
)

func runeSet(s string) map[rune]struct{} {
	set := make(map[rune]struct{}, len(s)/3)
	for _, r := range s {
		set[r] = struct{}{}
	}
	return set
}

// chinese marks plates, names and addresses.
func chinese(cell []byte) (m Marks) {
	first, size := utf8.DecodeRune(cell)
	if _, ok := provinceSet[first]; ok && isPlate(cell[size:]) {
		return Plate
	}
	if len(cell) <= 12 {
		if isName(cell, first) {
			m |= Name
		}
		return m
	}
	if isAddress(cell) {
		m |= Address
	}
	return m
}

// isPlate checks what follows the province: a letter, and five characters (fuel) or six (new energy), no I or O; GA
// 36-2018.
func isPlate(rest []byte) bool {
	if len(rest) < 6 || rest[0] < 'A' || rest[0] > 'Z' {
		return false
	}
	n := 0
	for i := 1; i < len(rest); i++ {
		c := rest[i]
		switch {
		case c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' && c != 'I' && c != 'O':
			n++
		case i == 1 && (c == ' ' || c == '-'), c == 0xc2 && i == 1, c == 0xb7 && i == 2: // "苏A·12345"
		default:
			r, size := utf8.DecodeRune(rest[i:])
			// Trailers, driving schools and the like end in a character.
			return n == 4 && i+size == len(rest) && strings.ContainsRune("挂学警港澳领", r)
		}
	}
	return n == 5 || n == 6
}

// isName reports whether a cell looks like a Chinese person's name: two to four characters after a known surname.
func isName(cell []byte, first rune) bool {
	n := 0
	for i := 0; i < len(cell); {
		r, size := utf8.DecodeRune(cell[i:])
		if !unicode.Is(unicode.Han, r) {
			return false
		}
		i += size
		n++
	}
	if n < 2 || n > 4 {
		return false
	}
	if n >= 3 {
		for _, s := range compoundSurnames {
			if strings.HasPrefix(string(cell), s) {
				return true
			}
		}
	}
	_, ok := surnameSet[first]
	return ok && n <= 3
}

// isAddress reports whether a text names a place down to the street: a road or village and a number, or an
// administrative level and a road.
func isAddress(cell []byte) bool {
	s := string(cell)
	level := strings.ContainsAny(s, "省市区县镇乡")
	street := strings.ContainsAny(s, "路街道巷弄村组") || strings.Contains(s, "小区") || strings.Contains(s, "大厦")
	door := strings.ContainsAny(s, "号栋幢室楼单元")
	return street && (door || level) && len(s) < 300
}
