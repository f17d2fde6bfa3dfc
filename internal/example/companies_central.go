package example

import "shurong.org/shurong/money"

// central are the companies of Henan and Hubei.
func central() []Company {
	return []Company{
		{
			Organisation: Organisation{Key: "crops", Role: "enterprise", USCC: "91411602MAEX11123F", Region: "411600",
				Name:  Text{"周口示例沃野农业服务有限公司", "Zhoukou Example Woye Agricultural Services Co., Ltd."},
				Maker: Person{"guoyuxuan", "郭宇轩"}, Checker: Person{"maxiuying", "马秀英"}},
			City: Text{"周口市", "Zhoukou"}, Province: Text{"河南省", "Henan"}, Industry: "A05",
			Title: "2025年7月至2026年6月周口市农业专业服务种植记录数据集",
			Summary: Text{"周口市十个乡镇两万余个地块的种植全程记录：作物与品种、面积、播种与收获日期、施肥、灌溉、亩产、病虫害等级与农事备注，用于农业保险定价与农资需求预测。",
				"Growing records of more than 20,000 plots in ten townships of Zhoukou: crop and variety, area, sowing and harvest, fertiliser, irrigation, yield, pests and remarks; used to price crop insurance and forecast demand for inputs."},
			SourceKind: "authorised", UpdateFrequency: "周", File: "zhoukou-crops.csv", Format: CSVGBK, Rows: 60_000,
			Appraisal: Appraisal{Revenue: [5]string{"4153.3", "4776.3", "5316.2", "5648.5", "5814.6"}, RoyaltyRate: "0.15", DiscountRate: "0.17",
				Preliminary: "201.5", Direct: "1392.1", Indirect: "183.2", Taxes: "55.0", ProfitRate: "0.10",
				Quality: "1.08", Scenario: "0.95", Scarcity: "1.04", Comparables: [3]Comparable{
					{"示例甲市种植记录数据", "2323.0", [5]string{"1.03", "0.98", "1.01", "1.05", "1.00"}},
					{"示例乙市种植记录数据", "2589.7", [5]string{"0.97", "1.00", "1.02", "0.96", "1.00"}},
					{"示例丙市种植记录数据", "2431.5", [5]string{"1.00", "1.02", "0.99", "1.03", "0.98"}},
				}},
			Loan: Loan{Bank: "bank_b", Requested: 1200 * money.Wan, Method: "bullet_all", Every: "maturity", Rate: "0.0380", Months: 12,
				Use: Text{"秋季农资集中采购", "autumn purchase of inputs"}},
		},
		{
			Organisation: Organisation{Key: "tenders", Role: "enterprise", USCC: "91420106MAEX11860R", Region: "420100",
				Name:  Text{"武汉示例招采信息服务有限公司", "Wuhan Example Zhaocai Tender Information Co., Ltd."},
				Maker: Person{"songyutong", "宋雨桐"}, Checker: Person{"zhengqiang", "郑强"}},
			City: Text{"武汉市", "Wuhan"}, Province: Text{"湖北省", "Hubei"}, Industry: "L72",
			Title: "2025年7月至2026年6月湖北省商务服务业招标采购公告数据集",
			Summary: Text{"湖北省公开招标采购公告的结构化数据：公告编号与类型、项目、采购人、代理机构、方式、行政区划、预算与中标金额、供应商、时间与摘要，经去重、实体对齐与金额校核加工。",
				"Structured data of public tender notices in Hubei: number and type, project, buyer, agent, method, region, budget and award, supplier, times and summary; de-duplicated, entities aligned, amounts checked."},
			SourceKind: "derived", UpdateFrequency: "日", File: "wuhan-tenders.csv", Format: CSVBOM, Rows: 30_000,
			Appraisal: Appraisal{Revenue: [5]string{"4107.7", "4723.8", "5257.8", "5586.4", "5750.7"}, RoyaltyRate: "0.13", DiscountRate: "0.17",
				Preliminary: "172.7", Direct: "1193.3", Indirect: "157.0", Taxes: "47.1", ProfitRate: "0.10",
				Quality: "1.08", Scenario: "0.95", Scarcity: "1.04", Comparables: [3]Comparable{
					{"示例甲市招采公告数据", "2093.5", [5]string{"1.03", "0.98", "1.01", "1.05", "1.00"}},
					{"示例乙市招采公告数据", "2296.5", [5]string{"0.97", "1.00", "1.02", "0.96", "1.00"}},
					{"示例丙市招采公告数据", "2075.5", [5]string{"1.00", "1.02", "0.99", "1.03", "0.98"}},
				}},
			Loan: Loan{Bank: "bank_b", Requested: 1200 * money.Wan, Method: "equal_principal", Every: "monthly", Rate: "0.0375", Months: 12,
				Use: Text{"算力与标注扩容", "computing and labelling"}},
		},
		{
			Organisation: Organisation{Key: "coldchain", Role: "enterprise", USCC: "91410104MAEX12230T", Region: "410100",
				Name:  Text{"郑州示例凛链冷链物流有限公司", "Zhengzhou Example Linlian Cold Chain Logistics Co., Ltd."},
				Maker: Person{"hanlei", "韩磊"}, Checker: Person{"tangjing", "唐静"}},
			City: Text{"郑州市", "Zhengzhou"}, Province: Text{"河南省", "Henan"}, Industry: "G59",
			Title: "2025年7月至2026年6月郑州市仓储业冷链温控采样数据集",
			Summary: Text{"四百二十台冷藏车厢的温控采样：运单、传感器、时间与位置、车厢与设定温度、湿度、门状态、品类与电量，用于质量追溯、断链预警与冷链保险。",
				"Temperature samples of 420 refrigerated compartments: waybill, sensor, time and place, actual and set temperature, humidity, door, cargo and battery; used for traceability, alarms and cold-chain insurance."},
			SourceKind: "collected", UpdateFrequency: "实时", File: "zhengzhou-coldchain.csv.gz", Format: CSVGzip, Rows: 300_000,
			Appraisal: Appraisal{Revenue: [5]string{"6191.2", "7119.9", "7924.8", "8420.1", "8667.7"}, RoyaltyRate: "0.14", DiscountRate: "0.17",
				Preliminary: "280.3", Direct: "1936.9", Indirect: "254.9", Taxes: "76.5", ProfitRate: "0.10",
				Quality: "1.08", Scenario: "0.95", Scarcity: "1.04", Comparables: [3]Comparable{
					{"示例甲市温控采样数据", "3300.0", [5]string{"1.03", "0.98", "1.01", "1.05", "1.00"}},
					{"示例乙市温控采样数据", "3700.7", [5]string{"0.97", "1.00", "1.02", "0.96", "1.00"}},
					{"示例丙市温控采样数据", "3355.0", [5]string{"1.00", "1.02", "0.99", "1.03", "0.98"}},
				}},
			Loan: Loan{Bank: "bank_b", Requested: 1600 * money.Wan, Method: "equal_instalment", Every: "monthly", Rate: "0.0355", Months: 24,
				Use: Text{"冷藏车更新", "new refrigerated trucks"}},
		},
	}
}
