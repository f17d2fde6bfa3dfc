-- +goose Up
-- What is asked of one contract is asked account by account, which the index by account and contract answers; an index less
-- to write per line.
DROP INDEX books_line_contract;
