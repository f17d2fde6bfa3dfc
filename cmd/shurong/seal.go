package main

import (
	"context"
	"os"
	"strings"

	"shurong.org/shurong/fault"
	"shurong.org/shurong/identifier"
	"shurong.org/shurong/internal/agent"
	"shurong.org/shurong/internal/similarity/protocol"
	"shurong.org/shurong/sketch"
)

var (
	errSealFlags = fault.Define("seal.flags", fault.Invalid,
		"封装内容指纹还缺少：{why_zh}", "to seal a sketch there is missing: {why}").
		Hint("例如 --registry https://data.example.cn --pin 指纹 --token-file 令牌文件；指纹由登记机构公布",
			"such as --registry https://data.example.cn --pin FINGERPRINT --token-file FILE; the registrar publishes the fingerprint")
	errSubject = fault.Define("seal.subject", fault.Invalid,
		"“{subject}”不是草稿、数据集、登记或凭证", "“{subject}” is no draft, data set, registration or certificate").
		Hint("写 SD-…、DS-…、draft/SD-…、dataset/DS-…、case/… 或凭证编号 SJ…",
			"write SD-…, DS-…, draft/SD-…, dataset/DS-…, case/… or a certificate's code SJ…")
)

// tokenEnv is where a token is read from if no file is named.
const tokenEnv = "SHURONG_TOKEN"

// maxToken bounds a token file in bytes.
const maxToken = 1024

// sealFlags say with whose key a sketch is sealed, for what, and as whom. Secrets are named by file or environment only.
type sealFlags struct {
	Registry  string `help:"Seal the sketch with the key of the registry at this address: what leaves the site cannot be tried against guesses." placeholder:"URL"`
	Pin       string `help:"Fingerprint that the registry's key must have, as the registrar published it." placeholder:"FINGERPRINT"`
	LogKey    string `help:"Verifier key of the registry's log, as it publishes it: the sealing key must also stand in the log." placeholder:"VKEY" env:"SHURONG_LOG_KEY"`
	Subject   string `help:"What it is sealed for: a draft (SD-…), a data set (DS-…), a certificate's code. With a token a new draft if not given." placeholder:"NAME"`
	TokenFile string `help:"File with an API token of the enterprise; the environment's SHURONG_TOKEN if not given." placeholder:"FILE" type:"existingfile"`
	SealKey   string `help:"File with a key of the enterprise or its agent that is in the registry, instead of a token." placeholder:"FILE" type:"existingfile"`
}

// sealing is the function that seals, ready to be called.
type sealing struct {
	domain string
	prf    sketch.PRF
}

// sealer prepares to seal, nil if it was not asked for. What the registry can refuse it refuses before the source is read.
func (f sealFlags) sealer(e *env, name string) (*sealing, error) {
	if f.Registry == "" {
		if f.Pin != "" || f.Subject != "" || f.TokenFile != "" || f.SealKey != "" {
			return nil, errSealFlags.With("why", "the registry (--registry)", "why_zh", "登记机构地址（--registry）").At("--registry")
		}
		return nil, nil
	}
	if f.Pin == "" {
		return nil, errSealFlags.With("why", "the key's fingerprint (--pin)", "why_zh", "密钥指纹（--pin）").At("--pin")
	}
	c := &protocol.Client{Registry: strings.TrimRight(f.Registry, "/"), Pin: f.Pin, LogKey: f.LogKey}
	if err := f.credentials(c); err != nil {
		return nil, err
	}
	subject, err := f.subject(e.Context, c, name)
	if err != nil {
		return nil, err
	}
	s := new(sealing)
	s.prf, s.domain, err = c.PRF(e.Context, subject)
	return s, err
}

// credentials reads the token or the key.
func (f sealFlags) credentials(c *protocol.Client) (err error) {
	if f.SealKey != "" {
		c.Key, err = agent.LoadKey(f.SealKey)
		return err
	}
	c.Token = os.Getenv(tokenEnv)
	if f.TokenFile != "" {
		b, err := readFile(f.TokenFile, maxToken)
		if err != nil {
			return err
		}
		c.Token = string(b)
	}
	if c.Token = strings.TrimSpace(c.Token); c.Token == "" {
		return errSealFlags.With("why", "a token (--token-file, SHURONG_TOKEN) or a key (--seal-key)",
			"why_zh", "令牌（--token-file、SHURONG_TOKEN）或密钥（--seal-key）").At("--token-file")
	}
	return nil
}

// subject is what evaluations name.
func (f sealFlags) subject(ctx context.Context, c *protocol.Client, name string) (string, error) {
	kind, _, named := strings.Cut(f.Subject, "/")
	switch {
	case f.Subject == "" && c.Key != nil:
		return "", errSealFlags.With("why", "what for (--subject)", "why_zh", "用途（--subject）").At("--subject")
	case f.Subject == "":
		return c.Draft(ctx, name)
	case named && (kind == "draft" || kind == "dataset" || kind == "case" || kind == "certificate"):
		return f.Subject, nil
	case strings.HasPrefix(f.Subject, "SD-"):
		return "draft/" + f.Subject, nil
	case strings.HasPrefix(f.Subject, "DS-"):
		return "dataset/" + f.Subject, nil
	}
	if _, err := identifier.ParseCertificateCode(f.Subject); err != nil {
		return "", errSubject.With("subject", f.Subject).At("--subject")
	}
	return "certificate/" + f.Subject, nil
}
