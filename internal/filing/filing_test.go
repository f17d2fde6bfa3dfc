package filing_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"shurong.org/shurong/daycount"
	"shurong.org/shurong/internal/approval"
	"shurong.org/shurong/internal/auth"
	"shurong.org/shurong/internal/certificate/certificatetest"
	"shurong.org/shurong/internal/db"
	"shurong.org/shurong/internal/db/dbtest"
	"shurong.org/shurong/internal/desk"
	"shurong.org/shurong/internal/filing"
	"shurong.org/shurong/internal/keyring/keyringtest"
	"shurong.org/shurong/internal/registry"
	"shurong.org/shurong/internal/vault"
)

const no = "20263388000123456"

type counter struct {
	*certificatetest.World
	*filing.Service
	t         *testing.T
	approvals *approval.Service
	vault     *vault.Service
}

func each(t *testing.T, test func(t *testing.T, c *counter)) {
	dbtest.Each(t, db.NodeMigrations(), func(t *testing.T, node *db.DB) {
		c := &counter{World: certificatetest.New(t, node), t: t}
		c.approvals = approval.New(node, c.World.Clock, nil)
		c.vault = vault.New(node, c.World.Ledger, c.World.Keys, c.World.Directory, c.World.Clock)
		c.Service = filing.New(node, c.World.Ledger, c.World.Keys, c.World.Directory, c.approvals, c.World.Clock, c.vault)
		test(t, c)
	})
}

var roles = map[string]auth.Role{"farm": auth.Enterprise, "bank": auth.Bank, "second": auth.Bank, keyringtest.Registrar: auth.Registrar}

func person(org, who string) context.Context {
	return auth.With(context.Background(), auth.Principal{
		User: "u_" + org + who, Name: org + who, Org: keyringtest.USCC(org), Roles: []auth.Role{roles[org]},
	})
}

func (c *counter) ok(err error) {
	c.t.Helper()
	if err != nil {
		c.t.Fatal(err)
	}
}

func (c *counter) fails(err, want error) {
	c.t.Helper()
	if !errors.Is(err, want) {
		c.t.Fatalf("error = %v, want %v", err, want)
	}
}

// do has one person of an organisation propose and another carry out.
func (c *counter) do(org string, act func(ctx context.Context) (desk.Proposed, error)) {
	c.t.Helper()
	p, err := act(person(org, "1"))
	c.ok(err)
	_, err = c.approvals.Approve(person(org, "2"), p.Approval)
	c.ok(err)
}

func (c *counter) file(bank, code string, seen ...string) filing.Security {
	c.t.Helper()
	c.do(bank, func(ctx context.Context) (desk.Proposed, error) {
		return c.Service.File(ctx, filing.NewLien{
			Grounds: filing.Grounds{Text: "质押合同第 1 号"}, Certificate: code, SecuredFen: 100_000_00, Months: 12, Seen: seen, FilingNo: no,
		})
	})
	notices, err := c.Notices(person("farm", "1"), 0, 10)
	c.ok(err)
	if notices[0].Kind != "lien.filed" || notices[0].Sender != keyringtest.USCC(bank) {
		c.t.Fatalf("the pledgor was sent %+v", notices[0])
	}
	v, err := c.Lien(person("farm", "1"), strings.TrimPrefix(notices[0].Subject, "lien/"))
	c.ok(err)
	return v
}

