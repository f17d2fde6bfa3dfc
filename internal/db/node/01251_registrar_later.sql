-- +goose Up
-- Findings are read by the other case too: a search of an asset names later registrations that are similar.
CREATE INDEX registrar_finding_other ON registrar_finding (other, case_id);
