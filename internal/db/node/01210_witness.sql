-- +goose Up
-- The latest checkpoint of this node's log that each witness cosigned: its text, and the witness's signature line.
CREATE TABLE witness_cosignature (
    witness TEXT   NOT NULL PRIMARY KEY,
    size    BIGINT NOT NULL,
    note    TEXT   NOT NULL,
    line    TEXT   NOT NULL
);
