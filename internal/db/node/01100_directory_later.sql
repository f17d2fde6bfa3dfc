-- +goose Up
-- Later registrations, joint applicants, annotations, commitments and notices, projected like the rest (00500).
ALTER TABLE directory_case ADD COLUMN certificate TEXT NOT NULL DEFAULT '';
CREATE INDEX directory_case_certificate ON directory_case (certificate, idx) WHERE certificate <> '';

-- Joint applicants of cases.
CREATE TABLE directory_case_joint (
    org     TEXT NOT NULL,
    case_id TEXT NOT NULL,
    PRIMARY KEY (org, case_id)
);

CREATE TABLE directory_annotation (
    id          TEXT   NOT NULL PRIMARY KEY,
    idx         BIGINT NOT NULL,
    updated     BIGINT NOT NULL,
    at          BIGINT NOT NULL,
    updated_at  BIGINT NOT NULL,
    fact        TEXT   NOT NULL,
    certificate TEXT   NOT NULL,
    kind        TEXT   NOT NULL,
    lifted      BIGINT NOT NULL
);
CREATE INDEX directory_annotation_idx ON directory_annotation (idx);
CREATE INDEX directory_annotation_certificate ON directory_annotation (certificate, idx);

-- Where in the log a commitment to a form or an attachment stands first.
CREATE TABLE directory_commitment (
    commitment TEXT   NOT NULL PRIMARY KEY,
    case_id    TEXT   NOT NULL,
    kind       TEXT   NOT NULL,
    idx        BIGINT NOT NULL,
    at         BIGINT NOT NULL
);

-- Copies owed to organisations: a pledgor of a filing, a registrant of an objection.
CREATE TABLE directory_notice (
    org         TEXT   NOT NULL,
    idx         BIGINT NOT NULL,
    n           BIGINT NOT NULL,
    kind        TEXT   NOT NULL,
    subject     TEXT   NOT NULL,
    certificate TEXT   NOT NULL,
    sender      TEXT   NOT NULL,
    at          BIGINT NOT NULL,
    PRIMARY KEY (org, idx, n, kind)
);
