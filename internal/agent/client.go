package agent

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"io"
	"math/rand/v2"
	"net/http"
	"net/url"
	"strings"
	"time"

	"shurong.org/shurong/canon"
	"shurong.org/shurong/fault"
)

var (
	// ErrNode says that a node's address is not one.
	ErrNode = fault.Define("agent.node", fault.Invalid,
		"节点地址 {url} 无效", "{url} is not the address of a node").
		Hint("请填写如 https://node.example.cn 的地址", "write it like https://node.example.cn")
	// ErrUnreachable says that the node did not take the heartbeat in time. Nothing is lost: the next run measures
	// again.
	ErrUnreachable = fault.Define("agent.unreachable", fault.Unavailable,
		"节点 {url} 暂时无法接收心跳，已重试 {tries} 次", "node {url} cannot take the heartbeat at present; tried {tries} times").
		Hint("请检查网络，稍后重试", "check the network and try again later")
	// ErrRefused carries the node's own reason.
	ErrRefused = fault.Define("agent.refused", fault.Conflict,
		"节点拒绝了心跳（{code}）：{detail_zh}", "the node refused the heartbeat ({code}): {detail_en}")
	// ErrKeyUnknown says that the key is not registered at the node.
	ErrKeyUnknown = fault.Define("agent.key_unknown", fault.NotFound,
		"节点上没有登记监测代理密钥 {key}", "agent key {key} is not registered at the node").
		Hint("请由企业用户在节点上登记该公钥，用途选择监测代理", "have the enterprise register its public key at the node, for agent use")
	// ErrKeyUnfit says that the key cannot sign heartbeats.
	ErrKeyUnfit = fault.Define("agent.key_unfit", fault.Forbidden,
		"密钥 {key} 已吊销或不是监测代理密钥", "key {key} is revoked or is not an agent's key").
		Hint("请生成并登记新的监测代理密钥", "make and register a new agent key")
)

// Refusal is a node's answer that it will not do something.
type Refusal struct {
	Status   int    `json:"-"`
	Code     string `json:"code"`
	DetailZH string `json:"detail_zh"`
	DetailEN string `json:"detail_en"`
}

// Error implements error.
func (r *Refusal) Error() string { return r.Code + ": " + r.DetailEN }

func (r *Refusal) is(defs ...*fault.Def) bool {
	for _, d := range defs {
		if r.Code == d.Code() {
			return true
		}
	}
	return false
}

func isStatus(err error, status int) bool {
	var r *Refusal
	return errors.As(err, &r) && r.Status == status
}

// Retries of a request that met no node, or a busy one: each wait is a random part of 1, 2, 4, … seconds, at most maxWait
// ("full jitter": agents that lost a node together do not come back together), about a minute in all.
const (
	tries    = 8
	firstGap = time.Second
	maxWait  = time.Minute
)

// maxAnswer bounds what is read of an answer, in bytes.
const maxAnswer = 1 << 20

// timeout of one request.
const timeout = 30 * time.Second

// Client talks to one node.
type Client struct {
	// Waiting, if set, is told before each wait for a node that did not answer: which try failed, and the wait.
	Waiting func(try int, wait time.Duration)
	// Tries is how often a request is tried; 0: eight times.
	Tries int

	base string
	http *http.Client
	// wait sleeps between tries, jitter shortens a wait by chance; tests do without.
	wait   func(ctx context.Context, d time.Duration) error
	jitter func(time.Duration) time.Duration
}

// NewClient returns a client for the node at an address such as https://node.example.cn.
func NewClient(node string) (*Client, error) {
	u, err := url.Parse(strings.TrimRight(node, "/"))
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || u.RawQuery != "" || u.User != nil {
		return nil, ErrNode.With("url", node)
	}
	return &Client{base: u.String() + "/api/v1", http: &http.Client{Timeout: timeout}, wait: sleep, jitter: FullJitter}, nil
}

// FullJitter is a random wait of at most d.
func FullJitter(d time.Duration) time.Duration { return rand.N(d + 1) }

// Backoff is the longest wait after a number of failures: first, doubled each time, at most most.
func Backoff(failures int, first, most time.Duration) time.Duration {
	for ; failures > 1 && first < most; failures-- {
		first *= 2
	}
	return min(first, most)
}

func sleep(ctx context.Context, d time.Duration) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(d):
		return nil
	}
}

func (c *Client) get(ctx context.Context, path string, into any) error {
	return c.do(ctx, http.MethodGet, path, nil, into)
}

func (c *Client) post(ctx context.Context, path string, body []byte, into any) error {
	return c.do(ctx, http.MethodPost, path, body, into)
}

// do sends a request until it is answered. A POST says the same thing under the same idempotency key each time.
func (c *Client) do(ctx context.Context, method, path string, body []byte, into any) error {
	var last error
	most := cmp.Or(c.Tries, tries)
	for try := 1; try <= most; try++ {
		answer, wait, err := c.once(ctx, method, path, body)
		if err == nil {
			return json.Unmarshal(answer, into)
		}
		var refused *Refusal
		if errors.As(err, &refused) && refused.Status != http.StatusServiceUnavailable &&
			refused.Status != http.StatusTooManyRequests &&
			refused.Status != http.StatusBadGateway && refused.Status != http.StatusGatewayTimeout {
			return ErrRefused.With("code", refused.Code, "detail_zh", refused.DetailZH, "detail_en",
				refused.DetailEN).Because(refused)
		}
		last = err
		if try == most {
			break
		}
		pause := max(c.jitter(Backoff(try, firstGap, maxWait)), min(wait, maxWait))
		if c.Waiting != nil {
			c.Waiting(try, pause)
		}
		if err := c.wait(ctx, pause); err != nil {
			return err
		}
	}
	return ErrUnreachable.With("url", c.base, "tries", most).Because(last)
}

// once sends a request one time. wait is how long the node asks to be left alone.
func (c *Client) once(ctx context.Context, method, path string, body []byte) (answer []byte, wait time.Duration,
	err error) {
	req, err := http.NewRequestWithContext(ctx, method, c.base+path, bytes.NewReader(body))
	if err != nil {
		return nil, 0, err
	}
	req.Header.Set("Accept", "application/json")
	req.Header.Set("User-Agent", Version)
	if body != nil {
		req.Header.Set("Content-Type", "application/json")
		req.Header.Set("Idempotency-Key", canon.Hex(body))
	}
	resp, err := c.http.Do(req)
	if err != nil {
		return nil, 0, err
	}
	defer func() { _ = resp.Body.Close() }()
	answer, err = io.ReadAll(io.LimitReader(resp.Body, maxAnswer))
	if err != nil {
		return nil, 0, err
	}
	if resp.StatusCode >= 300 {
		if d, err := time.ParseDuration(resp.Header.Get("Retry-After") + "s"); err == nil {
			wait = d
		}
		return nil, wait, refusal(resp.StatusCode, answer)
	}
	return answer, 0, nil
}
