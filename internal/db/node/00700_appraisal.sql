-- +goose Up
-- What an appraiser is asked to do. draft is the valuation file as typed, good or not. approval is the request that waits for
-- a second person; report is the commitment of the report on record.
CREATE TABLE appraisal_commission (
    id            TEXT   NOT NULL PRIMARY KEY,
    seq           BIGINT NOT NULL UNIQUE,
    client        TEXT   NOT NULL,
    holder        TEXT   NOT NULL,
    appraiser     TEXT   NOT NULL,
    certificate   TEXT   NOT NULL,
    purpose       TEXT   NOT NULL,
    note          TEXT   NOT NULL,
    every_days    BIGINT NOT NULL,
    state         TEXT   NOT NULL,
    reason        TEXT   NOT NULL,
    created       BIGINT NOT NULL,
    updated       BIGINT NOT NULL,
    draft         TEXT   NOT NULL,
    drafted       BIGINT NOT NULL,
    approval      TEXT   NOT NULL,
    report        TEXT   NOT NULL
);
CREATE INDEX appraisal_commission_client ON appraisal_commission (client, seq);
CREATE INDEX appraisal_commission_holder ON appraisal_commission (holder, seq);
CREATE INDEX appraisal_commission_appraiser ON appraisal_commission (appraiser, seq);

-- Reports, whole, by the commitment that stands in the log. valuation, value and recorded are set when it is on record.
CREATE TABLE appraisal_report (
    commitment  TEXT   NOT NULL PRIMARY KEY,
    seq         BIGINT NOT NULL UNIQUE,
    commission  TEXT   NOT NULL,
    certificate TEXT   NOT NULL,
    appraiser   TEXT   NOT NULL,
    salt        BYTEA  NOT NULL,
    body        TEXT   NOT NULL,
    valuation   TEXT   NOT NULL,
    idx         BIGINT NOT NULL,
    recorded    BIGINT NOT NULL
);
CREATE INDEX appraisal_report_valuation ON appraisal_report (valuation) WHERE valuation <> '';
CREATE INDEX appraisal_report_certificate ON appraisal_report (certificate, seq);

-- Who may read a report on record: client, holder, appraiser, and whom the holder handed it to.
CREATE TABLE appraisal_reader (
    org        TEXT   NOT NULL,
    seq        BIGINT NOT NULL,
    commitment TEXT   NOT NULL,
    PRIMARY KEY (org, commitment)
);
CREATE INDEX appraisal_reader_seq ON appraisal_reader (org, seq);
