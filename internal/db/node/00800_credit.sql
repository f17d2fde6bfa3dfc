-- +goose Up
-- Applications for credit. body is the whole application in canonical JSON; the columns beside it are what it is listed by.
CREATE TABLE credit_application (
    id          TEXT   NOT NULL PRIMARY KEY,
    seq         BIGINT NOT NULL UNIQUE,
    borrower    TEXT   NOT NULL,
    lender      TEXT   NOT NULL,
    certificate TEXT   NOT NULL,
    state       TEXT   NOT NULL,
    lien        TEXT   NOT NULL,
    body        TEXT   NOT NULL
);
CREATE INDEX credit_application_borrower ON credit_application (borrower, seq);
CREATE INDEX credit_application_lender ON credit_application (lender, seq);
CREATE INDEX credit_application_lien ON credit_application (lien) WHERE lien <> '';

-- Loan contracts: the document that both sides sign, its commitment in the log, and how far the disbursement has come.
CREATE TABLE credit_contract (
    id          TEXT   NOT NULL PRIMARY KEY,
    seq         BIGINT NOT NULL UNIQUE,
    application TEXT   NOT NULL,
    lender      TEXT   NOT NULL,
    borrower    TEXT   NOT NULL,
    state       TEXT   NOT NULL,
    commitment  TEXT   NOT NULL,
    salt        BYTEA  NOT NULL,
    document    TEXT   NOT NULL,
    progress    TEXT   NOT NULL
);
CREATE INDEX credit_contract_application ON credit_contract (application, seq);
