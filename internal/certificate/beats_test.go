package certificate_test

import (
	"testing"

	"shurong.org/shurong/internal/api"
	"shurong.org/shurong/internal/certificate"
	"shurong.org/shurong/internal/registry"
)

func TestALateHeartbeatIsMarkedInTheTimeline(t *testing.T) {
	each(t, func(t *testing.T, c *counter) {
		code := c.Certify("farm", "2025年江苏省水稻种植记录数据")
		lien := c.Pledge(code, "bank", 3_000_000, nil)
		c.Submit("bank", &registry.HeartbeatSchedule{Lien: lien, EveryDays: 2, GraceDays: 1})
		c.Agent()
		c.Beat(code, 1)
		c.Days(3)
		c.Beat(code, 2)
		c.Days(4)
		c.Beat(code, 3)
		got := read[api.Page[certificate.Beat]](c, "bank", "/certificates/"+code+"/heartbeats").Items
		c.want("beats", len(got), 3)
		c.want("four days after the one before, three are allowed", []any{got[0].Gap, got[0].Late}, []any{4, true})
		c.want("three days after", []any{got[1].Gap, got[1].Late}, []any{3, false})
		c.want("the first", []any{got[2].Gap, got[2].Late}, []any{0, false})
	})
}
