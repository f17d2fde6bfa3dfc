package audit

import (
	"context"
	"sync/atomic"
	"time"
)

// Actor is who does something.
type Actor struct {
	User  string // identifier, or a program's name in angle brackets: "<node>"
	Name  string
	Org   string // credit code, or empty
	Token string // identifier of the API token used, or empty
}

// Origin is where a change comes from and when it arrived.
type Origin struct {
	Request string    // identifier of the request, also in the access log and the answer
	Address string    // remote address without port, or empty
	Once    string    // digest of the idempotency key, or empty
	Node    time.Time // by the node's clock
	Wall    time.Time // by the machine's clock

	recorded *atomic.Int64
}

type (
	actorKey  struct{}
	originKey struct{}
)

// WithActor returns a context under which changes are put down to a.
func WithActor(ctx context.Context, a Actor) context.Context {
	return context.WithValue(ctx, actorKey{}, a)
}

// ActorFrom returns the context's actor; the zero value is nobody.
func ActorFrom(ctx context.Context) Actor {
	a, _ := ctx.Value(actorKey{}).(Actor)
	return a
}

// WithOrigin returns a context under which changes are said to come from o.
func WithOrigin(ctx context.Context, o Origin) context.Context {
	o.recorded = new(atomic.Int64)
	return context.WithValue(ctx, originKey{}, o)
}

// OriginFrom returns the context's origin; ok is false outside a request.
func OriginFrom(ctx context.Context) (o Origin, ok bool) {
	o, ok = ctx.Value(originKey{}).(Origin)
	return o, ok
}

// Recorded returns how many entries were recorded under this origin so far.
func (o Origin) Recorded() int64 {
	if o.recorded == nil {
		return 0
	}
	return o.recorded.Load()
}
