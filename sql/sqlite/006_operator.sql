-- What operators do: their commands, and that somebody has seen an alert. Types and conventions as in 001.

-- risk_events: who has acknowledged an alert. `acknowledged` is 1 from then on, `state` ACKNOWLEDGED until
-- the cause ends. (signal_history.source may be `operator`: a position closed by command.)
ALTER TABLE risk_events ADD COLUMN acknowledged_by TEXT;    -- who; NULL while nobody has
ALTER TABLE risk_events ADD COLUMN acknowledged_at INTEGER; -- when; NULL while nobody has
ALTER TABLE risk_events ADD COLUMN acknowledgement TEXT;    -- why it may rest, in that person's words

-- One row a command of an operator, refused ones too.
CREATE TABLE IF NOT EXISTS operator_commands (
  ts INTEGER NOT NULL,               -- when it was decided
  session_id TEXT NOT NULL,
  account_id TEXT NOT NULL,
  seq INTEGER NOT NULL,              -- number of the event in the journal
  mode TEXT NOT NULL,                -- paper or live
  actor TEXT,                        -- who
  action TEXT NOT NULL,              -- HALT, DRAIN, PAUSE, RESUME, CANCEL, CANCEL_ALL, CLOSE, FLATTEN or
                                     -- ACKNOWLEDGE
  target TEXT,                       -- order, symbol or alert; NULL for the whole account
  reason TEXT,                       -- why, in the operator's words
  outcome TEXT NOT NULL,             -- APPLIED or REFUSED
  refusal_code TEXT,                 -- why it was refused, to count by
  refusal TEXT,                      -- the same in words
  state_before TEXT NOT NULL,        -- RUNNING, PAUSED, DRAINING or HALTED
  state_after TEXT NOT NULL,
  recorded_at INTEGER NOT NULL,      -- wall time
  PRIMARY KEY (ts, session_id, seq)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS operator_commands_session_id ON operator_commands (session_id, ts);
