-- +goose Up
-- SM2 keys of hosted organisations, sealed under the node key. Documents carry a signature of theirs beside the Ed25519 one.
CREATE TABLE keyring_sm2 (
    org    TEXT  NOT NULL PRIMARY KEY,
    pub    BYTEA NOT NULL,
    sealed BYTEA NOT NULL
);
