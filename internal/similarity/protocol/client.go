package protocol

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"encoding/json"
	"errors"
	"io"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"shurong.org/shurong/fault"
	"shurong.org/shurong/internal/similarity/oprf"
	"shurong.org/shurong/sketch"
)

var (
	// ErrPin says that a registry offers another key than the one that was pinned.
	ErrPin = fault.Define("similarity.pin", fault.Conflict,
		"登记机构提供的密钥指纹为 {have}，与配置的 {want} 不一致", "the registry offers the key {have}, not the configured {want}").
		Hint("请向登记机构核实；密钥轮换时会另行公布新指纹", "ask the registrar: when a key is rolled the new fingerprint is published")
	// ErrEpoch says that a key's epoch is not in use.
	ErrEpoch = fault.Define("similarity.epoch", fault.NotFound,
		"密钥周期 {epoch} 未启用或已停用", "the key of epoch {epoch} is not in use").
		Hint("请读取当前参数后重新生成指纹", "read the present parameters and seal again")
	// ErrAddress says that a body's address cannot be spoken to safely.
	ErrAddress = fault.Define("similarity.address", fault.Invalid,
		"地址 {url} 不可用：须为 HTTPS", "the address {url} cannot be used: it must be HTTPS").
		Hint("本机地址可用 HTTP", "HTTP is for addresses of this machine")
	// ErrReach says that a body did not answer.
	ErrReach = fault.Define("similarity.reach", fault.Unavailable,
		"无法取得 {url} 的应答", "{url} did not answer").
		Hint("请检查网络后重试", "check the network and try again")
	// ErrRefused says that a body refused; its own words are in the text.
	ErrRefused = fault.Define("similarity.refused", fault.Conflict,
		"{url} 拒绝了请求（{status}）：{zh}", "{url} refused the request ({status}): {en}")
)

const (
	timeout = 60 * time.Second
	// maxAnswer bounds an answer or a list of keys, in bytes.
	maxAnswer = MaxRequest + 64<<10
)

// Client asks the bodies of a registry's key. It is safe for concurrent use.
type Client struct {
	// Registry is the address of the registrar's node, such as https://registry.example.
	Registry string
	// Token is an API token; Key signs requests instead. One of them is set. A body other than the registrar's node
	// knows no tokens, so a split key wants Key.
	Token string
	Key   ed25519.PrivateKey
	// Pin is the fingerprint that the key must have. Empty takes what the registrar offers, which lets a dishonest one
	// give everybody another key: for trials only.
	Pin string
	// LogKey is the verifier key of the registry's log, as the registrar published it. With it the key must also stand in
	// the log, by a proof that leads to a checkpoint signed with it. Empty leaves it to the pin.
	LogKey string
	// HTTP is the transport; nil is a client with a timeout. One whose cookies hold a session stands in for a token.
	HTTP *http.Client
	// Near says that the registry is this process's own, whose address may be any: for the worked example.
	Near bool
}

// Parameters reads the registry's.
func (c *Client) Parameters(ctx context.Context) (*Parameters, error) {
	p := new(Parameters)
	return p, c.call(ctx, http.MethodGet, c.Registry, "similarity/parameters", nil, p)
}

// Draft opens a draft for data that is not in stock yet, and returns what evaluations for it name. It takes a token or a
// session: a key alone opens none.
func (c *Client) Draft(ctx context.Context, name string) (subject string, err error) {
	body, err := json.Marshal(map[string]string{"name": name})
	if err != nil {
		return "", err
	}
	var d struct {
		Subject string `json:"subject"`
	}
	asPerson := *c
	asPerson.Key = nil
	err = asPerson.call(ctx, http.MethodPost, c.Registry, "similarity/drafts", body, &d)
	return d.Subject, err
}

// current chooses the key to seal under: the pinned one, or the newest.
func (c *Client) current(p *Parameters) (*Key, error) {
	for i := range p.Keys {
		k := &p.Keys[i]
		if c.Pin == "" && k.Epoch != p.Current || c.Pin != "" && k.Fingerprint != c.Pin {
			continue
		}
		// What it calls itself is not what counts.
		if have := k.Public().Fingerprint(); have != k.Fingerprint {
			return nil, ErrPin.With("have", have, "want", k.Fingerprint)
		}
		return k, nil
	}
	have := ""
	if len(p.Keys) > 0 {
		have = p.Keys[0].Fingerprint
	}
	return nil, ErrPin.With("have", have, "want", c.Pin)
}

// PRF reads the registry's parameters and returns the function that seals a sketch, with the name of its domain.
func (c *Client) PRF(ctx context.Context, subject string) (prf sketch.PRF, domain string, err error) {
	p, err := c.Parameters(ctx)
	if err != nil {
		return nil, "", err
	}
	k, err := c.current(p)
	if err != nil {
		return nil, "", err
	}
	client, err := oprf.NewClient(k.Public())
	if err != nil {
		return nil, "", err
	}
	if c.LogKey != "" {
		if err := c.inLog(ctx, client.Key()); err != nil {
			return nil, "", err
		}
	}
	return func(ctx context.Context, inputs [][]byte) ([][]byte, error) {
		out := make([][]byte, 0, len(inputs))
		for len(inputs) > 0 {
			n := min(len(inputs), oprf.MaxBatch)
			tags, err := c.batch(ctx, client, p.Log, subject, inputs[:n])
			if err != nil {
				return nil, err
			}
			out, inputs = append(out, tags...), inputs[n:]
		}
		return out, nil
	}, client.Key().Domain(), nil
}

