-- +goose Up
-- What values of data come to, anonymised: nothing here leads back to a report, an asset, or anybody. sector is a template's
-- name or an industry's letter, region the first two digits of the code, method the one that weighs most in the conclusion.
-- What is measured is that of the data when it was valued.
CREATE TABLE value_statistic (
    seq         BIGINT NOT NULL PRIMARY KEY,
    sector      TEXT   NOT NULL,
    region      TEXT   NOT NULL,
    method      TEXT   NOT NULL,
    value_type  TEXT   NOT NULL,
    year        BIGINT NOT NULL,
    value_fen   BIGINT NOT NULL,
    row_count   BIGINT NOT NULL,
    quality_ppm BIGINT NOT NULL
);
CREATE INDEX value_statistic_year ON value_statistic (year);

-- +goose Down
DROP TABLE value_statistic;
