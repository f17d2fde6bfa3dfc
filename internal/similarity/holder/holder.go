// Package holder is the smallest second body of a split key: a service that keeps one share, evaluates blinded elements
// with it on a ticket of the registrar's node that it trusts, and keeps no registry, no store and no names.
//
//	site ──► registrar's node: request, checked and counted ──► answer with its own share, and a signed ticket
//	site ──► holder: the same blinded elements, the ticket ──► answer with the other share, and its proof
//
// Invariants:
//   - Nothing is evaluated without a ticket that the trusted node signed for exactly these elements and this share.
//   - A ticket serves once. Tickets from before the service began are refused, so that a restart forgets none.
//   - What is evaluated is bounded for a subject and in all over 24 hours, whatever the node signs; counted before it is done.
//   - A line of the log has counts and digests; elements are neither kept nor logged.
//
// Memory is bounded by the limit: 200 bytes a request of the last day.
package holder

import (
	"crypto/ed25519"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"sync"
	"time"

	"shurong.org/shurong/canon"
	"shurong.org/shurong/fault"
	"shurong.org/shurong/internal/clock"
	"shurong.org/shurong/internal/similarity/oprf"
	"shurong.org/shurong/internal/similarity/protocol"
)

var (
	// ErrMethod says that something else was asked than the service does.
	ErrMethod = fault.Define("holder.method", fault.NotFound,
		"本服务只接受 POST {path}", "this service takes POST {path} alone")
	// ErrBody says that a request cannot be read.
	ErrBody = fault.Define("holder.body", fault.Invalid, "请求无法读取", "the request cannot be read")
	// ErrLimit says that enough was evaluated.
	ErrLimit = fault.Define("holder.limit", fault.Limit,
		"24 小时内的计算量已达上限 {max}", "the limit of {max} elements within 24 hours is reached").
		Hint("请稍后再试", "try again later")
)

// skew is by how much the node's clock may be ahead.
const skew = 30 * time.Second

const window = 24 * time.Hour

// Limits bound what is evaluated within 24 hours, in elements.
type Limits struct{ Subject, All int }

// Holder is the service.
type Holder struct {
	share  *oprf.Share
	public string // digest of the share's public part, which tickets name
	trust  ed25519.PublicKey
	limits Limits
	clock  clock.Clock
	log    *slog.Logger
	begun  time.Time

	mu   sync.Mutex
	seen map[string]bool // nonces of tickets that are not over
	done []evaluation    // of the last 24 hours, the oldest first
}

type evaluation struct {
	at             time.Time
	nonce, subject string
	count          int
}

// New makes the service of a share that trusts a node's key.
func New(share *oprf.Share, trust ed25519.PublicKey, limits Limits, c clock.Clock, log *slog.Logger) (*Holder, error) {
	part, err := share.Part("")
	if err != nil {
		return nil, err
	}
	return &Holder{share: share, public: canon.Hex(part.Public), trust: trust, limits: limits, clock: c, log: log,
		begun: c.Now(), seen: map[string]bool{}}, nil
}

// ServeHTTP implements http.Handler.
func (h *Holder) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodPost || r.URL.Path != protocol.SharePath {
		refuse(w, ErrMethod.With("path", protocol.SharePath))
		return
	}
	raw, err := io.ReadAll(http.MaxBytesReader(w, r.Body, protocol.MaxRequest))
	var req protocol.ShareRequest
	if err != nil || json.Unmarshal(raw, &req) != nil {
		refuse(w, ErrBody.With())
		return
	}
	a, err := h.Evaluate(req)
	if err != nil {
		h.log.Warn("refused", "error", err.Error())
		refuse(w, err)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(a) // the site is gone if it fails
}

// Evaluate answers one request. Errors: [protocol.ErrTicket], [ErrLimit], those of oprf.
func (h *Holder) Evaluate(req protocol.ShareRequest) (*protocol.Answer, error) {
	t, err := protocol.ParseTicket(req.Ticket, h.trust)
	if err != nil {
		return nil, err
	}
	elements, ok := protocol.Split(req.Elements)
	if !ok || len(elements) == 0 || len(elements) > oprf.MaxBatch {
		return nil, oprf.ErrBatch.With("n", len(elements), "max", oprf.MaxBatch)
	}
	left, err := h.count(t, req.Elements, len(elements))
	if err != nil {
		return nil, err
	}
	e, err := h.share.Evaluate(elements)
	if err != nil {
		return nil, err
	}
	h.log.Info("evaluated", "epoch", t.Epoch, "elements", len(elements), "subject", t.Subject[:16], "left", left)
	return &protocol.Answer{Elements: protocol.Join(e.Elements), Epoch: t.Epoch, Left: left, Proof: e.Proof}, nil
}

// count holds a ticket against what it is presented with, spends it, and takes the elements off the limits.
func (h *Holder) count(t *protocol.Ticket, elements []byte, n int) (left int, err error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	now := h.clock.Now()
	bad := func(why, zh string) (int, error) { return 0, protocol.ErrTicket.With("why", why, "why_zh", zh) }
	issued, expires := time.UnixMilli(t.Issued), time.UnixMilli(t.Expires)
	switch {
	case t.Share != h.public || t.Epoch != h.share.Epoch():
		return bad("it is for another share", "用于另一密钥份额")
	case t.Count != n || t.Elements != canon.Hex(elements):
		return bad("it is for other elements", "用于另一批元素")
	case expires.Before(now) || expires.Sub(issued) > protocol.TicketLife || issued.After(now.Add(skew)):
		return bad("it is not good now", "不在有效期内")
	case issued.Before(h.begun):
		return bad("it is from before this service began", "签发于本服务启动之前")
	case h.seen[t.Nonce]:
		return bad("it was used", "已使用过")
	}
	h.forget(now)
	all, subject := n, n
	for _, e := range h.done {
		all += e.count
		if e.subject == t.Subject {
			subject += e.count
		}
	}
	switch {
	case subject > h.limits.Subject:
		return 0, ErrLimit.With("max", h.limits.Subject)
	case all > h.limits.All:
		return 0, ErrLimit.With("max", h.limits.All)
	}
	h.seen[t.Nonce] = true
	h.done = append(h.done, evaluation{at: now, nonce: t.Nonce, subject: t.Subject, count: n})
	return h.limits.Subject - subject, nil
}

// forget drops what is out of the window; its tickets are over long since.
func (h *Holder) forget(now time.Time) {
	n := 0
	for n < len(h.done) && now.Sub(h.done[n].at) >= window {
		delete(h.seen, h.done[n].nonce)
		n++
	}
	h.done = h.done[n:]
}

// refuse writes a problem document.
func refuse(w http.ResponseWriter, err error) {
	f := fault.From(err)
	status := map[fault.Kind]int{fault.Invalid: http.StatusUnprocessableEntity, fault.Forbidden: http.StatusForbidden,
		fault.NotFound: http.StatusNotFound, fault.Limit: http.StatusTooManyRequests}[f.Kind()]
	if status == 0 {
		status = http.StatusInternalServerError
	}
	w.Header().Set("Content-Type", "application/problem+json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(map[string]any{"code": f.Code(), "detail_zh": f.ZH(), "detail_en": f.EN()})
}
