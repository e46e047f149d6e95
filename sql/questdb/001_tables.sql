-- The three specified tables, column for column, as QuestDB holds them. Ours follow in 002.
--
-- What each column means, with unit and sign, stands in sql/sqlite/001_tables.sql; DOUBLE, BOOLEAN and
-- TIMESTAMP (microseconds, UTC) replace SQLite's REAL and INTEGER. A table that exists is left as it is.

-- One row an order, replaced at every transition.
CREATE TABLE IF NOT EXISTS live_orders (
  session_id SYMBOL,
  order_id STRING,
  exchange_order_id STRING,
  symbol SYMBOL,
  side STRING,
  order_type STRING,
  quantity DOUBLE,
  requested_price DOUBLE,
  filled_quantity DOUBLE,
  average_fill_price DOUBLE,
  status STRING,
  error_message STRING,
  slippage DOUBLE,
  commission DOUBLE,
  created_at TIMESTAMP,
  updated_at TIMESTAMP,
  filled_at TIMESTAMP
) timestamp(created_at) PARTITION BY DAY WAL;

-- One row a position and valuation: at every change, and at sync cadence while it is held.
CREATE TABLE IF NOT EXISTS live_positions (
  session_id SYMBOL,
  symbol SYMBOL,
  side STRING,
  quantity DOUBLE,
  entry_price DOUBLE,
  current_price DOUBLE,
  liquidation_price DOUBLE,
  unrealized_pnl DOUBLE,
  unrealized_pnl_pct DOUBLE,
  margin DOUBLE,
  leverage DOUBLE,
  margin_ratio DOUBLE,
  opened_at TIMESTAMP,
  updated_at TIMESTAMP,
  closed_at TIMESTAMP,
  status STRING
) timestamp(updated_at) PARTITION BY DAY WAL;

-- One row a signal that was decided on.
CREATE TABLE IF NOT EXISTS signal_history (
  session_id SYMBOL,
  signal_id STRING,
  signal_type STRING,
  symbol SYMBOL,
  side STRING,
  quantity DOUBLE,
  price DOUBLE,
  confidence DOUBLE,
  strategy_name STRING,
  indicator_values STRING,
  risk_score DOUBLE,
  approved BOOLEAN,
  rejection_reason STRING,
  order_id STRING,
  created_at TIMESTAMP
) timestamp(created_at) PARTITION BY DAY WAL;
