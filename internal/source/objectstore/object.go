package objectstore

import (
	"context"
	"errors"
	"io"
	"path"
	"slices"
	"sync"

	"github.com/minio/minio-go/v7"

	"shurong.org/shurong/internal/table"
)

const (
	// maxResumes is how often in a row a broken connection is taken up again without a byte in between.
	maxResumes = 5
	// pieceSize and pieces bound what decoders that jump about have in memory.
	pieceSize = 1 << 20
	pieces    = 24
)

// Object is an object that is read like a file. It implements [table.File].
type Object struct {
	store *Store
	key   string
	info  minio.ObjectInfo

	body   io.ReadCloser
	offset int64 // of the next byte in sequence

	mu     sync.Mutex
	cached []piece // the last used is the last
}

type piece struct {
	at   int64
	text []byte
}

// Open finds the object and pins its ETag.
func (s *Store) Open(key string) (*Object, error) {
	info, err := s.client.StatObject(s.ctx, s.bucket, key, minio.StatObjectOptions{})
	if err != nil {
		return nil, s.explain(key, err)
	}
	if info.Size == 0 {
		return nil, table.ErrEmpty.With("file", path.Base(key))
	}
	return &Object{store: s, key: key, info: info}, nil
}

// Name implements [table.File].
func (o *Object) Name() string { return path.Base(o.key) }

// Size implements [table.File].
func (o *Object) Size() int64 { return o.info.Size }

// get asks for bytes from an offset on, to the end or so many.
func (o *Object) get(ctx context.Context, from, n int64) (io.ReadCloser, error) {
	options := minio.GetObjectOptions{}
	if err := options.SetMatchETag(o.info.ETag); err != nil {
		return nil, err
	}
	end := o.info.Size - 1
	if n > 0 {
		end = min(end, from+n-1)
	}
	if err := options.SetRange(from, end); err != nil {
		return nil, err
	}
	body, info, _, err := minio.Core{Client: o.store.client}.GetObject(ctx, o.store.bucket, o.key, options)
	if err != nil {
		return nil, err
	}
	if info.ETag != o.info.ETag { // a store that does not know If-Match
		_ = body.Close()
		return nil, table.ErrChanged.With("file", o.Name())
	}
	return body, nil
}

// Read implements io.Reader in sequence. A broken connection is taken up again where it broke.
func (o *Object) Read(p []byte) (int, error) {
	if o.offset >= o.info.Size {
		return 0, io.EOF
	}
	for range maxResumes {
		if o.body == nil {
			body, err := o.get(o.store.ctx, o.offset, 0)
			if err != nil {
				fail := o.store.explain(o.key, err)
				if errors.Is(fail, ErrConnect) {
					continue
				}
				return 0, o.gone(fail)
			}
			o.body = body
		}
		n, err := o.body.Read(p)
		o.offset += int64(n)
		if err != nil { // also an end that comes too early
			_ = o.body.Close()
			o.body = nil
		}
		if n > 0 {
			return n, nil
		}
		if err := o.store.ctx.Err(); err != nil {
			return 0, o.store.explain(o.key, err)
		}
	}
	return 0, ErrBroken.With("name", o.Name(), "offset", o.offset)
}

// gone says that an object that was there has vanished.
func (o *Object) gone(err error) error {
	if errors.Is(err, ErrNoObject) {
		return table.ErrVanished.With("file", o.Name())
	}
	return err
}

// ReadAt implements io.ReaderAt.
func (o *Object) ReadAt(p []byte, off int64) (n int, err error) {
	for n < len(p) && off+int64(n) < o.info.Size {
		at := off + int64(n)
		text, err := o.piece(at - at%pieceSize)
		if err != nil {
			return n, err
		}
		n += copy(p[n:], text[at%pieceSize:])
	}
	if n < len(p) {
		return n, io.EOF
	}
	return n, nil
}

// piece is the bytes at a multiple of pieceSize.
func (o *Object) piece(at int64) ([]byte, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if i := slices.IndexFunc(o.cached, func(p piece) bool { return p.at == at }); i >= 0 {
		p := o.cached[i]
		o.cached = append(slices.Delete(o.cached, i, i+1), p)
		return p.text, nil
	}
	text := make([]byte, min(pieceSize, o.info.Size-at))
	for have, tries := 0, 0; have < len(text); tries++ {
		if tries == maxResumes {
			return nil, ErrBroken.With("name", o.Name(), "offset", at+int64(have))
		}
		body, err := o.get(o.store.ctx, at+int64(have), int64(len(text)-have))
		if err != nil {
			fail := o.store.explain(o.key, err)
			if errors.Is(fail, ErrConnect) {
				continue
			}
			return nil, o.gone(fail)
		}
		k, _ := io.ReadFull(body, text[have:]) // what is missing is asked for again
		_ = body.Close()
		if have += k; k > 0 {
			tries = 0
		}
	}
	if len(o.cached) == pieces {
		o.cached = slices.Delete(o.cached, 0, 1)
	}
	o.cached = append(o.cached, piece{at, text})
	return text, nil
}

// Unchanged implements [table.File].
func (o *Object) Unchanged() error {
	now, err := o.store.client.StatObject(o.store.ctx, o.store.bucket, o.key, minio.StatObjectOptions{})
	if err != nil {
		return o.gone(o.store.explain(o.key, err))
	}
	if now.ETag != o.info.ETag || now.Size != o.info.Size {
		return table.ErrChanged.With("file", o.Name())
	}
	return nil
}

// Close implements [table.File].
func (o *Object) Close() error {
	if o.body != nil {
		return o.body.Close()
	}
	return nil
}
