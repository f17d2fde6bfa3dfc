-- +goose Up
-- Loan contracts from signing to release. body is the whole state in canonical JSON; the columns beside it are what lists and
-- sums go by, written with it.
CREATE TABLE servicing_loan (
    id          TEXT   NOT NULL PRIMARY KEY,
    seq         BIGINT NOT NULL UNIQUE,
    lender      TEXT   NOT NULL,
    borrower    TEXT   NOT NULL,
    certificate TEXT   NOT NULL,
    lien        TEXT   NOT NULL,
    state       TEXT   NOT NULL,
    outstanding BIGINT NOT NULL,
    overdue     BIGINT NOT NULL,
    class       TEXT   NOT NULL,
    body        TEXT   NOT NULL
);
CREATE INDEX servicing_loan_lender ON servicing_loan (lender, seq);
CREATE INDEX servicing_loan_borrower ON servicing_loan (borrower, seq);
CREATE INDEX servicing_loan_certificate ON servicing_loan (certificate, state);
CREATE INDEX servicing_loan_state ON servicing_loan (state, seq);

-- Money that moved, or that a borrower says it sent and the lender has not seen yet. seq orders the whole node's.
CREATE TABLE servicing_payment (
    loan   TEXT   NOT NULL,
    n      BIGINT NOT NULL,
    kind   TEXT   NOT NULL,
    state  TEXT   NOT NULL,
    date   TEXT   NOT NULL,
    amount BIGINT NOT NULL,
    body   TEXT   NOT NULL,
    PRIMARY KEY (loan, n)
);
CREATE INDEX servicing_payment_state ON servicing_payment (state) WHERE state = 'announced';

-- The value of what a loan is secured by, whenever it was looked at.
CREATE TABLE servicing_value (
    loan TEXT   NOT NULL,
    n    BIGINT NOT NULL,
    body TEXT   NOT NULL,
    PRIMARY KEY (loan, n)
);

-- Margin calls. At most one of a loan is open.
CREATE TABLE servicing_call (
    loan  TEXT   NOT NULL,
    n     BIGINT NOT NULL,
    state TEXT   NOT NULL,
    body  TEXT   NOT NULL,
    PRIMARY KEY (loan, n)
);
CREATE UNIQUE INDEX servicing_call_open ON servicing_call (loan) WHERE state = 'open';

-- What monitoring knows of each certificate: its latest appraisal and its latest heartbeat, as of the cursor.
CREATE TABLE servicing_watch (
    certificate TEXT   NOT NULL PRIMARY KEY,
    valuation   TEXT   NOT NULL,
    value       BIGINT NOT NULL,
    base        TEXT   NOT NULL,
    beat        TEXT   NOT NULL,
    beat_idx    BIGINT NOT NULL
);

-- How many entries of the log monitoring has taken in.
CREATE TABLE servicing_cursor (
    id   BIGINT NOT NULL PRIMARY KEY CHECK (id = 1),
    size BIGINT NOT NULL
);
