-- +goose Up
-- Maker–checker requests. checker_roles are the roles the checker held when deciding, so that a request interrupted while
-- being carried out goes on under the same authority. Times are of the node's clock.
CREATE TABLE approval (
    id            TEXT   NOT NULL PRIMARY KEY,
    org           TEXT   NOT NULL,
    kind          TEXT   NOT NULL,
    subject       TEXT   NOT NULL,
    summary_zh    TEXT   NOT NULL,
    summary_en    TEXT   NOT NULL,
    payload       TEXT   NOT NULL,
    state         TEXT   NOT NULL,
    maker         TEXT   NOT NULL,
    maker_name    TEXT   NOT NULL,
    proposed      BIGINT NOT NULL,
    checker       TEXT   NOT NULL,
    checker_name  TEXT   NOT NULL,
    checker_roles TEXT   NOT NULL,
    decided       BIGINT NOT NULL,
    reason        TEXT   NOT NULL,
    trouble       TEXT   NOT NULL
);
CREATE INDEX approval_org ON approval (org, proposed, id);
CREATE INDEX approval_subject ON approval (subject, kind);
CREATE INDEX approval_executing ON approval (state) WHERE state = 'executing';
