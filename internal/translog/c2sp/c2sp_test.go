package c2sp_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"testing"

	flog "github.com/transparency-dev/formats/log"
	"github.com/transparency-dev/merkle/proof"
	"github.com/transparency-dev/merkle/rfc6962"
	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"shurong.org/shurong/daycount"
	"shurong.org/shurong/internal/db/dbtest"
	"shurong.org/shurong/internal/keyring/keyringtest"
	"shurong.org/shurong/internal/registry"
	"shurong.org/shurong/internal/sequence"
	"shurong.org/shurong/internal/translog/c2sp"
)

var ctx = context.Background()

// plain publishes the latest checkpoint without witnesses.
type plain struct{ sequence.Ledger }

func (p plain) Published(ctx context.Context) (cp []byte, err error) {
	err = p.View(ctx, func(s *sequence.Snapshot) error {
		cp = s.Checkpoint()
		return nil
	})
	return cp, err
}

// site serves the log of a world with n entries and more.
func site(t *testing.T, n int) (*keyringtest.World, *httptest.Server) {
	t.Helper()
	w := keyringtest.New(t, dbtest.Node(t))
	for i := 0; w.Ledger.Size() < uint64(n); i++ {
		w.Submit(keyringtest.Registrar, &registry.CalendarAdd{Year: daycount.Year{Year: 2100 + i, Source: "test",
			Holidays: []daycount.Date{}, WorkingWeekends: []daycount.Date{}}})
	}
	mux := http.NewServeMux()
	for pattern, h := range c2sp.New(w.Ledger, plain{w.Ledger}).Pages() {
		mux.Handle(pattern, h)
	}
	srv := httptest.NewServer(mux)
	t.Cleanup(srv.Close)
	return w, srv
}

func get(t *testing.T, srv *httptest.Server, path string, status int) ([]byte, http.Header) {
	t.Helper()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, srv.URL+"/tlog/"+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = res.Body.Close() }()
	b, err := io.ReadAll(res.Body)
	if err != nil || res.StatusCode != status {
		t.Fatalf("GET %s: %d, want %d; %v", path, res.StatusCode, status, err)
	}
	return b, res.Header
}

// client reads hashes through tiles, as golang.org/x/mod/sumdb/tlog does for any log.
type client struct {
	t   *testing.T
	srv *httptest.Server
}

func (c client) Height() int { return 8 }

func (c client) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	out := make([][]byte, len(tiles))
	for i, tile := range tiles {
		path := c2sp.Tile{Level: tile.L, N: uint64(tile.N), Width: tile.W}.Path()
		out[i], _ = get(c.t, c.srv, "tile/"+path, 200)
	}
	return out, nil
}

func (c client) SaveTiles([]tlog.Tile, [][]byte) {}

func TestOtherClientsReadTheLogThroughItsTiles(t *testing.T) {
	w, srv := site(t, 300)
	raw, h := get(t, srv, "checkpoint", 200)
	if h.Get("Content-Type") != "text/plain; charset=utf-8" || h.Get("Cache-Control") != "no-cache" {
		t.Errorf("checkpoint's headers %v", h)
	}
	v, err := note.NewVerifier(w.Ledger.VerifierKey())
	if err != nil {
		t.Fatal(err)
	}
	cp, _, _, err := flog.ParseCheckpoint(raw, keyringtest.Origin, v)
	if err != nil {
		t.Fatal(err)
	}
	reader := tlog.TileHashReader(tlog.Tree{N: int64(cp.Size), Hash: tlog.Hash(cp.Hash)}, client{t, srv})
	// Every entry of both bundles is where the tiles say, by the paths of x/mod and the checks of transparency-dev.
	first, h := get(t, srv, "tile/entries/000", 200)
	if h.Get("Cache-Control") != "public, max-age=31536000, immutable" || h.Get("Content-Type") != "application/octet-stream" {
		t.Errorf("tile's headers %v", h)
	}
	last, _ := get(t, srv, fmt.Sprintf("tile/entries/001.p/%d", cp.Size-256), 200)
	var entries [][]byte
	for _, b := range [][]byte{first, last} {
		some, err := c2sp.ParseBundle(b)
		if err != nil {
			t.Fatal(err)
		}
		entries = append(entries, some...)
	}
	if uint64(len(entries)) != cp.Size {
		t.Fatalf("%d entries of %d", len(entries), cp.Size)
	}
	for _, i := range []int64{0, 1, 255, 256, int64(cp.Size) - 1} {
		path, err := tlog.ProveRecord(int64(cp.Size), i, reader)
		if err != nil {
			t.Fatal(err)
		}
		hashes := make([][]byte, len(path))
		for j := range path {
			hashes[j] = path[j][:]
		}
		leaf := rfc6962.DefaultHasher.HashLeaf(entries[i])
		if err := proof.VerifyInclusion(rfc6962.DefaultHasher, uint64(i), cp.Size, leaf, hashes, cp.Hash); err != nil {
			t.Errorf("entry %d: %v", i, err)
		}
	}
	// A tile that grew still answers at its smaller widths, with the same bytes.
	part, _ := get(t, srv, "tile/0/000.p/7", 200)
	full, _ := get(t, srv, "tile/0/000", 200)
	if !bytes.HasPrefix(full, part) || len(part) != 7*32 || len(full) != 256*32 {
		t.Error("a partial tile is no prefix of the full one")
	}
}

func TestAddressesThatAreNoTileOrNotYet(t *testing.T) {
	_, srv := site(t, 10)
	for _, path := range []string{
		"tile/0/000", "tile/0/001.p/1", "tile/1/000.p/1", "tile/entries/000", "tile/entries/000.p/200", "tile/0/x001/000",
		"tile/7/000", "tile/-1/000", "tile/00/000", "tile/0/0", "tile/0/0000", "tile/0/x000/000", "tile/0/000.p/0", "tile/0/000.p/256",
		"tile/0/000.p/01", "tile/0/001/000", "tile/0/x001", "tile/0/+01", "tile/0/", "tile/data/000", "tile/0/000.p/1/2",
	} {
		_, h := get(t, srv, path, 404)
		if h.Get("Cache-Control") != "no-store" {
			t.Errorf("%s: a refusal may be kept: %v", path, h)
		}
	}
}

func FuzzParsePath(f *testing.F) {
	for _, s := range []string{"0/000", "entries/x001/x234/067.p/8", "6/x999/999", "0/x000/000", "0/000.p/256"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, path string) {
		tile, err := c2sp.ParsePath(path)
		if err == nil && (tile.Path() != path || tile.Width < 1 || tile.Width > 256) {
			t.Fatalf("%q is read as %+v, %q", path, tile, tile.Path())
		}
	})
}

func FuzzParseBundle(f *testing.F) {
	f.Add([]byte{0, 1, 'a', 0, 0})
	f.Fuzz(func(t *testing.T, b []byte) {
		entries, err := c2sp.ParseBundle(b)
		total := 0
		for _, e := range entries {
			total += 2 + len(e)
		}
		if err == nil && total != len(b) {
			t.Fatal("bytes were lost")
		}
	})
}
