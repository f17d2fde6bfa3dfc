package web_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/netip"
	"strings"
	"testing"
	"time"

	"shurong.org/shurong/internal/web"
)

func TestHealthTellsOperatorsAndHidesReasons(t *testing.T) {
	n := start(t, func(o *web.Options) {
		o.Checks = append(o.Checks, web.Check{Name: "registry",
			Check: func(context.Context) error { return errors.New("disk 10.0.0.7 is full") }})
	})
	r := n.browser().send("GET", "/healthz", "")
	if r.StatusCode != 503 || !strings.Contains(r.body, `"node":"ok"`) || !strings.Contains(r.body,
		`"registry":"failed"`) || strings.Contains(r.body, "10.0.0.7") {
		t.Errorf("%d %s", r.StatusCode, r.body)
	}
}

func TestMetricsAreForTheMachineOrTheToken(t *testing.T) {
	n := start(t, nil)
	b := n.browser()
	b.send("GET", "/api/v1/session?x=1", "")
	r := b.send("GET", "/metrics", "")
	if r.StatusCode != 200 || !strings.Contains(r.body,
		`shurong_http_requests_total{method="GET",route="/api/v1/session",status="422"} 1`) {
		t.Errorf("%d %s", r.StatusCode, r.body)
	}
	if r := b.send("GET", "/metrics", "", "X-Forwarded-For", "203.0.113.9"); r.StatusCode != 403 {
		t.Errorf("through a proxy: %d", r.StatusCode)
	}
	n = start(t, func(o *web.Options) { o.MetricsToken = "0123456789abcdef" })
	if r := n.browser().send("GET", "/metrics", ""); r.StatusCode != 403 {
		t.Errorf("without the token: %d", r.StatusCode)
	}
	if r := n.browser().send("GET", "/metrics", "", "Authorization", "Bearer 0123456789abcdef"); r.StatusCode != 200 {
		t.Errorf("with the token: %d", r.StatusCode)
	}
}

func TestForwardedAddressIsBelievedFromProxiesOnly(t *testing.T) {
	for _, x := range []struct {
		proxies   []netip.Prefix
		forwarded string
		want      string
	}{
		{nil, "203.0.113.9", "127.0.0.1"},
		{[]netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}, "203.0.113.9", "203.0.113.9"},
		{[]netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}, "1.1.1.1, 203.0.113.9", "203.0.113.9"},
		// the client wrote 1.1.1.1
		{[]netip.Prefix{netip.MustParsePrefix("127.0.0.0/8"), netip.MustParsePrefix("10.0.0.0/8")}, "203.0.113.9, 10.1.1.1",
			"203.0.113.9"},
		{[]netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}, "not an address", "127.0.0.1"},
		{[]netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}, "", "127.0.0.1"},
	} {
		n := start(t, func(o *web.Options) { o.Proxies = x.proxies })
		n.browser().send("GET", "/api/v1/session", "", "X-Forwarded-For", x.forwarded)
		if log := n.log.String(); !strings.Contains(log, `"address":"`+x.want+`"`) {
			t.Errorf("%q by %v: want %s in %s", x.forwarded, x.proxies, x.want, log)
		}
	}
}

func TestStopWaitsForRequestsUnderWay(t *testing.T) {
	entered, release := make(chan struct{}), make(chan struct{})
	n := start(t, func(o *web.Options) {
		o.Pages = map[string]http.Handler{"GET /slow": http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			close(entered)
			<-release
			_, _ = io.WriteString(w, "done")
		})}
	})
	answer := make(chan reply)
	go func() { answer <- n.browser().send("GET", "/slow", "") }()
	<-entered
	stopped := make(chan error)
	go func() { stopped <- n.stop() }()
	select {
	case err := <-stopped:
		t.Fatalf("stopped with a request under way: %v", err)
	default:
	}
	close(release)
	if r := <-answer; r.body != "done" {
		t.Errorf("%q", r.body)
	}
	if err := <-stopped; err != nil {
		t.Errorf("stop: %v", err)
	}
}

func TestStopGivesUpAtItsDeadline(t *testing.T) {
	entered := make(chan struct{})
	n := start(t, func(o *web.Options) {
		o.Stop = time.Millisecond
		o.Pages = map[string]http.Handler{"GET /stuck": http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
			close(entered)
			<-r.Context().Done()
		})}
	})
	go func() {
		if res, err := http.Get(n.url + "/stuck"); err == nil {
			_ = res.Body.Close()
		}
	}()
	<-entered
	if err := n.stop(); !errors.Is(err, web.ErrStop) {
		t.Errorf("stop: %v", err)
	}
}
