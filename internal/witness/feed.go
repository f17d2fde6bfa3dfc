package witness

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"strconv"
	"strings"
	"time"

	"golang.org/x/sync/errgroup"

	"shurong.org/shurong/fault"
	"shurong.org/shurong/internal/db"
	"shurong.org/shurong/internal/sequence"
	"shurong.org/shurong/proof"
)

const (
	// pause is how long a grown log waits for more before its checkpoint is sent: witnesses are asked a few times a minute.
	pause = 5 * time.Second
	// patience bounds one request to a witness.
	patience = 10 * time.Second
	// maxAnswer bounds what a witness may answer, in bytes.
	maxAnswer = 8 << 10
)

var (
	// ErrPeer says that a witness is configured wrongly.
	ErrPeer = fault.Define("witness.peer", fault.Invalid,
		"见证方配置有误：{peer}", "a witness is configured wrongly: {peer}").
		Hint("格式为 验证密钥@地址，如 w.example/1+0a1b2c3d+BA…=@https://w.example",
			"it reads verifier key@address, such as w.example/1+0a1b2c3d+BA…=@https://w.example")
	// ErrAnswer says that a witness did not cosign.
	ErrAnswer = fault.Define("witness.answer", fault.Unavailable,
		"见证方 {witness} 未联署：{why}", "the witness {witness} did not cosign: {why}")
)

// Peer is a witness that is asked to cosign this node's log.
type Peer struct {
	Name, Key, URL string
}

// ParsePeer reads "verifier key@address".
func ParsePeer(s string) (Peer, error) {
	key, url, found := strings.Cut(strings.TrimSpace(s), "@")
	v, err := proof.NewCosignatureVerifier(key)
	if err != nil || !found || !strings.HasPrefix(url, "https://") && !strings.HasPrefix(url, "http://") {
		return Peer{}, ErrPeer.With("peer", printable(s))
	}
	return Peer{Name: v.Name(), Key: key, URL: strings.TrimRight(url, "/")}, nil
}

// Feeder has a node's checkpoints cosigned.
type Feeder struct {
	ledger sequence.Ledger
	store  *db.DB
	peers  []Peer
	client *http.Client
	log    *slog.Logger
}

// NewFeeder makes a feeder; without peers it does nothing. store is the node's.
func NewFeeder(ledger sequence.Ledger, store *db.DB, peers []Peer, log *slog.Logger) *Feeder {
	return &Feeder{ledger: ledger, store: store, peers: peers, client: &http.Client{Timeout: patience}, log: log}
}

// Run feeds the witnesses until ctx ends. One that does not answer is asked again with the next checkpoint.
func (f *Feeder) Run(ctx context.Context) error {
	if len(f.peers) == 0 {
		<-ctx.Done()
		return ctx.Err()
	}
	for size := uint64(0); ; {
		if err := f.ledger.Wait(ctx, size+1); err != nil {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(pause):
		}
		size = f.ledger.Size()
		f.Feed(ctx)
	}
}

// Feed sends the latest checkpoint to every witness once.
func (f *Feeder) Feed(ctx context.Context) {
	var g errgroup.Group
	var cp []byte
	var size uint64
	err := f.ledger.View(ctx, func(s *sequence.Snapshot) error {
		cp, size = s.Checkpoint(), s.Size()
		return nil
	})
	if err != nil {
		f.log.WarnContext(ctx, "the latest checkpoint could not be read for the witnesses", "error", err.Error())
		return
	}
	for _, p := range f.peers {
		g.Go(func() error {
			if err := f.submit(ctx, p, cp, size); err != nil {
				f.log.WarnContext(ctx, "a witness did not cosign; it is asked again with the next checkpoint",
					"witness", p.Name, "error", err.Error())
			}
			return nil
		})
	}
	_ = g.Wait() // each has told of itself
}

// submit sends one checkpoint. Where the witness has another size than this node remembers, it says which, and is asked once
// more.
func (f *Feeder) submit(ctx context.Context, p Peer, cp []byte, size uint64) error {
	old, err := f.remembered(ctx, p)
	if err != nil {
		return err
	}
	for range 2 {
		if old > size {
			return ErrAnswer.With("witness", p.Name, "why", "it has seen a larger log than this")
		}
		req := Request{Old: old, Checkpoint: cp}
		if old > 0 && old < size {
			if req.Proof, err = f.consistency(ctx, old, size); err != nil {
				return err
			}
		}
		status, body, err := f.post(ctx, p, req.Bytes())
		if err != nil {
			return err
		}
		switch status {
		case http.StatusOK:
			return f.keep(ctx, p, cp, size, body)
		case http.StatusConflict:
			have, err := strconv.ParseUint(strings.TrimSpace(string(body)), 10, 63)
			if err != nil || have == old {
				return ErrAnswer.With("witness", p.Name, "why", "it has cosigned another history of this log")
			}
			old = have
		default:
			return ErrAnswer.With("witness", p.Name, "why", strconv.Itoa(status)+" "+printable(strings.TrimSpace(string(body))))
		}
	}
	return ErrAnswer.With("witness", p.Name, "why", "it named two sizes in a row")
}

