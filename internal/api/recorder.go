package api

import (
	"bytes"
	"net/http"
)

// answer is a whole response, held back until it is kept.
type answer struct {
	status int
	header http.Header
	body   []byte
}

func (a *answer) writeTo(w http.ResponseWriter) {
	for k, v := range a.header {
		w.Header()[k] = v
	}
	w.WriteHeader(a.status)
	if len(a.body) > 0 {
		_, _ = w.Write(a.body)
	}
}

// recorder is a ResponseWriter that keeps what is written. Answers to mutations are small, so they fit in memory.
type recorder struct {
	status int
	header http.Header
	body   bytes.Buffer
}

func newRecorder() *recorder { return &recorder{header: http.Header{}} }

func (r *recorder) Header() http.Header { return r.header }

func (r *recorder) WriteHeader(status int) {
	if r.status == 0 {
		r.status = status
	}
}

func (r *recorder) Write(b []byte) (int, error) {
	r.WriteHeader(http.StatusOK)
	return r.body.Write(b)
}

func (r *recorder) answer() *answer {
	return &answer{status: orElse(r.status, http.StatusOK), header: r.header, body: r.body.Bytes()}
}
