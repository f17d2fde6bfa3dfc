package beat

// meanings say of each value that leaves the site what it tells, in Chinese and English. A test holds the list against
// everything that a heartbeat and a commitment can carry.
var meanings = map[string][2]string{
	"v":     {"格式版本", "version of the format"},
	"kind":  {"指令种类：心跳，或对数据存在性的承诺", "kind of command: a heartbeat, or a commitment to the data's existence"},
	"log":   {"发往哪个登记日志", "the log it is meant for"},
	"org":   {"贵单位的统一社会信用代码", "your organisation's credit code"},
	"key":   {"签名密钥的编号（公钥摘要）", "identifier of the signing key, a digest of the public key"},
	"nonce": {"该密钥的命令序号，防重放", "number of the command of this key, against replays"},
	"sig":   {"以上内容的签名", "the signature of all this"},

	"body.certificate": {"登记凭证编号", "code of the registration certificate"},
	"body.seq":         {"第几次心跳", "which heartbeat it is"},
	"body.prev":        {"上一次心跳的摘要", "digest of the heartbeat before"},

	"body.measurement.measured_at":    {"测量时刻（Unix 毫秒）", "when it was measured (Unix milliseconds)"},
	"body.measurement.rows":           {"行数", "number of rows"},
	"body.measurement.columns":        {"列数", "number of columns"},
	"body.measurement.quality_ppm":    {"质量总分，百万分之一", "quality in all, in millionths"},
	"body.measurement.stale_days":     {"最新一条记录距测量日的天数", "days since the newest record"},
	"body.measurement.file_digest":    {"文件字节的 SHA-256；只能核对，不能还原", "SHA-256 of the bytes: it can be compared, not undone"},
	"body.measurement.schema_digest":  {"列名与类型的 SHA-256", "SHA-256 of the columns' names and types"},
	"body.measurement.profile_digest": {"画像的 SHA-256；画像本身留在本地", "SHA-256 of the profile, which stays here"},
	"body.measurement.sketch_digest":  {"内容指纹的 SHA-256；指纹本身留在本地", "SHA-256 of the content sketch, which stays here"},
	"body.measurement.postings":       {"封装后的内容指纹中的至多 64 个标签，供相似性索引；没有登记机构的密钥无从猜测", "up to 64 tags of the sealed sketch, for the similarity index; without the registrar's key nobody can try guesses"},
	"body.measurement.personal_data":  {"个人信息扫描结论：无、一般、敏感", "what the scan found: none, personal or sensitive data"},
	"body.measurement.agent_version":  {"监测代理版本", "version of the agent"},

	"body.live.newest":        {"数据中最新的日期", "the newest date in the data"},
	"body.live.growth_rows":   {"较上次心跳增加的行数", "rows added since the last heartbeat"},
	"body.live.retention_ppm": {"首次测量时抽样的行仍在的比例，百万分之一", "share of the rows sampled at first that are still there, in millionths"},
	"body.live.retained":      {"其中仍在的行数", "how many of them are"},
	"body.live.sampled":       {"其中查找的行数", "how many were looked for"},
	"body.live.baseline":      {"首次测量的内容指纹的 SHA-256", "SHA-256 of the sketch they are of"},
	"body.live.drifted":       {"构成发生变化的列数", "number of columns whose make-up changed"},
	"body.live.drift_ppm":     {"变化最大的列的变化幅度，百万分之一", "the largest such change, in millionths"},
	"body.live.schema_change": {"列名或类型是否变化", "whether names or types of columns changed"},

	"body.answers.lien":   {"质押编号", "the lien"},
	"body.answers.index":  {"应答第几个挑战", "which challenge it answers"},
	"body.answers.answer": {"应答：被抽中数据块的摘要；没有挑战的随机数无法推算", "the answer: a digest of the blocks that were chosen"},

	"body.lien":        {"质押编号", "the lien"},
	"body.partitions":  {"已关闭的分区数", "number of closed partitions"},
	"body.bytes":       {"其字节数", "their bytes"},
	"body.blocks":      {"其 64 KiB 数据块数", "their blocks of 64 KiB"},
	"body.content":     {"加盐数据块的默克尔根；不含文件名和内容", "Merkle root over salted blocks: neither names nor content"},
	"body.challenges":  {"本轮挑战数", "number of challenges in the round"},
	"body.sampled":     {"每次挑战抽查的块数", "blocks that a challenge reads"},
	"body.root":        {"挑战的默克尔根", "Merkle root over the challenges"},
	"body.package":     {"封存给质权人的文件的 SHA-256", "SHA-256 of the file that is sealed to the lender"},
	"body.recipient":   {"质权人的公钥", "the lender's public key"},
	"body.consistency": {"证明新一轮覆盖了上一轮的全部分区", "proof that the round covers what the one before did"},
}
