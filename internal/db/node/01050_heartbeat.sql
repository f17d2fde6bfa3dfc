-- +goose Up
-- Sealed packages of challenges by lien, as the registry's commitment names them, and the lenders' keys that open them;
-- identity is sealed under the node key.
CREATE TABLE heartbeat_package (
    lien   TEXT  NOT NULL PRIMARY KEY,
    digest TEXT  NOT NULL,
    sealed BYTEA NOT NULL
);
CREATE TABLE heartbeat_lender (
    org       TEXT  NOT NULL PRIMARY KEY,
    recipient TEXT  NOT NULL,
    identity  BYTEA NOT NULL
);
