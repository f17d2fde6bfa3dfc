package web

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"errors"
	"io/fs"
	"net/http"
	"path"
	"strings"

	"shurong.org/shurong/internal/api"
)

//go:embed all:dist
var built embed.FS

// noncePlaceholder stands in the built index page where each answer gets a nonce of its own (Vite: html.cspNonce).
const noncePlaceholder = "__CSP_NONCE__"

// hashedDir is where the build puts files whose names hold a digest of their content: they may be kept for ever.
const hashedDir = "assets/"

// types are the media types of what the build makes. The system's table is not asked: it differs between machines.
var types = map[string]string{
	".html": "text/html; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".mjs": "text/javascript; charset=utf-8",
	".css": "text/css; charset=utf-8", ".svg": "image/svg+xml", ".png": "image/png", ".ico": "image/x-icon",
	".json": "application/json", ".webmanifest": "application/manifest+json", ".woff2": "font/woff2",
	".txt": "text/plain; charset=utf-8", ".wasm": "application/wasm", ".map": "application/json",
}

// file is one file of the build with its compressed forms, made at build time.
type file struct {
	plain, gzip, brotli []byte
	etag, kind          string
}

// ui serves the built interface from memory: a few megabytes.
type ui struct{ files map[string]file }

// newInterface reads the build; without one it serves a page that says how to make it.
func newInterface(assets fs.FS) (*ui, error) {
	if assets == nil {
		sub, err := fs.Sub(built, "dist")
		if err != nil {
			return nil, err
		}
		assets = sub
	}
	u := &ui{files: map[string]file{}}
	err := fs.WalkDir(assets, ".", func(name string, d fs.DirEntry, err error) error {
		switch hidden := len(name) > 1 && strings.HasPrefix(path.Base(name), "."); {
		case err != nil:
			return err
		case d.IsDir() && hidden: // the build's own notes
			return fs.SkipDir
		case d.IsDir() || hidden:
			return nil
		}
		ext := path.Ext(name)
		if ext == ".gz" || ext == ".br" {
			return nil
		}
		return u.load(assets, name)
	})
	if errors.Is(err, fs.ErrNotExist) {
		err = nil
	}
	return u, err
}

func (u *ui) load(assets fs.FS, name string) error {
	b, err := fs.ReadFile(assets, name)
	if err != nil {
		return err
	}
	sum := sha256.Sum256(b)
	f := file{plain: b, etag: hex.EncodeToString(sum[:12]), kind: types[path.Ext(name)]}
	if f.kind == "" {
		f.kind = "application/octet-stream"
	}
	for ext, to := range map[string]*[]byte{".gz": &f.gzip, ".br": &f.brotli} {
		switch b, err := fs.ReadFile(assets, name+ext); {
		case err == nil:
			*to = b
		case !errors.Is(err, fs.ErrNotExist):
			return err
		}
	}
	u.files[name] = f
	return nil
}

// ServeHTTP serves a file of the build, or the index page for a path of its router. A path that looks like a file and
// is none is not found: a missing script must not be answered with a page.
func (u *ui) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		w.Header().Set("Allow", "GET, HEAD")
		api.WriteProblem(w, r, api.ErrMethod.With("method", r.Method, "allow", "GET, HEAD"))
		return
	}
	name := strings.TrimPrefix(path.Clean("/"+r.URL.Path), "/")
	if f, ok := u.files[name]; ok && name != "index.html" {
		f.serve(w, r, strings.HasPrefix(name, hashedDir))
		return
	}
	if path.Ext(name) != "" && name != "index.html" || strings.HasPrefix(name, hashedDir) {
		api.WriteProblem(w, r, errNoPage.With("path", r.URL.Path))
		return
	}
	u.index(w, r)
}

func (u *ui) index(w http.ResponseWriter, r *http.Request) {
	page, ok := u.files["index.html"]
	if !ok {
		w.Header().Set("Content-Type", types[".html"])
		_, _ = w.Write([]byte(notBuilt))
		return
	}
	nonce := newNonce()
	w.Header().Set("Content-Security-Policy", policyFor(nonce))
	w.Header().Set("Content-Type", page.kind)
	_, _ = w.Write(bytes.ReplaceAll(page.plain, []byte(noncePlaceholder), []byte(nonce)))
}

func (f file) serve(w http.ResponseWriter, r *http.Request, forEver bool) {
	h := w.Header()
	h.Set("Content-Type", f.kind)
	h.Set("Cache-Control", "no-cache")
	if forEver {
		h.Set("Cache-Control", "public, max-age=31536000, immutable")
	}
	body, tag := f.plain, f.etag
	if f.gzip != nil || f.brotli != nil {
		h.Set("Vary", "Accept-Encoding")
		accept := r.Header.Get("Accept-Encoding")
		switch {
		case f.brotli != nil && accepts(accept, "br"):
			h.Set("Content-Encoding", "br")
			body, tag = f.brotli, f.etag+"-br"
		case f.gzip != nil && accepts(accept, "gzip"):
			h.Set("Content-Encoding", "gzip")
			body, tag = f.gzip, f.etag+"-gz"
		}
	}
	h.Set("ETag", `"`+tag+`"`)
	if r.Header.Get("If-None-Match") == `"`+tag+`"` {
		h.Del("Content-Encoding")
		w.WriteHeader(http.StatusNotModified)
		return
	}
	_, _ = w.Write(body)
}

// accepts reports whether an Accept-Encoding header names an encoding and does not refuse it.
func accepts(header, encoding string) bool {
	for part := range strings.SplitSeq(header, ",") {
		name, q, _ := strings.Cut(strings.TrimSpace(part), ";")
		if strings.EqualFold(strings.TrimSpace(name), encoding) {
			q = strings.ReplaceAll(strings.TrimSpace(q), " ", "")
			return q != "q=0" && q != "q=0.0" && q != "q=0.00" && q != "q=0.000"
		}
	}
	return false
}

const notBuilt = `<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>数融 Shurong</title>
</head>
<body>
<main>
<h1>数融 Shurong</h1>
<p>节点正在运行，但这个程序里没有打包界面。请在源码目录执行 <code>make build</code> 后重新启动。</p>
<p lang="en">The node is running, but this program was built without its interface.
Run <code>make build</code> in the source directory and start it again.</p>
<p><a href="/api/openapi.json">/api/openapi.json</a> · <a href="/healthz">/healthz</a></p>
</main>
</body>
</html>
`
