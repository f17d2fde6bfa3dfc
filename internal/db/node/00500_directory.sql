-- +goose Up
-- Projections of the log. Each row is a fact in canonical JSON as its last event left it, the log position and time of
-- the entry that created it (idx, at) and of the one that last changed it (updated, updated_at), and what it is listed by.
-- All of it can be dropped and built again.
CREATE TABLE directory_cursor (
    id   BIGINT NOT NULL PRIMARY KEY CHECK (id = 1),
    size BIGINT NOT NULL,
    leaf TEXT   NOT NULL
);

CREATE TABLE directory_event (
    subject TEXT   NOT NULL,
    idx     BIGINT NOT NULL,
    n       BIGINT NOT NULL,
    kind    TEXT   NOT NULL,
    command TEXT   NOT NULL,
    org     TEXT   NOT NULL,
    at      BIGINT NOT NULL,
    PRIMARY KEY (subject, idx, n)
);

CREATE TABLE directory_organisation (
    id         TEXT   NOT NULL PRIMARY KEY,
    idx        BIGINT NOT NULL,
    updated    BIGINT NOT NULL,
    at         BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    fact       TEXT   NOT NULL,
    roles      TEXT   NOT NULL,
    region     TEXT   NOT NULL
);
CREATE INDEX directory_organisation_idx ON directory_organisation (idx);

CREATE TABLE directory_key (
    id         TEXT   NOT NULL PRIMARY KEY,
    idx        BIGINT NOT NULL,
    updated    BIGINT NOT NULL,
    at         BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    fact       TEXT   NOT NULL,
    org        TEXT   NOT NULL
);
CREATE INDEX directory_key_org ON directory_key (org, idx);

CREATE TABLE directory_case (
    id         TEXT   NOT NULL PRIMARY KEY,
    idx        BIGINT NOT NULL,
    updated    BIGINT NOT NULL,
    at         BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    fact       TEXT   NOT NULL,
    applicant  TEXT   NOT NULL,
    registrar  TEXT   NOT NULL,
    status     TEXT   NOT NULL,
    form       TEXT   NOT NULL,
    asset      TEXT   NOT NULL
);
CREATE INDEX directory_case_idx ON directory_case (idx);
CREATE INDEX directory_case_applicant ON directory_case (applicant, idx);
CREATE INDEX directory_case_registrar ON directory_case (registrar, status, idx);
CREATE INDEX directory_case_status ON directory_case (status, idx);
CREATE INDEX directory_case_form ON directory_case (form);

CREATE TABLE directory_certificate (
    id         TEXT   NOT NULL PRIMARY KEY,
    idx        BIGINT NOT NULL,
    updated    BIGINT NOT NULL,
    at         BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    fact       TEXT   NOT NULL,
    holder     TEXT   NOT NULL,
    registrar  TEXT   NOT NULL,
    asset      TEXT   NOT NULL,
    case_id    TEXT   NOT NULL,
    cancelled  BIGINT NOT NULL
);
CREATE INDEX directory_certificate_idx ON directory_certificate (idx);
CREATE INDEX directory_certificate_holder ON directory_certificate (holder, idx);
CREATE INDEX directory_certificate_registrar ON directory_certificate (registrar, idx);
CREATE INDEX directory_certificate_case ON directory_certificate (case_id);

CREATE TABLE directory_lien (
    id          TEXT   NOT NULL PRIMARY KEY,
    idx         BIGINT NOT NULL,
    updated     BIGINT NOT NULL,
    at          BIGINT NOT NULL,
    updated_at  BIGINT NOT NULL,
    fact        TEXT   NOT NULL,
    certificate TEXT   NOT NULL,
    pledgor     TEXT   NOT NULL,
    pledgee     TEXT   NOT NULL,
    status      TEXT   NOT NULL
);
CREATE INDEX directory_lien_idx ON directory_lien (idx);
CREATE INDEX directory_lien_certificate ON directory_lien (certificate, idx);
CREATE INDEX directory_lien_pledgor ON directory_lien (pledgor, idx);
CREATE INDEX directory_lien_pledgee ON directory_lien (pledgee, idx);

CREATE TABLE directory_valuation (
    id          TEXT   NOT NULL PRIMARY KEY,
    idx         BIGINT NOT NULL,
    updated     BIGINT NOT NULL,
    at          BIGINT NOT NULL,
    updated_at  BIGINT NOT NULL,
    fact        TEXT   NOT NULL,
    certificate TEXT   NOT NULL,
    appraiser   TEXT   NOT NULL
);
CREATE INDEX directory_valuation_idx ON directory_valuation (idx);
CREATE INDEX directory_valuation_certificate ON directory_valuation (certificate, idx);
CREATE INDEX directory_valuation_appraiser ON directory_valuation (appraiser, idx);

CREATE TABLE directory_heartbeat (
    id          TEXT   NOT NULL PRIMARY KEY,
    idx         BIGINT NOT NULL,
    updated     BIGINT NOT NULL,
    at          BIGINT NOT NULL,
    updated_at  BIGINT NOT NULL,
    fact        TEXT   NOT NULL,
    certificate TEXT   NOT NULL
);
CREATE INDEX directory_heartbeat_idx ON directory_heartbeat (idx);
CREATE INDEX directory_heartbeat_certificate ON directory_heartbeat (certificate, idx);

CREATE TABLE directory_sanction (
    id         TEXT   NOT NULL PRIMARY KEY,
    idx        BIGINT NOT NULL,
    updated    BIGINT NOT NULL,
    at         BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    fact       TEXT   NOT NULL,
    subject    TEXT   NOT NULL,
    lifted     BIGINT NOT NULL
);
CREATE INDEX directory_sanction_idx ON directory_sanction (idx);
CREATE INDEX directory_sanction_subject ON directory_sanction (subject, idx);

CREATE TABLE directory_loan (
    id          TEXT   NOT NULL PRIMARY KEY,
    idx         BIGINT NOT NULL,
    updated     BIGINT NOT NULL,
    at          BIGINT NOT NULL,
    updated_at  BIGINT NOT NULL,
    fact        TEXT   NOT NULL,
    lender      TEXT   NOT NULL,
    borrower    TEXT   NOT NULL,
    lien        TEXT   NOT NULL,
    certificate TEXT   NOT NULL,
    settled     BIGINT NOT NULL
);
CREATE INDEX directory_loan_idx ON directory_loan (idx);
CREATE INDEX directory_loan_lender ON directory_loan (lender, idx);
CREATE INDEX directory_loan_borrower ON directory_loan (borrower, idx);
CREATE INDEX directory_loan_lien ON directory_loan (lien);
CREATE INDEX directory_loan_certificate ON directory_loan (certificate, idx);
