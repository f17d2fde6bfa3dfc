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
}

func (*GenesisInit) Kind() string { return "genesis.init" }

func (g *GenesisInit) Apply(c *act.Context) error {
	if c.Index != 0 || act.Exists(c, facts.KeyGenesis) {
		return ErrGenesis.With()
	}
	if g.Profile.ValidityMonths < 1 || g.Profile.ValidityMonths > 60 || g.Profile.AcceptanceDays < 1 || g.Profile.ReviewDays < 1 || g.Profile.PublicityDays < 1 {
		return act.ErrField.With("why", "terms out of range").At("body.profile")
	}
	if _, err := daycount.NewCalendar(g.Calendar...); err != nil {
		return err
	}
	act.Put(c, facts.KeyGenesis, &facts.Genesis{Origin: c.Log, Profile: g.Profile, Time: c.Time, V: 1, HolderIndex: g.HolderIndex})
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

// Faults of how a log begins.
var (
	ErrGenesis = fault.Define("registry.genesis", fault.Conflict,
		"创世命令只能是日志的第一条", "the genesis can only be a log's first command")
)
