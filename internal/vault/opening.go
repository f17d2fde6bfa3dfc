package vault

import (
	"context"
	"time"

	"shurong.org/shurong/internal/auth"
	"shurong.org/shurong/internal/db"
	"shurong.org/shurong/internal/keyring"
)

// Opening is what the owner of a committed document hands to whom it chooses, so that they can check that the document
// they are shown is the one registered, and when. Salt and bytes together prove it; the salt alone tells nothing.
type Opening struct {
	Commitment string     `json:"commitment"`
	Salt       []byte     `json:"salt" doc:"32 bytes, base64"`
	SHA256     string     `json:"sha256,omitempty"`
	Registered *InTheLog  `json:"registered,omitempty" doc:"where it stands in the log; absent: not yet"`
	Paper      string     `json:"paper,omitempty"`
	Opens      *bool      `json:"opens,omitempty" doc:"of a check: salt and document are those of the commitment"`
	CheckedAt  *time.Time `json:"checked_at,omitempty"`
}

// InTheLog is where a commitment was registered first.
type InTheLog struct {
	Case  string    `json:"case"`
	Kind  string    `json:"kind"`
	Index uint64    `json:"index"`
	At    time.Time `json:"at"`
}

// PaperOpening returns the opening of a paper of the caller's organisation.
func (s *Service) PaperOpening(ctx context.Context, id string) (Opening, error) {
	p, err := auth.Must(ctx)
	if err != nil {
		return Opening{}, err
	}
	paper, err := s.load(ctx, id)
	if err != nil {
		return Opening{}, err
	}
	if p.Org == "" || paper.org != p.Org {
		return Opening{}, ErrNotFound.With("what", "paper")
	}
	if paper.ErasedAt != nil {
		return Opening{}, ErrErased.With("what", id)
	}
	out := Opening{Commitment: paper.Commitment, Salt: paper.salt, SHA256: paper.SHA256, Paper: id}
	if out.Registered, err = s.inTheLog(ctx, paper.Commitment); err != nil {
		return Opening{}, err
	}
	err = s.store.Tx(ctx, func(tx *db.Tx) error { return s.note(ctx, tx, paper.org, "paper/"+id, "open", "") })
	return out, err
}

func (s *Service) inTheLog(ctx context.Context, commitment string) (*InTheLog, error) {
	r, err := s.dir.Commitment(ctx, commitment)
	if err != nil || r == nil {
		return nil, err
	}
	return &InTheLog{Case: r.Case, Kind: r.Kind, Index: r.Index, At: time.UnixMilli(r.At).UTC()}, nil
}

// Check says whether a document under a salt is the one committed to, and where the commitment stands in the log. Nothing
// of it is kept. It needs no caller: whoever was shown both may ask anybody, or compute it alone.
func (s *Service) Check(ctx context.Context, commitment string, salt, document []byte) (Opening, error) {
	opens := keyring.Opens(commitment, document, salt)
	now := s.clock.Now().UTC()
	out := Opening{Commitment: commitment, Salt: []byte{}, Opens: &opens, CheckedAt: &now}
	if !opens {
		return out, nil
	}
	var err error
	out.Registered, err = s.inTheLog(ctx, commitment)
	return out, err
}
