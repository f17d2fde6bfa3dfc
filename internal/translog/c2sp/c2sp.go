// Package c2sp serves the log as C2SP tlog-tiles: what a client of any transparency log reads.
//
//	GET /tlog/checkpoint                       the signed checkpoint, with the cosignatures of witnesses
//	GET /tlog/tile/<level>/<n>[.p/<width>]     hashes of a level, 256 a tile; .p/ for one that is not full
//	GET /tlog/tile/entries/<n>[.p/<width>]     the entries under a tile of level 0: 16 bits of length and the bytes, each
//
// <n> is written in groups of three digits, all but the last with an x before: 1234067 is x001/x234/067. What a tile's
// address holds never changes, so tiles may be kept for ever; the checkpoint may not be kept at all.
//
// Tiles are served from storage as they lie there. A tile is 8 kB and one row read; a bundle of entries is 256 rows, 0.5–1
// MB for registrations. An entry over 65,535 bytes has no place in a bundle and is an error; the registry's largest, a
// genesis, has 60 kB at most.
package c2sp

import (
	"context"
	"encoding/binary"
	"errors"
	"net/http"
	"strconv"
	"strings"

	"shurong.org/shurong/fault"
	"shurong.org/shurong/internal/api"
	"shurong.org/shurong/internal/sequence"
	"shurong.org/shurong/internal/translog"
	"shurong.org/shurong/proof"
)

const (
	width     = 256
	maxLevel  = 6 // what a log of proof.MaxSize has
	maxEntry  = 1<<16 - 1
	immutable = "public, max-age=31536000, immutable"
)

var (
	// ErrPath says that an address is none of a tile.
	ErrPath = fault.Define("tile.path", fault.NotFound,
		"没有地址为 {path} 的数据块", "there is no tile at {path}").
		Hint("地址格式见 C2SP tlog-tiles", "addresses are those of C2SP tlog-tiles")
	// ErrNotYet says that the log is not that long.
	ErrNotYet = fault.Define("tile.not_yet", fault.NotFound,
		"日志尚无此数据块", "the log does not have this tile yet")
	// ErrEntrySize says that an entry cannot be written into a bundle.
	ErrEntrySize = fault.Define("tile.entry_size", fault.Internal,
		"第 {index} 条日志超过 65535 字节", "entry {index} has more than 65,535 bytes")
)

// Tile names what is asked for. Entries is a bundle of entries, of level 0.
type Tile struct {
	Entries bool
	Level   int
	N       uint64
	Width   int // 1 to 256; 256 is a full tile
}

// ParsePath reads an address below /tile/, such as "0/x001/067.p/8". One tile has one address.
func ParsePath(path string) (Tile, error) {
	bad := ErrPath.With("path", printable(path))
	level, rest, found := strings.Cut(path, "/")
	if !found || len(path) > 100 {
		return Tile{}, bad
	}
	t := Tile{Width: width}
	switch level {
	case "entries":
		t.Entries = true
	default:
		l, err := strconv.Atoi(level)
		if err != nil || l < 0 || l > maxLevel || strconv.Itoa(l) != level {
			return Tile{}, bad
		}
		t.Level = l
	}
	if number, part, partial := strings.Cut(rest, ".p/"); partial {
		w, err := strconv.Atoi(part)
		if err != nil || w < 1 || w >= width || strconv.Itoa(w) != part {
			return Tile{}, bad
		}
		rest, t.Width = number, w
	}
	groups := strings.Split(rest, "/")
	for i, g := range groups {
		if i < len(groups)-1 {
			if !strings.HasPrefix(g, "x") {
				return Tile{}, bad
			}
			g = g[1:]
		}
		n, err := strconv.ParseUint(g, 10, 16)
		if err != nil || len(g) != 3 || strings.HasPrefix(g, "+") || t.N > proof.MaxSize/1000 {
			return Tile{}, bad
		}
		t.N = t.N*1000 + n
	}
	if t.Path() != path {
		return Tile{}, bad
	}
	return t, nil
}

