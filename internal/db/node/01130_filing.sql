-- +goose Up
-- Private words of filings by the commitment that stands in the log.
CREATE TABLE filing_words (
    commitment TEXT  NOT NULL PRIMARY KEY,
    org        TEXT  NOT NULL,
    kind       TEXT  NOT NULL,
    salt       BYTEA NOT NULL,
    body       TEXT  NOT NULL
);
CREATE INDEX filing_words_org ON filing_words (org);
