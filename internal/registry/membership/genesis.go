package membership

import (
	"shurong.org/shurong/daycount"
	"shurong.org/shurong/fault"
	"shurong.org/shurong/internal/registry/act"
	"shurong.org/shurong/internal/registry/facts"
	"shurong.org/shurong/internal/registry/profile"
)

// GenesisInit begins a log. It must be its first command and is signed by the key it carries, that of the founding
// registrar.
type GenesisInit struct {
	Profile    profile.Profile `json:"profile"`
	Calendar   []daycount.Year `json:"calendar"`
	Name       string          `json:"name"`
	Region     string          `json:"region"`
	CodeRegion string          `json:"code_region"` // two digits
	CodeDigit  string          `json:"code_digit"`  // one digit
	Pub        []byte          `json:"pub"`
	// HolderIndex has the log list certificates by holder, so that a search by holder is provably complete.
	HolderIndex bool `json:"holder_index,omitzero"`
	// Edition is that of the rules the log begins with.
	Edition int `json:"edition,omitzero"`
}

func (*GenesisInit) Kind() string { return "genesis.init" }

func (g *GenesisInit) Apply(c *act.Context) error {
	if c.Index != 0 || act.Exists(c, facts.KeyGenesis) {
		return ErrGenesis.With()
	}
	if g.Profile.ValidityMonths < 1 || g.Profile.ValidityMonths > 60 || g.Profile.AcceptanceDays < 1 || g.Profile.ReviewDays < 1 || g.Profile.PublicityDays < 1 {
		return act.ErrField.With("why", "terms out of range").At("body.profile")
	}
	if g.Edition < 0 || g.Edition > facts.LatestEdition {
		return ErrEdition.With("edition", g.Edition, "latest", facts.LatestEdition).At("body.edition")
	}
	if _, err := daycount.NewCalendar(g.Calendar...); err != nil {
		return err
	}
	act.Put(c, facts.KeyGenesis, &facts.Genesis{Origin: c.Log, Profile: g.Profile, Time: c.Time, V: 1, HolderIndex: g.HolderIndex, Edition: g.Edition})
	act.Put(c, facts.KeyCalendar, &facts.Calendar{Years: g.Calendar})
	return admit(c, &OrgAdmit{
		USCC: c.Org, Name: g.Name, Region: g.Region, Roles: []facts.Role{facts.RoleRegistrar}, Pub: g.Pub,
		CodeRegion: g.CodeRegion, CodeDigit: g.CodeDigit,
	})
}

// CalendarAdd makes a year's working days known. By a registrar, after the State Council's notice.
type CalendarAdd struct {
	Year daycount.Year `json:"year"`
}

func (*CalendarAdd) Kind() string { return "calendar.add" }

func (a *CalendarAdd) Apply(c *act.Context) error {
	if _, err := c.Sender(facts.RoleRegistrar); err != nil {
		return err
	}
	cal, err := act.Load[facts.Calendar](c, facts.KeyCalendar, "")
	if err != nil {
		return err
	}
	years := cal.Years
	for i := range years {
		if years[i].Year == a.Year.Year {
			return act.ErrExists.With("what", a.Year.Year).At("body.year")
		}
	}
	at := len(years)
	for at > 0 && years[at-1].Year > a.Year.Year {
		at--
	}
	years = append(years[:at:at], append([]daycount.Year{a.Year}, years[at:]...)...)
	if _, err := daycount.NewCalendar(years...); err != nil {
		return err
	}
	act.Put(c, facts.KeyCalendar, &facts.Calendar{Years: years})
	c.Emit("calendar.added", &a.Year)
	return nil
}

// RulesAdopt has the log go by the next edition of the rules from here on. By a registrar.
type RulesAdopt struct {
	Edition int `json:"edition"`
}

func (*RulesAdopt) Kind() string { return "rules.adopt" }

func (m *RulesAdopt) Apply(c *act.Context) error {
	if _, err := c.Sender(facts.RoleRegistrar); err != nil {
		return err
	}
	was, err := c.Genesis()
	if err != nil {
		return err
	}
	if m.Edition != was.Edition+1 || m.Edition > facts.LatestEdition {
		return ErrEdition.With("edition", m.Edition, "latest", facts.LatestEdition).At("body.edition")
	}
	now := *was // what is remembered is shared
	now.Edition = m.Edition
	c.Tell(facts.KeyGenesis, "rules.adopted", &now)
	return nil
}

// Faults of how a log begins, and goes on.
var (
	ErrEdition = fault.Define("rules.edition", fault.Invalid,
		"规则版次 {edition} 不可采用，本程序所知的最新版次为 {latest}",
		"edition {edition} of the rules cannot be adopted; the latest this program knows is {latest}").
		Hint("版次逐一采用；请先升级所有节点的程序",
			"editions are adopted one after another; upgrade the program on every node first")
	ErrGenesis = fault.Define("registry.genesis", fault.Conflict,
		"创世命令只能是日志的第一条", "the genesis can only be a log's first command")
)
