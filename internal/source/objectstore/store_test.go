package objectstore_test

import (
	"bufio"
	"bytes"
	"crypto/md5" //nolint:gosec // for data
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"net/http/httputil"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/minio/minio-go/v7"
	"github.com/minio/minio-go/v7/pkg/credentials"
	"github.com/parquet-go/parquet-go"
	"github.com/xuri/excelize/v2"

	"shurong.org/shurong/fault"
	"shurong.org/shurong/internal/source"
	"shurong.org/shurong/internal/source/objectstore"
	"shurong.org/shurong/internal/source/partition"
	"shurong.org/shurong/internal/source/sourcetest"
	"shurong.org/shurong/internal/table"
)

const (
	key    = "reader"
	secret = "pLanted-Secret-9"
	bucket = "data"
	// gateway is the server that tests run against: S3 over a folder.
	gateway = "github.com/versity/versitygw/cmd/versitygw@v1.8.0"
)

// server starts a private versitygw and returns its address and a client that may do anything. Without it the test is
// skipped, or fails if $CI is set.
func server(t *testing.T) (endpoint string, admin *minio.Client) {
	t.Helper()
	program, err := exec.LookPath("versitygw")
	if err != nil {
		home, _ := os.UserHomeDir()
		program = filepath.Join(home, "go", "bin", "versitygw")
		if _, err := os.Stat(program); err != nil {
			const install = "versitygw was not found: go install " + gateway
			if os.Getenv("CI") != "" {
				t.Fatal(install)
			}
			t.Skip(install)
		}
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := l.Addr().String()
	_ = l.Close()
	dir := t.TempDir()
	for _, d := range []string{"root", "meta"} {
		if err := os.Mkdir(filepath.Join(dir, d), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	cmd := exec.Command(program, "--port", address, "posix", "--sidecar", filepath.Join(dir, "meta"), filepath.Join(dir,
		"root"))
	cmd.Env = append(os.Environ(), "ROOT_ACCESS_KEY="+key, "ROOT_SECRET_KEY="+secret)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	cmd.Stderr = cmd.Stdout
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
	})
	r := bufio.NewReader(out)
	for { // it says where it listens, then logs requests
		line, err := r.ReadString('\n')
		if err != nil {
			t.Fatalf("the server did not start: %v", err)
		}
		if strings.Contains(line, address) {
			break
		}
	}
	go func() { _, _ = io.Copy(io.Discard, r) }()
	admin, err = minio.New(address, &minio.Options{Creds: credentials.NewStaticV4(key, secret, ""),
		Region: "us-east-1"})
	if err != nil {
		t.Fatal(err)
	}
	if err := admin.MakeBucket(t.Context(), bucket, minio.MakeBucketOptions{}); err != nil {
		t.Fatal(err)
	}
	return "http://" + address, admin
}

func put(t *testing.T, admin *minio.Client, name string, content []byte) {
	t.Helper()
	if _, err := admin.PutObject(t.Context(), bucket, name, bytes.NewReader(content), int64(len(content)),
		minio.PutObjectOptions{}); err != nil {
		t.Fatal(err)
	}
}

// env is an environment of names and values.
func env(pairs ...string) func(string) string {
	return func(name string) string {
		for i := 0; i < len(pairs); i += 2 {
			if pairs[i] == name {
				return pairs[i+1]
			}
		}
		return ""
	}
}

var keys = env("AWS_ACCESS_KEY_ID", key, "AWS_SECRET_ACCESS_KEY", secret)

func read(t *testing.T, location string, getenv func(string) string) (rows []string, s table.Stream, err error) {
	t.Helper()
	s, err = source.Open(t.Context(), location, source.Options{Getenv: getenv})
	if err != nil {
		return nil, nil, err
	}
	defer func() { _ = s.Close() }()
	rows, err = sourcetest.Rows(s)
	return rows, s, err
}

func csv(rows int) []byte {
	var b bytes.Buffer
	b.WriteString("id,v\n")
	r := rand.New(rand.NewPCG(1, 2))
	for i := range rows {
		fmt.Fprintf(&b, "%d,%d\n", i, r.Int64())
	}
	return b.Bytes()
}

func TestObjectsOfAStore(t *testing.T) {
	endpoint, admin := server(t)
	content := csv(100_000)
	put(t, admin, "plain.csv", content)
	put(t, admin, "lake/d=2/x.csv", []byte("id,v\n3,c\n"))
	put(t, admin, "lake/d=1/x.csv", []byte("id,v\n1,a\n2,b\n"))
	put(t, admin, "lake/_SUCCESS", []byte("x"))
	put(t, admin, "empty.csv", nil)
	at := func(key string) string {
		return "s3://" + bucket + "/" + key + "?endpoint=" + url.QueryEscape(endpoint)
	}

	t.Run("an object is read whole, with the digest of the file", func(t *testing.T) {
		rows, s, err := read(t, at("plain.csv"), keys)
		if err != nil || len(rows) != 100_000 {
			t.Fatalf("%d rows, %v", len(rows), err)
		}
		local, err := source.Open(t.Context(), sourcetest.File(t, "plain.csv", content), source.Options{})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := sourcetest.Rows(local); err != nil || local.Digest() != s.Digest() {
			t.Errorf("another digest than of the file, %v", err)
		}
		if read, total := s.Size(); read != total || total != int64(len(content)) {
			t.Errorf("read %d of %d", read, total)
		}
	})
	t.Run("a prefix is one table", func(t *testing.T) {
		rows, s, err := read(t, at("lake/"), keys)
		if err != nil || strings.Join(rows, " ") != "1|a|1 2|b|1 3|c|2" {
			t.Fatalf("%q, %v", rows, err)
		}
		if parts := source.Unwrap(s).(*partition.Stream).Parts(); len(parts) != 2 || parts[1].Name != "d=2/x.csv" {
			t.Errorf("%+v", parts)
		}
	})
	t.Run("decoders that jump about read the same", func(t *testing.T) {
		var pq, xl bytes.Buffer
		type order struct {
			ID   int64
			Name string
		}
		w := parquet.NewGenericWriter[order](&pq, parquet.MaxRowsPerRowGroup(20_000))
		book := excelize.NewFile()
		_ = book.SetSheetRow("Sheet1", "A1", &[]any{"ID", "Name"})
		for i := range 100_000 {
			name := fmt.Sprintf("%x", md5.Sum([]byte{byte(i), byte(i >> 8), byte(i >> 16)})) //nolint:gosec // hard to pack
			if _, err := w.Write([]order{{int64(i), name}}); err != nil {
				t.Fatal(err)
			}
			if i < 2000 {
				_ = book.SetSheetRow("Sheet1", fmt.Sprintf("A%d", i+2), &[]any{i, name})
			}
		}
		if err := errors.Join(w.Close(), book.Write(&xl)); err != nil {
			t.Fatal(err)
		}
		for name, content := range map[string][]byte{"x.parquet": pq.Bytes(), "x.xlsx": xl.Bytes()} {
			put(t, admin, name, content)
			local, err := source.Open(t.Context(), sourcetest.File(t, name, content), source.Options{})
			if err != nil {
				t.Fatal(err)
			}
			want, err := sourcetest.Rows(local)
			if err != nil {
				t.Fatal(err)
			}
			rows, s, err := read(t, at(name), keys)
			if err != nil || !slices.Equal(rows, want) || s.Digest() != local.Digest() {
				t.Errorf("%s: %d rows of %d, %v", name, len(rows), len(want), err)
			}
		}
	})
	t.Run("credentials come from a file", func(t *testing.T) {
		file := sourcetest.File(t, "credentials",
			[]byte("[owner]\naws_access_key_id = "+key+"\naws_secret_access_key = "+secret+"\n"))
		_, _, err := read(t, at("lake/"), env("AWS_SHARED_CREDENTIALS_FILE", file, "AWS_PROFILE", "owner"))
		if err != nil {
			t.Error(err)
		}
	})
	t.Run("faults", func(t *testing.T) {
		wrong := env("AWS_ACCESS_KEY_ID", key, "AWS_SECRET_ACCESS_KEY", secret+"x")
		for name, c := range map[string]struct {
			location string
			getenv   func(string) string
			want     *fault.Def
		}{
			"no object":    {at("absent.csv"), keys, objectstore.ErrNoObject},
			"no prefix":    {at("absent/"), keys, partition.ErrNone},
			"no bucket":    {strings.Replace(at("x/"), bucket, "absent", 1), keys, objectstore.ErrNoBucket},
			"wrong secret": {at("plain.csv"), wrong, objectstore.ErrForbidden},
			"anonymous": {at("plain.csv"), env("AWS_SHARED_CREDENTIALS_FILE", "/nonexistent"),
				objectstore.ErrForbidden},
			"empty":        {at("empty.csv"), keys, table.ErrEmpty},
			"nobody there": {"s3://data/x?endpoint=http://127.0.0.1:1", keys, objectstore.ErrConnect},
			"endpoint":     {"s3://data/x?endpoint=ftp://h", keys, objectstore.ErrEndpoint},
		} {
			_, _, err := read(t, c.location, c.getenv)
			if !errors.Is(err, c.want) {
				t.Errorf("%s: %v", name, err)
			} else if strings.Contains(err.Error(), secret) {
				t.Errorf("%s tells the secret: %v", name, err)
			}
		}
	})
	t.Run("a connection that breaks is taken up where it broke", func(t *testing.T) {
		through, broken := breaking(t, endpoint, 300_000)
		rows, _, err := read(t, "s3://data/plain.csv?endpoint="+through, keys)
		if err != nil || len(rows) != 100_000 {
			t.Fatalf("%d rows, %v", len(rows), err)
		}
		if broken.Load() < 3 {
			t.Errorf("broken %d times", broken.Load())
		}
	})
	t.Run("a connection that always breaks is a fault", func(t *testing.T) {
		through, _ := breaking(t, endpoint, 0)
		_, _, err := read(t, "s3://data/plain.csv?endpoint="+through, keys)
		if !errors.Is(err, objectstore.ErrBroken) {
			t.Fatalf("got %v", err)
		}
	})
	t.Run("an object that is replaced while it is read is noticed", func(t *testing.T) {
		s, err := source.Open(t.Context(), at("plain.csv"), source.Options{Getenv: keys})
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = s.Close() }()
		put(t, admin, "plain.csv", csv(99_999))
		if _, err := sourcetest.Rows(s); !errors.Is(err, table.ErrChanged) {
			t.Fatalf("got %v", err)
		}
	})
	t.Run("an object that is removed while it is read is noticed", func(t *testing.T) {
		s, err := source.Open(t.Context(), at("plain.csv"), source.Options{Getenv: keys})
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = s.Close() }()
		if err := admin.RemoveObject(t.Context(), bucket, "plain.csv", minio.RemoveObjectOptions{}); err != nil {
			t.Fatal(err)
		}
		if _, err := sourcetest.Rows(s); !errors.Is(err, table.ErrVanished) {
			t.Fatalf("got %v", err)
		}
	})
}

