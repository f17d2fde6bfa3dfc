package demo

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"shurong.org/shurong/canon"
	"shurong.org/shurong/fault"
	"shurong.org/shurong/internal/agent"
	"shurong.org/shurong/internal/agent/again"
	"shurong.org/shurong/internal/example"
	"shurong.org/shurong/internal/registry"
	"shurong.org/shurong/internal/similarity/protocol"
	"shurong.org/shurong/internal/source"
)

// generate writes the nine companies' files.
func (s *Story) generate(context.Context) error {
	if s.own() {
		s.prove("您的文件 %s", "your file %s", s.Data)
		return nil
	}
	if err := example.Generate(s.files(), example.Seed); err != nil {
		return err
	}
	rows := 0
	for _, c := range example.Companies() {
		rows += c.Rows
	}
	s.prove("九家企业 %d 行数据，字节只取决于种子", "%d rows of nine companies; the bytes depend on the seed alone", rows)
	return nil
}

// measured is what an agent found, kept for the later steps.
type measured struct {
	registry.Measurement
	personal []string // names of columns with personal data
}

// fewestRows is the least that a user's own file must have: the story later takes half of it away.
const fewestRows = 10

var errTooSmall = fault.Define("demo.too_small", fault.Invalid,
	"文件 {file} 只有 {rows} 行，示例至少需要 {least} 行", "file {file} has {rows} rows; the example takes {least} or more")

// measure has the agent measure a file and the company take it in stock.
func (s *Story) measure(ctx context.Context, a *asset) error {
	file := filepath.Join(s.site(a), "sources", a.Key)
	if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
		return err
	}
	m, _, err := again.Measure(ctx, file+".measured", a.file, source.Options{}, agent.Options{MeasuredAt: s.Node.Clock.Now()})
	if err != nil {
		return err
	}
	if s.own() && m.Fact.Rows < fewestRows {
		return errTooSmall.With("file", s.Data, "rows", m.Fact.Rows, "least", fewestRows)
	}
	if err := s.seal(ctx, a, m); err != nil {
		return err
	}
	a.measured = measured{Measurement: m.Fact}
	for _, c := range m.Scan.Findings {
		if c.Grade != "none" && !slices.Contains(a.measured.personal, c.Column) {
			a.measured.personal = append(a.measured.personal, c.Column)
		}
	}
	body := map[string]any{
		"name": a.Title, "measurement": m.Fact, "sketch": json.RawMessage(canon.Must(m.Sketch)), "profile": json.RawMessage(canon.Must(m.Profile)),
		"scan": json.RawMessage(canon.Must(m.Scan)), "quality": json.RawMessage(canon.Must(m.Quality)),
	}
	var created struct {
		ID string `json:"id"`
	}
	path := "/datasets"
	if a.dataset != "" {
		path += "/" + a.dataset + "/measurements"
		delete(body, "name")
	}
	if err := s.desks[a.Key].maker.post(ctx, path, body, &created); err != nil {
		return err
	}
	a.dataset = created.ID
	return nil
}

// seal has the company's agent seal the sketch with the node's key, as it does over a network: the node sees blinded
// elements, and what is handed in cannot be tried against guesses. What was sealed before is not asked for again.
func (s *Story) seal(ctx context.Context, a *asset, m *agent.Measurement) error {
	c := &protocol.Client{Registry: s.URL, HTTP: s.desks[a.Key].maker.http, Pin: s.pin(), Near: true}
	subject := "dataset/" + a.dataset
	if a.dataset == "" {
		var err error
		if subject, err = c.Draft(ctx, a.Title); err != nil {
			return err
		}
	}
	prf, domain, err := c.PRF(ctx, subject)
	if err != nil {
		return err
	}
	tags, known := filepath.Join(s.site(a), "sources", a.Key+".tags"), new(protocol.Memory)
	if b, err := os.ReadFile(tags); err == nil {
		if err := canon.Unmarshal(b, known); err != nil {
			return err
		}
	}
	if err := m.Seal(ctx, domain, known.Through(prf, domain)); err != nil {
		return err
	}
	return os.WriteFile(tags, canon.Must(known), 0o600)
}

// pin is the fingerprint of the node's key, as a registrar publishes it.
func (s *Story) pin() string {
	p := s.Node.Similarity.Parameters()
	for _, k := range p.Keys {
		if k.Epoch == p.Current {
			return k.Fingerprint
		}
	}
	return ""
}

