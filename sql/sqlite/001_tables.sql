-- The tables a quant reads, as SQLite holds them (tables.sqlite): a projection of the journal, which can be
-- made anew of it.
--
-- REAL is a double; times are INTEGER microseconds since 1970, UTC; booleans are 0 or 1. NULL means
-- unknown or not applicable, never zero. Unless said otherwise prices are in the instrument's quote
-- currency, quantities in contracts, money in the account's settlement currency, and times are desk
-- time: the wall clock when live, the tape's clock in a replay. `recorded_at` is wall time always.
-- A row replaces the one of the same primary key. Each table begins with the specified columns, in their
-- order; ours follow.

-- One row an order, replaced at every transition.
CREATE TABLE IF NOT EXISTS live_orders (
  session_id TEXT NOT NULL,          -- session that decided it
  order_id TEXT NOT NULL,            -- ours, ord-…
  exchange_order_id TEXT,            -- the exchange's; NULL until acknowledged
  symbol TEXT NOT NULL,
  side TEXT NOT NULL,                -- BUY or SELL
  order_type TEXT NOT NULL,          -- MARKET or LIMIT
  quantity REAL NOT NULL,            -- contracts ordered, positive
  requested_price REAL,              -- limit price; NULL for a market order
  filled_quantity REAL NOT NULL,     -- contracts filled, not negative
  average_fill_price REAL,           -- volume-weighted; NULL before the first fill
  status TEXT NOT NULL,              -- PENDING, SUBMITTED, PARTIALLY_FILLED, FILLED, CANCELLED, FAILED
  error_message TEXT,                -- why it failed or ended, in words
  slippage REAL,                     -- price units, positive is adverse: against arrival_price
  commission REAL NOT NULL,          -- fees of its fills in fee_asset, positive is paid
  created_at INTEGER NOT NULL,       -- when it was decided; never changes
  updated_at INTEGER NOT NULL,       -- last transition, strictly increasing
  filled_at INTEGER,                 -- last fill
  client_order_id TEXT NOT NULL,     -- what the exchange sees, sx-…
  signal_id TEXT NOT NULL,           -- the signal behind it
  correlation_id TEXT NOT NULL,      -- on every row the signal caused
  account_id TEXT NOT NULL,
  mode TEXT NOT NULL,                -- paper or live
  time_in_force TEXT NOT NULL,       -- GTC, IOC or FOK
  reduce_only INTEGER NOT NULL,      -- 1: may only shrink the position
  arrival_price REAL,                -- (bid + ask) / 2 when the request left; NULL before
  slippage_bps REAL,                 -- slippage in 1/10000 of arrival_price, positive is adverse
  fee_asset TEXT,                    -- currency of commission; NULL before the first fill
  reason_code TEXT,                  -- why it failed or ended, to count by
  expires_at INTEGER,                -- when the desk cancels what is unfilled; NULL: never
  handed_off_at INTEGER,             -- when the request left; NULL before
  recorded_at INTEGER NOT NULL,      -- wall time of the last transition
  PRIMARY KEY (created_at, order_id)
);
CREATE INDEX IF NOT EXISTS live_orders_order_id ON live_orders (order_id);
CREATE INDEX IF NOT EXISTS live_orders_exchange_order_id ON live_orders (exchange_order_id);
CREATE INDEX IF NOT EXISTS live_orders_symbol ON live_orders (symbol, created_at);
CREATE INDEX IF NOT EXISTS live_orders_status ON live_orders (status, created_at);
CREATE INDEX IF NOT EXISTS live_orders_session_id ON live_orders (session_id, created_at);

