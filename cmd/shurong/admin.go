package main

import (
	"bufio"
	"context"
	"errors"
	"io"
	"os"
	"strings"

	"golang.org/x/term"

	"shurong.org/shurong/fault"
	"shurong.org/shurong/internal/audit"
	"shurong.org/shurong/internal/auth"
	"shurong.org/shurong/internal/config"
	"shurong.org/shurong/internal/node"
)

// adminCmd is what is done at the machine, beside the node or without it.
type adminCmd struct {
	Create adminCreateCmd `cmd:"" help:"Make an administrator; the password comes from terminal or standard input."`
	Link   adminLinkCmd   `cmd:"" help:"Print a link for the first administrator, or for a new password."`
}

// adminCreateCmd makes an administrator. The password is never a flag: those show in process lists and histories.
type adminCreateCmd struct {
	Account      string `required:"" help:"Account to sign in with." placeholder:"ACCOUNT"`
	Name         string `required:"" help:"The person's name." placeholder:"NAME"`
	settingFlags `embed:""`
}

// adminLinkCmd prints a single-use link.
type adminLinkCmd struct {
	Account      string `help:"Whose password is to be chosen anew; else the first administrator's link." placeholder:"ACCOUNT"`
	settingFlags `embed:""`
}

var (
	errPasswordsDiffer = fault.Define("cli.passwords_differ", fault.Invalid,
		"两次输入的密码不同", "the two passwords differ")
	errNoPassword = fault.Define("cli.no_password", fault.Invalid,
		"没有读到密码", "no password was read").
		Hint("请在终端运行，或从标准输入给出一行密码", "run it on a terminal, or give the password as a line of standard input")
)

// Run makes the administrator.
func (c *adminCreateCmd) Run(e *env) error {
	return withAuth(e, c.settingFlags, func(ctx context.Context, a *auth.Service, _ config.Config) error {
		password, err := e.password()
		if err != nil {
			return err
		}
		u, err := a.CreateAdmin(ctx, c.Account, c.Name, password)
		if err != nil {
			return err
		}
		e.printf(e.t("已创建管理员 %s（%s）\n", "administrator %s was made (%s)\n"), u.Account, u.Name)
		return nil
	})
}

// Run prints the link.
func (c *adminLinkCmd) Run(e *env) error {
	return withAuth(e, c.settingFlags, func(ctx context.Context, a *auth.Service, cfg config.Config) error {
		link, err := c.link(ctx, a)
		if err != nil {
			return err
		}
		e.printf(e.t("一次有效，至 %s：\n", "Works once, until %s:\n"), link.Expires.Local().Format("2006-01-02 15:04 MST"))
		e.printf("  %s%s\n", cfg.Address(), link.Path)
		return nil
	})
}

func (c *adminLinkCmd) link(ctx context.Context, a *auth.Service) (auth.Link, error) {
	if c.Account != "" {
		u, err := a.UserByAccount(ctx, c.Account)
		if err != nil {
			return auth.Link{}, err
		}
		return a.ResetLink(ctx, u.ID)
	}
	link, ok, err := a.SetupLink(ctx)
	if err == nil && !ok {
		err = auth.ErrSetupDone.With()
	}
	return link, err
}

// withAuth opens a node's accounts, beside the node if it runs.
func withAuth(e *env, f settingFlags, do func(context.Context, *auth.Service, config.Config) error) error {
	cfg, err := f.load()
	if err != nil {
		return err
	}
	ctx := byCommand(e.Context)
	store, err := node.OpenStore(ctx, cfg)
	if err != nil {
		return err
	}
	err = do(ctx, auth.New(store, auth.Options{SetupLife: cfg.SetupLinkLife}), cfg)
	return errors.Join(err, store.Close())
}

// byCommand puts what is done in the audit trail down to a command on the machine.
func byCommand(ctx context.Context) context.Context {
	return audit.WithActor(ctx, audit.Actor{User: "<command>", Name: os.Getenv("USER")})
}

// maxPasswordLine bounds what is read for a password, in bytes.
const maxPasswordLine = 4 << 10

// password asks twice on a terminal without showing it, else reads one line.
func (e *env) password() (string, error) {
	if f, ok := e.In.(*os.File); ok && term.IsTerminal(int(f.Fd())) {
		first, err := e.ask(f, e.t("密码：", "Password: "))
		if err != nil {
			return "", err
		}
		again, err := e.ask(f, e.t("再次输入：", "Again: "))
		if err != nil {
			return "", err
		}
		if first != again {
			return "", errPasswordsDiffer.With()
		}
		return first, nil
	}
	line, err := bufio.NewReader(io.LimitReader(e.In, maxPasswordLine)).ReadString('\n')
	line = strings.TrimRight(line, "\r\n")
	if line == "" {
		return "", errNoPassword.Because(err)
	}
	return line, nil
}

func (e *env) ask(f *os.File, prompt string) (string, error) {
	_, _ = io.WriteString(e.Err, prompt)
	b, err := term.ReadPassword(int(f.Fd()))
	_, _ = io.WriteString(e.Err, "\n")
	if err != nil {
		return "", errNoPassword.Because(err)
	}
	return string(b), nil
}
