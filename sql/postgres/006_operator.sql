-- What operators do, as PostgreSQL holds it: their commands, and that somebody has seen an alert.
--
-- What each column means stands in sql/sqlite/006_operator.sql. The keys are SQLite's primary keys.

-- risk_events: who has acknowledged an alert.
ALTER TABLE risk_events ADD COLUMN IF NOT EXISTS acknowledged_by text;
ALTER TABLE risk_events ADD COLUMN IF NOT EXISTS acknowledged_at timestamptz;
ALTER TABLE risk_events ADD COLUMN IF NOT EXISTS acknowledgement text;

-- One row a command of an operator, refused ones too.
CREATE TABLE IF NOT EXISTS operator_commands (
  ts timestamptz NOT NULL,
  session_id text NOT NULL,
  account_id text,
  seq bigint NOT NULL,
  mode text,
  actor text,
  action text,
  target text,
  reason text,
  outcome text,
  refusal_code text,
  refusal text,
  state_before text,
  state_after text,
  recorded_at timestamptz,
  PRIMARY KEY (ts, session_id, seq)
) PARTITION BY RANGE (ts);
CREATE INDEX IF NOT EXISTS operator_commands_session_id ON operator_commands (session_id, ts);
