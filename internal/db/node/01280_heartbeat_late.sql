-- +goose Up
-- What a lender agreed to hear of its pledged data and did not: one row for each day that passed without a heartbeat, by lien.
-- due and last are dates; raised_at and cleared_at are Unix milliseconds of the node's clock, cleared_at 0 while it lasts.
CREATE TABLE heartbeat_late (
    lien        TEXT   NOT NULL,
    due         TEXT   NOT NULL,
    last        TEXT   NOT NULL,
    certificate TEXT   NOT NULL,
    lender      TEXT   NOT NULL,
    owner       TEXT   NOT NULL,
    raised_at   BIGINT NOT NULL,
    cleared_at  BIGINT NOT NULL,
    PRIMARY KEY (lien, due)
);
CREATE INDEX heartbeat_late_certificate ON heartbeat_late (certificate, cleared_at);
CREATE INDEX heartbeat_late_lender ON heartbeat_late (lender, raised_at);
CREATE INDEX heartbeat_late_owner ON heartbeat_late (owner, raised_at);

-- +goose Down
DROP TABLE heartbeat_late;
