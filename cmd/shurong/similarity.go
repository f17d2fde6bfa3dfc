package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"shurong.org/shurong/fault"
	"shurong.org/shurong/internal/similarity"
	"shurong.org/shurong/internal/similarity/oprf"
)

// maxKeyFile bounds a key file, in bytes.
const maxKeyFile = 16 << 10

var (
	errKeyExists = fault.Define("similarity.key_exists", fault.Conflict,
		"文件 {file} 已存在", "the file {file} exists already").
		Hint("密钥不会被覆盖；请换一个目录或周期", "a key is never overwritten: name another folder or epoch")
	errKeyWrite = fault.Define("similarity.key_write", fault.Internal,
		"无法写入 {file}", "{file} cannot be written")
)

// similarityCmd is about the keys under which sketches are sealed.
type similarityCmd struct {
	ServeShare similarityServeCmd `cmd:"" help:"Hold a share of a key for a registrar: evaluate blinded elements on its node's tickets."`

	Key similarityKeyCmd `cmd:"" help:"Keys under which sketches are sealed: make a share, join shares, read a fingerprint."`
}

type similarityKeyCmd struct {
	New     similarityNewCmd     `cmd:"" help:"Make this body's share of a key, and the public part to send to the others."`
	Publish similarityPublishCmd `cmd:"" help:"Propose to publish a node's key in its log, where every site can see that all are given the same."`

	Join   similarityJoinCmd   `cmd:"" help:"Join the bodies' public parts to the key that everybody uses."`
	Ticket similarityTicketCmd `cmd:"" help:"Print the public key with which a node signs tickets, which a share's holder trusts."`
	Show   similarityShowCmd   `cmd:"" help:"Check a public key and print its fingerprint, to be read out and pinned."`
}

// similarityNewCmd makes a share. A body does it on its own machine; the secret file never leaves it.
type similarityNewCmd struct {
	Epoch int    `required:"" help:"Epoch of the key: one more than the last."`
	Body  string `required:"" help:"Who keeps the share, as others know it."`
	URL   string `name:"url" help:"Address of the node where the body answers; leave out for the registrar's own." placeholder:"URL"`
	Dir   string `default:"." help:"Folder to write to: the data directory's folder similarity, or any other." type:"path"`
}

// Run makes the share.
func (c *similarityNewCmd) Run(e *env) error {
	share, err := oprf.NewShare(c.Epoch, c.Body)
	if err != nil {
		return err
	}
	part, err := share.Part(c.URL)
	if err != nil {
		return err
	}
	secret, err := share.Encode()
	if err != nil {
		return err
	}
	key, public := c.file(".key"), c.file(".part.json")
	// The secret first: a public part whose share was lost must not get into a key.
	if err := writeKey(key, secret, 0o600); err != nil {
		return err
	}
	if err := writeKey(public, part.Encode(), 0o644); err != nil {
		return err
	}
	e.printf("%s %s\n%s %s\n", e.t("秘密份额", "secret share"), key, e.t("公开部分", "public part"), public)
	e.printf("%s\n", e.t("请将公开部分交给其他机构；秘密份额只留在本机并离线备份。",
		"Send the public part to the other bodies. The secret share stays here, with a copy off line."))
	return nil
}

func (c *similarityNewCmd) file(suffix string) string {
	return filepath.Join(c.Dir, fmt.Sprintf("epoch-%04d%s", c.Epoch, suffix))
}

// similarityJoinCmd joins public parts. Every body does it for itself and compares fingerprints.
type similarityJoinCmd struct {
	Parts []string `arg:"" help:"Public parts of all bodies." type:"existingfile"`
	Dir   string   `default:"." help:"Folder to write the key to." type:"path"`
}

// Run joins the parts.
func (c *similarityJoinCmd) Run(e *env) error {
	var parts []oprf.Part
	for _, file := range c.Parts {
		b, err := readFile(file, maxKeyFile)
		if err != nil {
			return err
		}
		p, err := oprf.DecodePart(b)
		if err != nil {
			return fault.From(err).In(file, 0)
		}
		parts = append(parts, p)
	}
	key, err := oprf.Join(parts...)
	if err != nil {
		return err
	}
	file := filepath.Join(c.Dir, fmt.Sprintf("epoch-%04d.json", key.Epoch))
	if err := writeKey(file, key.Encode(), 0o644); err != nil {
		return err
	}
	e.printf("%s %s\n", e.t("公钥", "public key"), file)
	showKey(e, key)
	return nil
}

// similarityShowCmd prints what a public key is.
type similarityShowCmd struct {
	File string `arg:"" help:"Public key (epoch-NNNN.json)." type:"existingfile"`
}

// Run prints it.
func (c *similarityShowCmd) Run(e *env) error {
	b, err := readFile(c.File, maxKeyFile)
	if err != nil {
		return err
	}
	key, err := oprf.DecodeKey(b)
	if err != nil {
		return fault.From(err).In(c.File, 0)
	}
	showKey(e, key)
	return nil
}

func showKey(e *env, key *oprf.PublicKey) {
	e.printf("%s %s\n", e.t("指纹", "fingerprint"), key.Fingerprint())
	e.printf("%s %s\n", e.t("周期", "epoch"), fmt.Sprint(key.Epoch))
	e.printf("%s %s\n", e.t("域", "domain"), key.Domain())
	for _, p := range key.Parts {
		at := p.URL
		if at == "" {
			at = e.t("登记机构节点", "the registrar's node")
		}
		e.printf("%s %s (%s)\n", e.t("机构", "body"), p.Body, at)
	}
}

// writeKey writes a new file and does not return before it is on the disk.
func writeKey(file string, content []byte, mode fs.FileMode) error {
	if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
		return errKeyWrite.With("file", file).Because(err)
	}
	err := similarity.WriteNew(file, append(content, '\n'), mode)
	if errors.Is(err, fs.ErrExist) {
		return errKeyExists.With("file", file)
	}
	if err != nil {
		return errKeyWrite.With("file", file).Because(err)
	}
	return nil
}
