-- +goose Up
-- Data that an organisation is about to take in stock: what an evaluation may be asked for before there is anything else.
CREATE TABLE similarity_draft (
    id      TEXT   NOT NULL PRIMARY KEY,
    seq     BIGINT NOT NULL UNIQUE,
    org     TEXT   NOT NULL,
    name    TEXT   NOT NULL,
    created BIGINT NOT NULL,
    until   BIGINT NOT NULL
);
CREATE INDEX similarity_draft_org ON similarity_draft (org, seq);

-- Every evaluation, by whom, for what and how many elements: what limits are counted from. digest is of a signed request,
-- which is answered once; the elements themselves are kept nowhere.
CREATE TABLE similarity_evaluation (
    seq      BIGINT NOT NULL PRIMARY KEY,
    org      TEXT   NOT NULL,
    subject  TEXT   NOT NULL,
    epoch    BIGINT NOT NULL,
    elements BIGINT NOT NULL,
    at       BIGINT NOT NULL,
    digest   TEXT   NOT NULL
);
CREATE INDEX similarity_evaluation_org ON similarity_evaluation (org, at);
CREATE INDEX similarity_evaluation_subject ON similarity_evaluation (subject, at);
CREATE UNIQUE INDEX similarity_evaluation_digest ON similarity_evaluation (digest) WHERE digest <> '';

