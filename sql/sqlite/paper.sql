-- The simulated exchange's own log, in a file of its own: what it took, written before it answers.

CREATE TABLE requests (
  id       INTEGER PRIMARY KEY,                  -- in the order they came
  session  TEXT    NOT NULL,
  tape_row INTEGER NOT NULL,                     -- the tape row after which it came
  at       INTEGER NOT NULL,                     -- market time, nanoseconds since 1970 UTC
  kind     TEXT    NOT NULL,                     -- submit or cancel
  payload  TEXT    NOT NULL                      -- JSON, decimals as strings
);

CREATE INDEX requests_session ON requests (session, id);
