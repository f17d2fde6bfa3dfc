-- +goose Up
-- Double entry per organisation. Entries and lines are only ever inserted; amounts are fen. digest chains the entries of an
-- organisation in order of seq. reverses is the ref of the entry that this one undoes, or ''.
CREATE TABLE books_entry (
    org      TEXT   NOT NULL,
    seq      BIGINT NOT NULL,
    ref      TEXT   NOT NULL,
    date     TEXT   NOT NULL,
    time     BIGINT NOT NULL,
    kind     TEXT   NOT NULL,
    memo_zh  TEXT   NOT NULL,
    memo_en  TEXT   NOT NULL,
    reverses TEXT   NOT NULL,
    digest   TEXT   NOT NULL,
    PRIMARY KEY (org, seq),
    UNIQUE (org, ref)
);
CREATE UNIQUE INDEX books_entry_reverses ON books_entry (org, reverses) WHERE reverses <> '';

CREATE TABLE books_line (
    org      TEXT   NOT NULL,
    seq      BIGINT NOT NULL,
    n        BIGINT NOT NULL,
    account  TEXT   NOT NULL,
    contract TEXT   NOT NULL,
    date     TEXT   NOT NULL,
    debit    BIGINT NOT NULL,
    credit   BIGINT NOT NULL,
    PRIMARY KEY (org, seq, n),
    CHECK (debit >= 0 AND credit >= 0 AND (debit = 0 AND credit > 0 OR credit = 0 AND debit > 0))
);
CREATE INDEX books_line_account ON books_line (org, account, contract, date);
CREATE INDEX books_line_contract ON books_line (org, contract, seq);

-- Totals of all lines by account and contract, changed in the transaction that inserts the lines.
CREATE TABLE books_balance (
    org      TEXT   NOT NULL,
    account  TEXT   NOT NULL,
    contract TEXT   NOT NULL,
    debit    BIGINT NOT NULL,
    credit   BIGINT NOT NULL,
    PRIMARY KEY (org, account, contract)
);
