-- +goose Up
-- Answers of mutations, kept for repetitions under the same idempotency key. id is the digest of principal, operation
-- and key; body the digest of the request; status 0 means carried out, answer too large to keep.
CREATE TABLE idempotency (
    id      TEXT   NOT NULL PRIMARY KEY,
    body    TEXT   NOT NULL,
    status  BIGINT NOT NULL,
    header  TEXT   NOT NULL,
    answer  BYTEA,
    expires BIGINT NOT NULL
);
CREATE INDEX idempotency_expires ON idempotency (expires);
