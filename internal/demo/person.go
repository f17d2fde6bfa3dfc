package demo

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"time"

	"shurong.org/shurong/fault"
)

// Password is every sign-in's in the worked example, and only there: users with it are made by [Seed] on an example node.
const Password = "shu-rong-2026-demo"

// requestTimeout bounds one request of the story.
const requestTimeout = 90 * time.Second

// maxAnswer bounds an answer, in bytes: the largest are documents of a few hundred kilobytes.
const maxAnswer = 16 << 20

// Problem is a node's refusal: a problem document (RFC 9457).
type Problem struct {
	Status   int    `json:"status"`
	Code     string `json:"code"`
	Field    string `json:"field"`
	DetailZH string `json:"detail_zh"`
	Detail   string `json:"detail"`
}

// Error implements error.
func (p *Problem) Error() string {
	return fmt.Sprintf("%d %s %s: %s", p.Status, p.Code, p.Field, p.Detail)
}

// refusedWith reports whether err is a node's refusal for this fault.
func refusedWith(err error, def *fault.Def) bool {
	var p *Problem
	return errors.As(err, &p) && p.Code == def.Code()
}

// person is somebody signed in at a node.
type person struct {
	base string
	http *http.Client
	name string
}

// signIn signs a person in.
func signIn(ctx context.Context, base, account string) (*person, error) {
	jar, err := cookiejar.New(nil)
	if err != nil {
		return nil, err
	}
	p := &person{base: base + "/api/v1", http: &http.Client{Jar: jar, Timeout: requestTimeout}, name: account}
	return p, p.post(ctx, "/session", map[string]string{"account": account, "password": Password}, nil)
}

func (p *person) get(ctx context.Context, path string, into any) error {
	return p.do(ctx, http.MethodGet, path, nil, into)
}

func (p *person) post(ctx context.Context, path string, body, into any) error {
	return p.do(ctx, http.MethodPost, path, body, into)
}

// download reads a document's bytes.
func (p *person) download(ctx context.Context, path string) ([]byte, error) {
	var b []byte
	return b, p.do(ctx, http.MethodGet, path, nil, &b)
}

// do sends a request. into takes decoded JSON, or the raw bytes if it is a *[]byte, or nothing.
func (p *person) do(ctx context.Context, method, path string, body, into any) error {
	var content io.Reader
	if body != nil {
		b, err := json.Marshal(body)
		if err != nil {
			return err
		}
		content = bytes.NewReader(b)
	}
	req, err := http.NewRequestWithContext(ctx, method, p.base+path, content)
	if err != nil {
		return err
	}
	req.Header.Set("Accept-Language", "en")
	if body != nil {
		req.Header.Set("Content-Type", "application/json")
	}
	if method != http.MethodGet {
		req.Header.Set("Idempotency-Key", rand.Text())
	}
	resp, err := p.http.Do(req)
	if err != nil {
		return err
	}
	defer func() { _ = resp.Body.Close() }()
	answer, err := io.ReadAll(io.LimitReader(resp.Body, maxAnswer))
	if err != nil {
		return err
	}
	if resp.StatusCode >= http.StatusMultipleChoices {
		problem := &Problem{Status: resp.StatusCode, Code: "http", Detail: string(answer[:min(len(answer), 200)])}
		_ = json.Unmarshal(answer, problem) // not a problem document: its first bytes will do
		problem.Status = resp.StatusCode
		return fmt.Errorf("%s %s as %s: %w", method, path, p.name, problem)
	}
	switch v := into.(type) {
	case nil:
		return nil
	case *[]byte:
		*v = answer
		return nil
	}
	return json.Unmarshal(answer, into)
}

// desk is an organisation's two people.
type desk struct {
	maker, checker *person
}

// bind has the maker ask for something binding and the checker approve it.
func (d *desk) bind(ctx context.Context, path string, body any) error {
	var asked struct {
		Approval string `json:"approval"`
	}
	if err := d.maker.post(ctx, path, body, &asked); err != nil {
		return err
	}
	return d.approve(ctx, asked.Approval)
}

// approve has the checker approve a request.
func (d *desk) approve(ctx context.Context, id string) error {
	return d.checker.post(ctx, "/approvals/"+id+"/approve", nil, nil)
}
