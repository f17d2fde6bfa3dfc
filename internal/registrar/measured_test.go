package registrar_test

import (
	"errors"
	"testing"
	"time"

	"shurong.org/shurong/canon"
	"shurong.org/shurong/internal/agent/scan"
	"shurong.org/shurong/internal/registrar"
	"shurong.org/shurong/quality"
)

// detailed is an upload with scan and quality, of a profile that grew to so many rows.
func (d *desk) detailed(rows int) registrar.Upload {
	up := d.upload(0, rows)
	up.Profile = canon.Must(map[string]any{"rows": rows, "version": "shurong-profile/2"})
	up.Measurement.ProfileDigest = canon.Hex(up.Profile)
	up.Scan = canon.Must(scan.Result{Version: scan.Version, Grade: scan.None})
	up.Quality = canon.Must(quality.Result{TotalPPM: up.Measurement.QualityPPM, Grade: quality.GradeOf(up.Measurement.QualityPPM),
		Dimensions: []quality.Assessment{{Dimension: quality.Completeness, Assessed: true, PPM: 990_000},
			{Dimension: quality.Timeliness}}})
	return up
}

func TestAMeasurementIsReadWholeAndComparedWithAnEarlierOne(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		ds, err := d.AddDataset(as(farm), registrar.NewDataset{Name: "出行数据", Upload: d.detailed(300)})
		d.ok(err)
		d.ok(d.Clock.Advance(t.Context(), time.Minute))
		_, err = d.Measure(as(farm), ds.ID, d.detailed(150))
		d.ok(err)
		m, err := d.Measurement(as(farm), ds.ID, 2)
		d.ok(err)
		if m.Rows != 150 || m.Scan == nil || m.Scan.Grade != scan.None || m.Quality == nil || m.Quality.TotalPPM != m.QualityPPM ||
			len(m.Profile) == 0 || m.Sketch == nil {
			t.Errorf("measurement %+v", m)
		}
		c, err := d.Changes(as(farm), ds.ID, 1, 2)
		d.ok(err)
		if len(c.Changes) != 1 || c.Changes[0].Kind != "rows" || c.Changes[0].Severity != quality.Serious {
			t.Errorf("half the rows are gone, yet the changes are %+v", c.Changes)
		}
		series, err := d.QualitySeries(as(farm), ds.ID)
		d.ok(err)
		if len(series.Points) != 2 || series.Points[0].Rows != 300 || len(series.Points[1].Dimensions) != 1 {
			t.Errorf("series %+v", series)
		}
		if _, err := d.Measurement(as(hotel), ds.ID, 2); err == nil {
			t.Error("another organisation read the measurement")
		}
	})
}

func TestAScanOrQualityOfAnotherMeasurementIsRefused(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		for field, spoil := range map[string]func(*registrar.Upload){
			"body.scan":    func(u *registrar.Upload) { u.Scan = canon.Must(scan.Result{Grade: scan.Personal}) },
			"body.quality": func(u *registrar.Upload) { u.Quality = canon.Must(quality.Result{TotalPPM: 1}) },
		} {
			up := d.detailed(300)
			spoil(&up)
			_, err := d.AddDataset(as(farm), registrar.NewDataset{Name: "出行数据", Upload: up})
			if !errors.Is(err, registrar.ErrDetail) {
				t.Errorf("%s: %v", field, err)
			}
		}
	})
}

func TestTheRegistrarReadsTheMeasurementAndBothSidesOfAFinding(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		old := d.file(farm, form(), 0, 3000)
		copied := d.file(hotel, form(), 0, 3000)
		m, err := d.MeasurementOfCase(as(office), copied)
		d.ok(err)
		if m.Rows != 3000 || m.Name != "出行数据" {
			t.Errorf("measurement of the case %+v", m)
		}
		if _, err := d.MeasurementOfCase(as(farm), copied); err == nil {
			t.Error("a stranger read the measurement of a case")
		}
		c, err := d.Comparison(as(office), copied, old)
		d.ok(err)
		if c.Here.Case != copied || c.There.Case != old || len(c.Here.Columns) != 3 || c.There.Rows != 3000 ||
			c.Finding.HereInThere < 900_000 || len(c.Finding.Columns) == 0 {
			t.Errorf("comparison %+v", c)
		}
		if _, err := d.Comparison(as(hotel), copied, old); err == nil {
			t.Error("the applicant read the comparison")
		}
	})
}
