-- +goose Up
-- The words of sanction decisions by the commitment that stands in the log.
CREATE TABLE oversight_decision (
    commitment TEXT   NOT NULL PRIMARY KEY,
    org        TEXT   NOT NULL,
    subject    TEXT   NOT NULL,
    salt       BYTEA  NOT NULL,
    body       TEXT   NOT NULL,
    made       BIGINT NOT NULL
);
