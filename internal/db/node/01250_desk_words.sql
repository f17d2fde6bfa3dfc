-- +goose Up
-- Private words by the commitment that stands in the log, of all desks in one place. ref is the act they were said in.
-- title, about and n are of forms: the name of the data, its data set, and which of its measurements.
CREATE TABLE desk_words (
    commitment TEXT   NOT NULL PRIMARY KEY,
    org        TEXT   NOT NULL,
    kind       TEXT   NOT NULL,
    ref        TEXT   NOT NULL,
    salt       BYTEA  NOT NULL,
    body       TEXT   NOT NULL,
    title      TEXT   NOT NULL,
    about      TEXT   NOT NULL,
    n          BIGINT NOT NULL
);
CREATE INDEX desk_words_org ON desk_words (org);
CREATE INDEX desk_words_ref ON desk_words (ref) WHERE ref <> '';
CREATE INDEX desk_words_about ON desk_words (about) WHERE about <> '';
INSERT INTO desk_words (commitment, org, kind, ref, salt, body, title, about, n)
    SELECT commitment, org, kind, ref, salt, body, title, dataset, n FROM registrar_words;
INSERT INTO desk_words (commitment, org, kind, ref, salt, body, title, about, n)
    SELECT commitment, org, kind, '', salt, body, '', '', 0 FROM filing_words;
INSERT INTO desk_words (commitment, org, kind, ref, salt, body, title, about, n)
    SELECT commitment, org, 'decision', '', salt, body, '', '', 0 FROM oversight_decision;
DROP TABLE registrar_words;
DROP TABLE filing_words;
DROP TABLE oversight_decision;
-- Requests of the lender about heartbeats carry their command as the other desks' do.
UPDATE approval SET payload = '{"command":' || payload || '}'
    WHERE kind IN ('heartbeat.schedule', 'existence.waive') AND state IN ('pending', 'executing');
