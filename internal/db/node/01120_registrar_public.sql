-- +goose Up
-- Objections that persons without an organisation wrote on the public page, until the registrar files or dismisses them.
-- name and contact are emptied when that is done.
CREATE TABLE registrar_public_objection (
    id      TEXT   NOT NULL PRIMARY KEY,
    seq     BIGINT NOT NULL UNIQUE,
    case_id TEXT   NOT NULL,
    name    TEXT   NOT NULL,
    contact TEXT   NOT NULL,
    body    TEXT   NOT NULL,
    created BIGINT NOT NULL,
    state   TEXT   NOT NULL,
    reason  TEXT   NOT NULL
);
CREATE INDEX registrar_public_objection_case ON registrar_public_objection (case_id, seq);

-- Lists of earlier certificates that were brought in, with the report row by row.
CREATE TABLE registrar_import (
    id      TEXT   NOT NULL PRIMARY KEY,
    seq     BIGINT NOT NULL UNIQUE,
    org     TEXT   NOT NULL,
    name    TEXT   NOT NULL,
    profile TEXT   NOT NULL,
    sha256  TEXT   NOT NULL,
    created BIGINT NOT NULL,
    state   TEXT   NOT NULL,
    report  TEXT   NOT NULL
);
CREATE INDEX registrar_import_org ON registrar_import (org, seq);