-- One row a position and valuation: at every change, and at sync cadence while it is held.
CREATE TABLE IF NOT EXISTS live_positions (
  session_id TEXT NOT NULL,
  symbol TEXT NOT NULL,
  side TEXT NOT NULL,                -- LONG or SHORT; of what was closed when it is not OPEN
  quantity REAL NOT NULL,            -- contracts, not negative; 0 once closed
  entry_price REAL,                  -- average of the open contracts
  current_price REAL,                -- mark: (bid + ask) / 2
  liquidation_price REAL,            -- where the exchange would close it; NULL when nowhere
  unrealized_pnl REAL,               -- at current_price, positive is a gain
  unrealized_pnl_pct REAL,           -- percent of margin; of the cost for spot
  margin REAL,                       -- initial margin it binds; NULL for spot
  leverage REAL,                     -- value over initial margin that counts at its size
  margin_ratio REAL,                 -- account equity / maintenance margin, percent; 100 = liquidation
  opened_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,       -- when it was valued, strictly increasing
  closed_at INTEGER,                 -- NULL while it is held
  status TEXT NOT NULL,              -- OPEN, CLOSED or LIQUIDATED
  account_id TEXT NOT NULL,
  mode TEXT NOT NULL,                -- paper or live
  realized_pnl REAL NOT NULL,        -- in this symbol since the session began, net of fees
  liquidation_distance_pct REAL,     -- percent of the mark, negative once past the liquidation price
  currency TEXT NOT NULL,            -- of every money amount here
  recorded_at INTEGER NOT NULL,      -- wall time
  PRIMARY KEY (updated_at, session_id, symbol, side)
);
CREATE INDEX IF NOT EXISTS live_positions_symbol ON live_positions (symbol, updated_at);
CREATE INDEX IF NOT EXISTS live_positions_status ON live_positions (status, updated_at);
CREATE INDEX IF NOT EXISTS live_positions_session_id ON live_positions (session_id, updated_at);

-- One row a signal that was decided on. A repeat of a signal leaves none.
CREATE TABLE IF NOT EXISTS signal_history (
  session_id TEXT NOT NULL,
  signal_id TEXT NOT NULL,           -- as its sender named it, else sig-…
  signal_type TEXT NOT NULL,         -- S1, O1, Z1, ZE1, E1 or EMERGENCY
  symbol TEXT NOT NULL,              -- as the sender wrote it, upper case; may be unknown to us
  side TEXT NOT NULL,                -- BUY or SELL
  quantity REAL NOT NULL,            -- contracts asked for
  price REAL,                        -- limit price; else the ask (BUY) or bid (SELL) the decision saw
  confidence REAL,                   -- 0 to 1
  strategy_name TEXT,
  indicator_values TEXT,             -- JSON object of numbers the decision was based on
  risk_score REAL,                   -- not computed yet: NULL
  approved INTEGER NOT NULL,         -- 0 when a gate refused it
  rejection_reason TEXT,             -- in words; NULL when approved
  order_id TEXT,                     -- the order it placed; NULL when none
  created_at INTEGER NOT NULL,       -- when it was decided
  account_id TEXT NOT NULL,
  mode TEXT NOT NULL,                -- paper or live
  correlation_id TEXT NOT NULL,      -- on every row the signal caused
  intent_id TEXT NOT NULL,           -- int-…, derived from idempotency_key
  idempotency_key TEXT NOT NULL,     -- what makes two signals one
  key_rule TEXT NOT NULL,            -- client, signal_id, bar or content
  decision TEXT NOT NULL,            -- ORDERED, REJECTED or NOTED (informational: no order)
  reason_code TEXT,                  -- why it was refused, to count by
  order_type TEXT NOT NULL,          -- MARKET or LIMIT
  source TEXT NOT NULL,              -- strategy or api
  seq INTEGER PRIMARY KEY,           -- number of the decision in the journal
  recorded_at INTEGER NOT NULL       -- wall time
);
CREATE INDEX IF NOT EXISTS signal_history_created_at ON signal_history (created_at);
CREATE INDEX IF NOT EXISTS signal_history_signal_id ON signal_history (signal_id);
CREATE INDEX IF NOT EXISTS signal_history_symbol ON signal_history (symbol, created_at);
CREATE INDEX IF NOT EXISTS signal_history_signal_type ON signal_history (signal_type, created_at);
CREATE INDEX IF NOT EXISTS signal_history_session_id ON signal_history (session_id, created_at);
CREATE INDEX IF NOT EXISTS signal_history_approved ON signal_history (approved, created_at);
