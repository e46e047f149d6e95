-- What stands behind orders and positions, as PostgreSQL holds it, and who writes which session.
--
-- What each column means, with unit and sign, stands in sql/sqlite/003_ledger.sql. Partitions as in 001.

-- One row an execution.
CREATE TABLE IF NOT EXISTS fills (
  ts timestamptz NOT NULL,
  trade_id text NOT NULL,
  session_id text NOT NULL,
  account_id text,
  order_id text,
  exchange_order_id text,
  signal_id text,
  symbol text,
  side text,
  quantity double precision,
  price double precision,
  fee double precision,
  fee_asset text,
  liquidity text,
  kind text,
  is_late boolean,
  realized_pnl double precision,
  mode text,
  correlation_id text,
  recorded_at timestamptz,
  PRIMARY KEY (ts, trade_id, session_id)
) PARTITION BY RANGE (ts);
CREATE INDEX IF NOT EXISTS fills_order_id ON fills (order_id);
CREATE INDEX IF NOT EXISTS fills_symbol ON fills (symbol, ts);
CREATE INDEX IF NOT EXISTS fills_session_id ON fills (session_id, ts);

-- One row a transition of an order, its creation and its fills included.
CREATE TABLE IF NOT EXISTS order_events (
  updated_at timestamptz NOT NULL,
  order_id text NOT NULL,
  seq bigint NOT NULL,
  session_id text,
  symbol text,
  event text,
  status text,
  filled_quantity double precision,
  average_fill_price double precision,
  reason_code text,
  message text,
  correlation_id text,
  recorded_at timestamptz,
  PRIMARY KEY (updated_at, order_id, seq)
) PARTITION BY RANGE (updated_at);
CREATE INDEX IF NOT EXISTS order_events_order_id ON order_events (order_id, seq);
CREATE INDEX IF NOT EXISTS order_events_session_id ON order_events (session_id, updated_at);

-- One row an alert, replaced when it is resolved.
CREATE TABLE IF NOT EXISTS risk_events (
  alert_id text NOT NULL,
  session_id text,
  "timestamp" timestamptz NOT NULL,
  severity text,
  alert_type text,
  message text,
  details text,
  acknowledged boolean,
  account_id text,
  mode text,
  symbol text,
  state text,
  resolved_at timestamptz,
  resolution text,
  recorded_at timestamptz,
  PRIMARY KEY ("timestamp", alert_id)
) PARTITION BY RANGE ("timestamp");
CREATE INDEX IF NOT EXISTS risk_events_alert_id ON risk_events (alert_id);
CREATE INDEX IF NOT EXISTS risk_events_severity ON risk_events (severity, "timestamp");
CREATE INDEX IF NOT EXISTS risk_events_alert_type ON risk_events (alert_type, "timestamp");
CREATE INDEX IF NOT EXISTS risk_events_session_id ON risk_events (session_id, "timestamp");

-- One row a valuation of the account.
CREATE TABLE IF NOT EXISTS equity (
  ts timestamptz NOT NULL,
  session_id text NOT NULL,
  account_id text,
  currency text,
  balance double precision,
  equity double precision,
  realized_pnl double precision,
  unrealized_pnl double precision,
  fees double precision,
  funding double precision,
  margin_used double precision,
  maintenance_margin double precision,
  margin_ratio double precision,
  peak_equity double precision,
  mode text,
  recorded_at timestamptz,
  PRIMARY KEY (ts, session_id)
) PARTITION BY RANGE (ts);
CREATE INDEX IF NOT EXISTS equity_session_id ON equity (session_id, ts);

-- Which data directory writes a session, one row a pair: two directories under one session name would
-- overwrite each other's rows, and a store without its claim has been dropped and made anew.
CREATE TABLE IF NOT EXISTS sextant_claims (
  session_id text NOT NULL,
  directory_id text NOT NULL,
  claimed_at timestamptz,
  PRIMARY KEY (session_id, directory_id)
);
