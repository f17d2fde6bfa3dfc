package main

import (
	"errors"
	"fmt"
	"log/slog"
	"os"
	"strconv"
	"strings"
	"time"

	"shurong.org/shurong/canon"
	"shurong.org/shurong/internal/agent/beat"
	"shurong.org/shurong/internal/agent/existence"
	"shurong.org/shurong/internal/clock"
)

// agentRunCmd is the agent as a service.
type agentRunCmd struct {
	Config string    `required:"" type:"existingfile" help:"Configuration; shurong agent config --example prints one."`
	Once   bool      `help:"One round: measure what is due, send what waits, and end."`
	All    bool      `help:"With --once: measure every source, due or not."`
	Now    time.Time `help:"Take this instant (RFC 3339) for the present one, for trials." placeholder:"TIME" hidden:""`
}

// Run runs until it is interrupted.
func (c *agentRunCmd) Run(e *env) (err error) {
	cfg, err := beat.Load(c.Config)
	if err != nil {
		return err
	}
	var level slog.Level
	if err := level.UnmarshalText([]byte(cfg.LogLevel)); err != nil {
		return err
	}
	a, err := beat.Open(cfg, c.options(slog.New(slog.NewTextHandler(e.Err, &slog.HandlerOptions{Level: level}))))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, a.Close()) }()
	if c.Once || c.All {
		return a.Once(e.Context, c.All)
	}
	return a.Run(e.Context)
}

func (c *agentRunCmd) options(log *slog.Logger) beat.Options {
	o := beat.Options{Log: log, Now: clock.System{}.Now}
	if !c.Now.IsZero() {
		o.Now = func() time.Time { return c.Now }
	}
	return o
}

// agentPreviewCmd shows what would leave the site.
type agentPreviewCmd struct {
	Config string    `required:"" type:"existingfile" help:"Configuration."`
	Source string    `help:"Name of one source; all if not given." placeholder:"NAME"`
	JSON   bool      `name:"json" help:"Print only the bytes, one line a source."`
	Now    time.Time `help:"Take this instant (RFC 3339) for the present one, for trials." placeholder:"TIME" hidden:""`
}

// Run measures and sends nothing.
func (c *agentPreviewCmd) Run(e *env) (err error) {
	cfg, err := beat.Load(c.Config)
	if err != nil {
		return err
	}
	run := agentRunCmd{Now: c.Now}
	o := run.options(nil)
	o.Look = true
	a, err := beat.Open(cfg, o)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, a.Close()) }()
	for _, s := range cfg.Sources {
		if c.Source == "" || c.Source == s.Name {
			p, err := a.Preview(e.Context, s.Name)
			if err != nil {
				return err
			}
			c.print(e, p)
		}
	}
	if c.Source == "" {
		return nil
	}
	for _, s := range cfg.Sources {
		if s.Name == c.Source {
			return nil
		}
	}
	return beat.ErrNoSource.With("name", c.Source)
}

func (c *agentPreviewCmd) print(e *env, p *beat.Preview) {
	sent := p.Envelope
	if sent == nil {
		sent = p.Body
	}
	if c.JSON {
		e.printf("%s\n", sent)
		return
	}
	printSealing(e, p.Sealing)
	switch {
	case p.Sealing != nil && p.Sealing.Err != nil:
		e.printf(e.t("数据源 %s：在指纹封装之前不发送心跳。其余签名内容如下（%d 字节）：\n\n",
			"source %s: no heartbeat is sent before the sketch is sealed. The rest of the signed content is this (%d bytes):\n\n"),
			p.Source, len(sent))
	case p.Online:
		e.printf(e.t("数据源 %s：下一次心跳将向 %s 发送以下 %d 字节，此外没有别的内容：\n\n", "source %s: the next heartbeat sends %s these %d bytes and nothing else:\n\n"),
			p.Source, p.Node, len(sent))
	default:
		e.printf(e.t("数据源 %s：%s 暂时连不上。签名内容如下（%d 字节）；序号和前一次摘要在发送时填写，外面再加机构代码、日志名、密钥序号和签名：\n\n",
			"source %s: %s cannot be reached now. The signed content is this (%d bytes); its number and predecessor are filled in when it is sent, and organisation, log, nonce and signature go around it:\n\n"),
			p.Source, p.Node, len(sent))
	}
	e.printf("%s\n\n", sent)
	rows := [][]string{{e.t("字段", "field"), e.t("值", "value"), e.t("含义", "meaning")}}
	for _, f := range p.Fields {
		rows = append(rows, []string{f.Path, shorten(f.Value, 24), e.t(f.ZH, f.EN)})
	}
	printTable(e, rows)
	e.printf("\n")
}

// printSealing says what sealing the sketch takes: what else leaves the site, and to whom.
func printSealing(e *env, s *beat.Sealing) {
	switch {
	case s == nil:
	case s.Err != nil:
		e.printf(e.t("内容指纹尚未封装（%s）：%v\n", "the sketch is not sealed (%s): %v\n"), s.Registry, s.Err)
	default:
		e.printf(e.t("内容指纹已封装，标签域 %s；向 %s 及其他持钥机构发出 %d 个盲化元素，任何人无法从中读出数据\n",
			"the sketch is sealed in the domain %s; %[3]d blinded elements went to %[2]s and the key's other holders, of which nobody can read the data\n"),
			s.Domain, s.Registry, s.Elements)
	}
}

// agentStatusCmd says how the agent does.
type agentStatusCmd struct {
	Config string `type:"existingfile" help:"Configuration, for its state folder." xor:"where" required:""`
	State  string `help:"State folder." xor:"where" required:""`
	JSON   bool   `name:"json" help:"Print the status file."`
}

