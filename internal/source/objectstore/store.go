// Package objectstore reads objects of S3-compatible stores like files.
//
// A key, or all keys under a prefix that ends with a slash. Every object is pinned to the ETag that it had when it was
// opened: each request says If-Match, so that an object that is replaced while it is read is noticed at the next
// request, and at the latest when everything was read. A connection that breaks is taken up again at the byte where it
// broke, up to [maxResumes] times without progress. Nothing is written, neither there nor to a local disk; decoders
// that jump about (Parquet, XLSX) read 1-MiB pieces of which the last few are kept.
//
// Credentials come from the environment (AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN) or the file of
// AWS_SHARED_CREDENTIALS_FILE (~/.aws/credentials) and profile AWS_PROFILE; without either, requests are anonymous.
// The endpoint is that of the location, AWS_ENDPOINT_URL_S3 or AWS_ENDPOINT_URL, the region AWS_REGION.
package objectstore

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"path"
	"slices"
	"strings"
	"time"

	"github.com/minio/minio-go/v7"
	"github.com/minio/minio-go/v7/pkg/credentials"

	"shurong.org/shurong/fault"
	"shurong.org/shurong/internal/source/folder"
	"shurong.org/shurong/internal/source/partition"
	"shurong.org/shurong/internal/table"
)

// Faults.
var (
	ErrEndpoint = fault.Define("objectstore.endpoint", fault.Invalid,
		"对象存储地址无效：{why}", "the object store's address is not valid: {why}").
		Hint("如 s3://桶/键?endpoint=https://oss.example.com&region=cn-north-1",
			"such as s3://bucket/key?endpoint=https://oss.example.com&region=cn-north-1")
	ErrConnect = fault.Define("objectstore.connect", fault.Unavailable,
		"连接不上对象存储 {server}", "the object store {server} cannot be reached").
		Hint("请检查地址、网络和证书", "check address, network and certificate")
	ErrForbidden = fault.Define("objectstore.forbidden", fault.Forbidden,
		"对象存储拒绝读取 {name}（{code}）", "the object store refuses to hand out {name} ({code})").
		Hint("请检查访问密钥，并授予 s3:GetObject 与 s3:ListBucket",
			"check the access key; it needs s3:GetObject and s3:ListBucket")
	ErrNoBucket = fault.Define("objectstore.no_bucket", fault.NotFound,
		"没有存储桶 {bucket}", "there is no bucket {bucket}").
		Hint("请检查桶名、地域和接入地址", "check bucket, region and endpoint")
	ErrNoObject = fault.Define("objectstore.no_object", fault.NotFound,
		"存储桶 {bucket} 中没有 {key}", "bucket {bucket} has no {key}").
		Hint("请检查键名；要读取前缀下所有对象，请以 / 结尾", "check the key; end it with / to read all objects below it")
	ErrBroken = fault.Define("objectstore.broken", fault.Unavailable,
		"读取 {name} 时连接多次中断，停在第 {offset} 字节",
		"the connection broke again and again while {name} was read, at byte {offset}").
		Hint("请检查网络后重试；本次结果未保存", "check the network and try again; nothing was kept")
	ErrServer = fault.Define("objectstore.server", fault.Unavailable,
		"对象存储读取 {name} 时报错 {code}", "the object store reports {code} for {name}").
		Hint("请稍后重试；本次结果未保存", "try again later; nothing was kept")
)

// Request says where to read.
type Request struct {
	Bucket, Key      string
	Endpoint, Region string // "": from the environment
	Getenv           func(string) string
}

// Store is a bucket.
type Store struct {
	client *minio.Client
	bucket string
	server string
	ctx    context.Context
}

// Connect makes a client of the store. Nothing is sent yet.
func Connect(ctx context.Context, r Request) (*Store, error) {
	endpoint := r.Endpoint
	for _, name := range []string{"AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL"} {
		if endpoint == "" {
			endpoint = r.Getenv(name)
		}
	}
	if endpoint == "" {
		endpoint = "https://s3.amazonaws.com"
	}
	if !strings.Contains(endpoint, "://") {
		endpoint = "https://" + endpoint
	}
	u, err := url.Parse(endpoint)
	if err != nil || u.Host == "" || u.User != nil || u.Scheme != "https" && u.Scheme != "http" {
		return nil, ErrEndpoint.With("why", "endpoint")
	}
	region := r.Region
	for _, name := range []string{"AWS_REGION", "AWS_DEFAULT_REGION"} {
		if region == "" {
			region = r.Getenv(name)
		}
	}
	if region == "" && !strings.HasSuffix(u.Hostname(), "amazonaws.com") {
		region = "us-east-1" // what stores of other makers call theirs; else the client would ask, which needs a right
	}
	client, err := minio.New(u.Host, &minio.Options{
		Creds: keys(r.Getenv), Secure: u.Scheme == "https", Region: region, Transport: transport(), MaxRetries: 3,
	})
	if err != nil {
		return nil, ErrEndpoint.With("why", "endpoint")
	}
	return &Store{client: client, bucket: r.Bucket, server: u.Host, ctx: ctx}, nil
}

