-- What stands behind orders and positions: executions, transitions, alerts, the account's worth.
-- Types and conventions as in 001. (002 is for stores whose tables begin with the specified columns only.)

-- One row an execution.
CREATE TABLE IF NOT EXISTS fills (
  ts INTEGER NOT NULL,               -- when the exchange executed it
  trade_id TEXT NOT NULL,            -- the exchange's
  session_id TEXT NOT NULL,
  account_id TEXT NOT NULL,
  order_id TEXT,                     -- ours; NULL for a forced close
  exchange_order_id TEXT,
  signal_id TEXT,                    -- NULL when the order is no longer held, or never was
  symbol TEXT NOT NULL,
  side TEXT NOT NULL,                -- BUY or SELL
  quantity REAL NOT NULL,            -- contracts, positive
  price REAL NOT NULL,
  fee REAL NOT NULL,                 -- in fee_asset; positive is paid, negative a rebate
  fee_asset TEXT,
  liquidity TEXT NOT NULL,           -- MAKER or TAKER
  kind TEXT NOT NULL,                -- ORDER, LIQUIDATION or ADL
  is_late INTEGER NOT NULL,          -- 1: its order had ended before
  realized_pnl REAL NOT NULL,        -- what it realised, net of its whole fee: minus the fee when it opens
  mode TEXT NOT NULL,                -- paper or live
  correlation_id TEXT,               -- NULL for a forced close
  recorded_at INTEGER NOT NULL,      -- wall time
  PRIMARY KEY (ts, trade_id, session_id)
);
CREATE INDEX IF NOT EXISTS fills_order_id ON fills (order_id);
CREATE INDEX IF NOT EXISTS fills_symbol ON fills (symbol, ts);
CREATE INDEX IF NOT EXISTS fills_session_id ON fills (session_id, ts);

-- One row a transition of an order, its creation and its fills included.
CREATE TABLE IF NOT EXISTS order_events (
  updated_at INTEGER NOT NULL,       -- the order's updated_at after it
  order_id TEXT NOT NULL,
  seq INTEGER PRIMARY KEY,           -- number of the event in the journal
  session_id TEXT NOT NULL,
  symbol TEXT NOT NULL,
  event TEXT NOT NULL,               -- CREATED, HANDED_OFF, SENT_AGAIN, ACCEPTED, FAILED, OUTCOME_UNKNOWN,
                                     -- PARTIAL_FILL, FILL, LATE_FILL, CANCEL_REQUESTED, CANCEL_REJECTED or
                                     -- CANCELLED
  status TEXT NOT NULL,              -- the order's status after it
  filled_quantity REAL NOT NULL,     -- contracts filled after it
  average_fill_price REAL,           -- after it; NULL before the first fill
  reason_code TEXT,                  -- of this event
  message TEXT,                      -- of this event, in words
  correlation_id TEXT NOT NULL,
  recorded_at INTEGER NOT NULL       -- wall time
);
CREATE INDEX IF NOT EXISTS order_events_updated_at ON order_events (updated_at);
CREATE INDEX IF NOT EXISTS order_events_order_id ON order_events (order_id);

-- One row an alert, replaced when it is resolved.
CREATE TABLE IF NOT EXISTS risk_events (
  alert_id TEXT NOT NULL,            -- alr-…
  session_id TEXT NOT NULL,
  timestamp INTEGER NOT NULL,        -- when the cause began; never changes
  severity TEXT NOT NULL,            -- INFO, WARNING or CRITICAL
  alert_type TEXT NOT NULL,
  message TEXT NOT NULL,             -- as it was raised
  details TEXT,                      -- JSON object of texts
  acknowledged INTEGER NOT NULL,     -- always 0 as yet
  account_id TEXT NOT NULL,
  mode TEXT NOT NULL,                -- paper or live
  symbol TEXT,                       -- symbol or order it concerns; NULL for the whole account
  state TEXT NOT NULL,               -- FIRING or RESOLVED; a single happening stays FIRING
  resolved_at INTEGER,               -- when the cause ended; NULL while it holds
  resolution TEXT,                   -- how it ended, in words
  recorded_at INTEGER NOT NULL,      -- wall time
  PRIMARY KEY (timestamp, alert_id)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS risk_events_alert_id ON risk_events (alert_id);
CREATE INDEX IF NOT EXISTS risk_events_severity ON risk_events (severity, timestamp);
CREATE INDEX IF NOT EXISTS risk_events_alert_type ON risk_events (alert_type, timestamp);
CREATE INDEX IF NOT EXISTS risk_events_session_id ON risk_events (session_id, timestamp);

-- One row a valuation of the account.
CREATE TABLE IF NOT EXISTS equity (
  ts INTEGER NOT NULL,               -- strictly increasing within a session
  session_id TEXT NOT NULL,
  account_id TEXT NOT NULL,
  currency TEXT NOT NULL,            -- of every money amount here
  balance REAL NOT NULL,             -- starting balance + realised + funding
  equity REAL NOT NULL,              -- balance + unrealized_pnl
  realized_pnl REAL NOT NULL,        -- net of fees, since the session began
  unrealized_pnl REAL NOT NULL,      -- positive is a gain
  fees REAL NOT NULL,                -- since the session began, positive is paid; inside realized_pnl already
  funding REAL NOT NULL,             -- since the session began, positive is received
  margin_used REAL NOT NULL,         -- initial margin bound
  maintenance_margin REAL NOT NULL,  -- equity at which the exchange starts closing
  margin_ratio REAL,                 -- equity / maintenance_margin, percent; NULL when nothing is held
  peak_equity REAL NOT NULL,         -- highest equity of the session at a valuation
  mode TEXT NOT NULL,                -- paper or live
  recorded_at INTEGER NOT NULL,      -- wall time
  PRIMARY KEY (ts, session_id)
);
CREATE INDEX IF NOT EXISTS equity_session_id ON equity (session_id, ts);