func (s *Story) measureAll(ctx context.Context) error {
	for _, a := range s.inOrder() {
		if err := s.measure(ctx, a); err != nil {
			return err
		}
		if a.PersonalData || a.measured.PersonalData != "none" {
			if err := expect(len(a.measured.personal) > 0, "personal data of %s was not found", a.Key); err != nil {
				return err
			}
			s.prove("《%s》含个人信息，位于列 %v", "“%s” holds personal data, in columns %v", a.Title, a.measured.personal)
		}
	}
	s.prove("每份数据一次读取得到画像、质量、扫描和内容草图，原始数据不出企业", "one pass over each file gave profile, quality, scan and sketch; no data left its owner")
	s.prove("内容草图以登记机构的密钥封装：节点只见盲化元素，无人能拿猜测的值比对", "every sketch was sealed with the registrar's key: the node saw blinded elements, and nobody can try guesses")
	return nil
}

// inOrder lists the assets as the example names them.
func (s *Story) inOrder() []*asset {
	var out []*asset
	for _, c := range example.Companies() {
		if a, ok := s.assets[c.Key]; ok {
			out = append(out, a)
		}
	}
	return out
}

// frequencies are the form's codes for the example's words.
var frequencies = map[string]string{"日": "daily", "周": "weekly", "月": "monthly", "年": "yearly", "按需": "on_demand", "实时": "realtime"}

// form fills Guide annex 1 from the company's facts.
func (a *asset) form() map[string]any {
	source := map[string]any{"kind": a.SourceKind, "lawful": true}
	if a.SourceKind == "derived" {
		source["substantive"], source["source_use_right"] = true, true
	}
	if a.SourceKind == "agreement" {
		source["contract_rights"] = []string{"holding", "use", "operating"}
	}
	return map[string]any{
		"title": a.Title, "summary": a.Summary.ZH, "industry": a.Industry, "region": a.Region, "region_scope": "city", "source": source,
		"source_note": "企业经营活动中生成，依据业务合同与系统日志。", "span_from": example.From, "span_to": example.Until,
		"update_frequency": frequencies[a.UpdateFrequency], "shapes": []string{"table"}, "structure": "structured",
		"rights": []map[string]any{{"right": "holding"}, {"right": "use"}, {"right": "operating", "evidence": "业务系统记录与合同"}},
		"grade":  "general", "business": a.Name.ZH + "主营业务数据",
		"contact": map[string]any{"name": a.Maker.Name, "phone": "025-00000000"},
	}
}

// file has the company file its registration, maker and checker.
func (s *Story) file(ctx context.Context, a *asset) error {
	d := s.desks[a.Key]
	err := d.bind(ctx, "/cases", map[string]any{"dataset": a.dataset, "registrar": s.uscc("registrar"), "form": a.form()})
	if err != nil {
		return err
	}
	var data struct {
		Cases []struct {
			Case string `json:"case"`
		} `json:"cases"`
	}
	if err := d.maker.get(ctx, "/datasets/"+a.dataset, &data); err != nil {
		return err
	}
	if err := expect(len(data.Cases) > 0, "no case was opened for %s", a.Key); err != nil {
		return err
	}
	a.caseID = data.Cases[0].Case
	return nil
}

// uscc is the credit code of an organisation of the example.
func (s *Story) uscc(key string) string {
	all := example.Everyone()
	return all[slices.IndexFunc(all, func(o example.Organisation) bool { return o.Key == key })].USCC
}

func (s *Story) fileAll(ctx context.Context) error {
	for _, a := range s.inOrder() {
		if a.measured.PersonalData != "none" {
			if err := s.mask(ctx, a); err != nil {
				return err
			}
			s.prove("《%s》去除个人信息列后重新测量，再申请", "“%s” was measured again without its personal columns, then filed", a.Title)
		}
		if err := s.file(ctx, a); err != nil {
			return err
		}
	}
	s.prove("%d 件申请，每件由经办与复核两人提交，受理期限三个工作日开始计算", "%d filings, each by a maker and a checker; the three working days to answer have begun", len(s.assets))
	return nil
}

// review accepts, reviews and posts every case; similarity findings are answered.
func (s *Story) review(ctx context.Context) error {
	for _, a := range s.inOrder() {
		if err := s.desks["registrar"].maker.post(ctx, "/cases/"+a.caseID+"/accept", nil, nil); err != nil {
			return err
		}
	}
	s.prove("%d 件受理，审查期限十个工作日开始计算", "%d accepted; the ten working days of review have begun", len(s.assets))
	for _, a := range s.inOrder() {
		if err := s.reviewOne(ctx, a); err != nil {
			return err
		}
	}
	return nil
}