func keys(getenv func(string) string) *credentials.Credentials {
	if id, secret := getenv("AWS_ACCESS_KEY_ID"), getenv("AWS_SECRET_ACCESS_KEY"); id != "" && secret != "" {
		return credentials.NewStaticV4(id, secret, getenv("AWS_SESSION_TOKEN"))
	}
	return credentials.NewChainCredentials([]credentials.Provider{
		&credentials.FileAWSCredentials{Filename: getenv("AWS_SHARED_CREDENTIALS_FILE"),
			Profile: getenv("AWS_PROFILE")},
		&credentials.Static{Value: credentials.Value{SignerType: credentials.SignatureAnonymous}},
	})
}

// transport waits for a server's answer, but not for ever.
func transport() http.RoundTripper {
	t, ok := http.DefaultTransport.(*http.Transport)
	if !ok {
		return http.DefaultTransport
	}
	t = t.Clone()
	t.ResponseHeaderTimeout = 60 * time.Second
	t.DisableCompression = true // what lies there is what is digested
	return t
}

// List finds the objects under a prefix as package folder finds files.
func (s *Store) List(prefix, pattern string) ([]Found, error) {
	if _, err := path.Match(pattern, "x"); err != nil {
		return nil, folder.ErrPattern.With("pattern", pattern)
	}
	ctx, cancel := context.WithCancel(s.ctx)
	defer cancel()
	var found []Found
	for o := range s.client.ListObjectsIter(ctx, s.bucket, minio.ListObjectsOptions{Prefix: prefix, Recursive: true}) {
		if o.Err != nil {
			return nil, s.explain(prefix, o.Err)
		}
		name := strings.TrimPrefix(o.Key, prefix)
		if strings.HasSuffix(name, "/") || hidden(name) {
			continue
		}
		if ok, _ := path.Match(pattern, path.Base(name)); ok || pattern == "" {
			found = append(found, Found{Name: name, Key: o.Key, Size: o.Size, ETag: o.ETag})
		}
		if len(found) > partition.MaxParts {
			return nil, partition.ErrTooMany.With("name", prefix, "limit", partition.MaxParts)
		}
	}
	if len(found) == 0 {
		return nil, partition.ErrNone.With("name", s.bucket+"/"+prefix)
	}
	slices.SortFunc(found, func(a, b Found) int { return strings.Compare(a.Name, b.Name) })
	return found, nil
}

// Found is a data object.
type Found struct {
	Name string // below the prefix
	Key  string
	Size int64
	ETag string
}

// OpenFound opens an object, which must be as it was when it was found.
func (s *Store) OpenFound(f Found) (*Object, error) {
	o, err := s.Open(f.Key)
	if err == nil && o.info.ETag != strings.Trim(f.ETag, `"`) {
		err = table.ErrChanged.With("file", o.Name())
	}
	return o, err
}

func hidden(name string) bool {
	for f := range strings.SplitSeq(name, "/") {
		if strings.HasPrefix(f, ".") || strings.HasPrefix(f, "_") {
			return true
		}
	}
	return false
}

// explain makes a fault of what the store says about a key.
func (s *Store) explain(key string, err error) error {
	name := path.Base(key)
	if s.ctx.Err() != nil {
		return table.ErrRead.With("file", name).Because(s.ctx.Err())
	}
	r := minio.ToErrorResponse(err)
	switch {
	case r.StatusCode == http.StatusPreconditionFailed || r.Code == "PreconditionFailed":
		return table.ErrChanged.With("file", name)
	case r.Code == "NoSuchBucket":
		return ErrNoBucket.With("bucket", s.bucket)
	case r.StatusCode == http.StatusNotFound, r.Code == "NoSuchKey":
		return ErrNoObject.With("bucket", s.bucket, "key", key)
	case r.StatusCode == http.StatusForbidden, r.StatusCode == http.StatusUnauthorized, r.Code == "AccessDenied":
		return ErrForbidden.With("name", s.bucket+"/"+key, "code", r.Code)
	case r.StatusCode > 0:
		return ErrServer.With("name", s.bucket+"/"+key, "code", r.StatusCode)
	}
	var known *fault.Error
	if errors.As(err, &known) {
		return err
	}
	return ErrConnect.With("server", s.server).Because(err)
}
