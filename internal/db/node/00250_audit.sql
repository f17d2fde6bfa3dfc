-- +goose Up
-- Who changed what. org is the organisation whose trail the row belongs to ('' is the node's own). once is the digest
-- of the idempotency key under which the change was made ('' outside the HTTP API): it tells, after a crash, that a
-- request was carried out though its answer was lost.
CREATE TABLE audit (
    seq         BIGINT NOT NULL PRIMARY KEY,
    org         TEXT   NOT NULL,
    actor       TEXT   NOT NULL,
    actor_name  TEXT   NOT NULL,
    actor_org   TEXT   NOT NULL,
    token       TEXT   NOT NULL,
    action      TEXT   NOT NULL,
    subject     TEXT   NOT NULL,
    before_json TEXT,
    after_json  TEXT,
    address     TEXT   NOT NULL,
    request     TEXT   NOT NULL,
    once        TEXT   NOT NULL,
    node_time   BIGINT NOT NULL,
    wall_time   BIGINT NOT NULL
);
CREATE INDEX audit_org ON audit (org, seq);
CREATE INDEX audit_subject ON audit (subject, seq);
CREATE INDEX audit_once ON audit (once) WHERE once <> '';
