-- +goose Up
-- Papers handed in with forms. commitment stands in the log once a form that names the paper was filed. Erased, body and
-- salt are empty and the commitment says nothing about anybody.
CREATE TABLE vault_paper (
    id         TEXT   NOT NULL PRIMARY KEY,
    seq        BIGINT NOT NULL UNIQUE,
    org        TEXT   NOT NULL,
    name       TEXT   NOT NULL,
    kind       TEXT   NOT NULL,
    type       TEXT   NOT NULL,
    size       BIGINT NOT NULL,
    sha256     TEXT   NOT NULL,
    commitment TEXT   NOT NULL UNIQUE,
    salt       BYTEA  NOT NULL,
    body       BYTEA  NOT NULL,
    created    BIGINT NOT NULL,
    erased     BIGINT NOT NULL
);
CREATE INDEX vault_paper_org ON vault_paper (org, seq);

-- Natural persons: what the log knows only by commitment.
CREATE TABLE vault_person (
    id        TEXT   NOT NULL PRIMARY KEY,
    seq       BIGINT NOT NULL UNIQUE,
    registrar TEXT   NOT NULL,
    identity  TEXT   NOT NULL,
    ref       TEXT   NOT NULL,
    salt      BYTEA  NOT NULL,
    body      TEXT   NOT NULL,
    created   BIGINT NOT NULL,
    erased    BIGINT NOT NULL
);
CREATE INDEX vault_person_registrar ON vault_person (registrar, seq);
CREATE INDEX vault_person_ref ON vault_person (ref) WHERE ref <> '';

-- Who looked at what, why.
CREATE TABLE vault_access (
    seq     BIGINT NOT NULL PRIMARY KEY,
    at      BIGINT NOT NULL,
    org     TEXT   NOT NULL,
    person  TEXT   NOT NULL,
    owner   TEXT   NOT NULL,
    subject TEXT   NOT NULL,
    act     TEXT   NOT NULL,
    purpose TEXT   NOT NULL
);
CREATE INDEX vault_access_subject ON vault_access (subject, seq);
CREATE INDEX vault_access_owner ON vault_access (owner, seq);

-- A holder's authorisations to see an unpublished registration.
CREATE TABLE vault_grant (
    id          TEXT   NOT NULL PRIMARY KEY,
    seq         BIGINT NOT NULL UNIQUE,
    certificate TEXT   NOT NULL,
    holder      TEXT   NOT NULL,
    grantee     TEXT   NOT NULL,
    scope       TEXT   NOT NULL,
    until       TEXT   NOT NULL,
    created     BIGINT NOT NULL,
    revoked     BIGINT NOT NULL
);
CREATE INDEX vault_grant_certificate ON vault_grant (certificate, seq);
CREATE INDEX vault_grant_grantee ON vault_grant (grantee, seq);
