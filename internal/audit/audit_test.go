package audit_test

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"shurong.org/shurong/internal/audit"
	"shurong.org/shurong/internal/db"
	"shurong.org/shurong/internal/db/dbtest"
)

const bank = "911100001000013428"

var (
	node = time.Date(2026, 3, 2, 1, 0, 0, 0, time.UTC)
	wall = time.Date(2025, 11, 24, 9, 0, 0, 0, time.UTC)
)

func request(t testing.TB) context.Context {
	ctx := audit.WithActor(t.Context(), audit.Actor{User: "u_1", Name: "王五", Org: bank})
	return audit.WithOrigin(ctx, audit.Origin{Request: "R1", Address: "192.0.2.1", Once: "digest", Node: node, Wall: wall})
}

func record(t testing.TB, d *db.DB, ctx context.Context, e audit.Entry) {
	t.Helper()
	if err := d.Tx(ctx, func(tx *db.Tx) error { return audit.Record(ctx, tx, e) }); err != nil {
		t.Fatal(err)
	}
}

func list(t testing.TB, d *db.DB, f audit.Filter) []audit.Row {
	t.Helper()
	var rows []audit.Row
	err := d.View(t.Context(), func(tx *db.Tx) (err error) {
		rows, err = audit.List(t.Context(), tx, f, 1000)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

func TestEntrySaysWhoWhatFromWhereAndWhen(t *testing.T) {
	dbtest.Each(t, db.NodeMigrations(), func(t *testing.T, d *db.DB) {
		record(t, d, request(t), audit.Entry{Action: "loan.disburse", Subject: "loan/1",
			Before: map[string]any{"rate": 0.25}, After: map[string]int{"b": 1, "a": 2}})
		rows := list(t, d, audit.Filter{Org: bank})
		if len(rows) != 1 {
			t.Fatalf("%d rows", len(rows))
		}
		r := rows[0]
		if r.Seq != 1 || r.Actor != "u_1" || r.ActorName != "王五" || r.Address != "192.0.2.1" || r.Request != "R1" ||
			!r.Node.Equal(node) || !r.Wall.Equal(wall) || string(r.Before) != `{"rate":0.25}` ||
			string(r.After) != `{"a":2,"b":1}` {
			t.Errorf("%+v", r)
		}
		if rows := list(t, d, audit.Filter{Org: "91440300MA5XXXXX1X"}); len(rows) != 0 {
			t.Errorf("another organisation sees %d rows", len(rows))
		}
	})
}

func TestEntryFallsWithItsChange(t *testing.T) {
	dbtest.Each(t, db.NodeMigrations(), func(t *testing.T, d *db.DB) {
		ctx := request(t)
		boom := errors.New("boom")
		err := d.Tx(ctx, func(tx *db.Tx) error {
			return errors.Join(audit.Record(ctx, tx, audit.Entry{Action: "a.b"}), boom)
		})
		if !errors.Is(err, boom) || len(list(t, d, audit.Filter{Org: bank})) != 0 {
			t.Errorf("%v", err)
		}
		err = d.View(ctx, func(tx *db.Tx) error {
			done, err := audit.CarriedOut(ctx, tx, "digest")
			if done {
				t.Error("a change that was rolled back counts as made")
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}

func TestLargeValueIsReplacedByItsDigest(t *testing.T) {
	d := dbtest.Node(t)
	record(t, d, request(t), audit.Entry{Action: "a.b", After: strings.Repeat("长", audit.MaxValue)})
	if r := list(t, d, audit.Filter{Org: bank})[0]; len(r.After) > 200 || !strings.Contains(string(r.After), "sha256") {
		t.Errorf("%d bytes kept", len(r.After))
	}
}

func TestFilters(t *testing.T) {
	d := dbtest.Node(t)
	for i := range 6 {
		record(t, d, request(t), audit.Entry{Actor: fmt.Sprint("u_", i%2), Action: "a.b", Subject: fmt.Sprint("s/", i%3)})
	}
	for _, x := range []struct {
		f    audit.Filter
		want int
	}{
		{audit.Filter{Org: bank, Subject: "s/1"}, 2},
		{audit.Filter{Org: bank, Actor: "u_1"}, 3},
		{audit.Filter{Org: bank, Before: 3}, 2},
		{audit.Filter{Org: bank, After: 3}, 3},
		{audit.Filter{Org: bank, Actor: "u_1", Subject: "s/0", Before: 5}, 1},
	} {
		if got := len(list(t, d, x.f)); got != x.want {
			t.Errorf("%+v: %d rows, want %d", x.f, got, x.want)
		}
	}
}

func TestExportIsOneLinePerEntryInOrder(t *testing.T) {
	dbtest.Each(t, db.NodeMigrations(), func(t *testing.T, d *db.DB) {
		const n = 1234 // more than two batches
		ctx := request(t)
		err := d.Tx(ctx, func(tx *db.Tx) error {
			for i := range n {
				if err := audit.Record(ctx, tx, audit.Entry{Action: "a.b", Subject: fmt.Sprint("s/", i),
					After: "第一行\n第二行"}); err != nil {
					return err
				}
			}
			return audit.Record(ctx, tx, audit.Entry{Org: "other", Action: "a.b"})
		})
		if err != nil {
			t.Fatal(err)
		}
		var out bytes.Buffer
		if err := audit.Export(ctx, d, audit.Filter{Org: bank}, &out); err != nil {
			t.Fatal(err)
		}
		lines := 0
		for sc := bufio.NewScanner(&out); sc.Scan(); lines++ {
			var r audit.Row
			if err := json.Unmarshal(sc.Bytes(), &r); err != nil || r.Subject != fmt.Sprint("s/", lines) {
				t.Fatalf("line %d: %s, %v", lines, sc.Text(), err)
			}
		}
		if lines != n {
			t.Errorf("%d lines, want %d", lines, n)
		}
	})
}
