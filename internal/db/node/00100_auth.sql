-- +goose Up
-- Sign-in. Organisations that have users on this node; users; sessions, API tokens and single-use links, each by the
-- SHA-256 of its secret. Times are of the machine's clock, in Unix milliseconds.
CREATE TABLE auth_org (
    uscc    TEXT   NOT NULL PRIMARY KEY,
    name_zh TEXT   NOT NULL,
    name_en TEXT   NOT NULL,
    roles   TEXT   NOT NULL,
    hosted  BIGINT NOT NULL
);
CREATE TABLE auth_user (
    id       TEXT   NOT NULL PRIMARY KEY,
    account  TEXT   NOT NULL UNIQUE,
    name     TEXT   NOT NULL,
    org      TEXT   NOT NULL,
    roles    TEXT   NOT NULL,
    admin    BIGINT NOT NULL,
    disabled BIGINT NOT NULL,
    password TEXT   NOT NULL,
    created  BIGINT NOT NULL
);
CREATE INDEX auth_user_org ON auth_user (org, account);
CREATE TABLE auth_session (
    id      TEXT   NOT NULL PRIMARY KEY,
    digest  TEXT   NOT NULL UNIQUE,
    user_id TEXT   NOT NULL,
    address TEXT   NOT NULL,
    agent   TEXT   NOT NULL,
    created BIGINT NOT NULL,
    seen    BIGINT NOT NULL,
    expires BIGINT NOT NULL
);
CREATE INDEX auth_session_user ON auth_session (user_id, created);
CREATE INDEX auth_session_expires ON auth_session (expires);
CREATE TABLE auth_token (
    id        TEXT   NOT NULL PRIMARY KEY,
    digest    TEXT   NOT NULL UNIQUE,
    user_id   TEXT   NOT NULL,
    name      TEXT   NOT NULL,
    prefix    TEXT   NOT NULL,
    read_only BIGINT NOT NULL,
    actions   TEXT   NOT NULL,
    created   BIGINT NOT NULL,
    expires   BIGINT NOT NULL,
    used      BIGINT NOT NULL
);
CREATE INDEX auth_token_user ON auth_token (user_id, created);
CREATE TABLE auth_link (
    digest  TEXT   NOT NULL PRIMARY KEY,
    purpose TEXT   NOT NULL,
    user_id TEXT   NOT NULL,
    expires BIGINT NOT NULL
);
