-- The journal: the only truth of what this process decided and learned.
--
-- All times are whole nanoseconds since 1970 UTC. Rows are appended, never changed.

-- One row an event. A step's events are consecutive and were committed together.
CREATE TABLE journal (
  seq            INTEGER PRIMARY KEY,            -- from 1, without a gap
  at             INTEGER NOT NULL,               -- desk time: the market's clock
  account        TEXT    NOT NULL,
  session        TEXT    NOT NULL,
  tape_row       INTEGER NOT NULL,               -- the tape row that caused it, 0 without a tape
  type           TEXT    NOT NULL,
  version        INTEGER NOT NULL,               -- of the payload's form
  correlation_id TEXT    NOT NULL,               -- of the signal behind it, empty without one
  recorded_at    INTEGER NOT NULL,               -- wall time of the commit
  payload        TEXT    NOT NULL                -- JSON, decimals as strings
);

-- Where an account's sessions begin: its history before that is of no use to a restart.
CREATE INDEX journal_sessions ON journal (account, seq) WHERE type = 'session_started';

-- One row an order placed: the net under "exactly one order a signal".
CREATE TABLE intents (
  account     TEXT    NOT NULL,
  session     TEXT    NOT NULL,
  key         TEXT    NOT NULL,                  -- idempotency key
  rule        TEXT    NOT NULL,                  -- which rule gave the key
  fingerprint TEXT    NOT NULL,                  -- digest of what the sender said
  signal_id   TEXT    NOT NULL,
  order_id    TEXT    NOT NULL,
  seq         INTEGER NOT NULL,                  -- the deciding event
  PRIMARY KEY (account, session, key)
) WITHOUT ROWID;

-- An account's state after an event, so that a restart folds only what came later.
CREATE TABLE snapshots (
  seq        INTEGER NOT NULL,                   -- the last event in it
  account    TEXT    NOT NULL,
  session    TEXT    NOT NULL,
  state_hash TEXT    NOT NULL,
  payload    TEXT    NOT NULL,
  PRIMARY KEY (account, seq)
) WITHOUT ROWID;

-- How far each reader of the journal has come.
CREATE TABLE cursors (
  name TEXT PRIMARY KEY,
  seq  INTEGER NOT NULL
) WITHOUT ROWID;
