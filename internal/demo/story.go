package demo

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"shurong.org/shurong/daycount"
	"shurong.org/shurong/internal/example"
	"shurong.org/shurong/internal/node"
	"shurong.org/shurong/money"
)

// Text is a text in both languages.
type Text = example.Text

func say(zh, en string, args ...any) Text {
	if len(args) == 0 {
		return Text{ZH: zh, EN: en}
	}
	return Text{ZH: fmt.Sprintf(zh, args...), EN: fmt.Sprintf(en, args...)}
}

// Result is a step that was taken.
type Result struct {
	Step   int       `json:"step"`
	Title  Text      `json:"title"`
	Proved []Text    `json:"proved"`
	At     time.Time `json:"at"` // by the example's clock
	Millis int64     `json:"ms"` // it took
}

// Options are where the story is told.
type Options struct {
	Node *node.Node // example node that is being served
	URL  string     // its address
	Dir  string     // data files go to Dir/files, documents to Dir/out
	Data string     // a file of the user's own that goes the same way; may be empty
	Tell func(Result)
}

// Story is the example being told.
type Story struct {
	Options
	desks   map[string]*desk // by organisation key
	assets  map[string]*asset
	proved  []Text
	step    int
	admin   *person
	started time.Time
}

// asset is one company's data on its way through the chain.
type asset struct {
	example.Company
	file        string // being measured
	dataset     string
	caseID      string
	certificate string
	value       money.Fen // appraised
	amount      money.Fen // of the credit approved
	measured    measured
	application string
	loan        string
	agentKey    string // file of the agent's key
	lien        string // that secures its loan
}

// New returns a story: of the nine companies or, where Options.Data names a file, of that file in the hands of one of them.
func New(o Options) *Story {
	s := &Story{Options: o, desks: map[string]*desk{}, assets: map[string]*asset{}}
	if o.Data != "" {
		c := example.Companies()[0]
		c.Title, c.Summary, c.PersonalData, c.CopyOf = titleOf(o.Data), Text{ZH: ownSummary, EN: ownSummary}, false, ""
		s.assets[c.Key] = &asset{Company: c, file: o.Data}
		return s
	}
	for _, c := range example.Companies() {
		s.assets[c.Key] = &asset{Company: c, file: c.Path(s.files())}
	}
	return s
}

// ownSummary stands on the form of a user's own file.
const ownSummary = "演示用：由使用者提供的数据文件，登记信息与评估参数取自示例企业。"

// titleOf makes a name of at most 40 characters out of a file's.
func titleOf(file string) string {
	name := []rune(strings.TrimSuffix(filepath.Base(file), filepath.Ext(file)))
	return "示例数据集 " + string(name[:min(len(name), 30)])
}

// own reports whether the story is of a user's own file.
func (s *Story) own() bool { return s.Data != "" }

func (s *Story) files() string { return filepath.Join(s.Dir, "files") }

// out is where documents are left.
func (s *Story) out(name string) string { return filepath.Join(s.Dir, "out", name) }

// write leaves a document.
func (s *Story) write(name string, b []byte) error {
	if err := os.MkdirAll(filepath.Dir(s.out(name)), 0o755); err != nil {
		return err
	}
	return os.WriteFile(s.out(name), b, 0o644)
}

// scene is a step of the story.
type scene struct {
	title Text
	act   func(context.Context) error
}

// play takes the steps in order and ends at the first that fails.
func (s *Story) play(ctx context.Context, scenes []scene) error {
	for _, sc := range scenes {
		s.step++
		s.proved, s.started = nil, time.Now()
		if err := sc.act(ctx); err != nil {
			return fmt.Errorf("step %d (%s): %w", s.step, sc.title.EN, err)
		}
		if s.Tell != nil {
			s.Tell(Result{Step: s.step, Title: sc.title, Proved: s.proved, At: s.Node.Clock.Now(), Millis: time.Since(s.started).Milliseconds()})
		}
	}
	return nil
}

// prove notes something a step has shown.
func (s *Story) prove(zh, en string, args ...any) { s.proved = append(s.proved, say(zh, en, args...)) }

// errNotSo says that the node did something other than the story expects.
var errNotSo = errors.New("the node did something else")

// expect fails unless ok.
func expect(ok bool, format string, args ...any) error {
	if ok {
		return nil
	}
	return fmt.Errorf("%w: %s", errNotSo, fmt.Sprintf(format, args...))
}

// today is the civil date of the example's clock.
func (s *Story) today() daycount.Date { return daycount.DateOf(s.Node.Clock.Now()) }

// moveTo moves the clock to ten in the morning of a day.
func (s *Story) moveTo(ctx context.Context, d daycount.Date) error {
	to := time.Date(d.Year(), d.Month(), d.Day(), 10, 0, 0, 0, daycount.China)
	if !to.After(s.Node.Clock.Now()) {
		return nil
	}
	return s.admin.post(ctx, "/example/clock", map[string]any{"to": to.UTC().Format(time.RFC3339)}, nil)
}

// workdays moves the clock on by working days.
func (s *Story) workdays(ctx context.Context, n int) error {
	return s.moveTo(ctx, daycount.StateCouncil().AddWorkingDays(s.today(), n))
}
