-- The market as it was seen, as PostgreSQL holds it: outside the journal, lossy under pressure.
--
-- What each column means stands in sql/sqlite/004_market.sql. Partitions as in 001.

-- One row a trade or quote.
CREATE TABLE IF NOT EXISTS ticks (
  ts timestamptz NOT NULL,
  symbol text NOT NULL,
  source text NOT NULL,
  seq bigint NOT NULL,
  bid double precision,
  ask double precision,
  bid_size double precision,
  ask_size double precision,
  recorded_at timestamptz,
  PRIMARY KEY (ts, symbol, source, seq)
) PARTITION BY RANGE (ts);

-- One row a finished candle.
CREATE TABLE IF NOT EXISTS candles (
  ts timestamptz NOT NULL,
  symbol text NOT NULL,
  source text NOT NULL,
  bar_seconds bigint NOT NULL,
  open double precision,
  high double precision,
  low double precision,
  close double precision,
  volume double precision,
  recorded_at timestamptz,
  PRIMARY KEY (ts, symbol, source, bar_seconds)
) PARTITION BY RANGE (ts);