// consistency proves that the log at a size continues the one at an earlier size. The log may have grown since; then the
// snapshot's proof is to a larger size, so tiles are asked for the exact one.
func (f *Feeder) consistency(ctx context.Context, old, size uint64) (path [][32]byte, err error) {
	err = f.ledger.View(ctx, func(s *sequence.Snapshot) error {
		path, err = s.ConsistencyAt(old, size)
		return err
	})
	return path, err
}

func (f *Feeder) post(ctx context.Context, p Peer, body []byte) (int, []byte, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, p.URL+"/add-checkpoint", bytes.NewReader(body))
	if err != nil {
		return 0, nil, ErrAnswer.With("witness", p.Name, "why", "its address").Because(err)
	}
	res, err := f.client.Do(req)
	if err != nil {
		return 0, nil, ErrAnswer.With("witness", p.Name, "why", "no answer").Because(err)
	}
	defer func() { _ = res.Body.Close() }()
	answer, err := io.ReadAll(io.LimitReader(res.Body, maxAnswer))
	if err != nil {
		return 0, nil, ErrAnswer.With("witness", p.Name, "why", "its answer broke off").Because(err)
	}
	return res.StatusCode, answer, nil
}

// remembered is the size of the last checkpoint that a witness cosigned for this node.
func (f *Feeder) remembered(ctx context.Context, p Peer) (uint64, error) {
	var size int64
	err := f.store.View(ctx, func(tx *db.Tx) error {
		err := tx.QueryRow(ctx, "SELECT size FROM witness_cosignature WHERE witness = ?", p.Key).Scan(&size)
		if errors.Is(err, sql.ErrNoRows) {
			return nil
		}
		return err
	})
	return uint64(size), err
}

// keep checks the cosignature in an answer and stores it.
func (f *Feeder) keep(ctx context.Context, p Peer, cp []byte, size uint64, answer []byte) error {
	text, _, found := bytes.Cut(cp, []byte("\n\n"))
	if !found {
		return ErrAnswer.With("witness", p.Name, "why", "our own checkpoint cannot be read")
	}
	for line := range strings.Lines(string(answer)) {
		if _, err := proof.Cosigned([]byte(string(text)+"\n\n"+line), p.Key); err != nil {
			continue
		}
		return f.store.Tx(ctx, func(tx *db.Tx) error {
			_, err := tx.Exec(ctx, `INSERT INTO witness_cosignature (witness, size, note, line) VALUES (?, ?, ?, ?)
ON CONFLICT (witness) DO UPDATE SET size = excluded.size, note = excluded.note, line = excluded.line`,
				p.Key, int64(size), string(cp), line)
			return err
		})
	}
	return ErrAnswer.With("witness", p.Name, "why", "its answer holds no cosignature of its key")
}

// Published is the checkpoint that the log hands out: the newest that more than half of the witnesses cosigned, with their
// lines; the latest as it is, while there is none or no witness is configured.
func (f *Feeder) Published(ctx context.Context) ([]byte, error) {
	best, size, err := f.cosigned(ctx)
	if err != nil {
		return nil, err
	}
	if size > 0 {
		return best, nil
	}
	err = f.ledger.View(ctx, func(s *sequence.Snapshot) error {
		best = s.Checkpoint()
		return nil
	})
	return best, err
}

func (f *Feeder) cosigned(ctx context.Context) (best []byte, size int64, err error) {
	if len(f.peers) == 0 {
		return nil, 0, nil
	}
	byNote := map[string][]string{}
	sizes := map[string]int64{}
	err = f.store.View(ctx, func(tx *db.Tx) error {
		return tx.Each(ctx, func(rows *sql.Rows) error {
			var witness, text, line string
			var at int64
			if err := rows.Scan(&witness, &at, &text, &line); err != nil {
				return err
			}
			for _, p := range f.peers {
				if p.Key == witness {
					byNote[text] = append(byNote[text], line)
					sizes[text] = at
				}
			}
			return nil
		}, "SELECT witness, size, note, line FROM witness_cosignature ORDER BY witness")
	})
	for text, lines := range byNote {
		if 2*len(lines) > len(f.peers) && sizes[text] > size {
			best, size = []byte(text+strings.Join(lines, "")), sizes[text]
		}
	}
	return best, size, err
}
