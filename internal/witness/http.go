package witness

import (
	"errors"
	"io"
	"net/http"
	"strconv"

	"shurong.org/shurong/fault"
	"shurong.org/shurong/proof"
)

// Handler serves a witness: POST /add-checkpoint, and GET /key for whoever wants to know it.
func (w *Witness) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("POST /add-checkpoint", w.addCheckpoint)
	mux.HandleFunc("GET /key", func(rw http.ResponseWriter, _ *http.Request) {
		rw.Header().Set("Content-Type", "text/plain; charset=utf-8")
		_, _ = io.WriteString(rw, w.VerifierKey()+"\n")
	})
	return mux
}

func (w *Witness) addCheckpoint(rw http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(http.MaxBytesReader(rw, r.Body, MaxRequest))
	if err != nil {
		refuse(rw, ErrRequest.With("why", "too long, or cut off").Because(err))
		return
	}
	req, err := ParseRequest(body)
	if err != nil {
		refuse(rw, err)
		return
	}
	line, err := w.Add(r.Context(), req)
	if err != nil {
		refuse(rw, err)
		return
	}
	rw.Header().Set("Content-Type", "text/plain; charset=utf-8")
	_, _ = rw.Write(line)
}

// refuse answers with the status that C2SP tlog-witness has for a refusal.
func refuse(rw http.ResponseWriter, err error) {
	var conflict *Conflict
	if errors.As(err, &conflict) {
		rw.Header().Set("Content-Type", "text/x.tlog.size")
		rw.WriteHeader(http.StatusConflict)
		_, _ = io.WriteString(rw, strconv.FormatUint(conflict.Size, 10)+"\n")
		return
	}
	status := http.StatusInternalServerError
	switch {
	case errors.Is(err, ErrUnknownLog):
		status = http.StatusNotFound
	case errors.Is(err, proof.ErrCheckpointSignature):
		status = http.StatusForbidden
	case errors.Is(err, ErrProof):
		status = http.StatusUnprocessableEntity
	case fault.From(err).Kind() == fault.Invalid:
		status = http.StatusBadRequest
	}
	f := fault.From(err)
	if status == http.StatusInternalServerError {
		http.Error(rw, "500", status)
		return
	}
	http.Error(rw, f.EN(), status)
}
