package appraisal

import (
	"context"
	"slices"

	"shurong.org/shurong/canon"
	"shurong.org/shurong/internal/approval"
	"shurong.org/shurong/internal/db"
	"shurong.org/shurong/internal/desk"
	"shurong.org/shurong/internal/keyring"
	"shurong.org/shurong/internal/registry"
	"shurong.org/shurong/internal/sequence"
	"shurong.org/shurong/valuation"
)

// Base is the measurement of the data that a value rests on: what later heartbeats are compared with.
type Base struct {
	Measurement     registry.Measurement `json:"measurement"`
	UpdateEveryDays int                  `json:"update_every_days"`
	Heartbeat       uint64               `json:"heartbeat" doc:"number of the heartbeat it comes from; 0: measured at registration"`
}

// Follow is the base as valuation.Follow takes it. Data that had no row or no quality at the time counts as having
// one: the ratio to later measurements stays defined, and is then at its most.
func (b Base) Follow() valuation.Measurement {
	m := Following(b.Measurement)
	m.Rows, m.QualityPPM, m.UpdateEveryDays = max(1, m.Rows), max(1, m.QualityPPM), b.UpdateEveryDays
	return m
}

// Following is a registered measurement as valuation.Follow takes it. Staleness over a century counts as a century.
func Following(m registry.Measurement) valuation.Measurement {
	return valuation.Measurement{Rows: m.Rows, QualityPPM: m.QualityPPM, StaleDays: min(m.StaleDays, 36500)}
}

// document is what is committed to: the file, what follows from it, and the data it is about.
type document struct {
	V           int              `json:"v"`
	Commission  string           `json:"commission"`
	Certificate string           `json:"certificate"`
	Appraiser   string           `json:"appraiser"`
	File        valuation.File   `json:"file"`
	Report      valuation.Report `json:"report"`
	Base        Base             `json:"base"`
}

// proposal is the payload of a request.
type proposal struct {
	Commission string                    `json:"commission"`
	Command    *registry.ValuationRecord `json:"command"`
}

// Submit computes the draft once more and asks a second person of the appraiser to have it recorded.
func (s *Service) Submit(ctx context.Context, id string) (desk.Proposed, error) {
	r, p, err := s.appraisers(ctx, id)
	if err != nil {
		return desk.Proposed{}, err
	}
	if r.Draft == "" {
		return desk.Proposed{}, ErrNoDraft.With("id", id)
	}
	c, err := compute(&r, r.Draft)
	if err != nil {
		return desk.Proposed{}, err
	}
	if err := s.independent(ctx, r.Appraiser, r.Certificate, c.Report.ValuationDate.Year()); err != nil {
		return desk.Proposed{}, err
	}
	base, err := s.base(ctx, &r)
	if err != nil {
		return desk.Proposed{}, err
	}
	body, err := canon.Marshal(document{V: 1, Commission: r.ID, Certificate: r.Certificate, Appraiser: r.Appraiser,
		File: c.File, Report: c.Report, Base: base})
	if err != nil {
		return desk.Proposed{}, err
	}
	commitment, salt := keyring.Commit(body)
	command := &registry.ValuationRecord{
		Certificate: r.Certificate, Date: c.Report.ValuationDate.Date, ValidUntil: c.Report.ValidUntil.Date,
		ValueFen: int64(c.Report.ValueFen), LowFen: int64(c.Report.LowFen), HighFen: int64(c.Report.HighFen),
		Approaches: approaches(c.Report), ValueType: string(c.Report.ValueType), Report: commitment,
	}
	if err := s.Keys.Try(ctx, p.Org, command, s.Clock.Now()); err != nil {
		return desk.Proposed{}, err
	}
	title := s.title(ctx, r.Certificate)
	if title == "" {
		title = r.Certificate
	}
	var req approval.Request
	err = s.Store.Tx(ctx, func(tx *db.Tx) error {
		again, err := loadRow(ctx, tx, id)
		if err != nil {
			return err
		}
		if again.State != Open || again.Draft != r.Draft {
			return ErrClosed.With("id", id, "state", again.State)
		}
		report := reportRow{Commitment: commitment, Commission: r.ID, Certificate: r.Certificate,
			Appraiser: r.Appraiser, Salt: salt, Body: string(body)}
		if err := report.insert(ctx, tx); err != nil {
			return err
		}
		req, err = s.Approvals.ProposeTx(ctx, tx, KindRecord, "commission/"+r.ID, approval.Text{
			ZH: "出具《" + title + "》评估报告：" + c.Report.ValueFen.Grouped() + " 元",
			EN: "Issue the appraisal of “" + title + "”: CNY " + c.Report.ValueFen.Grouped(),
		}, proposal{Commission: r.ID, Command: command})
		if err != nil {
			return err
		}
		again.State, again.Approval, again.Report, again.Updated = Submitted, req.ID, commitment,
			s.Clock.Now().UnixMilli()
		return again.save(ctx, tx)
	})
	return desk.Proposed{Approval: req.ID, State: string(req.State)}, err
}

