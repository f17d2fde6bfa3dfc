package clock_test

import (
	"context"
	"errors"
	"runtime"
	"testing"
	"time"

	"shurong.org/shurong/internal/clock"
	"shurong.org/shurong/internal/db"
	"shurong.org/shurong/internal/db/dbtest"
)

var start = time.Date(2026, 3, 2, 1, 0, 0, 0, time.UTC)

func TestExampleClockStandsStillAndSurvivesARestart(t *testing.T) {
	dbtest.Each(t, db.NodeMigrations(), func(t *testing.T, d *db.DB) {
		ctx := context.Background()
		c, err := clock.NewExample(ctx, d, start)
		if err != nil {
			t.Fatal(err)
		}
		if !c.Now().Equal(start) || !c.Now().Equal(c.Now()) {
			t.Errorf("now = %v, want %v", c.Now(), start)
		}
		if err := c.Advance(ctx, 36*time.Hour); err != nil {
			t.Fatal(err)
		}
		again, err := clock.NewExample(ctx, d, start)
		if err != nil {
			t.Fatal(err)
		}
		if want := start.Add(36 * time.Hour); !again.Now().Equal(want) {
			t.Errorf("after a restart now = %v, want %v", again.Now(), want)
		}
	})
}

func TestExampleClockNeverGoesBack(t *testing.T) {
	ctx := context.Background()
	c, err := clock.NewExample(ctx, dbtest.Node(t), start)
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Set(ctx, start.Add(-time.Millisecond)); !errors.Is(err, clock.ErrBackwards) {
		t.Errorf("error = %v, want ErrBackwards", err)
	}
	if err := c.Set(ctx, start.AddDate(90, 0, 0)); !errors.Is(err, clock.ErrTooFar) {
		t.Errorf("error = %v, want ErrTooFar", err)
	}
	if !c.Now().Equal(start) {
		t.Errorf("a refused move changed the clock to %v", c.Now())
	}
}

func TestExampleClockIsReadByAWriterThatAMoveWaitsFor(t *testing.T) {
	ctx := context.Background()
	d := dbtest.Node(t)
	c, err := clock.NewExample(ctx, d, start)
	if err != nil {
		t.Fatal(err)
	}
	moved := make(chan error, 1)
	err = d.Tx(ctx, func(*db.Tx) error {
		go func() { moved <- c.Advance(ctx, time.Hour) }()
		for range 10_000 { // lets the move come to where it waits for this writer
			runtime.Gosched()
			c.Now()
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := <-moved; err != nil || !c.Now().Equal(start.Add(time.Hour)) {
		t.Errorf("now = %v, error %v", c.Now(), err)
	}
}
