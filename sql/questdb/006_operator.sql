-- What operators do, as QuestDB holds it: their commands, and that somebody has seen an alert.
--
-- What each column means stands in sql/sqlite/006_operator.sql. The keys are SQLite's primary keys.

-- risk_events: who has acknowledged an alert.
ALTER TABLE risk_events ADD COLUMN acknowledged_by VARCHAR;
ALTER TABLE risk_events ADD COLUMN acknowledged_at TIMESTAMP;
ALTER TABLE risk_events ADD COLUMN acknowledgement VARCHAR;

-- One row a command of an operator, refused ones too.
CREATE TABLE IF NOT EXISTS operator_commands (
  ts TIMESTAMP,
  session_id SYMBOL,
  account_id SYMBOL,
  seq LONG,
  mode SYMBOL,
  actor VARCHAR,
  action SYMBOL,
  target VARCHAR,
  reason VARCHAR,
  outcome SYMBOL,
  refusal_code SYMBOL,
  refusal VARCHAR,
  state_before SYMBOL,
  state_after SYMBOL,
  recorded_at TIMESTAMP
) timestamp(ts) PARTITION BY DAY WAL
DEDUP UPSERT KEYS(ts, session_id, seq);