// approaches are the kinds of approach used, each once, in the order of the report.
func approaches(r valuation.Report) []string {
	var out []string
	for _, a := range r.Approaches {
		if !slices.Contains(out, string(a.Kind)) {
			out = append(out, string(a.Kind))
		}
	}
	return out
}

// base is the latest measurement of the data.
func (s *Service) base(ctx context.Context, r *row) (b Base, err error) {
	b.UpdateEveryDays = r.EveryDays
	err = s.Ledger.View(ctx, func(snap *sequence.Snapshot) error {
		beat, err := registry.Find[registry.Heartbeat](snap, registry.PrefixHeartbeat+r.Certificate)
		if err != nil {
			return err
		}
		if beat != nil {
			b.Measurement, b.Heartbeat = beat.Measurement, beat.Seq
			return nil
		}
		b.Measurement, err = Registered(snap, r.Certificate)
		return err
	})
	return b, err
}

// Registered is the measurement a certificate was registered with.
func Registered(r registry.Reader, code string) (registry.Measurement, error) {
	cert, err := registry.Find[registry.Certificate](r, registry.PrefixCertificate+code)
	if err != nil || cert == nil {
		return registry.Measurement{}, err
	}
	asset, err := registry.Find[registry.Asset](r, registry.PrefixAsset+cert.Asset)
	if err != nil || asset == nil {
		return registry.Measurement{}, err
	}
	return asset.Measurement, nil
}

// record has an approved report recorded. Repeated, it finds everything done.
func (s *Service) record(ctx context.Context, req approval.Request) error {
	var p proposal
	if err := req.Into(&p); err != nil {
		return err
	}
	receipt, err := s.Keys.SubmitOnce(ctx, req.Ref(), req.Org, p.Command)
	if err != nil {
		return err
	}
	var v registry.Valuation
	for _, e := range receipt.Events {
		if e.Kind == "valuation.recorded" {
			if err := canon.Unmarshal(e.Body, &v); err != nil {
				return err
			}
		}
	}
	if err := s.Dir.Wait(ctx, receipt.Index+1); err != nil {
		return err
	}
	asset, err := s.asset(ctx, p.Command.Certificate)
	if err != nil {
		return err
	}
	return s.Store.Tx(ctx, func(tx *db.Tx) error {
		r, err := loadRow(ctx, tx, p.Commission)
		if err != nil {
			return err
		}
		if r.State == Reported {
			return nil
		}
		report, err := reportBy(ctx, tx, p.Command.Report)
		if err != nil {
			return err
		}
		_, err = tx.Exec(ctx, "UPDATE appraisal_report SET valuation = ?, idx = ?, recorded = ? WHERE commitment = ?",
			v.ID, int64(v.Index), receipt.Time, report.Commitment)
		if err != nil {
			return err
		}
		if err := grant(ctx, tx, &report, r.Client, r.Holder, r.Appraiser); err != nil {
			return err
		}
		if err := enter(ctx, tx, &report, asset); err != nil {
			return err
		}
		r.State, r.Approval, r.Updated = Reported, "", receipt.Time
		return r.save(ctx, tx)
	})
}

// dropped puts a commission back to work when its report was rejected or withdrawn.
func (s *Service) dropped(ctx context.Context, tx *db.Tx, req approval.Request) error {
	var p proposal
	if err := req.Into(&p); err != nil {
		return err
	}
	r, err := loadRow(ctx, tx, p.Commission)
	if err != nil {
		return err
	}
	r.State, r.Approval, r.Report = Open, "", ""
	if err := r.save(ctx, tx); err != nil {
		return err
	}
	_, err = tx.Exec(ctx, "DELETE FROM appraisal_report WHERE commitment = ? AND valuation = ''", p.Command.Report)
	return err
}
