-- +goose Up
-- Data sets an organisation took stock of, before and after registration. measured is the number of the latest measurement.
CREATE TABLE registrar_dataset (
    id       TEXT   NOT NULL PRIMARY KEY,
    seq      BIGINT NOT NULL UNIQUE,
    org      TEXT   NOT NULL,
    name     TEXT   NOT NULL,
    created  BIGINT NOT NULL,
    measured BIGINT NOT NULL
);
CREATE INDEX registrar_dataset_org ON registrar_dataset (org, seq);

-- What an agent measured. profile is the agent's profile in canonical JSON, or empty.
CREATE TABLE registrar_measurement (
    dataset     TEXT   NOT NULL,
    n           BIGINT NOT NULL,
    received    BIGINT NOT NULL,
    measurement TEXT   NOT NULL,
    sketch      TEXT   NOT NULL,
    profile     TEXT   NOT NULL,
    PRIMARY KEY (dataset, n)
);

-- Content sketches by digest.
CREATE TABLE registrar_sketch (
    digest TEXT  NOT NULL PRIMARY KEY,
    body   BYTEA NOT NULL
);

-- Private words by the commitment that stands in the log. ref is the act they were said in. dataset, n and title are of
-- forms only.
CREATE TABLE registrar_words (
    commitment TEXT   NOT NULL PRIMARY KEY,
    org        TEXT   NOT NULL,
    kind       TEXT   NOT NULL,
    ref        TEXT   NOT NULL,
    salt       BYTEA  NOT NULL,
    body       TEXT   NOT NULL,
    dataset    TEXT   NOT NULL,
    n          BIGINT NOT NULL,
    title      TEXT   NOT NULL
);
CREATE INDEX registrar_words_ref ON registrar_words (ref) WHERE ref <> '';
CREATE INDEX registrar_words_dataset ON registrar_words (dataset) WHERE dataset <> '';

-- Similar data found when a case was filed. compared has a row for each case whose comparison was finished.
CREATE TABLE registrar_finding (
    case_id TEXT NOT NULL,
    other   TEXT NOT NULL,
    finding TEXT NOT NULL,
    PRIMARY KEY (case_id, other)
);
CREATE TABLE registrar_compared (
    case_id TEXT   NOT NULL PRIMARY KEY,
    against BIGINT NOT NULL
);
