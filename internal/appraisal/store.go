package appraisal

import (
	"context"
	"database/sql"
	"errors"

	"shurong.org/shurong/internal/api"
	"shurong.org/shurong/internal/db"
	"shurong.org/shurong/valuation"
)

// row is a commission as stored. Valuation comes from its report.
type row struct {
	ID, Client, Holder, Appraiser, Certificate string
	Seq                                        int64
	Purpose                                    valuation.Purpose
	Note                                       string
	EveryDays                                  int
	State                                      State
	Reason                                     string
	Created, Updated                           int64
	Draft                                      string
	Drafted                                    int64
	Approval, Report                           string
	Valuation                                  string
}

const columns = `c.id, c.seq, c.client, c.holder, c.appraiser, c.certificate, c.purpose, c.note, c.every_days, c.state, c.reason,
	c.created, c.updated, c.draft, c.drafted, c.approval, c.report,
	COALESCE((SELECT r.valuation FROM appraisal_report r WHERE r.commitment = c.report), '')`

func (r *row) scan(from interface{ Scan(...any) error }) error {
	return from.Scan(&r.ID, &r.Seq, &r.Client, &r.Holder, &r.Appraiser, &r.Certificate, &r.Purpose, &r.Note,
		&r.EveryDays, &r.State,
		&r.Reason, &r.Created, &r.Updated, &r.Draft, &r.Drafted, &r.Approval, &r.Report, &r.Valuation)
}

func loadRow(ctx context.Context, tx *db.Tx, id string) (r row, err error) {
	err = r.scan(tx.QueryRow(ctx, "SELECT "+columns+" FROM appraisal_commission c WHERE c.id = ?", id))
	if errors.Is(err, sql.ErrNoRows) {
		err = notFound("委托", "commission", id)
	}
	return r, err
}

// nextSeq numbers rows of a table in order of creation. One writer at a time: it stays true until it is used.
func nextSeq(ctx context.Context, tx *db.Tx, table string) (n int64, err error) {
	err = tx.QueryRow(ctx, "SELECT COALESCE(MAX(seq), 0) + 1 FROM "+table).Scan(&n)
	return n, err
}

func (r *row) insert(ctx context.Context, tx *db.Tx) (err error) {
	if r.Seq, err = nextSeq(ctx, tx, "appraisal_commission"); err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `INSERT INTO appraisal_commission (id, seq, client, holder, appraiser, certificate, purpose, note, every_days,
		state, reason, created, updated, draft, drafted, approval, report) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		r.ID, r.Seq, r.Client, r.Holder, r.Appraiser, r.Certificate, string(r.Purpose), r.Note, r.EveryDays,
		string(r.State), r.Reason,
		r.Created, r.Updated, r.Draft, r.Drafted, r.Approval, r.Report)
	return err
}

// save writes what of a commission changes.
func (r *row) save(ctx context.Context, tx *db.Tx) error {
	_, err := tx.Exec(ctx, `UPDATE appraisal_commission SET state = ?, reason = ?, updated = ?, draft = ?, drafted = ?, approval = ?,
		report = ? WHERE id = ?`, string(r.State), r.Reason, r.Updated, r.Draft, r.Drafted, r.Approval, r.Report, r.ID)
	return err
}

// CommissionQuery narrows a list.
type CommissionQuery struct {
	As          string // client, holder, appraiser; empty: any
	State       State
	Certificate string
}

func (s *Service) rows(ctx context.Context, org string, q CommissionQuery, page api.Paging) ([]row, error) {
	before, err := page.Before()
	if err != nil {
		return nil, err
	}
	where, args := "(c.client = ? OR c.holder = ? OR c.appraiser = ?)", []any{org, org, org}
	switch q.As {
	case "client", "holder", "appraiser":
		where, args = "c."+q.As+" = ?", []any{org}
	}
	if q.State != "" {
		where, args = where+" AND c.state = ?", append(args, string(q.State))
	}
	if q.Certificate != "" {
		where, args = where+" AND c.certificate = ?", append(args, q.Certificate)
	}
	var out []row
	err = s.Store.View(ctx, func(tx *db.Tx) error {
		return tx.Each(ctx, func(rs *sql.Rows) error {
			var r row
			if err := r.scan(rs); err != nil {
				return err
			}
			out = append(out, r)
			return nil
		}, "SELECT "+columns+" FROM appraisal_commission c WHERE "+where+" AND c.seq < ? ORDER BY c.seq DESC LIMIT ?",
			append(args, before, page.Size()+1)...)
	})
	return out, err
}

// reportRow is a report as stored.
type reportRow struct {
	Commitment, Commission, Certificate, Appraiser string
	Seq                                            int64
	Salt                                           []byte
	Body                                           string
	Valuation                                      string
	Index                                          int64
	Recorded                                       int64
}

const reportColumns = "r.commitment, r.seq, r.commission, r.certificate, r.appraiser, r.salt, r.body, r.valuation, r.idx, r.recorded"

func (r *reportRow) scan(from interface{ Scan(...any) error }) error {
	return from.Scan(&r.Commitment, &r.Seq, &r.Commission, &r.Certificate, &r.Appraiser, &r.Salt, &r.Body, &r.Valuation,
		&r.Index, &r.Recorded)
}

func (r *reportRow) insert(ctx context.Context, tx *db.Tx) (err error) {
	if r.Seq, err = nextSeq(ctx, tx, "appraisal_report"); err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `INSERT INTO appraisal_report (commitment, seq, commission, certificate, appraiser, salt, body, valuation, idx,
		recorded) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		r.Commitment, r.Seq, r.Commission, r.Certificate, r.Appraiser, r.Salt, r.Body, r.Valuation, r.Index, r.Recorded)
	return err
}

// reportBy loads a report by valuation or commitment.
func reportBy(ctx context.Context, tx *db.Tx, id string) (r reportRow, err error) {
	err = r.scan(tx.QueryRow(ctx,
		"SELECT "+reportColumns+" FROM appraisal_report r WHERE r.valuation = ? OR r.commitment = ?", id, id))
	if errors.Is(err, sql.ErrNoRows) || err == nil && id == "" {
		err = notFound("评估报告", "report", id)
	}
	return r, err
}

// Grant lets an organisation read the report behind a valuation, on the holder's behalf and in its transaction. A
// report that is not kept on this node is nobody's to grant: nothing happens.
func Grant(ctx context.Context, tx *db.Tx, valuation, org string) error {
	r, err := reportBy(ctx, tx, valuation)
	if errors.Is(err, ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	return grant(ctx, tx, &r, org)
}

func grant(ctx context.Context, tx *db.Tx, r *reportRow, orgs ...string) error {
	for _, org := range orgs {
		_, err := tx.Exec(ctx, `INSERT INTO appraisal_reader (org, seq, commitment) VALUES (?, ?, ?)
			ON CONFLICT (org, commitment) DO NOTHING`, org, r.Seq, r.Commitment)
		if err != nil {
			return err
		}
	}
	return nil
}