// batch has one batch evaluated by every body.
func (c *Client) batch(ctx context.Context, o *oprf.Client, log, subject string, inputs [][]byte) ([][]byte, error) {
	pending, err := o.Blind(inputs)
	if err != nil {
		return nil, err
	}
	req := Request{Elements: Join(pending.Elements), Epoch: o.Key().Epoch, Subject: subject}
	answers := make([]*oprf.Evaluation, len(o.Key().Parts))
	// The registrar's node first: it gives the tickets that other bodies may want.
	var passes []Pass
	for i, part := range o.Key().Parts {
		if part.URL == "" {
			if answers[i], passes, err = c.evaluate(ctx, "", log, req); err != nil {
				return nil, err
			}
		}
	}
	for i, part := range o.Key().Parts {
		if part.URL == "" {
			continue
		}
		if n := slices.IndexFunc(passes, func(p Pass) bool { return p.URL == part.URL }); n >= 0 {
			answers[i], err = c.present(ctx, part.URL, ShareRequest{Elements: req.Elements, Ticket: passes[n].Ticket})
		} else {
			answers[i], _, err = c.evaluate(ctx, part.URL, log, req)
		}
		if err != nil {
			return nil, err
		}
	}
	return pending.Outputs(answers)
}

// present asks a body that takes tickets.
func (c *Client) present(ctx context.Context, base string, r ShareRequest) (*oprf.Evaluation, error) {
	body, err := json.Marshal(r)
	if err != nil {
		return nil, err
	}
	bare := Client{Registry: c.Registry, HTTP: c.HTTP} // neither token nor signature is for it
	var a Answer
	if err := bare.call(ctx, http.MethodPost, base, "similarity/share-evaluations", body, &a); err != nil {
		return nil, err
	}
	return evaluation(&a)
}

func evaluation(a *Answer) (*oprf.Evaluation, error) {
	elements, ok := Split(a.Elements)
	if !ok {
		return nil, oprf.ErrAnswers.With("why", "length")
	}
	return &oprf.Evaluation{Elements: elements, Proof: a.Proof}, nil
}

// evaluate asks one body.
func (c *Client) evaluate(ctx context.Context, base, log string, r Request) (*oprf.Evaluation, []Pass, error) {
	if base == "" {
		base = c.Registry
	}
	path := "similarity/evaluations"
	body, err := json.Marshal(r)
	if c.Key != nil {
		path = "similarity/signed-evaluations"
		body, err = Sign(c.Key, log, r)
	}
	if err != nil {
		return nil, nil, err
	}
	var a Answer
	if err := c.call(ctx, http.MethodPost, base, path, body, &a); err != nil {
		return nil, nil, err
	}
	e, err := evaluation(&a)
	return e, a.Passes, err
}

// call makes one request of a node's API.
func (c *Client) call(ctx context.Context, method, base, path string, body []byte, into any) error {
	if !safe(base) && (!c.Near || base != c.Registry) {
		return ErrAddress.With("url", base)
	}
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	address := strings.TrimRight(base, "/") + "/api/v1/" + path
	req, err := http.NewRequestWithContext(ctx, method, address, bytes.NewReader(body))
	if err != nil {
		return ErrAddress.With("url", base).Because(err)
	}
	req.Header.Set("Accept", "application/json")
	if method == http.MethodPost {
		req.Header.Set("Idempotency-Key", rand.Text())
	}
	if body != nil {
		req.Header.Set("Content-Type", "application/json")
		if c.Key != nil {
			req.Header.Set("Content-Type", "application/octet-stream")
		}
	}
	// A token is for the node that gave it.
	if c.Token != "" && base == c.Registry {
		req.Header.Set("Authorization", "Bearer "+c.Token)
	}
	resp, err := c.http().Do(req)
	if err != nil {
		return ErrReach.With("url", base).Because(err)
	}
	defer func() { _ = resp.Body.Close() }()
	raw, err := io.ReadAll(io.LimitReader(resp.Body, maxAnswer+1))
	if err != nil || len(raw) > maxAnswer {
		return ErrReach.With("url", base).Because(err)
	}
	if resp.StatusCode/100 != 2 {
		return refusal(base, resp.StatusCode, raw)
	}
	if err := json.Unmarshal(raw, into); err != nil {
		return ErrReach.With("url", base).Because(err)
	}
	return nil
}

// http returns a client that follows no redirect: it would carry a token or a signed request elsewhere.
func (c *Client) http() *http.Client {
	h := http.Client{Timeout: timeout}
	if c.HTTP != nil {
		h = *c.HTTP
	}
	h.CheckRedirect = func(*http.Request, []*http.Request) error { return errRedirect }
	return &h
}

var errRedirect = errors.New("redirects are not followed")

// refusal makes a fault of a problem document.
func refusal(base string, status int, raw []byte) error {
	var p struct {
		ZH string `json:"detail_zh"`
		EN string `json:"detail_en"`
		D  string `json:"detail"`
	}
	_ = json.Unmarshal(raw, &p) // an answer that is none leaves the texts empty
	if p.ZH == "" {
		p.ZH = p.D
	}
	if p.EN == "" {
		p.EN = p.D
	}
	return ErrRefused.With("url", base, "status", status, "zh", p.ZH, "en", p.EN)
}

// Safe reports whether an address may be asked: HTTPS, or of this machine.
func Safe(base string) bool { return safe(base) }

// safe reports whether an address is HTTPS, or of this machine.
func safe(base string) bool {
	u, err := url.Parse(base)
	if err != nil || u.Host == "" || u.User != nil || u.RawQuery != "" || u.Fragment != "" {
		return false
	}
	ip := net.ParseIP(u.Hostname())
	local := u.Hostname() == "localhost" || ip != nil && ip.IsLoopback()
	return u.Scheme == "https" || u.Scheme == "http" && local
}
