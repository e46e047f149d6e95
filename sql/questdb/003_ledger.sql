-- What stands behind orders and positions, as QuestDB holds it, and who writes which session.
--
-- What each column means, with unit and sign, stands in sql/sqlite/003_ledger.sql. The keys after
-- DEDUP UPSERT are SQLite's primary keys.

-- One row an execution.
CREATE TABLE IF NOT EXISTS fills (
  ts TIMESTAMP,
  trade_id VARCHAR,
  session_id SYMBOL,
  account_id SYMBOL,
  order_id VARCHAR,
  exchange_order_id VARCHAR,
  signal_id VARCHAR,
  symbol SYMBOL,
  side SYMBOL,
  quantity DOUBLE,
  price DOUBLE,
  fee DOUBLE,
  fee_asset SYMBOL,
  liquidity SYMBOL,
  kind SYMBOL,
  is_late BOOLEAN,
  realized_pnl DOUBLE,
  mode SYMBOL,
  correlation_id VARCHAR,
  recorded_at TIMESTAMP
) timestamp(ts) PARTITION BY DAY WAL
DEDUP UPSERT KEYS(ts, trade_id, session_id);

-- One row a transition of an order, its creation and its fills included.
CREATE TABLE IF NOT EXISTS order_events (
  updated_at TIMESTAMP,
  order_id VARCHAR,
  seq LONG,
  session_id SYMBOL,
  symbol SYMBOL,
  event SYMBOL,
  status SYMBOL,
  filled_quantity DOUBLE,
  average_fill_price DOUBLE,
  reason_code SYMBOL,
  message VARCHAR,
  correlation_id VARCHAR,
  recorded_at TIMESTAMP
) timestamp(updated_at) PARTITION BY DAY WAL
DEDUP UPSERT KEYS(updated_at, order_id, seq);

-- One row an alert, replaced when it is resolved. Its eight specified columns, then ours one by one: an older
-- table of that name may be there.
CREATE TABLE IF NOT EXISTS risk_events (
  alert_id STRING,
  session_id STRING,
  "timestamp" TIMESTAMP,
  severity SYMBOL,
  alert_type SYMBOL,
  message STRING,
  details STRING,
  acknowledged BOOLEAN
) timestamp("timestamp") PARTITION BY DAY WAL;
ALTER TABLE risk_events ADD COLUMN account_id SYMBOL;
ALTER TABLE risk_events ADD COLUMN mode SYMBOL;
ALTER TABLE risk_events ADD COLUMN symbol VARCHAR;
ALTER TABLE risk_events ADD COLUMN state SYMBOL;
ALTER TABLE risk_events ADD COLUMN resolved_at TIMESTAMP;
ALTER TABLE risk_events ADD COLUMN resolution VARCHAR;
ALTER TABLE risk_events ADD COLUMN recorded_at TIMESTAMP;
ALTER TABLE risk_events DEDUP ENABLE UPSERT KEYS("timestamp", alert_id);

-- One row a valuation of the account.
CREATE TABLE IF NOT EXISTS equity (
  ts TIMESTAMP,
  session_id SYMBOL,
  account_id SYMBOL,
  currency SYMBOL,
  balance DOUBLE,
  equity DOUBLE,
  realized_pnl DOUBLE,
  unrealized_pnl DOUBLE,
  fees DOUBLE,
  funding DOUBLE,
  margin_used DOUBLE,
  maintenance_margin DOUBLE,
  margin_ratio DOUBLE,
  peak_equity DOUBLE,
  mode SYMBOL,
  recorded_at TIMESTAMP
) timestamp(ts) PARTITION BY DAY WAL
DEDUP UPSERT KEYS(ts, session_id);

-- Which data directory writes a session, one row a pair: two directories under one session name would
-- overwrite each other's rows, and a store without its claim has been dropped and made anew.
CREATE TABLE IF NOT EXISTS sextant_claims (
  ts TIMESTAMP,
  session_id VARCHAR,
  directory_id VARCHAR,
  claimed_at TIMESTAMP
) timestamp(ts) PARTITION BY YEAR WAL
DEDUP UPSERT KEYS(ts, session_id, directory_id);
