-- +goose Up
-- Signing keys of hosted organisations. sealed is the private key under the node key, which is not in the database.
CREATE TABLE keyring_key (
    seq     BIGINT NOT NULL PRIMARY KEY,
    id      TEXT   NOT NULL UNIQUE,
    org     TEXT   NOT NULL,
    purpose TEXT   NOT NULL,
    pub     BYTEA  NOT NULL,
    sealed  BYTEA  NOT NULL
);
CREATE INDEX keyring_key_org ON keyring_key (org, purpose, seq);

-- Signed commands by the reference of the act they carry out. A row means: accepted by the registry, or fate unknown.
-- body is the digest of the command's body.
CREATE TABLE keyring_submission (
    ref   TEXT   NOT NULL PRIMARY KEY,
    org   TEXT   NOT NULL,
    kind  TEXT   NOT NULL,
    body  TEXT   NOT NULL,
    nonce BIGINT NOT NULL,
    raw   BYTEA  NOT NULL
);