func TestAPledgeeFilesThePledgorIsSentACopyAndTheRanksAreExchanged(t *testing.T) {
	each(t, func(t *testing.T, c *counter) {
		code := c.Certify("farm", "江苏省水稻种植数据")
		_, err := c.Service.File(person("bank", "1"), filing.NewLien{Grounds: filing.Grounds{Text: "x"}, Certificate: code, SecuredFen: 1, Months: 1, FilingNo: no})
		c.fails(err, filing.ErrDocument)
		first := c.file("bank", code)
		if first.Rank != 1 || !first.Today.Secured || !first.Notice || first.Today.Because != "lien" {
			t.Errorf("%+v", first)
		}
		_, err = c.Service.File(person("second", "1"), filing.NewLien{Grounds: filing.Grounds{Text: "质押合同"}, Certificate: code, SecuredFen: 1, Months: 1, FilingNo: no})
		c.fails(err, registry.ErrDisclosure) // it did not search
		second := c.file("second", code, first.Lien)
		c.do("bank", func(ctx context.Context) (desk.Proposed, error) {
			return c.Yield(ctx, first.Lien, second.Lien, filing.Grounds{Text: "顺位让与协议"})
		})
		c.do("second", func(ctx context.Context) (desk.Proposed, error) { return c.Advance(ctx, second.Lien, first.Lien) })
		v, err := c.Lien(person("farm", "1"), second.Lien)
		c.ok(err)
		if v.Rank != 1 {
			t.Errorf("rank %d after the exchange", v.Rank)
		}
		c.do("farm", func(ctx context.Context) (desk.Proposed, error) {
			return c.Object(ctx, first.Lien, filing.Grounds{Text: "债务已清偿"})
		})
		v, err = c.EndObjection(person(keyringtest.Registrar, "1"), first.Lien, keyringtest.USCC("farm"))
		c.ok(err)
		if v.Status != registry.LienEffective || v.Objections[0].EndedOn.IsZero() {
			t.Errorf("%+v", v)
		}
		alerts, err := c.Alerts(person("bank", "1"))
		c.ok(err)
		if len(alerts) != 0 {
			t.Errorf("alerts a year before: %+v", alerts)
		}
		c.Days(200)
		c.Sync()
		if alerts, err = c.Alerts(person("bank", "1")); err != nil || len(alerts) != 1 || !alerts[0].Today.Alert {
			t.Errorf("alerts: %+v, %v", alerts, err)
		}
		c.Days(400)
		c.Sync()
		if alerts, err = c.Alerts(person("bank", "1")); err != nil || alerts[0].Today.Secured || alerts[0].Today.Why != "expired" {
			t.Errorf("alerts: %+v, %v", alerts, err)
		}
		before, err := c.Notices(person("farm", "1"), 0, 100)
		c.ok(err)
		c.ok(c.World.Directory.Rebuild(context.Background()))
		after, err := c.Notices(person("farm", "1"), 0, 100)
		c.ok(err)
		if len(before) == 0 || len(before) != len(after) || before[0] != after[0] {
			t.Errorf("rebuilt, the pledgor was sent %+v, before %+v", after, before)
		}
		v, err = c.Expire(person("bank", "1"), first.Lien)
		c.ok(err)
		if v.Status != registry.LienExpired || v.Rank != 0 {
			t.Errorf("%+v", v)
		}
	})
}

func TestASeizureStopsALicenceUntilTheAuthorityConsents(t *testing.T) {
	each(t, func(t *testing.T, c *counter) {
		code := c.Certify("farm", "江苏省水稻种植数据")
		ruling, err := c.vault.Upload(person(keyringtest.Registrar, "1"), "裁定书.txt", "other", "", []byte("民事裁定书：查封数据经营权。"))
		c.ok(err)
		c.do(keyringtest.Registrar, func(ctx context.Context) (desk.Proposed, error) {
			return c.Place(ctx, code, filing.NewAnnotation{
				Grounds: filing.Grounds{Paper: ruling.ID}, Kind: registry.NoteSeizure, Rights: []registry.Right{registry.Operating}, Authority: "南京市中级人民法院",
			})
		})
		notices, err := c.Notices(person("farm", "1"), 0, 10)
		c.ok(err)
		if notices[0].Kind != "annotation.placed" {
			t.Fatalf("%+v", notices[0])
		}
		note := strings.TrimPrefix(notices[0].Subject, "annotation/")
		licence := filing.NewLicence{Grounds: filing.Grounds{Text: "许可合同"}, Licensee: keyringtest.USCC("bank")}
		_, err = c.License(person("farm", "1"), code, licence)
		c.fails(err, registry.ErrSeized)
		c.do(keyringtest.Registrar, func(ctx context.Context) (desk.Proposed, error) {
			return c.Permit(ctx, note, filing.Consent{
				Grounds: filing.Grounds{Text: "法院同意函"}, Act: "licence", To: keyringtest.USCC("bank"), Until: daycount.DateOf(c.World.Clock.Now()),
			})
		})
		c.do("farm", func(ctx context.Context) (desk.Proposed, error) { return c.License(ctx, code, licence) })
		c.do(keyringtest.Registrar, func(ctx context.Context) (desk.Proposed, error) {
			return c.Lift(ctx, note, filing.Grounds{Text: "解除裁定"})
		})
	})
}

func TestAPledgeeReleasesALienOnWhichNoCreditIsOpen(t *testing.T) {
	each(t, func(t *testing.T, c *counter) {
		lien := c.file("bank", c.Certify("farm", "江苏省油菜种植数据")).Lien
		_, err := c.Release(person("second", "1"), lien)
		if err == nil {
			t.Fatal("another bank proposed to release it")
		}
		c.do("bank", func(ctx context.Context) (desk.Proposed, error) { return c.Release(ctx, lien) })
		v, err := c.Lien(person("farm", "1"), lien)
		c.ok(err)
		if v.Status != registry.LienReleased || v.Rank != 0 || v.Today.Secured || v.Today.Why != "ended" {
			t.Errorf("%+v", v)
		}
	})
}
