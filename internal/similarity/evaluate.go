package similarity

import (
	"context"
	"strings"
	"time"

	"shurong.org/shurong/canon"
	"shurong.org/shurong/internal/audit"
	"shurong.org/shurong/internal/auth"
	"shurong.org/shurong/internal/db"
	"shurong.org/shurong/internal/registry"
	"shurong.org/shurong/internal/sequence"
	"shurong.org/shurong/internal/similarity/oprf"
	"shurong.org/shurong/internal/similarity/protocol"
)

// Parameters are what a site needs in order to seal a sketch.
func (s *Service) Parameters() protocol.Parameters {
	return protocol.Parameters{
		Current: s.keys.current, Keys: s.keys.Public(), Log: s.ledger.Origin(), MaxElements: oprf.MaxBatch,
	}
}

// Evaluate evaluates blinded elements for the organisation of the caller.
func (s *Service) Evaluate(ctx context.Context, r protocol.Request) (*protocol.Answer, error) {
	p, err := auth.Check(ctx, auth.SimilaritySeal)
	if err != nil {
		return nil, err
	}
	return s.evaluate(ctx, p.Org, r, "")
}

// EvaluateSigned evaluates for the organisation whose key signed the request.
func (s *Service) EvaluateSigned(ctx context.Context, raw []byte) (*protocol.Answer, error) {
	req, err := protocol.ParseSigned(raw)
	if err != nil {
		return nil, err
	}
	if req.Log != s.ledger.Origin() {
		return nil, ErrLog.With("have", req.Log, "want", s.ledger.Origin()).At("body.log")
	}
	k, err := sequence.Find[registry.Key](ctx, s.ledger, registry.PrefixKey+req.Key)
	if err != nil {
		return nil, err
	}
	if k == nil || k.Revoked || !req.Verify(k.Pub) {
		return nil, ErrKey.With("key", req.Key).At("body.key")
	}
	ctx = audit.WithActor(ctx, audit.Actor{User: "<key " + req.Key + ">", Org: k.Org})
	return s.evaluate(ctx, k.Org, req.Request, canon.Hex(raw))
}

// evaluate counts, writes the trail, and evaluates; once is the digest of a request that is answered once.
func (s *Service) evaluate(ctx context.Context, org string, r protocol.Request, once string) (*protocol.Answer, error) {
	elements, ok := protocol.Split(r.Elements)
	if !ok || len(elements) == 0 || len(elements) > oprf.MaxBatch {
		return nil, oprf.ErrBatch.With("n", len(elements), "max", oprf.MaxBatch).At("body.elements")
	}
	share, err := s.keys.share(r.Epoch)
	if err != nil {
		return nil, err
	}
	if err := s.owns(ctx, org, r.Subject); err != nil {
		return nil, err
	}
	left, err := s.count(ctx, evaluation{org: org, subject: r.Subject, epoch: r.Epoch, elements: len(elements), once: once})
	if err != nil {
		return nil, err
	}
	e, err := share.Evaluate(elements)
	if err != nil {
		return nil, err
	}
	return &protocol.Answer{
		Elements: protocol.Join(e.Elements), Epoch: r.Epoch, Left: left, Proof: e.Proof, Passes: s.passes(org, r, len(elements)),
	}, nil
}

// evaluation is a line of the count.
type evaluation struct {
	org, subject    string
	epoch, elements int
	once            string
}

// trail is what the audit trail keeps of an evaluation: how many elements, never which.
type trail struct {
	Elements int `json:"elements"`
	Epoch    int `json:"epoch"`
}

// count takes an evaluation off the limits of its subject and organisation, or says when there is room again. What was
// counted stays counted, whatever becomes of the evaluation.
func (s *Service) count(ctx context.Context, e evaluation) (left int, err error) {
	now := s.clock.Now()
	err = s.store.Tx(ctx, func(tx *db.Tx) error {
		if e.once != "" {
			var n int
			err := tx.QueryRow(ctx, "SELECT COUNT(*) FROM similarity_evaluation WHERE digest = ?", e.once).Scan(&n)
			if err != nil {
				return err
			}
			if n > 0 {
				return ErrRepeated.With()
			}
		}
		used, wait, err := usage(ctx, tx, "subject", e.subject, now)
		if err != nil {
			return err
		}
		if used+e.elements > s.limits.Subject {
			return ErrSubjectLimit.With("max", s.limits.Subject, "retry_after", wait).At("body.subject")
		}
		left = s.limits.Subject - used - e.elements
		if used, wait, err = usage(ctx, tx, "org", e.org, now); err != nil {
			return err
		}
		if used+e.elements > s.limits.Org {
			return ErrOrgLimit.With("max", s.limits.Org, "retry_after", wait)
		}
		_, err = tx.Exec(ctx, `INSERT INTO similarity_evaluation (seq, org, subject, epoch, elements, at, digest)
			SELECT COALESCE(MAX(seq), 0) + 1, ?, ?, ?, ?, ?, ? FROM similarity_evaluation`,
			e.org, e.subject, e.epoch, e.elements, now.UnixMilli(), e.once)
		if err != nil {
			return err
		}
		return audit.Record(ctx, tx, audit.Entry{
			Org: e.org, Action: "similarity.evaluate", Subject: e.subject, After: trail{Elements: e.elements, Epoch: e.epoch},
		})
	})
	return left, err
}

// usage is what was evaluated within the window, and in how many seconds the oldest of it leaves the window.
func usage(ctx context.Context, tx *db.Tx, column, value string, now time.Time) (used, wait int, err error) {
	var oldest int64
	err = tx.QueryRow(ctx, "SELECT COALESCE(SUM(elements), 0), COALESCE(MIN(at), 0) FROM similarity_evaluation WHERE "+
		column+" = ? AND at > ?", value, now.Add(-window).UnixMilli()).Scan(&used, &oldest)
	wait = int(time.UnixMilli(oldest).Add(window).Sub(now)/time.Second) + 1
	return used, max(wait, 1), err
}

// owns reports that a subject is the organisation's and still open.
func (s *Service) owns(ctx context.Context, org, subject string) error {
	kind, id, _ := strings.Cut(subject, "/")
	var owner string
	var err error
	switch kind {
	case "draft":
		owner, err = s.draftOwner(ctx, id)
	case "dataset":
		if s.Dataset != nil {
			owner, err = s.Dataset(ctx, id)
		}
	case "case":
		var c *registry.Case
		c, err = sequence.Find[registry.Case](ctx, s.ledger, registry.PrefixCase+id)
		if c != nil && !closed(c.Status) {
			owner = c.Applicant
		}
	case "certificate":
		var c *registry.Certificate
		c, err = sequence.Find[registry.Certificate](ctx, s.ledger, registry.PrefixCertificate+id)
		if c != nil && c.Live(registry.Day(s.clock.Now().UnixMilli())) {
			owner = c.Holder
		}
	}
	if err == nil && (owner == "" || owner != org) {
		err = ErrSubject.With("subject", subject).At("body.subject")
	}
	return err
}

// closed reports whether a proceeding is over.
func closed(st registry.CaseStatus) bool {
	switch st {
	case registry.CaseNotFiled, registry.CaseRefused, registry.CaseWithdrawn, registry.CaseCertified:
		return true
	}
	return false
}
