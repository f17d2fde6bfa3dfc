-- +goose Up
-- What an agent's scan and quality rules found, beside the measurement; canonical JSON, or empty.
CREATE TABLE registrar_detail (
    dataset TEXT   NOT NULL,
    n       BIGINT NOT NULL,
    scan    TEXT   NOT NULL,
    quality TEXT   NOT NULL,
    PRIMARY KEY (dataset, n)
);