// breaking is a way to the server on which every answer to a GET of an object breaks off after so many bytes.
func breaking(t *testing.T, endpoint string, after int64) (address string, broken *atomic.Int64) {
	t.Helper()
	target, err := url.Parse(endpoint)
	if err != nil {
		t.Fatal(err)
	}
	broken = new(atomic.Int64)
	proxy := &httputil.ReverseProxy{
		// The signature is over the host that the client asked for.
		Rewrite: func(r *httputil.ProxyRequest) {
			r.Out.URL.Scheme, r.Out.URL.Host, r.Out.Host = "http", target.Host, r.In.Host
		},
		ModifyResponse: func(r *http.Response) error {
			if r.Request.Method == http.MethodGet && r.StatusCode == http.StatusPartialContent &&
				r.ContentLength > after {
				r.Body = &breaks{r.Body, after, broken}
			}
			return nil
		},
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s := &http.Server{Handler: proxy} //nolint:gosec // of a test
	go func() { _ = s.Serve(l) }()
	t.Cleanup(func() { _ = s.Close() })
	return "http://" + l.Addr().String(), broken
}

type breaks struct {
	io.ReadCloser
	left   int64
	broken *atomic.Int64
}

func (b *breaks) Read(p []byte) (int, error) {
	if b.left <= 0 {
		b.broken.Add(1)
		return 0, io.ErrUnexpectedEOF
	}
	n, err := b.ReadCloser.Read(p[:min(int64(len(p)), b.left)])
	b.left -= int64(n)
	return n, err
}
