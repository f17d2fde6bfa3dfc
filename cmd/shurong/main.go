// Command shurong is the whole platform in one binary: the node that serves the desks, the agent that measures data
// at its owner's site, the verifier that anybody runs offline, and the calculators as commands.
//
// A command is a struct in a file of its own; its Run gets an [env] instead of globals. Results go to standard output,
// messages to standard error, and every error ends the program with the exit code of its kind (package fault): 1 the
// program or its environment, 2 the input, 3 not found, 4 a conflict, 5 not allowed, 6 a limit, 7 try again later. 8 is no
// error: a scan found what stands in the way of registration.
package main

import (
	"context"
	"errors"
	"os"
	"os/signal"
	"syscall"

	"github.com/alecthomas/kong"
)

// cli is the command line. Help texts name what a command is for; docs/ says how to use it.
type cli struct {
	Lang string `enum:"auto,zh,en" default:"auto" env:"SHURONG_LANG" help:"Language of output: zh, en, or auto by the system's locale."`

	Value       valueCmd       `cmd:"" help:"Value a data asset from a YAML file, with its derivation."`
	Loan        loanCmd        `cmd:"" help:"Loan calculator."`
	Profile     profileCmd     `cmd:"" help:"Measure a data file: types, gaps, ranges, personal data, quality."`
	Scan        scanCmd        `cmd:"" help:"Find personal data and secrets in a data file, and how to cure them."`
	Sketch      sketchCmd      `cmd:"" help:"Make content sketches, and find by them the same data under another name."`
	Agent       agentCmd       `cmd:"" help:"Work at the data owner's site: measure and send heartbeats."`
	Similarity  similarityCmd  `cmd:"" help:"Keys under which content sketches are sealed."`
	Demo        demoCmd        `cmd:"" help:"Run the worked example headless on a new node."`
	Serve       serveCmd       `cmd:"" help:"Run a node."`
	Init        initCmd        `cmd:"" help:"Found a registry for a registrar."`
	Admin       adminCmd       `cmd:"" help:"Make administrators and links, at the machine."`
	Backup      backupCmd      `cmd:"" help:"Copy a node's stores and keys, while it may be running."`
	Check       checkCmd       `cmd:"" help:"Prove the registry's store whole."`
	Replay      replayCmd      `cmd:"" help:"Rebuild the registry from its log in an empty database."`
	Verify      verifyCmd      `cmd:"" help:"Check a certificate offline."`
	Certificate certificateCmd `cmd:"" help:"Present certificates that are kept as SD-JWT."`
	Witness     witnessCmd     `cmd:"" help:"Be a witness that cosigns the checkpoints of others' logs."`
	Config      configCmd      `cmd:"" help:"Print the table of settings."`
	Openapi     openapiCmd     `cmd:"" help:"Print the OpenAPI description of the HTTP API."`
	Version     versionCmd     `cmd:"" help:"Print the version."`
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	os.Exit(run(ctx, os.Args[1:]))
}

// run carries out one command line and returns the exit code.
func run(ctx context.Context, args []string) int {
	var c cli
	e := &env{Context: ctx, Out: os.Stdout, Err: os.Stderr, In: os.Stdin}
	parser, err := kong.New(&c,
		kong.Name("shurong"),
		kong.Description("数融 Shurong: an open platform for data asset financing."),
		kong.UsageOnError(),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true}),
		kong.Writers(os.Stdout, os.Stderr),
	)
	if err != nil {
		panic(err) // the structs above are wrong: a programming error that every test run meets
	}
	k, err := parser.Parse(settingsLast(args))
	if err != nil {
		var pe *kong.ParseError
		if errors.As(err, &pe) {
			e.report(errUsage.With("why", err.Error()))
			return 2
		}
		return e.report(err)
	}
	e.Lang = language(c.Lang, os.Getenv)
	return e.report(k.Run(e))
}
