-- +goose Up

-- Whose log this is. One row.
CREATE TABLE meta (
    id     BIGINT NOT NULL PRIMARY KEY CHECK (id = 1),
    origin TEXT   NOT NULL
);

-- The log. leaf is the canonical JSON of the entry; digest is SHA-256 of the signed command, by which a command
-- submitted again is recognised.
CREATE TABLE entry (
    idx    BIGINT NOT NULL PRIMARY KEY,
    time   BIGINT NOT NULL,
    digest BYTEA  NOT NULL,
    leaf   BYTEA  NOT NULL
);
CREATE UNIQUE INDEX entry_digest ON entry (digest);

-- Current facts. Keys are bytes, so that both engines order them alike.
CREATE TABLE state (
    key   BYTEA NOT NULL PRIMARY KEY,
    value BYTEA NOT NULL
);

-- See package translog.
CREATE TABLE log_tile (
    level  BIGINT NOT NULL,
    n      BIGINT NOT NULL,
    hashes BYTEA  NOT NULL,
    PRIMARY KEY (level, n)
);

-- See package statemap.
CREATE TABLE map_tile (
    id   BYTEA NOT NULL PRIMARY KEY,
    body BYTEA NOT NULL
);

-- What was committed at once: the log's size after it and before it, its time, the roots, the signed checkpoint. Size 0
-- is the empty log.
CREATE TABLE batch (
    size       BIGINT NOT NULL PRIMARY KEY,
    first      BIGINT NOT NULL,
    time       BIGINT NOT NULL,
    log_root   BYTEA  NOT NULL,
    map_root   BYTEA  NOT NULL,
    checkpoint BYTEA  NOT NULL
);
