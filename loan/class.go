package loan

// Class is one of the five classes of a loan (五级分类).
type Class string

const (
	Normal         Class = "normal"
	SpecialMention Class = "special_mention"
	Substandard    Class = "substandard"
	Doubtful       Class = "doubtful"
	Loss           Class = "loss"
)

// Classify is the best class that a loan overdue for so many days may have: 商业银行金融资产风险分类办法 (2023), over 90 days
// at least substandard, over 270 doubtful, over 360 loss; any day past due at least special mention. What else is known
// of the borrower can only make it worse.
func Classify(daysPastDue int) Class {
	switch {
	case daysPastDue > 360:
		return Loss
	case daysPastDue > 270:
		return Doubtful
	case daysPastDue > 90:
		return Substandard
	case daysPastDue > 0:
		return SpecialMention
	}
	return Normal
}

// ZH is the class's legal name.
func (c Class) ZH() string {
	switch c {
	case SpecialMention:
		return "关注"
	case Substandard:
		return "次级"
	case Doubtful:
		return "可疑"
	case Loss:
		return "损失"
	}
	return "正常"
}
