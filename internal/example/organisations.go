package example

// Organisations returns the other organisations of the example: all but the companies.
func Organisations() []Organisation {
	return []Organisation{
		{Key: "registrar", Role: "registrar", Name: Text{"江苏示例数据产权登记中心", "Jiangsu Example Data Property Registration Centre"},
			USCC: "12320000MAEX133485", Region: "320000", Maker: Person{"liangtao", "梁涛"}, Checker: Person{"xiefang", "谢芳"}},
		{Key: "appraiser", Role: "appraiser", Name: Text{"金陵示例资产评估有限公司", "Jinling Example Asset Appraisal Co., Ltd."},
			USCC: "91320104MAEX13719M", Region: "320100", Maker: Person{"gaojie", "高杰"}, Checker: Person{"zhujuan", "朱娟"}},
		{Key: "bank_a", Role: "bank", Name: Text{"江南示例银行南京分行", "Jiangnan Example Bank, Nanjing Branch"},
			USCC: "91320102MAEX140840", Region: "320100", Maker: Person{"shenjun", "沈军"}, Checker: Person{"jiangna", "蒋娜"}},
		{Key: "bank_b", Role: "bank", Name: Text{"中原示例银行郑州分行", "Zhongyuan Example Bank, Zhengzhou Branch"},
			USCC: "91410105MAEX14455L", Region: "410100", Maker: Person{"renyong", "任勇"}, Checker: Person{"yaoyan", "姚艳"}},
		{Key: "guarantor", Role: "guarantor", Name: Text{"江苏示例融资担保有限公司", "Jiangsu Example Financing Guarantee Co., Ltd."},
			USCC: "91320106MAEX148267", Region: "320100", Maker: Person{"panchao", "潘超"}, Checker: Person{"duxia", "杜霞"}},
		{Key: "exchange", Role: "exchange", Name: Text{"长三角示例数据交易所有限公司", "Yangtze Delta Example Data Exchange Co., Ltd."},
			USCC: "91320100MAEX15191P", Region: "320100", Maker: Person{"tiangang", "田刚"}, Checker: Person{"wangmin", "汪敏"}},
		{Key: "plan_manager", Role: "plan_manager", Name: Text{"申江示例证券资产管理有限公司", "Shenjiang Example Securities Asset Management Co., Ltd."},
			USCC: "91310115MAEX155622", Region: "310100", Maker: Person{"jiaping", "贾平"}, Checker: Person{"dingyang", "丁洋"}},
		{Key: "investor", Role: "investor", Name: Text{"申江示例基金管理有限公司", "Shenjiang Example Fund Management Co., Ltd."},
			USCC: "91310101MAEX15933F", Region: "310100", Maker: Person{"fujing", "傅静"}, Checker: Person{"yulei", "余磊"}},
		{Key: "regulator", Role: "regulator", Name: Text{"江苏示例数据管理局", "Jiangsu Example Data Administration"},
			USCC: "11320000MAEX16303A", Region: "320000", Maker: Person{"qiumin", "邱敏"}, Checker: Person{"shiqiang", "石强"}},
	}
}
