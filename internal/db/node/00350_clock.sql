-- +goose Up
-- The example's clock: one row, Unix milliseconds. It stands still until it is moved.
CREATE TABLE clock (
    id  BIGINT NOT NULL PRIMARY KEY CHECK (id = 1),
    now BIGINT NOT NULL
);