func (s *Story) reviewOne(ctx context.Context, a *asset) error {
	r := s.desks["registrar"]
	var c struct {
		Findings []struct {
			Case        string `json:"case"`
			Title       string `json:"title"`
			HereInThere int64  `json:"here_in_there_ppm"`
		} `json:"findings"`
	}
	if err := r.maker.get(ctx, "/cases/"+a.caseID, &c); err != nil {
		return err
	}
	answers := []map[string]any{}
	for _, f := range c.Findings {
		answers = append(answers, map[string]any{"case": f.Case, "text": "经核查双方合同，数据经授权取得，同类权利可由不同主体分别登记，予以披露。"})
	}
	if a.CopyOf != "" {
		if err := expect(len(c.Findings) > 0 && c.Findings[0].Case == s.assets[a.CopyOf].caseID, "the copy of %s was not noticed", a.CopyOf); err != nil {
			return err
		}
		s.prove("《%s》改名乱序，仍发现其内容约 %d%% 见于《%s》；予以披露，不因此驳回", "“%s”, renamed and shuffled: about %d%% of it was found in “%s”; disclosed, not refused",
			a.Title, (c.Findings[0].HereInThere+5000)/10_000, c.Findings[0].Title)
	}
	passed := map[string]any{"passed": true}
	err := r.bind(ctx, "/cases/"+a.caseID+"/review", map[string]any{
		"accuracy": passed, "compliance": passed, "clarity": passed, "text": "描述准确，来源合规，产权明确。", "determinations": answers,
	})
	if err != nil {
		return err
	}
	return r.maker.post(ctx, "/cases/"+a.caseID+"/post", map[string]any{}, nil)
}

// contested is the asset whose registration is objected to: the copy, or the only one there is.
func (s *Story) contested() *asset {
	if a, ok := s.assets["resold"]; ok {
		return a
	}
	return s.inOrder()[0]
}

// object lets a bystander object to one posting; the registrar inquires and dismisses it.
func (s *Story) object(ctx context.Context) error {
	r, a := s.desks["registrar"], s.contested()
	err := s.desks["parking"].maker.post(ctx, "/cases/"+a.caseID+"/objections", map[string]any{"text": "该数据与我公司数据高度重合，请核查其授权。"}, nil)
	if err != nil {
		return err
	}
	if err := s.workdays(ctx, 6); err != nil {
		return err
	}
	err = r.maker.post(ctx, "/cases/"+a.caseID+"/deposit", nil, nil)
	if err := expect(refusedWith(err, registry.ErrCaseStatus), "a case under objection was deposited: %v", err); err != nil {
		return err
	}
	var c struct {
		Objections []struct {
			ID string `json:"id"`
		} `json:"objections"`
	}
	if err := r.maker.get(ctx, "/cases/"+a.caseID, &c); err != nil {
		return err
	}
	err = r.bind(ctx, fmt.Sprintf("/cases/%s/objections/%s/resolve", a.caseID, c.Objections[0].ID),
		map[string]any{"upheld": false, "opinion": "双方许可合同有效，异议不成立。"})
	if err != nil {
		return err
	}
	s.prove("公示满五个工作日；异议未结前不得存证，结论作出后方可", "publicity lasted its five working days; no deposit while an objection was open")
	return nil
}

// certify deposits every case and issues its certificate.
func (s *Story) certify(ctx context.Context) error {
	r := s.desks["registrar"]
	for _, a := range s.inOrder() {
		if err := r.maker.post(ctx, "/cases/"+a.caseID+"/deposit", nil, nil); err != nil {
			return err
		}
		if err := r.bind(ctx, "/cases/"+a.caseID+"/certificate", map[string]any{}); err != nil {
			return err
		}
		var c struct {
			Certificates []string `json:"certificates"`
		}
		if err := r.maker.get(ctx, "/cases/"+a.caseID, &c); err != nil {
			return err
		}
		if err := expect(len(c.Certificates) == 1, "%s has %d certificates", a.Key, len(c.Certificates)); err != nil {
			return err
		}
		a.certificate = c.Certificates[0]
	}
	s.prove("核发 %d 份凭证，编号 %s 起", "%d certificates issued, from code %s", len(s.assets), s.inOrder()[0].certificate)
	return nil
}
