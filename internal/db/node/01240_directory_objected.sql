-- +goose Up
-- Whether an objection after registration waits on a case: such a case is over, and yet somebody has to act. Rows of before
-- are marked by a superset; the next entry about the case says exactly.
ALTER TABLE directory_case ADD COLUMN objected BIGINT NOT NULL DEFAULT 0;
UPDATE directory_case SET objected = 1 WHERE status = 'certified' AND fact LIKE '%"late":true%';
CREATE INDEX directory_case_objected ON directory_case (idx) WHERE objected = 1;
