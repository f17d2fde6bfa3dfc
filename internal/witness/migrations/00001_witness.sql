-- +goose Up
-- The latest checkpoint cosigned of each log. size never falls.
CREATE TABLE witness_log (
    origin     TEXT   NOT NULL PRIMARY KEY,
    size       BIGINT NOT NULL,
    root       BYTEA  NOT NULL,
    checkpoint BYTEA  NOT NULL
);
