package registrar_test

import (
	"strings"
	"testing"

	"shurong.org/shurong/fault"
	"shurong.org/shurong/internal/registrar"
	"shurong.org/shurong/internal/registry"
)

func TestATransferOfASeizedRightIsRefusedWhenProposedAndTheOfficerSeesWhoHoldsWhat(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		code := d.registered()
		place := &registry.AnnotationPlace{
			Certificate: code, As: registry.NoteSeizure, Rights: []registry.Right{registry.Operating},
			Authority: "南京市中级人民法院", Document: strings.Repeat("a", 64), From: registry.Day(d.World.Clock.Now().UnixMilli()),
		}
		d.Submit(office, place)
		d.ok(d.dir.CatchUp(t.Context()))
		in := registrar.TransferFiling{
			LaterForm: registrar.LaterForm{Text: "全部经营权转让", Contact: contact}, To: uscc(hotel),
			Rights: []registry.Right{registry.Operating},
		}
		_, err := d.Transfer(as(farm), code, in)
		d.fails(err, registry.ErrSeized)
		if f := fault.From(err); !strings.Contains(f.ZH(), "南京市中级人民法院") {
			t.Errorf("the refusal does not say whose consent is missing: %s", f.ZH())
		}
		in.Rights = []registry.Right{registry.Use} // nobody holds it
		p, err := d.Transfer(as(farm), code, in)
		d.approve(farm, p, err)
		item := d.latest(farm, code)
		if c := d.get(office, item.ID); len(c.Holds) != 0 {
			t.Errorf("holds %s", d.text(c.Holds))
		}
		place.Rights, place.Document = []registry.Right{registry.Use}, strings.Repeat("b", 64)
		d.Submit(office, place) // while the case is open
		d.ok(d.dir.CatchUp(t.Context()))
		for _, org := range []string{office, farm, hotel} {
			c := d.get(org, item.ID)
			if len(c.Holds) != 1 || c.Holds[0].By.Name != "南京市中级人民法院" || c.Holds[0].Consented {
				t.Errorf("%s sees %s", org, d.text(c.Holds))
			}
		}
	})
}
