-- The three specified tables and our columns after them, as PostgreSQL holds them.
--
-- What each column means, with unit and sign, stands in sql/sqlite/001_tables.sql; double precision,
-- boolean and timestamptz replace SQLite's REAL and INTEGER. One partition a UTC day, made by the writer
-- before the rows that need it; there is no default partition, so that a row of no day is an error.
-- (002 is for stores whose tables begin with the specified columns only.)

-- One row an order, replaced at every transition.
CREATE TABLE IF NOT EXISTS live_orders (
  session_id text,
  order_id text NOT NULL,
  exchange_order_id text,
  symbol text,
  side text,
  order_type text,
  quantity double precision,
  requested_price double precision,
  filled_quantity double precision,
  average_fill_price double precision,
  status text,
  error_message text,
  slippage double precision,
  commission double precision,
  created_at timestamptz NOT NULL,
  updated_at timestamptz,
  filled_at timestamptz,
  client_order_id text,
  signal_id text,
  correlation_id text,
  account_id text,
  mode text,
  time_in_force text,
  reduce_only boolean,
  arrival_price double precision,
  slippage_bps double precision,
  fee_asset text,
  reason_code text,
  expires_at timestamptz,
  handed_off_at timestamptz,
  recorded_at timestamptz,
  PRIMARY KEY (created_at, order_id)
) PARTITION BY RANGE (created_at);
CREATE INDEX IF NOT EXISTS live_orders_order_id ON live_orders (order_id);
CREATE INDEX IF NOT EXISTS live_orders_exchange_order_id ON live_orders (exchange_order_id);
CREATE INDEX IF NOT EXISTS live_orders_symbol ON live_orders (symbol, created_at);
CREATE INDEX IF NOT EXISTS live_orders_status ON live_orders (status, created_at)
  WHERE status IN ('PENDING', 'SUBMITTED', 'PARTIALLY_FILLED');
CREATE INDEX IF NOT EXISTS live_orders_session_id ON live_orders (session_id, created_at);

-- One row a position and valuation: at every change, and at sync cadence while it is held.
CREATE TABLE IF NOT EXISTS live_positions (
  session_id text NOT NULL,
  symbol text NOT NULL,
  side text NOT NULL,
  quantity double precision,
  entry_price double precision,
  current_price double precision,
  liquidation_price double precision,
  unrealized_pnl double precision,
  unrealized_pnl_pct double precision,
  margin double precision,
  leverage double precision,
  margin_ratio double precision,
  opened_at timestamptz,
  updated_at timestamptz NOT NULL,
  closed_at timestamptz,
  status text,
  account_id text,
  mode text,
  realized_pnl double precision,
  liquidation_distance_pct double precision,
  currency text,
  recorded_at timestamptz,
  PRIMARY KEY (updated_at, session_id, symbol, side)
) PARTITION BY RANGE (updated_at);
CREATE INDEX IF NOT EXISTS live_positions_symbol ON live_positions (symbol, updated_at);
CREATE INDEX IF NOT EXISTS live_positions_status ON live_positions (status, updated_at)
  WHERE status <> 'OPEN';
CREATE INDEX IF NOT EXISTS live_positions_session_id ON live_positions (session_id, updated_at);

-- One row a signal that was decided on.
CREATE TABLE IF NOT EXISTS signal_history (
  session_id text NOT NULL,
  signal_id text NOT NULL,
  signal_type text,
  symbol text,
  side text,
  quantity double precision,
  price double precision,
  confidence double precision,
  strategy_name text,
  indicator_values text,
  risk_score double precision,
  approved boolean,
  rejection_reason text,
  order_id text,
  created_at timestamptz NOT NULL,
  account_id text,
  mode text,
  correlation_id text,
  intent_id text,
  idempotency_key text,
  key_rule text,
  decision text,
  reason_code text,
  order_type text,
  source text,
  seq bigint NOT NULL,
  recorded_at timestamptz,
  PRIMARY KEY (created_at, session_id, signal_id, seq)
) PARTITION BY RANGE (created_at);
CREATE INDEX IF NOT EXISTS signal_history_signal_id ON signal_history (signal_id);
CREATE INDEX IF NOT EXISTS signal_history_symbol ON signal_history (symbol, created_at);
CREATE INDEX IF NOT EXISTS signal_history_signal_type ON signal_history (signal_type, created_at);
CREATE INDEX IF NOT EXISTS signal_history_session_id ON signal_history (session_id, created_at);
CREATE INDEX IF NOT EXISTS signal_history_approved ON signal_history (approved, created_at)
  WHERE NOT approved;