// Run reads the status file; it disturbs no running agent.
func (c *agentStatusCmd) Run(e *env) error {
	dir := c.State
	if dir == "" {
		cfg, err := beat.Load(c.Config)
		if err != nil {
			return err
		}
		dir = cfg.State
	}
	s, err := beat.ReadStatus(dir)
	if err != nil {
		return err
	}
	if c.JSON {
		e.printf("%s\n", canon.Must(s))
		return nil
	}
	running := beat.Running(dir)
	state := e.t("未运行", "not running")
	if running {
		state = e.t(map[string]string{"measuring": "测量中", "sending": "发送中", "waiting": "等待下一次"}[s.State], s.State)
	}
	e.printf(e.t("代理：%s；密钥 %s；节点 %s\n", "agent: %s; key %s; node %s\n"), state, s.Key, s.Node)
	e.printf(e.t("发件箱 %d 条，搁置 %d 条；状态更新于 %s\n", "outbox: %d, put aside: %d; status as of %s\n"), s.Outbox, s.Refused, local(s.UpdatedAt))
	c.trouble(e, "", s.Trouble)
	rows := [][]string{{e.t("数据源", "source"), e.t("凭证", "certificate"), e.t("上次心跳", "last heartbeat"), e.t("行数", "rows"),
		e.t("质量", "quality"), e.t("下次", "next"), e.t("期限", "due"), e.t("挑战", "challenges")}}
	for _, src := range s.Sources {
		row := []string{src.Name, src.Certificate, "—", "—", "—", local(src.NextRun), "—", challenges(e, src.Proofs)}
		if l := src.Last; l != nil {
			row[2], row[3], row[4] = fmt.Sprintf("#%d %s", l.Seq, local(l.MeasuredAt)), grouped(l.Rows), points(l.QualityPPM)
		}
		if l := src.Late; l != nil {
			row[6] = l.Due
			if l.Late {
				row[6] += e.t(" 已逾期", " late")
			}
		}
		rows = append(rows, row)
	}
	printTable(e, rows)
	for _, src := range s.Sources {
		c.trouble(e, src.Name+": ", src.Trouble)
	}
	return nil
}

func (c *agentStatusCmd) trouble(e *env, what string, t *beat.Trouble) {
	if t != nil {
		e.printf("! %s%s [%s] %s\n", what, e.t(t.ZH, t.EN), t.Code, local(t.At))
	}
}

func challenges(e *env, ps []beat.ProofStatus) string {
	if len(ps) == 0 {
		return "—"
	}
	var out []string
	for _, p := range ps {
		out = append(out, fmt.Sprintf(e.t("通过 %d 失败 %d 余 %d", "%d passed %d failed %d left"), p.Passed, p.Failed, p.Left))
	}
	return strings.Join(out, "; ")
}

func local(ms int64) string {
	if ms == 0 {
		return "—"
	}
	return time.UnixMilli(ms).Format("2006-01-02 15:04")
}

// agentConfigCmd prints an example or checks a configuration.
type agentConfigCmd struct {
	File    string `arg:"" optional:"" help:"Configuration to check."`
	Example bool   `help:"Print a commented example."`
}

// Run prints or checks.
func (c *agentConfigCmd) Run(e *env) error {
	if c.Example || c.File == "" {
		_, err := e.Out.Write([]byte(beat.Example))
		return err
	}
	cfg, err := beat.Load(c.File)
	if err != nil {
		return err
	}
	e.printf(e.t("配置正确：%d 个数据源\n", "the configuration is good: %d sources\n"), len(cfg.Sources))
	return nil
}

// agentChallengeCmd is the lender's side, for lenders that keep their key themselves.
type agentChallengeCmd struct {
	Keygen   string `help:"Make a key pair: the private key goes to this file, the public one is printed." placeholder:"FILE" xor:"act"`
	Package  string `type:"existingfile" help:"Sealed package of the lien." xor:"act"`
	Identity string `type:"existingfile" help:"The lender's private key file."`
	Lien     string `help:"The lien."`
	Index    int    `help:"Which challenge, from 0: the registry's count of spent ones." default:"0"`
}

// Run prints the body of POST /api/v1/liens/{lien}/challenges.
func (c *agentChallengeCmd) Run(e *env) error {
	if c.Keygen != "" {
		identity, recipient, err := existence.NewIdentity()
		if err != nil {
			return err
		}
		f, err := os.OpenFile(c.Keygen, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
		if err != nil {
			return errWrite.With("file", c.Keygen).Because(err)
		}
		_, err = f.WriteString(identity + "\n")
		if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
			return errWrite.With("file", c.Keygen).Because(err)
		}
		e.printf("%s\n", recipient)
		return nil
	}
	if c.Package == "" || c.Identity == "" || c.Lien == "" {
		return errUsage.With("why", "--package, --identity and --lien go together; or --keygen")
	}
	sealed, err := readFile(c.Package, existence.MaxSealed)
	if err != nil {
		return err
	}
	identity, err := readFile(c.Identity, 4096)
	if err != nil {
		return err
	}
	p, err := existence.Open(sealed, string(identity))
	if err != nil {
		return err
	}
	command, err := p.Reveal(c.Lien, c.Index)
	if err != nil {
		return err
	}
	_, _ = fmt.Fprintf(e.Err, e.t("第 %s 个挑战，共 %d 个，每个抽查 %d 块\n", "challenge %s of %d, each of %d blocks\n"),
		strconv.Itoa(c.Index), p.Challenges(), p.Sampled)
	e.printf("%s\n", canon.Must(command))
	return nil
}
