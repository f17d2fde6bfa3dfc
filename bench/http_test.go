package main

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"runtime"
	"testing"

	"shurong.org/shurong/internal/config"
	"shurong.org/shurong/internal/node"
)

// clients is the number of connections that figures over HTTP are stated for.
const clients = 64

// serve runs a founded node and returns its address.
func serve(b *testing.B) string {
	cfg, err := config.Load([]string{"--data-dir=" + b.TempDir(), "--origin=bench.example/registry"}, nil)
	if err != nil {
		b.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	n, err := node.Open(ctx, cfg, slog.New(slog.DiscardHandler), "bench")
	if err != nil {
		b.Fatal(err)
	}
	founding := node.Founding{USCC: "12320000MAEX133485", NameZH: "江苏示例", Region: "320000",
		CodeRegion: "32", CodeDigit: "1"}
	served := make(chan error, 1)
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		b.Fatal(err)
	}
	go func() { served <- n.Serve(ctx, ln) }()
	b.Cleanup(func() {
		stop()
		if err := <-served; err != nil {
			b.Error(err)
		}
		if err := n.Close(); err != nil {
			b.Error(err)
		}
	})
	if err := n.Found(ctx, founding); err != nil {
		b.Fatal(err)
	}
	return "http://" + ln.Addr().String()
}

// BenchmarkHTTP is an entry with its inclusion proof fetched over loopback from a whole node, beside a server that
// answers the same bytes from memory: what is left is Go's HTTP and the client.
func BenchmarkHTTP(b *testing.B) {
	url := serve(b) + "/api/v1/log/entries/0"
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: clients}}
	answer, err := fetch(client, url)
	if err != nil {
		b.Fatal(err)
	}
	peer := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		_, _ = w.Write(answer)
	}))
	b.Cleanup(peer.Close)
	for _, s := range []struct{ name, address string }{{"proof", url}, {"peer", peer.URL}} {
		b.Run(s.name, func(b *testing.B) {
			b.SetParallelism(max(1, clients/runtime.GOMAXPROCS(0))) // times the cores
			b.RunParallel(func(pb *testing.PB) {
				for pb.Next() {
					if _, err := fetch(client, s.address); err != nil {
						b.Error(err)
						return
					}
				}
			})
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "requests/s")
		})
	}
}

func fetch(client *http.Client, url string) ([]byte, error) {
	resp, err := client.Get(url)
	if err != nil {
		return nil, err
	}
	defer func() { _ = resp.Body.Close() }()
	body, err := io.ReadAll(resp.Body)
	if err == nil && resp.StatusCode != http.StatusOK {
		err = fmt.Errorf("%s: %s", resp.Status, body)
	}
	return body, err
}
