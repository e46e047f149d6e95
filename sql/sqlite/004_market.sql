-- The market as it was seen: outside the journal, lossy under pressure, never needed to rebuild the rest.
-- Types and conventions as in 001.

-- One row a trade or quote.
CREATE TABLE IF NOT EXISTS ticks (
  ts INTEGER NOT NULL,               -- market time
  symbol TEXT NOT NULL,
  source TEXT NOT NULL,              -- synthetic, or the tape's file name
  seq INTEGER NOT NULL,              -- row of the market, from 1
  bid REAL NOT NULL,                 -- best bid; a trade sets both to its price
  ask REAL NOT NULL,
  bid_size REAL NOT NULL,            -- contracts; 0 when the source has none
  ask_size REAL NOT NULL,
  recorded_at INTEGER NOT NULL,      -- wall time
  PRIMARY KEY (ts, symbol, source, seq)
) WITHOUT ROWID;

-- One row a finished candle.
CREATE TABLE IF NOT EXISTS candles (
  ts INTEGER NOT NULL,               -- open time
  symbol TEXT NOT NULL,
  source TEXT NOT NULL,              -- synthetic, or the tape's file name
  bar_seconds INTEGER NOT NULL,      -- length
  open REAL NOT NULL,
  high REAL NOT NULL,
  low REAL NOT NULL,
  close REAL NOT NULL,
  volume REAL NOT NULL,              -- contracts traded; 0 when the source has none
  recorded_at INTEGER NOT NULL,      -- wall time
  PRIMARY KEY (ts, symbol, source, bar_seconds)
) WITHOUT ROWID;
