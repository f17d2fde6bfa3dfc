package registrar_test

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"shurong.org/shurong/fault"
	"shurong.org/shurong/internal/api"
	"shurong.org/shurong/internal/audit"
	"shurong.org/shurong/internal/registrar"
)

func TestPublicObjectionsFromOneAddressAreBounded(t *testing.T) {
	d := newDesk(t, node(t))
	id := d.file(farm, form(), 0, 2000)
	d.posted(id)
	object := func(address string) error {
		ctx := audit.WithOrigin(context.Background(), audit.Origin{Request: "r", Address: address})
		_, err := d.ObjectInPublic(ctx, id, registrar.NewPublicObjection{
			Name: "王五", Contact: "13700000000", Text: "该数据由本人采集，申请人无权登记。",
		})
		return err
	}
	for i := range 5 {
		if err := object("192.0.2.7"); err != nil {
			t.Fatalf("objection %d: %v", i+1, err)
		}
	}
	err := object("192.0.2.7")
	if !errors.Is(err, registrar.ErrOften) {
		t.Fatalf("the sixth within an hour: %v", err)
	}
	if f := fault.From(err); api.Status(f) != 429 || f.Args()["retry_after"] == "" {
		t.Errorf("it is answered %d, wait %q", api.Status(f), f.Args()["retry_after"])
	}
	if err := object("192.0.2.8"); err != nil {
		t.Errorf("a neighbour is not served: %v", err)
	}
	d.Days(1)
	if err := object("192.0.2.7"); err != nil {
		t.Errorf("the next day: %v", err)
	}
	if n := d.count(t, "SELECT COUNT(*) FROM registrar_public_objection"); n != 7 {
		t.Error(fmt.Sprintf("%d are kept, want 7", n))
	}
}
