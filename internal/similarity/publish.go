package similarity

import (
	"context"
	"slices"
	"strconv"

	"shurong.org/shurong/daycount"
	"shurong.org/shurong/internal/approval"
	"shurong.org/shurong/internal/auth"
	"shurong.org/shurong/internal/desk"
	"shurong.org/shurong/internal/registry"
	"shurong.org/shurong/internal/sequence"
	"shurong.org/shurong/internal/similarity/oprf"
	"shurong.org/shurong/internal/similarity/protocol"
)

// At has the service propose at a desk, and registers its kind of request there.
func (s *Service) At(d *desk.Desk) {
	s.desk = d
	desk.Handle[registry.SimilarityPublish](d, (*registry.SimilarityPublish)(nil).Kind(), auth.SimilarityPublish,
		approval.Text{ZH: "公布相似性公钥", EN: "Publish a key of sketches"})
}

// Publish proposes to a colleague of the registrar to publish the key of an epoch, from a day on; the zero day is today.
func (s *Service) Publish(ctx context.Context, epoch int, from daycount.Date) (desk.Proposed, error) {
	if _, err := auth.Check(ctx, auth.SimilarityPublish); err != nil {
		return desk.Proposed{}, err
	}
	if from.IsZero() {
		from = registry.Day(s.clock.Now().UnixMilli())
	}
	body, err := s.Publication(epoch, from)
	if err != nil {
		return desk.Proposed{}, err
	}
	n := strconv.Itoa(epoch)
	return desk.Answer(s.desk.Propose(ctx, "similarity-key/"+n, approval.Text{
		ZH: "公布周期 " + n + " 的相似性公钥，指纹 " + body.Key.Fingerprint() + "，自 " + from.String() + " 起",
		EN: "Publish the key of epoch " + n + ", fingerprint " + body.Key.Fingerprint() + ", from " + from.String() + " on",
	}, body))
}

// Publication is the command that publishes this node's key of an epoch.
func (s *Service) Publication(epoch int, from daycount.Date) (*registry.SimilarityPublish, error) {
	for _, e := range s.keys.epochs {
		if e.public.Epoch == epoch {
			return &registry.SimilarityPublish{From: from, Key: protocol.Fact(e.public)}, nil
		}
	}
	return nil, protocol.ErrEpoch.With("epoch", epoch).At("path.epoch")
}

// Epochs lists those of the node's keys, the oldest first.
func (s *Service) Epochs() (out []int) {
	for _, e := range slices.Backward(s.keys.epochs) {
		out = append(out, e.public.Epoch)
	}
	return out
}

// published is what the log has of a key, nil if nothing.
func (s *Service) published(ctx context.Context, k *oprf.PublicKey) (*registry.SimilarityKey, error) {
	return sequence.Find[registry.SimilarityKey](ctx, s.ledger, registry.PrefixSimilarityKey+k.Fingerprint())
}