// Path is the tile's address below /tile/.
func (t Tile) Path() string {
	n := strconv.FormatUint(t.N%1000+1000, 10)[1:]
	for rest := t.N / 1000; rest > 0; rest /= 1000 {
		n = "x" + strconv.FormatUint(rest%1000+1000, 10)[1:] + "/" + n
	}
	level := strconv.Itoa(t.Level)
	if t.Entries {
		level = "entries"
	}
	if t.Width < width {
		n += ".p/" + strconv.Itoa(t.Width)
	}
	return level + "/" + n
}

// Published gives the checkpoint that the log hands out.
type Published interface {
	Published(ctx context.Context) ([]byte, error)
}

// Server serves one log.
type Server struct {
	ledger     sequence.Ledger
	checkpoint Published
}

// New makes a server of a log.
func New(ledger sequence.Ledger, checkpoint Published) *Server {
	return &Server{ledger: ledger, checkpoint: checkpoint}
}

// Pages returns the handlers by ServeMux pattern.
func (s *Server) Pages() map[string]http.Handler {
	return map[string]http.Handler{
		"GET /tlog/checkpoint":     http.HandlerFunc(s.serveCheckpoint),
		"GET /tlog/tile/{path...}": http.HandlerFunc(s.serveTile),
	}
}

func (s *Server) serveCheckpoint(w http.ResponseWriter, r *http.Request) {
	cp, err := s.checkpoint.Published(r.Context())
	if err != nil {
		api.WriteProblem(w, r, fault.From(err))
		return
	}
	h := w.Header()
	h.Set("Content-Type", "text/plain; charset=utf-8")
	h.Set("Cache-Control", "no-cache")
	h.Set("Access-Control-Allow-Origin", "*")
	_, _ = w.Write(cp)
}

func (s *Server) serveTile(w http.ResponseWriter, r *http.Request) {
	t, err := ParsePath(r.PathValue("path"))
	var body []byte
	if err == nil {
		body, err = s.Read(r.Context(), t)
	}
	if err != nil {
		w.Header().Set("Cache-Control", "no-store") // what is not there yet will be
		api.WriteProblem(w, r, fault.From(err))
		return
	}
	h := w.Header()
	h.Set("Content-Type", "application/octet-stream")
	h.Set("Cache-Control", immutable)
	h.Set("Access-Control-Allow-Origin", "*")
	_, _ = w.Write(body)
}

// Read returns a tile. Errors: [ErrNotYet].
func (s *Server) Read(ctx context.Context, t Tile) ([]byte, error) {
	if t.Entries {
		return s.bundle(ctx, t)
	}
	var body []byte
	err := s.ledger.View(ctx, func(snap *sequence.Snapshot) (err error) {
		body, err = snap.LogTile(translog.ID{Level: t.Level, N: t.N})
		return err
	})
	if err != nil {
		return nil, err
	}
	if len(body) < t.Width*proof.HashSize {
		return nil, ErrNotYet.With()
	}
	return body[:t.Width*proof.HashSize], nil
}

func (s *Server) bundle(ctx context.Context, t Tile) ([]byte, error) {
	if t.N > proof.MaxSize/width {
		return nil, ErrNotYet.With()
	}
	entries, err := s.ledger.Entries(ctx, t.N*width, t.Width)
	if err != nil {
		return nil, err
	}
	if len(entries) < t.Width {
		return nil, ErrNotYet.With()
	}
	var out []byte
	for _, e := range entries {
		if len(e.Bytes) > maxEntry {
			return nil, ErrEntrySize.With("index", e.Index)
		}
		out = binary.BigEndian.AppendUint16(out, uint16(len(e.Bytes)))
		out = append(out, e.Bytes...)
	}
	return out, nil
}

// ErrBundle says that bytes are not a bundle of entries.
var ErrBundle = errors.New("c2sp: not a bundle of entries")

// ParseBundle splits a bundle into its entries.
func ParseBundle(b []byte) ([][]byte, error) {
	var out [][]byte
	for len(b) > 0 {
		if len(b) < 2 || len(out) == width {
			return nil, ErrBundle
		}
		n := int(binary.BigEndian.Uint16(b))
		if len(b) < 2+n {
			return nil, ErrBundle
		}
		out, b = append(out, b[2:2+n]), b[2+n:]
	}
	return out, nil
}

func printable(s string) string {
	s = strings.ToValidUTF8(s, "?")
	if r := []rune(s); len(r) > 60 {
		return string(r[:60]) + "…"
	}
	return s
}
