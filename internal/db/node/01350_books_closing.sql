-- +goose Up
-- An entry has two dates: date is what it is worth from (value date), booked is the day it was entered under, which a close
-- bounds. Until now the two were one.
ALTER TABLE books_entry ADD COLUMN booked TEXT NOT NULL DEFAULT '';
UPDATE books_entry SET booked = date;
ALTER TABLE books_line ADD COLUMN booked TEXT NOT NULL DEFAULT '';
UPDATE books_line SET booked = date;

-- What open holds would add, beside the posted totals; most is the largest net allowed in fen, -1 for none.
ALTER TABLE books_balance ADD COLUMN held_debit BIGINT NOT NULL DEFAULT 0;
ALTER TABLE books_balance ADD COLUMN held_credit BIGINT NOT NULL DEFAULT 0;
ALTER TABLE books_balance ADD COLUMN most BIGINT NOT NULL DEFAULT -1;

-- An entry that is held: amounts reserved, not yet posted. lines is canonical JSON. A hold ends once, in books_hold_end:
-- posted, void or expired. Both tables are only ever inserted into.
CREATE TABLE books_hold (
    org     TEXT   NOT NULL,
    ref     TEXT   NOT NULL,
    date    TEXT   NOT NULL,
    time    BIGINT NOT NULL,
    kind    TEXT   NOT NULL,
    memo_zh TEXT   NOT NULL,
    memo_en TEXT   NOT NULL,
    lines   TEXT   NOT NULL,
    expires TEXT   NOT NULL,
    PRIMARY KEY (org, ref)
);
CREATE TABLE books_hold_end (
    org     TEXT   NOT NULL,
    ref     TEXT   NOT NULL,
    outcome TEXT   NOT NULL,
    day     TEXT   NOT NULL,
    time    BIGINT NOT NULL,
    PRIMARY KEY (org, ref)
);

-- A close of a day: nothing is booked on or before it any more. Entries up to seq are all booked on or before the day;
-- later ones are looked at again by the next close. The totals by account are the control accounts.
CREATE TABLE books_close (
    org     TEXT   NOT NULL,
    day     TEXT   NOT NULL,
    seq     BIGINT NOT NULL,
    entries BIGINT NOT NULL,
    digest  TEXT   NOT NULL,
    time    BIGINT NOT NULL,
    PRIMARY KEY (org, day)
);
CREATE TABLE books_close_account (
    org     TEXT   NOT NULL,
    day     TEXT   NOT NULL,
    account TEXT   NOT NULL,
    debit   BIGINT NOT NULL,
    credit  BIGINT NOT NULL,
    PRIMARY KEY (org, day, account)
);
